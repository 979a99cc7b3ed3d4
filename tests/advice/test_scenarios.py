"""The kernel's half of the page of scenarios: three beside each other, edits that flow down, findings that say the same."""

import json

import pytest

from peerkit.advice import scenario_book as book
from peerkit.advice.desk import EXAMPLE
from peerkit.advice.engagement import load, parse
from peerkit.advice.findings import of_scenarios, report
from peerkit.advice.levers import best_lever
from peerkit.advice.numbers import scenario
from peerkit.advice.page import page as html
from peerkit.advice.scenarios import Scenarios
from peerkit.content import root
from peerkit.dashboards.models import titled_models
from peerkit.models.catalogue import outcomes
from peerkit.widgets.url_state import UrlState

HOSTILE = "<img src=x onerror=alert(1)></script>=HYPERLINK(1)\u202e"


@pytest.fixture
def example():
    return load(root() / EXAMPLE)


def text(**fields):
    table = {"peerkit": "engagement", "schema": 1, "client": {"name": "A choir"}, "answers": {}}
    return json.dumps(table | fields)


@pytest.fixture
def page(monkeypatch):
    """The page with the example open, and in `page.given` the scenarios that the browser was given."""
    shown = Scenarios()
    shown.given = []
    monkeypatch.setattr(shown.book, "give", lambda engagement: shown.given.append(engagement.scenarios))
    shown.use({"text": (root() / EXAMPLE).read_text(encoding="utf-8")})
    return shown


def side(page, letter):
    return page.places[letter].panel.values


def test_without_an_engagement_there_is_nothing_to_move_and_nothing_breaks():
    empty = Scenarios()
    assert empty.chooser.controls == [] and empty.places["A"].panel.controls == []
    with pytest.raises(ValueError, match="Open an engagement first"):
        empty.edit({"what": "add"})


def test_the_scenarios_of_the_engagement_stand_beside_each_other(page, example):
    assert [place.view.title for place in page.places.values()] == [each.name for each in example.scenarios]
    assert [side(page, letter)["take_rate"] for letter in "ABC"] == [0.5, 0.25, 0.25]
    assert "708 people in A; 641 people in B, 9.5% less; 589 people in C" in page.chooser.summary
    ranges = [place.view.figure.layout.xaxis.range for place in page.places.values()]
    assert ranges[0] == ranges[1] == ranges[2]
    (take,) = (each for each in page.places["A"].panel.controls if each["name"] == "take_rate")
    assert (take["min"], take["max"]) == pytest.approx((0.37, 0.63))


def test_a_parents_edit_flows_down_and_only_changes_are_kept(page):
    assert page.move("A", {"payoff": 7.0}) == {}
    assert [side(page, letter)["payoff"] for letter in "ABC"] == [7, 7, 7]
    a, b, c = page.given[-1]
    assert (a.changes, b.changes) == ({"payoff": 7.0}, {"take_rate": 0.25}) and set(c.changes) == {"outside_option"}
    page.move("B", {"take_rate": 0.5})
    assert page.given[-1][1].changes == {} and side(page, "C")["take_rate"] == 0.5


def test_an_impossible_value_is_refused_in_words_and_changes_nothing(page):
    assert page.move("A", {"take_rate": 3}) == {"take_rate": "take_rate must be at least 0 and at most 1, got 3."}
    assert page.given == [] and side(page, "A")["take_rate"] == 0.5


def test_any_model_begins_with_three_suggestions_that_are_kept_with_the_first_move(page, example):
    page.choose({"model": "granularity"})
    assert [place.view.title for place in page.places.values()] == ["A: as it is", "B: best lever", "C: own idea"]
    lever = best_lever(example, "granularity")
    assert side(page, "B")["overhead"] == lever.value < side(page, "A")["overhead"] == side(page, "C")["overhead"] == 4
    assert page.engagement.scenarios == example.scenarios
    page.move("C", {"budget": 60.0})
    assert [each.name for each in page.given[-1][3:]] == ["A: as it is", "B: best lever", "C: own idea"]
    assert page.given[-1][5].parent == "A: as it is" and page.given[-1][5].changes == {"budget": 60.0}


@pytest.mark.parametrize("model", [name for name, _ in titled_models()])
def test_every_model_can_be_shown(page, model):
    page.choose({"model": model})
    page._draw()
    assert page.panel.summary.endswith(".") and "nan" not in page.chooser.summary.lower().split()
    for view in (page.lines, page.map, page.tornado):
        assert view.figure.data and view.label.endswith(".")
    assert page.settings["across"] != page.settings["up"]


def test_the_number_to_change_the_answer_and_its_direction_can_be_chosen(page):
    page.settle({"across": "take_rate"})
    page._draw()
    assert "of B and C" in page.panel.summary
    before = page.settings
    page.settle({"up": before["across"]})
    assert (page.settings["up"], page.settings["across"]) == (before["across"], before["up"])
    page.choose({"better": "more"})
    assert page.contest.more
    page.choose({"outcome": outcomes("flywheel").each[1].key})
    assert page.settings["better"] == "more" and page.contest.asked.key == outcomes("flywheel").each[1].key


def test_the_tornado_moves_within_the_clients_stretched_ranges_and_says_which_are_not(page):
    assert "stretched by 1.3" in page.tornado.label
    page.choose({"model": "capture"})
    page._draw()
    marked = [name for name in page.tornado.figure.data[1].y if "teaching range" in name]
    assert len(marked) == len(outcomes("capture").record.parameters()) - 2


def test_rows_are_renamed_reparented_removed_and_added(page):
    page.edit({"what": "name", "name": "A: as planned", "value": f" {HOSTILE} "})
    a, b, _ = page.given[-1]
    assert a.name == HOSTILE and b.parent == HOSTILE and page.places["A"].view.title == f"A: {HOSTILE}"
    before = side(page, "C")
    page.edit({"what": "parent", "name": "C: a lower take and shorter reports", "value": ""})
    assert side(page, "C") == before and page.given[-1][2].changes == {"take_rate": 0.25, "outside_option": 10.0}
    page.edit({"what": "note", "name": "B: a lower take", "value": "Half."})
    assert page.given[-1][1].note == "Half."
    page.edit({"what": "add"})
    assert len(page.given[-1]) == 4 and {"A", "B", "C"} <= {each["name"] for each in page.chooser.controls}
    page.choose({"A": page.given[-1][3].name})
    assert page.places["A"].view.title.endswith("another idea")
    page.edit({"what": "remove", "name": HOSTILE, "value": ""})
    b = page.given[-1][0]
    assert b.parent == "" and b.changes == {"take_rate": 0.25}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ({"what": "name", "name": "A: as planned", "value": " "}, "needs a name"),
        ({"what": "name", "name": "A: as planned", "value": "B: a lower take"}, "another scenario with this name"),
        ({"what": "parent", "name": "A: as planned", "value": "B: a lower take"}, "cannot begin with itself"),
        ({"what": "name", "name": "Z", "value": "x"}, "no such scenario"),
        ({"what": "burn", "name": "A: as planned", "value": "x"}, "no such scenario"),
        ({"what": "note", "name": "A: as planned", "value": 3}, "no such scenario"),
    ],
)
def test_an_edit_that_cannot_be_says_why_and_loses_nothing(page, example, content, sentence):
    with pytest.raises(ValueError, match=sentence):
        page.edit(content)
    assert page.engagement == example and page.given == []


def test_a_scenario_that_cannot_be_computed_is_said_and_the_others_are_shown(page):
    wrong = [
        {"name": "A", "model": "flywheel", "changes": {"take_rate": 0.2}},
        {"name": "B", "model": "flywheel", "parent": "Z"},
        {"name": "C", "model": "flywheel"},
    ]
    page.use({"text": text(scenarios=wrong)})
    assert "B: Its parent 'Z' is not in this file." in page.chooser.summary
    assert page.places["B"].panel.controls == [] and list(page.contest.records) == ["A", "C"]


def test_a_damaged_engagement_is_refused_in_the_sentence_of_the_file(page):
    answers = []
    page.book.send = answers.append
    page.book._heard(page.book, {"kind": "use", "sequence": 4, "text": text(answers={"5": {"value": 7}})}, [])
    assert "answers.5.value is 7" in answers[0]["refused"] and answers[0]["sequence"] == 4
    assert page.engagement.client.name == "Footpath Reports"


def test_no_part_of_the_page_can_write_an_address(page):
    waiting, seen = [page], []
    while waiting:
        each = waiting.pop()
        seen.append(each)
        waiting += getattr(each, "children", ())
    assert not any(isinstance(each, UrlState) for each in seen)
    panels = [each for each in seen if hasattr(each, "prefix")]
    assert len(panels) == 5 and all(each.prefix is None and each.link == {} and not each.shareable for each in panels)


def test_the_reports_say_what_the_page_says(page, example):
    made = report(example)
    by_key = {each.key: each for each in of_scenarios(made)}
    assert by_key["scenario_2"].value == pytest.approx(float(page.contest.asked.of(page.contest.records["B"])))
    assert by_key["wins_flywheel"].value == pytest.approx(page.contest.wins[0].high)
    bars = {bar: low for bar, low in zip(page.tornado.figure.data[1].y, page.tornado.figure.data[1].x, strict=True)}
    assert "“Best alternative” moves the size" in by_key["range_flywheel"].text and bars
    shown = html(made)
    assert by_key["wins_flywheel"].text.partition(",")[0] in shown


def test_what_is_as_the_clients_numbers_is_no_change(example):
    plan = book.moved(example, "A: as planned", {"take_rate": scenario(example, "flywheel").take_rate})
    assert plan == example


def test_numbers_of_a_parameter_that_a_rule_forbids_are_said():
    one = parse(text(scenarios=[{"name": "A", "model": "flywheel", "changes": {"nothing": 1}}]))
    assert "no parameter" in book.shown(one, "flywheel")[0].problem
