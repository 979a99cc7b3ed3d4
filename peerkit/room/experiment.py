"""The parts of an experiment: what phones ask, what an answer may be, and how many answers a figure needs.

An experiment is one `Experiment` in a file of its own (`thresholds.py`, `skills.py`, …); `EXPERIMENTS` in `peerkit.room.plan` lists them.
No field takes free text, so nobody can write a name, and nothing that is shown has to be cleaned.
"""

import random
from dataclasses import asdict, dataclass, field
from typing import Any, Callable, Mapping

LEAST_SHOWN = 5
"""Answers below which nothing of an experiment leaves the server, and steps in which a chart changes while it is open."""


@dataclass(frozen=True)
class Field:
    """One control on a phone. `kind` is "number" (a stepper), "slider", "choice" (one of `options`) or "ticks" (any of them).

    Numbers lie between `low` and `high` in steps of `step`; `instead` are words for those to whom no number applies ("never").
    An `optional` one may stay without an answer (None).
    """

    name: str
    kind: str
    label: str
    options: tuple[str, ...] = ()
    low: float = 0
    high: float = 0
    step: float = 1
    unit: str = ""
    instead: str = ""
    optional: bool = False

    def problem(self, value):
        """The rule that a value breaks, as a phrase; empty if it may be an answer."""
        if self.optional and value is None:
            return ""
        if self.kind == "ticks":
            many = isinstance(value, list) and len(value) == len({str(each) for each in value})
            return (
                ""
                if many and all(_place(each, self.options) for each in value)
                else "must be places among the options, each once"
            )
        if self.instead and value == self.instead:
            return ""
        if self.kind == "choice":
            return "" if _place(value, self.options) else f"must be the place of one of {len(self.options)} options"
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not self.low <= value <= self.high:
            return f"must be a number from {self.low:g} to {self.high:g}"
        steps = (value - self.low) / self.step
        return "" if abs(steps - round(steps)) < 1e-9 else f"must go in steps of {self.step:g}"


def _place(value, options):
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(options)


@dataclass(frozen=True)
class Part:
    """One screen of an experiment: `words` above its `fields`.

    `read` are lines that are shown for so many `seconds` and then hidden, before the fields appear. Without `read`, the fields
    are shown for so many seconds and sent as they are then; 0 sets no limit.
    """

    name: str
    words: str
    fields: tuple[Field, ...]
    seconds: int = 0
    read: tuple[str, ...] = ()

    def shown(self):
        """The part as phones get it."""
        return asdict(self)

    def problems(self, body):
        """The rules that an answer to this part breaks, by field; empty if it breaks none."""
        if not isinstance(body, dict):
            return {"": "must be the values of the fields"}
        names = {each.name for each in self.fields}
        wrong = {str(name): "is no field" for name in body if name not in names}
        for each in self.fields:
            if each.name not in body:
                wrong[each.name] = "is missing"
            elif each.problem(body[each.name]):
                wrong[each.name] = each.problem(body[each.name])
        return wrong


@dataclass(frozen=True)
class Experiment:
    """One kind of experiment. `title` and `minutes` are for the instructor; `least` answers are needed for a fit.

    `form(settings, expected, number)` gives the parts that the phone with a seat's number asks, when `expected` people are in the room. `settings` are what an
    instructor may change. `columns` explain the fields in the export. `simulate(rng, parts, settings, expected, truth)` answers the parts for a
    made-up person in a rehearsal: a mapping of parts to bodies; `truth` are the values to plant, with their defaults.
    `chained` experiments hand one person's answer to the next (`peerkit.room.whisper`). `wall` are the words that the wall shows while
    the round is open, where the words of the first part say too little.
    """

    kind: str
    title: str
    minutes: int
    least: int
    form: Callable[[Mapping[str, Any], int, int], tuple[Part, ...]]
    columns: Mapping[str, str]
    simulate: Callable[[random.Random, tuple[Part, ...], Mapping[str, Any], int, Mapping[str, Any]], Mapping[str, Any]]
    settings: Mapping[str, Any] = field(default_factory=dict)
    truth: Mapping[str, Any] = field(default_factory=dict)
    seconds: int = 120
    chained: bool = False
    wall: str = ""
