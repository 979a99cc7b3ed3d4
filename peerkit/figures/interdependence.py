"""The cost of interdependent parts: the best design there is, and the end of a search that changes one part at a time."""

from functools import lru_cache

import numpy as np

from peerkit.figures.drawing import end_labels, figure, line, marks
from peerkit.figures.theme import LIGHT
from peerkit.figures.words import number, percent
from peerkit.models.interdependence import (
    LARGEST_BLOCK,
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
    widest = min(parts, LARGEST_BLOCK)
    sizes = np.arange(1, widest + 1)
    each = Interdependence.batch(components=parts, block_size=sizes)
    best, reached = expected_best(each), averaged_over_blocks(each, _end)
    ends = searches(interdependence, np.random.default_rng(SEED), SHOWN).performance
    low, high = min(0.41, ends.min() - 0.06), max(0.84, ends.max() + 0.02)
    x_range = (1 - 0.04 * max(widest, 2), 1.04 * max(widest, 2))
    fig = figure(
        "parts that depend on each other [parts per block]",
        "score of a design [0 to 1]",
        x_range=x_range,
        y_range=(low, high),
    )
    if widest <= 8:
        fig.update_xaxes(dtick=1)
    _dots(fig, block + 0.02 * widest * np.linspace(-1, 1, SHOWN), ends)
    lines = ((np.full(widest, 0.5), "blind", "soft"), (best, "best", "firm"), (reached, "found", "peers"))
    for values, name, role in lines:
        line(fig, sizes, values, name, role, hover="blocks of %{x}: %{y:.2f}", label=False)
    end_labels(fig, [(1.03 * widest, values[-1], name, role) for values, name, role in lines], gap=0.06 * (high - low))
    words = [f"finds {number(reached[block - 1], 2)}: of {number(best[block - 1], 2)}", ""]
    side = "top left" if block > widest / 2 else "top right"
    return marks(fig, [block] * 2, [reached[block - 1], best[block - 1]], words, floor=low + 0.01, position=side)


def _dots(fig, x, ends):
    fig.add_scatter(
        x=x,
        y=ends,
        mode="markers",
        name=f"where {SHOWN} searches ended",
        marker={"color": LIGHT["peers"], "size": 7, "opacity": 0.35},
        hovertemplate="one search ended at %{y:.2f}<extra></extra>",
    )


def summary(interdependence):
    """The figure in words.

    >>> summary(Interdependence())  # doctest: +NORMALIZE_WHITESPACE
    'The best of 4,096 designs scores 0.74 out of 1. People who change one part at a time stop at 0.69, after 5 changes. This
    is 81% of the way from a blind pick (0.5) to the best. On average 16 designs look finished, because no single change
    improves them. (The figure shows 40 searches; the line is the mean of 600 or more. Seed 2024.)'
    """
    i = interdependence
    best, reached, steps = expected_best(i), mean_end(i), number(mean_changes(i), 2)
    return (
        f"The best of {_designs(i.components)} scores {number(best, 2)} out of 1. People who change one part at a time stop at "
        f"{number(reached, 2)}, after {steps} change{'s' * (steps != '1')}. This is "
        f"{percent(share_of_the_way(i))} of the way from a blind pick (0.5) to the best. {_finished(i)} "
        f"(The figure shows {SHOWN} searches; the line is the mean of {FEWEST} or more. Seed {SEED}.)"
    )


def mean_end(interdependence):
    """Mean score at which a search ends, from 600 searches or more [0 to 1]."""
    return averaged_over_blocks(interdependence, _end)


def mean_changes(interdependence):
    """Mean number of changes until a search ends, from 600 searches [changes]."""
    return searches(interdependence, np.random.default_rng(SEED), FEWEST).changes.mean()


def share_of_the_way(interdependence):
    """Distance that a search covers from a blind pick (0) to the best design (1) [share]."""
    return min(1.0, (mean_end(interdependence) - 0.5) / (expected_best(interdependence) - 0.5))


def _designs(parts):
    return f"{number(2.0**parts, 4)} designs" if parts < 50 else "all designs (far more than anybody could list)"


def _finished(interdependence):
    stuck = expected_local_optima(interdependence)
    if stuck <= 1.05:
        return "Only the best looks finished: any other can be improved by a single change."
    many = number(stuck) if stuck < 1e15 else "more than a thousand trillion"
    return f"On average {many} designs look finished, because no single change improves them."


@lru_cache
def _end(block):
    """The score at which a search in one block ends on average; smaller blocks are searched more often, because they vary more."""
    if block == 1:
        return expected_best(Interdependence(components=1, block_size=1))
    record = Interdependence(components=block, block_size=block)
    return float(searches(record, np.random.default_rng(SEED), FEWEST * 20 // block).performance.mean())
