"""What each side of a platform pays: two prices against what contributors are worth to the audience."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks, text
from peerkit.figures.theme import STROKES
from peerkit.figures.words import number, percent
from peerkit.models.two_sided import TIPS, Membership, free_threshold, membership_prices, separate_prices

WIDEST = 1.4
SIDES = {"audience": "market", "contributors": "peers"}


def prices(membership: Membership):
    """Best price for each side against the worth of contributors to the audience; a `go.Figure`."""
    m = membership
    here, best = m.audience_value, membership_prices(m)
    widest = min(WIDEST, 1.99 - m.contributors_value)
    value = np.linspace(0, widest, 201)
    curves = membership_prices(Membership.batch(**m.model_dump() | {"audience_value": value}))
    now = [best.contributors_price, best.audience_price] if best.outcome != TIPS and here <= widest else []
    unit = max(m.contributors_interest, m.audience_interest)
    shown = [*now, curves.contributors_price[0], curves.audience_price[0]]
    low = max(min([-0.5 * unit, *(2 * price for price in shown)]), -3 * unit)
    high = min(max([1.5 * unit, *(1.3 * price for price in shown)]), 5 * unit)
    fig = figure(
        "contributors' worth to audience [$ per 100]",
        "best price [$ per member]",
        x_range=(0, widest),
        y_range=(low, high),
    )
    line(fig, [0, widest], [0, 0], "free", "ink", width=1, hover="free")
    both = [np.clip(getattr(curves, f"{name}_price"), 3 * low, 3 * high) for name in SIDES]
    at = _apart(value / widest, *both, low, high)
    for price, other, (name, role) in zip(both, both[::-1], SIDES.items(), strict=True):
        line(fig, value, price, name, role, hover="worth $%{x:.2f}: pays $%{y:.2f}", label=False)
        upper, rising = price[at] > other[at], price[at + 1] > price[at - 1]
        position = f"{'top' if upper else 'bottom'} {'left' if rising == upper else 'right'}"
        text(fig, [value[at]], [price[at]], [f"<b>{name}</b> "], color=STROKES[role]["color"], position=position)
    threshold = free_threshold(m).value
    found = [float(threshold)] if np.isfinite(threshold) and threshold <= widest else []
    marks(
        fig,
        found,
        [0.0] * len(found),
        [f"contributors free: from ${x:.2f}" for x in found],
        floor=low,
        position="top left",
    )
    words = [f"now ${here:.2f}", ""][: len(now)]
    return marks(
        fig,
        [here] * len(now),
        now,
        words,
        floor=high,
        position="bottom right" if here < 0.75 * widest else "bottom left",
    )


def _apart(across, one, other, low, high):
    """Where the two curves can be labelled: furthest apart, off the edges, and clear of the line at zero."""
    upper, lower, room = np.maximum(one, other), np.minimum(one, other), 0.1 * (high - low)
    seen = (across > 0.2) & (across < 0.8) & (upper < high - room) & (lower > low + 2 * room)
    clear = ~((lower > -room / 3) & (lower < room)) & ~((upper < room / 3) & (upper > -room))
    score = np.where(seen & clear, 2, np.where(seen, 1, 0)) * np.abs(one - other)
    inside = np.flatnonzero((upper < high - room) & (lower > low + room / 2))
    return int(np.argmax(score) or inside[-1:].sum() or 1)


def summary(membership):
    """What the figure says, in words.

    >>> from peerkit.models.two_sided import Membership
    >>> summary(Membership())  # doctest: +NORMALIZE_WHITESPACE
    'Contributors pay $0.37 each and the audience pays $0.44; 63 and 44 people join. Contributors are let in free from a
    worth of $1.19 on, and paid to come beyond. Pricing each side as if the other did not matter would earn 9% less.'
    """
    best, threshold = membership_prices(membership), free_threshold(membership)
    if best.outcome == TIPS:
        return (
            "The platform grows without bound: the two sides are worth so much to each other that every member brings in "
            "more than one other. Lower one of the two values."
        )
    joined = " and ".join(number(round(100 * n), digits=6) for n in (best.contributors, best.audience))
    free = (
        f"Contributors are let in free from a worth of {_dollars(threshold.value)} on, and paid to come beyond."
        if np.isfinite(threshold.value)
        else "Contributors are never let in free: they want the audience too much."
    )
    loss = 1 - separate_prices(membership).profit / best.profit
    blind = f"would earn {percent(loss)} less" if loss > 5e-4 else "would earn the same"
    return (
        f"Contributors {_terms(best.contributors_price)} each and the audience {_terms(best.audience_price, 's')}; {joined} "
        f"people join. {free} Pricing each side as if the other did not matter {blind}."
    )


def _terms(price, s=""):
    return f"pay{s} {_dollars(price)}" if price >= 0 else f"{'is' if s else 'are'} paid {_dollars(-price)}"


def _dollars(amount):
    return f"${amount:,.2f}"
