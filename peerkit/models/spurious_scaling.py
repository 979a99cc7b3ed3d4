r"""Exponents that contain neither synergy nor coordination: what chance alone makes of output and size.

.. math::
    E[R \mid c] = \frac{c\lambda}{1-e^{-\lambda}}, \qquad
    c = N(1-e^{-\lambda}),\; R = N\lambda \;\Rightarrow\; \frac{d\ln R}{d\ln c} = \frac{e^{\lambda}-1}{\lambda}, \qquad
    \beta = \max(1, 1/\mu)

Independent contributors give an exponent of 1; a pool of constant size whose activity rises and falls together gives
more, because in good times more of the same people are seen; and so do contributions with a heavy tail.

Source: peerkit's own derivations. The dispute they bear on is in `peerkit.models.scaling`.
"""

import numpy as np
from scipy.special import lambertw

from peerkit.records.checks import above, at_least, between


def independent_output(active, activity):
    r"""Contributions to expect from `active` contributors who work independently [contributions].

    .. math:: E[R \mid c] = \frac{c\lambda}{1-e^{-\lambda}}

    It is proportional to c, so the exponent is exactly 1. `active` c >= 0 [people] are those seen at least once;
    `activity` :math:`\lambda \ge 0` is the mean number of contributions per member and window [1].

    >>> print(round(float(independent_output(10, 0.5)), 6))
    12.70747

    Source: peerkit's own derivation for Poisson contributors. Leaves out that members differ.
    """
    rate, seen = at_least(0, "activity", activity), at_least(0, "active", active)
    share = np.where(rate > 0, -np.expm1(-rate) / np.where(rate > 0, rate, 1.0), 1.0)
    return (seen / share)[()]


def activity_seen(output_per_active):
    r"""The activity at which independent contributors make `output_per_active` contributions each [1].

    .. math:: \frac{\lambda}{1-e^{-\lambda}} = q \;\Rightarrow\; \lambda = q + W_0\left(-q e^{-q}\right)

    `output_per_active` q >= 1, contributions per contributor seen in a window. It undoes `independent_output`.

    >>> print(round(float(activity_seen(1.270747041)), 6))
    0.5

    Source: peerkit's own derivation.
    """
    seen = at_least(1, "output_per_active", output_per_active)
    # At the branch point of W half of the digits are lost; a series takes over.
    far = seen > 1.001
    excess = np.where(far, 0.0, seen - 1)
    safe = np.where(far, seen, 2.0)
    near = excess * (2 - excess * (2 / 3 - excess * 4 / 9))
    return np.where(far, safe + lambertw(-safe * np.exp(-safe)).real, near)[()]


def common_shock_elasticity(activity):
    r"""The exponent that good and bad times alone produce in a pool of constant size [1].

    .. math:: \frac{d\ln R}{d\ln c} = \frac{e^{\lambda}-1}{\lambda}

    In good times more of the same people are seen, and each is seen more often: output rises faster than the number
    seen. `activity` :math:`\lambda \ge 0` [contributions per member and window], scalar or array.

    >>> print(round(float(common_shock_elasticity(0.55)), 3))
    1.333

    Source: peerkit's own derivation.
    """
    rate = at_least(0, "activity", activity)
    some = (rate > 0) & (rate < 700)
    safe = np.where(some, rate, 1.0)
    return np.where(some, np.expm1(safe) / safe, np.where(rate > 0, np.inf, 1.0))[()]


LARGEST_EXPONENT = 1e300
"""The activity is its logarithm, so that exponents far beyond anything real still have one."""


def common_shock_activity(exponent):
    r"""The activity at which good and bad times alone produce this exponent [contributions per member and window].

    .. math:: \lambda = -\frac1\beta - W_{-1}\left(-\frac{e^{-1/\beta}}{\beta}\right)

    `exponent` :math:`\beta \ge 1`, scalar or array: common shocks never give less.

    >>> print(round(float(common_shock_activity(4 / 3)), 4))
    0.5502

    Source: peerkit's own derivation.
    """
    beta = between(1, LARGEST_EXPONENT, "exponent", exponent)
    # At the branch point of W half of the digits are lost; a series takes over.
    far = beta > 1.001
    excess = np.where(far, 0.0, beta - 1)
    inverse = 1 / np.where(far, beta, 2.0)
    near = excess * (2 - excess * (4 / 3 - excess * (10 / 9 - excess * 136 / 135)))
    return np.where(far, -inverse - lambertw(-inverse * np.exp(-inverse), -1).real, near)[()]


def large_deviation_exponent(tail_exponent):
    r"""The exponent of a sum of very unequal contributions, :math:`\max(1, 1/\mu)` [1].

    When output per head has the tail :math:`P(>x) \sim x^{-\mu}` with :math:`\mu < 1`, the largest of c contributions
    dominates their sum, which typically grows as :math:`c^{1/\mu}`. `tail_exponent` :math:`\mu > 0`, scalar or array.

    >>> print(round(float(large_deviation_exponent(0.75)), 6))
    1.333333

    Source: peerkit's own derivation of the mechanism of large deviations. Leaves out that every real tail ends somewhere.
    """
    return np.maximum(1.0, 1 / above(0, "tail_exponent", tail_exponent))[()]
