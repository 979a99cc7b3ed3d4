"""Coverage of every interval that peerkit prints or refuses: the measured table, and the simulation that measures it.

    python -m tests.models.interval_coverage            # all rows anew, about half an hour on one core
    python -m tests.models.interval_coverage gini       # the rows of one estimator

Each row draws samples from a law whose true value is known (seeds 0, 1, 2, ...) and counts how often the interval holds
it. `COVERED` is what this script printed; `test_interval_coverage.py` repeats a few runs of each kind and compares what
the product says with the table.
"""

import sys
from functools import partial
from itertools import product
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr, ndtri

from peerkit.models.diffusion import Diffusion
from peerkit.models.diffusion_fit import Observation, density_fit, difference_fit, linear_fit, simulated_sales
from peerkit.models.power_law import PowerLaw, draws
from peerkit.models.power_law_fit import maximum_likelihood, power_law_fit
from peerkit.models.sample_inequality import sample_gini, sample_top_share
from peerkit.models.tail_comparison import SIGNIFICANT, TRUNCATED, tail_comparison

TOP = 0.1


class Row(NamedTuple):
    """An estimator, the size of a sample, the law or noise it was drawn with, and the coverage promised and measured [1]."""

    estimator: str
    size: int
    drawn: str
    nominal: float
    covered: float
    runs: int


def pareto(exponent):
    """A sampler of Pareto contributions, their Gini coefficient, and the share of the top tenth."""
    gini, top = 1 / (2 * exponent - 3), TOP ** ((exponent - 2) / (exponent - 1))
    return lambda rng, n: np.exp(rng.exponential(1 / (exponent - 1), n)), gini, top


def lognormal(spread):
    """The same for lognormal contributions."""
    gini, top = 2 * ndtr(spread / np.sqrt(2)) - 1, 1 - ndtr(ndtri(1 - TOP) - spread)
    return lambda rng, n: rng.lognormal(0, spread, n), gini, top


LAWS = {
    "exponent 2.1": pareto(2.1),
    "exponent 2.3": pareto(2.3),
    "exponent 2.5": pareto(2.5),
    "exponent 3.5": pareto(3.5),
    "lognormal 1": lognormal(1.0),
    "exponential": (lambda rng, n: rng.exponential(1.0, n), 0.5, TOP * (1 - np.log(TOP))),
}


def inequality_holds(measure, size, drawn, seed):
    """True if two standard errors either side of a sample's Gini coefficient or top share hold the law's."""
    draw, gini, top = LAWS[drawn]
    sample = draw(np.random.default_rng(seed), size)
    truth, estimate = (gini, sample_gini(sample)) if measure == "gini" else (top, sample_top_share(sample, TOP))
    return abs(estimate.estimate - truth) <= 1.96 * estimate.standard_error


def market_holds(estimator, size, drawn, seed):
    """True if the 95% range of the market size holds the true one; without a range, if 1.96 standard errors do."""
    noise = float(drawn.split()[-1])
    sales = simulated_sales(Diffusion(), Observation(periods=size, noise=noise), np.random.default_rng(seed))
    fit = FITS[estimator](sales)
    if estimator == "whole periods":
        return fit.market_size_low <= Diffusion().market_size <= fit.market_size_high
    return abs(fit.market_size - Diffusion().market_size) <= 1.96 * fit.market_size_error


FITS = {"whole periods": difference_fit, "density": density_fit, "regression": linear_fit}


def exponent_holds(estimator, size, drawn, seed):
    """True if 1.96 standard errors either side of a fitted exponent hold the true one."""
    exponent, start = (float(number) for number in drawn.removeprefix("exponent ").split(" from "))
    law = PowerLaw(exponent=exponent, tail_start=int(start))
    sample = draws(law, size, np.random.default_rng(seed))
    fit = power_law_fit(sample) if estimator == "searched" else maximum_likelihood(sample, tail_start=int(start))
    return abs(fit.exponent - exponent) <= 1.96 * fit.standard_error


def power_law_survives(size, drawn, seed):
    """True if the cut-off does not count as fitting better than the power law that the sample was drawn from."""
    exponent, start = (float(number) for number in drawn.removeprefix("exponent ").split(" from "))
    sample = draws(PowerLaw(exponent=exponent, tail_start=int(start)), size, np.random.default_rng(seed))
    comparison = tail_comparison(power_law_fit(sample), sample)
    return next(row.p_value for row in comparison.alternatives if row.name == TRUNCATED) >= SIGNIFICANT


KINDS = {
    "gini": (partial(inequality_holds, "gini"), 2000),
    "top tenth": (partial(inequality_holds, "top"), 2000),
    **{f"market, {name}": (partial(market_holds, name), 200) for name in FITS},
    **{f"exponent, start {name}": (partial(exponent_holds, name), 1000) for name in ("searched", "known")},
    "p of the cut-off": (power_law_survives, 300),
}
NOMINAL = {"p of the cut-off": 0.9}
"""Promised shares that are not 0.95: a test at the level of 0.1 keeps nine true laws of ten."""

NOISES = ("noise 0.02", "noise 0.05", "noise 0.1")
TAILS = ("exponent 2.3 from 1", "exponent 1.5 from 1", "exponent 3.0 from 10")
SAMPLES = {
    "gini": tuple(product((20, 100, 1000, 10_000), LAWS)),
    "top tenth": tuple(product((20, 100, 1000, 10_000), LAWS)),
    **{f"market, {name}": tuple(product((8, 12, 20), NOISES)) for name in FITS},
    **{f"exponent, start {name}": tuple(product((50, 300, 1000), TAILS)) for name in ("searched", "known")},
    "p of the cut-off": (
        (300, "exponent 2.3 from 1"),
        (300, "exponent 1.5 from 50"),
        (1000, "exponent 2.3 from 1"),
        (1000, "exponent 1.5 from 1"),
        (1000, "exponent 3.0 from 1"),
        (1000, "exponent 2.3 from 10"),
        (10_000, "exponent 2.3 from 1"),
    ),
}
"""Size and law or noise of each row, by estimator."""


def measured(estimator, size, drawn, runs):
    """The `Row` of that many runs."""
    holds, _ = KINDS[estimator]
    covered = float(np.mean([holds(size, drawn, seed) for seed in range(runs)]))
    return Row(estimator, size, drawn, NOMINAL.get(estimator, 0.95), covered, runs)


def main(only=""):
    """Print the rows whose estimator begins with `only`, ready to be pasted below."""
    for estimator, samples in SAMPLES.items():
        for size, drawn in samples if estimator.startswith(only) else ():
            row = measured(estimator, size, drawn, KINDS[estimator][1])
            sys.stdout.write(f"    Row{tuple(row._replace(covered=round(row.covered, 3)))},\n")
            sys.stdout.flush()


COVERED = (
    Row("gini", 20, "exponent 2.1", 0.95, 0.127, 2000),
    Row("gini", 20, "exponent 2.3", 0.95, 0.286, 2000),
    Row("gini", 20, "exponent 2.5", 0.95, 0.389, 2000),
    Row("gini", 20, "exponent 3.5", 0.95, 0.605, 2000),
    Row("gini", 20, "lognormal 1", 0.95, 0.747, 2000),
    Row("gini", 20, "exponential", 0.95, 0.903, 2000),
    Row("gini", 100, "exponent 2.1", 0.95, 0.273, 2000),
    Row("gini", 100, "exponent 2.3", 0.95, 0.498, 2000),
    Row("gini", 100, "exponent 2.5", 0.95, 0.625, 2000),
    Row("gini", 100, "exponent 3.5", 0.95, 0.810, 2000),
    Row("gini", 100, "lognormal 1", 0.95, 0.858, 2000),
    Row("gini", 100, "exponential", 0.95, 0.938, 2000),
    Row("gini", 1000, "exponent 2.1", 0.95, 0.321, 2000),
    Row("gini", 1000, "exponent 2.3", 0.95, 0.598, 2000),
    Row("gini", 1000, "exponent 2.5", 0.95, 0.733, 2000),
    Row("gini", 1000, "exponent 3.5", 0.95, 0.912, 2000),
    Row("gini", 1000, "lognormal 1", 0.95, 0.932, 2000),
    Row("gini", 1000, "exponential", 0.95, 0.946, 2000),
    Row("gini", 10000, "exponent 2.1", 0.95, 0.302, 2000),
    Row("gini", 10000, "exponent 2.3", 0.95, 0.619, 2000),
    Row("gini", 10000, "exponent 2.5", 0.95, 0.786, 2000),
    Row("gini", 10000, "exponent 3.5", 0.95, 0.938, 2000),
    Row("gini", 10000, "lognormal 1", 0.95, 0.943, 2000),
    Row("gini", 10000, "exponential", 0.95, 0.949, 2000),
    Row("top tenth", 20, "exponent 2.1", 0.95, 0.262, 2000),
    Row("top tenth", 20, "exponent 2.3", 0.95, 0.346, 2000),
    Row("top tenth", 20, "exponent 2.5", 0.95, 0.400, 2000),
    Row("top tenth", 20, "exponent 3.5", 0.95, 0.503, 2000),
    Row("top tenth", 20, "lognormal 1", 0.95, 0.701, 2000),
    Row("top tenth", 20, "exponential", 0.95, 0.825, 2000),
    Row("top tenth", 100, "exponent 2.1", 0.95, 0.326, 2000),
    Row("top tenth", 100, "exponent 2.3", 0.95, 0.503, 2000),
    Row("top tenth", 100, "exponent 2.5", 0.95, 0.604, 2000),
    Row("top tenth", 100, "exponent 3.5", 0.95, 0.764, 2000),
    Row("top tenth", 100, "lognormal 1", 0.95, 0.821, 2000),
    Row("top tenth", 100, "exponential", 0.95, 0.909, 2000),
    Row("top tenth", 1000, "exponent 2.1", 0.95, 0.333, 2000),
    Row("top tenth", 1000, "exponent 2.3", 0.95, 0.603, 2000),
    Row("top tenth", 1000, "exponent 2.5", 0.95, 0.735, 2000),
    Row("top tenth", 1000, "exponent 3.5", 0.95, 0.892, 2000),
    Row("top tenth", 1000, "lognormal 1", 0.95, 0.921, 2000),
    Row("top tenth", 1000, "exponential", 0.95, 0.949, 2000),
    Row("top tenth", 10000, "exponent 2.1", 0.95, 0.305, 2000),
    Row("top tenth", 10000, "exponent 2.3", 0.95, 0.620, 2000),
    Row("top tenth", 10000, "exponent 2.5", 0.95, 0.782, 2000),
    Row("top tenth", 10000, "exponent 3.5", 0.95, 0.941, 2000),
    Row("top tenth", 10000, "lognormal 1", 0.95, 0.946, 2000),
    Row("top tenth", 10000, "exponential", 0.95, 0.952, 2000),
    Row("market, whole periods", 8, "noise 0.02", 0.95, 0.910, 200),
    Row("market, whole periods", 8, "noise 0.05", 0.95, 0.915, 200),
    Row("market, whole periods", 8, "noise 0.1", 0.95, 0.915, 200),
    Row("market, whole periods", 12, "noise 0.02", 0.95, 0.965, 200),
    Row("market, whole periods", 12, "noise 0.05", 0.95, 0.965, 200),
    Row("market, whole periods", 12, "noise 0.1", 0.95, 0.965, 200),
    Row("market, whole periods", 20, "noise 0.02", 0.95, 0.900, 200),
    Row("market, whole periods", 20, "noise 0.05", 0.95, 0.905, 200),
    Row("market, whole periods", 20, "noise 0.1", 0.95, 0.900, 200),
    Row("market, density", 8, "noise 0.02", 0.95, 0.805, 200),
    Row("market, density", 8, "noise 0.05", 0.95, 0.840, 200),
    Row("market, density", 8, "noise 0.1", 0.95, 0.895, 200),
    Row("market, density", 12, "noise 0.02", 0.95, 0.510, 200),
    Row("market, density", 12, "noise 0.05", 0.95, 0.895, 200),
    Row("market, density", 12, "noise 0.1", 0.95, 0.920, 200),
    Row("market, density", 20, "noise 0.02", 0.95, 0.230, 200),
    Row("market, density", 20, "noise 0.05", 0.95, 0.720, 200),
    Row("market, density", 20, "noise 0.1", 0.95, 0.835, 200),
    Row("market, regression", 8, "noise 0.02", 0.95, 0.025, 200),
    Row("market, regression", 8, "noise 0.05", 0.95, 0.475, 200),
    Row("market, regression", 8, "noise 0.1", 0.95, 0.735, 200),
    Row("market, regression", 12, "noise 0.02", 0.95, 0.005, 200),
    Row("market, regression", 12, "noise 0.05", 0.95, 0.320, 200),
    Row("market, regression", 12, "noise 0.1", 0.95, 0.635, 200),
    Row("market, regression", 20, "noise 0.02", 0.95, 0.465, 200),
    Row("market, regression", 20, "noise 0.05", 0.95, 0.375, 200),
    Row("market, regression", 20, "noise 0.1", 0.95, 0.315, 200),
    Row("exponent, start searched", 50, "exponent 2.3 from 1", 0.95, 0.959, 1000),
    Row("exponent, start searched", 50, "exponent 1.5 from 1", 0.95, 0.933, 1000),
    Row("exponent, start searched", 50, "exponent 3.0 from 10", 0.95, 0.926, 1000),
    Row("exponent, start searched", 300, "exponent 2.3 from 1", 0.95, 0.947, 1000),
    Row("exponent, start searched", 300, "exponent 1.5 from 1", 0.95, 0.927, 1000),
    Row("exponent, start searched", 300, "exponent 3.0 from 10", 0.95, 0.903, 1000),
    Row("exponent, start searched", 1000, "exponent 2.3 from 1", 0.95, 0.938, 1000),
    Row("exponent, start searched", 1000, "exponent 1.5 from 1", 0.95, 0.919, 1000),
    Row("exponent, start searched", 1000, "exponent 3.0 from 10", 0.95, 0.916, 1000),
    Row("exponent, start known", 50, "exponent 2.3 from 1", 0.95, 0.954, 1000),
    Row("exponent, start known", 50, "exponent 1.5 from 1", 0.95, 0.950, 1000),
    Row("exponent, start known", 50, "exponent 3.0 from 10", 0.95, 0.956, 1000),
    Row("exponent, start known", 300, "exponent 2.3 from 1", 0.95, 0.954, 1000),
    Row("exponent, start known", 300, "exponent 1.5 from 1", 0.95, 0.952, 1000),
    Row("exponent, start known", 300, "exponent 3.0 from 10", 0.95, 0.936, 1000),
    Row("exponent, start known", 1000, "exponent 2.3 from 1", 0.95, 0.949, 1000),
    Row("exponent, start known", 1000, "exponent 1.5 from 1", 0.95, 0.938, 1000),
    Row("exponent, start known", 1000, "exponent 3.0 from 10", 0.95, 0.952, 1000),
    Row("p of the cut-off", 300, "exponent 2.3 from 1", 0.9, 0.907, 300),
    Row("p of the cut-off", 300, "exponent 1.5 from 50", 0.9, 0.92, 300),
    Row("p of the cut-off", 1000, "exponent 2.3 from 1", 0.9, 0.937, 300),
    Row("p of the cut-off", 1000, "exponent 1.5 from 1", 0.9, 0.913, 300),
    Row("p of the cut-off", 1000, "exponent 3.0 from 1", 0.9, 0.953, 300),
    Row("p of the cut-off", 1000, "exponent 2.3 from 10", 0.9, 0.937, 300),
    Row("p of the cut-off", 10000, "exponent 2.3 from 1", 0.9, 0.913, 300),
)


if __name__ == "__main__":
    main(*sys.argv[1:2])
