"""The map of the three modes over size and the cost of information."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks, round_end, text
from peerkit.figures.theme import STROKES
from peerkit.figures.words import at_least_people, headcount, listed, number
from peerkit.models.information_cost import (
    cheapest_at,
    firm_absent_below,
    firm_border,
    switches_at,
    triple_point,
)
from peerkit.models.modes import EVERYBODY, MODES, Modes, peers_over_market

FEWEST, MOST = 1000.0, 1e6
"""The axis of sizes ends at a round number between these."""

LOWEST, HIGHEST = 1e-4, 1e4
"""Information costs outside these are not worth a longer axis."""

TRIED = 3.0
"""The cost of information, in times today's, that the sentence speaks of."""

TINTS = {"market": "rgba(168,72,10,.12)", "firm": "rgba(74,63,181,.12)", "peers": "rgba(11,107,99,.12)"}


def regime_map(modes: Modes):
    """The cheapest mode at each size and information cost, with the point where all three meet; a `go.Figure`."""
    point, (lowest, highest) = triple_point(modes), _range(modes)
    last = _last(point)
    n = np.geomspace(1, last, 241)
    border = firm_border(modes, n)
    held = np.clip(border, lowest, highest)
    below = np.asarray(cheapest_at(modes, n, lowest / 1e6))
    fig = figure(
        "contributors [people]",
        "cost of information [times today's]",
        x_log=True,
        y_log=True,
        x_range=(1, last),
        y_range=(lowest, highest),
    )
    for mode in ("market", "peers"):
        _area(fig, n, np.where(below == mode, held, np.nan), np.full_like(n, lowest), mode)
    _area(fig, n, np.full_like(n, highest), held, "firm")
    # The frame's own edge is no border: where the border lies outside, no line is drawn.
    inside = np.where((border >= lowest) & (border <= highest), border, np.nan)
    line(fig, n, inside, "border of the firm", "firm", label=False, hover="%{x:,.0f} people: firm above %{y:.3~g}")
    shown = bool(1 <= point.size <= last)
    edge = [point.size, point.size] if shown else [np.nan, np.nan]
    top = float(np.clip(point.information_cost, lowest, highest)) if shown else np.nan
    line(fig, edge, [lowest, top], "market or peers", "peers", label=False)
    line(fig, [1, last], [1, 1], "today", "soft", hover="today", label=False, width=1.5)
    text(fig, [1.1], [1.0], ["today"], color=STROKES["soft"]["color"], position="top right")
    _names(fig, modes, last, lowest, highest)
    met = shown and lowest <= point.information_cost <= highest
    spot = ([point.size], [point.information_cost]) if met else ([], [])
    words = [f"{at_least_people(point.size)}: all three meet"] if met else []
    return marks(fig, *spot, words, floor=lowest, position="top right" if point.size < last / 30 else "top left")


def summary(modes):
    """The map in words.

    >>> summary(Modes())  # doctest: +NORMALIZE_WHITESPACE
    "When information costs less than 0.437 times today's, a firm is never cheapest; from 64 people on, peers are. At 3
    times today's cost, a firm is cheapest from 2 to 140 people."
    """
    absent = float(firm_absent_below(modes))
    crowd = _peers_below(peers_over_market(modes))
    if absent == 0:
        first = f"However cheap information is, a firm is cheapest at some size; apart from firms, {crowd}."
    else:
        first = f"When information costs less than {number(absent)} times today's, a firm is never cheapest; {crowd}."
    stretches = _firm_stretches(modes, TRIED)
    if not stretches:
        return f"{first} Even at {number(TRIED)} times today's cost, a firm is never cheapest."
    return f"{first} At {number(TRIED)} times today's cost, a firm is cheapest {listed(stretches)}."


def _peers_below(window):
    """The sizes at which peers are cheaper than a market, in words."""
    if np.isnan(window.start):
        return "a market always beats peers"
    if window.start == 0 and window.end > EVERYBODY:
        return "peers always beat a market"
    if window.start == 0:
        return f"peers are up to {headcount(np.floor(window.end))}, then a market is"
    if window.end > EVERYBODY:
        return f"from {at_least_people(window.start)} on, peers are"
    low, high = np.ceil(window.start - 1e-9), np.floor(window.end)
    return f"{_stretch(low, high)}, peers are" if low <= high else "a market always beats peers"


def _firm_stretches(modes, information_cost):
    """The stretches of sizes at which a firm is cheapest, in words; sizes with more people than there are left out."""
    borders = switches_at(modes, information_cost, EVERYBODY)
    sizes = [1.0, *(border.size for border in borders), np.inf]
    first = borders[0].before if borders else cheapest_at(modes, 1.0, information_cost)
    names = [first, *(border.after for border in borders)]
    firms = [(low, high) for low, high, name in zip(sizes[:-1], sizes[1:], names, strict=True) if name == "firm"]
    return [_stretch(np.ceil(low), np.floor(high)) for low, high in firms if np.ceil(low) <= np.floor(high)]


def _stretch(low, high):
    if np.isinf(high):
        return "at every size" if low == 1 else f"from {headcount(low)} on"
    if low == high:
        return f"for {headcount(low)}"
    return f"from {number(low, 6)} to {headcount(high)}"


def _range(modes):
    """Both ends of the axis of information cost: around today, the lowest firm and the point where all three meet."""
    heights = [firm_absent_below(modes), triple_point(modes).information_cost]
    seen = [float(height) for height in heights if np.isfinite(height) and LOWEST < height < HIGHEST]
    return min([0.05, *(1 / round_end(2 / each) for each in seen)]), max(
        [20.0, *(round_end(2 * each) for each in seen)]
    )


def _last(point):
    return float(np.clip(round_end(10 * point.size), FEWEST, MOST)) if np.isfinite(point.size) else FEWEST


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


def _names(fig, modes, last, lowest, highest):
    """Each mode's name at the middle of its territory, on the scale of the axes; off the map where it has none."""
    across, up = np.geomspace(1, last, 61), np.geomspace(lowest, highest, 61)
    winner = np.asarray(cheapest_at(modes, across[None, :], up[:, None]))
    for mode in MODES:
        rows, columns = np.nonzero(winner == mode)
        if rows.size > 60:
            near = np.argmin((rows - rows.mean()) ** 2 + (columns - columns.mean()) ** 2)
            at = ([across[columns[near]]], [up[rows[near]]])
        else:
            at = ([np.nan], [np.nan])
        text(fig, *at, [f"<b>{mode}</b>"], color=STROKES[mode]["color"], position="middle center")
