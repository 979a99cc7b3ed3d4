"""The dated facts of a case as a figure: every point says where it comes from."""

import numpy as np
import plotly.graph_objects as go

from peerkit.cases import STATUSES, Case, load_case, names
from peerkit.figures.drawing import figure, line
from peerkit.figures.lastfm import plays_and_tags
from peerkit.figures.theme import LIGHT
from peerkit.figures.words import number
from peerkit.models.inequality import Participation
from peerkit.models.network_adoption import NetworkAdoption, willingness_to_pay

MARKERS = (
    ("circle", "peers"),
    ("diamond", "firm"),
    ("square", "market"),
    ("cross", "warn"),
    ("triangle-up", "ink"),
    ("x", "soft"),
)


def timeline(case: Case, metrics, *, y_title, log=True, until=None):
    """Dated facts of several `metrics` (a dictionary of metric to label) on one axis; a `go.Figure`.

    A figure that its source calls an estimate has an open marker. Sources that contradict each other are both drawn;
    points are not joined, because two counts of the same thing rarely count alike. With `until`, a `date`, later facts
    are left out; the traces stay.
    """
    fig = figure("date", y_title)
    fig.update_xaxes(type="date")
    fig.update_yaxes(type="log" if log else "linear", **({"dtick": 1, "tickformat": ",~s"} if log else {}))
    if len(metrics) > len(MARKERS):
        raise ValueError(f"a figure has room for {len(MARKERS)} metrics, got {len(metrics)}: {', '.join(metrics)}")
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


def jeteye():
    """No size of JetEye, since nobody published one: the model of its page, with and without use to the maker alone."""
    share = np.linspace(0, 1, 101)
    fig = figure(
        "people who have it [% of all]", "willing to pay [money per person]", x_range=(0, 1), y_range=(0, 0.45)
    )
    for alone, name, role in ((0.0, "of use with others", "peers"), (0.25, "useful alone", "firm")):
        line(fig, share, willingness_to_pay(NetworkAdoption(standalone_value=alone), share), name, role, label=False)
    return line(fig, share, np.full_like(share, NetworkAdoption().cost), "price", "market", label=False)


def basenotes():
    """Wear posts of one thread of Basenotes and the scents they name, for its card."""
    metrics = {"wear_posts": "posts", "scents_named": "different scents"}
    return timeline(load_case("basenotes"), metrics, y_title="count in one month", log=False)


def lastfm():
    """What the most active played and tagged at Last.fm, for its card."""
    return plays_and_tags(Participation(), load_case("lastfm"))


def squidoo():
    """Squidoo's lenses and the visitors that were claimed, for its card."""
    metrics = {"lenses": "lenses", "visitors_claimed": "visitors a day"}
    return timeline(load_case("squidoo"), metrics, y_title="count")


def zazzle():
    """The terms of Zazzle's designers on one scale, for its card."""
    metrics = {"royalty_default": "standard", "fee_threshold": "fee above", "kept_of_10": "left of 10"}
    return timeline(load_case("zazzle"), metrics, y_title="royalty [% of the price]", log=False)


def delicious():
    """Those who registered at del.icio.us and those who pay at Pinboard, for its card."""
    metrics = {"users": "registered users", "pinboard_users": "Pinboard's users"}
    return timeline(load_case("delicious"), metrics, y_title="people")


def comparison():
    """Use to the maker alone against what became of it, a dot a case, for the card of the comparison."""
    told = [load_case(name).profile for name in names()]
    places = [(each.alone.startswith("partly") + 2 * each.alone.startswith("yes"), each.status) for each in told]
    # Cases in the same place stand side by side.
    x = [place[0] + 0.15 * places[:i].count(place) for i, place in enumerate(places)]
    y = [STATUSES.index(status) for _, status in places]
    fig = figure(
        "useful to its maker alone [word]", "what became of it [status]", x_range=(-0.5, 2.9), y_range=(3.5, -0.5)
    )
    fig.add_scatter(x=x, y=y, name="cases", mode="markers", marker={"color": LIGHT["peers"]})
    return fig
