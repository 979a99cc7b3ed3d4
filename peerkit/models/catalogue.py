"""All topics by name: their outcomes and their records, for the pages that work with any model."""

import importlib
import pkgutil
from functools import cache

import peerkit.models
from peerkit.records.record import Record

ELSEWHERE = {"networks": "network_fit"}
"""Topics whose outcomes stand beside formulas of another file."""


def outcomes(topic):
    """The `Outcomes` of a topic; ValueError with the known topics for another name.

    >>> from peerkit.models.modes import Modes
    >>> start = outcomes("modes").named("peers_start")
    >>> round(float(start.of(Modes())), 1), start.unit
    (77.2, 'people')
    >>> outcomes("moods")
    Traceback (most recent call last):
    ValueError: there is no model 'moods'; there are adjacent_possible, capture, ...
    """
    if not known(topic):
        raise ValueError(f"there is no model {topic!r}; there are {', '.join(topics())}")
    return _module(ELSEWHERE.get(topic, topic)).OUTCOMES


def known(topic):
    """True if there is a topic of this name that declares outcomes."""
    name = ELSEWHERE.get(topic, topic)
    return name in _names() and hasattr(_module(name), "OUTCOMES")


@cache
def topics():
    """The names of all topics that declare outcomes, in the order of the alphabet."""
    here = {module: topic for topic, module in ELSEWHERE.items()}
    return tuple(sorted(here.get(name, name) for name in _names() if hasattr(_module(name), "OUTCOMES")))


def records():
    """Every record of the library, ordered by module and name."""
    declared = {
        (module.__name__, name): value
        for module in map(_module, _names())
        for name, value in vars(module).items()
        if isinstance(value, type) and issubclass(value, Record) and value.__module__ == module.__name__
    }
    return [declared[key] for key in sorted(declared)]


@cache
def _names():
    return tuple(module.name for module in pkgutil.iter_modules(peerkit.models.__path__))


def _module(name):
    return importlib.import_module(f"peerkit.models.{name}")
