"""The speed of finding a power-law tail, against the powerlaw package; both fit the same data in turn.

    python tests/benchmarks/power_law_speed.py            # 100,000 and 1,000,000 whole numbers, 100,000 reals
    python tests/benchmarks/power_law_speed.py --quick    # 100,000 whole numbers and 10,000 reals

Both search every start of the tail with the same rule for ties, on seeded data: a body that is no power law and a tail
that is. The budgets: peerkit at least 10 times faster, with the same exponent to three digits and the same start. Imports
and one small fit each to warm up are not timed. In full, the package needs about ten minutes for 100,000 reals.
"""

import sys
import time
import warnings

import numpy as np
from harness import Result, compare, finish, in_turn, options

from peerkit.models.power_law import PowerLaw, draws
from peerkit.models.power_law_fit import power_law_fit

AT_MOST_OF_PEER = 0.1
SAME_TO_THREE_DIGITS = 0.0005

# Whole numbers or reals, how many, how often each package fits them.
FULL = ((True, 100_000, 5), (True, 1_000_000, 3), (False, 100_000, 1))
QUICK = ((True, 100_000, 3), (False, 10_000, 1))


def observations(discrete, size):
    """Four tenths body, six tenths tail: ones with a tail from 2, or reals below 1 with a tail from 1."""
    rng = np.random.default_rng(2024)
    tail = size * 6 // 10
    if discrete:
        # So early a start lies where the package computes whole numbers exactly; from 10 on it approximates.
        return np.append(np.ones(size - tail), draws(PowerLaw(exponent=2.2, tail_start=2), tail, rng)).astype(int)
    return np.append(rng.uniform(0.01, 1, size - tail), np.exp(rng.exponential(1 / 1.3, tail)))


def peerkit_fit(values, discrete):
    """Exponent and start of the tail by peerkit, with ties as the package treats them."""
    fit = power_law_fit(values, discrete=discrete, ties="merged")
    return float(fit.exponent), float(fit.tail_start)


def powerlaw_fit(values, discrete):
    """Exponent and start of the tail by the powerlaw package."""
    import powerlaw

    with warnings.catch_warnings():
        # The package warns of starts that it tries and does not choose.
        warnings.simplefilter("ignore")
        fit = powerlaw.Fit(values, discrete=discrete, verbose=0)
    return float(fit.alpha), float(fit.xmin)


FITS = {"peerkit": peerkit_fit, "powerlaw": powerlaw_fit}


def compared(discrete, size, rounds):
    """The table of one data set: medians with their ratio, and how far the two answers lie apart."""
    values, answers = observations(discrete, size), {}

    def timed(name):
        begin = time.perf_counter()
        answers[name] = FITS[name](values, discrete)
        return 1000 * (time.perf_counter() - begin)

    samples = in_turn({name: lambda name=name: timed(name) for name in FITS}, rounds)
    (exponent, start), (their_exponent, their_start) = answers["peerkit"], answers["powerlaw"]
    return [
        *compare(samples, subject="peerkit", peers=("powerlaw",), budget=AT_MOST_OF_PEER),
        Result(
            f"alpha {exponent:.4f}, {their_exponent:.4f}",
            [abs(exponent - their_exponent)],
            "",
            None,
            SAME_TO_THREE_DIGITS,
        ),
        Result(f"xmin {start:.6g}, {their_start:.6g}", [abs(start - their_start)], "", None, 0.0),
    ]


def main():
    """Fit, print, and tell by the exit code whether the budgets are kept."""
    chosen = options(__doc__)
    tables = {}
    for discrete, size, rounds in QUICK if chosen.quick else FULL:
        for fit in FITS.values():
            fit(observations(discrete, 1000), discrete)
        print(f"fitting {size:,} observations {rounds} times with each package", flush=True)
        kind = "whole numbers" if discrete else "reals"
        tables[f"{size:,} {kind}: start and exponent of the tail"] = compared(discrete, size, rounds)
    return finish(tables, chosen)


if __name__ == "__main__":
    sys.exit(main())
