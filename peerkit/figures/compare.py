"""Two or three scenarios of one model: figures on common axes, and the difference in words."""

import math
import re

import numpy as np

from peerkit.figures.answers import said, setting
from peerkit.figures.words import listed, number, percent
from peerkit.models.catalogue import outcomes

LETTERS = "ABC"


def on_common_axes(*figures):
    """Give figures the ranges that hold all of them, so that what looks different is different."""
    for axis in [name for name in figures[0].to_plotly_json()["layout"] if re.match("[xy]axis", name)]:
        ranges = [figure.layout[axis].range for figure in figures]
        if all(ends is not None for ends in ranges):
            whole = (min(ends[0] for ends in ranges), max(ends[1] for ends in ranges))
            for figure in figures:
                figure.layout[axis].range = whole
    return figures


def changes_words(*records):
    """The parameters that differ between scenarios A, B and C, with each value.

    >>> from peerkit.models.modes import Modes
    >>> changes_words(Modes(), Modes(commons_cost=10))
    'Cost of the commons: 60 in A, 10 in B.'
    >>> changes_words(Modes(), Modes())
    'Both scenarios are the same: move something in B.'
    >>> changes_words(Modes(), Modes(commons_cost=10), Modes(commons_cost=30))
    'Cost of the commons: 60 in A, 10 in B and 30 in C.'
    """
    parameters = type(records[0]).parameters()
    values = [record.model_dump() for record in records]
    moved = [name for name in values[0] if len({each[name] for each in values}) > 1]
    if not moved:
        all_of_them = "Both" if len(records) == 2 else "All three"
        return f"{all_of_them} scenarios are the same: move something in B."
    words = [_moved(parameters.get(name), name, [each[name] for each in values]) for name in moved]
    return f"{listed(words) if len(records) == 2 else '; '.join(words)}."


def difference_words(topic, *records):
    """Each answer of the model under each scenario, and the change from A to B and to C.

    >>> from peerkit.models.modes import Modes
    >>> difference_words("modes", Modes(), Modes(commons_cost=10))[0]
    'Size from which peers stay cheaper than a firm: 78 people in A, 26 people in B, 67% less.'
    >>> difference_words("modes", Modes(), Modes(commons_cost=10), Modes())[0]
    'Size from which peers stay cheaper than a firm: 78 people in A; 26 people in B, 67% less; 78 people in C.'
    """
    return [_difference(asked, [asked.of(record) for record in records]) for asked in outcomes(topic).each]


def _moved(parameter, name, values):
    words = [value if parameter is None else setting(parameter, value, 4) for value in values]
    each = [f"{word} in {letter}" for word, letter in zip(words, LETTERS, strict=False)]
    start = name if parameter is None else f"{parameter.label}:"
    return f"{start} {', '.join(each) if len(each) == 2 else listed(each)}"


def _difference(asked, values):
    label, before = asked.label, float(values[0])
    start = f"{label[0].upper()}{label[1:]}: {said(asked, before)}"
    if all(value == before or (np.isnan(value) and np.isnan(before)) for value in values):
        return f"{start} in {'both' if len(values) == 2 else 'all three'}."
    rest = [
        f"{said(asked, value)} in {letter}{_change(before, float(value))}"
        for value, letter in zip(values[1:], LETTERS[1:], strict=False)
    ]
    return f"{start} in A{', ' if len(values) == 2 else '; '}{'; '.join(rest)}."


def _change(before, after):
    if not (math.isfinite(before) and math.isfinite(after)) or before == 0 or before * after < 0 or before == after:
        return ""
    ratio = after / before
    if ratio >= 2:
        return f", {number(ratio)} times as much"
    return f", {percent(abs(ratio - 1))} {'more' if ratio > 1 else 'less'}"
