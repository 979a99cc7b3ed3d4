"""Every dashboard: its corners draw, its link carries its state, its errors are sentences."""

import importlib
import itertools
import logging
from pathlib import Path

import pytest

from peerkit.dashboards.explorer import Explorer, Preset, Question
from peerkit.figures.modes import cost_curves, summary
from peerkit.models.modes import Modes
from peerkit.records.parameter import SOURCE_STATUSES
from peerkit.widgets.url_state import decode, encode

FOLDER = Path(__file__).parent.parent.parent / "notebooks" / "dashboards"
# Pages that show any model and have tests of their own.
COMPOSITE = {"compare", "sensitivity"}
TOPICS = sorted(path.stem for path in FOLDER.glob("*.ipynb") if path.stem not in COMPOSITE)


@pytest.fixture(params=TOPICS)
def explorer(request):
    return importlib.import_module(f"peerkit.dashboards.{request.param}").dashboard()


@pytest.fixture
def modes():
    return Explorer(Question(Modes, cost_curves, summary, ("pair_cost", "commons_cost")))


def corners(explorer):
    parameters = explorer.cls.parameters()
    names = [c["name"] for c in explorer.panel.controls if "options" not in c]
    choices = {c["name"]: [value for value, _ in c["options"]] for c in explorer.panel.controls if "options" in c}
    ends = [[(name, value) for value in parameters[name].explore] for name in names]
    ends += [[(name, value) for value in values] for name, values in choices.items()]
    return [dict(corner) for corner in itertools.product(*ends)]


def test_every_corner_of_the_controls_draws_the_same_traces_and_says_something(explorer):
    expected = [(trace.type, trace.mode if trace.type == "scatter" else None) for trace in explorer.view.figure.data]
    for corner in corners(explorer):
        assert explorer.change(corner) == {}, corner
        shown = [(trace.type, trace.mode if trace.type == "scatter" else None) for trace in explorer.view.figure.data]
        assert shown == expected, corner
        assert len(explorer.panel.summary) > 20 and "nan" not in explorer.panel.summary.lower(), corner


def test_axes_have_titles_and_every_drawn_line_a_name(explorer):
    figure = explorer.view.figure
    for axis in ("xaxis", "yaxis"):
        assert "[" in figure.layout[axis].title.text, "an axis title ends in its unit"
    for trace in figure.data:
        assert trace.name or (trace.meta or {}).get("peerkit") == "decoration"


def test_presets_and_tries_are_possible(explorer):
    for preset in explorer.panel.presets:
        assert explorer.change(preset["values"]) == {}, preset["name"]
    for each in explorer.panel.tries:
        assert explorer.change({**explorer.panel.defaults, **each["values"]}) == {}, each["text"]


def test_the_link_reopens_the_same_record(explorer):
    for corner in corners(explorer)[:8]:
        explorer.change(corner)
        again, problems = decode(explorer.cls, explorer.query)
        assert (again, problems) == (explorer.record, [])


def test_the_cards_answer_an_economists_first_questions(explorer):
    about = explorer.panel.about
    assert about["assumes"] and about["evidence_against"] and about["leaves_out"] and about["sources"]
    for control in explorer.panel.controls:
        if "options" not in control:
            assert all(control[key] for key in ("label", "meaning", "unit", "why", "status", "explained")), control[
                "name"
            ]
            # A scenario has no source; what would measure it is said instead.
            known = explorer.cls.parameters()[control["name"]]
            assert known.measure or known.source, control["name"]


def test_moving_a_control_changes_figure_words_and_link(modes):
    before = modes.view.figure.to_json(), modes.panel.summary
    assert modes.change({"pair_cost": 0.05}) == {}
    assert modes.view.figure.to_json() != before[0]
    assert modes.panel.summary != before[1]
    assert modes.query == "v=1&pair_cost=0.05"
    assert modes.panel.values["pair_cost"] == 0.05


def test_an_impossible_value_is_refused_in_words_and_loses_nothing(modes):
    modes.change({"pair_cost": 0.05})
    state = modes.record, modes.panel.summary, modes.query
    problems = modes.change({"pair_cost": -1})
    assert problems == {"pair_cost": "Cost per pair who must talk: −1 is not possible. It must be above 0."}
    assert (modes.record, modes.panel.summary, modes.query) == state


def test_a_figure_that_fails_takes_its_words_back(modes):
    before = modes.record, modes.panel.summary, modes.panel.values
    modes._figure = lambda record: 1 / 0
    sent(modes.panel, {"pair_cost": 0.05})
    assert (modes.record, modes.panel.summary, modes.panel.values) == before
    assert "the figure still shows the last result" in modes.panel.banner


def test_a_damaged_link_is_obeyed_as_far_as_possible_and_said(modes):
    modes.open_link("v=1&pair_cost=-3&commons_cost=10&colour=red")
    assert modes.record == Modes(commons_cost=10)
    assert "pair_cost = -3" in modes.panel.banner and "'colour'" in modes.panel.banner


def test_a_link_of_another_version_is_said():
    record, problems = decode(Modes, "v=99&commons_cost=10")
    assert record == Modes(commons_cost=10)
    assert "another version" in problems[0]


def test_a_token_in_the_address_is_nobodys_parameter():
    assert decode(Modes, "token=secret&utm_source=mail") == (Modes(), [])


def test_the_defaults_need_no_link():
    assert encode(Modes()) == ""


def sent(panel, values, sequence=1):
    """The updates that a panel sends to its browser for one change: the names of the traits of each, in their order."""
    news = []
    panel.send_state = lambda key=None: news.append({key} if isinstance(key, str) else set(key))
    panel._handle_custom_msg({"kind": "change", "values": values, "sequence": sequence}, [])
    return news


def test_one_change_is_answered_in_one_message_that_precedes_the_figure(modes):
    order = []
    modes.view.send_state = lambda key=None: order.append("figure")
    modes.panel.send_state = lambda key=None: order.append({key} if isinstance(key, str) else set(key))
    modes.panel._handle_custom_msg({"kind": "change", "values": {"pair_cost": 0.05}, "sequence": 7}, [])
    assert order == [{"values", "summary", "answer"}, "figure", {"drawn"}]
    assert modes.panel.answer == {"sequence": 7, "problems": {}}


def test_a_typed_text_is_read_by_the_kernel(modes):
    sent(modes.panel, {"commons_cost": "12 000,5"})
    assert modes.record == Modes(commons_cost=12000.5)


def test_a_text_that_can_mean_two_numbers_is_asked_about_and_changes_nothing(modes):
    news = sent(modes.panel, {"commons_cost": "12,000"})
    assert news == [{"answer"}, {"drawn"}] and modes.record == Modes()
    problem = modes.panel.answer["problems"]["commons_cost"]
    assert problem["text"] == "12,000 can mean 12 thousand or 12. Which one?"
    assert problem["choices"] == [{"value": 12000.0, "words": "12 thousand"}, {"value": 12.0, "words": "12"}]


@pytest.mark.parametrize("text", ["", "abc", "1e400", "9" * 1_000_000])
def test_nonsense_is_answered_in_a_short_sentence_and_loses_nothing(modes, text):
    before = modes.record, modes.panel.summary
    sent(modes.panel, {"pair_cost": text})
    problem = modes.panel.answer["problems"]["pair_cost"]
    assert 0 < len(problem["text"]) < 120 and problem["choices"] == []
    assert (modes.record, modes.panel.summary) == before


def test_an_answer_after_a_failure_clears_the_banner(modes):
    modes.panel.banner = "something"
    assert sent(modes.panel, {"pair_cost": 0.05}) == [{"values", "summary", "banner", "answer"}, {"drawn"}]
    assert modes.panel.banner == ""


def test_every_parameter_of_the_record_can_be_reached(explorer):
    names = [each["name"] for each in (*explorer.panel.controls, *explorer.panel.more)]
    assert len(names) == len(set(names)) and set(explorer.cls.parameters()) <= set(names)


def test_a_parameter_beyond_the_controls_is_in_the_link_too():
    page = Explorer(Question(Modes, cost_curves, summary, ("pair_cost",)))
    assert page.change({"merge_cost": 0.01}) == {}
    assert page.query == "v=1&merge_cost=0.01"


def test_a_question_in_a_link_is_asked_at_its_control(modes):
    modes.open_link("v=1&commons_cost=12,000&pair_cost=0.05")
    assert modes.record == Modes(pair_cost=0.05)
    assert len(modes.panel.answer["problems"]["commons_cost"]["choices"]) == 2
    assert "commons_cost is 12,000: 12,000 can mean 12 thousand or 12" in modes.panel.banner


def test_a_status_is_explained_where_it_stands(explorer):
    told = [each for each in (*explorer.panel.controls, *explorer.panel.more) if not each["options"]]
    for each in (*told, *explorer.panel.about["sources"]):
        assert each["explained"] == SOURCE_STATUSES[each["status"]]


def test_a_failing_figure_is_a_sentence_with_a_number_found_in_the_log(caplog):
    def breaking(record):
        if record.pair_cost == 0.03:
            raise ZeroDivisionError("somewhere inside")
        return cost_curves(record)

    modes = Explorer(Question(Modes, breaking, summary, ("pair_cost",)))
    before = modes.record, modes.panel.values
    with caplog.at_level(logging.ERROR, "peerkit"):
        sent(modes.panel, {"pair_cost": 0.03})
    assert "the figure still shows the last result" in modes.panel.banner
    assert (modes.record, modes.panel.values) == before
    number = caplog.records[0].args[0]
    assert number in modes.panel.banner
    assert "ZeroDivisionError" in caplog.text and "ZeroDivisionError" not in modes.panel.banner


def test_a_sixth_control_is_a_second_dashboard():
    with pytest.raises(ValueError, match="at most 5 controls"):
        Question(Modes, cost_curves, summary, tuple(Modes.parameters()))


def test_an_unknown_control_is_refused():
    with pytest.raises(ValueError, match="no parameter 'price'"):
        Explorer(Question(Modes, cost_curves, summary, ("price",)))


def test_an_impossible_preset_is_refused_when_the_page_is_made():
    with pytest.raises(ValueError, match="pair_cost must be above 0"):
        Explorer(Question(Modes, cost_curves, summary, ("pair_cost",), presets=(Preset("x", {"pair_cost": 0}),)))


def test_a_page_that_begins_elsewhere_needs_no_link_there_and_resets_to_it():
    start = {"commons_cost": 10.0}
    page = Explorer(Question(Modes, cost_curves, summary, ("pair_cost", "commons_cost"), start=start))
    assert (page.record, page.query) == (Modes(**start), "")
    assert page.panel.defaults == Modes(**start).model_dump()
    page.change({"commons_cost": 60.0})
    assert page.query == "v=1&commons_cost=60.0"
    other = Explorer(Question(Modes, cost_curves, summary, ("pair_cost", "commons_cost"), start=start))
    other.open_link(page.query)
    assert other.record == Modes()
