"""Two scenarios of one model: figures on common axes, and the difference in words."""

import math
import re

import numpy as np

from peerkit.figures.answers import said, setting
from peerkit.figures.words import listed, number, percent
from peerkit.models.catalogue import outcomes


def on_common_axes(first, second):
    """Give two figures the ranges that hold both, so that what looks different is different."""
    for axis in [name for name in first.to_plotly_json()["layout"] if re.match("[xy]axis", name)]:
        ranges = [figure.layout[axis].range for figure in (first, second)]
        if all(ends is not None for ends in ranges):
            both = (min(ends[0] for ends in ranges), max(ends[1] for ends in ranges))
            for figure in (first, second):
                figure.layout[axis].range = both
    return first, second


def changes_words(first, second):
    """The parameters that differ, with both values.

    >>> from peerkit.models.modes import Modes
    >>> changes_words(Modes(), Modes(commons_cost=10))
    'Cost of the commons: 60 in A, 10 in B.'
    >>> changes_words(Modes(), Modes())
    'Both scenarios are the same: move something in B.'
    """
    parameters = type(first).parameters()
    before, after = first.model_dump(), second.model_dump()
    moved = [name for name in before if before[name] != after[name]]
    if not moved:
        return "Both scenarios are the same: move something in B."
    return f"{listed([_moved(parameters.get(name), name, before[name], after[name]) for name in moved])}."


def difference_words(topic, first, second):
    """Each answer of the model under both scenarios, and the change from A to B.

    >>> from peerkit.models.modes import Modes
    >>> difference_words("modes", Modes(), Modes(commons_cost=10))[0]
    'Size from which peers stay cheaper than a firm: 78 people in A, 26 people in B, 67% less.'
    """
    return [_difference(asked, asked.of(first), asked.of(second)) for asked in outcomes(topic).each]


def _moved(parameter, name, before, after):
    if parameter is None:
        return f"{name} {before} in A, {after} in B"
    return f"{parameter.label}: {setting(parameter, before, 4)} in A, {setting(parameter, after, 4)} in B"


def _difference(asked, before, after):
    label = asked.label
    start = f"{label[0].upper()}{label[1:]}: {said(asked, before)}"
    if before == after or (np.isnan(before) and np.isnan(after)):
        return f"{start} in both."
    return f"{start} in A, {said(asked, after)} in B{_change(float(before), float(after))}."


def _change(before, after):
    if not (math.isfinite(before) and math.isfinite(after)) or before == 0 or before * after < 0:
        return ""
    ratio = after / before
    if ratio >= 2:
        return f", {number(ratio)} times as much"
    return f", {percent(abs(ratio - 1))} {'more' if ratio > 1 else 'less'}"
