"""Numbers as the table behind a figure shows them: what `figure_table.js` does, for tests without a browser."""

import math
from decimal import ROUND_HALF_UP, Decimal


def half_up(value, digits):
    """A number to so many digits, as a reader rounds what stands before them.

    >>> half_up(0.265, 2), half_up(0.26497, 2)
    (0.27, 0.26)
    """
    exact = Decimal(repr(float(value)))
    return float(exact.quantize(Decimal((0, (1,), exact.adjusted() - digits + 1)), ROUND_HALF_UP))


def table_value(value):
    """The value that a cell shows: four digits, one decimal below a million, and more where rounding twice would mislead.

    >>> table_value(0.26497), table_value(77.2358), table_value(1162.34), table_value(13654)
    (0.26497, 77.24, 1162.3, 13654.0)
    """
    value = float(value)
    if value == 0 or (value.is_integer() and abs(value) < 1e6):
        return value
    digits = max(4, math.floor(math.log10(abs(value))) + 2 if abs(value) < 1e6 else 0)
    while digits < 10 and any(half_up(half_up(value, digits), few) != half_up(value, few) for few in (2, 3)):
        digits += 1
    return half_up(value, digits)
