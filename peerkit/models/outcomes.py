"""What one asks of each model: the single numbers whose sensitivity, break-even points and differences are looked at.

A model answers with curves; a decision rests on a number. `peerkit.models.outcome_table` names such numbers, their units
and the functions that give them, for one record or for a batch.
"""

import importlib
from dataclasses import dataclass
from typing import Any

import numpy as np

from peerkit.models.outcome_table import OUTCOMES, Outcome


@dataclass(frozen=True)
class Asked:
    """An outcome bound to its model: `of(record or batch)` gives the numbers, `kind(…)` the words."""

    model: str
    module: Any
    record: type
    outcome: Outcome

    def of(self, values):
        """The number, for a record as a float and for a batch as an array."""
        return np.asarray(self.outcome.compute(self.module, values), float)[()]

    def kind(self, values):
        """The kind of answer in words; None if the outcome names no kinds."""
        regime = self.outcome.regime
        return None if regime is None else np.asarray(regime(self.module, values))[()]


def asked(model, key=None):
    """The outcome `key` of a `model` (its first one without a key).

    >>> from peerkit.models.modes import Modes
    >>> start = asked("modes", "peers_start")
    >>> round(float(start.of(Modes())), 1), start.outcome.unit
    (77.2, 'people')
    >>> asked("moods")
    Traceback (most recent call last):
    ValueError: no model 'moods'; there are adjacent_possible, capture, ...
    """
    if model not in OUTCOMES:
        raise ValueError(f"no model {model!r}; there are {', '.join(sorted(OUTCOMES))}")
    path, outcomes = OUTCOMES[model]
    found = next((outcome for outcome in outcomes if key in (None, outcome.key)), None)
    if found is None:
        raise ValueError(f"{model} has no outcome {key!r}; it has {', '.join(each.key for each in outcomes)}")
    name, _, record = path.rpartition(":")
    module = importlib.import_module(f"peerkit.models.{name or model}")
    return Asked(model, module, getattr(module, record), found)


def outcomes(model):
    """All outcomes of a `model`."""
    return tuple(asked(model, outcome.key) for outcome in OUTCOMES[model][1])
