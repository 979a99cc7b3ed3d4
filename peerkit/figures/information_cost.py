"""The map of the three modes over size and the cost of information."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks, text
from peerkit.figures.theme import STROKES
from peerkit.figures.words import number, people
from peerkit.models.information_cost import cheapest_at, firm_border, firm_vanishes_below, triple_point
from peerkit.models.modes import MODES, Modes, peers_over_market

LARGEST = 10_000
CHEAP, DEAR = 0.05, 20.0
TINTS = {"market": "rgba(168,72,10,.12)", "firm": "rgba(74,63,181,.12)", "peers": "rgba(11,107,99,.12)"}


def regime_map(modes: Modes):
    """Which mode is cheapest at each size and information cost, with the point where all three meet; a `go.Figure`."""
    n = np.geomspace(1, LARGEST, 241)
    border = np.clip(firm_border(modes, n), CHEAP, DEAR)
    below = np.asarray(cheapest_at(modes, n, CHEAP / 1e6))
    fig = figure(
        "contributors [people]",
        "cost of information [times today's]",
        x_log=True,
        y_log=True,
        x_range=(1, LARGEST),
        y_range=(CHEAP, DEAR),
    )
    for mode in ("market", "peers"):
        _area(fig, n, np.where(below == mode, border, np.nan), np.full_like(n, CHEAP), mode)
    _area(fig, n, np.full_like(n, DEAR), border, "firm")
    line(fig, n, border, "border of the firm", "firm", label=False, hover="%{x:,.0f} people: firm above %{y:.3~g}")
    point = triple_point(modes)
    drawn = 1 <= point.size <= LARGEST and CHEAP <= point.information_cost <= DEAR
    edge = [point.size, point.size] if 1 <= point.size <= LARGEST else [np.nan, np.nan]
    line(fig, edge, [CHEAP, min(point.information_cost, DEAR)], "market or peers", "peers", label=False)
    line(fig, [1, LARGEST], [1, 1], "today", "soft", hover="today", label=False, width=1.5)
    text(fig, [1.1], [1.0], ["today"], color=STROKES["soft"]["color"], position="top right")
    _names(fig, modes)
    found = ([point.size], [point.information_cost]) if drawn else ([], [])
    words = [f"{people(point.size)} people: all three meet"] if drawn else []
    return marks(fig, *found, words, floor=CHEAP, position="top right")


def summary(modes):
    """What the figure says, in words.

    >>> summary(Modes())  # doctest: +NORMALIZE_WHITESPACE
    'When information costs less than 0.437 of today, no firm is cheapest against a market at any size; from 64 people on
    it is then peers. When it costs more, the firm takes the middle: at 3 times today from 2 to 140 people.'
    """
    vanishing = float(firm_vanishes_below(modes))
    cheap = f"When information costs less than {number(vanishing)} of today, no firm is cheapest against a market at any size"
    window = peers_over_market(modes)
    if np.isnan(window.start):
        cheap += ", and peers beat the market at none either."
    elif np.isinf(window.end):
        cheap += f"; from {people(window.start)} people on it is then peers."
    else:
        cheap += f"; from {people(window.start)} to {number(int(window.end))} people it is then peers, beyond that the market again."
    n = np.geomspace(1, 1e6, 20_001)
    firm = n[np.asarray(cheapest_at(modes, n, 3.0)) == "firm"]
    if not firm.size:
        return f"{cheap} Even at 3 times today no firm is cheapest."
    ends = (
        f"from {people(firm[0])} people on"
        if firm[-1] > 9e5
        else f"from {people(firm[0])} to {number(int(firm[-1]), 6)} people"
    )
    return f"{cheap} When it costs more, the firm takes the middle: at 3 times today {ends}."


def _area(fig, x, upper, lower, mode):
    fig.add_scatter(
        x=x,
        y=np.where(np.isnan(upper), np.nan, lower),
        mode="lines",
        line={"width": 0},
        hoverinfo="skip",
        meta={"peerkit": "decoration"},
    )
    fig.add_scatter(
        x=x,
        y=upper,
        mode="lines",
        line={"width": 0},
        fill="tonexty",
        fillcolor=TINTS[mode],
        hoverinfo="skip",
        meta={"peerkit": "decoration"},
    )


def _names(fig, modes):
    """Each mode's name at the middle of its territory, on the scale of the axes; off the map where it has none."""
    across, up = np.geomspace(1, LARGEST, 61), np.geomspace(CHEAP, DEAR, 61)
    winner = np.asarray(cheapest_at(modes, across[None, :], up[:, None]))
    for mode in MODES:
        rows, columns = np.nonzero(winner == mode)
        if rows.size > 60:
            near = np.argmin((rows - rows.mean()) ** 2 + (columns - columns.mean()) ** 2)
            at = ([across[columns[near]]], [up[rows[near]]])
        else:
            at = ([np.nan], [np.nan])
        text(fig, *at, [f"<b>{mode}</b>"], color=STROKES[mode]["color"], position="middle center")
