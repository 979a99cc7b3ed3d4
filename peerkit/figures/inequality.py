"""The Lorenz curve of contributions, and the same curve counted from the most active, with reported figures."""

import numpy as np

from peerkit.figures.drawing import figure, line, text
from peerkit.figures.theme import LIGHT, STROKES
from peerkit.figures.top_share import marked, top_share
from peerkit.figures.words import number, percent
from peerkit.models.inequality import (
    REPORTED,
    UNBOUNDED,
    Participation,
    concentration,
    exponent_from_top_share,
    lorenz_share,
    one_timers,
)

OFTEN = "Wikipedia"
"""The community with more than one report."""
LEFT = {"Wikipedia", "Merlot", "Apache code"}
"""Communities that are named on the left of their point; the others have room on the right."""


def few_and_much(participation: Participation):
    """The share that the most active make, with points of real communities; above it the Lorenz curve."""
    fig = top_shares(participation)
    for trace in lorenz(participation).data:
        # The table behind the figure has one x axis; the Lorenz curve says the same from the other end.
        fig.add_trace(trace.update(xaxis="x2", yaxis="y2", meta={"peerkit": "decoration"}))
    fig.update_layout(
        yaxis={"domain": [0, 0.6]},
        xaxis2={"domain": [0, 1], "anchor": "y2", "range": [0, 1], "tickformat": ".0%"},
        yaxis2={"domain": [0.74, 1], "anchor": "x2", "range": [0, 1.02], "tickformat": ".0%", "nticks": 4},
    )
    # The title above the panel names both axes: between two panels there is no room for one below.
    return fig.update_layout(yaxis2_title_text="contributions of the least active [share]")


def lorenz(participation: Participation):
    """The share that the less active make together; the shaded part of the triangle is the Gini coefficient."""
    people = 1 - np.concatenate([np.geomspace(1, 1e-4, 160), [0.0]])
    done = lorenz_share(participation, people)
    fig = figure("people, least active first [share]", "contributions [share]", x_range=(0, 1), y_range=(0, 1.02))
    line(fig, people, people, "all equal", "soft", label=False)
    line(fig, people, done, "Lorenz curve", "peers", label=False, hover="the least active %{x:.2%} did %{y:.1%}")
    fig.data[1].update(fill="tonexty", fillcolor=LIGHT["accent-soft"])
    gini = concentration(participation).gini
    size = number(gini) if _settles(participation) else "comes near 1"
    return text(fig, [0.02], [0.82], [f"<b>Gini {size}</b><br>(shaded)"])


def top_shares(participation: Participation):
    """The share that the most active make against how many they are, with reported figures of real communities."""
    p = participation
    fig = top_share(p, "people, most active first [share]", "contributions they made [share]", beside=False)
    text(fig, [1.0], [1.0], [" <b>law</b>"], color=STROKES["peers"]["color"])
    x, y = ([getattr(each, part) for each in REPORTED] for part in ("top_fraction", "share"))
    names = [each.community for each in REPORTED]
    shapes = ["square" if name == OFTEN else "diamond" for name in names]
    fig.add_scatter(
        x=x,
        y=y,
        mode="markers",
        name="reported",
        marker={"color": LIGHT["market"], "size": 9, "symbol": shapes},
        text=[f"{each.community} ({each.source})" for each in REPORTED],
        hovertemplate="%{text}: the top %{x:.2%} made %{y:.1%}<extra></extra>",
    )
    sides = ["middle left" if name in LEFT else "middle right" for name in names]
    text(fig, x, y, _once(names), color=STROKES["market"]["color"], position=sides)
    share = percent(concentration(p).top_share) if _settles(p) else "nearly everything"
    return marked(fig, p, f"top {percent(p.top_fraction)}: {share}")


def _once(names):
    """The names beside points; a community with several points, which share a shape, is named at the first."""
    first = names.index(OFTEN)
    words = [f" {name} " if name != OFTEN else "" for name in names]
    words[first] = f" ■ {OFTEN}, {names.count(OFTEN)} reports "
    return words


def summary(participation):
    """The shares of the figure in words.

    >>> summary(Participation())  # doctest: +NORMALIZE_WHITESPACE
    'The most active 1% make 66% of all contributions; the Gini coefficient is 0.833. 64% of the people contribute only
    once, and they make 9.4% of all contributions. To pass through each reported point the exponent would have to be
    between 2.06 and 3.3.'
    """
    p = participation
    shares, once = concentration(p), one_timers(p)
    people = f"{percent(once.people_share)} of the people contribute only once"
    if not _settles(p):
        return (
            f"With an exponent of {number(p.exponent)} the average contribution does not settle: the more people are "
            f"counted, the larger is the share of the most active, until they make nearly everything. {people}."
        )
    needed = [exponent_from_top_share(each.top_fraction, each.share) for each in REPORTED]
    return (
        f"The most active {percent(p.top_fraction)} make {percent(shares.top_share)} of all contributions; the Gini "
        f"coefficient is {number(shares.gini)}. {people}, and they make {percent(once.work_share)} of all contributions. To "
        f"pass through each reported point the exponent would have to be between {number(min(needed))} and "
        f"{number(max(needed))}."
    )


def _settles(participation):
    """True if shares stay the same however many people are counted."""
    return concentration(participation).outcome != UNBOUNDED
