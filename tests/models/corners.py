"""The far corners of what a record allows: each parameter at both ends of its valid range, not of its slider."""

import math
from itertools import product

FAR = 1e15
NEAR = 1e-12


def valid_corners(cls, **fixed):
    """Records at every combination of the ends of the valid ranges; `fixed` overrides; impossible ones are left out.

    A bound that is itself refused is approached to 1e-12; a side without a bound ends at 1e15.
    """
    ends = {name: _ends(p) for name, p in cls.parameters().items()} | {name: [value] for name, value in fixed.items()}
    records = []
    for values in product(*ends.values()):
        try:
            records.append(cls(**dict(zip(ends, values, strict=True))))
        except ValueError as error:
            # A rule over several parameters may forbid a corner; a parameter alone may not.
            if "must be" in str(error) and not cls.rules:
                raise
    return records


def _ends(p):
    low = -FAR if math.isinf(p.low) else p.low + (NEAR if p.open_low else 0)
    high = FAR if math.isinf(p.high) else p.high - (NEAR * max(1.0, p.high) if p.open_high else 0)
    return sorted({int(low), int(high)} if p.integer else {low, high})
