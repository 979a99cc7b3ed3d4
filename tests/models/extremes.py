"""Records at the ends of their valid ranges, not of their sliders: formulas break there first."""

import itertools

import numpy as np

from peerkit.records.record import RecordError

# As far as anybody may type where a range has no end, and as near as they may come to an end that is refused.
FAR, NEAR = 1e15, 1e-12


def valid_ends(p):
    """The least and the largest value of a parameter that its valid range allows, or nearly so."""
    if p.integer:
        low, high = max(p.low, -FAR) + p.open_low, min(p.high, FAR) - p.open_high
        return sorted({int(low), int(high)})
    low = p.low + NEAR * p.open_low if np.isfinite(p.low) else -FAR
    high = p.high - NEAR * max(1.0, p.high) * p.open_high if np.isfinite(p.high) else FAR
    return sorted({low, high})


def extreme_records(cls, **fixed):
    """Every corner of the valid range of `cls` that its rules allow; `fixed` parameters stay as they are."""
    free = {name: valid_ends(p) for name, p in cls.parameters().items() if name not in fixed}
    for corner in itertools.product(*free.values()):
        try:
            yield cls(**dict(zip(free, corner, strict=True)), **fixed)
        except RecordError as error:
            # A rule over several parameters forbids this corner; anything else is a fault.
            assert set(error.problems) == {""}, error


def plain(number):
    """True if a computed value is a number, also an infinite one, and not NaN."""
    return not np.any(np.isnan(np.asarray(number, float)))
