"""What a worker under so many levels sells and costs, and the depth at which the firm earns most."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks, text
from peerkit.figures.theme import STROKES
from peerkit.figures.words import number, percent
from peerkit.models.control_loss import (
    ControlLoss,
    faithful_share,
    optimal_hierarchy,
    pay_per_worker,
    profit,
    sales_per_worker,
    whole_hierarchy,
)

FEWEST_LEVELS = 4.0
MOST_EMPLOYED = 1e10
"""More people than there are: a firm of that size refutes the numbers that lead to it."""


def depth(control: ControlLoss):
    """What a worker sells and costs, and the firm's profit, against the levels above and including the worker's."""
    firm, best = whole_hierarchy(control), optimal_hierarchy(control)
    last = float(max(FEWEST_LEVELS, 1.45 * best.levels if np.isfinite(best.levels) else 12))
    n = _levels_shown(best, last)
    sold, paid = sales_per_worker(control, n), pay_per_worker(control)
    top = float(np.nanmax([sold[0], paid]))
    # A strip below zero keeps the words of the mark clear of the profit's long foot.
    bounds = (-0.17 * top, 1.25 * top)
    fig = figure("depth of the hierarchy [levels]", "per worker [money per period]", x_range=(1, last), y_range=bounds)
    hover = "%{x:.3~s} levels: %{y:,.3~s} per worker"
    earned = _earned(control, best, n) * sold[0]
    line(
        fig,
        n,
        np.where(earned >= 0, earned, np.nan),
        "profit",
        "firm",
        hover="profit of the firm at %{x:.3~s} levels (height: highest = what one sells alone)",
        label=False,
    )
    line(fig, n, sold, "sells", "peers", hover=hover, within=bounds)
    line(fig, n, np.full_like(n, paid), "costs", "market", hover=hover, within=bounds)
    inside = best.outcome == "interior" and firm.levels > 1 and np.isfinite(earned).any()
    x, y = ([best.levels], [sold[0]]) if inside else ([], [])
    text(
        fig,
        x,
        1.03 * np.asarray(y),
        ["<b>profit of the firm</b>"] * len(x),
        color=STROKES["firm"]["color"],
        position="top center",
    )
    words = [f"{_levels(firm)}: {_people(firm)}"] if inside else []
    heights = [float(sales_per_worker(control, firm.levels))] if inside else []
    position = "top left" if inside and firm.levels - 1 > 0.45 * (last - 1) else "top right"
    return marks(fig, [firm.levels] if inside else [], heights, words, floor=bounds[0], position=position)


def summary(control):
    """What the figure says, in words.

    >>> summary(ControlLoss())  # doctest: +NORMALIZE_WHITESPACE
    'The firm earns most with 6 levels and 9,331 people; 59% of what the top wants reaches the bottom, and 7.6% of sales
    are profit. If each level lost half as much, it would be 12 levels and 435 million people.'
    """
    firm = whole_hierarchy(control)
    if firm.outcome == "pay outgrows span":
        return "Each level of managers costs as much as the one below it or more: the pay of the top has no bound."
    if firm.outcome == "no limit":
        return "Nothing is lost on the way down, and each further level earns more: nothing limits this firm."
    if firm.levels == 1:
        return (
            f"One level is best, which is no hierarchy: under a manager a worker would sell {number(sales_per_worker(control, 2))} "
            f"and cost {number(pay_per_worker(control))}, which leaves too little or nothing."
        )
    margin = 1 - pay_per_worker(control) / sales_per_worker(control, firm.levels)
    halved = whole_hierarchy(control.replace(compliance=(1 + control.compliance) / 2))
    absurd = " That is more people than there are, so something else stops firms first." if _absurd(firm) else ""
    return (
        f"The firm earns most with {_levels(firm)} and {_people(firm)}; {percent(faithful_share(control, firm.levels))} of "
        f"what the top wants reaches the bottom, and {percent(margin)} of sales are profit.{absurd or _counterfactual(halved)}"
    )


def _counterfactual(halved):
    beyond = ", more than there are" if _absurd(halved) else ""
    return f" If each level lost half as much, it would be {_levels(halved)} and {_people(halved)}{beyond}."


def _levels_shown(best, last):
    """Evenly spaced levels, and closer ones where the profit turns."""
    even = np.linspace(1, last, 161)
    turn = best.levels if best.outcome == "interior" else 1.0
    return np.sort(np.concatenate([even, np.linspace(max(1.0, turn - 4), min(last, turn + 1), 160)]))


def _earned(control, best, levels):
    """Profit as a share of the highest; no value where either is too large for a number, or there is none."""
    earned = profit(control, levels)
    known = np.isfinite(earned) & np.isfinite(best.profit) & (best.profit > 0)
    return np.where(known, np.where(known, earned, 0.0) / (best.profit if known.any() else 1.0), np.nan)


def _absurd(firm):
    return firm.employment > MOST_EMPLOYED


def _levels(firm):
    return f"{number(firm.levels, digits=6)} levels"


def _people(firm):
    if np.isinf(firm.employment):
        return "people without number"
    # The model counts up to one person too many; whole people are the exact sum of the levels.
    count = np.floor(firm.employment + 1e-6) if firm.employment < 1e6 else firm.employment
    return f"{number(count, digits=6 if count < 1e6 else 3)} people"
