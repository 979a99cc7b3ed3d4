"""Lessons 8 to 11: the numbers they type are those of models and cases, and keys are found again on a second path."""

import json
import math
import re

import numpy as np
import pytest

from peerkit import content
from peerkit.cases import load_case
from peerkit.course.exercises import exercise, of_lesson
from peerkit.course.exercises.how_a_community_takes_off import Launch, says_end
from peerkit.course.exercises.productivity_and_size import factor
from peerkit.course.exercises.which_question_decides import Coins, luck_curve
from peerkit.course.exercises.why_few_do_most import fitted, plays_at_the_top, says_once, tags_at_the_top
from peerkit.figures.flywheel import rounds_from
from peerkit.figures.scaling import factor_words, measured_by
from peerkit.models.flywheel import Flywheel
from peerkit.models.inequality import Participation
from peerkit.models.modes import Modes, costs, firm_over_market
from peerkit.models.scaling import Scaling

LESSONS = {
    "why_few_do_most": "08",
    "how_a_community_takes_off": "09",
    "productivity_and_size": "10",
    "which_question_decides": "11",
}
HIDDEN = {"solution", "instructor"}
LINKED = re.compile(r"\[([\d.,]+)\]\(\.\./\.\./case_studies/(\w+)/case\.ipynb#(\w+)\)")


def text(lesson, *, seen=True):
    """The cells that everybody sees, or those of solutions and instructors."""
    path = content.root() / "notebooks" / "lessons" / f"{LESSONS[lesson]}_{lesson}.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    chosen = (cell for cell in cells if seen != bool(HIDDEN & set(cell["metadata"].get("tags", []))))
    return "\n".join("".join(cell["source"]) for cell in chosen)


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_number_that_leads_to_a_fact_is_that_fact(lesson):
    linked = LINKED.findall(text(lesson) + text(lesson, seen=False))
    assert linked
    for typed, case, fact in linked:
        assert float(typed.replace(",", "")) == load_case(case).number(fact)


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_exercise_is_asked_once_in_its_order(lesson):
    assert re.findall(rf'ask\("{lesson}\.(\w+)"\)', text(lesson)) == [*of_lesson(lesson), "notes"]


@pytest.mark.parametrize("lesson", LESSONS)
def test_no_key_stands_where_everybody_reads(lesson):
    for name, each in of_lesson(lesson).items():
        assert each.said_key() not in text(lesson), name


SYMBOLS = {
    "why_few_do_most": (Participation, {"α": "exponent", "P": "top_fraction"}),
    "how_a_community_takes_off": (
        Flywheel,
        {
            "M": "population",
            "b": "intrinsic_benefit",
            "v": "payoff",
            "τ": "take_rate",
            "C̄": "outside_option",
            "K": "skills",
            "p": "skill_chance",
        },
    ),
    "productivity_and_size": (Scaling, {"W": "window", "D": "trailing_window"}),
    "which_question_decides": (
        Modes,
        {"F": "governance_cost", "κ": "pair_cost", "I*₀": "commons_cost", "τ": "contract_cost"},
    ),
}


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_table_of_symbols_holds_the_defaults(lesson):
    record, symbols = SYMBOLS[lesson]
    for symbol, name in symbols.items():
        (row,) = re.findall(rf"^\| \*{re.escape(symbol)}\*? \|.*\| ([^|]+) \|$", text(lesson), re.M)
        value = getattr(record(), name)
        assert row == (f"{100 * value:g}%" if "%" in row else f"{value:,g}"), symbol


def key(name):
    return exercise(name).key()


def test_the_exponents_of_lesson_8_are_found_by_trying_all():
    tried = np.arange(2.0005, 3.5, 0.0005)
    power = (tried - 2) / (tried - 1)
    assert key("why_few_do_most.flickr") == pytest.approx(tried[np.argmin(abs(0.2**power - 0.82))], abs=0.001)
    assert key("why_few_do_most.ninety")["exponent"] == pytest.approx(
        tried[np.argmin(abs(0.01**power - 0.9))], abs=0.005
    )


def test_the_work_of_one_timers_is_found_by_adding_up():
    counts = np.arange(1, 3_000_000, dtype=float)
    # What lies beyond the largest count, by the integral of the tail.
    tail = counts[-1] ** -0.3 / 0.3
    assert key("why_few_do_most.work") == pytest.approx(1 / ((counts**-1.3).sum() + tail), abs=1e-5)


def test_a_measured_share_is_hidden_until_the_learner_moves():
    plays, tags = fitted("plays"), fitted("tags")
    shown = [trace.name for trace in plays_at_the_top(plays.replace(top_fraction=0.2)).data]
    assert "plays, measured" in shown and "tags, measured" not in shown
    (points,) = [trace for trace in plays_at_the_top(plays).data if trace.name == "plays, measured"]
    assert list(points.x) == [0.01] and points.y[0] == key("why_few_do_most.top")
    assert "tags, measured" in [trace.name for trace in tags_at_the_top(tags).data]
    once = exercise("why_few_do_most.once")
    assert once.said_key().split()[0] in says_once(tags) and once.said_key().split()[0] not in says_once(plays)


def by_rounds(members, take=0.3, payoff=6.0):
    """The size that a community comes to by joining and leaving, round by round."""
    for _ in range(400):
        chance = (1 - 0.98**members) ** 12
        members = 1000 * min((0.2 + (1 - take) * payoff * chance) / 10, 1)
    return members


def test_the_ends_of_lesson_9_are_found_round_by_round():
    assert key("how_a_community_takes_off.launch") == (
        f"the first ends with {by_rounds(100):.0f}, the second with {by_rounds(110):.0f}"
    )
    assert key("how_a_community_takes_off.greedy") == f"{by_rounds(125, 0.6):.0f} members"
    lost = by_rounds(by_rounds(1000, 0.7), 0.0)
    assert key("how_a_community_takes_off.back") == f"{lost:.0f} members"
    assert says_end(Launch(start=110)).endswith(f"in the end {by_rounds(110):.0f} remain.")


def test_the_take_of_the_highest_income_and_the_edge_are_found_by_trying_all():
    takes = np.arange(0.3, 0.75, 0.005)
    sizes = np.array([by_rounds(1000, take) for take in takes])
    income = takes * 6 * (1 - 0.98**sizes) ** 12 * sizes
    assert key("how_a_community_takes_off.richest") == f"at {100 * takes[np.argmax(income)]:.0f}%"
    higher = np.array([by_rounds(1000, take, payoff=8.0) for take in takes])
    assert key("how_a_community_takes_off.richer") == pytest.approx(takes[higher > 50].max(), abs=0.005)


def test_lesson_10_says_the_factors_that_its_log_gives():
    solution = text("productivity_and_size", seen=False)
    for name, changes in (("active", {}), ("shuffled", {}), ("shuffled", {"window": 30}), ("team", {})):
        assert re.search(rf"(?<![\d.]){factor(name, **changes):g}(?!\d)", solution), (name, changes)
    assert factor("active", window=30) < factor("shuffled", window=30)
    assert key("productivity_and_size.power") == pytest.approx(math.sqrt(math.sqrt(8)), abs=0.005)
    rate = key("productivity_and_size.shocks")
    assert (math.exp(rate) - 1) / rate == pytest.approx(4 / 3)


@pytest.mark.parametrize("name", ["active", "team", "shuffled"])
def test_a_figure_of_one_measure_shows_no_other(name):
    drawn = [trace.name for trace in measured_by(Scaling(), name).data if trace.mode == "lines"]
    assert drawn == ["truth", name]
    assert f"{factor(name):g} times as much" in factor_words(Scaling(), name)


def test_a_log_without_windows_to_fit_is_said_and_drawn_without_a_factor():
    empty = Scaling(window=1e6)
    assert "too few windows" in factor_words(empty, "active")
    assert measured_by(empty, "active").data


def test_the_chances_of_lesson_11_are_those_of_tossing():
    rng = np.random.default_rng(2005)
    heads = rng.random((20_000, 20, 7)) < 0.5
    alive = np.array([True] * 4 + [False] * 3)
    fits = ((heads == alive).all(axis=2) | (heads != alive).all(axis=2)).any(axis=1)
    # Three standard errors of the share of 20,000 tables.
    assert key("which_question_decides.luck") == pytest.approx(fits.mean(), abs=3 * math.sqrt(0.27 * 0.73 / 20_000))
    needed = key("which_question_decides.enough")
    below = [1 - (1 - 2.0 ** (1 - n)) ** 20 < 0.01 for n in (needed - 1, needed)]
    assert below == [False, True]
    assert luck_curve(Coins(traits=20)).data


def test_the_break_even_of_lesson_11_makes_both_cost_the_same():
    modes = Modes(**key("which_question_decides.hundred"))
    assert costs(modes, 100).peers == pytest.approx(costs(modes, 100).firm)
    assert firm_over_market(Modes(commons_cost=1000)).start == firm_over_market(Modes()).start


def test_the_rounds_of_a_launch_end_where_the_community_rests():
    members = rounds_from(Flywheel(), 110, 12).data[0].y
    assert members[0] == 110 and members[-1] == pytest.approx(by_rounds(110), abs=0.01)
