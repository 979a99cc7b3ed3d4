r"""Prices for joining a platform with two sides: the side that pays and the side that is let in free.

.. math::
    n_i = b_i + a_i n_j - p_i, \qquad n_1 = \frac{2b_1 + S b_2}{4 - S^2}, \qquad
    p_1 = \frac{b_1 + (a_1 - a_2) n_2}{2}, \qquad S = a_1 + a_2 < 2

Members of side 1 (contributors) and side 2 (audience) pay for joining, and :math:`a_i` is the value that side i
attaches to each member of side j. A negative price is a subsidy. A platform that charges each transaction instead is
`peerkit.models.transaction`.

Source: in the manner of M. Armstrong 2006 with linear demand, peerkit's own derivation.
"""

from functools import partial
from typing import ClassVar, NamedTuple

import numpy as np

from peerkit.records.about import About, Source
from peerkit.records.checks import number, word
from peerkit.records.outcomes import Outcome, Outcomes
from peerkit.records.parameter import parameter
from peerkit.records.record import Record

NO_BEST = "no best price"
GROWS = "grows without bound"


class Membership(Record):
    """A platform that contributors and an audience pay to join, or are paid to."""

    contributors_interest: float = parameter(
        "b_1",
        "Contributors' own interest",
        unit="hundred people",
        meaning="Contributors who would join a free platform without an audience; the same number is the most that one of "
        "them would pay, in dollars.",
        default=1.0,
        gt=0,
        le=1e9,
        explore=(0.2, 3),
        step=0.1,
        why="the unit of account",
        measure="contributors who come to a place without an audience, such as a private archive",
    )
    audience_interest: float = parameter(
        "b_2",
        "Audience's own interest",
        unit="hundred people",
        meaning="Audience who would join a free platform without contributors; the same number is the most that one of them "
        "would pay, in dollars.",
        default=0.5,
        gt=0,
        le=1e9,
        explore=(0.2, 3),
        step=0.1,
        why="half as many as contributors: an audience comes for the content",
        measure="visitors of the empty platform",
    )
    contributors_value: float = parameter(
        "a_1",
        "Worth of an audience to contributors",
        unit="dollars per hundred members",
        meaning="Value that a contributor attaches to each further hundred people in the audience.",
        default=0.0,
        ge=0,
        le=10,
        explore=(0, 1.2),
        step=0.01,
        why="contributors who do not care who reads them: the plainest case",
        measure="what contributors pay for reach, such as promoted posts",
    )
    audience_value: float = parameter(
        "a_2",
        "Worth of contributors to the audience",
        unit="dollars per hundred members",
        meaning="Value that one of the audience attaches to each further hundred contributors.",
        default=0.6,
        ge=0,
        le=10,
        explore=(0, 1.2),
        step=0.01,
        why="half-way to the value at which contributors are let in free",
        measure="prices that an audience pays for access to more and to fewer contributors",
    )

    about: ClassVar[About] = About(
        claim="Free for creators is a price, not generosity: the side that the other side values pays little or nothing, and "
        "the other side pays.",
        equations=(
            r"n_i = b_i + a_i n_j - p_i",
            r"n_1 = \frac{2 b_1 + S b_2}{4 - S^2}, \quad S = a_1 + a_2",
            r"p_1 = \frac{b_1 + (a_1 - a_2) n_2}{2}",
        ),
        assumes=(
            "n is the number of members of a side [hundred people] and p its price; 1 stands for contributors, 2 for the "
            "audience, i for either and j for the other one.",
            "S is the sum of the two worths. From S = 2 on, profit has no maximum and no price is best, although at given prices "
            "the numbers may still be finite.",
            "One platform without rivals, which serves both sides at no cost.",
            "Demand on each side is linear, and each member of the other side is worth the same.",
            "Everyone expects the numbers that come about.",
        ),
        evidence_against=(
            "Either side can be the free one: theory alone does not say which, and the values are not measured.",
            "One platform that sets both prices is the best case for this rule. Where rivals compete and members use several "
            "platforms at once, prices follow other rules (Armstrong 2006; Rochet and Tirole 2003).",
        ),
        leaves_out=(
            "Rival platforms, and members on several of them.",
            "Getting started: how to reach these numbers from an empty platform.",
            "Crowding on one side, and an audience that dislikes the other side (advertising).",
        ),
        sources=(
            Source(
                "The linear case here, in the manner of M. Armstrong, Competition in two-sided markets, RAND Journal of "
                "Economics 37(3), 2006",
                "derived",
                "https://doi.org/10.1111/j.1756-2171.2006.tb00037.x",
            ),
            Source(
                "G. Parker and M. Van Alstyne, Two-Sided Network Effects, Management Science 51(10), 2005: either side can be "
                "the free good (the abstract was read)",
                "confirmed",
                "https://doi.org/10.1287/mnsc.1050.0400",
            ),
            Source(
                "J.-C. Rochet and J. Tirole, Platform Competition in Two-Sided Markets, Journal of the European Economic "
                "Association 1(4), 2003",
                "unconfirmed",
                "https://doi.org/10.1162/154247603322493212",
            ),
        ),
    )


class Members(NamedTuple):
    """Members [hundred people] and prices [dollars per member] of both sides, profit [hundred dollars], and a word:
    ``"both pay"``, ``"contributors are subsidised"``, ``"audience is subsidised"`` or ``"no best price"``; at given prices ``"grows
    without bound"`` instead of the last."""

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
    """A value [dollars per hundred members] and a word: ``"free from here on"`` or ``"not free"``."""

    value: float
    outcome: str


def membership_prices(membership):
    r"""Prices for joining that earn the platform most, and the members who join.

    .. math:: n_1 = \frac{2b_1 + S b_2}{4 - S^2}, \qquad p_1 = \frac{b_1 + (a_1 - a_2) n_2}{2}, \qquad
              \Pi = \frac{b_1 n_1 + b_2 n_2}{2}

    Numbers depend only on the sum S of the two values; how it is split moves the prices. From S = 2 on profit has no
    maximum, so there is ``"no best price"``: members and profit are infinite (their bound), prices NaN. At given prices
    the numbers may still be finite, see `members`.

    >>> best = membership_prices(Membership(audience_value=1.2))
    >>> [round(float(number), 6) for number in best[:5]], best.outcome
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
    return Members(*amounts, *prices, profit, word(np.where(bounded, side, NO_BEST)))


def members(membership, contributors_price, audience_price):
    r"""Members at given prices: contributors and audience [hundred people].

    .. math:: n_1 = \frac{b_1 - p_1 + a_1 (b_2 - p_2)}{1 - a_1 a_2}

    `contributors_price` p_1 and `audience_price` p_2 are any numbers [dollars per member]; negative ones are subsidies.
    Where a side would be negative it is empty and the other stands alone. Where each member brings in at least one
    other (:math:`a_1 a_2 \ge 1`) and both sides have somebody to begin with, both grow without bound.

    >>> [round(float(side), 6) for side in members(Membership(audience_value=1.2), 0, 0.5)]
    [1.0, 1.2]

    Source: peerkit's own derivation: the two demands solved for each other.
    """
    m = membership
    net1 = np.asarray(m.contributors_interest - number("contributors_price", contributors_price))
    net2 = np.asarray(m.audience_interest - number("audience_price", audience_price))
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
    r"""Prices of a platform that overlooks the worth of its sides to each other, and the members who then join.

    .. math:: p_i = \frac{b_i}{2}, \qquad \Pi = p_1 n_1 + p_2 n_2

    Each side is priced like a market of its own, at half of what its keenest member would pay alone. This earns at most
    as much as `membership_prices`, and as much only where both sides value each other alike. Where each member brings
    in at least one other (:math:`a_1 a_2 \ge 1`) the platform ``"grows without bound"`` at these prices too.

    >>> blind = separate_prices(Membership(audience_value=1.2))
    >>> [round(float(number), 6) for number in blind[:5]], blind.outcome
    ([0.5, 0.85, 0.5, 0.25, 0.4625], 'both pay')

    Source: elementary, the monopoly price of linear demand.
    """
    p1, p2 = (np.asarray(x, float) / 2 for x in (membership.contributors_interest, membership.audience_interest))
    joined = members(membership, p1, p2)
    n1, n2 = (np.asarray(n, float) for n in joined)
    p1, p2 = np.broadcast_to(p1, n1.shape), np.broadcast_to(p2, n2.shape)
    outcome = np.where(np.isfinite(n1 + n2), "both pay", GROWS)
    return Members(n1[()], n2[()], p1[()], p2[()], (p1 * n1 + p2 * n2)[()], word(outcome))


def free_threshold(membership):
    r"""Value of contributors to the audience from which the best price for contributors is zero or less.

    .. math:: b_1 a_2^2 + (b_2 + a_1 b_1)\, a_2 = 2 b_1 + a_1 b_2

    ``"not free"`` (NaN) where contributors value an audience at one dollar per hundred or more, :math:`a_1 \ge 1`: before
    contributors are free there is no best price any more. The record's own `audience_value` plays no part.

    >>> print(round(float(free_threshold(Membership()).value), 6))
    1.186141

    Source: peerkit's own derivation.
    """
    m = membership
    b1, b2, a1 = (np.asarray(x, float) for x in (m.contributors_interest, m.audience_interest, m.contributors_value))
    linear, constant = b2 + a1 * b1, 2 * b1 + a1 * b2
    value = 2 * constant / (linear + np.sqrt(linear**2 + 4 * b1 * constant))
    value, free = np.broadcast_arrays(value, a1 < 1, np.asarray(m.audience_value))[:2]
    return Threshold(np.where(free, value, np.nan)[()], word(np.where(free, "free from here on", "not free")))


def _answer(membership, name):
    return getattr(membership_prices(membership), name)


def _free_from(membership):
    return free_threshold(membership).value


_kind = partial(_answer, name="outcome")

OUTCOMES = Outcomes(
    Membership,
    (
        Outcome(
            "contributors_price",
            "best price for contributors",
            "dollars per member",
            partial(_answer, name="contributors_price"),
            _kind,
            "who pays",
        ),
        Outcome(
            "audience_price",
            "best price for the audience",
            "dollars per member",
            partial(_answer, name="audience_price"),
            _kind,
            "who pays",
        ),
        Outcome("profit", "platform's profit", "hundred dollars", partial(_answer, name="profit"), _kind, "who pays"),
        Outcome("free_from", "worth from which contributors join free", "dollars per hundred members", _free_from),
    ),
)
