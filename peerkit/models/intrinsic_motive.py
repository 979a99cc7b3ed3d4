r"""The more contributors love the work, the more a monopolist takes: an uncomfortable result about prosumer value.

.. math::
    N(\tau) = M \min\left(1, \frac{(1-\tau)a + b}{\bar C}\right), \qquad
    \tau^* = \min\left(1, \max\left(\frac{a+b}{2a},\; 1 - \frac{\bar C - b}{a}\right)\right)

Each of M people joins if pay plus enjoyment beats the best thing they could do instead, which is anything from 0 to
:math:`\bar C`. Enjoyment keeps people on board when pay falls, so the platform lets pay fall.

Source: peerkit's own derivation.
"""

from typing import ClassVar, NamedTuple

import numpy as np

from peerkit.models.about import About, Source
from peerkit.models.parameter import parameter
from peerkit.models.record import Record


class IntrinsicMotive(Record):
    """People who contribute for pay and for its own sake, on one platform."""

    population: float = parameter(
        "M",
        "People who could join",
        unit="people",
        meaning="People who know the platform and choose whether to contribute.",
        default=1000.0,
        gt=0,
        explore=(100, 10000),
        scale="log",
        why="a scale: it moves amounts, never the best take",
        source="scenario",
        status="scenario",
    )
    revenue_per_contributor: float = parameter(
        "a",
        "Revenue per contributor",
        unit="dollars per period",
        meaning="Gross revenue that the platform draws from what one contributor makes.",
        default=10.0,
        gt=0,
        explore=(1, 20),
        step=0.5,
        why="a round number to compare enjoyment with",
        source="scenario",
        status="scenario",
    )
    intrinsic_benefit: float = parameter(
        "b",
        "Enjoyment and reputation",
        unit="dollars per period",
        meaning="What contributing is worth to a contributor without any pay: use, pleasure, reputation.",
        default=5.0,
        ge=0,
        explore=(0, 20),
        step=0.5,
        why="half of the revenue, a scenario",
        source="scenario",
        status="scenario",
    )
    outside_option: float = parameter(
        r"\bar C",
        "Highest outside option",
        unit="dollars per period",
        meaning="What the person with the most to give up could do instead; the others spread evenly from 0 to here.",
        default=20.0,
        gt=0,
        explore=(5, 50),
        step=1,
        why="twice the revenue, so that not everyone joins",
        source="scenario",
        status="scenario",
    )

    about: ClassVar[About] = About(
        claim="People who love the work need little pay. A platform without rivals therefore takes more from them, up "
        "to everything: unpaid user content.",
        equations=(
            r"N(\tau) = M \min\left(1, \frac{(1-\tau) a + b}{\bar C}\right)",
            r"\tau^* = \frac{a + b}{2a} \quad \text{(at most 1, and higher once everyone has joined)}",
        ),
        assumes=(
            "One platform, and no other place to enjoy the same work.",
            "Enjoyment is the same for all, adds to pay in dollars, and does not depend on what the platform takes.",
            "What people could do instead is spread evenly.",
        ),
        evidence_against=(
            "Squidoo paid half of its revenue to contributors and YouTube pays 55% on long videos: platforms full of "
            "enthusiasts do share. Rivals, and the network effect, are what this model leaves out.",
            "Nobody has measured enjoyment in dollars; the figures here are scenarios.",
        ),
        leaves_out=(
            "Crowding out: pay, or being exploited, can change the enjoyment itself.",
            "The network effect of contributors on each other, which argues for a lower take.",
            "Contributors who leave together.",
        ),
        sources=(
            Source("Best take with linear supply, and with everyone joined", "derived"),
            Source("Squidoo terms of service and payout FAQ; cnet.com, 20 September 2022, for YouTube", "confirmed"),
        ),
    )


class Split(NamedTuple):
    """Who gets what: `contributors` [people], `platform` and `contributors_surplus` [dollars per period], and a word:
    ``"some join"``, ``"everyone joins"`` or ``"nobody joins"``."""

    contributors: float
    platform: float
    contributors_surplus: float
    outcome: str


class BestTake(NamedTuple):
    """A take rate [fraction] and a word: ``"interior"``, ``"everyone joins"`` or ``"takes everything"``."""

    take_rate: float
    outcome: str


def equilibrium(intrinsic_motive, take_rate):
    r"""Who joins and who gets what when the platform keeps `take_rate` tau, from 0 to 1 [fraction].

    .. math:: N = M \min(1, u/\bar C), \qquad CS = N u - \frac{\bar C N^2}{2M}, \qquad u = (1-\tau)a + b

    Contributors' surplus is pay and enjoyment less what they give up for it.

    >>> split = equilibrium(IntrinsicMotive(), 0.75)
    >>> [round(float(amount), 6) for amount in split[:3]], split.outcome
    ([375.0, 2812.5, 1406.25], 'some join')

    Source: peerkit's own derivation.
    """
    m, tau = intrinsic_motive, np.asarray(take_rate, float)
    if not np.all((tau >= 0) & (tau <= 1)):
        raise ValueError(f"take_rate must be at least 0 and at most 1, got {take_rate}")
    benefit = (1 - tau) * m.revenue_per_contributor + m.intrinsic_benefit
    share = np.minimum(benefit / np.asarray(m.outside_option, float), 1.0)
    contributors = m.population * share
    share = np.broadcast_to(share, np.shape(contributors))
    outcome = np.where(share >= 1, "everyone joins", np.where(share > 0, "some join", "nobody joins"))
    return Split(
        contributors[()],
        (tau * m.revenue_per_contributor * contributors)[()],
        (contributors * (benefit - m.outside_option * share / 2))[()],
        _word(outcome),
    )


def profit_take_rate(intrinsic_motive):
    r"""The take that earns the platform most [fraction].

    .. math:: \tau^* = \min\left(1, \max\left(\frac{a+b}{2a},\; 1 - \frac{\bar C - b}{a}\right)\right)

    `outcome` is ``"interior"``; ``"everyone joins"`` where the take rises until the last person is just willing;
    ``"takes everything"`` where enjoyment alone is enough (:math:`b \ge a`, or :math:`b \ge \bar C`).

    >>> profit_take_rate(IntrinsicMotive()).take_rate.item()
    0.75
    >>> profit_take_rate(IntrinsicMotive(intrinsic_benefit=10)).outcome
    'takes everything'

    Source: peerkit's own derivation.
    """
    m = intrinsic_motive
    a, b = np.asarray(m.revenue_per_contributor, float), np.asarray(m.intrinsic_benefit, float)
    middle, last_willing = 0.5 + b / a / 2, 1 - (m.outside_option - b) / a
    best = np.maximum(middle, last_willing)
    inside = np.where(last_willing > middle, "everyone joins", "interior")
    shape = np.broadcast_shapes(best.shape, np.shape(m.population))
    outcome = np.broadcast_to(np.where(best >= 1, "takes everything", inside), shape)
    return BestTake(np.broadcast_to(np.minimum(best, 1.0), shape)[()], _word(outcome))


def _word(outcome):
    return str(outcome) if outcome.ndim == 0 else outcome
