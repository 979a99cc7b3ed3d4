r"""The price of picking work blindly, when nobody says which piece is missing (the coupon collector).

.. math::
    P(n) = \sum_{j=0}^{K} (-1)^j \binom{K}{j} \left(1-\frac jK\right)^n, \qquad
    E[T] = K H_K, \qquad H_K = \sum_{i=1}^{K} \frac1i \approx \ln K + 0.577

Work is cut into K pieces and each contribution does one of them, picked blindly. The first pieces are all new; the last
one takes K contributions on average. With a list of what is missing, K contributions would be enough altogether, so doing
without a list costs the factor H_K.

Where a share :math:`\ell` of the contributors looks up what is missing, a contribution meets one of m missing pieces with

.. math:: p_m = \ell + (1-\ell)\frac mK, \qquad E[T] = \sum_{m=1}^{K} \frac1{p_m}

Source: elementary (the coupon collector's problem of probability textbooks). The list, and the way of computing the
chances, are peerkit's own.
"""

from typing import ClassVar, NamedTuple

import numpy as np
from scipy.special import digamma, gammaln, lambertw

from peerkit.records.about import About, Source
from peerkit.records.checks import but_for_rounding, numbers
from peerkit.records.outcomes import Outcome, Outcomes
from peerkit.records.parameter import parameter
from peerkit.records.record import Record

TERMS = 24
MOST = 100_000
"""The longest chain of contributions that `progress` follows step by step."""
DOUBT = 1e-18


class CouponCollector(Record):
    """Work cut into equal pieces that contributors pick blindly, but for some who look up what is missing."""

    pieces: int = parameter(
        "K",
        "Pieces of the work",
        unit="pieces",
        meaning="How many different pieces must each be done at least once.",
        default=50,
        ge=1,
        le=1000,
        explore=(2, 365),
        why="an encyclopaedia of fifty articles: few enough to imagine, and enough for the last ones to take long",
        measure="counting the open tasks of a project that keeps a list of them",
    )
    informed_share: float = parameter(
        r"\ell",
        "People who look up what is missing",
        unit="share of contributors",
        meaning="Share of the contributors who look at a list of missing pieces and do one of them. The others pick blindly.",
        default=0.0,
        ge=0,
        le=1,
        explore=(0, 1),
        step=0.01,
        why="nobody looks: the problem as textbooks set it",
        source="the textbook problem, in which nobody looks",
        status="elementary",
        percent=True,
    )

    about: ClassVar[About] = About(
        claim="When people choose their work without knowing what is missing, most of the effort goes into the last "
        "few pieces. A visible list of open tasks saves it.",
        equations=(
            r"E[T] = K\left(1 + \tfrac12 + \dots + \tfrac1K\right) \quad (\ell = 0)",
            r"E[T] = \sum_{m=1}^{K} \frac{1}{\ell + (1-\ell)\,m/K}",
            r"P(n) = \sum_{j=0}^{K} (-1)^j \binom Kj \left(1-\tfrac jK\right)^n",
        ),
        assumes=(
            "Every contribution does exactly one of the K pieces, and a blind pick meets each piece equally often.",
            "A share ℓ of the people looks at the list and does a missing piece; no two do the same one at the same time. The "
            "sum runs over m, the number of pieces still missing.",
            "T is the number of contributions until every piece is done, E[T] its average, and P(n) the chance that n "
            "contributions are enough. j only counts the terms of the sum.",
            "Doing a piece twice adds nothing.",
        ),
        evidence_against=(
            "Nobody contributes this blindly: people see gaps, ask, and keep lists. We know of no measurement of how blind a "
            "community is. With equally popular pieces the factor H_K is the most it can cost.",
            "A piece done twice is not always wasted: the second person may correct the first.",
        ),
        leaves_out=(
            "Popular and unpopular pieces. If people prefer some pieces, the last one takes longer still.",
            "The cost of the list: somebody has to keep it, and people have to read it.",
            "Pieces that depend on one another.",
        ),
        sources=(
            Source("The coupon collector's problem, as in textbooks of probability", "elementary"),
            Source("A share of contributors who look up what is missing", "derived"),
        ),
    )


class Progress(NamedTuple):
    """After 0, 1, 2, ... contributions: the share of pieces done on average, and the chance that all are done."""

    done: np.ndarray
    complete: np.ndarray


def expected_contributions(collector, missing=0):
    r"""The average number of contributions until at most `missing` pieces are left [contributions].

    .. math:: E[T] = \sum_{m > \text{missing}}^{K} \frac{1}{\ell + (1-\ell)\,m/K}

    With :math:`\ell = 0` and nothing missing that is :math:`K H_K`. A sum of reciprocals of a straight line is a
    difference of two digammas.

    >>> print(round(float(expected_contributions(CouponCollector(pieces=6))), 9))
    14.7
    >>> print(round(float(expected_contributions(CouponCollector(informed_share=0.1))), 1))
    123.6

    `missing` >= 0 [pieces], whole, scalar or array.

    Source: elementary: the waiting times between one new piece and the next are independent and geometric.
    """
    missing = _whole("missing", missing)
    pieces, informed = (np.asarray(getattr(collector, name), float) for name in CouponCollector.model_fields)
    blind, done = 1 - informed, np.maximum(pieces - missing, 0)
    # Where nearly everybody looks the digammas cancel, and three terms of the geometric series are exact to 1e-12.
    few = blind < 1e-4
    rate = np.where(few, 1.0, blind) / pieces
    start = pieces - done + 1 + np.where(few, 0.0, informed) / rate
    repeats = done * (done - 1) / (2 * pieces) * (1 + blind * (2 * done - 1) / (3 * pieces))
    return np.where(few, done + blind * repeats, (digamma(start + done) - digamma(start)) / rate)[()]


def blind_factor(collector):
    r"""The work of a wholly blind community as a multiple of that of an organised one, on average: :math:`H_K` [1].

    >>> print(round(float(blind_factor(CouponCollector(pieces=50))), 6))
    4.499205

    Source: elementary.
    """
    return (digamma(np.asarray(collector.pieces, float) + 1) + np.euler_gamma)[()]


def contributions_spread(collector):
    r"""Standard deviation of the number of contributions until every piece is done [contributions].

    .. math:: \sigma_T = \sqrt{\sum_{m=1}^{K} \frac{1-p_m}{p_m^2}}

    >>> print(round(float(contributions_spread(CouponCollector(pieces=6))), 6))
    6.244197

    Source: elementary, as `expected_contributions`.
    """
    new, there = _chance_of_a_new_piece(collector)
    return np.sqrt(np.where(there, (1 - new) / new**2, 0.0).sum(-1))[()]


def progress(collector, most):
    """The share of the work done after 0, 1, ..., `most` contributions, along the last axis of both arrays.

    The number of missing pieces is a Markov chain: a contribution lowers it by one, or repeats what is done. `most` is a
    whole number from 0 to 100,000.

    >>> after = progress(CouponCollector(pieces=2), 3)
    >>> after.done.tolist(), after.complete.tolist()
    ([0.0, 0.5, 0.75, 0.875], [0.0, 0.0, 0.5, 0.75])

    Source: elementary.
    """
    if not (most == _whole("most", most) and most <= MOST):
        raise ValueError(f"most must be at most {MOST:,}, got {most}")
    new, there = _chance_of_a_new_piece(collector)
    new = np.concatenate([np.zeros_like(new[..., :1]), np.where(there, new, 0.0)], axis=-1)
    missing = np.arange(new.shape[-1], dtype=float)
    pieces = np.broadcast_to(np.asarray(collector.pieces, float), new.shape[:-1])
    state, stay = (missing == pieces[..., None]).astype(float), 1 - new
    # Once nothing is left to doubt the chain stops: every further contribution finds the work as it is.
    left, complete = np.zeros((int(most) + 1, *pieces.shape)), np.ones((int(most) + 1, *pieces.shape))
    left[0], complete[0] = state @ missing, state[..., 0]
    for step in range(1, int(most) + 1):
        moved = state * new
        state = state * stay
        state[..., :-1] += moved[..., 1:]
        left[step], complete[step] = state @ missing, state[..., 0]
        if np.all(left[step] < DOUBT):
            break
    return Progress(1 - np.moveaxis(left, 0, -1) / pieces[..., None], np.moveaxis(complete, 0, -1))


def completion_probability(collector, contributions):
    r"""Chance that `contributions` have done every piece at least once [probability].

    .. math:: P(n) = \sum_{j=0}^{K} (-1)^j \binom{K}{j} \left(1-\tfrac jK\right)^n \quad (\ell = 0)

    Term by term the sum is useless for many pieces: its terms grow to :math:`e^{K e^{-n/K}}` before they cancel. It is
    used only where :math:`K e^{-n/K} \le 1`. Elsewhere the chance is read off as a coefficient of the generating
    function, :math:`P(n) = n!\,[z^n] (e^{z/K}-1)^K`, by summing over a circle on which nothing cancels. Compared with
    integer arithmetic ten digits hold for K up to 365 and n up to thousands. Where some look up what is missing it is
    the end of the chain in `progress`.

    `contributions` n >= 0 [contributions], whole, scalar or array. Below K the chance is 0.

    >>> print(round(float(completion_probability(CouponCollector(pieces=50), 225)), 9))
    0.578880873

    Source: the sum is elementary; its evaluation on the circle is peerkit's own.
    """
    n = _whole("contributions", contributions)
    record = (np.asarray(getattr(collector, name), float) for name in CouponCollector.model_fields)
    n, pieces, informed = np.broadcast_arrays(n, *record)
    late = pieces * np.exp(-n / pieces) <= 1
    early = ~late & (n >= pieces)
    chance = np.where(late, _alternating_sum(np.where(late, n, np.inf), pieces), 0.0)
    if np.any(early):
        chance[early] = _coefficient(n[early], pieces[early])
    if np.any(informed > 0):
        chance = np.where(informed > 0, _end_of_the_chain(collector, n, pieces), chance)
    return np.clip(chance, 0, 1)[()]


def _whole(name, values):
    """`values` as floats; ValueError with their `name` unless they are whole numbers of at least 0."""
    n = numbers(name, values)
    if not np.all((n >= 0) & (n == np.floor(n))):
        raise ValueError(f"{name} must be a whole number of at least 0, got {values}")
    return n


def _end_of_the_chain(collector, n, pieces):
    # Even blind picks leave no more than K e^(-n/K) to doubt; forty rounds beyond ln K nothing is left of it.
    certain = np.ceil(pieces * (np.log(pieces) + 40))
    place = np.minimum(n, certain).astype(int)
    complete = progress(collector, place.max()).complete
    return np.take_along_axis(np.broadcast_to(complete, (*n.shape, complete.shape[-1])), place[..., None], -1)[..., 0]


def _chance_of_a_new_piece(collector):
    """The chance p_m that a contribution does one of m missing pieces, m along the last axis, and which m <= K exist."""
    pieces, informed = (np.asarray(getattr(collector, name), float)[..., None] for name in CouponCollector.model_fields)
    missing = np.arange(1, pieces.max() + 1)
    there = missing <= pieces
    new = np.where(there, informed + (1 - informed) * missing / pieces, 1.0)
    return new, np.broadcast_to(there, new.shape)


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


def _saved(collector):
    """The share of the contributions that the list saves, against a community in which nobody looks."""
    blind = blind_factor(collector) * np.asarray(collector.pieces, float)
    return but_for_rounding(blind, expected_contributions(collector)) / blind


OUTCOMES = Outcomes(
    CouponCollector,
    (
        Outcome(
            "contributions",
            "contributions until every piece is done, on average",
            "contributions",
            expected_contributions,
        ),
        Outcome("saved", "share of the contributions that the list saves", "share of contributions", _saved),
    ),
)
