r"""What does it cost a community that nobody says which piece to do? (The coupon collector.)

.. math::
    P(n) = \sum_{j=0}^{K} (-1)^j \binom{K}{j} \left(1-\frac jK\right)^n, \qquad
    E[T] = K H_K, \qquad H_K = \sum_{i=1}^{K} \frac1i \approx \ln K + 0.577

Work is cut into K pieces and each contribution does one of them, picked blindly. The first pieces are all new; the last
one takes K contributions on average. A list of what is still to be done would need K contributions altogether, so not
having one costs the factor H_K.

Source: elementary (the coupon collector's problem of probability textbooks). The way of computing it is peerkit's own.
"""

from typing import ClassVar

import numpy as np
from scipy.special import digamma, gammaln, lambertw, polygamma

from peerkit.models.about import About, Source
from peerkit.models.parameter import parameter
from peerkit.models.record import Record

TERMS = 24


class CouponCollector(Record):
    """Work cut into equal pieces that contributors pick blindly."""

    pieces: int = parameter(
        "K",
        "Pieces of the work",
        unit="pieces",
        meaning="How many different pieces must each be done at least once.",
        default=50,
        ge=1,
        le=1000,
        explore=(2, 365),
        why="an encyclopaedia of fifty articles: few enough to draw, enough for the last ones to take long",
        source="scenario",
        status="scenario",
    )

    about: ClassVar[About] = About(
        claim="When people choose their work without knowing what is missing, most of the effort goes into the last "
        "few pieces. A visible list of open tasks saves it.",
        equations=(
            r"E[T] = K\left(1 + \tfrac12 + \dots + \tfrac1K\right)",
            r"P(n) = \sum_{j=0}^{K} (-1)^j \binom Kj \left(1-\tfrac jK\right)^n",
        ),
        assumes=(
            "Every contribution does exactly one piece, and each piece is equally likely to be picked.",
            "Nobody sees what has been done; doing a piece twice adds nothing.",
        ),
        evidence_against=(
            "Nobody contributes this blindly: people see gaps, ask, and keep lists. How blind a community is has not "
            "been measured, so the factor is an upper bound for equally popular pieces.",
            "A second pass is not always waste: it may correct the first.",
        ),
        leaves_out=(
            "Popular and unpopular pieces. Unequal picking makes the last piece take longer still.",
            "What the list costs: somebody has to keep it, and somebody has to read it.",
            "Pieces that depend on one another.",
        ),
        sources=(Source("The coupon collector's problem, any textbook of probability", "elementary"),),
    )


def expected_contributions(collector):
    r"""How many blind contributions it takes on average until every piece is done [contributions].

    .. math:: E[T] = K H_K

    >>> print(round(float(expected_contributions(CouponCollector(pieces=6))), 9))
    14.7

    Source: elementary.
    """
    return (np.asarray(collector.pieces, float) * blind_factor(collector))[()]


def blind_factor(collector):
    r"""How many times the work of an organised community a blind one does on average, :math:`H_K` [1].

    >>> print(round(float(blind_factor(CouponCollector(pieces=50))), 6))
    4.499205

    Source: elementary.
    """
    return (digamma(np.asarray(collector.pieces, float) + 1) + np.euler_gamma)[()]


def contributions_spread(collector):
    r"""Standard deviation of the number of blind contributions until every piece is done [contributions].

    .. math:: \sigma_T = \sqrt{K^2 \sum_{i=1}^{K} \frac{1}{i^2} - K H_K}

    >>> print(round(float(contributions_spread(CouponCollector(pieces=6))), 6))
    6.244197

    Source: elementary: the waiting times between one new piece and the next are independent and geometric.
    """
    pieces = np.asarray(collector.pieces, float)
    squares = np.pi**2 / 6 - polygamma(1, pieces + 1)
    return np.sqrt(np.maximum(pieces**2 * squares - expected_contributions(collector), 0))[()]


def completion_probability(collector, contributions):
    r"""Chance that `contributions` blind picks have done every piece at least once [probability].

    .. math:: P(n) = \sum_{j=0}^{K} (-1)^j \binom{K}{j} \left(1-\tfrac jK\right)^n

    Term by term the sum is useless for many pieces: its terms grow to :math:`e^{K e^{-n/K}}` before they cancel. It is
    used only where :math:`K e^{-n/K} \le 1`. Elsewhere the chance is read off as a coefficient of the generating
    function, :math:`P(n) = n!\,[z^n] (e^{z/K}-1)^K`, by summing over a circle on which nothing cancels. Compared with
    integer arithmetic ten digits hold for K up to 365 and n up to thousands.

    `contributions` n >= 0 [contributions], whole, scalar or array. Below K the chance is 0.

    >>> print(round(float(completion_probability(CouponCollector(pieces=50), 225)), 9))
    0.578880873

    Source: the sum is elementary; its evaluation on the circle is peerkit's own.
    """
    n = np.asarray(contributions, float)
    if not np.all((n >= 0) & (n == np.floor(n))):
        raise ValueError(f"contributions must be a whole number of at least 0, got {contributions}")
    n, pieces = np.broadcast_arrays(n, np.asarray(collector.pieces, float))
    late = pieces * np.exp(-n / pieces) <= 1
    early = ~late & (n >= pieces)
    chance = np.where(late, _alternating_sum(np.where(late, n, np.inf), pieces), 0.0)
    if np.any(early):
        chance[early] = _coefficient(n[early], pieces[early])
    return np.clip(chance, 0, 1)[()]


def _alternating_sum(n, pieces):
    """The sum above by its first terms; at K e^(-n/K) <= 1 the j-th is at most 1/j!."""
    total, choices = np.ones_like(n), np.ones_like(n)
    for j in range(1, TERMS):
        choices = choices * -(pieces - j + 1) / j
        left = np.maximum(1 - j / pieces, 0)
        total = total + choices * left**n
    return total


def _coefficient(n, pieces):
    r"""n! [z^n] (e^{z/K}-1)^K over a circle of radius K r.

    With r at the saddle, r/(1-e^{-r}) = n/K, the sum over the circle is the chance that K Poisson counts of rate r,
    none of them zero, add up to n: of the order of 1/sqrt(n), so that no digits are lost.
    """
    # Any radius gives the same coefficient; just above n = K it stays clear of the branch point of W, where r = 0.
    share = np.maximum(n / pieces, 1 + 1e-6)
    rate = share + lambertw(-share * np.exp(-share)).real
    # The counts spread by less than sqrt(n), and sixteen times that on the whole circle tells n from its aliases.
    nodes = 32 + int(8 * np.sqrt(n.max()))
    total = np.ones_like(n)
    for angle in np.pi * np.arange(1, nodes) / nodes:
        turned = np.expm1(rate * np.exp(1j * angle)) / np.expm1(rate)
        total = total + 2 * (turned**pieces * np.exp(-1j * angle * n)).real
    total = total + (np.expm1(-rate) / np.expm1(rate)) ** pieces * (-1.0) ** n
    size = gammaln(n + 1) - n * np.log(pieces * rate) + pieces * np.log(np.expm1(rate))
    return np.exp(size) * total / (2 * nodes)
