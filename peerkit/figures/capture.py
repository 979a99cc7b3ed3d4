"""Value to platform and contributors at every take: the best take for profit, the best for both, and the one taken."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks, remark, text
from peerkit.figures.theme import STROKES
from peerkit.figures.words import at_least_people, number, people, percent, times
from peerkit.models.capture import (
    TIPS,
    Capture,
    network_blind_take_rate,
    profit_take_rate,
    relative_split,
    welfare_take_rate,
)
from peerkit.models.capture_tipping import tipping_point

HIGHEST = 12.0
"""Largest multiple of the platform's best that the picture makes room for; beyond it the rest would be flat."""
MOST_PEOPLE = 1e10
"""A border of more people than live on Earth is not drawn."""
CURVES = (("together", "soft"), ("contributors", "peers"), ("platform", "firm"))


def shares(capture: Capture):
    """Value to the platform, to contributors and to both against the take; a `go.Figure`.

    Where no take is best the figure shows the size that the community must pass instead.
    """
    return _border(capture) if profit_take_rate(capture).outcome == TIPS else _values(capture)


def _values(capture):
    profit, here = float(profit_take_rate(capture).take_rate), capture.take_rate
    split = relative_split(capture, here)
    best = [(profit, 1.0, "for profit", "top right")]
    if _shows_both(capture):
        best.insert(0, (welfare_take_rate(capture).take_rate, _highest(capture), "for both", "top right"))
    now = [float(value) for value in (split.platform, split.contributors) if abs(value) <= HIGHEST]
    top = 1.15 * max([1.4, *now, *(height for _, height, *_ in best)])
    low = 1.1 * min([0.0, *now]) - 0.28 * top
    ends = _takes_shown(capture, [take for take, *_ in best])
    fig = _frame(ends, (low, top), "value per period [% of platform's best]")
    fig.update_yaxes(tickformat=".0%")
    tau = np.linspace(max(ends[0], -1), ends[1], 321)
    curves = relative_split(capture, tau)
    for name, role in CURVES:
        values = getattr(curves, name)
        # Far above the frame a subsidy multiplies everything; such numbers say nothing.
        values = np.where(np.abs(values) < 1e6, values, np.nan)
        line(fig, tau, values, name, role, hover="taking %{x:.0%}: %{y:,.0%} of the platform's best", label=False)
        _label(fig, tau, values, name, role, (low, top))
    line(fig, tau, np.full(tau.size, np.nan), "needed to grow", "warn", label=False)
    text(fig, [], [], [], color=STROKES["warn"]["color"])
    words = [f"{name}: {_take(take)}" for take, _, name, _ in best]
    marks(fig, [take for take, *_ in best], [height for _, height, *_ in best], words, floor=low + 0.01 * top)
    fig.data[-1].textposition = [side for *_, side in best]
    side = "top right" if here < 0.75 * ends[1] + 0.25 * ends[0] else "top left"
    return marks(
        fig, [here] * len(now), now, [f"taking {_take(here)}", ""][: len(now)], floor=0.88 * top, position=side
    )


def _border(capture):
    """The community size that must be passed for growth, against the take; the same traces as `_values`."""
    here, tau = capture.take_rate, np.linspace(min(capture.take_rate - 0.1, -0.1), 0.99, 321)
    border, now = tipping_point(capture, np.maximum(tau, -1)).border, float(tipping_point(capture, here).border)
    seen = (border >= 1) & (border <= MOST_PEOPLE)
    drawn = 1 <= now <= MOST_PEOPLE
    top = 10 * max([100.0, *border[seen][-1:], *[now] * drawn])
    fig = _frame((tau[0], 1.0), (0.1, top), "contributors needed to grow [people]", y_log=True)
    nothing = np.full(tau.size, np.nan)
    for name, role in CURVES:
        line(fig, tau, nothing, name, role, label=False)
        text(fig, [], [], [], color=STROKES[role]["color"])
    hover = "taking %{x:.0%}: grows from %{y:,.3~s} people on"
    line(fig, tau, np.where(seen, border, np.nan), "needed to grow", "warn", hover=hover, label=False)
    last = np.flatnonzero(seen)[-1:]
    text(fig, tau[last], border[last], [" <b>needed to grow</b> "] * last.size, color=STROKES["warn"]["color"])
    fig.data[-1].textposition = "middle left"
    marks(fig, [], [], [], floor=0.1)
    fig.data[-1].textposition = []
    side = "top right" if here < 0.5 else "top left"
    marks(
        fig,
        [here] * drawn,
        [now] * drawn,
        [f"taking {_take(here)}: {at_least_people(now)}"] * drawn,
        floor=0.12,
        position=side,
    )
    if not drawn:
        remark(
            fig,
            "one contributor is enough: supply feeds on itself" if now < 1 else "no community can grow at this take",
            y=0.75,
        )
    return fig


def _frame(x_range, y_range, y_title, *, y_log=False):
    fig = figure("platform's take [% of gross revenue]", y_title, x_range=x_range, y_range=y_range, y_log=y_log)
    fig.update_xaxes(tickformat=".0%")
    return fig


def _label(fig, tau, values, name, role, within):
    """The name of a curve at the first of some places where it is inside the frame."""
    shown = np.flatnonzero((values > within[0] + 0.25 * (within[1] - within[0])) & (values < within[1]))
    place = {"together": 0.55, "contributors": 0.3, "platform": 0.25}[name]
    at = shown[int(place * (shown.size - 1))] if shown.size else 0
    side = {"together": "top right", "contributors": "bottom left", "platform": "bottom right"}[name]
    text(fig, tau[[at]], values[[at]], [f" <b>{name}</b> "], color=STROKES[role]["color"], position=side)


def _takes_shown(capture, marked):
    """The takes worth showing: those marked, and as far to the right as something happens."""
    left = min(0.0, capture.take_rate, *marked) - 0.1
    # Where contributors leave quickly all that matters happens at small takes, so the picture goes there.
    right = float(np.clip(max(5 * max(marked), capture.take_rate + 0.15), 0.25, 1))
    return left, right


def _highest(capture):
    """The most that platform and contributors can have together, as a multiple of the platform's best."""
    return float(relative_split(capture, welfare_take_rate(capture).take_rate).together)


def _shows_both(capture):
    return _highest(capture) <= HIGHEST


def summary(capture):
    """The figure in words.

    >>> from peerkit.models.capture import Capture
    >>> summary(Capture())  # doctest: +NORMALIZE_WHITESPACE
    'The platform earns most when it keeps 42.5%. At 45% it earns 0.3% less and contributors have 9.9% less: above its best
    take both lose. Platform and contributors together gain most if the platform pays 15% on top instead of taking a share.
    A platform that overlooks the network effect would keep 50%.'
    """
    if profit_take_rate(capture).outcome == TIPS:
        return _tipping_words(capture)
    theta = capture.network_elasticity
    if theta == 0:
        return f"{_compared(capture)} Platform and contributors together gain most when the platform takes nothing."
    outside = "" if _shows_both(capture) else " (outside the figure)"
    return (
        f"{_compared(capture)} Platform and contributors together gain most if the platform pays {_take(theta)} on top "
        f"instead of taking a share{outside}. A platform that overlooks the network effect would keep "
        f"{_take(network_blind_take_rate(capture))}."
    )


def best_take_and_this(capture):
    """The platform's best take in words, and what the present take costs both sides.

    >>> best_take_and_this(Capture(take_rate=0.375))
    'The platform earns most when it keeps 42.5%. At 37.5% it earns 1.2% less and contributors have 22% more.'
    """
    return _tipping_words(capture) if profit_take_rate(capture).outcome == TIPS else _compared(capture)


def _compared(capture):
    """The take of the record beside the best one, for both sides."""
    best, here = float(profit_take_rate(capture).take_rate), capture.take_rate
    if abs(here - best) < 5e-4:
        return f"The platform earns most at the take it has, {_take(best)}."
    now, then = relative_split(capture, here), relative_split(capture, best)
    return (
        f"The platform earns most when it keeps {_take(best)}. At {_take(here)} it {_earns(float(now.platform))} and "
        f"contributors have {_have(float(now.contributors / then.contributors))}{': above its best take both lose' * (here > best)}."
    )


def _earns(platform):
    if platform == 0:
        return "earns nothing"
    if platform < 0:
        much = times(-platform) if platform < -2 else percent(-platform)
        return f"loses {much} as much as the best take would earn" if platform < -2 else f"loses {much} of that amount"
    return f"earns {_less(platform)}"


def _have(ratio):
    if ratio > 2:
        return f"{times(ratio)} as much" if ratio < 1e6 else "more than a million times as much"
    return f"{percent(ratio - 1)} more" if ratio > 1 else _less(ratio)


def _less(ratio):
    return "almost nothing" if ratio < 0.005 else f"{percent(1 - ratio)} less"


def _tipping_words(capture):
    """Both fates and the border between them, where supply answers more strongly than in proportion."""
    here, product = capture.take_rate, capture.network_elasticity * capture.supply_elasticity
    border = float(tipping_point(capture, here).border)
    reason = (
        f"The two effects multiply to {number(product)}, which is 1 or more, so no take is best: each newcomer draws "
        "more than one further, and each who leaves takes more than one along."
    )
    if border < 1:
        more = np.linspace(max(here, 0), 0.99, 100)
        there = tipping_point(capture, more).border
        from_here = more[there >= 1]
        higher = f" Only from a take of {percent(from_here[0])} on could it shrink." if from_here.size else ""
        return f"{reason} At {_take(here)} one contributor is enough to start growth, which has no limit in this model.{higher}"
    if border > MOST_PEOPLE:
        return f"{reason} At {_take(here)} no community is large enough: each one shrinks to nothing."
    return (
        f"{reason} At {_take(here)} the border is {people(border)} contributors: a larger community grows without limit in "
        "this model, a smaller one shrinks to nothing. A higher take raises the border."
    )


def _take(share):
    return f"{number(100 * share)}%"
