"""How many contribute at every pay: when pay drives the motive out, when it does not, and where only pay counts."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks, text
from peerkit.figures.theme import STROKES
from peerkit.figures.words import number
from peerkit.models.intrinsic_motive import IntrinsicMotive, contributors, profit_take_rate, turn


def against_pay(intrinsic_motive: IntrinsicMotive):
    """Contributors against pay up to the whole revenue, with what motive and pay would each do; a `go.Figure`."""
    m, most = intrinsic_motive, float(intrinsic_motive.revenue_per_contributor)
    motive_stays, pay_only = m.replace(crowding_out=0), m.replace(intrinsic_benefit=0)
    back = _affordable(m, turn(m).as_unpaid)
    top = 1.15 * float(contributors(motive_stays, most))
    fig = figure("pay [dollars per period]", "people who contribute [people]", x_range=(0, most), y_range=(0, top))
    pay = np.linspace(0, most, 241)
    # The two comparison lines are labelled where they stand apart from the answer and from its mark.
    low = 0.6 if len(back) and abs(back[0] / most - 0.25) < 0.12 else 0.2
    for record, name, role, place, position in (
        (motive_stays, "if motive stays", "soft", 0.6, "top left"),
        (pay_only, "for pay only", "market", low, "bottom right"),
    ):
        line(fig, pay, contributors(record, pay), name, role, hover="at $%{x:,.2f}: %{y:,.0f} people", label=False)
        x = np.array([place * most])
        text(fig, x, contributors(record, x), [f"<b>{name}</b>"], color=STROKES[role]["color"], position=position)
    line(fig, pay, contributors(m, pay), "people", "peers", hover="at $%{x:,.2f}: %{y:,.0f} people", width=3.5)
    marks(fig, back, contributors(m, back), [f"as unpaid: {_dollars(x)}" for x in back], floor=0.0)
    fig.data[-1].update(y=contributors(m, back), textposition="bottom right")
    chosen = np.array([(1 - profit_take_rate(m).take_rate) * most])
    words = [f"platform pays: {_dollars(chosen[0])}"]
    position = "bottom right" if chosen[0] < 0.6 * most else "bottom left"
    return marks(fig, chosen, contributors(m, chosen), words, floor=top, position=position)


def summary(intrinsic_motive):
    """What the figure says, in words.

    >>> from peerkit.models.intrinsic_motive import IntrinsicMotive
    >>> summary(IntrinsicMotive())  # doctest: +NORMALIZE_WHITESPACE
    'Unpaid, 250 people contribute. A little pay loses some of them, down to 167 at $3.33, and only from $5 on are there
    more. A platform without rivals pays nothing and keeps everything.'
    """
    m = intrinsic_motive
    found, most = turn(m), m.revenue_per_contributor
    if np.isfinite(found.fewest):
        back = "as many" if found.as_unpaid >= m.outside_option else "more"
        said = (
            f"Unpaid, {_count(m, 0)}. A little pay loses some of them, down to {_count(m, found.fewest).split()[0]} at "
            f"{_dollars(found.fewest)}, and only from {_dollars(found.as_unpaid)} on are there {back}."
        )
        if found.as_unpaid > most:
            said += " That is more than they bring in."
    elif m.intrinsic_benefit == 0:
        said = "Unpaid, nobody contributes: there is no motive of their own for pay to drive out."
    else:
        said = f"Unpaid, {_count(m, 0)}, and pay loses none of them. With all they bring in as pay, {_count(m, most)}."
    pay = (1 - float(profit_take_rate(m).take_rate)) * most
    if pay < 0.005:
        return f"{said} A platform without rivals pays nothing and keeps everything."
    return f"{said} A platform without rivals pays {_dollars(pay)} of the {_dollars(most)} they bring in."


def _affordable(m, pay):
    return np.array([float(pay)] if np.isfinite(pay) and pay <= m.revenue_per_contributor else [])


def _count(m, pay):
    share = float(contributors(m, pay))
    return "everyone contributes" if share >= m.population else f"{number(round(share), digits=6)} people contribute"


def _dollars(amount):
    return f"${amount:,.2f}".removesuffix(".00")
