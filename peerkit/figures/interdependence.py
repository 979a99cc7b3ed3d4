"""What interdependent parts cost: the best design there is, and where a search one part at a time gets stuck."""

from functools import lru_cache

import numpy as np

from peerkit.figures.drawing import end_labels, figure, line, marks
from peerkit.figures.theme import LIGHT
from peerkit.figures.words import number, percent
from peerkit.models.interdependence import (
    Interdependence,
    averaged_over_blocks,
    expected_best,
    expected_local_optima,
)
from peerkit.models.local_search import searches

SEED = 2024
SHOWN = 40
FEWEST = 600


def best_and_found(interdependence: Interdependence):
    """The best design and the one a search finds, against the parts that depend on each other; a `go.Figure`."""
    parts, block = interdependence.components, min(interdependence.block_size, interdependence.components)
    sizes = np.arange(1, parts + 1)
    each = Interdependence.batch(components=parts, block_size=sizes)
    best, found = expected_best(each), averaged_over_blocks(each, _end)
    ends = searches(interdependence, np.random.default_rng(SEED), SHOWN).performance
    low, high = min(0.41, ends.min() - 0.06), max(0.84, ends.max() + 0.02)
    fig = figure(
        "parts that depend on each other [parts per block]",
        "how well a design does [0 to 1]",
        x_range=(1 - 0.04 * parts, 1.04 * parts),
        y_range=(low, high),
    )
    if parts <= 8:
        fig.update_xaxes(dtick=1)
    _dots(fig, block + 0.02 * parts * np.linspace(-1, 1, SHOWN), ends)
    hover = "blocks of %{x}: %{y:.3f}"
    line(fig, sizes, np.full(parts, 0.5), "blind", "soft", hover="a design picked blindly: %{y}", label=False)
    line(fig, sizes, best, "best", "firm", hover=hover, label=False)
    line(fig, sizes, found, "found", "peers", hover=hover, label=False)
    last = ((best[-1], "best", "firm"), (found[-1], "found", "peers"), (0.5, "blind", "soft"))
    end_labels(fig, [(1.03 * parts, *end) for end in last], gap=0.06 * (high - low))
    words = [f"finds {number(found[block - 1])}: of {number(best[block - 1])}", ""]
    side = "top left" if block > parts / 2 else "top right"
    return marks(fig, [block] * 2, [found[block - 1], best[block - 1]], words, floor=low + 0.01, position=side)


def _dots(fig, x, ends):
    fig.add_scatter(
        x=x,
        y=ends,
        mode="markers",
        name=f"where {SHOWN} searches ended",
        marker={"color": LIGHT["peers"], "size": 7, "opacity": 0.35},
        hovertemplate="one search ended at %{y:.3f}<extra></extra>",
    )


def summary(interdependence):
    """What the figure says, in words.

    >>> summary(Interdependence())  # doctest: +NORMALIZE_WHITESPACE
    'Of 4,096 designs the best does 0.736. Changing one part at a time, people stop at 0.69 after 5 changes, 81% of the way
    from a blind pick to the best. On average 16 designs look finished: no single change helps. (40 searches are drawn, the line is
    the mean of 600 or more; seed 2024.)'
    """
    i = interdependence
    best, found = expected_best(i), averaged_over_blocks(i, _end)
    changes = searches(i, np.random.default_rng(SEED), FEWEST).changes.mean()
    stuck, steps = expected_local_optima(i), number(changes, 2)
    dead = (
        f"On average {number(stuck)} designs look finished: no"
        if stuck > 1.05
        else "Only the best looks finished: anywhere else a"
    )
    reached = (found - 0.5) / (best - 0.5)
    return (
        f"Of {number(2.0**i.components, 4)} designs the best does {number(best)}. Changing one part at a time, people "
        f"stop at {number(found)} after {steps} change{'s' * (steps != '1')}, {percent(reached)} of the way from a blind pick to "
        f"the best. {dead} single change helps. ({SHOWN} searches are drawn, the line is the mean of {FEWEST} or "
        f"more; seed {SEED}.)"
    )


@lru_cache
def _end(block):
    """Where a search in one block ends on average; smaller blocks are searched more often, because they vary more."""
    if block == 1:
        return expected_best(Interdependence(components=1, block_size=1))
    record = Interdependence(components=block, block_size=block)
    return float(searches(record, np.random.default_rng(SEED), FEWEST * 20 // block).performance.mean())
