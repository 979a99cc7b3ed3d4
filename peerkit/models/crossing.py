"""Where a difference of two curves changes sign, for one record or a batch of them."""

import numpy as np

GRID = 400
HALVINGS = 64


def last_crossing(difference, low, high, *, shape=()):
    """The largest x in [low, high] above which `difference` keeps its sign, and NaN where it never changes sign.

    `difference` takes an array of x whose last axis runs along the grid and broadcasts over the batch `shape` in front
    of it. x is searched on a logarithmic grid of 400 points and refined by bisection, so crossings closer together than
    one grid step (factor (high/low)**(1/400)) can be missed as a pair; the sign at both ends is always respected.

    >>> print(last_crossing(lambda x: x**2 - 9, 1, 100).round(9))
    3.0
    """
    grid = np.geomspace(low, high, GRID)
    positive = np.broadcast_to(difference(grid) > 0, (*shape, GRID))
    changes = positive[..., 1:] != positive[..., :-1]
    found = changes.any(axis=-1)
    last = np.where(found, GRID - 2 - np.argmax(changes[..., ::-1], axis=-1), 0)
    sign = np.where(np.take_along_axis(positive, (last + 1)[..., None], axis=-1)[..., 0], 1, -1)
    root = bisection(lambda x: sign * difference(x[..., None])[..., 0], grid[last], grid[last + 1])
    return np.where(found, root, np.nan)[()]


def bisection(difference, low, high):
    """The root between `low` > 0, where `difference` is not positive, and `high`, where it is; arrays broadcast.

    Halving happens in the logarithm, so that a root near 1 is as exact as one near 1e20.

    >>> print(bisection(lambda x: x**2 - 9, 1.0, 1e30).round(9))
    3.0
    """
    for _ in range(HALVINGS):
        middle = np.sqrt(low) * np.sqrt(high)
        beyond = difference(middle) > 0
        low, high = np.where(beyond, low, middle), np.where(beyond, middle, high)
    return np.sqrt(low) * np.sqrt(high)
