"""Predictions that a reader may make before seeing an answer: one of some options, or a place on the horizontal axis.

The prediction stays in the browser; the right answer is computed by the model for the scenario that the prediction is
about.
"""

import math
from dataclasses import dataclass
from typing import Any, Callable

from peerkit.figures.words import number

PLACES = 100
"""The number of steps from one end of an axis to the other that a hand can tell apart."""


@dataclass(frozen=True)
class Options:
    """A choice among `words`; `right` gives the right one, word for word, for a record."""

    words: tuple[str, ...]
    right: Callable[[Any], str]

    def shown(self, record):
        """The prediction as the browser gets it: the question, and what to compare the reader's answer with."""
        right = self.right(record)
        if right not in self.words:
            raise ValueError(f"the right answer {right!r} is not among the options {', '.join(self.words)}")
        return {"kind": "options", "words": list(self.words), "right": right}


@dataclass(frozen=True)
class Mark:
    """A mark to drag along the horizontal axis of the figure; `at` gives the right place for a record, in its units.

    `unit` follows the number in the answer; `said` writes a place as a reader says it. `low` and `high` bound the
    places that can be chosen (the ends of the axis); `log` follows the axis.
    """

    at: Callable[[Any], float]
    unit: str
    low: float
    high: float
    log: bool = False
    said: Callable[[float], str] = number

    def shown(self, record):
        """The prediction as the browser gets it: the question, and what to compare the reader's answer with."""
        right = float(self.at(record))
        return {
            "kind": "mark",
            "right": right,
            "right_words": self._words(right),
            "unit": self.unit,
            "low": self.low,
            "high": self.high,
            "log": self.log,
            "places": self._places(),
        }

    def _words(self, place):
        return f"{self.said(place)} {self.unit}".strip()

    def _places(self):
        """The places that a reader can choose, each with its words; places with the same words are one."""
        shares = [step / PLACES for step in range(PLACES + 1)]
        if self.log:
            places = [float(f"{self.low * (self.high / self.low) ** share:.2g}") for share in shares]
        else:
            width = self.high - self.low
            decimals = max(0, math.ceil(-math.log10(width / PLACES)))
            places = [round(self.low + share * width, decimals) for share in shares]
        words = {self._words(place): place for place in reversed(places)}
        return [[place, said] for said, place in reversed(words.items())]
