"""Figures of a result in words, for the screen, the page and the file alike."""

from peerkit.figures.words import number, percent

SINGULAR = {"people": "person", "contributions": "contribution", "links": "link", "contributors": "contributor"}
SMALLEST = 1e-6
"""A figure below this, and not zero, is said to be below it: nobody reads the digits."""


def said(measure):
    """A function that says a value in the unit of a measure (as `Analysis.as_dict` gives it).

    >>> said({"unit": "people", "estimate": 1})(1), said({"unit": "share", "estimate": 0.5})(0.25)
    ('1 person', '25%')
    >>> said({"unit": "per 30 days", "estimate": 2e-15})(2e-15)
    'below 0.000001 per 30 days'
    """
    if measure["unit"] in ("share", "fraction"):
        return percent
    digits = 6 if float(measure["estimate"] or 0).is_integer() else 3
    return lambda value: f"{_figure(value, digits)}{_unit(measure['unit'], value)}"


def interval(measure):
    """The interval of a measure in words, empty where there is none.

    >>> interval({"unit": "1", "estimate": 1.5, "interval": (1.25, 1.75)})
    '1.25 to 1.75'
    """
    return " to ".join(map(said({**measure, "unit": _bare(measure["unit"])}), measure["interval"] or ()))


def counted(many, word):
    """A number of things.

    >>> counted(1, "contributors"), counted(3068, "contributors")
    ('1 contributor', '3,068 contributors')
    """
    return f"{number(many, 6)}{_unit(word, many)}"


def _bare(unit):
    return unit if unit in ("share", "fraction") else ""


def _figure(value, digits):
    return f"below {SMALLEST:.6f}" if 0 < abs(value) < SMALLEST else number(value, digits)


def _unit(unit, value):
    if unit in ("1", ""):
        return ""
    return f" {SINGULAR.get(unit, unit) if value == 1 else unit}"
