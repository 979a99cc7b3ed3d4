r"""Hurwitz's zeta function in logarithms, with its derivatives: what a discrete power law is made of.

.. math:: \zeta(\alpha, q) = \sum_{k \ge 0} (q + k)^{-\alpha}

Sums of the first terms and the formula of Euler and Maclaurin for the rest; scipy has the function, but neither its
logarithm where it underflows nor its derivatives in the exponent.

Source: elementary.
"""

from math import comb
from typing import NamedTuple

import numpy as np

from peerkit.records.checks import above, numbers


class Slopes(NamedTuple):
    """First and second derivative of the logarithm of Hurwitz's zeta function with respect to the exponent."""

    first: float
    second: float


def log_zeta(exponent, start):
    r"""Logarithm of Hurwitz's zeta function, :math:`\ln\sum_{k \ge 0} (q+k)^{-\alpha}` [1].

    `exponent` above 1 and at most `STEEPEST` [1], `start` q a whole number from 1 on. It stays finite where the
    function itself is too small for a floating-point number.

    >>> print(round(float(log_zeta(2, 1)), 9), round(float(np.log(np.pi**2 / 6)), 9))
    0.497700302 0.497700302

    Source: the formula of Euler and Maclaurin (elementary).
    """
    a, q = _checked(exponent, start)
    (total,) = _scaled_zeta(a, q, 0)
    return np.log(total) - a * np.log(q)


def log_zeta_slopes(exponent, start):
    """First and second derivative of `log_zeta` in the exponent.

    >>> print([round(float(slope), 6) for slope in log_zeta_slopes(2, 1)])
    [-0.569961, 0.884482]
    """
    a, q = _checked(exponent, start)
    total, first, second = _scaled_zeta(a, q, 2)
    return Slopes(first / total - np.log(q), second / total - (first / total) ** 2)


def _checked(exponent, start):
    q = numbers("start", start)
    if not np.all((q > 0) & (q <= LARGEST_START)):
        raise ValueError(f"start must be above 0 and at most {LARGEST_START:g}, got {start}")
    return above(1, "exponent", exponent), q


LARGEST_START = 1e150
"""The formula squares the start, which must stay a number of the machine."""

FAR = 24


_CORRECTIONS = (60, 42, 40)
"""Ratios of successive weights (Bernoulli numbers over factorials) in the formula of Euler and Maclaurin, sign reversed."""


def _scaled_zeta(exponent, start, order):
    """q^a zeta(a, q) and its derivatives in a up to `order`, with ln q left out: terms up to FAR, then a tail."""
    a, q = np.broadcast_arrays(np.asarray(exponent, float), np.asarray(start, float))
    far = np.maximum(q, FAR)
    reach = np.log(far / q)
    weight = np.exp(-a * reach)
    parts = _product([weight * (-reach) ** d for d in range(order + 1)], _tail(a, far, order))
    near = q < FAR
    if np.any(near):
        steps = np.arange(FAR - q[near].min())
        logs = np.log1p(steps / q[near][:, None])
        terms = np.where(steps < FAR - q[near][:, None], np.exp(-a[near][:, None] * logs), 0.0)
        for d in range(order + 1):
            head = np.zeros(q.shape)
            head[near] = np.sum(terms * (-logs) ** d if d else terms, axis=-1)
            parts[d] = parts[d] + head
    return parts


def _tail(a, far, order):
    """The sum from `far` on over its first term, by Euler and Maclaurin, and its derivatives in the exponent."""
    series = [1.0, 0.0, 0.0][: order + 1]
    for k in (2, 1, 0):
        scale = _CORRECTIONS[k] * far**2
        rising = [(a + 2 * k + 1) * (a + 2 * k + 2) / scale, (2 * a + 4 * k + 3) / scale, 2 / scale]
        series = [(d == 0) - term for d, term in enumerate(_product(rising[: order + 1], series))]
    first = _product([a / (12 * far), 1 / (12 * far), 0.0][: order + 1], series)
    integral = [far / (a - 1), -far / (a - 1) ** 2, 2 * far / (a - 1) ** 3]
    return [integral[d] + first[d] + (0.5 if d == 0 else 0.0) for d in range(order + 1)]


def _product(f, g):
    """Leibniz's rule: the derivatives of a product from those of its factors."""
    return [sum(comb(d, i) * f[i] * g[d - i] for i in range(d + 1)) for d in range(len(f))]
