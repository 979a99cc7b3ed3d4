r"""The skill of the best of n people, by how skill is spread: expected maxima of a sample.

.. math:: m_n = E\max(Z_1, \dots, Z_n) \approx \sqrt{2 \ln n} \text{ for normal } Z

If skill has an upper bound, the best of many is hardly better than the best of a few. If skill has a heavy tail, a large
crowd finds somebody far better.

Source: elementary.
"""

from functools import lru_cache

import numpy as np
from scipy.special import digamma, gammaln, ndtri_exp

from peerkit.records.checks import above, between

STEP = 0.125
MOST = 10**15
"""Beyond so many people the integral loses its digits, and there are no such crowds."""


def expected_maximum_normal(people):
    r"""The distance of the best of `people` above the average when skill is normal [standard deviations].

    .. math:: m_n = \int_0^\infty \Phi^{-1}\!\left(e^{-t/n}\right) e^{-t}\,dt \approx \sqrt{2 \ln n}

    `people` n >= 1 [people], also between whole numbers, scalar or array; exact to about 15 digits up to 10^12 people, and
    refused beyond 10^15.

    >>> [round(float(best), 6) for best in expected_maximum_normal([2, 5, 100])]
    [0.56419, 1.162964, 2.507594]

    Source: elementary. The integral is that of :math:`n z \varphi(z) \Phi(z)^{n-1}` with :math:`t = -n \ln \Phi(z)`.
    """
    waits, weights = _nodes()
    n = _counted("people", people)
    best = ndtri_exp(-waits / n[..., None]) @ weights
    return np.where(n == 1, 0.0, best)[()]


def expected_maximum_uniform(people):
    r"""The best of `people` when skill is uniform between 0 and 1: :math:`n/(n+1)` [1].

    >>> print(expected_maximum_uniform(9))
    0.9

    Source: elementary. With an upper bound to skill a crowd finds hardly anybody better.
    """
    n = _counted("people", people)
    return (n / (n + 1))[()]


def expected_maximum_exponential(people):
    r"""The best of `people` when skill is exponential: the harmonic number :math:`H_n` [means].

    >>> print(round(float(expected_maximum_exponential(10)), 6))
    2.928968

    Source: elementary.
    """
    return (digamma(_counted("people", people) + 1) + np.euler_gamma)[()]


def expected_maximum_pareto(people, tail):
    r"""The best of `people` when skill is Pareto with tail exponent `tail` [smallest skill].

    .. math:: \frac{\Gamma(1 - 1/a)\; n!}{\Gamma(n + 1 - 1/a)} \approx \Gamma(1 - 1/a)\, n^{1/a}

    `tail` a > 1 [1]: the chance of more than x falls like :math:`x^{-a}`, and from 1 down the mean is infinite. (The
    density falls like :math:`x^{-(a+1)}`; `peerkit.models.power_law` counts that exponent.) Here a large crowd finds
    somebody far better.

    >>> print(round(float(expected_maximum_pareto(100, 2)), 6))
    17.746708

    Source: elementary.
    """
    a, n = above(1, "tail", tail), _counted("people", people)
    return np.exp(gammaln(1 - 1 / a) + _log_gamma_ratio(n + 1 - 1 / a, 1 / a))[()]


@lru_cache(maxsize=1)
def _nodes():
    """Nodes t and weights of the integral over exp(-t), by the trapezoidal rule in v, t = exp(v - exp(-v)).

    The integrand is smooth in v and dies off doubly exponentially, so 63 nodes reach 15 digits.
    """
    v = np.arange(-3.75, 4.0 + STEP / 2, STEP)
    logs = v - np.exp(-v)
    return np.exp(logs), STEP * np.exp(logs - np.exp(logs)) * (1 + np.exp(-v))


def _log_gamma_ratio(z, shift):
    """ln of Gamma(z + shift) / Gamma(z); by Stirling's series from 30 on, where the difference of two logs cancels."""
    large = np.maximum(z, 30.0)
    stirling = shift * np.log(large) + (large + shift - 0.5) * np.log1p(shift / large) - shift
    small = np.minimum(z, 30.0)
    direct = gammaln(small + shift) - gammaln(small)
    return np.where(z < 30, direct, stirling + _stirling_rest(large + shift) - _stirling_rest(large))


def _stirling_rest(x):
    return (1 / 12 - (1 / 360 - 1 / (1260 * x * x)) / (x * x)) / x


def _counted(name, values):
    return between(1, MOST, name, values)
