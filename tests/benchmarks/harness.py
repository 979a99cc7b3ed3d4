"""The parts that all benchmarks share: fair repetition, the table, the budgets, the options and the exit code.

Not a benchmark itself. Competitors run in turn, round after round, so that a machine that slows down for a while slows
all of them; what is compared is the ratio of medians, which such a machine leaves alone.
"""

import argparse
import json
import signal
import sys
from dataclasses import asdict, dataclass, field
from statistics import median


@dataclass
class Result:
    """One line of a table: the samples of one competitor, and the budget it must keep if it has one.

    `ratio` is the median over that of the best peer, None where there is nothing to compare with. The budget bounds the
    ratio, or the median itself where there is none.
    """

    name: str
    samples: list = field(default_factory=list)
    unit: str = "ms"
    ratio: float | None = None
    budget: float | None = None

    @property
    def median(self):
        """The middle sample."""
        return median(self.samples)

    @property
    def met(self):
        """True if the budget is kept; None without a budget."""
        if self.budget is None:
            return None
        # Samples may be numpy's, whose bool is neither True nor JSON.
        return bool((self.median if self.ratio is None else self.ratio) <= self.budget)


def options(description, arguments=None, add=None):
    """The command line of a benchmark: ``--quick``, ``--json FILE``, and what `add` adds to the parser."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer repetitions; under two minutes")
    parser.add_argument("--json", metavar="FILE", help="also write every sample to FILE")
    if add is not None:
        add(parser)
    # Ended from outside, a benchmark still has to stop the servers it started: as an exception, this runs all `finally`.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    return parser.parse_args(arguments)


def in_turn(competitors, rounds, after_each=None):
    """Call each of `competitors` (name -> function) once per round; returns name -> the list of what they returned.

    Every other round goes backwards, so that nobody always follows the same neighbour.
    """
    samples = {name: [] for name in competitors}
    for number in range(rounds):
        names = list(competitors)
        for name in names if number % 2 == 0 else reversed(names):
            samples[name].append(competitors[name]())
            if after_each is not None:
                after_each()
    return samples


def compare(samples, *, subject, peers, budget=None, unit="ms"):
    """Results of `samples` (name -> list), each with its ratio to the best of `peers`; `subject` carries the budget."""
    best = min(median(samples[name]) for name in peers)
    return [
        Result(name, list(values), unit, median(values) / best, budget if name == subject else None)
        for name, values in samples.items()
    ]


def table(title, results):
    """Print results under a title: name, median, ratio to the best peer, budget, met or MISSED."""
    print(f"\n{title}")
    print(f"  {'':34} {'median':>12} {'ratio':>7} {'budget':>9}")
    for result in results:
        ratio = "" if result.ratio is None else f"{result.ratio:.2f}"
        budget = "" if result.budget is None else f"<= {result.budget:g}"
        verdict = {None: "", True: "met", False: "MISSED"}[result.met]
        print(
            f"  {result.name:34} {f'{result.median:.4g} {result.unit}':>12} {ratio:>7} {budget:>9}  {verdict}".rstrip()
        )
    sys.stdout.flush()


def finish(tables, chosen, **more):
    """Print `tables` (title -> results), write the JSON file if asked for; the exit code: 1 when a budget is missed."""
    for title, results in tables.items():
        table(title, results)
    if chosen.json:
        content = {
            title: [asdict(result) | {"median": result.median, "met": result.met} for result in results]
            for title, results in tables.items()
        }
        with open(chosen.json, "w", encoding="utf-8") as file:
            json.dump({"tables": content, **more}, file, indent=1)
    missed = [result for results in tables.values() for result in results if result.met is False]
    print(f"\n{len(missed)} of the budgets missed" if missed else "\nall budgets met", flush=True)
    return 1 if missed else 0
