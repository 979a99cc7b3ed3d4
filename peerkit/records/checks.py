"""What all models do alike with what they are asked and what they answer."""

import numpy as np


def at_least(least, name, values):
    """`values` as floats; ValueError with their `name` if one is below `least` or not a number.

    >>> at_least(0, "members", [3, 12])
    array([ 3., 12.])
    >>> at_least(1, "members", 0)
    Traceback (most recent call last):
    ValueError: members must be at least 1, got 0
    """
    numbers = np.asarray(values, float)
    if not np.all(numbers >= least):
        raise ValueError(f"{name} must be at least {least}, got {values}")
    return numbers


def word(outcome):
    """A kind of answer: a string for one record, an array of strings for a batch.

    >>> word(np.array("interior"))
    'interior'
    """
    return str(outcome) if outcome.ndim == 0 else outcome
