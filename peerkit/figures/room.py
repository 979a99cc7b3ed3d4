"""Figures of a room's answers that no other page has: groups of volunteers, chosen tasks, and votes."""

import numpy as np

from peerkit.figures.drawing import figure, keyed, line
from peerkit.figures.theme import LIGHT


def groups(sizes, shares, model):
    """The share of people who pay by the size of their group, with the ends of an interval, and in the model; a `go.Figure`.

    `shares` are intervals (value, low, high) by size; `model` are the shares of the symmetric equilibrium.
    """
    places = np.arange(len(sizes))
    fig = figure(
        "size of the group [people]", "people who pay [share]", x_range=(-0.5, len(sizes) - 0.5), y_range=(0, 1.08)
    )
    fig.update_xaxes(tickvals=places, ticktext=[str(size) for size in sizes]).update_yaxes(tickformat=".0%")
    values, low, high = np.array(shares, float).T
    line(fig, places, model, "model", "firm", hover="%{y:.0%}", label=False)
    fig.add_scatter(
        x=places,
        y=values,
        name="this room",
        mode="markers",
        marker={"size": 11, "color": LIGHT["peers"]},
        error_y={"type": "data", "array": high - values, "arrayminus": values - low, "color": LIGHT["peers"]},
        hovertemplate="%{y:.0%}<extra>this room</extra>",
    )
    return keyed(fig)


def ways_of_choosing(names, values):
    """The average result of each way of giving people tasks, with its interval; a `go.Figure`. `values` are intervals."""
    places = np.arange(len(names))
    means, low, high = np.array(values, float).T
    fig = figure(
        "who chooses", "result beside one's own average [standard deviations]", x_range=(-0.5, len(names) - 0.5)
    )
    fig.update_xaxes(tickvals=places, ticktext=list(names))
    fig.add_bar(
        x=places,
        y=means,
        name="this room",
        marker={"color": LIGHT["peers"]},
        width=0.55,
        error_y={"type": "data", "array": high - means, "arrayminus": means - low, "color": LIGHT["ink"]},
        hovertemplate="%{y:.2f}<extra></extra>",
    )
    return fig


def votes(options, first, again=None):
    """The share of votes for each option, before and after people talked; a `go.Figure`. `first` and `again` are counts."""
    places = np.arange(len(options))
    fig = figure("option", "votes [share]", x_range=(-0.5, len(options) - 0.5), y_range=(0, 1.08))
    fig.update_xaxes(tickvals=places, ticktext=[chr(ord("A") + place) for place in places]).update_yaxes(
        tickformat=".0%"
    )
    rounds = [("this room" if again is None else "first", first, "peers" if again is None else "soft")] + (
        [("after talking", again, "peers")] if again is not None else []
    )
    for place, (name, counts, role) in enumerate(rounds):
        counts = np.asarray(counts, float)
        shift = 0.0 if len(rounds) == 1 else (place - 0.5) * 0.38
        fig.add_bar(
            x=places + shift,
            y=counts / max(counts.sum(), 1),
            name=name,
            width=0.36,
            marker={"color": LIGHT[role]},
            text=[f"{count:.0f}" for count in counts],
            hovertemplate="%{y:.0%}, %{text} votes<extra></extra>",
        )
    above = {"orientation": "h", "y": 1.1, "yanchor": "bottom", "x": 0}
    return fig.update_layout(showlegend=len(rounds) > 1, barmode="overlay", legend=above)
