"""The work done against the people who came: nearly everything is there early, and everything only late."""

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
    after, nobody_looks = progress(collector, largest), progress(blind, largest).complete
    fig = figure("contributions, one each [people]", "share or chance [share]", x_range=(0, largest), y_range=(0, 1.12))
    fig.update_yaxes(tickformat=".0%", tickvals=[0, 0.2, 0.4, 0.6, 0.8, 1])
    told = np.minimum(n / collector.pieces, 1)
    _curve(fig, n, told, "told which piece", "firm", 0.98, "top right", "%{y:.0%} of the pieces, if each is told which")
    _curve(fig, n, after.done[n], "pieces done", "peers", 0.2, "bottom right", "%{y:.1%} of the pieces")
    _curve(fig, n, after.complete[n], "all done", "market", 0.85, "bottom right", "all done with a chance of %{y:.1%}")
    # Without a list the two curves are one.
    apart = collector.informed_share > 0
    hover = "all done with a chance of %{y:.1%} if nobody looks"
    _curve(fig, n, nobody_looks[n], "if nobody looks", "soft", 0.6 if apart else None, "bottom right", hover, width=1.5)
    mean = float(expected_contributions(collector))
    chance = float(np.interp(mean, np.arange(largest + 1), after.complete))
    words = [f"all done: {people(mean)} people"]
    return marks(fig, [mean], [chance], words, floor=0.0, position="top right")


def _curve(fig, n, y, name, role, height, place, hover, *, width=2.5):
    """A line with its name where it first reaches `height`; None leaves the name out."""
    line(fig, n, y, name, role, label=False, hover=f"%{{x:,}} people: {hover}", width=width)
    at = [] if height is None else [_first(y, height)]
    text(fig, n[at], y[at], [f" <b>{name}</b>"] * len(at), color=STROKES[role]["color"], position=place)


def summary(collector):
    """The figure in words.

    >>> summary(CouponCollector())  # doctest: +NORMALIZE_WHITESPACE
    'On average it takes 225 people until all 50 pieces are done. Half are done after 35 people; the last 5 alone take 115. If
    each were told which piece to do, 50 people would be enough; if one in ten looked up what is missing, 124.'
    """
    pieces = collector.pieces
    if pieces == 1:
        return "The first person who comes does the only piece, so nothing is done twice."
    total, half = expected_contributions(collector), expected_contributions(collector, pieces // 2)
    rest = max(1, round(pieces / 10))
    last = total - expected_contributions(collector, rest)
    last_ones = f"the last {rest} alone take {people(last)}" if rest > 1 else f"the last one alone takes {people(last)}"
    return (
        f"On average it takes {people(total)} people until all {number(pieces, 6)} pieces are done. Half are done after "
        f"{_people(half)}; {last_ones}.{_otherwise(collector)}"
    )


def _otherwise(collector):
    if collector.informed_share == 0:
        some = expected_contributions(collector.replace(informed_share=0.1))
        return (
            f" If each were told which piece to do, {people(collector.pieces)} people would be enough; if one in ten looked up "
            f"what is missing, {people(some)}."
        )
    blind = expected_contributions(collector.replace(informed_share=0.0))
    saved = 1 - expected_contributions(collector) / blind
    return (
        f" If nobody looked up what is missing, it would take {people(blind)}; the list saves {percent(saved)} of them."
    )


def _people(size):
    return "1 person" if people(size) == "1" else f"{people(size)} people"


def _first(values, level):
    return int(np.argmax(values >= level)) if np.any(values >= level) else len(values) - 1
