"""The number who contribute at every pay: with and without a motive that pay drives out, and where only pay counts."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks, text, ticks
from peerkit.figures.theme import STROKES
from peerkit.figures.words import dollars, number
from peerkit.models.intrinsic_motive import IntrinsicMotive, contributors, profit_take_rate, turn


def against_pay(intrinsic_motive: IntrinsicMotive):
    """Contributors against pay up to the whole revenue, with what motive and pay would each do; a `go.Figure`."""
    m, revenue, bend = intrinsic_motive, float(intrinsic_motive.revenue_per_contributor), turn(intrinsic_motive)
    bends = [float(pay) for pay in (bend.fewest, bend.as_unpaid) if np.isfinite(pay)]
    # Pay that wins people back may be more than they bring in; the sentence names it, so the figure shows it.
    most = max([1.08 * revenue, *(1.1 * pay for pay in bends)])
    motive_stays, pay_only = m.replace(crowding_out=0.0), m.replace(intrinsic_benefit=0.0)
    top = 1.2 * float(contributors(motive_stays, most))
    fig = figure(
        "pay [dollars per period]", "people who contribute [people]", x_range=(0, most), y_range=(-0.47 * top, top)
    )
    fig.update_yaxes(tickvals=ticks(top))
    pay = np.unique([*np.linspace(0, most, 241), *bends])
    for record, name, role, place, position in (
        (motive_stays, "if motive stays", "soft", 0.6, "top left"),
        (pay_only, "for pay only", "market", 0.2, "bottom right"),
    ):
        line(fig, pay, contributors(record, pay), name, role, hover="at $%{x:,.2f}: %{y:,.0f} people", label=False)
        x = np.array([place * most])
        text(fig, x, contributors(record, x), [f"<b>{name}</b>"], color=STROKES[role]["color"], position=position)
    line(fig, pay, contributors(m, pay), "people", "peers", hover="at $%{x:,.2f}: %{y:,.0f} people", width=3.5)
    # Three pays may stand close together, so each has its own row below the curves.
    named = ((bend.fewest, "fewest"), (bend.as_unpaid, "as unpaid"), (revenue, "all they bring in"))
    for row, (place, name) in enumerate(named, start=1):
        at = np.array([place] if np.isfinite(place) else [])
        side = "top left" if place > 0.6 * most else "top right"
        marks(
            fig, at, contributors(m, at), [f"{name}: {dollars(x)}" for x in at], floor=-0.15 * row * top, position=side
        )
    chosen = np.array([best_pay(m)])
    position = "bottom right" if chosen[0] < 0.6 * most else "bottom left"
    words = [f"platform pays: {dollars(chosen[0])}"]
    return marks(fig, chosen, contributors(m, chosen), words, floor=top, position=position)


def summary(intrinsic_motive):
    """The figure in words.

    >>> from peerkit.models.intrinsic_motive import IntrinsicMotive
    >>> summary(IntrinsicMotive())  # doctest: +NORMALIZE_WHITESPACE
    'Unpaid, 250 people contribute. A little pay loses some of them: at $3.33 only 167 are left, and only pay above $5
    attracts more people than no pay. A platform without rivals pays nothing and keeps everything.'
    """
    m = intrinsic_motive
    bring_in, best = dollars(m.revenue_per_contributor), profit_take_rate(m)
    if best.outcome == "takes everything":
        return f"{_unpaid(m)} A platform without rivals pays nothing and keeps everything."
    return f"{_unpaid(m)} A platform without rivals pays {dollars(best_pay(m))} of the {bring_in} they bring in."


def _unpaid(m):
    """The words on those who contribute unpaid, and on the effect of pay on them."""
    bend, revenue = turn(m), m.revenue_per_contributor
    if m.intrinsic_benefit == 0:
        return "Unpaid, nobody contributes: there is no motive of their own that pay could drive out."
    if not np.isfinite(bend.fewest):
        return (
            f"Unpaid, {_count(m, 0)}, and pay loses none of them. With all they bring in as pay, {_count(m, revenue)}."
        )
    back = "brings everyone back" if bend.as_unpaid >= m.outside_option else "attracts more people than no pay"
    from_on = "only pay of" if bend.as_unpaid >= m.outside_option else "only pay above"
    said = (
        f"Unpaid, {_count(m, 0)}. A little pay loses some of them: at {dollars(bend.fewest)} only "
        f"{_people(m, bend.fewest)} are left, and {from_on} {dollars(bend.as_unpaid)} {back}."
    )
    return f"{said} That is more than they bring in." if bend.as_unpaid > revenue else said


def best_pay(m):
    """Pay that earns the platform most [dollars per period]."""
    return (1 - float(profit_take_rate(m).take_rate)) * float(m.revenue_per_contributor)


def _count(m, pay):
    everyone = float(contributors(m, pay)) >= m.population
    return "everyone contributes" if everyone else f"{_people(m, pay)} people contribute"


def _people(m, pay):
    return number(round(float(contributors(m, pay))), digits=6)
