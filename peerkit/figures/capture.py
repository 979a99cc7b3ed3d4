"""What platform and contributors have at every take: the best take for profit, the best for both, and the one taken."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks, text
from peerkit.figures.theme import STROKES
from peerkit.figures.words import number, percent, times
from peerkit.models.capture import (
    EXPLOSIVE,
    Capture,
    network_blind_take_rate,
    profit_take_rate,
    relative_split,
    welfare_take_rate,
)

FLOOR = -0.9


def shares(capture: Capture):
    """Value to the platform, to contributors and to both against the take, three takes marked; a `go.Figure`."""
    profit, both, here = profit_take_rate(capture), welfare_take_rate(capture), capture.take_rate
    stable = profit.outcome != EXPLOSIVE
    # Where contributors leave quickly all that matters happens at small takes, so the picture goes there.
    ends = (
        min(both.take_rate - 0.35, here - 0.1),
        float(np.clip(max(5 * profit.take_rate, here + 0.15), 0.25, 1)) if stable else 1.0,
    )
    highest = float(relative_split(capture, both.take_rate).together) if stable else 2.5
    top = float(np.clip(1.25 * highest, 1.8, 4.0))
    fig = figure(
        "platform's take [% of gross revenue]",
        "value per period [% of platform's best]",
        x_range=ends,
        y_range=(FLOOR, top),
    )
    fig.update_xaxes(tickformat=".0%")
    fig.update_yaxes(tickformat=".0%")
    tau = np.linspace(max(ends[0], -1), ends[1], 321)
    hover = "taking %{x:.0%}: %{y:,.0%} of the platform's best"
    value = lambda name, x: np.clip(getattr(relative_split(capture, x), name), -3 * top, 3 * top)  # noqa: E731
    for name, role, place, highest_label, position in (
        ("together", "soft", 0.45, 0.78, "top right"),
        ("contributors", "peers", 0.5, 0.5, "bottom left"),
        ("platform", "firm", 0.2, 0.5, "bottom right"),
    ):
        line(fig, tau, value(name, tau), name, role, hover=hover, label=False)
        at = np.atleast_1d(place * profit.take_rate)
        heights = np.minimum(value(name, at), highest_label * top)
        words = [f" <b>{name}</b> "]
        if not stable:
            # Nothing to draw: the place of one label says why.
            at, heights, position = np.array([np.mean(ends)]), np.array([top / 2]), "middle center"
            words = ["<b>supply feeds on itself</b>" if name == "together" else ""]
        text(fig, at, heights, words, color=STROKES[role]["color"], position=position)
    best = [(both, "for both", min(highest, 3 * top)), (profit, "for profit", 1.0)] if stable else []
    words = [f"{name}: {_take(take.take_rate)}" for take, name, _ in best]
    marks(fig, [take.take_rate for take, *_ in best], [height for *_, height in best], words, floor=FLOOR)
    fig.data[-1].textposition = ["top left", "top right"][: len(best)]
    now = [float(value(name, here)) for name in ("platform", "contributors")]
    side = "top right" if here < 0.75 * ends[1] + 0.25 * ends[0] else "top left"
    return marks(fig, [here, here], now, [f"taking {_take(here)}", ""], floor=0.88 * top, position=side)


def summary(capture):
    """What the figure says, in words.

    >>> from peerkit.models.capture import Capture
    >>> summary(Capture())  # doctest: +NORMALIZE_WHITESPACE
    'The platform earns most when it keeps 42.5%. At 45% it earns 0.3% less than that and contributors have 9.9% less:
    above its best take both lose. The two together have most at -15%: the platform would pay that on top. A platform
    that overlooks the network effect would keep 50%.'
    """
    best, here = profit_take_rate(capture), capture.take_rate
    if best.outcome == EXPLOSIVE:
        return (
            "Each contributor draws more than one further: supply feeds on itself and no take is best. Lower the "
            "network effect, or how readily contributors come."
        )
    now, then = relative_split(capture, here), relative_split(capture, best.take_rate)
    ratio = float(now.contributors / then.contributors)
    if abs(here - best.take_rate) < 5e-4:
        compared = f"The platform earns most at the take it has, {_take(best.take_rate)}."
    else:
        earns = f"it earns {percent(1 - now.platform)} less than that" if here > 0 else "it earns nothing"
        if ratio > 2:
            have = f"{times(ratio)} as much"
        elif ratio > 1:
            have = f"{percent(ratio - 1)} more"
        else:
            have = f"{percent(1 - ratio)} less: above its best take both lose"
        compared = (
            f"The platform earns most when it keeps {_take(best.take_rate)}. At {_take(here)} {earns} and contributors "
            f"have {have}."
        )
    theta = capture.network_elasticity
    if theta == 0:
        return f"{compared} The two together have most when it takes nothing."
    return (
        f"{compared} The two together have most at {_take(-theta)}: the platform would pay that on top. A platform that "
        f"overlooks the network effect would keep {_take(network_blind_take_rate(capture))}."
    )


def _take(share):
    return f"{number(100 * share)}%"
