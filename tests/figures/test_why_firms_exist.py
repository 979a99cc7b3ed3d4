"""Figures of the pages under "Why firms exist": every mark lies inside the frame at both ends of every control."""

import importlib
from functools import cache

import numpy as np
import pytest

TOPICS = (
    "specialisation",
    "late_project",
    "scalability",
    "control_loss",
    "knowledge_hierarchy",
    "development_effort",
    "modes",
    "information_cost",
)


def states(question):
    """The page's first record, both ends of each control, and each preset and thing to try."""
    start = question.record(**question.start)
    yield "start", start
    for name in question.controls:
        for end in question.record.parameters()[name].explore:
            yield f"{name} = {end}", start.replace(**{name: end})
    for each in (*question.presets, *question.tries):
        yield str(each.values), start.replace(**each.values)


@cache
def figures(topic):
    """The figure of each state of a page; several tests look at the same ones."""
    question = importlib.import_module(f"peerkit.dashboards.{topic}").QUESTION
    return [(name, question.figure(record)) for name, record in states(question)]


def inside(axis, values):
    values = np.asarray(values, float)
    values = values[np.isfinite(values)]
    low, high = sorted(axis.range)
    on_axis = np.log10(values) if axis.type == "log" else values
    return bool(((on_axis >= low - 1e-9) & (on_axis <= high + 1e-9)).all())


@pytest.mark.parametrize("topic", TOPICS)
def test_marks_and_words_lie_inside_the_frame_in_every_state_of_the_page(topic):
    for name, fig in figures(topic):
        for trace in fig.data:
            if trace.mode in ("markers", "text") and trace.x is not None:
                assert inside(fig.layout.xaxis, trace.x), (name, trace.name, trace.x, trace.text)
                upright = fig.layout[(trace.yaxis or "y").replace("y", "yaxis")]
                assert inside(upright, trace.y), (name, trace.name, trace.y, trace.text)


@pytest.mark.parametrize("topic", TOPICS)
def test_something_is_drawn_in_every_state_and_axes_span_nothing_unreal(topic):
    for name, fig in figures(topic):
        lines = [trace for trace in fig.data if trace.mode == "lines" and trace.name]
        assert lines and any(np.isfinite(np.asarray(trace.y, float)).sum() > 1 for trace in lines), name
        for axis in (fig.layout.xaxis, fig.layout.yaxis):
            reach = max(np.abs(axis.range))
            assert reach <= (12 if axis.type == "log" else 1e12), (name, axis.range)


@pytest.mark.parametrize("topic", TOPICS)
def test_every_prediction_has_a_right_answer_for_its_scenario(topic):
    question = importlib.import_module(f"peerkit.dashboards.{topic}").QUESTION
    asked = [each.shown(question.record(**question.start))["predict"] for each in question.tries]
    assert any(asked)
    for each in filter(None, asked):
        assert each["kind"] == "options" or each["low"] <= each["right"] <= each["high"], each
