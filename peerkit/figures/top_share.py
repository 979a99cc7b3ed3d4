"""The share that the most active make under a power law, against how many they are: the ground of several figures."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks, text
from peerkit.figures.theme import STROKES
from peerkit.models.inequality import concentration, lorenz_share

LEAST = 1e-3


def top_share(participation, people, done, *, least=LEAST, beside=True):
    """The power law of a participation and the line of equality, with a title for each axis.

    The axis of people begins at the share `least`; `beside` names the curves on the left, else only equality is named.
    """
    top = np.geomspace(least, 1, 121)
    law = 1 - lorenz_share(participation, 1 - top)
    fig = figure(people, done, x_log=True, x_range=(0.9 * least, 1), y_range=(-0.2, 1.04))
    fig.update_xaxes(tickvals=[0.001, 0.01, 0.1, 1], ticktext=["0.1%", "1%", "10%", "all"])
    fig.update_yaxes(tickvals=[0, 0.25, 0.5, 0.75, 1], tickformat=".0%")
    line(fig, top, top, "all equal", "soft", label=False, hover="all equal: %{y:.1%}")
    line(fig, top, law, "power law", "peers", label=False, hover="the top %{x:.2%}: %{y:.1%}")
    text(fig, [0.25], [0.3], [" <b>all equal</b> "], color=STROKES["soft"]["color"], position="middle left")
    if beside:
        text(fig, top[:1], law[:1] + 0.11, [" <b>power law</b>"], color=STROKES["peers"]["color"], position="top right")
    return fig


def marked(fig, participation, words):
    """The figure with the chosen share of the top marked and named."""
    chosen = participation.top_fraction
    side = "top left" if chosen > 0.03 else "top right"
    share = concentration(participation).top_share
    return marks(fig, [chosen], [share], [words], floor=-0.19, position=side)
