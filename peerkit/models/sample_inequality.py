r"""Inequality of a sample: Lorenz curve, Gini coefficient and top shares of data, with standard errors.

.. math:: G = \frac{2\sum_i i\,x_{(i)}}{n\sum_i x_i} - \frac{n+1}{n}

Data come as they are, one number per person, or as counts of counts (values and how many people have each), which hold
the same information. What one exponent says about a whole community is in `peerkit.models.inequality`.

No interval is given. The usual one, two standard errors to either side, misses the true figure far too often when a few
people make most contributions, and a sample cannot show that it is not of this kind: `HELD` has what was measured.

Source: elementary; standard errors by the delta method; the share of intervals that hold is peerkit's own measurement
(tests/models/interval_coverage.py).
"""

from typing import NamedTuple

import numpy as np

from peerkit.records.checks import numbers

HELD = {20: (0.13, 0.90), 100: (0.27, 0.94), 1000: (0.32, 0.95), 10_000: (0.30, 0.95)}
"""By size of the sample: the smallest and largest share of samples in which two standard errors either side of the Gini
coefficient held the true one, out of power laws with exponents 2.1 to 3.5, a lognormal and an exponential law; 0.95 is what
such an interval promises. The smallest share is that of exponent 2.1."""


class LorenzCurve(NamedTuple):
    """Cumulative fraction of people, poorest first, and of contributions [1]; both start at 0 and end at 1."""

    people: np.ndarray
    contributions: np.ndarray


class Estimate(NamedTuple):
    """A figure of a sample [1] with its standard error to first order, the number of contributors, and what speaks against it."""

    estimate: float
    standard_error: float
    contributors: float
    evidence_against: str


LARGEST = 1e150
"""Beyond every count; the square of a contribution must stay a number of the machine."""


def histogram(contributions, counts=None, name="contributions"):
    """Each distinct value, smallest first, and how often it occurs: all that the measures below need of a sample.

    `contributions` x >= 0 are one number per person; or, with `counts`, values and the number of people who have each.
    A refusal speaks of them by `name`.

    >>> [part.tolist() for part in histogram([3, 1, 1, 5])]
    [[1.0, 3.0, 5.0], [2.0, 1.0, 1.0]]
    """
    values = _checked(name, contributions)
    if counts is None:
        values, times = np.unique(values, return_counts=True)
        return values, times.astype(float)
    times = _checked("counts", counts)
    if times.shape != values.shape or not times.sum() > 0:
        raise ValueError(f"counts must not all be 0 and be as many as the {values.size} {name}, got {times.size}")
    values, where = np.unique(values, return_inverse=True)
    times = np.bincount(where, times)
    return values[times > 0], times[times > 0]


def lorenz_curve(contributions, counts=None):
    """The Lorenz curve of a sample: what the least active half, nine tenths, ... of the people did together [1].

    Equal contributors lie on a straight line, so only its ends come back. `counts`: see `histogram`.

    >>> [part.tolist() for part in lorenz_curve([1, 1, 2, 4])]
    [[0.0, 0.5, 0.75, 1.0], [0.0, 0.25, 0.5, 1.0]]
    """
    values, times = histogram(contributions, counts)
    people, work = np.cumsum(times), np.cumsum(values * times)
    if not work[-1] > 0:
        raise ValueError("contributions must not all be 0")
    return LorenzCurve(np.append(0.0, people / people[-1]), np.append(0.0, work / work[-1]))


def sample_gini(contributions, counts=None):
    r"""Gini coefficient of a sample [1], without the small-sample factor n/(n-1), with its standard error.

    .. math:: G = \frac{2\sum_i i\,x_{(i)}}{n\sum_i x_i} - \frac{n+1}{n}

    >>> print(round(float(sample_gini([1, 2, 3, 4, 5]).estimate), 6))
    0.266667

    Source: elementary; the standard error is the delta method as in R. Davidson, Reliable inference for the Gini index,
    Journal of Econometrics 150, 2009, 30-40 (unconfirmed).
    """
    values, times = histogram(contributions, counts)
    curve = lorenz_curve(values, times)
    gini = 1 - np.sum(np.diff(curve.people) * (curve.contributions[1:] + curve.contributions[:-1]))
    people, total = times.sum(), np.sum(values * times)
    below, work_below = curve.people[:-1] * people, curve.contributions[:-1] * total
    influence = (2 * (below * values - work_below) - values) / people - (gini + 1) * values
    return Estimate(gini, _standard_error(influence, times, total), people, _caveat(values, times))


def sample_top_share(contributions, top_fraction=0.01, counts=None):
    """Share of all contributions made by the most active fraction of a sample [1], with its standard error.

    `top_fraction` 0 < P <= 1 [fraction of people]. Where P times the people is not whole, one person counts in part.

    >>> print(round(float(sample_top_share([500, 40, 12, 6, 3, 2, 1, 1, 1, 1, 1, 1], 0.25).estimate), 4))
    0.9701

    Source: elementary; the standard error is the delta method, peerkit's own derivation.
    """
    if not 0 < numbers("top_fraction", top_fraction) <= 1:
        raise ValueError(f"top_fraction must be above 0 and at most 1, got {top_fraction}")
    values, times = histogram(contributions, counts)
    curve = lorenz_curve(values, times)
    share = 1 - np.interp(1 - top_fraction, curve.people, curve.contributions)
    smallest = values[np.searchsorted(curve.people[1:], 1 - top_fraction, side="right").clip(max=values.size - 1)]
    influence = np.maximum(values - smallest, 0) - share * values
    error = _standard_error(influence, times, np.sum(values * times))
    return Estimate(share, error, times.sum(), _caveat(values, times))


def _checked(name, listed):
    values = np.zeros(0) if np.size(listed) == 0 else numbers(name, listed)
    if values.ndim != 1 or not values.size:
        raise ValueError(f"{name} must be a list with at least one number, got shape {values.shape}")
    wrong = ~((values >= 0) & (values <= LARGEST))
    if np.any(wrong):
        raise ValueError(f"{name} must be at least 0 and at most {LARGEST:g}, got {values[wrong][0]}")
    return values


def _standard_error(influence, times, total):
    people = times.sum()
    spread = influence - np.sum(influence * times) / people
    return np.sqrt(np.sum(times * spread**2)) / total


def _caveat(values, times):
    people = times.sum()
    largest = values[-1] / np.sum(values * times)
    size = min(HELD, key=lambda n: abs(np.log(n / people)))
    least, most = HELD[size]
    return (
        f"One person made {largest:.1%} of all contributions. No interval is given: in simulated samples of {size:,} people "
        f"two standard errors either side held the true Gini coefficient in only {least:.0%} of samples with a very heavy "
        f"tail (exponent 2.1) and in {most:.0%} at best, instead of 95%. With a heavy tail the figure also grows with the "
        "sample."
    )
