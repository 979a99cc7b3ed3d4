"""Market, firm and peers: three curves of coordination cost, the cheapest of them, and where it changes."""

import numpy as np

from peerkit.figures.drawing import figure, glow, line, marks
from peerkit.figures.words import number, people
from peerkit.models.modes import MODES, Modes, costs, switches

LARGEST = 1000
DEEDS = {"market": "buy", "firm": "hire", "peers": "open up"}


def cost_curves(modes: Modes):
    """Coordination cost of the three modes against the number of contributors, cheapest highlighted; a `go.Figure`."""
    n = np.geomspace(1, LARGEST, 121)
    by_mode = costs(modes, n)
    cheapest = np.minimum.reduce(by_mode)
    bounds = (min(1.0, 0.8 * cheapest.min()), 1.3 * max(curve.max() for curve in by_mode))
    fig = figure(
        "contributors [people]",
        "coordination cost [contracts]",
        x_log=True,
        y_log=True,
        x_range=(1, LARGEST),
        y_range=bounds,
    )
    glow(fig, n, cheapest, "cheapest mode")
    hover = "%{x:,.0f} people: %{y:,.3~s} contracts"
    for mode in MODES:
        line(fig, n, getattr(by_mode, mode), mode, mode, hover=hover)
    borders = switches(modes, LARGEST)
    sizes = [border.size for border in borders]
    heights = [min(costs(modes, size)) for size in sizes]
    words = [f"{people(border.size)} people: {DEEDS[border.after]}" for border in borders]
    return marks(fig, sizes, heights, words, floor=bounds[0], position="top right")


def summary(modes):
    """What the figure says, in words.

    >>> from peerkit.models.modes import Modes
    >>> summary(Modes())  # doctest: +NORMALIZE_WHITESPACE
    'Peers are cheapest from 78 people on. Up to 5 it is a market, then a firm.
    Halving the cost of the commons would bring peers in at 54.'
    """
    borders = switches(modes)
    if not borders:
        only = _cheapest_everywhere(modes)
        return f"{only} at every size up to a million people."
    last = borders[-1]
    names = [borders[0].before, *(border.after for border in borders)]
    ends = [f"{_before(border.size)} it is {_article(name)}" for border, name in zip(borders, names, strict=False)]
    before = f"Up to {ends[0]}" + "".join(f", then {_article(name)}" for name in names[1:-1]) + "."
    return f"{_verb(last.after)} cheapest from {people(last.size)} people on. {before}{_counterfactual(modes, last)}"


def _counterfactual(modes, last):
    if last.after != "peers":
        return ""
    halved = switches(modes.replace(commons_cost=modes.commons_cost / 2))
    if not halved:
        return " Halving the cost of the commons would make peers cheapest at every size."
    if halved[-1].after != "peers":
        return ""
    return f" Halving the cost of the commons would bring peers in at {people(halved[-1].size)}."


def _cheapest_everywhere(modes):
    by_mode = costs(modes, 1000.0)
    name = MODES[int(np.argmin(by_mode))]
    return f"{_verb(name)} cheapest"


def _before(size):
    return number(int(np.floor(size)), digits=6)


def _verb(mode):
    return {"market": "A market is", "firm": "A firm is", "peers": "Peers are"}[mode]


def _article(mode):
    return {"market": "a market", "firm": "a firm", "peers": "peers"}[mode]
