"""The few names that `import peerkit` offers to authors, and their errors as sentences."""

import subprocess
import sys

import plotly.graph_objects as go
import pytest

import peerkit
from peerkit.models.modes import Modes
from peerkit.records.record import RecordError


class Queue(peerkit.Record):
    length: float = peerkit.parameter(
        "q", "Length", unit="people", default=5, ge=0, explore=(0, 50), meaning="m", why="w"
    )


def line(queue: Queue):
    return go.Figure(go.Scatter(x=[0, queue.length], y=[0, 1]))


def says(queue):
    return f"{queue.length:g} people wait."


def test_under_ten_names_are_offered_and_none_is_imported_before_it_is_used():
    code = "import sys, peerkit; print(*(name for name in sys.modules if name.startswith('peerkit')))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert loaded == ["peerkit"]
    assert len(peerkit.__all__) < 10
    assert all(getattr(peerkit, name) is not None for name in peerkit.__all__)
    assert set(peerkit.__all__) <= set(dir(peerkit))


def test_an_unknown_name_is_answered_with_those_that_there_are():
    with pytest.raises(AttributeError, match="no attribute 'explorer'; it offers explore, show"):
        peerkit.explorer  # noqa: B018


def test_a_topic_is_shown_from_the_start_that_was_asked_for():
    shown = peerkit.explore("modes", pair_cost=0.05)
    assert shown.record == Modes(pair_cost=0.05)
    assert [each["name"] for each in peerkit.explore("modes", controls=("pair_cost",)).panel.controls] == ["pair_cost"]


def test_a_record_of_ones_own_becomes_a_dashboard_that_answers():
    shown = peerkit.explore(record=Queue, figure=line, summary=says, length=7)
    assert shown.panel.summary == "7 people wait."
    assert shown.change({"length": 9.0}) == {}
    assert shown.view.figure.data[0].x == (0, 9)
    assert "must be at least 0" in shown.change({"length": -1.0})["length"]
    assert shown.record.length == 9


def test_an_embedded_dashboard_leaves_the_address_alone(monkeypatch):
    monkeypatch.setenv("QUERY_STRING", "v=1&pair_cost=0.05")
    assert peerkit.explore("modes").record == Modes(pair_cost=0.05)
    embedded = peerkit.explore("modes", embedded=True)
    # What a dashboard asks its reader to try would answer the questions of a lesson.
    assert not (embedded.panel.tries or embedded.panel.presets or embedded.panel.notice)
    assert embedded.record == Modes() and embedded.address is None
    assert embedded.panel.about == {} and embedded.panel.links == [] and not embedded.panel.shareable
    assert embedded.panel.more == [] and embedded.panel.link == {}
    assert embedded.change({"pair_cost": 0.1}) == {}


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: peerkit.explore("mods"), "there is no question 'mods'; did you mean modes"),
        (lambda: peerkit.explore("qqqq"), "there is no question 'qqqq'; there are adjacent_possible, capture"),
        (lambda: peerkit.explore("sensitivity"), "there is no question 'sensitivity'"),
        (lambda: peerkit.explore(), "record must be a class made from peerkit.Record, got None"),
        (lambda: peerkit.explore(record=Queue), "figure must be a function of the record, got None"),
        (lambda: peerkit.explore("modes", record=Queue), "not both"),
        (lambda: peerkit.explore("modes", pair_costs=1), "no parameter 'pair_costs'; did you mean pair_cost"),
        (lambda: peerkit.show("modes"), "show needs a plotly figure, got str"),
        (lambda: peerkit.scenario("modes", "colour=red"), "The link names 'colour'"),
        (lambda: peerkit.load_case("flicker"), "there is no case 'flicker'"),
    ],
)
def test_mistakes_are_answered_in_a_sentence(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_a_scenario_comes_from_values_or_from_a_link():
    assert peerkit.scenario("modes", "modes?v=1&pair_cost=0.05") == Modes(pair_cost=0.05)
    assert peerkit.scenario("modes", "pair_cost=0.05", commons_cost=10) == Modes(pair_cost=0.05, commons_cost=10)
    with pytest.raises(RecordError, match="pair_cost must be above 0"):
        peerkit.scenario("modes", pair_cost=0)
