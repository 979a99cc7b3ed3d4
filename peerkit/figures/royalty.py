"""A designer's income and a maker's sales at every royalty: the one asked and the one that earns most."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks, text
from peerkit.figures.theme import STROKES
from peerkit.figures.words import dollars, number, percent, times
from peerkit.models.royalty import Royalty, accepted_share, best_share, sales

FLOOR = -0.24


def incomes(royalty: Royalty):
    """Designer's income and maker's sales against the royalty, each against the most it can have; a `go.Figure`."""
    best, asked = best_share(royalty), float(accepted_share(royalty))
    # As far as something can be asked, and no farther than the curves say something.
    widest = min(float(np.clip(max(4.5 * best.share, 1.3 * asked), 0.2, 1)), 1.25 * royalty.highest_share)
    fig = figure(
        "royalty [% of the list price]",
        "income or sales [% of the most possible]",
        x_range=(0, widest),
        y_range=(FLOOR, 1.22),
    )
    fig.update_xaxes(tickformat=".2~%")
    fig.update_yaxes(tickformat=".0%", tickvals=[0, 0.25, 0.5, 0.75, 1])
    rho = np.linspace(0, min(widest, royalty.highest_share), 241)
    beside = "top right" if best.outcome == "interior" else "bottom right"
    for name, role, place, position, hover in (
        ("designer's income", "peers", 2.0, beside, "asking %{x:.1%}: %{y:.0%} of the highest income"),
        ("maker's sales", "firm", 2.3, "top right", "asking %{x:.1%}: %{y:.0%} of sales without a royalty"),
    ):
        line(fig, rho, _share_of_most(royalty, rho, name), name, role, hover=hover, label=False)
        at = np.array([min(place * best.share, 0.72 * rho[-1])])
        heights = _share_of_most(royalty, at, name)
        text(fig, at, heights, [f" <b>{name}</b> "], color=STROKES[role]["color"], position=position)
    named = "earns most" if best.outcome == "interior" else "ceiling"
    marks(fig, [best.share], [1.0], [f"{named}: {_share(best.share)}"], floor=FLOOR)
    now = [float(_share_of_most(royalty, asked, name)) for name in ("designer's income", "maker's sales")]
    words = [f"{'asked' if asked == royalty.asked_share else 'accepted'} {_share(asked)}", ""]
    return marks(fig, [asked, asked], now, words, floor=1.12)


def _share_of_most(royalty, share, name):
    sold = sales(royalty, share)
    if name == "maker's sales":
        return sold.items / royalty.sales_without_royalty
    return sold.designer_income / sales(royalty, best_share(royalty).share).designer_income


def summary(royalty):
    """The figure in words.

    >>> from peerkit.models.royalty import Royalty
    >>> summary(Royalty())  # doctest: +NORMALIZE_WHITESPACE
    'At 5% the designer earns $38.50 per period, and the maker sells 49 of the 100 items that it would sell without a
    royalty. The designer would earn most at 7.1%: 6.2% more. The maker would then sell 35.'
    """
    best, asked = best_share(royalty), float(accepted_share(royalty))
    now, then = sales(royalty, asked), sales(royalty, best.share)
    here = f"At {_share(asked)}" if asked == royalty.asked_share else f"At {_share(asked)}, the most that is accepted,"
    said = (
        f"{here} the designer earns {dollars(now.designer_income)} per period, and the maker sells {_items(now.items)} of the "
        f"{_items(royalty.sales_without_royalty)} items that it would sell without a royalty."
    )
    income, most = float(now.designer_income), float(then.designer_income)
    if most < 1.005 * income:
        return f"{said} No royalty that is accepted earns the designer noticeably more."
    why = "" if best.outcome == "interior" else ", the most that may be asked"
    return (
        f"{said} The designer would earn most at {_share(best.share)}{why}{_gain(income, most)}. The maker would then sell "
        f"{_items(then.items)}."
    )


def _gain(income, most):
    if income == 0:
        return ""
    more = most / income
    if more > 1e6:
        return ": more than a million times as much"
    return f": {times(more)} as much" if more > 2 else f": {percent(more - 1)} more"


def _items(items):
    return number(round(float(items)), 6) if items >= 10 else number(items, 2) if items >= 0.1 else "almost none"


def _share(share):
    return f"{number(100 * share, digits=2)}%"
