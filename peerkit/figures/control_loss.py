"""Sales and cost of a worker under so many levels, the profit of the whole firm, and the depth at which it is highest."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks, remark
from peerkit.figures.theme import LIGHT
from peerkit.figures.words import EVERYBODY, headcount, number, percent
from peerkit.models.control_loss import (
    ControlLoss,
    employment,
    faithful_share,
    optimal_hierarchy,
    pay_per_worker,
    profit,
    sales_per_worker,
    whole_hierarchy,
)

FEWEST_LEVELS = 4.0
WITHOUT_LIMIT = 12.0
"""The levels shown where nothing limits the firm."""


def depth(control: ControlLoss):
    """Sales and cost of a worker against the depth of the firm, and below them the profit of the firm; a `go.Figure`."""
    firm, best = whole_hierarchy(control), optimal_hierarchy(control)
    last = float(max(FEWEST_LEVELS, 1.45 * best.levels if np.isfinite(best.levels) else WITHOUT_LIMIT))
    n = _levels_shown(best, last)
    sold, paid = sales_per_worker(control, n), pay_per_worker(control)
    top = 1.15 * float(np.nanmax([sold[0], paid]))
    fig = figure(
        "depth of the hierarchy [levels]", "per worker [money per period]", x_range=(1, last), y_range=(0.0, top)
    )
    _second_panel(fig)
    hover = "%{x:.3~s} levels: %{y:,.3~s} per worker"
    line(fig, n, sold, "sells", "peers", hover=hover)
    line(fig, n, np.full_like(n, paid), "costs", "market", hover=hover)
    _profit(fig, control, firm, n)
    if firm.employment > EVERYBODY:
        # The profit rises steeply where it ends: the words stand beside that end, on the side with more room.
        end = n[employment(control, n) <= EVERYBODY].max(initial=1.0)
        side = "left" if end - 1 > 0.55 * (last - 1) else "right"
        remark(fig, "drawn up to the number of people there are", y=0.6, panel=2, side=side, widest=16)
    known = np.isfinite(firm.levels)
    words = [f"{_levels(firm)}: {_people(firm)}"] if known else []
    heights = [float(sales_per_worker(control, firm.levels))] if known else []
    position = "top left" if known and firm.levels - 1 > 0.45 * (last - 1) else "top right"
    return marks(fig, [firm.levels] if known else [], heights, words, floor=0.0, position=position)


def _second_panel(fig):
    """Room below for the profit of the firm, on an axis of its own."""
    below = {
        "domain": [0.0, 0.3],
        "title": "profit of the firm<br>[money per period]",
        "exponentformat": "SI",
        "nticks": 4,
    }
    fig.update_layout(xaxis={"anchor": "y2"}, yaxis={"domain": [0.4, 1.0]}, yaxis2=below)


def _profit(fig, control, firm, n):
    """The profit in the lower panel, as far as the firm has no more people than there are, and its highest point."""
    earned = np.where(employment(control, n) <= EVERYBODY, profit(control, n), np.nan)
    earned = np.where(np.isfinite(earned), earned, np.nan)
    highest = float(np.nanmax(earned)) if np.isfinite(earned).any() else np.nan
    scale = highest if highest > 0 else float(np.nanmax(np.abs(earned[:2]))) if np.isfinite(earned[:2]).any() else 1.0
    bounds = [-0.25 * scale, 1.2 * scale] if highest > 0 else [-3 * scale, scale]
    fig.update_layout(yaxis2={"range": bounds})
    visible = np.where((earned >= bounds[0]) & (earned <= bounds[1]), earned, np.nan)
    line(fig, n, visible, "profit", "firm", hover="%{x:.3~s} levels: the firm earns %{y:,.3~s}", label=False)
    fig.data[-1].update(yaxis="y2")
    shown = firm.employment <= EVERYBODY and bounds[0] <= firm.profit <= bounds[1]
    fig.add_scatter(
        x=[firm.levels] if shown else [],
        y=[firm.profit] if shown else [],
        yaxis="y2",
        name="best whole number of levels",
        mode="markers",
        marker={"color": LIGHT["firm"], "size": 9},
        hovertemplate="%{x} levels: the firm earns %{y:,.3~s}<extra></extra>",
    )


def summary(control):
    """The best firm in words.

    >>> summary(ControlLoss())  # doctest: +NORMALIZE_WHITESPACE
    'The firm earns most with 6 levels and 9,331 people; 59% of the intentions at the top reach the bottom, and 7.6% of
    sales are profit. If each level lost half as much, the best firm would have 12 levels and 435 million people.'
    """
    firm = whole_hierarchy(control)
    if firm.outcome == "pay outgrows span":
        return (
            "Each level of managers costs as much as the level below it, or more. The formula needs a span of control "
            "above the pay ratio."
        )
    if firm.outcome == "no limit":
        return "Nothing is lost on the way down, and each further level earns more: nothing limits this firm."
    if firm.levels == 1:
        return "One level is best, which is no hierarchy: a second level would cost more than it adds."
    if firm.employment > EVERYBODY:
        return (
            f"The best firm of this formula has {_levels(firm)} and {_people(firm)}. So more is lost at each level of real "
            "firms, or something else stops them first."
        )
    margin = 1 - pay_per_worker(control) / sales_per_worker(control, firm.levels)
    halved = whole_hierarchy(control.replace(compliance=(1 + control.compliance) / 2))
    return (
        f"The firm earns most with {_levels(firm)} and {_people(firm)}; {percent(faithful_share(control, firm.levels))} of "
        f"the intentions at the top reach the bottom, and {percent(margin)} of sales are profit. If each level lost half as "
        f"much, the best firm would have {_levels(halved)} and {_people(halved)}."
    )


def _levels_shown(best, last):
    """Evenly spaced levels, and closer ones where the profit turns."""
    even = np.linspace(1, last, 161)
    turn = best.levels if best.outcome == "interior" else 1.0
    return np.sort(np.concatenate([even, np.linspace(max(1.0, turn - 4), min(last, turn + 1), 160)]))


def _levels(firm):
    return "1 level" if firm.levels == 1 else f"{number(firm.levels, digits=6)} levels"


def _people(firm):
    # The model counts up to one person too many; whole people are the exact sum of the levels.
    return headcount(np.floor(firm.employment + 1e-6) if firm.employment < 1e6 else firm.employment)
