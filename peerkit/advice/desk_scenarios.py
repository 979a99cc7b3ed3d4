"""The client's scenarios beside each other, and the client's ranges one by one, as the desk shows them."""

from itertools import groupby

import numpy as np

from peerkit.advice.compared import compared, moved
from peerkit.figures.answers import said, setting
from peerkit.models.catalogue import outcomes, topics


def side_by_side(engagement):
    """The scenarios of each model: their names, each answer with its words and its length beside the longest, and problems.

    >>> from peerkit.advice.engagement import parse
    >>> plan = '{"name": "A", "model": "capture"}, {"name": "B", "model": "capture", "changes": {"take_rate": 0.2}}'
    >>> choir = parse('{"peerkit": "engagement", "schema": 1, "client": {"name": "x"}, "answers": {}, "scenarios": [%s]}' % plan)
    >>> side_by_side(choir)[0]["names"]
    ['A', 'B']
    """
    groups = {}
    for each in compared(engagement):
        groups.setdefault(each.model, []).append(each)
    return [_group(model, group) for model, group in groups.items()]


def _group(model, group):
    sound = [each for each in group if not each.problem]
    rows = [_row(asked, [each.answers[place][2] for each in sound]) for place, asked in enumerate(_asked(model, sound))]
    return {
        "model": model,
        "names": [each.name for each in sound],
        "rows": rows,
        "problems": [f"{each.name}: {each.problem}" for each in group if each.problem],
    }


def _asked(model, sound):
    return outcomes(model).each if sound else ()


def _row(asked, values):
    values = np.asarray(values, float)
    longest = max((abs(value) for value in values if np.isfinite(value)), default=0)
    lengths = [round(100 * abs(value) / longest) if np.isfinite(value) and longest else 0 for value in values]
    return {
        "label": asked.label,
        "cells": [[said(asked, value), length] for value, length in zip(values, lengths, strict=True)],
    }


def tornado(engagement):
    """For each model, its first answer when one number goes to the ends of the client's range: words, and places in percent."""
    return [_moves(topic, list(rows)) for topic, rows in groupby(moved(engagement), key=lambda row: row.topic)]


def _moves(topic, rows):
    asked = outcomes(topic).named()
    ends = np.array([[row.at_low, row.at_high, row.base] for row in rows], float)
    finite = ends[np.isfinite(ends)]
    low, span = (finite.min(), np.ptp(finite) or 1.0) if finite.size else (0.0, 1.0)

    def place(value):
        return round(float(100 * (value - low) / span), 1) if np.isfinite(value) else None

    return {
        "model": topic,
        "label": asked.label[0].upper() + asked.label[1:],
        "base": said(asked, rows[0].base),
        "at": place(rows[0].base),
        "rows": [_move(asked, row, place) for row in rows],
    }


def _move(asked, row, place):
    parameter = outcomes(row.topic).record.parameters()[row.parameter]
    ends = sorted(each for each in (place(row.at_low), place(row.at_high)) if each is not None)
    return {
        "label": parameter.label,
        "words": f"{setting(parameter, row.low)} gives {said(asked, row.at_low)}; {setting(parameter, row.high)} gives {said(asked, row.at_high)}",
        "from": ends[0] if ends else None,
        "to": ends[-1] if ends else None,
    }


def models():
    """Every model with the parameters that a scenario can change: name and label, and the unit of each."""
    return [
        {
            "topic": topic,
            "parameters": [
                [name, parameter.label, "%" if parameter.percent else parameter.unit, parameter.percent]
                for name, parameter in outcomes(topic).record.parameters().items()
            ],
        }
        for topic in topics()
    ]
