"""The dated facts of a case as a figure: every point says where it comes from."""

import importlib
import logging
import math

import numpy as np
import plotly.graph_objects as go

from peerkit.cases import ALONE, STATUSES, Case, CaseError, every_case, load_case
from peerkit.figures.drawing import figure, line
from peerkit.figures.theme import LIGHT
from peerkit.figures.words import number
from peerkit.models.network_adoption import NetworkAdoption, willingness_to_pay

log = logging.getLogger("peerkit")

# The title of the upright axis stands at the upper left corner; a legend must leave it its line.
ABOVE_THE_TITLE = {"orientation": "h", "y": 1.1, "yanchor": "bottom", "x": 0}

MARKERS = (
    ("circle", "peers"),
    ("diamond", "firm"),
    ("square", "market"),
    ("cross", "warn"),
    ("triangle-up", "ink"),
    ("x", "soft"),
)


def timeline(case: Case, metrics, *, y_title, log=True):
    """Dated facts of several `metrics` (a dictionary of metric to label) on one axis; a `go.Figure`.

    A figure that its source calls an estimate has an open marker. Sources that contradict each other are both drawn;
    points are not joined, because two counts of the same thing rarely count alike.
    """
    fig = figure("date", y_title)
    fig.update_xaxes(type="date")
    fig.update_yaxes(type="log" if log else "linear")
    if len(metrics) > len(MARKERS):
        raise ValueError(f"a figure has room for {len(MARKERS)} metrics, got {len(metrics)}: {', '.join(metrics)}")
    values = []
    for (metric, label), (symbol, role) in zip(metrics.items(), MARKERS, strict=False):
        facts = case.series(metric)
        values += [fact.value for fact in facts]
        fig.add_trace(_points(facts, label, symbol, LIGHT[role]))
    places = ticks(min(values), max(values), log=log) if values else []
    fig.update_yaxes(tickvals=places, ticktext=[number(place) for place in places])
    fig.update_layout(showlegend=True, legend=ABOVE_THE_TITLE, margin_r=24)
    return fig


def ticks(low, high, *, log):
    """Round numbers from below `low` to above `high`, for an axis whose ends are written out in words.

    >>> ticks(88, 6e9, log=True)[:3], ticks(-17.1, 8.1, log=False)
    ([10.0, 100.0, 1000.0], [-20.0, -15.0, -10.0, -5.0, 0.0, 5.0, 10.0])
    """
    if log:
        first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
        return [10.0**power for power in range(first, last + 1)]
    rough = (high - low or abs(high) or 1) / 5
    power = 10 ** math.floor(math.log10(rough))
    step = next(m * power for m in (1, 2, 5, 10) if m * power >= rough * 0.99)
    return [float(step * k) for k in range(math.floor(low / step), math.ceil(high / step) + 1)]


def _points(facts, label, symbol, color):
    return go.Scatter(
        x=[fact.start for fact in facts],
        y=[fact.value for fact in facts],
        name=label,
        mode="markers",
        marker={
            "symbol": [f"{symbol}-open" if fact.basis == "estimate" else symbol for fact in facts],
            "size": 9,
            "color": color,
            "line": {"width": 1.5, "color": color},
        },
        text=[
            f"{fact.date}: <b>{number(fact.value)}</b> {fact.unit}<br>{fact.source_title}"
            + (" (estimate)" if fact.basis == "estimate" else "")
            for fact in facts
        ],
        hovertemplate="%{text}<extra></extra>",
    )


def cover(name):
    """The figure on the card of a case, as the `[cover]` of its `case.toml` says; empty if the case cannot be read.

    A damaged case costs its own page and the picture on its card, not the portal.
    """
    try:
        case = load_case(name)
    except CaseError as error:
        log.warning("no picture of the case %s: %s", name, error)
        return figure("date", "count")
    told = case.cover
    if told.figure:
        module, function = told.figure.split(":")
        draw = getattr(importlib.import_module(f"peerkit.figures.{module}"), function)
        return draw(case)
    return timeline(case, told.metrics, y_title=told.y_title, log=told.log)


def use_alone(case: Case):
    """Adoption with and without use to the maker alone, for a case that has no figures."""
    share = np.linspace(0, 1, 101)
    fig = figure(
        "people who have it [% of all]", "willing to pay [money per person]", x_range=(0, 1), y_range=(0, 0.45)
    )
    for alone, name, role in ((0.0, "of use with others", "peers"), (0.25, "useful alone", "firm")):
        line(fig, share, willingness_to_pay(NetworkAdoption(standalone_value=alone), share), name, role, label=False)
    return line(fig, share, np.full_like(share, NetworkAdoption().cost), "price", "market", label=False)


def comparison():
    """Use to the maker alone against what became of it, a dot a case, for the card of the comparison."""
    profiles = [case.profile for case in every_case()[0] if case.in_essay]
    places = [(ALONE.index(each.alone), STATUSES.index(each.status)) for each in profiles]
    # Cases in the same place stand side by side.
    x = [place[0] + 0.15 * places[:i].count(place) for i, place in enumerate(places)]
    fig = figure(
        "useful to its maker alone [word]",
        "what became of it [status]",
        x_range=(-0.5, len(ALONE) - 0.1),
        y_range=(len(STATUSES) - 0.5, -0.5),
    )
    fig.add_scatter(
        x=x, y=[place[1] for place in places], name="cases", mode="markers", marker={"color": LIGHT["peers"]}
    )
    fig.update_xaxes(tickvals=list(range(len(ALONE))), ticktext=list(ALONE))
    return fig.update_yaxes(tickvals=list(range(len(STATUSES))), ticktext=list(STATUSES))
