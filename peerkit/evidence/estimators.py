r"""Estimators of the exponent of output against size, each with a 95% interval, none of them to be trusted alone.

.. math::
    \ln R_w = \text{const} + \beta \ln c_w, \qquad \ln E[n_{iw}] = a_i + (\beta - 1) \ln c_w

The first line concerns windows w with output R and size c, the second what an author i seen in the window contributes.

=============  ====================================================================================================
`ols`          least squares through the logarithms of windows with output (as published for windows of 5 days)
`mean`         the same through one point per size: the mean output of all windows of that size
`median`       the same with the median
`poisson`      Poisson pseudo-likelihood: the mean of output as a power of size; windows without output count too
`author`       fixed effects of authors: everybody is compared with themselves only
`truncated`    the same by a Poisson law without its zero, because authors are seen only when they contribute
=============  ====================================================================================================

Standard errors of windows are Newey and West's (HAC), with a Bartlett kernel, :math:`\lfloor 4 (m/100)^{2/9} \rfloor`
lags over m windows, the factor m/(m - 2) for small samples, and Student's quantiles. In `ols` a window without output is
passed over, so the lags count windows that have some. `mean` and `median` have a point per size, no order and so no
lags: their errors are HC3's. The errors of authors sum their scores by window first and then use the same kernel over
all windows (Driscoll and Kraay), with the factor G/(G - 1) for G windows, which leaves out that effects were estimated.
Student's degrees of freedom are G - 1 in `truncated`; in `author` they are statsmodels' own, about the number of authors.

statsmodels does the regressions, except `truncated`, which it cannot do with hundreds of effects. The functions named
`..._slope` give the same slope without an interval, in numpy, for the many draws of a null.

Source: least squares, HAC errors and pseudo-likelihood are standard. `truncated` is peerkit's own and unpublished.
"""

import warnings
from typing import NamedTuple

import numpy as np
from scipy.special import stdtrit

FEWEST_WINDOWS = 20
"""Windows below which there is no estimate; the kernel of the errors needs that many."""
FEWEST_SIZES = 5
"""Different sizes below which there is no line through one point per size."""
FEWEST_REPEATS = 1.2
"""Contributions per author and window below which authors are not compared: almost all have made exactly one."""
FEWEST_SEEN_AGAIN = 0.5
"""Share of authors' windows that must belong to authors seen in several; with fewer there is nobody to compare."""
FEWEST_AUTHORS = 10
"""Authors seen in several windows below which authors are not compared."""
SAME_SIZE = 1e-9
"""Spread of the logarithms of size below which all sizes count as the same."""
PRECISE = 1e-12
STEPS = 60


class Fit(NamedTuple):
    """An exponent with its 95% interval and the number of observations, or a sentence that says why it is refused."""

    exponent: float | None
    interval: tuple[float, float] | None
    n: int
    refused: str = ""


def lags(windows):
    """The number of lags of HAC errors over so many windows.

    >>> lags(100), lags(1825)
    (4, 7)
    """
    return int(4 * (windows / 100) ** (2 / 9))


# ---- through windows


def ols(size, output):
    """The line through the logarithms of windows that have size and output; a `Fit`.

    >>> size = np.tile([1.0, 2.0, 4.0, 8.0], 10)
    >>> round(ols(size, size**1.5 * np.tile([1.0, 1.1, 0.9], 14)[:40]).exponent, 1)
    1.5
    """
    x, y = _logarithms(size, output)
    return _too_few(x) or _line(x, y, cov_type="HAC", cov_kwds={"maxlags": lags(x.size), "use_correction": True})


def mean(size, output):
    """The line through the mean output per size; a `Fit` whose observations are sizes."""
    return _by_size(size, output, _means)


def median(size, output):
    """The line through the median output per size; a `Fit` whose observations are sizes."""
    return _by_size(size, output, _medians)


def poisson(size, output):
    """The exponent of the mean of output by Poisson pseudo-likelihood; a `Fit`.

    >>> size = np.tile([1.0, 2.0, 4.0, 8.0], 10)
    >>> round(poisson(size, size**1.5 * np.tile([1.0, 1.1, 0.9], 14)[:40]).exponent, 1)
    1.5
    """
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    x, y = _sized(size, output)
    if refused := _too_few(x):
        return refused
    design = np.column_stack([np.ones(x.size), x - x.mean()])
    options = {"cov_type": "HAC", "cov_kwds": {"maxlags": lags(x.size), "use_correction": True}, "use_t": True}
    return _guarded(lambda: GLM(y, design, family=Poisson()).fit(tol=PRECISE, maxiter=STEPS, **options), x.size)


def ols_slope(size, output):
    """The slope of `ols` alone, NaN where there is none."""
    return _slope(*_logarithms(size, output))


def mean_slope(size, output):
    """The slope of `mean` alone, NaN where there is none."""
    return _slope(*_means(size, output))


def median_slope(size, output):
    """The slope of `median` alone, NaN where there is none."""
    return _slope(*_medians(size, output))


def poisson_slope(size, output):
    """The slope of `poisson` alone, by Newton's method; NaN where there is none.

    >>> size = np.array([1.0, 2.0, 4.0])
    >>> round(float(poisson_slope(size, 3 * size**0.5)), 6)
    0.5
    """
    x, y = _sized(size, output)
    if x.size < 2 or np.ptp(x) <= SAME_SIZE or not y.sum() > 0:
        return np.nan
    x = x - x.mean()
    level, slope = np.log(y.mean()), 0.0
    for _ in range(STEPS):
        fitted = np.exp(np.minimum(level + slope * x, 500))
        score, weighed = (y - fitted).sum(), fitted * x
        turn, bend, total = (y * x).sum() - weighed.sum(), (weighed * x).sum(), fitted.sum()
        determinant = total * bend - weighed.sum() ** 2
        if not determinant > 0:
            return np.nan
        step = (total * turn - weighed.sum() * score) / determinant
        level, slope = level + (bend * score - weighed.sum() * turn) / determinant, slope + step
        if abs(step) < PRECISE * 10:
            return slope
    return np.nan


def _sized(size, output):
    some = (size > 0) & (output >= 0)
    return np.log(size[some]), np.asarray(output[some], float)


def _logarithms(size, output):
    some = (size > 0) & (output > 0)
    return np.log(size[some]), np.log(output[some])


def _means(size, output):
    some = size > 0
    sizes, place = np.unique(size[some], return_inverse=True)
    middle = np.bincount(place, output[some]) / np.bincount(place)
    return np.log(sizes[middle > 0]), np.log(middle[middle > 0])


def _medians(size, output):
    some = size > 0
    order = np.lexsort((output[some], size[some]))
    sizes, start, many = np.unique(size[some][order], return_index=True, return_counts=True)
    ordered = output[some][order]
    middle = (ordered[start + (many - 1) // 2] + ordered[start + many // 2]) / 2
    return np.log(sizes[middle > 0]), np.log(middle[middle > 0])


def _slope(x, y):
    if x.size < 2 or np.ptp(x) <= SAME_SIZE:
        return np.nan
    x = x - x.mean()
    return (x * y).sum() / (x * x).sum()


def _by_size(size, output, middles):
    x, y = middles(size, output)
    windows = int((size > 0).sum())
    if windows < FEWEST_WINDOWS:
        return _too_few(np.zeros(windows))
    if x.size < FEWEST_SIZES:
        return Fit(
            None, None, x.size, f"Only {x.size} different sizes have output; at least {FEWEST_SIZES} are needed."
        )
    return _line(x, y, cov_type="HC3")


def _too_few(x):
    if x.size < FEWEST_WINDOWS:
        return Fit(None, None, x.size, f"Only {x.size} windows can be used; at least {FEWEST_WINDOWS} are needed.")
    if np.ptp(x) <= SAME_SIZE:
        return Fit(None, None, x.size, "All windows have the same size, so nothing can be read from it.")
    return None


def _line(x, y, **errors):
    from statsmodels.regression.linear_model import OLS

    design = np.column_stack([np.ones(x.size), x - x.mean()])
    return _guarded(lambda: OLS(y, design).fit(use_t=True, **errors), x.size)


def _guarded(fitted, observations, beyond=0.0):
    """The `Fit` of a regression of statsmodels; refused where it doubts its own result."""
    from statsmodels.tools.sm_exceptions import ModelWarning

    with warnings.catch_warnings():
        warnings.simplefilter("error", ModelWarning)
        warnings.simplefilter("error", RuntimeWarning)
        try:
            result = fitted()
            exponent, ends = result.params[-1], result.conf_int()[-1]
        except (ModelWarning, RuntimeWarning, np.linalg.LinAlgError, ValueError) as doubt:
            return Fit(None, None, observations, f"The regression cannot be trusted here: {doubt}.")
    return _told(exponent, ends, observations, beyond)


def _told(exponent, ends, observations, beyond):
    if not np.all(np.isfinite([exponent, *ends])):
        return Fit(None, None, observations, "The regression has no finite error here.")
    low, high = (float(end) + beyond for end in ends)
    return Fit(float(exponent) + beyond, (low, high), observations)


# ---- authors compared with themselves


def author(pairs, size, output):
    """The exponent by fixed effects of authors; a `Fit` whose observations are authors' windows.

    `pairs` as in `peerkit.evidence.windows`, `size` of every window, `output` of every pair.
    """
    from statsmodels.regression.linear_model import OLS

    seen, x, y = _within(pairs, size, output)
    if refused := _too_few_authors(pairs):
        return refused
    time = pairs.window[seen] - pairs.window.min()
    errors = {"time": time, "maxlags": lags(size.size), "use_correction": "cluster"}
    return _guarded(
        lambda: OLS(y, x[:, None]).fit(use_t=True, cov_type="hac-groupsum", cov_kwds=errors), x.size, beyond=1.0
    )


def author_slope(pairs, size, output):
    """The exponent of `author` alone, NaN where there is none."""
    _, x, y = _within(pairs, size, output)
    spread = (x * x).sum()
    return 1 + (x * y).sum() / spread if spread > SAME_SIZE else np.nan


def truncated(pairs, size, output):
    """The exponent by a Poisson law without its zero, with an effect for every author; a `Fit`.

    Authors who always made exactly one contribution, or are seen in a single window, say nothing about the exponent.
    """
    if refused := _too_few_authors(pairs):
        return refused
    fitted = _truncated(pairs, size, output)
    if fitted is None:
        return Fit(None, None, pairs.author.size, "No exponent fits best: authors do not vary with size.")
    slope, scores, bend, used = fitted
    by_window = np.bincount(used - used.min(), scores)
    groups = np.unique(used).size
    meat = by_window @ by_window
    most = lags(size.size)
    for lag in range(1, min(most, by_window.size - 1) + 1):
        meat += 2 * (1 - lag / (most + 1)) * (by_window[lag:] @ by_window[:-lag])
    if groups < FEWEST_WINDOWS or not meat > 0:
        return Fit(None, None, used.size, f"Only {groups} windows can be used; at least {FEWEST_WINDOWS} are needed.")
    half = stdtrit(groups - 1, 0.975) * np.sqrt(meat * groups / (groups - 1)) / bend
    return _told(slope, (slope - half, slope + half), used.size, 1.0)


def truncated_slope(pairs, size, output):
    """The exponent of `truncated` alone, NaN where there is none."""
    fitted = _truncated(pairs, size, output)
    return np.nan if fitted is None else 1 + fitted[0]


def _too_few_authors(pairs):
    if not pairs.author.size:
        return Fit(None, None, 0, "No complete window has a contribution.")
    repeats = pairs.contributions.sum() / pairs.author.size
    windows = np.bincount(pairs.author)
    again, seen = int((windows > 1).sum()), windows[windows > 1].sum() / windows.sum()
    if np.unique(pairs.window).size < FEWEST_WINDOWS:
        why = f"Only {np.unique(pairs.window).size} windows can be used; at least {FEWEST_WINDOWS} are needed."
    elif repeats < FEWEST_REPEATS:
        why = f"An author seen in a window made {repeats:.2f} contributions on average; below {FEWEST_REPEATS:g} almost nothing varies."
    elif again < FEWEST_AUTHORS or seen < FEWEST_SEEN_AGAIN:
        why = (
            f"Only {again} authors are seen in several windows ({seen:.0%} of all authors' windows); "
            f"at least {FEWEST_AUTHORS} and {FEWEST_SEEN_AGAIN:.0%} are needed to compare authors with themselves."
        )
    else:
        return None
    return Fit(None, None, pairs.author.size, why)


def _within(pairs, size, output):
    """The rows of authors seen more than once, and their logarithms as differences from each author's own mean."""
    seen = (size[pairs.window] > 0) & (output > 0)
    seen[seen] = np.bincount(pairs.author[seen])[pairs.author[seen]] > 1
    who = pairs.author[seen]
    many = np.maximum(np.bincount(who), 1)
    x, y = np.log(size[pairs.window[seen]]), np.log(output[seen])
    return seen, x - (np.bincount(who, x) / many)[who], y - (np.bincount(who, y) / many)[who]


def _truncated(pairs, size, output):
    """Slope, score of every row, curvature and windows of the best truncated Poisson law; None if there is none."""
    many = np.bincount(pairs.author)
    total = np.bincount(pairs.author, output)
    inside = ((many > 1) & (total > many))[pairs.author]
    if not inside.any():
        return None
    _, who = np.unique(pairs.author[inside], return_inverse=True)
    made, window = np.asarray(output[inside], float), pairs.window[inside]
    x = np.log(size[window])
    rows = np.bincount(who)
    x = x - (np.bincount(who, x) / rows)[who]
    # An author who always makes about q contributions when seen starts at the rate whose mean, without zero, is q.
    effect, slope = np.log(_rate(np.bincount(who, made) / rows)), 0.0
    best = -np.inf
    for _ in range(STEPS):
        expected, weight = _expected(effect[who] + slope * x)
        left = made - expected
        weights, across = np.bincount(who, weight), np.bincount(who, weight * x)
        apart = x - (across / weights)[who]
        bend = (weight * apart * x).sum()
        if not bend > SAME_SIZE:
            return None
        by_author = np.bincount(who, left)
        step = (left * apart).sum() / bend
        aside = (by_author - across * step) / weights
        if abs(step) < 1e-10 and np.abs(by_author).max() < 1e-6 * made.max():
            return slope, left * apart, bend, window
        effect, slope, best = _uphill(who, x, made, effect, slope, aside, step, best)
    return None


def _uphill(who, x, made, effect, slope, aside, step, best):
    """The next point of Newton's method: the step is halved until the likelihood rises."""
    for _ in range(30):
        level = (effect + aside)[who] + (slope + step) * x
        # Far out the exponential has no number; such a step is too long anyway.
        if level.max() < 500:
            likelihood = (made * level).sum() - _log_excess(level).sum()
            if likelihood >= best - 1e-9 * abs(best) or not np.isfinite(best):
                return effect + aside, slope + step, max(likelihood, best)
        aside, step = aside / 2, step / 2
    return effect, slope, best


def _log_excess(level):
    """The logarithm of exp(m) - 1 for m = exp(level)."""
    rate = np.exp(level)
    return rate + np.log(-np.expm1(-rate))


def _expected(level):
    """Mean of a Poisson law without its zero, and its slope against the logarithm of the rate (its variance)."""
    rate = np.exp(np.minimum(level, 500))
    expected = rate / -np.expm1(-rate)
    # Where the rate is tiny, 1 + rate - expected loses all digits; it tends to half the rate.
    spread = np.where(rate > 1e-4, 1 + rate - expected, rate / 2 - rate**2 / 12)
    return expected, expected * spread


def _rate(seen):
    from peerkit.models.spurious_scaling import activity_seen

    return np.asarray(activity_seen(seen), float)
