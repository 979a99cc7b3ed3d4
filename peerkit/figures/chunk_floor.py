"""What is left of everybody's time when pieces below a length are refused: seen by who writes, and after reading."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks, text
from peerkit.figures.theme import STROKES
from peerkit.figures.words import number, percent
from peerkit.models.chunk_floor import ChunkFloor, best_rule, chosen_length, net_output, own_output, under_rule


def floor_curve(chunk_floor: ChunkFloor):
    """Useful minutes a person against the shortest piece allowed, before and after the reader's time; a `go.Figure`."""
    rule, best = chunk_floor, best_rule(chunk_floor)
    span = (1.0, max(3000.0, 5 * float(best.words), 3 * rule.floor))
    words = np.geomspace(*span, 181)
    left, seen = net_output(rule, words), own_output(rule, words)
    top = 1.2 * float(seen.max())
    # Where reading eats more than was written, the curve may leave the picture; the sentence says by how much.
    bottom = min(-0.35 * top, max(1.3 * float(left[0]), -top))
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
    shown = max(float(left[0]), 0.9 * bottom)
    text(fig, words[2:3], [shown], ["<b>after reading</b>"], color=STROKES["peers"]["color"], position="top right")
    at = np.array([rule.floor, best.words])
    asked = f"the rule: {number(rule.floor)} words" if rule.floor > 1 else "no rule"
    heights = np.clip(net_output(rule, at), bottom, top)
    fig = marks(fig, at, heights, [asked, f"best rule: {number(best.words)} words"], floor=bottom)
    # The two labels look away from each other, unless the left one would run out of the picture.
    sides, first = ["top right", "top right"], int(np.argmin(at))
    if np.log(at[first]) > 0.3 * np.log(span[1]):
        sides[first] = "top left"
    fig.data[-1].textposition = sides
    return fig


def summary(chunk_floor):
    """What the figure says, in words.

    >>> summary(ChunkFloor())  # doctest: +NORMALIZE_WHITESPACE
    'Left alone, people write 70.6 words, and 2.66 minutes of each person remain after reading. With at least 100 words 9.92
    minutes of each person remain after reading, and 85% have time for one. The best rule would ask for 300 words.'
    """
    rule, found, best = chunk_floor, under_rule(chunk_floor), best_rule(chunk_floor)
    alone, free = f"Left alone, people write {number(chosen_length(rule))} words", _left(net_output(rule, 0.0))
    asks = f"The best rule would ask for {number(best.words)} words."
    if best.outcome == "idle":
        asks = "Reading is no trouble here, so no rule is needed."
    if rule.floor <= 1:
        return f"{alone}, and {free}. {asks}"
    if found.outcome == "idle":
        return f"{alone}. A rule of {number(rule.floor)} changes nothing: {free}. {asks}"
    only = "only " if found.outcome == "too long" else ""
    return (
        f"{alone}, and {free}. With at least {number(rule.floor)} words {only}{_left(found.output)}, and "
        f"{percent(found.participation)} have time for one. {asks}"
    )


def _left(minutes):
    if minutes < 0:
        return f"reading costs {number(-minutes)} minutes a person more than the writing brings"
    return f"{number(minutes)} minutes of each person remain after reading"
