r"""The losses from a higher take that a lower take does not undo: the flywheel while its take rate moves.

.. math:: \tau = 1 - \frac{\omega(N)}{v} \quad \text{at the two turns } N \text{ of } \omega

Between two take rates a stub and a commons can both last. Above the higher one no commons is left; below the lower one a
stub takes off by itself. A community that was lost by taking too much therefore comes back only when much less is taken,
or at no take at all: it remembers. Parameters and \omega are those of `peerkit.models.flywheel`.

Source: peerkit's own derivation.
"""

from typing import NamedTuple

import numpy as np

from peerkit.models.flywheel import FixedPoints, Flywheel, fixed_points, needed_payoff, rest, turns
from peerkit.records.checks import between, word
from peerkit.records.outcomes import Outcome, Outcomes

MOST_STEPS = 10_000


class TippingTakeRates(NamedTuple):
    """The take rates [share] below which a stub takes off and above which a commons collapses, and a word."""

    revival: float
    collapse: float
    outcome: str


class Hysteresis(NamedTuple):
    """Members [people] at each take rate [share] while it rises step by step, and while it falls back."""

    take_rates: np.ndarray
    rising: np.ndarray
    falling: np.ndarray


def tipping_take_rates(flywheel):
    r"""The take rates between which both a stub and a commons can last: outside them only one of the two can [share].

    .. math:: \tau = 1 - \frac{\omega(N)}{v} \quad \text{at the two turns } N \text{ of } \omega

    Above `collapse` no commons is left, and below `revival` a stub takes off by itself: a community lost by taking too
    much comes back only when much less is taken. A rate below 0 is a subsidy; `revival` is minus infinity where
    nobody, or next to nobody, joins for joy, since no subsidy draws the first. The record's own `take_rate` plays no
    part. `outcome` is ``"tips"``, or ``"no tipping"`` with NaN where the enthusiasts suffice to keep the wheel turning.

    >>> rates = tipping_take_rates(Flywheel())
    >>> print(rates.revival.round(1), rates.collapse.round(4), rates.outcome)
    -738.7 0.6328 tips

    Source: peerkit's own derivation.
    """
    f = flywheel
    population = np.asarray(f.population, float)
    first, second = turns(f)
    tips = (first < second) & (first < population)
    kept = [needed_payoff(f, np.minimum(turn, population)) for turn in (first, second)]
    revival, collapse = (np.where(tips, 1 - share / f.payoff, np.nan)[()] for share in kept)
    return TippingTakeRates(revival, collapse, word(np.where(tips, "tips", "no tipping")))


def hysteresis(flywheel, take_rates):
    """Members while the take rate rises through `take_rates` from the largest community on, and while it falls back.

    `take_rates` [share of the pay-off] must increase. After each step the community comes to rest before the next; both
    results are in the order of `take_rates`, which runs along their last axis. They differ where the community
    remembers: what was lost on the way up is not there on the way down. The record's own `take_rate` plays no part.

    >>> sweep = hysteresis(Flywheel(), [0.3, 0.6, 0.9])
    >>> print(sweep.rising.round(), sweep.falling.round())
    [439. 237.  20.] [20. 20. 20.]
    """
    rates = between(0, 1, "take_rates", take_rates)
    if not (rates.ndim == 1 and 0 < len(rates) <= MOST_STEPS and np.all(np.diff(rates) > 0)):
        raise ValueError(f"take_rates must increase along one axis, in at most {MOST_STEPS} steps, got {take_rates}")
    values = {name: np.asarray(getattr(flywheel, name), float)[..., None] for name in Flywheel.model_fields}
    points = fixed_points(Flywheel.batch(**{**values, "take_rate": rates}))
    steps = [FixedPoints(*(size[..., i] for size in points)) for i in range(len(rates))]
    rising = _sweep(steps, np.asarray(flywheel.population, float))
    falling = _sweep(steps[::-1], rising[-1])[::-1]
    return Hysteresis(rates, np.stack(rising, axis=-1), np.stack(falling, axis=-1))


def _sweep(steps, start):
    states = []
    for points in steps:
        start = rest(points, start)
        states.append(start)
    return states


def collapse_take(flywheel):
    """The take above which a thriving community collapses [share].

    0 where none lasts even at a take of nothing, infinite where none falls at once.

    >>> float(collapse_take(Flywheel()).round(4)), float(collapse_take(Flywheel(payoff=1.0)))
    (0.6328, 0.0)
    """
    tips = tipping_take_rates(flywheel)
    return np.where(tips.outcome == np.asarray("tips"), np.maximum(tips.collapse, 0.0), np.inf)[()]


def revival_take(flywheel):
    """The take below which a lost community comes back by itself [share].

    Minus infinity where it comes back at no take (a subsidy is no take), infinite where nothing is lost at once.

    >>> float(revival_take(Flywheel(intrinsic_benefit=0.6)).round(4)), float(revival_take(Flywheel()))
    (0.5086, -inf)
    """
    tips = tipping_take_rates(flywheel)
    back = np.where(tips.revival >= 0, tips.revival, -np.inf)
    return np.where(tips.outcome == np.asarray("tips"), back, np.inf)[()]


def _kind(flywheel):
    collapse, revival = collapse_take(flywheel), revival_take(flywheel)
    lost = np.where(revival >= 0, "comes back at a lower take", "lost for good")
    return word(np.where(collapse == 0, "no thriving community", np.where(np.isinf(collapse), "no tipping", lost)))


OUTCOMES = Outcomes(
    Flywheel,
    (
        Outcome(
            "collapse", "take above which the community collapses", "share", collapse_take, _kind, "after the fall"
        ),
        Outcome("revival", "take below which it comes back", "share", revival_take, _kind, "after the fall"),
    ),
)
