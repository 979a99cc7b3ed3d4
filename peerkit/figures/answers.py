"""Answers of models and settings of their parameters, as a reader says them: with unit, rounded, a share as a percentage."""

import numpy as np

from peerkit.figures.words import at_least_people, headcount, number, percent
from peerkit.records.parameter import one

SHARES = ("fraction", "share", "probability")
"""Units of answers that are said as a percentage; a share of something names it behind: 84.6% of people."""

PURE = ("1", "0 to 1", "elasticity", "money")
"""Units that say nothing behind a number."""

BORDERS = ("from which", "at which", "critical mass")
"""Words in the labels of answers that are the first size at which something holds."""


def said(asked, value):
    """An answer with its unit, in words where there is no finite one.

    >>> from peerkit.models.catalogue import outcomes
    >>> months = outcomes("late_project").named("deadline")
    >>> said(months, 3.25), said(months, 1), said(months, float("nan")), said(months, float("inf"))
    ('3.25 months', '1 month', 'no answer', 'without limit')

    A border below everything is none: at no take does the community of *hysteresis* come back.

    >>> said(outcomes("hysteresis").named("revival"), float("-inf"))
    'no answer'
    """
    value = float(value)
    if np.isnan(value) or value == -np.inf:
        return "no answer"
    words, unit = amount(asked, value), asked.unit.partition(",")[0]
    if unit in (*PURE, *SHARES) or np.isinf(value):
        return words
    if is_share(asked):
        return words + unit.removeprefix("share")
    border = any(word in asked.label for word in BORDERS)
    if unit == "people" and value > 0:
        # People are whole, and a border is passed by the next one.
        return at_least_people(value) if border else headcount(value) if value >= 1 else "less than 1 person"
    if unit == "pieces" and border:
        first = np.floor(value + 1e-9) + 1
        return f"{number(first, 6)} {unit if first > 1 else one(unit)}"
    return f"{words} {one(unit) if words == '1' else unit}"


def setting(parameter, value, digits=3):
    """A value of a parameter as a reader says it: a share as a percentage, years and other whole numbers exactly.

    >>> from peerkit.models.catalogue import outcomes
    >>> setting(outcomes("networks").record.parameters()["first_year"], 2012.0)
    '2012'
    """
    if isinstance(value, str):
        return value.replace("_", " ")
    if parameter.percent:
        return percent(value, digits)
    if parameter.integer:
        return f"{value:.0f}" if "year" in parameter.unit else f"{value:,.0f}"
    return number(value, digits)


def in_unit(parameter, value, digits=3):
    """A value of a parameter with its unit, where that says something behind a number.

    >>> from peerkit.models.catalogue import outcomes
    >>> minutes = outcomes("granularity").record.parameters()["overhead"]
    >>> in_unit(minutes, 8.04), in_unit(outcomes("flywheel").record.parameters()["take_rate"], 0.25)
    ('8.04 minutes per piece', '25%')
    """
    words, unit = setting(parameter, value, digits), parameter.unit.partition(",")[0]
    if parameter.percent or unit in (*PURE, *SHARES) or "year" in unit:
        return words
    return f"{words} {one(unit) if words == '1' else unit}"


def amount(asked, value):
    """An answer without its unit; a share as a percentage."""
    return percent(value, 3) if is_share(asked) and abs(value) <= 1 else number(value)


def is_share(asked):
    """True for an answer that is said as a percentage.

    >>> from peerkit.models.catalogue import outcomes
    >>> is_share(outcomes("granularity").named("taking_part")), is_share(outcomes("granularity").named("chunk"))
    (True, False)
    """
    return asked.unit in SHARES or asked.unit.startswith("share of ")
