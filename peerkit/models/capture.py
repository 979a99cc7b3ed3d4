r"""How much can a platform take from contributors who bring each other customers? A take rate with a network effect.

.. math::
    N = k w^{\varepsilon}, \qquad w = (1-\tau) a N^{\theta}, \qquad
    N = \left[k\,((1-\tau)a)^{\varepsilon}\right]^{1/(1-\theta\varepsilon)}, \qquad
    \tau^* = \frac{1-\theta\varepsilon}{1+\varepsilon}, \qquad \tau_W = -\theta

Each of N contributors draws gross revenue :math:`a N^{\theta}`, more when there are more of them, and joins if what the
platform leaves is worth it. The stronger that network effect, the less a platform that knows it takes.

Source: peerkit's own derivation. Money has one unit throughout, called dollars.
"""

from typing import ClassVar, NamedTuple

import numpy as np

from peerkit.records.about import About, Source
from peerkit.records.checks import word
from peerkit.records.outcomes import Outcome, Outcomes
from peerkit.records.parameter import parameter
from peerkit.records.record import Record

EXPLOSIVE = "explosive supply"


class Capture(Record):
    """Contributors who earn from one platform, and what the platform keeps."""

    take_rate: float = parameter(
        r"\tau",
        "Platform's take",
        unit="fraction of gross revenue",
        meaning="Share of contributors' gross revenue that the platform keeps; below zero it pays them on top.",
        default=0.45,
        ge=-1,
        le=1,
        explore=(-0.5, 0.95),
        step=0.01,
        why="what Squidoo kept; 50 percent went to contributors and 5 to charity",
        source="Squidoo terms of service and payout FAQ",
        status="confirmed",
    )
    network_elasticity: float = parameter(
        r"\theta",
        "Supply-side network effect",
        unit="elasticity",
        meaning="Percent by which each contributor's revenue rises when contributors grow by one percent.",
        default=0.15,
        ge=0,
        le=1,
        explore=(0, 0.5),
        step=0.01,
        why="below one third, which is what the most favourable study of productivity would imply at best",
        source="scenario, bounded by the exponent of about 4/3 in Sornette, Maillart and Ghezzi 2014",
        status="scenario",
    )
    supply_elasticity: float = parameter(
        r"\varepsilon",
        "How readily contributors come",
        unit="elasticity",
        meaning="Percent by which contributors grow when what each of them keeps grows by one percent.",
        default=1.0,
        gt=0,
        le=100,
        explore=(0.2, 15),
        scale="log",
        why="without a network effect it makes one half the best take, close to Squidoo's",
        source="scenario",
        status="scenario",
    )
    revenue_scale: float = parameter(
        "a",
        "Revenue of a lone contributor",
        unit="dollars per period",
        meaning="Gross revenue that one contributor would draw without any others.",
        default=10.0,
        gt=0,
        explore=(1, 100),
        scale="log",
        why="a scale: it moves amounts, never the best take",
        source="scenario",
        status="scenario",
    )
    supply_scale: float = parameter(
        "k",
        "Contributors at one dollar",
        unit="people",
        meaning="Contributors who come when each keeps one dollar per period.",
        default=100.0,
        gt=0,
        explore=(10, 1000),
        scale="log",
        why="a scale: it moves amounts, never the best take",
        source="scenario",
        status="scenario",
    )

    about: ClassVar[About] = About(
        claim="Share the surplus: where contributors attract customers for each other, a platform earns more by taking "
        "less.",
        equations=(
            r"N = k w^{\varepsilon}, \quad w = (1-\tau) a N^{\theta}",
            r"\tau^* = \frac{1 - \theta\varepsilon}{1 + \varepsilon}",
            r"\tau_W = -\theta",
        ),
        assumes=(
            "Every contributor earns the same, and both elasticities are constant.",
            "The network effect does not outrun supply: the product of the elasticities is below 1.",
            "Surplus means that of contributors and platform; what consumers gain is not counted.",
        ),
        evidence_against=(
            "In practice takes drift up once contributors are captive: Shutterstock's levels restart every January "
            "since 2020, and Zazzle charges a fee on royalties above 10% since 2025.",
            "Published takes are shares of different things: gross price, net revenue or profit. An elasticity read "
            "off them also contains the cost of goods, competition and lock-in.",
            "One study, not checked against its own pages, finds that more producers can crowd out incentives.",
        ),
        leaves_out=(
            "Hold-up: what happens to the take after contributors have sunk their work.",
            "Unequal earnings: with heavy tails the median contributor keeps next to nothing.",
            "Contributors who would come without pay.",
        ),
        sources=(
            Source("Best takes for profit and for joint surplus", "derived"),
            Source("Published takes, each with its source in peerkit.models.published_takes", "confirmed"),
            Source(
                "Zazzle from 1 April 2025: help.zazzle.com 360037785973 and community.zazzle.com bc-p/199776",
                "confirmed",
            ),
            Source("Boudreau 2012, on crowding out among producers", "unconfirmed"),
        ),
    )


class Split(NamedTuple):
    """Who gets what in equilibrium: `contributors` [people]; `earnings`, what each keeps [dollars per period]; the rest
    [dollars per period]; and a word: ``"stable"``, ``"nobody joins"`` or ``"explosive supply"``."""

    contributors: float
    earnings: float
    gross: float
    platform: float
    contributors_surplus: float
    outcome: str


class RelativeSplit(NamedTuple):
    """What platform and contributors have, apart and together, as multiples of the platform's best profit [1]; all NaN
    where supply explodes."""

    platform: float
    contributors: float
    together: float


class BestTake(NamedTuple):
    """A take rate [fraction] and a word: ``"interior"``, or ``"explosive supply"`` where it is only a limit."""

    take_rate: float
    outcome: str


class Gain(NamedTuple):
    """What platform and contributors gain by a move [dollars per period], and who gains in words."""

    platform: float
    contributors: float
    outcome: str


def equilibrium(capture, take_rate):
    r"""Who joins and who gets what when the platform keeps `take_rate` tau, from -1 to 1 [fraction].

    .. math:: N = \left[k\,((1-\tau)a)^{\varepsilon}\right]^{1/(1-\theta\varepsilon)}, \qquad
              G = a N^{1+\theta}, \qquad CS = \frac{(1-\tau) G}{1+\varepsilon}

    `outcome` is ``"nobody joins"`` at tau = 1, and ``"explosive supply"`` with infinite amounts where
    :math:`\theta\varepsilon \ge 1` (each newcomer draws more than one further) or amounts pass 10^300.

    >>> split = equilibrium(Capture(network_elasticity=0), 0.5)
    >>> [round(float(amount), 6) for amount in split[:5]], split.outcome
    ([500.0, 5.0, 5000.0, 2500.0, 1250.0], 'stable')

    Source: peerkit's own derivation.
    """
    c, tau = capture, _take_rates(take_rate)
    theta, eps = np.asarray(c.network_elasticity, float), np.asarray(c.supply_elasticity, float)
    joins, stable = tau < 1, _stable(c)
    kept = np.where(joins, 1 - tau, 1.0)
    log_n = (np.log(c.supply_scale) + eps * np.log(kept * c.revenue_scale)) / np.where(stable, 1 - theta * eps, 1.0)
    log_gross = np.log(c.revenue_scale) + (1 + theta) * log_n
    held = stable & (np.maximum(log_n, log_gross) < 690)
    explodes, log_n, log_gross = joins & ~held, np.where(held, log_n, 0.0), np.where(held, log_gross, 0.0)
    amount = lambda finite: np.where(explodes, np.inf, np.where(joins, finite, 0.0))[()]  # noqa: E731
    gross = np.exp(log_gross)
    platform = np.where(explodes & (tau != 0), np.copysign(np.inf, tau), np.where(joins & ~explodes, tau * gross, 0.0))
    outcome = np.where(explodes, EXPLOSIVE, np.where(joins, "stable", "nobody joins"))
    return Split(
        contributors=amount(np.exp(log_n)),
        earnings=amount(kept * np.exp(log_gross - log_n)),
        gross=amount(gross),
        platform=platform[()],
        contributors_surplus=amount(kept * gross / (1 + eps)),
        outcome=word(outcome),
    )


def profit_take_rate(capture):
    r"""The take that earns the platform most: :math:`\tau^* = (1-\theta\varepsilon)/(1+\varepsilon)` [fraction].

    Where :math:`\theta\varepsilon \ge 1` supply explodes at every take below 1, and 0 is the limit of the formula.

    >>> profit_take_rate(Capture(network_elasticity=0.5, supply_elasticity=1.0)).take_rate.item()
    0.25

    Source: peerkit's own derivation.
    """
    eps = np.asarray(capture.supply_elasticity, float)
    best = np.maximum(1 - capture.network_elasticity * eps, 0.0) / (1 + eps)
    return BestTake(best[()], word(np.where(_stable(capture), "interior", EXPLOSIVE)))


def relative_split(capture, take_rate):
    r"""Who gets what at a take of `take_rate` tau, from -1 to 1 [fraction], when the platform's best profit counts 1.

    .. math:: \frac{\Pi(\tau)}{\Pi(\tau^*)} = \frac{\tau}{\tau^*}
              \left(\frac{1-\tau}{1-\tau^*}\right)^{\varepsilon(1+\theta)/(1-\theta\varepsilon)}, \qquad
              \frac{CS(\tau)}{\Pi(\tau)} = \frac{1-\tau}{(1+\varepsilon)\,\tau}

    The two scales a and k cancel, so takes can be compared where amounts would be too large to print.

    >>> split = relative_split(Capture(network_elasticity=0), [0.25, 0.5])
    >>> print(split.platform, split.contributors)
    [0.75 1.  ] [1.125 0.5  ]

    Source: peerkit's own derivation.
    """
    tau, stable = _take_rates(take_rate), _stable(capture)
    theta, eps = np.asarray(capture.network_elasticity, float), np.asarray(capture.supply_elasticity, float)
    best = np.where(stable, profit_take_rate(capture).take_rate, 0.5)
    kept = np.where(tau < 1, 1 - tau, 1.0) / (1 - best)
    power = eps * (1 + theta) / np.where(stable, 1 - theta * eps, 1.0)
    # Next to explosion a subsidy multiplies everything beyond what a float holds; 10^300 stands for all of that.
    gross = np.where(tau < 1, np.exp(np.minimum(power * np.log(kept), 690.0)), 0.0) / best
    amount = lambda part: np.where(stable, part * gross, np.nan)[()]  # noqa: E731
    contributors = (1 - tau) / (1 + eps)
    return RelativeSplit(amount(tau), amount(contributors), amount(tau + contributors))


def welfare_take_rate(capture):
    r"""The take that makes contributors' surplus and platform revenue together largest [fraction].

    .. math:: \tau_W = -\theta

    Not a take but a subsidy, as large as the network effect that contributors do not reckon with.

    >>> print(welfare_take_rate(Capture(network_elasticity=0.2)).take_rate)
    -0.2

    Source: peerkit's own derivation.
    """
    stable = _stable(capture)
    # Subtracted from zero rather than negated, so that no network effect gives 0 and not -0.
    best = np.broadcast_to(0.0 - np.asarray(capture.network_elasticity, float), stable.shape)
    return BestTake(best[()], word(np.where(stable, "interior", EXPLOSIVE)))


def network_blind_take_rate(capture):
    r"""What a platform takes that overlooks the network effect: :math:`1/(1+\varepsilon)`, the inverse-elasticity rule.

    Never below `profit_take_rate` [fraction]; in between, both sides lose.

    >>> print(network_blind_take_rate(Capture()))
    0.5

    Source: elementary.
    """
    return (1 / (1 + np.asarray(capture.supply_elasticity, float)))[()]


def gain_from_best_take(capture, take_rate):
    """What each side gains when the platform moves from `take_rate`, -1 to 1 [fraction], to `profit_take_rate`.

    `outcome` is ``"both gain"`` from any higher take (greed costs both), ``"only the platform gains"`` from any lower
    one, ``"nothing to gain"`` at the best take, or ``"explosive supply"`` where nothing can be compared (NaN).

    >>> gain = gain_from_best_take(Capture(network_elasticity=0.2), 0.5)
    >>> round(float(gain.platform)), round(float(gain.contributors)), gain.outcome
    (2886, 16140, 'both gain')

    Source: peerkit's own derivation.
    """
    best = profit_take_rate(capture).take_rate
    here, there = equilibrium(capture, take_rate), equilibrium(capture, best)
    comparable = np.isfinite(here.gross) & np.isfinite(there.gross)
    difference = lambda to, of: np.where(comparable, to, np.nan) - np.where(comparable, of, 0.0)  # noqa: E731
    tau = np.asarray(take_rate, float)
    who = np.where(tau > best, "both gain", np.where(tau < best, "only the platform gains", "nothing to gain"))
    return Gain(
        difference(there.platform, here.platform)[()],
        difference(there.contributors_surplus, here.contributors_surplus)[()],
        word(np.where(comparable, who, EXPLOSIVE)),
    )


def _stable(capture):
    shape = np.broadcast_shapes(*(np.shape(getattr(capture, name)) for name in Capture.model_fields))
    return np.broadcast_to(np.asarray(capture.network_elasticity * capture.supply_elasticity < 1), shape)


def _take_rates(take_rate):
    tau = np.asarray(take_rate, float)
    if not np.all((tau >= -1) & (tau <= 1)):
        raise ValueError(f"take_rate must be at least -1 and at most 1, got {take_rate}")
    return tau


OUTCOMES = Outcomes(
    Capture,
    (
        Outcome("take", "take that earns the platform most", "fraction", lambda r: profit_take_rate(r).take_rate),
        Outcome(
            "contributors",
            "contributors at this take",
            "people",
            lambda r: equilibrium(r, r.take_rate).contributors,
        ),
        Outcome(
            "platform",
            "platform's income at this take",
            "money",
            lambda r: equilibrium(r, r.take_rate).platform,
        ),
    ),
)
