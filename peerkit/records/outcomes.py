"""The single numbers that a decision rests on: what sensitivity, break-even points and comparisons are asked about.

A model answers with curves; a decision rests on a number. Each topic names its own numbers beside its formulas, as
``OUTCOMES``; a variable that the model leaves open (a size, a time) is fixed there and named in the label.
"""

from dataclasses import dataclass
from typing import Any, Callable, NamedTuple

import numpy as np


@dataclass(frozen=True)
class Outcome:
    """One number that a model answers with.

    `key` is its name in links; `label` reads after "the"; `unit` is without brackets; `compute` takes a record or a
    batch and returns numbers, NaN or infinity where there is no finite answer. `regime` may give the kind of answer in a
    word for each record, for maps that show which kind prevails where; `regime_label` says what the words tell.
    """

    key: str
    label: str
    unit: str
    compute: Callable[[Any], Any]
    regime: Callable[[Any], Any] | None = None
    regime_label: str = "kind of answer"

    def of(self, values):
        """The number: a float for a record, an array for a batch."""
        return np.asarray(self.compute(values), float)[()]

    def kind(self, values):
        """The kind of answer in words; None if the outcome names no kinds."""
        return None if self.regime is None else np.asarray(self.regime(values))[()]


class Outcomes(NamedTuple):
    """The outcomes of one topic, and the record they are asked of; the first outcome is the one asked about by default."""

    record: type
    each: tuple[Outcome, ...]

    def named(self, key=None):
        """The outcome `key`, the first one without a key; ValueError with the known keys for another one."""
        outcome = next((one for one in self.each if key in (None, one.key)), None)
        if outcome is None:
            raise ValueError(f"there is no outcome {key!r}; there are {', '.join(one.key for one in self.each)}")
        return outcome
