"""Prices for each side of a platform, against the worth of contributors to the audience."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks, remark, text
from peerkit.figures.theme import STROKES
from peerkit.figures.words import dollars, number, percent
from peerkit.models.two_sided import NO_BEST, Membership, free_threshold, membership_prices, separate_prices

WIDEST = 1.4
SIDES = {"audience": "market", "contributors": "peers"}


def prices(membership: Membership):
    """Best price for each side against the worth of contributors to the audience; a `go.Figure`."""
    m, best = membership, membership_prices(membership)
    here, last = m.audience_value, 1.99 - m.contributors_value
    widest = max(WIDEST, 1.15 * here)
    value = np.linspace(0, min(widest, max(last, 0)), 201)
    # Beyond the last worth there is no best price; a picture of it alone ends there.
    if best.outcome != NO_BEST:
        widest = min(widest, 1.005 * last)
    curves = membership_prices(Membership.batch(**m.model_dump() | {"audience_value": value}))
    now = [] if best.outcome == NO_BEST else [best.contributors_price, best.audience_price]
    low, high = _heights(m, curves, now)
    fig = figure(
        "worth of contributors to the audience [$ per 100]",
        "best price [$ per member]",
        x_range=(0, widest),
        y_range=(low, high),
    )
    line(fig, [0, widest], [0, 0], "free", "ink", width=1, hover="free")
    _curves(fig, value, curves, (low, high), drawn=last > 0)
    threshold = free_threshold(m).value
    free = [float(threshold)] if threshold <= widest else []
    words = [f"contributors free: from {dollars(x)}" for x in free]
    marks(fig, free, [0.0] * len(free), words, floor=low, position="top left")
    # A ring, because the present price may stand on the same place.
    fig.data[-2].marker.symbol = "circle-open"
    side = "bottom right" if here < 0.75 * widest else "bottom left"
    marks(fig, [here] * len(now), now, [f"now {dollars(here)}", ""][: len(now)], floor=high, position=side)
    return fig if now else remark(fig, f"At a worth of {dollars(here)} there is no best price.")


def _heights(m, curves, now):
    """The range of prices shown: those of today, and the curves as far as they stay near them."""
    unit = max(m.contributors_interest, m.audience_interest)
    shown = [price for price in (curves.contributors_price[0], curves.audience_price[0]) if np.isfinite(price)]
    low = min([max(min([-0.5 * unit, *(2 * price for price in shown)]), -3 * unit), *(1.2 * price for price in now)])
    return low, max([1.5 * unit, *(1.2 * price for price in (*shown, *now))])


def _curves(fig, value, curves, within, *, drawn):
    low, high = within
    both = [np.clip(getattr(curves, f"{name}_price"), 3 * low, 3 * high) for name in SIDES]
    at = _apart(value / WIDEST, *both, low, high) if drawn else 1
    for price, other, (name, role) in zip(both, both[::-1], SIDES.items(), strict=True):
        line(fig, value, price, name, role, hover="worth $%{x:.2f}: pays $%{y:.2f}", label=False)
        upper, rising = price[at] > other[at], price[at + 1] > price[at - 1]
        position = f"{'top' if upper else 'bottom'} {'left' if rising == upper else 'right'}"
        text(
            fig, [value[at]], [price[at]], [f"<b>{name}</b> " * drawn], color=STROKES[role]["color"], position=position
        )


def _apart(across, one, other, low, high):
    """Index of the place where the two curves can be labelled: furthest apart, off the edges, and clear of the line at zero."""
    upper, lower, room = np.maximum(one, other), np.minimum(one, other), 0.1 * (high - low)
    seen = (across > 0.2) & (across < 0.8) & (upper < high - room) & (lower > low + 2 * room)
    clear = ~((lower > -room / 3) & (lower < room)) & ~((upper < room / 3) & (upper > -room))
    score = np.where(seen & clear, 2, np.where(seen, 1, 0)) * np.abs(one - other)
    inside = np.flatnonzero((upper < high - room) & (lower > low + room / 2))
    place = int(np.argmax(score) or inside[-1:].sum() or 1)
    # The slope there is read from both neighbours.
    return min(place, across.size - 2)


def summary(membership):
    """The figure in words.

    >>> from peerkit.models.two_sided import Membership
    >>> summary(Membership())  # doctest: +NORMALIZE_WHITESPACE
    'Contributors pay $0.37 each and the audience pays $0.44; 63 contributors and 44 people in the audience join. At a worth
    of $1.19 contributors join free; above it they are paid to come. Pricing each side as if the other did not matter would
    earn 9% less.'
    """
    best, threshold = membership_prices(membership), free_threshold(membership)
    if best.outcome == NO_BEST:
        return (
            "There is no best price: the two worths add up to 2 or more, so with more members profit rises without a "
            "maximum. Lower one of the two worths."
        )
    contributors, audience = (number(round(100 * n), digits=6) for n in (best.contributors, best.audience))
    free = (
        f"At a worth of {dollars(threshold.value)} contributors join free; above it they are paid to come."
        if np.isfinite(threshold.value)
        else "Contributors want the audience so much that they pay at every worth for which there is a best price."
    )
    loss = 1 - separate_prices(membership).profit / best.profit
    blind = f"would earn {percent(loss)} less" if loss > 5e-4 else "would earn the same"
    return (
        f"Contributors {_terms(best.contributors_price)} each and the audience {_terms(best.audience_price, 's')}; "
        f"{contributors} contributors and {audience} people in the audience join. {free} Pricing each side as if the other "
        f"did not matter {blind}."
    )


def _terms(price, s=""):
    return f"pay{s} {dollars(price)}" if price >= 0 else f"{'is' if s else 'are'} paid {dollars(-price)}"
