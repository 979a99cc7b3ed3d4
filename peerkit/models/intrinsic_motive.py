r"""Pay that drives out people's own motive, and the side that gains from that motive.

.. math::
    y = (1-\tau)a, \qquad u(y) = y + \max(0,\; b - \gamma y) = \max\left(y,\; b + (1-\gamma)y\right), \qquad
    N = M \min\left(1, \frac{u(y)}{\bar C}\right)

Each of M people joins if pay y plus enjoyment beats the best thing they could do instead, which is anything from 0 to
:math:`\bar C`. Each dollar of pay takes :math:`\gamma` dollars off the enjoyment b until none is left. Where
:math:`\gamma > 1` the first dollars lose people, and it takes as much pay as there was enjoyment to win them back.

With or without crowding out, enjoyment keeps people when pay falls, so a platform without rivals lets pay fall: with :math:`\gamma = 0` it takes :math:`\tau^* = (a+b)/2a`, at most 1. The more contributors love the work, the
more is taken, an uncomfortable result about prosumer value.

Source: peerkit's own derivation; that small pay can lose what no pay would have kept is the finding of U. Gneezy and
A. Rustichini, Pay Enough or Don't Pay at All, Quarterly Journal of Economics 115(3), 2000 (abstract confirmed).
"""

from typing import ClassVar, NamedTuple

import numpy as np

from peerkit.records.about import About, Source
from peerkit.records.checks import at_least, between, word
from peerkit.records.outcomes import Outcome, Outcomes
from peerkit.records.parameter import parameter
from peerkit.records.record import Record


class IntrinsicMotive(Record):
    """People who contribute for pay and for its own sake, on one platform."""

    population: float = parameter(
        "M",
        "People who could join",
        unit="people",
        meaning="People who know the platform and choose whether to contribute.",
        default=1000.0,
        gt=0,
        le=1e9,
        explore=(100, 10000),
        scale="log",
        why="a scale: it changes amounts, not the best take",
        measure="visitors or users of the platform",
    )
    revenue_per_contributor: float = parameter(
        "a",
        "Revenue per contributor",
        unit="dollars per period",
        meaning="Gross revenue that the platform draws from what one contributor produces.",
        default=10.0,
        gt=0,
        le=1e9,
        explore=(1, 20),
        step=0.5,
        why="a round number to compare enjoyment with",
        measure="the platform's revenue divided by its active contributors",
    )
    intrinsic_benefit: float = parameter(
        "b",
        "Enjoyment and reputation",
        unit="dollars per period",
        meaning="The worth of contributing to a contributor without any pay: use, pleasure, reputation.",
        default=5.0,
        ge=0,
        le=1e9,
        explore=(0, 20),
        step=0.5,
        why="half of the revenue",
        measure="the pay at which volunteers would do something else instead (asked, or offered at random)",
    )
    outside_option: float = parameter(
        r"\bar C",
        "Highest outside option",
        unit="dollars per period",
        meaning="The worth of the best alternative to the person with the most to give up; the others are spread evenly from 0 "
        "to this value.",
        default=20.0,
        gt=0,
        le=1e9,
        explore=(5, 50),
        step=1,
        why="twice the revenue, so that not everyone joins",
        measure="what the same people earn elsewhere in the same hours",
    )

    crowding_out: float = parameter(
        r"\gamma",
        "Enjoyment lost per dollar paid",
        unit="dollars per dollar",
        meaning="Enjoyment that each dollar of pay takes away, until none is left: at 0 pay drives nothing out, above 1 the "
        "first dollars drive people away.",
        default=1.5,
        ge=0,
        le=1000,
        explore=(0, 3),
        step=0.05,
        why="above 1, the case in which small pay is worse than none, as in Gneezy and Rustichini 2000",
        measure="contributions under small and large payments, offered at random",
    )

    about: ClassVar[About] = About(
        claim="Pay can drive out people's own motive: then a little pay loses people. And the more they love the work, "
        "the less a platform without rivals pays, down to nothing: unpaid user content.",
        equations=(
            r"u(y) = y + \max(0, b - \gamma y), \quad y = (1-\tau) a",
            r"N = M \min\left(1, \frac{u(y)}{\bar C}\right)",
            r"\tau^* = \frac{a + b}{2a} \quad \text{(at } \gamma = 0 \text{, at most 1)}",
        ),
        assumes=(
            "y is the pay of a contributor, u(y) the worth of contributing at this pay, N the number who contribute. The "
            "platform takes the share τ of what customers pay; the share that earns it most is marked with a star.",
            "One platform, and no other place to enjoy the same work.",
            "Enjoyment is the same for all and counts in dollars; pay lowers it in a straight line.",
            "What people could do instead is spread evenly.",
        ),
        evidence_against=(
            "Crowding out is contested. A meta-analysis of 128 studies finds that rewards for doing a task lower the "
            "wish to do it freely (standardised effects of -0.28 to -0.40); an earlier one found next to nothing.",
            "Among blood donors it was not seen: 18 of 19 incentives brought more donations, those of higher value "
            "more of them, and no motive was missing afterwards.",
            "Squidoo paid half of its revenue to contributors and YouTube pays 55% on long videos: platforms full of "
            "enthusiasts do share. Rivals, and the network effect, are what this model leaves out.",
            "Awards without money can work: a field experiment in Wikipedia (Gallus 2017) is commonly reported to find that "
            "symbolic awards keep more newcomers active. Pay is not the only thing that can be given.",
            "Nobody has measured enjoyment in dollars; the figures here are scenarios.",
        ),
        leaves_out=(
            "How pay is given: a prize, a wage and praise do not act alike, and praise adds to motivation.",
            "Different people: those who enjoy it most may be those who mind pay most.",
            "The network effect of contributors on each other, which argues for a lower take.",
            "Contributors who leave together.",
        ),
        studies=(
            "Gallus 2017",
            "Xu, Nian and Cabral 2018",
        ),
        sources=(
            Source("The number who join and the best take, with and without crowding out", "derived"),
            Source(
                "U. Gneezy and A. Rustichini, Pay Enough or Don't Pay at All, Quarterly Journal of Economics 115(3), 2000 "
                "(the abstract was read)",
                "confirmed",
                "https://experts.umn.edu/en/publications/pay-enough-or-dont-pay-at-all",
            ),
            Source(
                "E. Deci, R. Koestner and R. Ryan, a meta-analysis of 128 studies, Psychological Bulletin 125(6), 1999 (the "
                "abstract was read)",
                "confirmed",
                "https://psycnet.apa.org/doi/10.1037/0033-2909.125.6.627",
            ),
            Source(
                "J. Cameron and W. Pierce 1994, as summarised by their critics Deci, Koestner and Ryan 2001, a "
                "paper; peerkit knows no address of it",
                "secondary",
            ),
            Source(
                "N. Lacetera, M. Macis and R. Slonim, Economic Rewards to Motivate Blood Donations, Science, 2013, in an "
                "excerpt",
                "secondary",
                "https://freakonomics.com/tag/blood-donation/",
            ),
            Source(
                "Squidoo's shares, as a contributor reported them in 2010; YouTube's, as reported by cnet.com on 20 "
                "September 2022",
                "secondary",
                "http://legendsandlore.blogspot.com/2010/03/payouts.html",
            ),
            Source(
                "J. Gallus, Fostering Public Good Contributions with Symbolic Awards, Management Science 63(12), 2017",
                "unconfirmed",
                "https://doi.org/10.1287/mnsc.2016.2540",
            ),
        ),
    )


class Split(NamedTuple):
    """The split of people and money: `contributors` [people], `platform` and `contributors_surplus` [dollars per period], and a word:
    ``"some join"``, ``"everyone joins"`` or ``"nobody joins"``."""

    contributors: float
    platform: float
    contributors_surplus: float
    outcome: str


class BestTake(NamedTuple):
    """A take rate [fraction] and a word: ``"interior"``, ``"everyone joins"`` or ``"takes everything"``."""

    take_rate: float
    outcome: str


class Turn(NamedTuple):
    """Pay at which fewest contribute and pay that draws as many as none does [dollars per period], and a word:
    ``"small pay loses people"``, or ``"no turn"`` with NaN where no pay loses people."""

    fewest: float
    as_unpaid: float
    outcome: str


def benefit(intrinsic_motive, pay):
    r"""Worth of contributing to a contributor at a `pay` y of 0 or more [dollars per period].

    .. math:: u(y) = y + \max(0,\; b - \gamma y)

    >>> print(benefit(IntrinsicMotive(), [0, 2, 4, 6]))
    [5. 4. 4. 6.]

    Source: peerkit's own; a straight line is the simplest form crowding out can take.
    """
    m, y = intrinsic_motive, at_least(0, "pay", pay)
    return (y + np.maximum(0.0, m.intrinsic_benefit - m.crowding_out * y))[()]


def contributors(intrinsic_motive, pay):
    r"""Number who contribute at a `pay` y of 0 or more: :math:`M \min(1, u(y)/\bar C)` [people].

    >>> print(contributors(IntrinsicMotive(), [0, 2.5, 5, 10]))
    [250.  187.5 250.  500. ]

    Source: peerkit's own derivation.
    """
    m = intrinsic_motive
    return (m.population * np.minimum(benefit(m, pay) / np.asarray(m.outside_option, float), 1.0))[()]


def turn(intrinsic_motive):
    r"""The pay that keeps fewest people, :math:`b/\gamma`, and the pay from which there are as many as unpaid.

    As many as without pay come at :math:`\min(b, \bar C)`.

    >>> bend = turn(IntrinsicMotive())
    >>> print(bend.fewest.round(6), bend.as_unpaid, bend.outcome)
    3.333333 5.0 small pay loses people

    Source: peerkit's own derivation.
    """
    m = intrinsic_motive
    b, c, gamma = (np.asarray(x, float) for x in (m.intrinsic_benefit, m.outside_option, m.crowding_out))
    turns = (gamma > 1) & (b > 0) & (b < gamma * c)
    fewest = np.where(turns, b / np.where(turns, gamma, 1.0), np.nan)
    as_unpaid = np.where(turns, np.minimum(b, c), np.nan)
    return Turn(fewest[()], as_unpaid[()], word(np.where(turns, "small pay loses people", "no turn")))


def equilibrium(intrinsic_motive, take_rate):
    r"""People who join and everybody's share when the platform keeps `take_rate` tau, from 0 to 1 [fraction].

    .. math:: N = M \min(1, u/\bar C), \qquad CS = N u - \frac{\bar C N^2}{2M}, \qquad u = u\left((1-\tau)a\right)

    Contributors' surplus is pay and enjoyment less what they give up for it.

    >>> split = equilibrium(IntrinsicMotive(crowding_out=0), 0.75)
    >>> [round(float(amount), 6) for amount in split[:3]], split.outcome
    ([375.0, 2812.5, 1406.25], 'some join')

    Source: peerkit's own derivation.
    """
    m, tau = intrinsic_motive, between(0, 1, "take_rate", take_rate)
    worth = benefit(m, (1 - tau) * m.revenue_per_contributor)
    share = np.minimum(worth / np.asarray(m.outside_option, float), 1.0)
    people = m.population * share
    share = np.broadcast_to(share, np.shape(people))
    outcome = np.where(share >= 1, "everyone joins", np.where(share > 0, "some join", "nobody joins"))
    return Split(
        people[()],
        (tau * m.revenue_per_contributor * people)[()],
        (people * (worth - m.outside_option * share / 2))[()],
        word(outcome),
    )


def profit_take_rate(intrinsic_motive):
    r"""The take that earns the platform most [fraction].

    Two ways to run it, and the better of them. While enjoyment lasts, :math:`u = b + (1-\gamma)y`, the best pay is

    .. math:: y = \max\left(0, \min\left(\frac12\left(a - \frac{b}{1-\gamma}\right),\;
              \frac{\bar C - b}{1-\gamma}\right)\right) \quad (\gamma < 1), \qquad y = 0 \quad (\gamma \ge 1)

    and where pay alone moves people, :math:`u = y`, it is :math:`y = \min(a/2, \bar C)`. `outcome` is
    ``"interior"``; ``"everyone joins"`` where pay falls until the last person is just willing; ``"takes everything"``
    where enjoyment alone serves the platform best.

    >>> profit_take_rate(IntrinsicMotive(crowding_out=0)).take_rate.item()
    0.75
    >>> profit_take_rate(IntrinsicMotive()).outcome
    'takes everything'

    Source: peerkit's own derivation.
    """
    m = intrinsic_motive
    a, b, c, gamma = np.broadcast_arrays(
        *(
            np.asarray(x, float)
            for x in (m.revenue_per_contributor, m.intrinsic_benefit, m.outside_option, m.crowding_out)
        )
    )
    slope = np.where(gamma < 1, 1 - gamma, 1.0)
    middle, last_willing = (a - b / slope) / 2, (c - b) / slope
    lasting = np.where(gamma < 1, np.maximum(np.minimum(middle, last_willing), 0.0), 0.0)
    paid = np.minimum(a / 2, c)
    by_motive = _profit(m, lasting) >= _profit(m, paid)
    pay = np.where(by_motive, lasting, paid)
    everyone = np.where(by_motive, last_willing < middle, c < a / 2)
    shape = np.broadcast_shapes(pay.shape, np.shape(m.population))
    outcome = np.where(pay <= 0, "takes everything", np.where(everyone, "everyone joins", "interior"))
    return BestTake(np.broadcast_to(1 - pay / a, shape)[()], word(np.broadcast_to(outcome, shape)))


def _profit(intrinsic_motive, pay):
    """Profit per person who could join [dollars per period]."""
    m = intrinsic_motive
    share = np.minimum(benefit(m, pay) / np.asarray(m.outside_option, float), 1.0)
    return (m.revenue_per_contributor - pay) * share


def _best(intrinsic_motive):
    return profit_take_rate(intrinsic_motive).take_rate


def _pay(intrinsic_motive):
    return (1 - _best(intrinsic_motive)) * intrinsic_motive.revenue_per_contributor


def _contributors(intrinsic_motive):
    return contributors(intrinsic_motive, _pay(intrinsic_motive))


def _kind(intrinsic_motive):
    return profit_take_rate(intrinsic_motive).outcome


OUTCOMES = Outcomes(
    IntrinsicMotive,
    (
        Outcome("take", "take that earns the platform most", "fraction", _best, _kind),
        Outcome("pay", "pay that earns the platform most", "dollars per period", _pay, _kind),
        Outcome("contributors", "number of contributors at that pay", "people", _contributors, _kind),
    ),
)
