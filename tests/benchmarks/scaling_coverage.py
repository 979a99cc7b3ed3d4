"""Shares of simulated logs in which the intervals of the scaling table hold the true exponent: the table of `held.py`.

    python tests/benchmarks/scaling_coverage.py [--logs 200] [--json FILE]

About ten minutes on one core. A dash stands where more than a third of the logs refuse.
"""

import argparse
import json
from collections import defaultdict

import numpy as np

from peerkit.evidence.held import LOGS, SPREAD, TRUTHS
from peerkit.evidence.scaling_rows import fits
from peerkit.evidence.simulate import simulate
from peerkit.evidence.windows import WINDOWS, counts_of, fetched_panel, pairs_of, span, team_of


def log_fits(kind, exponent, seed):
    """Every fit of one simulated log, by window, size and estimator."""
    given = exponent if kind == "synergy" else None
    log = simulate(kind, exponent=given, spread=SPREAD, rng=np.random.default_rng(seed))
    covered = span(log)
    daily = fetched_panel(log, covered)
    team = team_of(daily, covered)
    for days in WINDOWS:
        pairs = pairs_of(daily, covered, days)
        counts = counts_of(pairs, covered, days, team)
        for (size, _, name), fit in fits(pairs, counts).items():
            yield (days, size, name), fit


def measured(logs):
    """By key and truth: the estimates, and the share of intervals that hold the truth."""
    results = defaultdict(lambda: {truth: [] for truth in TRUTHS})
    for truth, (kind, exponent) in TRUTHS.items():
        for seed in range(logs):
            for key, fit in log_fits(kind, exponent, seed):
                if fit.interval is not None:
                    low, high = fit.interval
                    results[key][truth].append((fit.exponent, low <= exponent <= high))
        print(f"# {truth} done", flush=True)
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--logs", type=int, default=LOGS)
    parser.add_argument("--json", metavar="FILE")
    asked = parser.parse_args()
    results = measured(asked.logs)
    print("# window size estimator: percent held, for", ", ".join(TRUTHS))
    for (days, size, name), by_truth in results.items():
        shares = [
            f"{100 * np.mean([ok for _, ok in drawn]):3.0f}" if len(drawn) > asked.logs * 2 / 3 else "  -"
            for drawn in by_truth.values()
        ]
        print(f"{days:2d} {size:6s} {name:9s}", *shares)
    print("# the same: mean exponent, estimates")
    for (days, size, name), by_truth in results.items():
        middles = [
            f"{np.mean([e for e, _ in drawn]):5.2f}({len(drawn)})" if drawn else "-" for drawn in by_truth.values()
        ]
        print(f"# {days:2d} {size:6s} {name:9s}", *middles)
    if asked.json:
        with open(asked.json, "w", encoding="utf-8") as file:
            json.dump({" ".join(map(str, key)): value for key, value in results.items()}, file, default=bool)


if __name__ == "__main__":
    main()
