"""One measure of a log: its figure with an interval, and the card that says what it means and what would mislead."""

from typing import Any, Mapping, NamedTuple


class Measure(NamedTuple):
    """A figure of a log, or the reason why it is refused.

    `name` is its key in the JSON, `label` and `unit` are for people. `estimate` is None where it is `refused` (a sentence).
    `interval` (95%, lower and upper end) is None where its coverage does not hold; `held` says what was measured of it.
    `n` is the number of contributors, contributions or windows behind the figure (`of` says which). `definition`, `source` and
    `misleads` make the card. `detail` holds small exact tables for figures: lists of numbers and texts, ready for JSON.
    """

    name: str
    label: str
    unit: str
    estimate: float | None
    n: int
    of: str
    definition: str
    source: str
    misleads: str
    interval: tuple[float, float] | None = None
    held: str = ""
    refused: str = ""
    detail: Mapping[str, Any] = {}
