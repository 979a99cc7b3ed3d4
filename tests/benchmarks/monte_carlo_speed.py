"""The time for 10,000 random scenarios against 100. Formulas broadcast over a batch, so it is far below a hundredfold.

    python tests/benchmarks/monte_carlo_speed.py            # every outcome of every model
    python tests/benchmarks/monte_carlo_speed.py --quick    # fewer repetitions

Timed is what the sensitivity page does: draw every parameter, check the rules, make the batch, compute the outcome. The
budgets: at most 20 times for a model with a closed form, at most 100 times for one that searches for its answer.
"""

import sys
import time
from functools import partial

import numpy as np
from harness import Result, finish, in_turn, options

from peerkit.models.catalogue import outcomes, topics
from peerkit.models.sensitivity import answers, drawn

FEW, MANY = 100, 10_000
CLOSED, ITERATIVE = 20, 100
# Models that look for a root (Lambert's W included), an optimum or an equilibrium numerically, fit a line, or add up many terms.
SEARCHING = {
    "adjacent_possible",
    "coverage",
    "flywheel",
    "hysteresis",
    "information_cost",
    "interdependence",
    "networks",
    "modes",
    "modularity",
    "selection",
    "superposition",
    "thresholds",
}
TRIALS = 5


def timed(record, about, draws):
    """Milliseconds of that many random scenarios; the fastest of a few trials, for the short ones are noisy."""
    best = np.inf
    for trial in range(TRIALS):
        begin = time.perf_counter()
        rng = np.random.default_rng(trial)
        columns = {name: drawn(parameter, draws, rng) for name, parameter in record.parameters().items()}
        answers(record(), about.of, columns)
        best = min(best, time.perf_counter() - begin)
    return 1000 * best


def main():
    """Time, print, and tell by the exit code whether the budgets are kept."""
    chosen = options(__doc__)
    rows = {"closed form": [], "searching": []}
    for model in topics():
        record = outcomes(model).record
        for about in outcomes(model).each:
            for draws in (FEW, MANY):
                timed(record, about, draws)
            samples = in_turn(
                {draws: partial(timed, record, about, draws) for draws in (FEW, MANY)},
                3 if chosen.quick else 9,
            )
            few, many = (np.median(samples[draws]) for draws in (FEW, MANY))
            kind = "searching" if model in SEARCHING else "closed form"
            rows[kind].append(
                Result(
                    f"{model}: {about.key}",
                    samples[MANY],
                    "ms",
                    many / few,
                    ITERATIVE if kind == "searching" else CLOSED,
                )
            )
    return finish({f"{MANY:,} draws over {FEW} draws, {kind}": results for kind, results in rows.items()}, chosen)


if __name__ == "__main__":
    sys.exit(main())
