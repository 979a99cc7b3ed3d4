"""Ranges that somebody gave for parameters (best guess, lowest, highest) in place of the teaching ranges.

Ranges of experts are too narrow, so each is stretched on the scale of the parameter's slider before anything moves in it.
"""

import math
from dataclasses import replace
from typing import NamedTuple

import numpy as np

STRETCH = 1.3
"""The factor by which a range is stretched; the rules of the advisory desk say why, and must say the same."""


class Range(NamedTuple):
    """The lowest, the best and the highest value that somebody would bet on, and the factor by which the range is stretched."""

    low: float
    best: float
    high: float
    stretch: float = STRETCH


def ends(parameter, given):
    """Both ends of a range, stretched; no end leaves the values that the parameter may have.

    >>> from peerkit.models.flywheel import Flywheel
    >>> ends(Flywheel.parameters()["take_rate"], Range(0.4, 0.5, 0.6))
    (0.37, 0.63)
    >>> ends(Flywheel.parameters()["take_rate"], Range(0.0, 0.9, 1.0))
    (0.0, 1.0)
    """
    low, high = _plain(_stretched(parameter, given), parameter, given)
    return _held(parameter, low, given.low), _held(parameter, high, given.high)


def drawn(parameter, given, rng, draws):
    """Values from a triangle over the stretched range, on the scale of the slider; none that the parameter may not have."""
    left, right = _stretched(parameter, given)
    best = min(max(_on_scale(parameter, given, given.best), left), right)
    values = rng.triangular(left, best, right, draws) if left < right else np.full(draws, best)
    values = np.exp(values) if _logarithmic(parameter, given) else values
    values = np.clip(values, *(_held(parameter, end, own) for end, own in ((-1e300, given.low), (1e300, given.high))))
    return np.round(values) if parameter.integer else values


def ranged(parameters, ranges):
    """The parameters by name, those with a range exploring it instead of their teaching range."""
    return {name: _exploring(each, ranges.get(name)) for name, each in parameters.items()}


def read(cls, topic, numbers):
    """The best guesses and the ranges in `numbers` (``topic.parameter`` to best, low and high) for a record class.

    What is no number, has no parameter or cannot be is left out: third come the names of what was.

    >>> from peerkit.models.flywheel import Flywheel
    >>> best, ranges, wrong = read(Flywheel, "flywheel", {"flywheel.take_rate": {"best": 0.5, "low": 0.4, "high": 0.6}})
    >>> best, ranges["take_rate"].high, wrong
    ({'take_rate': 0.5}, 0.6, [])
    """
    best, ranges, wrong = {}, {}, []
    for name, number in numbers.items():
        own = str(name).removeprefix(f"{topic}.")
        if own == name:
            continue
        parameter, values = cls.parameters().get(own), _values(number)
        if parameter is None or values is None or not all(map(parameter.holds, values.values())):
            wrong.append(own)
        elif list(values.values()) != sorted(values.values()):
            wrong.append(own)
        else:
            best[own] = round(values["best"]) if parameter.integer else float(values["best"])
            if values.keys() == {"low", "best", "high"} and values["low"] < values["high"]:
                ranges[own] = Range(*map(float, values.values()))
    return best, ranges, wrong


def _values(number):
    """The numbers of an entry that has a best guess, the lowest first; None for what is none."""
    if not isinstance(number, dict):
        return None
    values = {end: number[end] for end in ("low", "best", "high") if number.get(end) is not None}
    sound = all(isinstance(value, int | float) and not isinstance(value, bool) for value in values.values())
    return values if sound and "best" in values and all(abs(value) < 1e300 for value in values.values()) else None


def _logarithmic(parameter, given):
    return parameter.scale == "log" and given.low > 0


def _on_scale(parameter, given, value):
    return math.log(value) if _logarithmic(parameter, given) else value


def _stretched(parameter, given):
    low, best, high = (_on_scale(parameter, given, value) for value in given[:3])
    return best - given.stretch * (best - low), best + given.stretch * (high - best)


def _plain(values, parameter, given):
    # Twelve digits, so that 0.37 is not 0.37 and a rounding error.
    return [float(f"{math.exp(each) if _logarithmic(parameter, given) else each:.12g}") for each in values]


def _held(parameter, value, own):
    """The value within the valid range; `own`, which lies in it, where the range has no last value."""
    value = min(max(value, parameter.low, -1e300), parameter.high, 1e300)
    value = float(round(value)) if parameter.integer and abs(value) < 1e15 else float(value)
    return value if parameter.holds(value) else float(own)


def _exploring(parameter, given):
    if given is None:
        return parameter
    low, high = ends(parameter, given)
    if not low < high:
        return parameter
    scale = "log" if parameter.scale == "log" and low > 0 else "linear"
    return replace(parameter, explore=(low, high), scale=scale)
