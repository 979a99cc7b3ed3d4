"""The client's numbers in the records of the models: the best guess of each, and draws from its range."""

import numpy as np

from peerkit.advice.rules import rules
from peerkit.models.catalogue import outcomes

DRAWS = 200
"""Draws of a client's numbers: a model is computed once for each."""


def scenario(engagement, topic):
    """The record of a topic with the client's best numbers; a parameter the client said nothing about keeps its default."""
    kind = outcomes(topic).record
    ours = {name: number.best for name, number in _own(engagement, topic).items()}
    whole = {name: round(value) if kind.parameters()[name].integer else value for name, value in ours.items()}
    return kind(**whole)


def given(engagement, topic):
    """The names of the parameters of a topic about which the client said something."""
    return tuple(_own(engagement, topic))


def drawn_values(engagement, topic, rng, draws=DRAWS):
    """Values of each parameter that has a range, drawn from a triangle on the scale of its slider.

    Ranges are stretched, because those of experts are too narrow; no value leaves the valid range.
    """
    kind = outcomes(topic).record
    columns = {}
    for name, number in _own(engagement, topic).items():
        if number.low is None or number.high is None or not number.low < number.high:
            continue
        columns[name] = _triangle(kind.parameters()[name], number, rng, draws)
    return columns


def _triangle(parameter, number, rng, draws):
    log = parameter.scale == "log" and number.low > 0
    low, best, high = (np.log(value) if log else value for value in (number.low, number.best, number.high))
    stretch = rules().draws.stretch
    left, right = best - stretch * (best - low), best + stretch * (high - best)
    values = rng.triangular(left, min(max(best, left), right), right, draws)
    values = np.exp(values) if log else values
    values = np.clip(values, max(parameter.low, -1e300), min(parameter.high, 1e300))
    return np.round(values) if parameter.integer else values


def _own(engagement, topic):
    known = outcomes(topic).record.parameters()
    prefix = f"{topic}."
    return {
        name.removeprefix(prefix): number
        for name, number in engagement.numbers.items()
        if name.startswith(prefix) and name.removeprefix(prefix) in known
    }
