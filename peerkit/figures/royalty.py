"""What a designer earns and what a maker sells at every royalty: the one asked and the one that earns most."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks, text
from peerkit.figures.theme import STROKES
from peerkit.figures.words import number, percent, times
from peerkit.models.royalty import Royalty, accepted_share, best_share, sales

FLOOR = -0.24


def incomes(royalty: Royalty):
    """Designer's income and maker's sales against the royalty, each against the most it can have; a `go.Figure`."""
    best, asked = best_share(royalty), float(accepted_share(royalty))
    widest = float(np.clip(max(4.5 * best.share, 1.3 * asked), 0.2, 1))
    most, unburdened = sales(royalty, best.share).designer_income, royalty.sales_without_royalty
    fig = figure(
        "royalty [% of the list price]",
        "what each has [% of its most]",
        x_range=(0, widest),
        y_range=(FLOOR, 1.22),
    )
    fig.update_xaxes(tickformat=".0%")
    fig.update_yaxes(tickformat=".0%", tickvals=[0, 0.25, 0.5, 0.75, 1])
    rho = np.linspace(0, min(widest, royalty.highest_share), 241)
    curves = {
        "designer": lambda share: sales(royalty, share).designer_income / most,
        "maker": lambda share: sales(royalty, share).items / unburdened,
    }
    hover = {
        "designer": "asking %{x:.1%}: %{y:.0%} of the highest income",
        "maker": "asking %{x:.1%}: %{y:.0%} of sales without a royalty",
    }
    beside = "top right" if best.outcome == "interior" else "top left"
    for name, role, place, position in (("designer", "peers", 2.0, beside), ("maker", "firm", 2.3, "top right")):
        line(fig, rho, curves[name](rho), name, role, hover=hover[name], label=False)
        at = np.array([min(place * best.share, 0.72 * rho[-1])])
        text(fig, at, curves[name](at), [f" <b>{name}</b> "], color=STROKES[role]["color"], position=position)
    word = "earns most" if best.outcome == "interior" else "ceiling"
    marks(fig, [best.share], [1.0], [f"{word}: {_share(best.share)}"], floor=FLOOR)
    now = [float(curve(asked)) for curve in curves.values()]
    words = [f"{'asked' if asked == royalty.asked_share else 'accepted'} {_share(asked)}", ""]
    return marks(fig, [asked, asked], now, words, floor=1.12)


def summary(royalty):
    """What the figure says, in words.

    >>> from peerkit.models.royalty import Royalty
    >>> summary(Royalty())  # doctest: +NORMALIZE_WHITESPACE
    'At 5% the designer earns $38.50 and the maker sells 49 of every 100 items it would sell without a royalty. The
    designer would earn most at 7.1%, 6.2% more; the maker would then sell 35.'
    """
    best, asked = best_share(royalty), float(accepted_share(royalty))
    now, then = sales(royalty, asked), sales(royalty, best.share)
    of_hundred = lambda sold: number(round(100 * sold.items / royalty.sales_without_royalty, 1), digits=2)  # noqa: E731
    here = f"At {_share(asked)}" if asked == royalty.asked_share else f"At {_share(asked)}, the most that is accepted,"
    said = (
        f"{here} the designer earns ${now.designer_income:,.2f} and the maker sells {of_hundred(now)} of every 100 items it "
        "would sell without a royalty."
    )
    more = then.designer_income / now.designer_income if now.designer_income > 0 else np.inf
    if more < 1.005:
        return f"{said} No royalty that is accepted earns the designer noticeably more."
    gain = "" if np.isinf(more) else f", {times(more)} as much" if more > 2 else f", {percent(more - 1)} more"
    why = "" if best.outcome == "interior" else ", the most that may be asked"
    return f"{said} The designer would earn most at {_share(best.share)}{why}{gain}; the maker would then sell {of_hundred(then)}."


def _share(share):
    return f"{number(100 * share, digits=2)}%"
