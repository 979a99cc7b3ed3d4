"""Lessons 2 to 4: the numbers they type are those of models and cases, and each key is found again on a second path."""

import json
import math
import re

import numpy as np
import pytest

from peerkit import content
from peerkit.cases import load_case
from peerkit.course.exercises import exercise, of_lesson
from peerkit.course.kinds import Choice, Number, Words
from peerkit.figures.granularity import time_lines
from peerkit.models.chunk_floor import ChunkFloor
from peerkit.models.coverage import Coverage
from peerkit.models.granularity import Granularity, participation
from peerkit.models.modes import Modes

LESSONS = {
    "market_firm_or_peers": (Modes, "02", {"zazzle": ("seasonal_workers_2012_11",)}),
    "when_a_crowd_becomes_able": (
        Coverage,
        "03",
        {"delicious": ("tag_stabilisation_2005_06", "tags_per_saving_2005", "savings_per_page_2006")},
    ),
    "how_small_a_chunk": (
        Granularity,
        "04",
        {"basenotes": ("review_length_shortest", "review_length_longest")},
    ),
}
HIDDEN = {"solution", "instructor"}


def cells(lesson):
    path = content.root() / "notebooks" / "lessons" / f"{LESSONS[lesson][1]}_{lesson}.ipynb"
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def text(lesson, *, seen=True):
    """The cells that everybody sees, or those of solutions and instructors."""
    chosen = (cell for cell in cells(lesson) if seen != bool(HIDDEN & set(cell["metadata"].get("tags", []))))
    return "\n".join("".join(cell["source"]) for cell in chosen)


@pytest.fixture(params=LESSONS)
def lesson(request):
    return request.param


def test_the_case_in_the_question_is_that_of_the_facts(lesson):
    for name, facts in LESSONS[lesson][2].items():
        case = load_case(name)
        for fact in facts:
            value = f"{case.number(fact):,.1f}".removesuffix(".0")
            assert f"[{value}](../../case_studies/{name}/case.ipynb#{fact})" in text(lesson)


def test_the_table_of_symbols_holds_the_defaults(lesson):
    """A row of the table ends in the default of the parameter whose symbol it begins with."""
    symbols = {"I₀": "commons_cost", "F": "governance_cost", "K": "skills", "p": "skill_chance", "o": "overhead"}
    symbols |= dict(
        zip("τκιφμ", ("contract_cost", "pair_cost", "merge_cost", "merge_elasticity", "budget"), strict=True)
    )
    record, rows = LESSONS[lesson][0](), re.findall(r"^\| \*([^*]+)\* \|.*\| ([\d.]+%?) \|$", text(lesson), re.M)
    assert {symbols[symbol] for symbol, _ in rows} <= set(record.parameters())
    assert len(rows) >= 2
    for symbol, typed in rows:
        value = getattr(record, symbols[symbol])
        assert typed == (f"{100 * value:g}%" if typed.endswith("%") else f"{value:g}")


def test_every_exercise_is_asked_once_in_its_order(lesson):
    asked = re.findall(rf'ask\("{lesson}\.(\w+)"\)', text(lesson))
    assert asked == [*of_lesson(lesson), "notes"]


def test_no_key_stands_where_everybody_reads(lesson):
    for name, each in of_lesson(lesson).items():
        assert each.said_key() not in text(lesson), name
        assert isinstance(each, Words) or each.said_key() not in f"{each.question} {each.hint} {each.law}", name


def test_solutions_say_the_keys(lesson):
    """A solution names the number of each vote and number exercise, as the exercise says it."""
    for each in of_lesson(lesson).values():
        if isinstance(each, Number) or (isinstance(each, Choice) and each.said_key()[:1].isdigit()):
            assert each.said_key() in text(lesson, seen=False)


def test_options_differ_and_only_the_key_is_right(lesson):
    for name, each in of_lesson(lesson).items():
        if isinstance(each, Choice):
            assert len(set(each.options())) == len(each.options()) == 1 + len(each.wrong), name
            assert [each.reply(option, 2).state for option in each.options()].count("right") == 1
        elif isinstance(each, Number):
            answers = [wrong.answer() for wrong in each.wrong]
            assert answers and not any(each.near(answer) for answer in answers), name


SCAN = np.arange(1.0, 2000.0, 0.01)
"""Sizes [people] of the second path: try them all."""


def firm_less_peers(pair=0.02, commons=60.0, merge=0.05):
    return 5 + pair * SCAN * (SCAN - 1) / 2 - commons - merge * SCAN


def crossing(gap):
    return SCAN[np.flatnonzero(gap > 0)[0]]


def steepest(skills, chance):
    """The size at which the rise of the chance of completion is highest, by differences."""
    curve = (1 - (1 - chance) ** SCAN) ** skills
    return SCAN[np.argmax(np.diff(curve))]


def left(overhead, size, budget=60.0):
    return (size - overhead) / (math.exp(size / budget) - 1)


def longest(overhead, budget=60.0):
    """The piece [minutes] that leaves most, by trying them all."""
    sizes = np.arange(0.01, 300, 0.001)
    return sizes[np.argmax((sizes - overhead) / np.expm1(sizes / budget))]


@pytest.mark.parametrize(
    "name, second, abs_",
    [
        # The firm and the peers cost the same: the first size at which the difference turns.
        ("market_firm_or_peers.merging", lambda: crossing(firm_less_peers(merge=0.01)), 0.02),
        ("market_firm_or_peers.commons", lambda: crossing(firm_less_peers(commons=10)), 0.02),
        # Pairs counted one by one.
        ("market_firm_or_peers.talk", lambda: 5 + 0.02 * sum(1 for a in range(50) for b in range(a)), 1e-9),
        ("when_a_crowd_becomes_able.everything", lambda: (1 - 0.98**50) ** 12, 1e-12),
        ("when_a_crowd_becomes_able.twice", lambda: steepest(24, 0.02), 0.1),
        ("when_a_crowd_becomes_able.rarer", lambda: steepest(12, 0.01), 0.1),
        ("when_a_crowd_becomes_able.nearly", lambda: crossing((1 - 0.98**SCAN) ** 12 - 0.95), 0.02),
        ("when_a_crowd_becomes_able.settled", lambda: (1 - (1 - 0.076) ** 100) ** 30, 1e-12),
        ("how_small_a_chunk.cheaper", lambda: longest(0.05), 0.002),
        ("how_small_a_chunk.tiny", lambda: left(5, 3), 1e-9),
        # The rule: 100 words at 20 words a minute are 5 minutes, with 3.2 minutes of trouble and half an hour of time.
        ("how_small_a_chunk.rule", lambda: left(3.2, 100 / 20, budget=30), 1e-9),
        ("how_small_a_chunk.heavy", lambda: longest(20), 0.002),
        ("how_small_a_chunk.leisure", lambda: longest(5, budget=600), 0.002),
        ("how_small_a_chunk.taking_part", lambda: math.exp(-longest(5) / 60), 1e-4),
    ],
)
def test_a_second_path_leads_to_the_same_key(name, second, abs_):
    assert exercise(name).key() == pytest.approx(second(), abs=abs_)


def test_who_is_cheapest_follows_from_the_three_bills():
    market, firm, peers = 0.3 * 40, 5 + 0.02 * 40 * 39 / 2, 0.3 * (60 + 0.05 * 40)
    assert market < min(firm, peers) and exercise("market_firm_or_peers.information").key() == "market"
    market, firm, peers = 1e4, 5 + 0.01 * 1e8, 60 + 0.05 * 1e4**1.4
    assert market < min(firm, peers) and exercise("market_firm_or_peers.interacting").key() == "market"
    assert exercise("when_a_crowd_becomes_able.beyond").key() == "less"


@pytest.mark.parametrize(
    "name", ["market_firm_or_peers.fifty", "when_a_crowd_becomes_able.sixty", "how_small_a_chunk.ten"]
)
def test_the_settings_are_reached_by_their_key_and_not_at_the_start(name):
    each = exercise(name)
    start = each.model().record
    assert not each.reached(start)
    assert each.reply(start.replace(**each.key())).state == "right"
    assert each.now(start) in each.reply(start).words


@pytest.mark.parametrize(
    "name", ["market_firm_or_peers.five_times", "when_a_crowd_becomes_able.tasks", "how_small_a_chunk.hour"]
)
def test_what_is_to_be_sorted_differs_by_enough_to_be_sorted(name):
    values = sorted(value() for _, value in exercise(name).items)
    assert min(np.diff(values)) > 1
    assert exercise(name).reply(exercise(name).key()).state == "right"


def test_the_first_lines_of_lesson_4_are_those_of_its_models():
    rule = ChunkFloor()
    words = text("how_small_a_chunk")
    assert f"{rule.own_overhead:g} minutes of trouble" in words and f"{rule.pace:g} words a minute" in words
    assert rule.budget == 30 and "Writers have half an hour" in words
    assert f"{participation(Granularity(), 3):.0%} of the people" in words


@pytest.mark.parametrize("values", [{}, {"overhead": 0.0}, {"overhead": 60.0}, {"overhead": 0.05}, {"budget": 5.0}])
def test_the_uses_of_time_add_up_and_keep_their_order_of_lines(values):
    granularity = Granularity(**values)
    drawn = time_lines(granularity)
    lines = [trace for trace in drawn.data if trace.mode == "lines" and trace.name]
    assert [line.name for line in lines] == ["useful", "overhead", "unused"]
    assert sum(line.y for line in lines) == pytest.approx(granularity.budget)
    assert len(drawn.data) == len(time_lines(Granularity()).data)


def test_the_piece_of_the_second_experiment_can_be_read_in_the_figure():
    useful = next(trace for trace in time_lines(Granularity()).data if trace.name == "useful")
    at = list(useful.x).index(3)
    assert useful.y[at] == pytest.approx(exercise("how_small_a_chunk.tiny").key())
    assert time_lines(Granularity()).layout.yaxis.range[0] < useful.y[at]
