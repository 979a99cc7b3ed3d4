"""The dated facts of a case as a figure: every point says where it comes from."""

import plotly.graph_objects as go

from peerkit.cases import Case, load_case
from peerkit.figures.drawing import figure
from peerkit.figures.theme import LIGHT
from peerkit.figures.words import number

MARKERS = (("circle", "peers"), ("diamond", "firm"), ("square", "market"), ("cross", "warn"))


def timeline(case: Case, metrics, *, y_title, log=True, until=None):
    """Dated facts of several `metrics` (a dictionary of metric to label) on one axis; a `go.Figure`.

    A figure that its source calls an estimate has an open marker. Sources that contradict each other are both drawn;
    points are not joined, because two counts of the same thing rarely count alike. With `until`, a `date`, later facts
    are left out; the traces stay.
    """
    fig = figure("date", y_title)
    fig.update_xaxes(type="date")
    fig.update_yaxes(type="log" if log else "linear", **({"dtick": 1, "tickformat": ",~s"} if log else {}))
    for (metric, label), (symbol, role) in zip(metrics.items(), MARKERS, strict=False):
        facts = [fact for fact in case.series(metric) if until is None or fact.start <= until]
        fig.add_trace(_points(facts, label, symbol, LIGHT[role]))
    fig.update_layout(showlegend=True, legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}, margin_r=16)
    return fig


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


def flickr():
    """Flickr's uploads and members, for its card."""
    return timeline(load_case("flickr"), {"uploads": "uploads", "members": "members"}, y_title="count")
