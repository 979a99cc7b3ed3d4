"""Two intervals for shares: of independent people, and of people some of whom are still there when the log ends.

How often each holds on simulated logs was measured: the tables are in `tests/evidence/interval_coverage.py`.
"""

from typing import NamedTuple

import numpy as np

Z = 1.959963984540054
"""Standard deviations either side that hold 95% of a normal distribution."""
WILSON_HELD = (0.93, 0.97)
"""Smallest and largest share of simulated logs of 20 to 1,000 independent people in which `wilson` held the true share."""


SURVIVAL_HELD = {30: (0.94, 0.96), 120: (0.92, 0.96), 365: (0.66, 0.94)}
"""The same for `survival` of 50 to 1,000 people, by the most days that pass between two contributions of a person on average."""


class Survival(NamedTuple):
    """Share still there after more than so many days [1], its 95% interval, and how many were still observed [people].

    Ends of the interval are NaN where everybody or nobody is left.
    """

    days: np.ndarray
    share: np.ndarray
    low: np.ndarray
    high: np.ndarray
    observed: np.ndarray


def wilson(successes, trials):
    r"""The 95% interval of a share by Wilson's score.

    .. math:: \frac{\hat p + z^2/2n \pm z\sqrt{\hat p(1-\hat p)/n + z^2/4n^2}}{1 + z^2/n}

    >>> [round(end, 4) for end in wilson(8, 10)]
    [0.4902, 0.9433]

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, Journal of the American
    Statistical Association 22, 1927, 209-212 (unconfirmed); the formula as in statsmodels.
    """
    share = successes / trials
    centre = share + Z**2 / (2 * trials)
    half = Z * np.sqrt(share * (1 - share) / trials + Z**2 / (4 * trials**2))
    low, high = (centre - half) / (1 + Z**2 / trials), (centre + half) / (1 + Z**2 / trials)
    return float(max(low, 0.0)), float(min(high, 1.0))


def survival(days, left, stayed):
    r"""The share still there after each number of days, with those still there at the end taken out when they no longer count.

    .. math:: S(t) = \prod_{t_i \le t} \left(1 - \frac{d_i}{n_i}\right), \qquad
        S^{\exp(\pm z\,\sigma/\ln S)}, \qquad \sigma^2 = \sum_{t_i \le t} \frac{d_i}{n_i (n_i - d_i)}

    `days` ascend; `left` [people] left after so many days, `stayed` [people] were only observed that long.

    >>> curve = survival([0, 10, 20], [5, 3, 1], [0, 1, 0])
    >>> curve.share.round(3).tolist(), curve.observed.tolist()
    ([0.5, 0.2, 0.0], [10.0, 5.0, 1.0])

    Source: Kaplan and Meier's estimator with Greenwood's variance on the scale of log(-log S), as in the documentation of
    scipy.stats.ecdf ("log-log") and of R's survival package.
    """
    days, left, stayed = (np.asarray(each, float) for each in (days, left, stayed))
    observed = np.cumsum((left + stayed)[::-1])[::-1]
    share = np.cumprod(1 - left / observed)
    # Where everybody leaves at once nothing remains to be uncertain about.
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.sqrt(np.cumsum(left / (observed * (observed - left))))
        width = np.where((share > 0) & (share < 1), Z * spread / np.log(share), np.nan)
        low, high = share ** np.exp(-width), share ** np.exp(width)
    return Survival(days, share, low, high, observed)
