"""The findings on a client's scenarios and ranges, for every report: what each scenario gives, where each wins, which range matters."""

import math
from itertools import groupby
from typing import NamedTuple

from peerkit.advice.compared import compared, made, moved
from peerkit.advice.numbers import ranges
from peerkit.advice.scenario_book import LETTERS, family, smaller_is_better, strongest
from peerkit.advice.written import brief
from peerkit.figures.answers import said, setting
from peerkit.figures.contest import wins_words
from peerkit.models.catalogue import known, outcomes
from peerkit.models.contest import Contest

LONGEST_NAME = 40


class Said(NamedTuple):
    """A sentence with its key, its number, the unit, the function behind it and its model."""

    key: str
    text: str
    value: float | None
    unit: str
    function: str
    topic: str


def said_of(engagement):
    """All sentences on scenarios and ranges, in the order of the engagement.

    >>> from peerkit.advice.engagement import parse
    >>> two = '{"name": "A", "model": "modes"}, {"name": "B", "model": "modes", "parent": "A", "changes": {"commons_cost": 10}}'
    >>> text = '{"peerkit": "engagement", "schema": 1, "client": {"name": "x"}, "answers": {}, "scenarios": [%s]}' % two
    >>> for each in said_of(parse(text)):
    ...     print(each.text)
    With “A” the size from which peers stay cheaper than a firm is 78 people.
    With “B” the size from which peers stay cheaper than a firm is 26 people.
    By the size from which peers stay cheaper than a firm (less is better), “B” wins at every value of “Cost per pair who must talk” from 0.001 contracts per pair to 0.1 contracts per pair.
    """
    models = list(dict.fromkeys(each.model for each in engagement.scenarios if known(each.model)))
    return (*_each(engagement), *(one for model in models for one in _wins(engagement, model)), *_ranges(engagement))


def _each(engagement):
    for place, each in enumerate(compared(engagement), 1):
        name, function = f"“{brief(each.name, LONGEST_NAME)}”", "advice.compared.compared"
        if each.problem:
            yield Said(f"scenario_{place}", f"{name} has no answer. {each.problem}", None, "", function, "")
            continue
        asked, value = outcomes(each.model).named(), each.answers[0][2]
        words = said(asked, value)
        has = {"no answer": "has no answer", "without limit": "has no limit"}.get(words, f"is {words}")
        text = f"With {name} the {asked.label} {has}."
        yield Said(f"scenario_{place}", text, _finite(value), asked.unit, function, each.model)


def _wins(engagement, model):
    """The scenario that wins along the number that matters most, as the page of scenarios begins with it."""
    rows = [(each.name, made(engagement, each)[0]) for each in family(engagement, model)]
    records = {f"“{brief(name, LONGEST_NAME)}”": record for name, record in rows if record is not None}
    records = dict(list(records.items())[: len(LETTERS)])
    if len(records) < 2:
        return
    asked, given = outcomes(model).named(), ranges(engagement, model)
    less = smaller_is_better(asked)
    across, up = strongest(list(records.values()), asked, given)
    contest = Contest(asked, records, across, up, more=not less, ranges=given)
    words = wins_words(contest)
    words = words if words[0] == "“" else words[0].lower() + words[1:]
    text = f"By the {asked.label} ({'less' if less else 'more'} is better), {words}"
    border = contest.wins[0].high if len(contest.wins) > 1 else None
    unit = contest.parameter(across).unit
    yield Said(f"wins_{model}", text, border, unit, "contest.Contest", model)


def _ranges(engagement):
    """For each model the range of the client's that moves its answer most."""
    for topic, rows in groupby(moved(engagement), key=lambda row: row.topic):
        row, asked = next(rows), outcomes(topic).named()
        parameter = outcomes(topic).record.parameters()[row.parameter]
        low, high = (
            f"{said(asked, value)} at {setting(parameter, end)}"
            for value, end in ((row.at_low, row.low), (row.at_high, row.high))
        )
        text = f"Of the client's ranges “{parameter.label}” moves the {asked.label} most: {low}, {high}."
        yield Said(f"range_{topic}", text, _finite(row.swing), asked.unit, "advice.compared.moved", topic)


def _finite(value):
    return value if math.isfinite(value) else None
