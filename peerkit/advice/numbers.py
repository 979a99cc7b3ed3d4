"""The client's numbers in the records of the models: the best guess of each, and draws from its range."""

from peerkit.advice.rules import rules
from peerkit.models.catalogue import outcomes
from peerkit.records.ranges import Range, drawn

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


def ranges(engagement, topic):
    """The client's ranges for the parameters of a topic by name, stretched as the rules say.

    >>> from peerkit.advice.engagement import parse
    >>> take = '{"flywheel.take_rate": {"best": 0.5, "low": 0.4, "high": 0.6}}'
    >>> choir = parse('{"peerkit": "engagement", "schema": 1, "client": {"name": "x"}, "answers": {}, "numbers": %s}' % take)
    >>> ranges(choir, "flywheel")
    {'take_rate': Range(low=0.4, best=0.5, high=0.6, stretch=1.3)}
    """
    return {
        name: Range(number.low, number.best, number.high, rules().draws.stretch)
        for name, number in _own(engagement, topic).items()
        if number.low is not None and number.high is not None and number.low < number.high
    }


def drawn_values(engagement, topic, rng, draws=DRAWS):
    """Values of each parameter that has a range, drawn from a triangle on the scale of its slider.

    Ranges are stretched, because those of experts are too narrow; no value leaves the valid range.
    """
    known = outcomes(topic).record.parameters()
    return {name: drawn(known[name], given, rng, draws) for name, given in ranges(engagement, topic).items()}


def _own(engagement, topic):
    known = outcomes(topic).record.parameters()
    prefix = f"{topic}."
    return {
        name.removeprefix(prefix): number
        for name, number in engagement.numbers.items()
        if name.startswith(prefix) and name.removeprefix(prefix) in known
    }
