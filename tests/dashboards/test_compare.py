"""The comparison: two scenarios, common axes, the difference in words, and a link that keeps both."""

from urllib.parse import parse_qsl

import pytest

from peerkit.dashboards.compare import Compare, opening
from peerkit.dashboards.models import titled_models
from peerkit.models.modes import Modes

MODELS = [name for name, _ in titled_models()]


@pytest.fixture
def compare():
    page = Compare()
    page.choose({"model": "modes"})
    return page


@pytest.mark.parametrize("model", MODELS)
def test_every_model_can_be_compared_with_itself_moved(compare, model):
    assert compare.choose({"model": model}) == {}
    name = next(name for name in compare.question.controls if name in compare.question.record.parameters())
    high = compare.question.record.parameters()[name].explore[1]
    assert compare.change("b", {name: high}) == {}
    assert " in A" in compare.chooser.summary and "nan" not in compare.chooser.summary.lower()
    layouts = [compare.sides[name].view.figure.to_plotly_json()["layout"] for name in compare.records]
    ranges = [{axis: each[axis]["range"] for axis in each if axis[1:5] == "axis"} for each in layouts]
    assert ranges[0] == ranges[1] and len(ranges[0]) >= 2


@pytest.mark.parametrize("model", MODELS)
def test_a_page_without_a_link_begins_with_two_scenarios_that_differ(compare, model):
    compare.choose({"model": model})
    both = opening(compare.question)
    assert both["a"] == compare.question.record(**compare.question.start) != both["b"]
    assert compare.records == both and "Both scenarios are the same" not in compare.chooser.summary
    assert any(both["b"] == compare.question.record(**preset.values) for preset in compare.question.presets)


def test_two_equal_scenarios_are_said_to_be_equal(compare):
    compare.change("b", Modes().model_dump())
    assert compare.chooser.summary == "Both scenarios are the same: move something in B."


def test_the_difference_is_the_models(compare):
    compare.change("b", Modes(commons_cost=10).model_dump())
    assert "Cost of the commons: 60 in A, 10 in B." in compare.chooser.summary
    assert "78 people in A, 26 people in B, 67% less." in compare.chooser.summary


@pytest.mark.parametrize(
    "moves",
    [
        {},
        {"a": Modes().model_dump(), "b": Modes().model_dump()},
        {"a": {"pair_cost": 0.05}, "b": Modes(pair_cost=0.05).model_dump()},
        {"a": {"pair_cost": 0.05}},
        {"b": {"pair_cost": 0.05}},
        {"a": {"pair_cost": 0.05}, "b": {"merge_cost": 0.1}},
    ],
)
def test_the_link_reopens_both_scenarios(compare, moves):
    for side, values in moves.items():
        compare.change(side, values)
    other = Compare()
    other.open_link(compare.address.query)
    assert (other.model, other.records) == (compare.model, compare.records)
    assert other.chooser.banner == ""


def test_whoever_brings_a_scenario_starts_with_it_on_both_sides(compare):
    compare.open_link("model=modes&a.pair_cost=0.05")
    assert compare.records == {"a": Modes(pair_cost=0.05), "b": Modes(pair_cost=0.05)}


def test_what_a_link_cannot_have_is_said_and_the_rest_shown(compare):
    compare.open_link("model=moods&a.pair_cost=-1")
    assert "no question 'moods'" in compare.chooser.banner
    compare.open_link("model=modes&a.pair_cost=-1&a.commons_cost=10&b=default")
    assert "pair_cost = -1" in compare.chooser.banner
    assert compare.records == {"a": Modes(commons_cost=10), "b": Modes()}


def test_an_impossible_value_is_refused_in_words_and_loses_nothing(compare):
    before = dict(parse_qsl(compare.address.query)), compare.records
    assert compare.change("b", {"pair_cost": -1}) == {"pair_cost": "pair_cost must be above 0, got -1."}
    assert (dict(parse_qsl(compare.address.query)), compare.records) == before


# -- three scenarios, and a client's numbers -------------------------------------------------------------------------


NUMBERS = {"modes.commons_cost": {"best": 90, "low": 50, "high": 200}, "modes.pair_cost": {"best": 0.03}}


def test_a_third_scenario_begins_as_the_second_and_the_link_keeps_all_three(compare):
    compare.choose({"scenarios": "3"})
    assert compare.records["c"] == compare.records["b"]
    compare.change("c", {"merge_cost": 0.1})
    assert " in C" in compare.chooser.summary and compare.sides["c"].panel.controls
    other = Compare()
    other.open_link(compare.address.query)
    assert other.records == compare.records
    other.choose({"scenarios": "2"})
    assert list(other.records) == ["a", "b"] and other.sides["c"].panel.controls == []


def test_a_link_may_ask_for_three(compare):
    compare.open_link("model=modes&a.pair_cost=0.05&c=default")
    assert compare.records == {"a": Modes(pair_cost=0.05), "b": Modes(pair_cost=0.05), "c": Modes()}


def test_a_clients_numbers_are_the_start_and_never_in_the_address():
    page = Compare(NUMBERS)
    page.choose({"model": "modes", "scenarios": "3"})
    assert all(each == Modes(commons_cost=90, pair_cost=0.03) for each in page.records.values())
    assert page.client.used and "2 of the 6 numbers of this model are the client's." in page.client.says
    page.change("b", {"commons_cost": 60.0})
    assert page.address.query == "model=modes"
    panels = [page.chooser, *(side.panel for side in page.sides.values())]
    assert all(panel.prefix is None and panel.link == {} for panel in panels)
    (cost,) = (each for each in page.sides["a"].panel.controls if each["name"] == "commons_cost")
    assert cost["min"] < 50 and cost["max"] > 200
    page.client._heard(page.client, {"kind": "use", "numbers": None}, [])
    assert not page.client.used and page.chooser.prefix == "" and "b." in page.address.query
