"""Coverage of every interval that peerkit prints or refuses: the measured table, and the simulation that measures it.

    python -m tests.models.interval_coverage            # all rows anew, about half an hour on one core
    python -m tests.models.interval_coverage gini       # the rows of one estimator

Each row draws samples from a law whose true value is known (seeds 0, 1, 2, ...) and counts how often the interval holds
it. `COVERED` is what this script printed; `test_interval_coverage.py` repeats a few runs of each kind and compares what
the product says with the table.
"""

import sys
from functools import partial
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr, ndtri

from peerkit.models.diffusion import Diffusion
from peerkit.models.diffusion_fit import Observation, density_fit, difference_fit, linear_fit, simulated_sales
from peerkit.models.power_law import PowerLaw, draws
from peerkit.models.power_law_fit import maximum_likelihood, power_law_fit
from peerkit.models.sample_inequality import sample_gini, sample_top_share

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


KINDS = {
    "gini": (partial(inequality_holds, "gini"), 2000),
    "top tenth": (partial(inequality_holds, "top"), 2000),
    **{f"market, {name}": (partial(market_holds, name), 200) for name in FITS},
    **{f"exponent, start {name}": (partial(exponent_holds, name), 1000) for name in ("searched", "known")},
}

SIZES = {
    "gini": ((20, 100, 1000, 10_000), tuple(LAWS)),
    "top tenth": ((20, 100, 1000, 10_000), tuple(LAWS)),
    **{f"market, {name}": ((8, 12, 20), ("noise 0.02", "noise 0.05", "noise 0.1")) for name in FITS},
    **{
        f"exponent, start {name}": (
            (50, 300, 1000),
            ("exponent 2.3 from 1", "exponent 1.5 from 1", "exponent 3.0 from 10"),
        )
        for name in ("searched", "known")
    },
}


def measured(estimator, size, drawn, runs):
    """The `Row` of that many runs."""
    holds, _ = KINDS[estimator]
    return Row(estimator, size, drawn, 0.95, float(np.mean([holds(size, drawn, seed) for seed in range(runs)])), runs)


def main(only=""):
    """Print the rows whose estimator begins with `only`, ready to be pasted below."""
    for estimator, (sizes, laws) in SIZES.items():
        if estimator.startswith(only):
            for size in sizes:
                for drawn in laws:
                    row = measured(estimator, size, drawn, KINDS[estimator][1])
                    sys.stdout.write(
                        f'    Row("{estimator}", {size}, "{drawn}", 0.95, {row.covered:.3f}, {row.runs}),\n'
                    )
                    sys.stdout.flush()


COVERED = ()


if __name__ == "__main__":
    main(*sys.argv[1:2])
