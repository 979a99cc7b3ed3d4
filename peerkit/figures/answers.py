"""Answers of models and settings of their parameters, as a reader says them: with unit, rounded, a share as a percentage."""

import numpy as np

from peerkit.figures.words import at_least_people, headcount, number, percent

SHARES = ("fraction", "share", "probability")
"""Units of answers that are said as a percentage."""

PURE = ("1", "elasticity", "money")
"""Units that say nothing behind a number."""

BORDERS = ("from which", "at which", "critical mass")
"""Words in the labels of answers that are the first size at which something holds."""

SINGULAR = {"people": "person", "times": "times"}


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
    words = amount(asked, value)
    if asked.unit in (*PURE, *SHARES) or np.isinf(value):
        return words
    if asked.unit == "people" and value >= 1:
        # People are whole, and a border is passed by the next one.
        return at_least_people(value) if any(word in asked.label for word in BORDERS) else headcount(value)
    return f"{words} {_one(asked.unit) if words == '1' else asked.unit}"


def setting(parameter, value, digits=3):
    """A value of a parameter as a reader says it: a share as a percentage, years and other whole numbers exactly.

    >>> from peerkit.models.catalogue import outcomes
    >>> setting(outcomes("networks").record.parameters()["first_year"], 2012.0)
    '2012'
    """
    if parameter.percent:
        return percent(value, digits)
    if parameter.integer:
        return f"{value:.0f}" if "year" in parameter.unit else f"{value:,.0f}"
    return number(value, digits)


def amount(asked, value):
    """An answer without its unit; a share as a percentage."""
    return percent(value, 3) if asked.unit in SHARES and abs(value) <= 1 else number(value)


def _one(unit):
    """A unit behind the number 1: ``person``, ``month``, ``output per head``."""
    first, *rest = unit.split(" ")
    return " ".join([SINGULAR.get(first, first.removesuffix("s")), *rest])
