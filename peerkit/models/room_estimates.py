r"""Parameters of the models estimated from the answers of a room, each with an interval that was tried on simulated rooms.

.. math::
    \hat\varepsilon = \frac{n}{\sum_i -\ln r_i}, \qquad \frac{2 n \varepsilon}{\hat\varepsilon} \sim \chi^2_{2n}, \qquad
    P_g(\text{nobody}) = \binom{N-V}{g}\Big/\binom{N}{g}

Thresholds are whole numbers of others, cut off at nobody and at never: the normal law is fitted to what lies between two whole
numbers, and the ends of an interval are where twice the loss of log-likelihood reaches the square of Student's quantile.

Source: elementary; maximum likelihood for censored data is textbook statistics. The shares of intervals that hold (`HELD`) are
peerkit's own measurement (tests/models/test_room_estimates.py).
"""

from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq, minimize, minimize_scalar
from scipy.special import gammaln, log_ndtr, stdtrit
from scipy.stats import chi2

from peerkit.models.rooms import LEVEL, Interval, chance_by_lot, chance_without_one, share_interval
from peerkit.records.checks import at_least, between, number, numbers

CELL = 0.005
"""Half the step of the slider on which shares are given [fraction]."""
LEAST = {"thresholds": 15, "coverage": 20, "gain": 12, "elasticity": 10, "retention": 4}
"""People (for retention, chains) below which no interval is given."""

HELD = {
    "mean threshold": {15: 0.96, 30: 0.96},
    "spread of thresholds": {15: 0.96, 30: 0.94},
    "chance by lot": {20: 0.97, 30: 0.97},
    "gain": {12: 0.96, 30: 0.95, 300: 0.95},
    "nobody pays": {10: 0.95, 30: 0.95, 300: 0.95},
    "elasticity": {10: 0.95, 30: 0.94, 300: 0.94},
    "retention": {4: 0.94, 7: 0.94, 20: 0.95},
}
"""By estimate and size of the room: the share of simulated rooms in which the interval held the truth; 0.95 is what it promises."""


class ThresholdFit(NamedTuple):
    """Mean and spread of a room's thresholds, in shares of the others, each an `Interval`; NaN where they cannot be told."""

    mean: Interval
    spread: Interval


def threshold_fit(answers, others):
    """The normal law behind a room's thresholds, cut off at both ends; a `ThresholdFit`.

    `answers` are whole numbers from 0 to `others`, infinite for "never". With fewer than `LEAST` answers the ends are NaN, and
    where all answers are alike the spread is NaN.

    >>> fit = threshold_fit([0, 1, 2, 3, 3, 4, 5, 5, 6, 7, 8, 9, 12, 15, np.inf], 19)
    >>> [round(each, 2) for each in fit.mean], round(fit.spread.value, 2)
    ([0.35, 0.16, 0.54], 0.31)
    """
    given = np.ravel(numbers("answers", answers))
    most = float(at_least(1, "others", others))
    if np.any(np.isnan(given)) or np.any((given < 0) | ((given > most) & np.isfinite(given))):
        raise ValueError(f"answers must be from 0 to {most:g} or infinite, got {answers!r}")
    # Equal answers are equally likely: in a room of thousands most of them are.
    told_once, times = np.unique(given, return_counts=True)
    low = np.where(told_once <= 0, -np.inf, (told_once - 0.5) / most)
    high = np.where(told_once >= most, np.inf, (told_once + 0.5) / most)
    low = np.where(np.isinf(told_once), 1 + 0.5 / most, low)
    high = np.where(np.isfinite(told_once) & (told_once >= most), 1 + 0.5 / most, high)
    nothing = Interval(np.nan, np.nan, np.nan)
    if told_once.size < 3:
        return ThresholdFit(nothing, nothing)

    def loss(mean, log_spread):
        scale = np.exp(log_spread)
        return -float(np.sum(times * _log_between((low - mean) / scale, (high - mean) / scale)))

    start = np.clip(np.where(np.isinf(given), 1.2 * most, given) / most, -1, 2)
    best = minimize(
        lambda at: loss(*at), [start.mean(), np.log(max(start.std(), 0.05))], method="Nelder-Mead",
        options={"xatol": 1e-5, "fatol": 1e-7},
    )  # fmt: skip
    mean, log_spread = best.x
    told = ThresholdFit(Interval(float(mean), np.nan, np.nan), Interval(float(np.exp(log_spread)), np.nan, np.nan))
    if given.size < LEAST["thresholds"]:
        return told
    allowed = best.fun + stdtrit(given.size - 1, LEVEL) ** 2 / 2

    step = np.exp(log_spread)

    def at_mean(value):
        return minimize_scalar(lambda at: loss(value, at), (log_spread, log_spread + 0.1), tol=1e-5).fun - allowed

    def at_spread(value):
        return minimize_scalar(lambda at: loss(at, value), (mean, mean + 0.1 * step), tol=1e-5).fun - allowed

    ends = [_end(at_mean, mean, side * step) for side in (-1, 1)]
    widths = [np.exp(_end(at_spread, log_spread, side * 0.5)) for side in (-1, 1)]
    return ThresholdFit(Interval(float(mean), *map(float, ends)), Interval(float(step), *map(float, widths)))


def _log_between(low, high):
    """Log of the normal probability between `low` and `high`, also far out."""
    # Both ends are turned to the lower tail, where the logarithm keeps its digits.
    turn = low > 0
    a, b = np.where(turn, -high, low), np.where(turn, -low, high)
    upper, lower = log_ndtr(b), log_ndtr(a)
    return upper + np.log1p(-np.exp(np.minimum(lower - upper, -1e-15)))


def _end(rises, inside, step):
    """The place beyond `inside`, in steps, where a function that is negative there reaches zero."""
    outside = inside + step
    for _ in range(12):
        if rises(outside) > 0:
            return brentq(rises, inside, outside, xtol=1e-4)
        outside += 2 * (outside - inside)
    return np.sign(step) * np.inf


def supply_elasticity_fit(kept):
    r"""The elasticity of supply behind the lowest shares that people stay for, an `Interval`.

    `kept` are the shares r in (0, 1] left to those who would still stay; a supply :math:`r^\varepsilon` makes :math:`-\ln r`
    exponential, so the interval is
    that of an exponential sample; shares are taken as given in whole percent. The ends are NaN below `LEAST` people; the value is NaN where all stay for everything.

    >>> [round(each, 2) for each in supply_elasticity_fit([0.3, 0.5, 0.5, 0.6, 0.7, 0.7, 0.8, 0.8, 0.9, 0.95])]
    [2.26, 1.09, 3.87]
    """
    r = np.ravel(between(0, 1, "kept", kept))
    # What a slider gives lies half a percent to either side; below half a percent only a bound is known.
    low, high = np.maximum(r - CELL, CELL), np.minimum(r + CELL, 1.0)
    bounded = r > CELL
    inside = 1 - (high * np.log(high) - low * np.log(low)) / np.where(bounded, high - low, 1.0)
    logs = np.where(bounded, inside, -np.log(CELL))
    told = int(bounded.sum())
    if not told or np.all(r >= 1):
        return Interval(np.nan, np.nan, np.nan)
    value = told / logs.sum()
    if r.size < LEAST["elasticity"]:
        return Interval(float(value), np.nan, np.nan)
    low, high = chi2.ppf([1 - LEVEL, LEVEL], 2 * told) / (2 * told)
    return Interval(float(value), float(value * low), float(value * high))


def nobody_pays(yes, people, group):
    """Chance that nobody pays in a `group` drawn by lot from a room in which `yes` of `people` would, an `Interval`.

    The value is exact for this room. Its ends come from Wilson's interval for the share of payers; NaN below 10 people.

    >>> [round(each, 3) for each in nobody_pays(6, 24, 5)]
    [0.202, 0.051, 0.528]
    """
    n, said, g = (
        int(at_least(1, "people", people)),
        int(between(0, people, "yes", yes)),
        int(between(1, people, "group", group)),
    )
    without = n - said
    logs = (
        gammaln(without + 1) - gammaln(without - g + 1) + gammaln(n - g + 1) - gammaln(n + 1)
        if g <= without
        else -np.inf
    )
    value = float(np.exp(logs))
    if n < 10:
        return Interval(value, np.nan, np.nan)
    share = share_interval(said, n)
    return Interval(value, float((1 - share.high) ** g), float((1 - share.low) ** g))


def chance_by_lot_interval(marks, team):
    """Chance that a `team` drawn by lot has every skill, an `Interval` for similar rooms: a jackknife over people.

    It works on the logarithm of minus the logarithm of the chance, where it is nearly symmetric. The ends are NaN below `LEAST`
    people, and where this room's chance is 0 or 1.
    """
    has = np.asarray(marks, bool)
    people = has.shape[0]
    value = float(chance_by_lot(has, team))
    if people < LEAST["coverage"] or not 0 < value < 1 or team > people - 1:
        return Interval(value, np.nan, np.nan)
    left_out = chance_without_one(has, team)
    if np.any((left_out <= 0) | (left_out >= 1)):
        return Interval(value, np.nan, np.nan)
    scaled = np.log(-np.log(left_out))
    error = np.sqrt((people - 1) / people * np.sum((scaled - scaled.mean()) ** 2))
    width = float(stdtrit(people - 1, LEVEL)) * error
    here = np.log(-np.log(value))
    return Interval(value, float(np.exp(-np.exp(here + width))), float(np.exp(-np.exp(here - width))))


def mean_interval(values, least=LEAST["gain"]):
    """The mean of people's values with Student's interval; the ends are NaN below `least` people.

    >>> [round(each, 3) for each in mean_interval(np.arange(12) / 10)]
    [0.55, 0.321, 0.779]
    """
    each = np.ravel(number("values", values))
    mean = float(each.mean())
    if each.size < max(int(at_least(0, "least", least)), 2):
        return Interval(mean, np.nan, np.nan)
    width = float(stdtrit(each.size - 1, LEVEL)) * float(each.std(ddof=1)) / np.sqrt(each.size)
    return Interval(mean, float(mean - width), float(mean + width))


def retention_fit(chains):
    """The share of details that one pass keeps, an `Interval`: a jackknife over chains.

    `chains` are, for each chain, the details that were still right after each pass, the original first. Details that were lost
    and guessed again count as right, as they do on the phone. The ends are NaN below `LEAST` chains.

    >>> [round(each, 3) for each in retention_fit([[8, 7, 6], [8, 8, 7], [8, 6, 6], [8, 7, 5]])]
    [0.867, 0.773, 0.961]
    """
    if not isinstance(chains, list | tuple | np.ndarray):
        raise ValueError(f"chains must be lists of counts, got {chains!r}")
    right = [np.ravel(at_least(0, "chains", each)) for each in chains]
    kept = np.array([np.minimum(each[:-1], each[1:]).sum() for each in right])
    could = np.array([each[:-1].sum() for each in right])
    if not could.sum() > 0:
        return Interval(np.nan, np.nan, np.nan)
    value = float(kept.sum() / could.sum())
    n = len(right)
    if n < LEAST["retention"] or not 0 < value < 1:
        return Interval(value, np.nan, np.nan)
    without = (kept.sum() - kept) / (could.sum() - could)
    error = np.sqrt((n - 1) / n * np.sum((without - without.mean()) ** 2))
    width = float(stdtrit(n - 1, LEVEL)) * error
    return Interval(value, float(max(0.0, value - width)), float(min(1.0, value + width)))
