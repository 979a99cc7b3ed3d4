"""What a platform loses by taking more, and cannot regain by taking less: members along a rising and a falling take."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks, text
from peerkit.figures.theme import STROKES
from peerkit.figures.words import number, percent
from peerkit.models.flywheel import Flywheel, fixed_points
from peerkit.models.hysteresis import hysteresis, tipping_take_rates

RATES = np.linspace(0, 0.99, 100)


def take_rate_sweep(flywheel: Flywheel):
    """Members while the take rises, while it falls back, and the size that must be passed in between; a `go.Figure`."""
    # Steps right before and behind the tipping rates make the fall as steep as it is.
    tips = tipping_take_rates(flywheel)
    edges = [rate + step for rate in tips[:2] for step in (-1e-9, 1e-9) if 0 < rate < 0.99]
    rates = np.unique(np.concatenate([RATES, edges]))
    sweep = hysteresis(flywheel, rates)
    between = fixed_points(Flywheel.batch(**{**flywheel.model_dump(), "take_rate": rates})).critical_mass
    highest = 1.12 * max(float(sweep.rising.max()), 1.0)
    fig = figure(
        "take rate [share of the pay-off]", "members who stay [people]", x_range=(0, 1.0), y_range=(0, highest)
    )
    fig.update_xaxes(tickformat=".0%")
    line(fig, rates, between, "must be passed", "soft", label=False, hover="%{x:.0%}: %{y:,.0f} must be passed")
    line(fig, rates, sweep.falling, "take falls", "market", label=False, hover="%{x:.0%}, falling: %{y:,.0f} stay")
    line(fig, rates, sweep.rising, "take rises", "peers", label=False, hover="%{x:.0%}, rising: %{y:,.0f} stay")
    _names(fig, rates, sweep, between)
    edge = _seen(tips.collapse)
    found = [(edge, f"{percent(edge)}: collapse")] if edge is not None else []
    back = _seen(tips.revival)
    found += [(back, f"{percent(back)}: comes back")] if back is not None else []
    heights = [
        float(np.interp(at, rates, sweep.rising if i == 0 else sweep.falling)) for i, (at, _) in enumerate(found)
    ]
    marks(fig, [at for at, _ in found], heights, [words for _, words in found], floor=0.0)
    # The floor is where the stub lives; the words stand at the top.
    fig.data[-1].update(y=[highest] * len(found), textposition=["bottom right", "bottom left"][: len(found)])
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
    for line_of, name, role, position, seen in places:
        at = np.flatnonzero(seen & (rates > 0.02))
        spot = [{"market": at[-1], "peers": at[0], "soft": at[at.size // 2]}[role]] if at.size else []
        text(
            fig,
            rates[spot],
            line_of[spot],
            [f"<b>{name}</b>"] * len(spot),
            color=STROKES[role]["color"],
            position=position,
        )


def summary(flywheel):
    """What the figure says, in words.

    >>> summary(Flywheel())  # doctest: +NORMALIZE_WHITESPACE
    'Above a take of 63% the community falls from 183 people to 20. Taking less does not bring it back: even at a take
    of nothing it stays at 20.'
    """
    tips = tipping_take_rates(flywheel)
    edge, back = _seen(tips.collapse), _seen(tips.revival)
    if tips.outcome == "no tipping":
        return "There is no tipping point: the enthusiasts alone keep it going, and members return as the take falls."
    if edge is None:
        where = "Whatever the platform takes" if tips.collapse >= 0.99 else "Even if the platform takes nothing"
        holds = "the community holds" if tips.collapse >= 0.99 else "no thriving community lasts"
        return f"{where}, {holds}: the tipping point lies outside what a take can be."
    before = fixed_points(flywheel.replace(take_rate=edge * (1 - 1e-9))).commons
    after = fixed_points(flywheel.replace(take_rate=min(edge * (1 + 1e-9), 1.0))).stub
    fall = f"Above a take of {percent(edge)} the community falls from {_people(before)} people to {_people(after)}."
    if back is not None:
        return f"{fall} It comes back only when the take falls to {percent(back)}: what was lost at once takes more to regain."
    rest = fixed_points(flywheel.replace(take_rate=0.0)).stub
    return f"{fall} Taking less does not bring it back: even at a take of nothing it stays at {_people(rest)}."


def _seen(rate):
    return float(rate) if 0 < rate < 0.99 else None


def _people(size):
    return number(round(float(size)), digits=6)
