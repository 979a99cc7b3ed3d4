"""Coverage of every interval that the measures of a log give: the measured table, and the simulation that measures it.

    python -m tests.evidence.interval_coverage            # all rows anew, some minutes on one core
    python -m tests.evidence.interval_coverage survival   # the rows of one measure

Each row draws logs of independent people whose true figure is known (seeds 0, 1, 2, ...) and counts how often the interval
holds it. `COVERED` is what this script printed; `test_interval_coverage.py` repeats a few runs of each kind and compares
what the cards say with the table. The exponent of the power law is in tests/models/interval_coverage.py.
"""

import sys
from functools import partial
from typing import NamedTuple

import numpy as np

from peerkit.evidence.growth import bass
from peerkit.evidence.intervals import survival, wilson
from peerkit.evidence.retention import SILENT, at

YEARS = 5 * 365
ONCE, STAY = 0.4, 300.0
"""Chance of a one-timer, and mean days between the first and the last contribution of everybody else."""


class Row(NamedTuple):
    """A measure, how many people, how they were drawn, the share of logs with an interval, and of these the share that hold."""

    measure: str
    people: int
    drawn: float
    given: float
    covered: float
    runs: int


def share_holds(people, chance, seed):
    """True if Wilson's interval holds the chance behind the share of `people` who do something."""
    did = np.random.default_rng(seed).binomial(people, chance)
    low, high = wilson(int(did), people)
    return low <= chance <= high


def survival_holds(days, people, pause, seed):
    """True if the interval holds the share of people who stay longer than so many days; None if there is no interval.

    People come evenly over five years and contribute every `pause` days on average while they stay.
    """
    true = (1 - ONCE) * np.exp(-(days + 1) / STAY)
    _, interval, _ = at(survival(*tenures(people, pause, np.random.default_rng(seed))), days)
    return None if interval is None else interval[0] <= true <= interval[1]


def tenures(people, pause, rng):
    """Days of tenure with contributors gone and still there, as `Tables.tenures` gives them, of a simulated log."""
    first = rng.uniform(0, YEARS, people)
    last = first + np.where(rng.random(people) < ONCE, 0, rng.exponential(STAY, people))
    # Seen is the last contribution before the log ends: a Poisson process looks back as it looks forward.
    seen = np.where(last > YEARS, np.maximum(first, YEARS - rng.exponential(pause, people)), last)
    end = YEARS - SILENT
    there = first <= end
    gone = seen[there] <= end
    days = np.floor(np.where(gone, seen[there], end) - first[there])
    values = np.unique(days)
    left, stayed = (np.array([np.sum((days == value) & side) for value in values]) for side in (gone, ~gone))
    return values, left, stayed


def ceiling_holds(people, periods, seed):
    """True if the range holds the number of people who will ever come; None if the ceiling is refused.

    Each comes at a time of their own, drawn from Bass's curve with a peak after some 0.3 of 20 or of `periods` periods.
    """
    scale = max(periods / 20, 1.0)
    p, q = 0.03 / scale, 0.38 / scale
    u = np.random.default_rng(seed).random(people)
    # The inverse of F(t) = (1 - e^-(p+q)t) / (1 + q/p e^-(p+q)t).
    when = np.log((1 + u * q / p) / (1 - u)) / (p + q)
    ceiling = bass(np.bincount(when[when < periods].astype(int), minlength=periods), 30)[0]
    return None if ceiling.interval is None else ceiling.interval[0] <= people <= ceiling.interval[1]


KINDS = {
    "share": (share_holds, 2000),
    "survival 90": (partial(survival_holds, 90), 1000),
    "survival 365": (partial(survival_holds, 365), 1000),
    "ceiling": (ceiling_holds, 200),
}
SAMPLES = {
    "share": [(people, chance) for people in (20, 100, 1000) for chance in (0.1, 0.3, 0.5, 0.8)],
    "survival 90": [(people, pause) for people in (50, 200, 1000) for pause in (7, 30, 120, 365)],
    "survival 365": [(people, pause) for people in (50, 200, 1000) for pause in (7, 30, 120, 365)],
    "ceiling": [(people, periods) for people in (300, 1000) for periods in (12, 20, 60)],
}
"""People, and chance, pause or periods of each row, by measure."""


def measured(measure, people, drawn, runs):
    """The `Row` of that many runs."""
    held = [KINDS[measure][0](people, drawn, seed) for seed in range(runs)]
    given = [each for each in held if each is not None]
    return Row(measure, people, drawn, len(given) / runs, float(np.mean(given)) if given else float("nan"), runs)


def main(only=""):
    """Print the rows whose measure begins with `only`, ready to be pasted below."""
    for measure, samples in SAMPLES.items():
        for people, drawn in samples if measure.startswith(only) else ():
            row = measured(measure, people, drawn, KINDS[measure][1])
            sys.stdout.write(f"    Row{tuple(row._replace(covered=round(row.covered, 3)))},\n")
            sys.stdout.flush()


COVERED = (
    Row("share", 20, 0.1, 1.0, 0.955, 2000),
    Row("share", 20, 0.3, 1.0, 0.973, 2000),
    Row("share", 20, 0.5, 1.0, 0.954, 2000),
    Row("share", 20, 0.8, 1.0, 0.951, 2000),
    Row("share", 100, 0.1, 1.0, 0.931, 2000),
    Row("share", 100, 0.3, 1.0, 0.934, 2000),
    Row("share", 100, 0.5, 1.0, 0.941, 2000),
    Row("share", 100, 0.8, 1.0, 0.936, 2000),
    Row("share", 1000, 0.1, 1.0, 0.951, 2000),
    Row("share", 1000, 0.3, 1.0, 0.952, 2000),
    Row("share", 1000, 0.5, 1.0, 0.939, 2000),
    Row("share", 1000, 0.8, 1.0, 0.944, 2000),
    Row("survival 90", 50, 7, 1.0, 0.953, 1000),
    Row("survival 90", 50, 30, 1.0, 0.953, 1000),
    Row("survival 90", 50, 120, 1.0, 0.949, 1000),
    Row("survival 90", 50, 365, 1.0, 0.928, 1000),
    Row("survival 90", 200, 7, 1.0, 0.942, 1000),
    Row("survival 90", 200, 30, 1.0, 0.942, 1000),
    Row("survival 90", 200, 120, 1.0, 0.934, 1000),
    Row("survival 90", 200, 365, 1.0, 0.896, 1000),
    Row("survival 90", 1000, 7, 1.0, 0.949, 1000),
    Row("survival 90", 1000, 30, 1.0, 0.948, 1000),
    Row("survival 90", 1000, 120, 1.0, 0.94, 1000),
    Row("survival 90", 1000, 365, 1.0, 0.681, 1000),
    Row("survival 365", 50, 7, 1.0, 0.954, 1000),
    Row("survival 365", 50, 30, 1.0, 0.953, 1000),
    Row("survival 365", 50, 120, 1.0, 0.955, 1000),
    Row("survival 365", 50, 365, 1.0, 0.942, 1000),
    Row("survival 365", 200, 7, 1.0, 0.953, 1000),
    Row("survival 365", 200, 30, 1.0, 0.953, 1000),
    Row("survival 365", 200, 120, 1.0, 0.942, 1000),
    Row("survival 365", 200, 365, 1.0, 0.887, 1000),
    Row("survival 365", 1000, 7, 1.0, 0.96, 1000),
    Row("survival 365", 1000, 30, 1.0, 0.96, 1000),
    Row("survival 365", 1000, 120, 1.0, 0.917, 1000),
    Row("survival 365", 1000, 365, 1.0, 0.663, 1000),
    Row("ceiling", 300, 12, 0.99, 1.0, 200),
    Row("ceiling", 300, 20, 1.0, 1.0, 200),
    Row("ceiling", 300, 60, 1.0, 1.0, 200),
    Row("ceiling", 1000, 12, 1.0, 1.0, 200),
    Row("ceiling", 1000, 20, 1.0, 1.0, 200),
    Row("ceiling", 1000, 60, 1.0, 1.0, 200),
)

if __name__ == "__main__":
    main(*sys.argv[1:])
