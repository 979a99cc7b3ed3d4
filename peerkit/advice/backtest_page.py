"""The page of the back-test: tables, a figure and sentences, all made from `peerkit.advice.backtest`."""

import os
from html import escape

from peerkit.advice.backtest import (
    as_good_by_chance,
    contrast,
    income_scores,
    neighbours,
    of_essay,
    scores,
)
from peerkit.advice.instrument import item
from peerkit.advice.rules import UNKNOWN
from peerkit.figures.advice_backtest import forecasts
from peerkit.figures.words import listed, number, percent
from peerkit.widgets.facts import Html, styled
from peerkit.widgets.plotly_view import PlotlyView
from peerkit.widgets.web import SERVED

COLUMNS = ("what could be known", "levels", "verdict", "ask first", "today", "hit or miss")
HITS = {True: "✓ hit", False: "✗ miss", None: "– abstains"}


def table(cases=None):
    """The seven cases of the essay with the verdict of their date and what became of them."""
    return _cases(of_essay() if cases is None else cases, "The seven cases at the desk")


def contrast_table():
    """The same for the cases that peerkit added for contrast."""
    return _cases(contrast(), "The contrast cases at the desk")


def _cases(cases, label):
    head = "".join(f"<th scope='col' role='columnheader'>{column}</th>" for column in ("case", *COLUMNS))
    rows = "".join(map(_row, cases))
    html = (
        f"<div class='pk-wide pk-compare' tabindex='0' role='region' aria-label='{label}'><table role='table'>"
        f"<thead role='rowgroup'><tr role='row'>{head}</tr></thead><tbody role='rowgroup'>{rows}</tbody></table></div>"
    )
    return Html(styled(html), "\n".join(f"{each.case.company}: {each.verdict}; {HITS[each.hit]}" for each in cases))


def _row(each):
    levels = ", ".join(f"{name} {'?' if level == UNKNOWN else level}" for name, level in each.profile.items())
    share = f"<small>{percent(each.share)} of the draws agree</small>" if each.share else ""
    veto = f"<small>veto {', '.join(each.vetoes)}</small>" if each.vetoes else ""
    cells = (
        f"{escape(each.coded.reason)}<small>as of {each.case.as_of:%B %Y}</small>",
        levels,
        f"<b>{each.verdict}</b>{share}{veto}",
        escape(item(each.ask).short),
        escape(each.case.profile.status),
        f"<b>{HITS[each.hit]}</b>",
    )
    row = "".join(
        f"<td role='cell' data-label='{label}'>{cell}</td>" for label, cell in zip(COLUMNS, cells, strict=True)
    )
    link = f"<a href='{_address(each.coded.case)}'>{escape(each.case.company)}</a>"
    return f"<tr role='row'><th scope='row' role='rowheader'>{link}</th>{row}</tr>"


def _address(name):
    """The address of a case as seen from a page of advice."""
    return f"../cases/{name}" if os.environ.get(SERVED) else f"../../case_studies/{name}/case.ipynb"


def picture(height=420):
    """The forecasts for all cases beside what became of them, as a widget."""
    cases = (*of_essay(), *contrast())
    names = [each.case.company for each in cases]
    chances = [each.chance for each in cases]
    words = "; ".join(
        f"{name}: forecast {percent(chance)}, {'alive' if each.alive else 'gone'}"
        for name, chance, each in zip(names, chances, cases, strict=True)
    )
    return PlotlyView(forecasts(names, chances, [each.alive for each in cases]), label=words, height=height)


def beside():
    """The rules and the naive rules: hits, misses, abstentions and Brier score, for three questions."""
    parts = {
        "seven cases: alive today?": scores(of_essay()),
        "three contrast cases: alive today?": scores(contrast()),
        "did the firm's own income carry it?": income_scores(),
    }
    columns = ("asked of", "rule", "hits", "misses", "abstains", "Brier score")
    head = "".join(f"<th scope='col'>{column}</th>" for column in columns)
    rows = "".join(
        f"<tr><th scope='row'>{escape(asked)}</th><td>{rule}</td><td class='pk-n'>{score.hits}</td>"
        f"<td class='pk-n'>{score.misses}</td><td class='pk-n'>{score.abstentions}</td>"
        f"<td class='pk-n'>{score.brier:.2f}</td></tr>"
        for asked, rules in parts.items()
        for rule, score in rules.items()
    )
    html = (
        "<div class='pk-wide pk-whole' tabindex='0' role='region' aria-label='The rules beside naive rules'>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
    plain = "\n".join(f"{asked} {rule}: {score}" for asked, rules in parts.items() for rule, score in rules.items())
    return Html(styled(html), plain)


def verdict_on_the_rules():
    """The result in two paragraphs: how often the rules were right, and beside what."""
    ours, yes, seventh = scores(of_essay()).values()
    income, _, income_seventh = income_scores().values()
    missed = listed([each.case.company for each in of_essay() if each.hit is False])
    unsure = listed([each.case.company for each in of_essay() if each.hit is None])
    return _prose(
        f"Of seven cases the rules hit {ours.hits}, miss {ours.misses} ({missed}) and abstain on {unsure}. Whoever always "
        f"says yes hits {yes.hits}. Whoever looks at question 7 alone hits {seventh.hits}: as many as the rules.",
        "The Brier score is the mean squared error of a forecast: 0 is perfect, and saying 50 % every time gives 0.25. The rules "
        f"have {ours.brier:.2f}, always yes {yes.brier:.2f}, question 7 alone {seventh.brier:.2f}. The chances behind the "
        "verdicts (85 % for Build, 15 % for Not as planned) are judgement, made for this page.",
        f"Ask instead whether the firm's own income ever carried it. Of the five cases where that is known, the rules hit "
        f"{income.hits}, miss {income.misses} and abstain on {income.abstentions}. Question 7 alone hits "
        f"{income_seventh.hits}: it is better than all nine answers together.",
    )


def by_luck():
    """The ease with which luck or other cut-offs would have done as well; in words."""
    cases = of_essay()
    near = neighbours(cases)
    hits = sorted(score.hits for score in near)
    ours = scores(cases)["the rules"].hits
    better = sum(score.hits > ours for score in near)
    worse = sum(score.hits < ours for score in near)
    return _prose(
        f"Deal the three ends and the four lives to the seven names blindly. In {percent(as_good_by_chance(cases))} of all "
        f"deals the rules have as good a Brier score as they had, and in {percent(as_good_by_chance(cases, 'hits'))} they "
        "have as many hits.",
        f"Move the cut-offs by one. Of {number(len(near), 4)} neighbouring rule sets the worst hits {hits[0]} and the best "
        f"{hits[-1]}; {percent(worse / len(near))} do worse than ours and {percent(better / len(near))} do better. Whoever "
        "wrote the rules knew the ends, and could have moved a cut-off until the result looked good.",
    )


def _prose(*paragraphs):
    return Html("".join(f"<p class='pk-prose'>{escape(each)}</p>" for each in paragraphs), "\n\n".join(paragraphs))
