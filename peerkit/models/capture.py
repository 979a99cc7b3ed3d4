r"""The take of a platform from contributors who bring each other customers: a take rate with a network effect.

.. math::
    N = k w^{\varepsilon}, \qquad w = (1-\tau) a N^{\theta}, \qquad
    N = \left[k\,((1-\tau)a)^{\varepsilon}\right]^{1/(1-\theta\varepsilon)}, \qquad
    \tau^* = \frac{1-\theta\varepsilon}{1+\varepsilon}, \qquad \tau_W = -\theta

Each of N contributors draws gross revenue :math:`a N^{\theta}`, more when there are more of them, and joins if what the
platform leaves is worth it. The stronger that network effect, the less a platform that knows it takes.

Where :math:`\theta\varepsilon` passes 1, the same N is no resting point but a tipping point: supply answers revenue more
strongly than in proportion, so a community above it grows without limit and one below it shrinks to nothing. The path is
:math:`N_{t+1} = k\,((1-\tau) a)^{\varepsilon} N_t^{\theta\varepsilon}`.

Source: peerkit's own derivation. Money has one unit throughout, called dollars.
"""

from functools import partial
from typing import ClassVar, NamedTuple

import numpy as np

from peerkit.models.capture_tipping import LARGEST_LOG, amount, comes_to_rest, log_size, tipping_point
from peerkit.models.published_takes import SOURCES, ZAZZLE_2025
from peerkit.records.about import About, Source
from peerkit.records.checks import between, word
from peerkit.records.outcomes import Outcome, Outcomes
from peerkit.records.parameter import parameter
from peerkit.records.record import Record

TIPS = "tipping point"


class Capture(Record):
    """Contributors who earn from one platform, and what the platform keeps."""

    take_rate: float = parameter(
        r"\tau",
        "Platform's take",
        unit="of gross revenue",
        meaning="Share of contributors' gross revenue that the platform keeps; below zero it pays them on top.",
        default=0.45,
        ge=-1,
        le=1,
        explore=(-0.5, 0.95),
        step=0.01,
        percent=True,
        why="what Squidoo kept; 50% went to contributors and 5% to charity",
        source="Squidoo's shares, as a contributor reported them in 2010",
        status="secondary",
        url="http://legendsandlore.blogspot.com/2010/03/payouts.html",
    )
    network_elasticity: float = parameter(
        r"\theta",
        "Network effect among contributors",
        unit="percent per percent",
        meaning="Percent by which each contributor's revenue rises when the number of contributors grows by one percent "
        "(an elasticity).",
        default=0.15,
        ge=0,
        le=1,
        explore=(0, 0.5),
        step=0.01,
        why="below one third, which the exponent of about 4/3 in Sornette, Maillart and Ghezzi 2014 would imply at best",
        measure="revenue per contributor in years or categories with more and with fewer contributors",
    )
    supply_elasticity: float = parameter(
        r"\varepsilon",
        "How readily contributors come",
        unit="percent per percent",
        meaning="Percent by which the number of contributors grows when what each of them keeps grows by one percent "
        "(an elasticity).",
        default=1.0,
        gt=0,
        le=100,
        explore=(0.2, 15),
        scale="log",
        why="without a network effect it makes one half the best take, close to Squidoo's",
        measure="contributors before and after a change of the take",
    )
    revenue_scale: float = parameter(
        "a",
        "Revenue of a lone contributor",
        unit="dollars per period",
        meaning="Gross revenue that one contributor would draw without any others.",
        default=10.0,
        gt=0,
        le=1e9,
        explore=(1, 100),
        scale="log",
        why="a scale: it changes amounts, not the best take",
        measure="revenue of the first contributors, before there were others",
    )
    supply_scale: float = parameter(
        "k",
        "Contributors at one dollar",
        unit="people",
        meaning="Contributors who come when each keeps one dollar per period.",
        default=100.0,
        gt=0,
        le=1e9,
        explore=(10, 1000),
        scale="log",
        why="a scale: it changes amounts, not the best take",
        measure="contributors and what each keeps, on a platform of the same kind",
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
            "N is the number of contributors and w what each keeps per period. The take that earns the platform most is "
            "marked with a star, the take that is best for platform and contributors together with a W.",
            "Every contributor earns the same, and both elasticities are constant.",
            "Where the product of the elasticities is below 1, the community comes to rest at N. Where it is above 1, N is "
            "a tipping point: a larger community grows without limit, a smaller one shrinks to nothing.",
            "Surplus means that of contributors and platform; what consumers gain is not counted.",
        ),
        evidence_against=(
            "In practice takes rise once contributors cannot easily leave: Shutterstock's levels restart every January "
            "since 2020, and Zazzle charges a fee on royalties above 10% since 2025.",
            "Published takes are shares of different things: gross price, net revenue or profit. An elasticity read "
            "off them also contains the cost of goods, competition and lock-in.",
            "Work on a market for small online tasks (Dube and others 2020) is commonly reported to find that workers "
            "react far less to pay than the scenario here; a platform could then keep more.",
            "One study, not checked against its own pages, finds that more producers can crowd out incentives.",
        ),
        leaves_out=(
            "Hold-up: what happens to the take after contributors have sunk their work.",
            "Competing platforms, and contributors who use several at once.",
            "Unequal earnings: where a few earn most, the contributor in the middle keeps next to nothing.",
            "Contributors who would come without pay.",
        ),
        sources=(
            Source("Best takes for profit and for joint surplus; tipping point", "derived"),
            *SOURCES,
            ZAZZLE_2025,
            Source(
                "A. Dube, J. Jacobs, S. Naidu and S. Suri, Monopsony in Online Labor Markets, American Economic Review: "
                "Insights 2(1), 2020",
                "unconfirmed",
                "https://doi.org/10.1257/aeri.20180150",
            ),
            Source(
                "K. Boudreau 2012, on crowding out among producers of software, a paper that was not read; peerkit "
                "knows no address of it",
                "unconfirmed",
            ),
        ),
    )


class Split(NamedTuple):
    """The equilibrium: `contributors` [people]; `earnings`, what each keeps [dollars per period]; the rest [dollars per
    period]; and a word: ``"stable"``, ``"nobody joins"``, ``"tipping point"``, ``"beyond counting"`` or, where the amounts
    are NaN because none is singled out, ``"any size stays"``."""

    contributors: float
    earnings: float
    gross: float
    platform: float
    contributors_surplus: float
    outcome: str


class RelativeSplit(NamedTuple):
    """Amounts of platform and contributors, apart and together, as multiples of the platform's best profit [1]; all NaN
    where no take is best."""

    platform: float
    contributors: float
    together: float


class BestTake(NamedTuple):
    """A take rate [fraction] and a word: ``"interior"``, or ``"tipping point"`` where no take is best."""

    take_rate: float
    outcome: str


class Gain(NamedTuple):
    """Gains of platform and contributors from a move [dollars per period], and who gains, in words."""

    platform: float
    contributors: float
    outcome: str


def equilibrium(capture, take_rate):
    r"""The number of contributors and everybody's share when the platform keeps `take_rate` tau, -1 to 1 [fraction].

    .. math:: N = \left[k\,((1-\tau)a)^{\varepsilon}\right]^{1/(1-\theta\varepsilon)}, \qquad
              G = a N^{1+\theta}, \qquad CS = \frac{(1-\tau) G}{1+\varepsilon}

    `outcome` is ``"nobody joins"`` at tau = 1. Where :math:`\theta\varepsilon \ge 1` it is ``"tipping point"``: N is the
    border between two fates, see `peerkit.models.capture_tipping`, and the amounts are those exactly on it (0 or infinite where no border
    can be counted). ``"beyond counting"`` are stable amounts that pass 10^299; they are reported as infinite.

    >>> split = equilibrium(Capture(network_elasticity=0), 0.5)
    >>> [round(float(amount), 6) for amount in split[:5]], split.outcome
    ([500.0, 5.0, 5000.0, 2500.0, 1250.0], 'stable')

    Source: peerkit's own derivation.
    """
    c, tau = capture, between(-1, 1, "take_rate", take_rate)
    joins, rests = tau < 1, comes_to_rest(c)
    kept = np.where(joins, 1 - tau, 1.0)
    log_n = log_size(c, kept)
    log_gross = np.log(c.revenue_scale) + (1 + np.asarray(c.network_elasticity, float)) * log_n
    gross, size = amount(log_gross), amount(log_n)
    each = kept * amount(np.log(c.revenue_scale) + np.asarray(c.network_elasticity, float) * log_n)
    beyond = joins & rests & (log_gross > LARGEST_LOG)
    named = np.where(rests, np.where(beyond, "beyond counting", "stable"), TIPS)
    named = np.where(np.isnan(log_n), "any size stays", named)
    none = partial(np.where, joins)
    with np.errstate(invalid="ignore"):
        platform = np.where(joins & (tau != 0), tau * gross, 0.0)
    surplus = kept * gross / (1 + np.asarray(c.supply_elasticity, float))
    return Split(
        contributors=none(size, 0.0)[()],
        earnings=none(each, 0.0)[()],
        gross=none(gross, 0.0)[()],
        platform=platform[()],
        contributors_surplus=none(surplus, 0.0)[()],
        outcome=word(none(named, "nobody joins")),
    )


def profit_take_rate(capture):
    r"""The take that earns the platform most: :math:`\tau^* = (1-\theta\varepsilon)/(1+\varepsilon)` [fraction].

    Where :math:`\theta\varepsilon \ge 1` no take is best: above the tipping point income has no bound, below it none is
    left. 0 is then the limit of the formula.

    >>> profit_take_rate(Capture(network_elasticity=0.5, supply_elasticity=1.0)).take_rate.item()
    0.25

    Source: peerkit's own derivation.
    """
    eps = np.asarray(capture.supply_elasticity, float)
    best = np.maximum(1 - capture.network_elasticity * eps, 0.0) / (1 + eps)
    return BestTake(best[()], word(np.where(comes_to_rest(capture), "interior", TIPS)))


def relative_split(capture, take_rate):
    r"""Shares of platform and contributors at a take of `take_rate` tau, from -1 to 1 [fraction], when the platform's best profit counts 1.

    .. math:: \frac{\Pi(\tau)}{\Pi(\tau^*)} = \frac{\tau}{\tau^*}
              \left(\frac{1-\tau}{1-\tau^*}\right)^{\varepsilon(1+\theta)/(1-\theta\varepsilon)}, \qquad
              \frac{CS(\tau)}{\Pi(\tau)} = \frac{1-\tau}{(1+\varepsilon)\,\tau}

    The two scales a and k cancel, so takes can be compared where amounts would be too large to print.

    >>> split = relative_split(Capture(network_elasticity=0), [0.25, 0.5])
    >>> print(split.platform, split.contributors)
    [0.75 1.  ] [1.125 0.5  ]

    Source: peerkit's own derivation.
    """
    tau, stable = between(-1, 1, "take_rate", take_rate), comes_to_rest(capture)
    theta, eps = np.asarray(capture.network_elasticity, float), np.asarray(capture.supply_elasticity, float)
    best = np.where(stable, profit_take_rate(capture).take_rate, 0.5)
    # 1 - best, written so that it does not vanish for supply that hardly reacts.
    kept = np.where(tau < 1, 1 - tau, 1.0) * (1 + eps) / (eps * (1 + theta))
    power = eps * (1 + theta) / np.where(stable, 1 - theta * eps, 1.0)
    # Next to the tipping point a subsidy multiplies everything beyond what a float holds; 10^299 stands for all of that.
    logs = np.clip(power * np.log(kept), -LARGEST_LOG, LARGEST_LOG)
    # The best take itself may be as small as the distance to the tipping point.
    gross = np.where(tau < 1, np.exp(np.minimum(logs - np.log(best), LARGEST_LOG)), 0.0)
    contributors = (1 - tau) / (1 + eps)
    return RelativeSplit(
        *(np.where(stable, part * gross, np.nan)[()] for part in (tau, contributors, tau + contributors))
    )


def welfare_take_rate(capture):
    r"""The take that makes contributors' surplus and platform revenue together largest [fraction].

    .. math:: \tau_W = -\theta

    Not a take but a subsidy, as large as the network effect that contributors do not reckon with.

    >>> print(welfare_take_rate(Capture(network_elasticity=0.2)).take_rate)
    -0.2

    Source: peerkit's own derivation.
    """
    stable = comes_to_rest(capture)
    # Subtracted from zero rather than negated, so that no network effect gives 0 and not -0.
    best = np.broadcast_to(0.0 - np.asarray(capture.network_elasticity, float), stable.shape)
    return BestTake(best[()], word(np.where(stable, "interior", TIPS)))


def network_blind_take_rate(capture):
    r"""The take of a platform that overlooks the network effect: :math:`1/(1+\varepsilon)`, the inverse-elasticity rule.

    At least `profit_take_rate` [fraction]; between the two, both sides lose.

    >>> print(network_blind_take_rate(Capture()))
    0.5

    Source: elementary.
    """
    return (1 / (1 + np.asarray(capture.supply_elasticity, float)))[()]


def gain_from_best_take(capture, take_rate):
    """Gain of each side when the platform moves from `take_rate`, -1 to 1 [fraction], to `profit_take_rate`.

    `outcome` is ``"both gain"`` from any higher take (greed costs both), ``"only the platform gains"`` from any lower
    one, ``"nothing to gain"`` at the best take, ``"tipping point"`` where no take is best, or ``"beyond counting"``
    (both NaN).

    >>> gain = gain_from_best_take(Capture(network_elasticity=0.2), 0.5)
    >>> round(float(gain.platform)), round(float(gain.contributors)), gain.outcome
    (2886, 16140, 'both gain')

    Source: peerkit's own derivation.
    """
    best = profit_take_rate(capture).take_rate
    here, there = equilibrium(capture, take_rate), equilibrium(capture, best)
    stable = comes_to_rest(capture)
    comparable = np.isfinite(here.gross) & np.isfinite(there.gross) & stable
    tau = np.asarray(take_rate, float)
    who = np.where(tau > best, "both gain", np.where(tau < best, "only the platform gains", "nothing to gain"))
    return Gain(
        _difference(there.platform, here.platform, comparable),
        _difference(there.contributors_surplus, here.contributors_surplus, comparable),
        word(np.where(comparable, who, np.where(stable, "beyond counting", TIPS))),
    )


def _difference(there, here, comparable):
    return (np.where(comparable, there, np.nan) - np.where(comparable, here, 0.0))[()]


def _best(capture):
    return profit_take_rate(capture).take_rate


def _kind(capture):
    return equilibrium(capture, capture.take_rate).outcome


def _amount_at_rest(capture, name):
    """An amount at the record's own take; NaN where the community does not come to rest."""
    return np.where(comes_to_rest(capture), getattr(equilibrium(capture, capture.take_rate), name), np.nan)


def _border(capture):
    return tipping_point(capture, capture.take_rate).border


OUTCOMES = Outcomes(
    Capture,
    (
        Outcome("take", "take that earns the platform most", "fraction", _best, _kind),
        Outcome(
            "contributors",
            "number of contributors at this take",
            "people",
            partial(_amount_at_rest, name="contributors"),
            _kind,
        ),
        Outcome(
            "platform", "platform's income at this take", "dollars", partial(_amount_at_rest, name="platform"), _kind
        ),
        Outcome("border", "size below which the community shrinks to nothing", "people", _border, _kind),
    ),
)
