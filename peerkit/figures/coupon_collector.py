"""How far the work is after so many people: nearly everything early, everything late."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks, text
from peerkit.figures.theme import STROKES
from peerkit.figures.words import number, people, percent
from peerkit.models.coupon_collector import CouponCollector, contributions_spread, expected_contributions, progress

POINTS = 160


def pieces_done(collector: CouponCollector):
    """Pieces done and the chance that all are, against the people who have done one piece each; a `go.Figure`."""
    blind = collector.replace(informed_share=0.0)
    largest = int(np.ceil(expected_contributions(blind) + 1.5 * contributions_spread(blind)))
    n = np.unique(np.linspace(0, largest, POINTS).astype(int))
    after = progress(collector, largest)
    fig = figure(
        "contributions, one each [people]", "done [share or probability]", x_range=(0, largest), y_range=(0, 1.12)
    )
    told = np.minimum(n / collector.pieces, 1)
    for y, name, role, hover in (
        (told, "told which piece", "firm", "%{x:,} people: %{y:.0%} of the pieces, if each is told which"),
        (after.done[n], "pieces done", "peers", "%{x:,} people: %{y:.1%} of the pieces"),
        (after.complete[n], "all done", "market", "%{x:,} people: all done with a chance of %{y:.1%}"),
    ):
        line(fig, n, y, name, role, label=False, hover=hover)
    high, late = _first(after.done[n], 0.2), _first(after.complete[n], 0.85)
    for i, y, name, role, place in (
        (_first(told, 0.98), told, "told which piece", "firm", "top right"),
        (high, after.done[n], "pieces", "peers", "bottom right"),
        (late, after.complete[n], "all done", "market", "bottom right"),
    ):
        text(fig, n[[i]], y[[i]], [f" <b>{name}</b>"], color=STROKES[role]["color"], position=place)
    mean = float(expected_contributions(collector))
    chance = float(np.interp(mean, np.arange(largest + 1), after.complete))
    words = [f"all done: {people(mean)} people"]
    return marks(fig, [mean], [chance], words, floor=0.0, position="top right")


def summary(collector):
    """What the figure says, in words.

    >>> summary(CouponCollector())  # doctest: +NORMALIZE_WHITESPACE
    'On average it takes 225 people until all 50 pieces are done. Half are done by 35; the last 5 alone take 115. Told
    which piece to do, 50 people would be enough; if one in ten looked up what is missing, 124.'
    """
    pieces = collector.pieces
    if pieces == 1:
        return "A single piece is done by the first who comes: there is nothing to miss."
    total, half = expected_contributions(collector), expected_contributions(collector, pieces // 2)
    rest = max(1, round(pieces / 10))
    last = total - expected_contributions(collector, rest)
    pieces_left = (
        f"the last {rest} alone take {people(last)}" if rest > 1 else f"the last one alone takes {people(last)}"
    )
    return (
        f"On average it takes {people(total)} people until all {number(pieces)} pieces are done. Half are done by "
        f"{people(half)}; {pieces_left}.{_otherwise(collector)}"
    )


def _otherwise(collector):
    if collector.informed_share == 0:
        some = expected_contributions(collector.replace(informed_share=0.1))
        return (
            f" Told which piece to do, {people(collector.pieces)} people would be enough; if one in ten looked up what is "
            f"missing, {people(some)}."
        )
    blind = expected_contributions(collector.replace(informed_share=0.0))
    saved = 1 - expected_contributions(collector) / blind
    return f" If nobody looked up what is missing it would take {people(blind)}; the list saves {percent(saved)}."


def _first(values, level):
    return int(np.argmax(values >= level)) if np.any(values >= level) else len(values) - 1
