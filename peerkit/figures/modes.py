"""Market, firm and peers: three curves of coordination cost, the cheapest of them, and the sizes at which it changes."""

import numpy as np

from peerkit.figures.drawing import figure, glow, line, marks, round_end
from peerkit.figures.words import at_least_people, capital, headcount
from peerkit.models.modes import EVERYBODY, MODES, Modes, cheapest, costs, switches

FEWEST, MOST = 100, 1_000_000
"""The axis ends at a round number between these, beyond the last border."""

DEEDS = {"market": "buy", "firm": "hire", "peers": "open up"}
NAMES = {"market": "a market", "firm": "a firm", "peers": "peers"}


def cost_curves(modes: Modes):
    """Coordination cost of the three modes against the number of contributors, cheapest highlighted; a `go.Figure`."""
    borders = switches(modes, MOST / 2)
    last = round_end(max(FEWEST, *(10 * border.size for border in borders), 0) if borders else FEWEST)
    last = min(last, MOST)
    n = np.geomspace(1, last, 121)
    by_mode = costs(modes, n)
    cheapest_cost = np.minimum.reduce(by_mode)
    # A mode may cost nothing at first, which a logarithmic axis cannot show.
    bounds = (0.7 * float(cheapest_cost[cheapest_cost > 0].min()), 1.3 * float(max(curve.max() for curve in by_mode)))
    fig = figure(
        "contributors [people]",
        "coordination cost [contracts]",
        x_log=True,
        y_log=True,
        x_range=(1, last),
        y_range=bounds,
    )
    glow(fig, n, cheapest_cost, "cheapest mode")
    hover = "%{x:,.0f} people: %{y:,.3~s} contracts"
    for mode in MODES:
        line(fig, n, getattr(by_mode, mode), mode, mode, hover=hover)
    sizes = [border.size for border in borders]
    heights = [min(costs(modes, size)) for size in sizes]
    words = [f"{at_least_people(border.size)}: {DEEDS[border.after]}" for border in borders]
    return marks(fig, sizes, heights, words, floor=bounds[0], position="top right")


def summary(modes):
    """The borders in words.

    >>> summary(Modes())  # doctest: +NORMALIZE_WHITESPACE
    'From 78 people on, peers are cheapest. Up to 5 people a market is cheapest, then a firm. If the commons cost half
    as much, peers would be cheapest from 54 people on.'
    """
    borders = switches(modes, EVERYBODY)
    if not borders:
        return f"{capital(_are(cheapest(modes, 100)))} cheapest at every size."
    last = borders[-1]
    first, *between = [border.before for border in borders]
    then = "".join(f", then {NAMES[mode]}" for mode in between)
    return (
        f"From {at_least_people(last.size)} on, {_are(last.after)} cheapest. Up to {headcount(_below(borders[0].size))} "
        f"{_are(first)} cheapest{then}.{_counterfactual(modes, last)}"
    )


def _below(size):
    """The last whole number of people below a border, at least 1."""
    return max(1.0, np.ceil(size - 1e-9) - 1)


def _counterfactual(modes, last):
    """The border of the peers if the commons cost half as much; nothing where peers do not win in the end."""
    if last.after != "peers":
        return ""
    halved = switches(modes.replace(commons_cost=modes.commons_cost / 2), EVERYBODY)
    if not halved:
        return " If the commons cost half as much, peers would be cheapest at every size."
    if halved[-1].after != "peers":
        return ""
    return f" If the commons cost half as much, peers would be cheapest from {at_least_people(halved[-1].size)} on."


def _are(mode):
    return f"{NAMES[mode]} {'are' if mode == 'peers' else 'is'}"
