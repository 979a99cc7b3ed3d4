"""Checks of a formula's arguments, and words for its answers; all models use the same ones."""

import numpy as np

LARGEST = 1e100
"""More than anything that can be counted; squares and cubes of it are still numbers of the machine."""


def numbers(name, values):
    """`values` as an array of floats; ValueError with their `name` if one is a text or a truth value.

    >>> numbers("members", "12")
    Traceback (most recent call last):
    ValueError: members must be a number, got '12'
    """
    array = np.asarray(values)
    if array.dtype.kind not in "iuf":
        raise ValueError(f"{name} must be a number, got {values!r}")
    return array.astype(float)


def number(name, values):
    """`values` as floats; ValueError with their `name` if one is not a number or is beyond anything that can be counted.

    >>> number("time", float("nan"))
    Traceback (most recent call last):
    ValueError: time must be a number, got nan
    >>> number("members", 1e300)
    Traceback (most recent call last):
    ValueError: members must be at most 1e+100, got 1e+300
    """
    checked = numbers(name, values)
    if np.any(np.isnan(checked)):
        raise ValueError(f"{name} must be a number, got {values}")
    return _countable(name, values, checked)


def at_least(least, name, values):
    """`values` as floats; ValueError with their `name` if one is below `least`, not a number or beyond counting.

    >>> at_least(0, "members", [3, 12])
    array([ 3., 12.])
    >>> at_least(1, "members", 0)
    Traceback (most recent call last):
    ValueError: members must be at least 1, got 0
    """
    checked = numbers(name, values)
    if not np.all(checked >= least):
        raise ValueError(f"{name} must be at least {least}, got {values}")
    return _countable(name, values, checked)


def above(least, name, values):
    """`values` as floats; ValueError with their `name` if one is not above `least` or is beyond counting.

    >>> above(0, "information_cost", 0.0)
    Traceback (most recent call last):
    ValueError: information_cost must be above 0, got 0.0
    """
    checked = numbers(name, values)
    if not np.all(checked > least):
        raise ValueError(f"{name} must be above {least}, got {values}")
    return _countable(name, values, checked)


def _countable(name, values, checked):
    if np.any(np.isinf(checked)):
        raise ValueError(f"{name} must be finite, got {values}")
    if np.any(checked > LARGEST):
        raise ValueError(f"{name} must be at most {LARGEST:g}, got {values}")
    if np.any(checked < -LARGEST):
        raise ValueError(f"{name} must be at least {-LARGEST:g}, got {values}")
    return checked


def between(least, most, name, values):
    """`values` as floats; ValueError with their `name` if one lies outside [`least`, `most`].

    >>> between(0, 1, "share", 1.2)
    Traceback (most recent call last):
    ValueError: share must be at least 0 and at most 1, got 1.2
    """
    checked = numbers(name, values)
    if not np.all((checked >= least) & (checked <= most)):
        raise ValueError(f"{name} must be at least {least} and at most {most}, got {values}")
    return checked


def but_for_rounding(first, second):
    """`first` less `second`; 0 where the two differ by no more than rounding.

    >>> print(but_for_rounding(0.1 + 0.2, 0.3), but_for_rounding(0.3, 0.2))
    0.0 0.09999999999999998
    """
    first, second = np.asarray(first, float), np.asarray(second, float)
    return np.where(np.isclose(first, second, rtol=1e-12, atol=0), 0.0, first - second)[()]


def word(outcome):
    """A kind of answer: a string for one record, an array of strings for a batch.

    >>> word(np.array("interior"))
    'interior'
    """
    outcome = np.asarray(outcome)
    return str(outcome) if outcome.ndim == 0 else outcome
