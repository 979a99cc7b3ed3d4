r"""Who pays for joining a platform with two sides, and who is let in free?

.. math::
    n_i = b_i + a_i n_j - p_i, \qquad n_1 = \frac{2b_1 + S b_2}{4 - S^2}, \qquad
    p_1 = \frac{b_1 + (a_1 - a_2) n_2}{2}, \qquad S = a_1 + a_2 < 2

Members of side 1 (contributors) and side 2 (audience) pay for joining, and :math:`a_i` is the value that side i
attaches to each member of side j. A negative price is a subsidy. A platform that charges each transaction instead is
`peerkit.models.transaction`.

Source: in the manner of M. Armstrong 2006 with linear demand, peerkit's own derivation.
"""

from typing import ClassVar, NamedTuple

import numpy as np

from peerkit.records.about import About, Source
from peerkit.records.checks import word
from peerkit.records.outcomes import Outcome, Outcomes
from peerkit.records.parameter import parameter
from peerkit.records.record import Record

TIPS = "grows without bound"


class Membership(Record):
    """A platform that contributors and an audience pay to join, or are paid to."""

    contributors_interest: float = parameter(
        "b_1",
        "Contributors' own interest",
        unit="hundred people",
        meaning="Contributors who would join a free platform that had no audience; also the most one of them would "
        "pay, in dollars.",
        default=1.0,
        gt=0,
        explore=(0.2, 3),
        step=0.1,
        why="the unit of account",
        source="peerkit's own choice of unit",
        status="scenario",
    )
    audience_interest: float = parameter(
        "b_2",
        "Audience's own interest",
        unit="hundred people",
        meaning="Audience who would join a free platform that had no contributors; also the most one of them would "
        "pay, in dollars.",
        default=0.5,
        gt=0,
        explore=(0.2, 3),
        step=0.1,
        why="half as many as contributors: an audience comes for the content",
        source="scenario",
        status="scenario",
    )
    contributors_value: float = parameter(
        "a_1",
        "What an audience is worth to contributors",
        unit="dollars per hundred members",
        meaning="Value that a contributor attaches to each further hundred people in the audience.",
        default=0.0,
        ge=0,
        le=10,
        explore=(0, 1.2),
        step=0.01,
        why="contributors who do not care who reads them: the plainest case",
        source="scenario",
        status="scenario",
    )
    audience_value: float = parameter(
        "a_2",
        "What contributors are worth to the audience",
        unit="dollars per hundred members",
        meaning="Value that one of the audience attaches to each further hundred contributors.",
        default=0.6,
        ge=0,
        le=10,
        explore=(0, 1.2),
        step=0.01,
        why="half-way to the value at which contributors are let in free",
        source="scenario",
        status="scenario",
    )

    about: ClassVar[About] = About(
        claim="Free for creators is a price, not generosity: the side that the other side values is let in cheaply, "
        "and the other side pays.",
        equations=(
            r"n_i = b_i + a_i n_j - p_i",
            r"n_1 = \frac{2 b_1 + S b_2}{4 - S^2}, \quad S = a_1 + a_2",
            r"p_1 = \frac{b_1 + (a_1 - a_2) n_2}{2}",
        ),
        assumes=(
            "One platform without rivals, which serves both sides at no cost.",
            "Demand on each side is linear, and each member of the other side is worth the same.",
            "Everyone expects the numbers that come about.",
        ),
        evidence_against=(
            "Either side can be the free one: theory alone does not say which, and the values are not measured.",
        ),
        leaves_out=(
            "Rival platforms, and members on several of them.",
            "Getting started: how to reach these numbers from an empty platform.",
            "Crowding on one side, and an audience that dislikes the other side (advertising).",
        ),
        sources=(
            Source("Armstrong, Competition in two-sided markets, 2006; this linear case", "derived"),
            Source("Parker and Van Alstyne 2005: either side can be the free good, abstract", "confirmed"),
        ),
    )


class Members(NamedTuple):
    """Members [hundred people] and prices [dollars per member] of both sides, profit [hundred dollars], and a word:
    ``"both pay"``, ``"contributors are subsidised"``, ``"audience is subsidised"`` or ``"grows without bound"``."""

    contributors: float
    audience: float
    contributors_price: float
    audience_price: float
    profit: float
    outcome: str


class Sides(NamedTuple):
    """Members of both sides [hundred people]; both infinite where the platform grows without bound."""

    contributors: float
    audience: float


class Threshold(NamedTuple):
    """A value [dollars per hundred members] and a word: ``"free from here on"`` or ``"never free"``."""

    value: float
    outcome: str


def membership_prices(membership):
    r"""Prices for joining that earn the platform most, and who joins.

    .. math:: n_1 = \frac{2b_1 + S b_2}{4 - S^2}, \qquad p_1 = \frac{b_1 + (a_1 - a_2) n_2}{2}, \qquad
              \Pi = \frac{b_1 n_1 + b_2 n_2}{2}

    Numbers depend only on the sum S of the two values; how it is split moves the prices. From S = 2 on every member
    brings in more than one other and the platform ``"grows without bound"``: infinite members and profit, and prices
    that are not determined (NaN).

    >>> found = membership_prices(Membership(audience_value=1.2))
    >>> [round(float(number), 6) for number in found[:5]], found.outcome
    ([1.015625, 0.859375, -0.015625, 0.859375, 0.722656], 'contributors are subsidised')

    Source: in the manner of Armstrong 2006; the closed form is peerkit's own derivation.
    """
    m = membership
    b1, b2 = np.asarray(m.contributors_interest, float), np.asarray(m.audience_interest, float)
    a1, a2 = np.asarray(m.contributors_value, float), np.asarray(m.audience_value, float)
    both = a1 + a2
    bounded = both < 2
    room = np.where(bounded, (2 - both) * (2 + both), 1.0)
    n1, n2 = (2 * b1 + both * b2) / room, (2 * b2 + both * b1) / room
    p1, p2 = (b1 + (a1 - a2) * n2) / 2, (b2 + (a2 - a1) * n1) / 2
    side = np.where(p1 < 0, "contributors are subsidised", np.where(p2 < 0, "audience is subsidised", "both pay"))
    amounts = (np.where(bounded, amount, np.inf)[()] for amount in (n1, n2))
    prices = (np.where(bounded, price, np.nan)[()] for price in (p1, p2))
    profit = np.where(bounded, (b1 * n1 + b2 * n2) / 2, np.inf)[()]
    return Members(*amounts, *prices, profit, word(np.where(bounded, side, TIPS)))


def members(membership, contributors_price, audience_price):
    r"""Who joins at given prices: contributors and audience [hundred people].

    .. math:: n_1 = \frac{b_1 - p_1 + a_1 (b_2 - p_2)}{1 - a_1 a_2}

    `contributors_price` p_1 and `audience_price` p_2 are any numbers [dollars per member]; negative ones are subsidies.
    Where a side would be negative it is empty and the other stands alone. Where each member brings in at least one
    other (:math:`a_1 a_2 \ge 1`) and both sides have somebody to begin with, both grow without bound.

    >>> [round(float(side), 6) for side in members(Membership(audience_value=1.2), 0, 0.5)]
    [1.0, 1.2]

    Source: peerkit's own derivation: the two demands solved for each other.
    """
    m = membership
    net1 = np.asarray(m.contributors_interest - np.asarray(contributors_price, float))
    net2 = np.asarray(m.audience_interest - np.asarray(audience_price, float))
    a1, a2 = np.asarray(m.contributors_value, float), np.asarray(m.audience_value, float)
    alone1, alone2 = np.maximum(net1, 0.0), np.maximum(net2, 0.0)
    first, second = net1 + a1 * net2, net2 + a2 * net1
    stable = a1 * a2 < 1
    room = np.where(stable, 1 - a1 * a2, 1.0)
    n1 = np.where(second > 0, np.maximum(first, 0.0) / room, alone1)
    n2 = np.where(first > 0, np.maximum(second, 0.0) / room, alone2)
    runs_away = ~stable & (net1 + a1 * alone2 > 0) & (net2 + a2 * alone1 > 0)
    return Sides(np.where(runs_away, np.inf, n1)[()], np.where(runs_away, np.inf, n2)[()])


def separate_prices(membership):
    r"""Prices of a platform that overlooks what its sides are worth to each other, and who then joins.

    .. math:: p_i = \frac{b_i}{2}, \qquad \Pi = p_1 n_1 + p_2 n_2

    Each side is priced like a market of its own, at half of what its keenest member would pay alone. That never earns
    more than `membership_prices`, and as much only where both sides value each other alike. Where each member brings
    in at least one other (:math:`a_1 a_2 \ge 1`) the platform ``"grows without bound"`` at these prices too.

    >>> found = separate_prices(Membership(audience_value=1.2))
    >>> [round(float(number), 6) for number in found[:5]], found.outcome
    ([0.5, 0.85, 0.5, 0.25, 0.4625], 'both pay')

    Source: elementary, the monopoly price of linear demand.
    """
    p1, p2 = (np.asarray(x, float) / 2 for x in (membership.contributors_interest, membership.audience_interest))
    joined = members(membership, p1, p2)
    n1, n2 = (np.asarray(n, float) for n in joined)
    p1, p2 = np.broadcast_to(p1, n1.shape), np.broadcast_to(p2, n2.shape)
    outcome = np.where(np.isfinite(n1 + n2), "both pay", TIPS)
    return Members(n1[()], n2[()], p1[()], p2[()], (p1 * n1 + p2 * n2)[()], word(outcome))


def free_threshold(membership):
    r"""Value of contributors to the audience from which the best price for contributors is zero or less.

    .. math:: b_1 a_2^2 + (b_2 + a_1 b_1)\, a_2 = 2 b_1 + a_1 b_2

    ``"never free"`` (NaN) where contributors value an audience at one dollar per hundred or more, :math:`a_1 \ge 1`:
    the platform would grow without bound first. The record's own `audience_value` plays no part.

    >>> print(round(float(free_threshold(Membership()).value), 6))
    1.186141

    Source: peerkit's own derivation.
    """
    m = membership
    b1, b2, a1 = (np.asarray(x, float) for x in (m.contributors_interest, m.audience_interest, m.contributors_value))
    linear, constant = b2 + a1 * b1, 2 * b1 + a1 * b2
    value = 2 * constant / (linear + np.sqrt(linear**2 + 4 * b1 * constant))
    value, free = np.broadcast_arrays(value, a1 < 1, np.asarray(m.audience_value))[:2]
    return Threshold(np.where(free, value, np.nan)[()], word(np.where(free, "free from here on", "never free")))


OUTCOMES = Outcomes(
    Membership,
    (
        Outcome(
            "contributors_price",
            "price for contributors",
            "money",
            lambda r: membership_prices(r).contributors_price,
        ),
        Outcome("audience_price", "price for the audience", "money", lambda r: membership_prices(r).audience_price),
        Outcome("profit", "platform's profit", "money", lambda r: membership_prices(r).profit),
    ),
)
