"""The time that is left when pieces below a length are refused: as the writers see it, and after reading."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks, text, ticks
from peerkit.figures.theme import STROKES
from peerkit.figures.words import number, share
from peerkit.models.chunk_floor import ChunkFloor, best_rule, chosen_length, net_output, own_output, under_rule

DEEPEST = 6


def floor_curve(chunk_floor: ChunkFloor):
    """Useful minutes per person against the shortest piece allowed, before and after reading; a `go.Figure`."""
    rule, best = chunk_floor, best_rule(chunk_floor)
    span = (1.0, max(3000.0, 5 * float(best.words), 3 * rule.floor))
    words = np.geomspace(*span, 181)
    left, seen = net_output(rule, words), own_output(rule, words)
    top = 1.2 * float(seen.max()) or 1.0
    at = np.array([rule.floor, best.words])
    heights = net_output(rule, at)
    # Where reading takes far more than the writing brings, the curve leaves the picture; the sentence says by how much.
    bottom = min(-0.35 * top, max(1.2 * min(float(left[0]), float(heights.min())), -DEEPEST * top))
    fig = figure(
        "shortest piece allowed [words]",
        "useful time [minutes per person]",
        x_log=True,
        x_range=span,
        y_range=(bottom, top),
    )
    line(fig, words, seen, "before reading", "firm", label=False, hover="from %{x:,.0f} words: %{y:,.3~g} min written")
    line(fig, words, left, "after reading", "peers", label=False, hover="from %{x:,.0f} words: %{y:,.3~g} min left")
    text(fig, words[2:3], seen[2:3], ["<b>before reading</b>"], color=STROKES["firm"]["color"], position="top right")
    if left[0] >= 0:
        fig.update_yaxes(tickvals=ticks(top))
    shown = max(float(left[0]), 0.9 * bottom)
    text(fig, words[2:3], [shown], ["<b>after reading</b>"], color=STROKES["peers"]["color"], position="top right")
    asked = f"the rule: {_words(rule.floor)}" if rule.floor > 1 else "no rule"
    fig = marks(
        fig, at, np.where(heights >= bottom, heights, np.nan), [asked, f"best rule: {_words(best.words)}"], floor=bottom
    )
    # The two labels look away from each other, unless the left one would run out of the picture.
    sides, first = ["top right", "top right"], int(np.argmin(at))
    if np.log(at[first]) > 0.3 * np.log(span[1]):
        sides[first] = "top left"
    fig.data[-1].textposition = sides
    return fig


def summary(chunk_floor):
    """The figure in words.

    >>> summary(ChunkFloor())  # doctest: +NORMALIZE_WHITESPACE
    'Without a rule people write 71 words, and 2.66 minutes of each person remain after reading. With at least 100 words 9.92
    minutes of each person remain after reading, and 85% have time for one. The best rule would ask for 300 words.'
    """
    rule, ruled, best = chunk_floor, under_rule(chunk_floor), best_rule(chunk_floor)
    alone, free = f"Without a rule people write {_words(chosen_length(rule))}", _left(net_output(rule, 0.0))
    asks = f"The best rule would ask for {_words(best.words)}."
    if best.outcome == "idle":
        asks = "Reading is no trouble here, so no rule is needed."
    if rule.floor <= 1:
        return f"{alone}, and {free}. {asks}"
    if ruled.outcome == "idle":
        return f"{alone}. A rule of {_words(rule.floor)} changes nothing: {free}. {asks}"
    only = "only " if ruled.outcome == "too long" else ""
    return (
        f"{alone}, and {free}. With at least {_words(rule.floor)} {only}{_left(ruled.output)}, and "
        f"{share(ruled.participation)} have time for one. {asks}"
    )


def _words(length):
    return f"{number(round(float(length)), 6)} word{'' if round(float(length)) == 1 else 's'}"


def _left(minutes):
    if minutes < 0:
        return f"reading costs {number(-minutes)} minutes per person more than the writing brings"
    return f"{number(minutes)} minutes of each person remain after reading"
