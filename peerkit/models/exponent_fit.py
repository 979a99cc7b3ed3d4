r"""The exponent of a power law between size and value, read off a line through the logarithms.

.. math:: \ln V_i = \text{const} + \hat\beta \ln n_i

With a standard error, an interval, and the change when one observation is left out or other years are chosen.

The 95% interval is Student's and takes the errors of the observations for independent. Its coverage, simulated for
the six sizes of Facebook with errors of 10% (20,000 series each; ``tests/models/test_exponent_fit.py``):

======================  ==================  ====================  ====================
observations            independent errors  correlation 0.5       correlation 0.7
======================  ==================  ====================  ====================
3                       95%                 93%                   93%
4                       95%                 91%                   89%
6                       95%                 86%                   79%
======================  ==================  ====================  ====================

The range with one observation left out is no interval at all: with six independent observations it holds the truth in
53% of the series.

Source: least squares is elementary. The windows are peerkit's own.
"""

from typing import NamedTuple

import numpy as np
from scipy.special import stdtrit

from peerkit.records.checks import LARGEST, at_least, numbers, word

FEWEST = 3
SAME_SIZE = 1e-9
"""Difference of logarithms below which two sizes count as the same: a slope over less is made of rounding."""
EXPONENT_CAVEAT = (
    "The exponent changes with the years chosen and with any single observation left out; revenue is not value; size "
    "and the calendar rise together. The 95% interval takes the errors for independent: where they persist from year to "
    "year (correlation 0.7, six years) it covers 79%."
)


class Exponent(NamedTuple):
    """A free exponent with its 95% interval, and its range when any one observation is left out (which is no interval).

    `outcome` is ``"estimated"``, or ``"too few observations"`` (under three) or ``"no variation in size"``, both with
    NaN estimates.
    """

    exponent: float
    log_prefactor: float
    standard_error: float
    low: float
    high: float
    observations: int
    lowest_left_one_out: float
    highest_left_one_out: float
    outcome: str
    evidence_against: str


class WindowExponents(NamedTuple):
    """The exponent of every run of consecutive observations, from `first` to `last` (positions, both included).

    `lowest` and `highest` are NaN where no run holds two different sizes.
    """

    first: np.ndarray
    last: np.ndarray
    exponent: np.ndarray
    standard_error: np.ndarray
    lowest: float
    highest: float
    evidence_against: str


def loglog_exponent(members, values):
    r"""The exponent :math:`\beta` of :math:`V = c\,n^\beta`, from a straight line through the logarithms.

    `members` n > 0 [people] and `values` V > 0 [any unit] are arrays of equal length. The 95% interval is Student's,
    with m - 2 degrees of freedom and independent errors.

    >>> from peerkit.models.network_fit import FACEBOOK
    >>> line = loglog_exponent(FACEBOOK.members, FACEBOOK.values)
    >>> print(round(line.exponent, 2), "+-", round(line.standard_error, 2))
    1.96 +- 0.12
    >>> print(round(line.lowest_left_one_out, 2), "to", round(line.highest_left_one_out, 2))
    1.84 to 2.12

    Source: elementary least squares.
    """
    size, value = observations(members, values)
    return regression(np.log(size), np.log(value), np.ones(size.size, bool))


def fitted_values(exponent, members):
    r"""The value on the line of an `Exponent` at `members` n > 0 [people]: :math:`e^{c} n^{\hat\beta}` [unit of the values].

    >>> from peerkit.models.network_fit import FACEBOOK
    >>> line = loglog_exponent(FACEBOOK.members, FACEBOOK.values)
    >>> print(round(float(fitted_values(line, FACEBOOK.members[0])) / 1e6), "million USD")
    726 million USD

    Source: elementary. It is the geometric middle of the values, not their mean.
    """
    return np.exp(exponent.log_prefactor + exponent.exponent * np.log(np.asarray(members, float)))[()]


def exponents_by_window(members, values, shortest=FEWEST):
    """The exponent of every run of at least `shortest` >= 3 consecutive observations: how much depends on the window.

    >>> from peerkit.models.network_fit import FACEBOOK
    >>> runs = exponents_by_window(FACEBOOK.members, FACEBOOK.values)
    >>> print(len(runs.exponent), "windows, exponents from", round(runs.lowest, 2), "to", round(runs.highest, 2))
    10 windows, exponents from 1.73 to 3.22

    Source: peerkit's own. Short windows are noisy as well as different; the standard errors say how noisy.
    """
    if not (at_least(FEWEST, "shortest", shortest) == np.round(shortest)):
        raise ValueError(f"shortest must be a whole number of at least {FEWEST}, got {shortest}")
    size, value = observations(members, values)
    if not size.size >= shortest:
        raise ValueError(f"members must hold at least {shortest} observations (shortest), got {size.size}")
    first, last = np.triu_indices(size.size, shortest - 1)
    place = np.arange(size.size)
    line = regression(np.log(size), np.log(value), (first[:, None] <= place) & (place <= last[:, None]))
    known = line.exponent[np.isfinite(line.exponent)]
    lowest, highest = (float(known.min()), float(known.max())) if known.size else (np.nan, np.nan)
    said = (
        f"The same {size.size} observations give exponents from {lowest:.2f} to {highest:.2f} in {known.size} windows."
    )
    return WindowExponents(
        first=first,
        last=last,
        exponent=line.exponent,
        standard_error=line.standard_error,
        lowest=lowest,
        highest=highest,
        evidence_against=said if known.size else "No window holds two different sizes, so there is no exponent.",
    )


def regression(x, y, inside):
    """The `Exponent` of y on x, both logarithms, along the last axis, over the observations that are `inside`.

    >>> print(regression([0.0, 1, 2, 9], [0.0, 2, 4, 0], [True, True, True, False]).exponent)
    2.0

    Source: elementary least squares; one observation left out at a time by its leverage.
    """
    x, y, inside = np.broadcast_arrays(x, y, inside)
    count = inside.sum(-1)
    across = np.where(inside, x, -np.inf).max(-1, initial=-np.inf) - np.where(inside, x, np.inf).min(-1, initial=np.inf)
    fit = (count >= FEWEST) & (across > SAME_SIZE)
    many = np.where(fit, count, FEWEST)
    mean_x, mean_y = (np.where(inside, column, 0.0).sum(-1) / many for column in (x, y))
    dx, dy = (np.where(inside, c - m[..., None], 0.0) for c, m in ((x, mean_x), (y, mean_y)))
    sxx = np.where(fit, (dx**2).sum(-1), 1.0)
    slope = (dx * dy).sum(-1) / sxx
    residual = dy - slope[..., None] * dx
    error = np.sqrt((residual**2).sum(-1) / (many - 2) / sxx)
    half = stdtrit(many - 2, 0.975) * error
    outcome = np.where(fit, "estimated", np.where(count < FEWEST, "too few observations", "no variation in size"))
    lowest, highest = _left_one_out(slope, dx, residual, sxx, many, inside)

    def known(estimate):
        return np.where(fit, estimate, np.nan)[()]

    return Exponent(
        exponent=known(slope),
        log_prefactor=known(mean_y - slope * mean_x),
        standard_error=known(error),
        low=known(slope - half),
        high=known(slope + half),
        observations=count[()],
        lowest_left_one_out=known(lowest),
        highest_left_one_out=known(highest),
        outcome=word(outcome),
        evidence_against=EXPONENT_CAVEAT,
    )


def _left_one_out(slope, dx, residual, sxx, many, inside):
    """The lowest and highest slope when one observation is left out, by its leverage."""
    # Leaving out an observation whose leverage is 1 leaves no slope at all; it is passed over.
    freedom = 1 - 1 / many[..., None] - dx**2 / sxx[..., None]
    safe = inside & (freedom > 1e-12)
    one_out = slope[..., None] - dx * residual / (sxx[..., None] * np.where(safe, freedom, 1.0))
    lowest = np.where(safe, one_out, np.inf).min(-1, initial=np.inf)
    return lowest, np.where(safe, one_out, -np.inf).max(-1, initial=-np.inf)


def observations(members, values):
    """Both lists as arrays, refused by name unless they are equally long and hold numbers above 0.

    >>> [column.tolist() for column in observations([1, 2], [3, 4])]
    [[1.0, 2.0], [3.0, 4.0]]
    """
    size, value = (
        numbers(name, column) if len(np.shape(column)) and np.size(column) else np.asarray(column, float)
        for name, column in (("members", members), ("values", values))
    )
    if not (size.ndim == 1 and size.shape == value.shape):
        raise ValueError(f"members and values must be lists of equal length, got shapes {size.shape} and {value.shape}")
    for name, column in (("members", size), ("values", value)):
        possible = (column > 0) & (column <= LARGEST)
        if not np.all(possible):
            raise ValueError(f"{name} must be above 0 and at most {LARGEST:g}, got {column[~possible][0]:g}")
    return size, value
