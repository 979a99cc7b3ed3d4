"""Activities on paper: typed numbers are read or named, and every figure sets the room beside its model."""

import json
import re

import numpy as np
import pytest

from peerkit import content
from peerkit.course.activities import ACTIVITIES, MOST, typed, whole
from peerkit.course.ask import MODEL_ALONE, ON_PAPER, ask
from peerkit.course.gain import LONGEST, MOST_NAMED
from peerkit.figures import skills_in_the_room, stand_up, take_vote, whisper
from peerkit.models.capture import Capture, network_blind_take_rate, profit_take_rate
from peerkit.models.control_loss import ControlLoss, measured_compliance, whole_hierarchy
from peerkit.models.coverage import Coverage, completion_probability, unequal_completion_probability
from peerkit.models.crowd import discrete_equilibrium
from peerkit.models.rooms import FEWEST, FEWEST_CHAINS
from peerkit.models.thresholds import equilibrium

RIGHT = {
    "stand_up": " ".join(map(str, range(30))),
    "whisper": "10 8 7 7 6\n10 7 7 6 6\n10 9 8 6 6\n10 7 6 6 5",
    "skills_in_the_room": "1 2\n3\n0\n5 6 7\n8 1\n2 3\n4\n4 1 5\n6 2\n7 8\n3 1\n5 2",
    "take_vote": "30 40 50 50 50 60 70 80 20 10 50 75",
}
FEW = {"stand_up": "0 1 5", "whisper": "10 8 6", "skills_in_the_room": "1 2\n3 4", "take_vote": "30 50"}
every = pytest.mark.parametrize("name", ACTIVITIES)


def told(name, text):
    return ACTIVITIES[name].told(text)


def test_every_activity_has_a_page_that_asks_it_and_a_sheet_at_its_end():
    pages = {page.address.rpartition("/")[2]: page for page in content.pages() if page.kind == "activity"}
    assert set(pages) == set(ACTIVITIES) == set(ON_PAPER)
    for name, page in pages.items():
        path = content.root() / page.path
        assert content.asked(path) == (name,)
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        headings = [line for cell in cells for line in cell["source"] if line.startswith("## ")]
        assert [line.split(":")[0].strip() for line in headings] == [
            "## What to do",
            "## Read the figure",
            "## What usually fails, and what to say",
            "## Go on",
            "## Sheet",
        ]


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("stand_up", "half", "Line 1: “half” is not a number. Type one such as 5."),
        ("stand_up", "\n-1", "Line 2: “-1” must be a whole number from 0 to 10,000."),
        ("stand_up", "1.5", "Line 1: “1.5” is not a whole number. Put a blank between numbers."),
        ("stand_up", "3,5", "Line 1: “3,5” is not a whole number. Put a blank between numbers."),
        ("stand_up", "30%", "Line 1: “30%” is not a whole number. Put a blank between numbers."),
        ("stand_up", "1e400", "Line 1: “1e400” is too large to compute with."),
        ("stand_up", "9" * 70, "Line 1: A number has at most 60 characters; this text has 70."),
        ("whisper", "10", "Line 1: a chain needs at least two numbers, as in 10 8 7 7 6."),
        ("whisper", "0 0", "Line 1: the first person must have at least one fact."),
        (
            "whisper",
            "10 7 8",
            "Line 1: person 3 has 8 facts and the person before has 7. Nobody can have more than the person before.",
        ),
        ("skills_in_the_room", "9", "Line 1: “9” must be a whole number from 0 to 8."),
        (
            "skills_in_the_room",
            "0 3",
            "Line 1: 0 means that nothing is marked, so no other number can stand beside it.",
        ),
        ("take_vote", "0.3", "Line 1: “0.3” can mean 30 % or 0.3 %. Type 30 or 0.3 %."),
        ("take_vote", "120", "Line 1: “120” must be a share from 0 to 100 %."),
        ("take_vote", "-5 %", "Line 1: “-5%” must be a share from 0 to 100 %."),
        ("take_vote", "12,000", "Line 1: “12,000” is not a share. Type a number from 0 to 100."),
    ],
)
def test_a_number_that_cannot_be_used_is_named_and_the_others_count(name, text, problem):
    assert told(name, text)["problems"] == [problem]
    alone = told(name, text)
    assert alone["state"] == "unread" and "figure" not in alone
    both = told(name, f"{RIGHT[name]}\n{text}")
    assert both["state"] == "kept" and both["said"] == told(name, RIGHT[name])["said"]
    assert len(both["problems"]) == 1


def test_numbers_may_stand_in_any_arrangement():
    assert typed("0 1;2\t3, 4\n\n5,", whole, each=True).rows == [0, 1, 2, 3, 4, 5]
    assert ACTIVITIES["take_vote"].read("30 % 12,5 percent 0 100 per cent").rows == [0.3, 0.125, 0, 1]


@every
def test_nothing_typed_a_broken_message_and_a_flood_each_get_a_sentence(name):
    for nothing in ("", " \n ", None, 7, ["1"]):
        assert told(name, nothing)["words"] == "Type some numbers first."
    flood = told(name, "x\n" * LONGEST)
    assert flood["state"] == "unread" and len(flood["problems"]) == MOST_NAMED + 2
    many = told(name, "\n".join([RIGHT[name]] * (MOST + 1)))
    assert many["problems"][-1].endswith(f"the first {MOST} count.") and many["state"] == "kept"


@every
def test_a_figure_has_the_same_traces_before_and_after_with_few_and_with_many(name):
    draw = ACTIVITIES[name].draw
    shapes = {
        tuple((trace.name, trace.mode) for trace in figure.data)
        for figure in (draw(), *(told(name, text)["figure"] for text in (FEW[name], RIGHT[name])))
    }
    assert len(shapes) == 1


def shown(figure):
    """The names of the lines of a figure that have a point."""
    return {
        trace.name for trace in figure.data if trace.showlegend and np.isfinite(np.asarray(trace.y, float)).any()
    } - {"as many as stand"}


@every
def test_the_model_stands_alone_until_numbers_are_typed(name):
    assert shown(ACTIVITIES[name].draw()) == {"model"}
    assert {"model", "this room"} <= shown(told(name, RIGHT[name])["figure"])


@every
def test_below_the_stated_minimum_there_is_no_interval_in_words_or_in_the_figure(name):
    few, enough = told(name, FEW[name]), told(name, RIGHT[name])
    minimum = FEWEST_CHAINS if name == "whisper" else FEWEST
    assert f"Fewer than {minimum} " in few["said"] and "95 % interval" not in few["said"]
    assert "95 % interval" in enough["said"]
    soft = [trace for trace in few["figure"].data if trace.line.width == 0 or trace.name == "95 % interval"]
    assert soft and not any(np.isfinite(np.asarray(trace.y, float)).any() for trace in soft)


def test_the_textbook_rooms_end_as_the_page_says():
    cards = list(range(30))
    changed = [0, 2, *cards[2:]]
    assert (discrete_equilibrium(cards), discrete_equilibrium(changed)) == (30, 1)
    assert "everybody stands" in stand_up.summary(cards)
    assert "this room of 30 stops at 1" in stand_up.summary(changed)
    assert told("stand_up", RIGHT["stand_up"])["rows"][-1] == ["after round 30", "30"]
    # The smooth model sees nearly the same crowd in both.
    ends = [float(equilibrium(stand_up.of_room(each))) for each in (cards, changed)]
    assert ends[1] == pytest.approx(ends[0], abs=0.2) and ends[0] < 3


@pytest.mark.parametrize("cards", [[0] * 5, [7] * 12, [0, 10_000], [3]])
def test_people_who_all_wrote_the_same_and_people_who_never_stand_are_drawn(cards):
    assert stand_up.summary(cards) and stand_up.standing(cards).data


def test_the_loss_of_a_room_is_that_of_the_model():
    chains = [[10, 8, 7, 7, 6]] * 4
    assert whisper.kept_per_pass(chains).value == pytest.approx(measured_compliance(0.6, 5))
    line = next(trace for trace in whisper.passed_on(chains).data if trace.name == "model")
    assert line.y[-1] == pytest.approx(0.6)
    assert "1,555 people" in whisper.summary(chains)


def test_chains_that_lose_nothing_or_everything_are_told_without_an_interval():
    assert "no interval can be given" in whisper.summary([[10, 10, 10]] * 4)
    assert "Nothing is left" in whisper.summary([[10, 3, 0]] * 4)
    assert whisper.passed_on([[10, 3, 0]] * 4).data and whisper.passed_on([[10, 10]] * 5).data


def test_chains_of_another_length_are_left_out_by_name():
    result = told("whisper", f"{RIGHT['whisper']}\n10 9")
    assert result["problems"] == ["The chain 10 9 has 2 people and the first one 5. It is left out."]


def test_rooms_in_which_all_or_nobody_has_a_skill_are_told():
    everything, nothing = [[True] * 8] * 12, [[False] * 8] * 12
    assert "no interval can be given" in skills_in_the_room.summary(everything)
    assert "is had by nobody" in skills_in_the_room.summary(nothing)
    assert skills_in_the_room.by_lot(everything).data and skills_in_the_room.by_lot(nothing).data


def test_the_take_vote_names_the_take_that_earns_most_here():
    result = told("take_vote", RIGHT["take_vote"])
    marked = next(trace for trace in result["figure"].data if trace.name == "thresholds")
    line = next(trace for trace in result["figure"].data if trace.name == "this room")
    assert marked.x[0] == 0.5 and marked.y[0] == pytest.approx(max(line.y))
    assert ["50%", "8", "33%"] in result["rows"]
    assert take_vote.income([1.0] * 12).data and take_vote.summary([0.0] * 12)


def page_words(name):
    """The Markdown of an activity's page."""
    cells = json.loads((content.root() / f"notebooks/activities/{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    return re.sub(r"\s+", " ", " ".join("".join(cell["source"]) for cell in cells))


def test_the_numbers_in_the_texts_are_those_of_the_models():
    teams = np.array([4, 8, 12])
    room = Coverage(skills=8, skill_chance=0.25)
    equal = [f"{chance:.0%}".replace("%", " %") for chance in completion_probability(room, teams)]
    unequal = unequal_completion_probability(room.replace(supply_inequality=1.0), teams)
    rare = [f"{chance:.0%}".replace("%", " %") for chance in unequal]
    words = page_words("skills_in_the_room")
    assert (
        f"with a chance of {equal[0]}, a team of eight with {equal[1]}, and a team of twelve with {equal[2]}." in words
    )
    assert f"with a chance of {rare[0]}, {rare[1]} and {rare[2]} only" in words

    kept = float(measured_compliance(0.6, 5))
    sizes = [f"{whole_hierarchy(ControlLoss(compliance=each)).employment:,.0f}" for each in (round(kept, 2), 0.9)]
    words = page_words("whisper")
    assert f"each of the four passes has kept {100 * kept:.0f} %" in words
    assert f"earns most with {sizes[0]} people. With 90 % it would have {sizes[1]}." in words

    best = take_vote.model_take()
    assert best == network_blind_take_rate(Capture()) == 0.5 > profit_take_rate(Capture()).take_rate
    assert "The best take is then 50 %, half of the people work, and the platform earns a quarter" in page_words(
        "take_vote"
    )
    assert len(re.findall(r"\*\*[^*]+\*\*", page_words("whisper").partition("> On")[2].partition("ten facts")[0])) == 10


@every
def test_the_field_draws_what_it_was_sent_and_keeps_nothing(name):
    panel, view = ask(name).children
    sent = []
    panel.send = lambda content, buffers=None: sent.append(content)
    assert view.label == MODEL_ALONE and panel.shown["kind"] == "lines"
    panel._heard(None, {"kind": "check", "answer": RIGHT[name], "sequence": 3}, None)
    (reply,) = sent
    assert reply["sequence"] == 3 and reply["words"].split()[1] in ACTIVITIES[name].noun
    assert view.label == told(name, RIGHT[name])["said"] and len(reply["rows"][0]) == len(panel.shown["head"])
    assert json.dumps(panel.shown) == json.dumps({"kind": "lines", "name": name, **ACTIVITIES[name].shown()})
    before = view.spec
    panel._heard(None, {"kind": "check", "answer": "", "sequence": 4}, None)
    assert sent[-1]["state"] == "unread" and view.spec == before
