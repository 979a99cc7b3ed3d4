"""The axis of answers: its ends, its scale, and the place of answers that lie beyond it."""

from typing import NamedTuple

import numpy as np

WIDE = 50
"""Answers that differ by more than this factor are drawn on a logarithmic axis."""

REACH = 1e6
"""An axis goes no further than this factor from the scenario's own answer; what lies beyond is drawn at the edge."""

CROWDED = 3
"""A linear axis follows random scenarios no further than this many times the reach of this scenario's own answers."""


class Frame(NamedTuple):
    """Both ends of an axis of answers, and True if it is logarithmic."""

    low: float
    high: float
    log: bool

    def held(self, values):
        """The same values, with those beyond an end (infinite ones too) just inside it; NaN stays NaN."""
        if self.log:
            edge = (self.high / self.low) ** 0.02
            return np.clip(values, self.low * edge, self.high / edge)
        edge = 0.02 * (self.high - self.low)
        return np.clip(values, self.low + edge, self.high - edge)

    def beyond(self, values):
        """-1, 0 or 1 for values below, inside and above the axis."""
        values = np.asarray(values, float)
        return np.where(values > self.high, 1, np.where(values < self.low, -1, 0))


def frame_of(values, centre, others=()):
    """The axis that shows these answers: logarithmic where they spread widely, and never further than `REACH`.

    On a linear axis `others` are followed only so far that the answers themselves stay readable.
    """
    core, seen = _finite(values), _finite([*values, *others])
    if not core.size:
        return Frame(0.0, 1.0, False)
    low, high = float(seen.min()), float(seen.max())
    if not _wide(seen):
        reach = CROWDED * (float(np.ptp(core)) or max(abs(float(core[0])), 1.0))
        low, high = max(low, float(core.min()) - reach), min(high, float(core.max()) + reach)
        room = 0.08 * (high - low) or max(abs(high), 1.0) * 0.1
        return Frame(low - room, high + room, False)
    positive = seen[seen > 0]
    middle = centre if np.isfinite(centre) and centre > 0 else float(np.median(positive))
    low, high = max(float(positive.min()), middle / REACH), min(float(positive.max()), middle * REACH)
    room = (high / low) ** 0.08
    return Frame(low / room, high * room, True)


def _finite(values):
    values = np.asarray(values, float)
    return values[np.isfinite(values)]


def _wide(seen):
    """True where a logarithmic axis shows more: nothing negative, little at zero, and the rest spread out."""
    positive = seen[seen > 0]
    few_zeros = seen.size and seen.min() >= 0 and positive.size >= 0.6 * seen.size
    return bool(few_zeros and positive.max() / positive.min() > WIDE)


def visible(values, frame):
    """The same values, and NaN for those that a logarithmic axis cannot hold."""
    values = np.asarray(values, float)
    return np.where(np.isfinite(values) & ((values > 0) | (not frame.log)), values, np.nan)
