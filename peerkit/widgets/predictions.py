"""What a reader may predict before seeing an answer: one of some options, or a place on the figure's horizontal axis.

The prediction stays in the browser; the right answer is computed by the model for the scenario that the prediction is
about.
"""

from dataclasses import dataclass
from typing import Any, Callable

from peerkit.figures.words import number


@dataclass(frozen=True)
class Options:
    """A choice among `words`; `right` gives the right one, word for word, for a record."""

    words: tuple[str, ...]
    right: Callable[[Any], str]

    def shown(self, record):
        """What the browser needs to ask and to compare."""
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
        """What the browser needs to ask and to compare."""
        right = float(self.at(record))
        return {
            "kind": "mark",
            "right": right,
            "right_words": f"{self.said(right)} {self.unit}",
            "unit": self.unit,
            "low": self.low,
            "high": self.high,
            "log": self.log,
        }
