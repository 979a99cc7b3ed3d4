"""Members while a take rises and while it falls again: the loss from taking more that taking less does not undo."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks, remark, text
from peerkit.figures.theme import STROKES
from peerkit.figures.words import number
from peerkit.models.flywheel import Flywheel, fixed_points, largest_size
from peerkit.models.hysteresis import collapse_take, hysteresis, revival_take

RATES = np.linspace(0, 1, 101)
NEXT_TO = 1e-9


def take_rate_sweep(flywheel: Flywheel):
    """Members while the take rises, while it falls back, and the size that must be passed in between; a `go.Figure`."""
    collapse, revival = _seen(collapse_take(flywheel)), _seen(revival_take(flywheel))
    # Steps right before and behind the tipping rates make the fall as steep as it is.
    edges = [rate + step for rate in (collapse, revival) if rate is not None for step in (-NEXT_TO, NEXT_TO)]
    rates = np.unique(np.clip([*RATES, *edges], 0, 1))
    sweep = hysteresis(flywheel, rates)
    between = fixed_points(Flywheel.batch(**{**flywheel.model_dump(), "take_rate": rates})).critical_mass
    highest = 1.15 * max(float(sweep.rising.max()), 1.0)
    fig = figure("take rate [% of the pay-off]", "members who stay [people]", x_range=(0, 1.0), y_range=(0, highest))
    fig.update_xaxes(tickformat=".0%")
    line(fig, rates, between, "must be passed", "soft", label=False, hover="%{x:.0%}: %{y:,.0f} must be passed")
    # Broader, so that it can be seen below the other line where both are the same.
    falling = "%{x:.0%}, falling: %{y:,.0f} stay"
    line(fig, rates, sweep.falling, "take falls", "market", label=False, hover=falling, width=6)
    line(fig, rates, sweep.rising, "take rises", "peers", label=False, hover="%{x:.0%}, rising: %{y:,.0f} stay")
    _names(fig, rates, sweep, between)
    at = [rate for rate in (collapse, revival) if rate is not None]
    words = [f"{said_percent(rate)}: {word}" for rate, word in zip(at, ("collapse", "comes back"), strict=False)]
    heights = [float(largest_size(flywheel.replace(take_rate=_just(rate, -1)))) for rate in at]
    marks(fig, at, heights, words, floor=0.0)
    # The floor is where the stub lives; the words stand at the top.
    fig.data[-1].update(y=[highest] * len(at), textposition=["bottom right", "bottom left"][: len(at)])
    if float(sweep.rising.max() - sweep.rising.min()) < 0.5:
        remark(fig, "no thriving community at any take: both lines are the same")
    return fig


def _names(fig, rates, sweep, between):
    """The three lines by name, each where it is away from the others; no name for a line that is not there."""
    apart = sweep.rising - sweep.falling > 0.05 * sweep.rising.max()
    places = (
        (sweep.rising, "take rises", "peers", "top right", np.ones_like(apart)),
        # In a narrow loop its name would stand on the others.
        (
            between,
            "must be passed",
            "soft",
            "top center",
            np.isfinite(between) & apart & (apart.sum() > 0.35 * rates.size),
        ),
        (sweep.falling, "take falls again", "market", "top left", apart),
    )
    for values, name, role, position, seen in places:
        at = np.flatnonzero(seen & (rates > 0.02))
        spot = [{"market": at[-1], "peers": at[0], "soft": at[at.size // 2]}[role]] if at.size else []
        words = [f"<b>{name}</b>"] * len(spot)
        text(fig, rates[spot], values[spot], words, color=STROKES[role]["color"], position=position)


def summary(flywheel):
    """The figure in words.

    >>> summary(Flywheel())  # doctest: +NORMALIZE_WHITESPACE
    'Above a take of 63% the community falls from 183 people to 20. Taking less does not bring it back: even at a take of 0
    it stays at 20.'
    """
    edge, back = float(collapse_take(flywheel)), _seen(revival_take(flywheel))
    if edge == 0:
        few = _people(largest_size(flywheel.replace(take_rate=0.0)))
        return (
            f"Even if the platform takes nothing, no thriving community lasts: at most {few} people remain at any take."
        )
    if not edge < 1:
        return _gradual(flywheel, edge)
    before, after = (largest_size(flywheel.replace(take_rate=_just(edge, side))) for side in (-1, 1))
    fall = f"Above a take of {said_percent(edge)} the community falls from {_people(before)} people to {_people(after) if after >= 0.5 else 'nobody'}."
    if back is not None:
        return f"{fall} It comes back only when the take falls to {said_percent(back)}."
    rest = fixed_points(flywheel.replace(take_rate=0.0)).stub
    if rest < 0.5:
        return f"{fall} Taking less does not bring it back: even at a take of 0 nobody comes."
    return f"{fall} Taking less does not bring it back: even at a take of 0 it stays at {_people(rest)}."


def _gradual(flywheel, edge):
    """The words for a community that does not fall at once at any take."""
    none, all_ = (largest_size(flywheel.replace(take_rate=take)) for take in (0.0, 1.0))
    if none < 0.5:
        return "Nobody joins at any take: taking part does not pay, and nobody does it for joy."
    if edge == 1:
        return f"The community lasts at every take below 100%; at 100% {_people(all_)} people remain."
    if flywheel.intrinsic_benefit == 0:
        return (
            f"There is no sudden fall: as the take rises from 0 to 100%, the community shrinks step by step from "
            f"{_people(none)} people to nobody. Once nobody is left, nobody comes back by themselves as the take falls, "
            "although a first member would be enough."
        )
    return (
        f"There is no tipping point: as the take rises from 0 to 100%, the community shrinks step by step from "
        f"{_people(none)} people to {_people(all_)}, and it grows back as the take falls."
    )


def _just(rate, side):
    """A take right below (`side` -1) or above (1) another one."""
    return min(max(rate * (1 + side * NEXT_TO), 0.0), 1.0)


def _seen(rate):
    return float(rate) if 0 < rate < 1 else None


def said_percent(rate):
    """A take as a reader says it; in more digits next to everything.

    >>> said_percent(0.6328), said_percent(0.9961)
    ('63%', '99.61%')
    """
    return f"{number(100 * rate, 2 if rate < 0.985 else 4)}%"


def _people(size):
    return number(round(float(size)), digits=6)
