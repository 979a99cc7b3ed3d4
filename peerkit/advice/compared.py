"""A client's scenarios beside each other, and each number of the client's moved to the ends of its own range.

Every range is stretched first, because ranges of experts are too narrow (`peerkit.records.ranges`).
"""

from typing import NamedTuple

import numpy as np

from peerkit.advice.numbers import ranges, scenario
from peerkit.models.catalogue import known, outcomes
from peerkit.models.sensitivity import tornado
from peerkit.records.record import RecordError


class Compared(NamedTuple):
    """A scenario: its answers by outcome (label, unit, value), or the sentence that says why it has none."""

    name: str
    model: str
    parent: str
    note: str
    changes: dict
    answers: tuple[tuple[str, str, float], ...]
    problem: str


class Moved(NamedTuple):
    """An answer of a model when one number goes to the ends of the client's stretched range; the rest stays at its best guess."""

    topic: str
    outcome: str
    unit: str
    parameter: str
    low: float
    high: float
    base: float
    at_low: float
    at_high: float

    @property
    def swing(self):
        """Distance between both answers; infinite where one of them is not finite."""
        distance = abs(self.at_high - self.at_low)
        return distance if np.isfinite(distance) else np.inf


def compared(engagement):
    """Every scenario of an engagement, in its order.

    A scenario changes what its parent says, so a change of the parent flows down.
    """
    return tuple(_compared(engagement, each) for each in engagement.scenarios)


def _compared(engagement, each):
    blank = (each.name, each.model, each.parent, each.note, each.changes)
    record, problem = made(engagement, each)
    if problem:
        return Compared(*blank, (), problem)
    answers = tuple((one.label, one.unit, float(one.of(record))) for one in outcomes(each.model).each)
    return Compared(*blank, answers, "")


def made(engagement, each):
    """The record of a scenario and "", or None and the sentence that says why there is none."""
    if not known(each.model):
        return None, f"There is no model {each.model!r}."
    line, problem = _line(engagement, each)
    if problem:
        return None, problem
    changes = {name: value for step in line for name, value in step.changes.items()}
    try:
        return _changed(scenario(engagement, each.model), changes), ""
    except RecordError as error:
        return None, f"{error}" if f"{error}".endswith("?") else f"{error}."


def _changed(record, changes):
    kinds = type(record).parameters()
    return record.replace(
        **{name: round(value) if name in kinds and kinds[name].integer else value for name, value in changes.items()}
    )


def _line(engagement, each):
    """The scenario and its ancestors, the oldest first, and a sentence if that line does not end."""
    by_name = {one.name: one for one in engagement.scenarios}
    line = [each]
    while line[0].parent:
        parent = by_name.get(line[0].parent)
        if parent is None:
            return (), f"Its parent {line[0].parent!r} is not in this file."
        if parent in line:
            return (), "It is its own ancestor."
        if parent.model != each.model:
            return (), f"Its parent is a scenario of {parent.model}, not of {each.model}."
        line.insert(0, parent)
    return tuple(line), ""


def moved(engagement):
    """The first answer of each model that the client gave numbers for, moved; the largest effect of each model first."""
    topics = sorted({name.partition(".")[0] for name in engagement.numbers})
    return tuple(row for topic in topics for row in _moved(engagement, topic))


def _moved(engagement, topic):
    record, asked, given = scenario(engagement, topic), outcomes(topic).named(), ranges(engagement, topic)
    base = float(asked.of(record))
    bars = tornado(record, asked.of, ranges=given) if given else ()
    return [
        Moved(topic, asked.label, asked.unit, bar.name, bar.low, bar.high, base, bar.at_low, bar.at_high)
        for bar in bars
        if bar.name in given
    ]
