r"""Crowds whose members join once enough others have: nearly equal crowds can end differently. (Granovetter 1978)

.. math::
    r_{t+1} = N\,\Phi\!\left(\frac{r_t-\mu}{\sigma}\right), \qquad r_0 = 0

Everybody joins once enough others have; how many are enough differs from person to person. N people have thresholds
that are normal with mean :math:`\mu` and spread :math:`\sigma`, and r is the number of people who have joined. A little
more spread can link the few who need no example to those who need some, and then the whole crowd joins. This happens at
the spread at which the curve of joiners touches the line on which as many join as are expected:

.. math::
    N\Phi(z) - N z\phi(z) = \mu, \qquad \sigma_c = N\phi(z), \qquad r = N\Phi(z)

Source: M. Granovetter, Threshold Models of Collective Behavior, American Journal of Sociology 83, 1978, 1420-1443
(unconfirmed: not checked against its pages; the jump at 0.12 of the population is confirmed in a re-implementation).
The equations of the tangency are peerkit's own derivation. Crowds of known people are `peerkit.models.crowd`.
"""

from typing import ClassVar, NamedTuple

import numpy as np
from scipy.special import ndtr

from peerkit.records.about import About, Source
from peerkit.records.checks import at_least, between, word
from peerkit.records.crossing import bisection
from peerkit.records.outcomes import Outcome, Outcomes
from peerkit.records.parameter import parameter
from peerkit.records.record import Record

NO_TIPPING = "no tipping"
BOTH, LOW_ONLY, HIGH_ONLY = "low or high", "low only", "high only"
MOST_MEMBERS = 10_000
"""The largest crowd: the search for the person who decides goes through all of them, in a fifth of a second."""
MOST_ROUNDS = 100_000
STEEPEST = 1 / np.sqrt(2 * np.pi)


class Thresholds(Record):
    """A crowd whose members join once enough others have."""

    mean_threshold: float = parameter(
        r"\mu",
        "Average threshold",
        unit="people",
        meaning="The number of others who must have joined before the average member joins.",
        default=25.0,
        ge=0,
        le=1e15,
        explore=(5, 60),
        step=1,
        why="a quarter of the crowd, the case Granovetter works out",
        source="Granovetter 1978, as replicated at jalt.online",
        status="secondary",
        url="http://jalt.online/granovetter.html",
    )
    spread: float = parameter(
        r"\sigma",
        "Spread of thresholds",
        unit="people",
        meaning="Standard deviation of the thresholds between members. At 0 all members would be alike.",
        default=12.0,
        ge=1e-12,
        le=1e15,
        explore=(1, 60),
        step=0.1,
        why="just below 12.2, the spread at which a crowd with the other default values tips",
        source="Granovetter 1978; the critical value is recomputed here",
        status="recomputed",
        url="https://doi.org/10.1086/226707",
    )
    members: int = parameter(
        "N",
        "People in the crowd",
        unit="people",
        meaning="The number of people who could join.",
        default=100,
        ge=1,
        le=MOST_MEMBERS,
        explore=(20, 400),
        why="a hundred, as in Granovetter's example",
        source="Granovetter 1978, as replicated at jalt.online",
        status="secondary",
        url="http://jalt.online/granovetter.html",
    )

    about: ClassVar[About] = About(
        claim="The wishes of its members do not tell what a crowd will do. Of two crowds with almost the same thresholds one "
        "can end with almost nobody and the other with almost everybody.",
        equations=(
            r"r_{t+1} = N \Phi\left(\frac{r_t-\mu}{\sigma}\right)",
            r"N\Phi(z) - N z \phi(z) = \mu, \quad \sigma_c = N\phi(z)",
        ),
        assumes=(
            "r is the number of people who have joined and t counts the rounds. The capital Greek letter phi is the share of a "
            "standard normal distribution below z, the small one its density, and the spread with the index c is the one at "
            "which the crowd tips.",
            "Everyone sees how many have joined, and only the number matters, not who they are.",
            "Thresholds are fixed beforehand and nobody leaves again.",
            "Thresholds are normally distributed; members with a threshold below zero join without any example.",
        ),
        evidence_against=(
            "The tipping spread depends on how thresholds fall on whole people. For a hundred people the curve says 12.2; evenly "
            "spaced thresholds tip near 12.5, rounded down near 11.9, and a published replication with its own rounding finds "
            "about 10.",
            "Thresholds are not observed. A person who joins late may have needed company, or may have heard late.",
        ),
        leaves_out=(
            "Personal contact: people see their friends, not the crowd.",
            "Leaving, and the wish to stay away once too many have come.",
            "Organisers who lower thresholds on purpose.",
        ),
        sources=(
            Source(
                "Granovetter, Threshold Models of Collective Behavior, American Journal of Sociology 83(6), 1978",
                "unconfirmed",
                "https://doi.org/10.1086/226707",
            ),
            Source(
                "Jump at 0.12 of the population for a mean of 0.25", "secondary", "http://jalt.online/granovetter.html"
            ),
            Source(
                "Thresholds 0 to 99 bring out all hundred; threshold 1 made 2 brings out one, as a page retells it; "
                "its address was not kept",
                "secondary",
            ),
            Source(
                "A replication with its own rounding, github.com/TimRichter/CartesianSeminar",
                "confirmed",
                "https://github.com/TimRichter/CartesianSeminar",
            ),
            Source("Evenly spaced thresholds and their rounding, peerkit's own computation", "recomputed"),
            Source("Critical spread by tangency", "derived"),
        ),
    )


class Equilibria(NamedTuple):
    """Numbers of joiners [people] that reproduce themselves; NaN for one that does not exist.

    `low` and `high` are stable: the crowd returns to them. `tipping_point` between them is not: fewer joiners fall back
    to `low`, more go on to `high`. `outcome` is ``"low or high"``, ``"low only"`` or ``"high only"``.
    """

    low: float
    tipping_point: float
    high: float
    outcome: str


class Tipping(NamedTuple):
    """The spread [people] above which a crowd tips, the number who have joined just before [people], and a word."""

    spread: float
    joiners: float
    outcome: str


def joiners(thresholds, expected):
    r"""The number who join when `expected` others have: :math:`N\Phi((r-\mu)/\sigma)` [people].

    `expected` r >= 0 [people], scalar or array.

    >>> print(joiners(Thresholds(), 0).round(6), joiners(Thresholds(), 25).round(6))
    1.861043 50.0
    """
    t = thresholds
    return (t.members * ndtr((at_least(0, "expected", expected) - t.mean_threshold) / t.spread))[()]


def path(thresholds, rounds, start=0.0):
    """The number who have joined after 0, 1, ... `rounds` rounds, each round looking at the one before [people].

    `start` r_0 >= 0 [people] have joined before anybody looks; `rounds` is at most 100,000. Rounds run along the last axis.

    >>> print(path(Thresholds(), 3).round(3))
    [0.    1.861 2.691 3.151]
    """
    states = [np.broadcast_to(at_least(0, "start", start), np.shape(joiners(thresholds, start)))]
    for _ in range(int(between(0, MOST_ROUNDS, "rounds", rounds))):
        states.append(joiners(thresholds, states[-1]))
    return np.stack(states, axis=-1)


def equilibria(thresholds):
    r"""The numbers of joiners that reproduce themselves: all solutions of :math:`r = N\Phi((r-\mu)/\sigma)`.

    With :math:`z = (r-\mu)/\sigma` they are where the curve :math:`\Phi(z)` meets a straight line of slope
    :math:`\sigma/N`. The two run parallel at two places at most; each piece between these holds one solution or none,
    so none is missed however near it is to vanishing.

    >>> ends = equilibria(Thresholds())
    >>> print(ends.low.round(6), ends.tipping_point.round(6), ends.high.round(6), ends.outcome)
    4.021134 8.643599 100.0 low or high

    Source: peerkit's own derivation.
    """
    t = thresholds
    mean, slope = np.broadcast_arrays(
        np.asarray(t.mean_threshold, float) / t.members, np.asarray(t.spread, float) / t.members
    )

    def gap(z):
        return ndtr(z) - mean - slope * z

    # Curve and line are parallel at z = -turn and z = turn; a line steeper than the curve anywhere crosses it once.
    turn = np.sqrt(2 * np.log(np.maximum(STEEPEST / slope, 1.0)))
    below, above = gap(-turn), gap(turn)
    single = turn == 0
    low = -bisection(lambda u: gap(-u), np.maximum(turn, 1e-300), np.maximum(mean / slope, turn) + 1)
    middle = bisection(lambda u: gap(u - turn - 1), np.ones_like(turn), 2 * turn + 1) - turn - 1
    high = bisection(lambda u: -gap(u), np.maximum(turn, 1e-300), np.maximum(1 / slope, turn) + 1)
    has_low, has_high = below < 0, above >= 0
    has_low = np.where(single, ~has_high, has_low)
    sizes = [
        np.where(there, t.members * ndtr(z), np.nan)[()]
        for there, z in ((has_low, low), (has_low & has_high & ~single, middle), (has_high, high))
    ]
    return Equilibria(*sizes, word(np.where(has_low, np.where(has_high, BOTH, LOW_ONLY), HIGH_ONLY)))


def equilibrium(thresholds):
    """The number who join in the end when nobody has yet: the smallest of the `equilibria` [people].

    >>> print(equilibrium(Thresholds(spread=12.2)).round(3), equilibrium(Thresholds(spread=12.3)).round(3))
    5.479 100.0
    """
    ends = equilibria(thresholds)
    return np.where(np.isnan(ends.low), ends.high, ends.low)[()]


def critical_spread(thresholds):
    r"""The spread of thresholds above which the crowd tips, and the number who have joined just before it does.

    .. math:: N\Phi(z) - N z\phi(z) = \mu, \qquad \sigma_c = N\phi(z), \qquad r = N\Phi(z)

    The record's own `spread` plays no part. `outcome` is ``"tips"``, or ``"no tipping"`` with NaN where the mean is
    half of the crowd or more: more spread then only brings more joiners, little by little.

    >>> tipping = critical_spread(Thresholds())
    >>> print(tipping.spread.round(6), tipping.joiners.round(6), tipping.outcome)
    12.222087 6.200325 tips

    Source: peerkit's own derivation; Granovetter 1978 gives 12.2 and about 6 (recomputed).
    """
    t = thresholds
    mean = np.asarray(t.mean_threshold, float) / t.members
    tips = mean < 0.5
    # Phi(z) - z phi(z) rises from 0 to 1/2 as z rises to 0; for thresholds at zero any spread at all tips the crowd.
    z = -bisection(lambda u: mean - ndtr(-u) - u * _bell(u), np.full(mean.shape, 1e-300), np.full(mean.shape, 40.0))
    spread = np.where(tips, np.where(mean > 0, t.members * _bell(z), 0.0), np.nan)
    size = np.where(tips, np.where(mean > 0, t.members * ndtr(z), 0.0), np.nan)
    return Tipping(spread[()], size[()], word(np.where(tips, "tips", NO_TIPPING)))


def _bell(z):
    return STEEPEST * np.exp(-(z**2) / 2)


OUTCOMES = Outcomes(
    Thresholds,
    (
        Outcome(
            "joiners",
            "number who join in the end",
            "people",
            lambda r: equilibrium(r),
            lambda r: equilibria(r).outcome,
            "ends that the crowd can come to",
        ),
        Outcome("critical_spread", "spread at which the crowd tips", "people", lambda r: critical_spread(r).spread),
    ),
)
