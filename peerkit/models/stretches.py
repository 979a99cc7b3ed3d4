"""The stretches of sizes at which one way of doing something saves against another, for a batch of records at once."""

from itertools import pairwise
from typing import Any, Callable, NamedTuple

import numpy as np

from peerkit.records.checks import word
from peerkit.records.crossing import bisection

LARGEST = 1e100
"""The largest size that is searched; a border beyond it is infinite."""


class Window(NamedTuple):
    """The sizes [people] between which one mode is cheaper than another, and a word for the kind of answer it is.

    Where there are two such stretches, `start` and `end` are those of the last one.
    """

    start: float
    end: float
    outcome: str


class Saving(NamedTuple):
    """The cost of one mode less that of another, by size, for all records of a batch.

    `gap` has its sign at every size; between neighbours among the `turns` it only rises or only falls; `at_last` is True
    where it is positive for all sizes from some size on.
    """

    gap: Callable[[Any], Any]
    turns: tuple[Any, ...]
    at_last: Any


def borders(saving):
    """The sizes at which a saving changes its sign, in order and NaN for none, and where it is positive between them."""
    start = np.ones_like(np.asarray(saving.at_last, float))
    stops = [start, *saving.turns, start * LARGEST]
    positive = [saving.gap(stop) > 0 for stop in stops]
    sizes = []
    for (low, high), (before, after) in zip(pairwise(stops), pairwise(positive), strict=True):
        changes = before != after
        tie = _tie(saving.gap, np.where(after, 1.0, -1.0), low, high) if changes.any() else low
        sizes.append(np.where(changes, tie, np.nan))
    sizes.append(np.where(positive[-1] != saving.at_last, np.inf, np.nan))
    return sizes, [*positive, saving.at_last]


def _tie(gap, way, low, high):
    """The size between `low` and `high` at which a gap changes its sign, rising (`way` 1) or falling (-1)."""
    return bisection(lambda n: way * gap(n), low, high)


def window_of(saving):
    """The `Window` of a saving: the sizes from one on at which it is positive [people].

    >>> window = window_of(Saving(lambda n: 3 - n, (), np.array(False)))
    >>> float(window.start), round(float(window.end), 6), window.outcome
    (0.0, 3.0, 'up to here')
    """
    sizes, positive = borders(saving)
    start, end = np.full_like(sizes[0], np.nan), np.full_like(sizes[0], np.nan)
    start, stretches = np.where(positive[0], 0.0, start), np.where(positive[0], 1, 0)
    for size, before, after in zip(sizes, positive[:-1], positive[1:], strict=True):
        opens, closes = ~before & after, before & ~after
        start, stretches = np.where(opens, size, start), stretches + opens
        end = np.where(closes, size, end)
    end = np.where(saving.at_last, np.inf, end)
    outcome = np.select(
        [
            stretches == 0,
            (stretches == 2) & saving.at_last,
            stretches == 2,
            saving.at_last & (start == 0),
            saving.at_last,
            start == 0,
        ],
        [
            "never cheaper",
            "at first and from here on",
            "at first and between",
            "always cheaper",
            "from here on",
            "up to here",
        ],
        "between",
    )
    return Window(start[()], end[()], word(outcome))
