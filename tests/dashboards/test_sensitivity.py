"""The page of sensitivity: every model and answer, settings refused in words, a link that keeps them."""

import importlib

import numpy as np
import pytest

from peerkit.dashboards.models import titled_models
from peerkit.dashboards.sensitivity import SETTINGS, Sensitivity
from peerkit.models.catalogue import outcomes, topics
from peerkit.models.modes import Modes

MODELS = [name for name, _ in titled_models()]
ANSWERS = [(name, each.key) for name in MODELS for each in outcomes(name).each]


@pytest.fixture
def page():
    page = Sensitivity()
    page.change({"model": "modes"})
    return page


@pytest.mark.parametrize(("model", "key"), ANSWERS, ids=[f"{m}-{k}" for m, k in ANSWERS])
def test_every_answer_of_every_model_can_be_taken_apart(page, model, key):
    page.change({"model": model, "draws": "100"})
    assert page.change({"outcome": key, "draws": "100"}) == {}
    for view in (page.tornado, page.bands, page.map):
        assert len(view.label) > 40 and "nan" not in view.label.lower().split(), view.label
        assert view.figure.data
    assert "seed 2005" in page.bands.label and "of 100 draws" in page.bands.label


def on_axis(axis, values):
    values = np.asarray(values, float)
    values = values[np.isfinite(values)]
    with np.errstate(divide="ignore"):
        shown = np.log10(values) if axis.type == "log" else values
    return values.size > 0 and bool(((shown >= axis.range[0]) & (shown <= axis.range[1])).all())


@pytest.mark.parametrize(("model", "key"), ANSWERS, ids=[f"{m}-{k}" for m, k in ANSWERS])
def test_every_bar_and_the_line_of_this_scenario_lie_inside_the_frame(page, model, key):
    """The page opened on axes that began at 10^11, with five of six bars and the line outside."""
    page.change({"model": model, "draws": "100"})
    page.change({"outcome": key, "draws": "100"})
    bars, low, high, base = page.tornado.figure.data
    names = len(page.record.parameters()) + len(page.record.choices())
    axis = page.tornado.figure.layout.xaxis
    assert len(low.x) == len(high.x) == names and len(bars.x) == 3 * names
    for trace in (bars, low, high, base):
        assert on_axis(axis, trace.x), trace.name
    assert np.isfinite(np.asarray(low.x, float)).all() and np.isfinite(np.asarray(high.x, float)).all()
    assert axis.type != "log" or axis.range[1] - axis.range[0] < 15
    frame = page.bands.figure.layout
    for trace in page.bands.figure.data:
        if trace.mode == "markers" and np.isfinite(np.asarray(trace.y, float)).any():
            assert on_axis(frame.yaxis, trace.y) and on_axis(frame.xaxis, trace.x), trace.name


def test_an_answer_that_differs_from_another_model_opens_at_the_default_page():
    opened = Sensitivity()
    axis = opened.tornado.figure.layout.xaxis
    assert axis.range[0] < np.log10(25) < axis.range[1], "the scenario's own 25 people are in the frame"
    assert "triangle-right" in opened.tornado.figure.data[2].marker.symbol


def test_people_are_whole_and_as_many_as_the_page_of_the_model_says(page):
    page.open_link("model=modes&draws=100")
    assert "is 78 people in this scenario" in page.tornado.label
    page.open_link("model=control_loss&outcome=people&draws=100")
    assert "is 9,331 people in this scenario" in page.tornado.label


def test_years_are_said_exactly_and_a_parameter_is_idle_only_in_this_scenario(page):
    page.open_link("model=networks&draws=100")
    assert "2009" in page.tornado.label and "2,0" not in page.tornado.label
    page.open_link("model=specialisation&draws=100")
    assert "In this scenario “Effect of knowledge” makes no difference; in another" in page.tornado.label


def test_every_page_with_a_model_can_be_asked():
    # A model without a page may declare outcomes too, but has no place here.
    assert set(MODELS) < set(topics())
    for model in MODELS:
        question = importlib.import_module(f"peerkit.dashboards.{model}").QUESTION
        about = outcomes(model)
        # A link names settings and parameters side by side, a map needs two parameters, and both pages one record.
        assert about.record is question.record and question.topic == model
        assert not set(SETTINGS) & set(about.record.model_fields)
        assert len(about.record.parameters()) > 1


def test_the_scenario_of_a_link_is_the_one_taken_apart(page):
    page.open_link("model=modes&commons_cost=10")
    assert page.record == Modes(commons_cost=10)
    assert "26 people with Cost of the commons 10" in page.panel.summary
    assert page.panel.links[0]["address"] == "modes?v=1&commons_cost=10.0"


def test_the_link_keeps_the_settings_and_the_scenario(page):
    page.open_link("model=modes&commons_cost=10")
    page.change({"across": "merge_cost", "target": 40, "seed": 7, "draws": "100"})
    other = Sensitivity()
    other.open_link(page.address.query)
    assert (other.values, other.record) == (page.values, page.record)
    assert (other.bands.label, other.panel.banner) == (page.bands.label, "")


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        ({"across": "price"}, "no parameter 'price'"),
        ({"outcome": "size"}, "no answer 'size'"),
        ({"draws": "7"}, "Choose 100, 1000 and 10000 draws"),
        ({"target": "many"}, "'many' is not a number"),
        ({"seed": -1}, "whole number, 0 or more"),
        ({"seed": 1.5}, "whole number, 0 or more"),
    ],
)
def test_an_impossible_setting_is_refused_in_words_and_loses_nothing(page, wish, sentence):
    before = page.values, page.address.query, page.bands.label
    problems = page.change(wish)
    assert list(problems) == list(wish) and sentence in problems[next(iter(wish))]
    assert (page.values, page.address.query, page.bands.label) == before


def test_one_parameter_in_the_place_of_the_other_swaps_them(page):
    across, up = page.values["across"], page.values["up"]
    assert page.change({"up": across}) == {}
    assert (page.values["across"], page.values["up"]) == (up, across)


def test_what_a_link_cannot_have_is_said(page):
    page.open_link("model=modes&seed=x&pair_cost=-1&nonsense=1")
    for part in ("'x' is not a number", "pair_cost = -1", "'nonsense'"):
        assert part in page.panel.banner


def test_a_break_even_is_said_with_its_value(page):
    page.change({"across": "commons_cost", "target": 54})
    assert "54 people is reached where “Cost of the commons” is 30.9" in page.bands.label


def test_target_and_seed_are_settings_and_no_unmeasured_claims():
    typed = [each for each in Sensitivity().panel.controls if not each["options"]]
    assert [each["name"] for each in typed] == ["target", "seed"]
    for each in typed:
        assert each["status"] == "setting" and "nothing to measure" in each["explained"]
        assert each["why"] and not each["source"] and not each["measure"]


def test_a_clients_ranges_take_the_place_of_the_teaching_ranges_and_never_enter_the_address(page):
    numbers = {"modes.commons_cost": {"best": 90, "low": 50, "high": 200}, "modes.pair_cost": {"best": -1}}
    page.client._heard(page.client, {"kind": "use", "numbers": numbers}, [])
    assert page.record == Modes(commons_cost=90) and "Left out, because it cannot be: pair_cost." in page.client.says
    assert "1 of the 6 numbers moves within the client's ranges, stretched by 1.3" in page.panel.summary
    (bar,) = (each for each in page._study().bars if each.name == "commons_cost")
    assert bar.low < 50 and bar.high > 200
    page.change({"across": "commons_cost", "target": 40})
    assert page.address.query == "model=modes" and page.panel.prefix is None
    assert page.panel.links[0]["address"] == "modes"
    page.change({"model": "volunteer"})
    assert "gave no number of this model" in page.client.says and page.ranges == {}
    page.open_link("model=modes&commons_cost=10")
    assert not page.client.used and page.record == Modes(commons_cost=10) and page.panel.prefix == ""


def test_numbers_can_be_given_in_python():
    page = Sensitivity({"specialisation.knowledge": {"best": 2.0, "low": 1.0, "high": 3.0}})
    page.change({"model": "specialisation"})
    assert page.ranges["knowledge"].best == 2.0 and page.client.used
