"""The verdict on a fitted diffusion: a word for how well the sales bound the market, and a sentence on what speaks against it."""

import numpy as np

CEILING = 1000.0
"""The largest market looked for, in multiples of all sales so far; a fit that ends here has found no ceiling."""
WIDE = 2.0
"""A market whose 95% range reaches beyond so many times its estimate counts as not identified."""

WHOLE_PERIODS, DENSITY, REGRESSION = (
    "whole periods",
    "density at the end of each period",
    "regression on cumulative sales",
)
HELD = {WHOLE_PERIODS: (0.90, 0.96), DENSITY: (0.23, 0.92), REGRESSION: (0.01, 0.74)}
"""Smallest and largest share of simulated series in which an interval that promises 95% held the true market, over 8, 12
and 20 periods of p = 0.03, q = 0.38 with noise of 2, 5 and 10 percent (tests/models/interval_coverage.py). For whole
periods it is the range given, for the other two 1.96 standard errors to either side: they give no range."""

IDENTIFIED = (
    "The series covers {covered:.0%} of the estimated market and bounds it between {low} and {high}, if the curve is "
    "right. This range promises 95%; {held}. It does not cover a wrong curve: on video recorders one more year moved the "
    "estimate by a third."
)
NOT_IDENTIFIED = (
    "Markets from {low} to {high} fit about as well: the series does not show how large the market is, however close the fit. "
    "This range promises 95%; {held}."
)
NO_RANGE = (
    "{identified} No range for the market is given, because this estimator takes the total of a period for a rate: 1.96 "
    "standard errors either side promise 95%, but {held}. For a range use difference_fit."
)
NO_CEILING = (
    f"Sales do not bend down: the best market lies beyond {CEILING:.0f} times the sales so far, so its size, "
    "innovation and imitation cannot be told apart. Wait for the peak."
)
NEGATIVE = (
    "An estimate is negative, which neither innovation nor imitation can be: this series does not follow the model, or "
    "this estimator does not suit it."
)


def verdict(m, least, ends, total, excess, method):
    """The outcome of a `Fit`, and a sentence on what speaks against it.

    `m` is the market in multiples of the sales so far, which are `total` [adopters], `ends` the range of m, and `least` the
    smaller of p and q. `excess` is positive for a market that fits too badly; `method` is the name of the estimator.
    """
    if m > 0.99 * CEILING:
        return "no ceiling", NO_CEILING
    if least < -1e-9:
        return "negative coefficient", NEGATIVE
    seldom, often = HELD[method]
    held = f"it held the true market in {seldom:.0%} to {often:.0%} of simulated series"
    if method != WHOLE_PERIODS:
        bounded = WIDE * m < CEILING and excess(WIDE * m) > 0
        said = "Markets of twice the estimate and more do not fit." if bounded else "Much larger markets fit as well."
        outcome = "ceiling identified" if bounded else "ceiling not identified"
        return outcome, NO_RANGE.format(identified=said, held=held.replace("it held", "they held"))
    low, high = (_readable(end * total) for end in ends)
    words = {"covered": 1 / m, "low": low, "high": high, "held": held}
    if ends[1] <= WIDE * m:
        return "ceiling identified", IDENTIFIED.format(**words)
    return "ceiling not identified", NOT_IDENTIFIED.format(**words)


def _readable(number):
    """Four digits with thousands separated, as a sentence shows them."""
    return "any size" if np.isinf(number) else f"{float(f'{number:.4g}'):,.10g}"
