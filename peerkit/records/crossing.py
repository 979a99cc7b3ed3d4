"""The place at which the difference of two curves changes sign, for one record or a batch of them."""

import numpy as np

HALVINGS = 64


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
