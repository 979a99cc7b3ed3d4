r"""What does raising the take do that lowering it cannot undo? The flywheel while its take rate moves.

.. math:: \tau = 1 - \frac{\omega(N)}{v} \quad \text{at the two turns } N \text{ of } \omega

Between two take rates a stub and a commons can both last. Above the higher one no commons is left; below the lower one a
stub takes off by itself. A community that was lost by taking too much therefore comes back only when much less is taken,
or never: it remembers. Parameters and \omega are those of `peerkit.models.flywheel`.

Source: peerkit's own derivation.
"""

from typing import NamedTuple

import numpy as np

from peerkit.models.flywheel import FixedPoints, Flywheel, fixed_points, needed_payoff, rest, turns
from peerkit.records.checks import word
from peerkit.records.outcomes import Outcome, Outcomes


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
    much comes back only when much less is taken. A rate below 0 asks for a subsidy; `revival` is minus infinity where
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
    rates = np.asarray(take_rates, float)
    if not (rates.ndim == 1 and len(rates) and np.all(np.diff(rates) > 0)):
        raise ValueError(f"take_rates must increase along one axis, got {take_rates}")
    values = {name: np.asarray(getattr(flywheel, name), float)[..., None] for name in Flywheel.model_fields}
    found = fixed_points(Flywheel.batch(**{**values, "take_rate": rates}))
    steps = [FixedPoints(*(size[..., i] for size in found)) for i in range(len(rates))]
    rising = _sweep(steps, np.asarray(flywheel.population, float))
    falling = _sweep(steps[::-1], rising[-1])[::-1]
    return Hysteresis(rates, np.stack(rising, axis=-1), np.stack(falling, axis=-1))


def _sweep(steps, start):
    states = []
    for found in steps:
        start = rest(found, start)
        states.append(start)
    return states


OUTCOMES = Outcomes(
    Flywheel,
    (
        Outcome(
            "collapse",
            "take above which the community collapses",
            "share",
            lambda r: tipping_take_rates(r).collapse,
        ),
        Outcome(
            "revival",
            "take below which it comes back",
            "share",
            lambda r: tipping_take_rates(r).revival,
        ),
    ),
)
