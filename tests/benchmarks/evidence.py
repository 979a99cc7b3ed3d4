"""The measures of a log: time and memory against the same measures straight in pandas, and how both grow with the log.

    python tests/benchmarks/evidence.py                      # logs of 10 and 100 million contributions
    python tests/benchmarks/evidence.py --quick              # 10 million only
    python tests/benchmarks/evidence.py --rows 2e6 20e6      # other sizes
    python tests/benchmarks/evidence.py --folder /big/disk   # where the generated logs lie while they are needed

A log is generated as one Parquet file: a hundredth as many contributors as contributions, with a heavy tail, over ten
years, in no order. Each competitor measures participation, active contributors per window, cohorts, survival and arrivals
in a process of its own, after its imports, from the file to the figures; the figures must be equal. Memory is the
peak of the process. Budgets are against pandas written straight. Beside it stands pandas with contributors as
categories, which takes a hint that most people do not know, without a budget.

Budgets: at most 0.35 times the time of pandas, under 2.0 GiB, and from 50 million contributions on at most 0.2 times the
memory: in shorter logs the libraries themselves are what fills it. Ten times as many rows take at most 11 times as long
and 3 times as much memory. At 100 million pandas needs more than 10 GiB.
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from harness import Result, compare, finish, in_turn, options

DAY = 86_400
WINDOWS = (5, 7, 30, 90)
MONTH, SILENT = 30, 180
BEGIN, YEARS = 1_300_000_000, 10
TIME, MEMORY, MOST_MEMORY = 0.35, 0.2, 2048
GROWTH_OF_TIME, GROWTH_OF_MEMORY = 11, 3
LONG = 50_000_000
"""Contributions from which on memory is compared."""


def arguments(parser):
    """Add the sizes, the folder, and what a process of one competitor is told."""
    parser.add_argument("--rows", type=float, nargs="+", metavar="N", help="contributions in each log, smallest first")
    parser.add_argument("--folder", metavar="DIR", help="folder for the generated logs (a temporary one)")
    parser.add_argument("--worker", nargs=2, metavar=("NAME", "FILE"), help="measure FILE as one competitor, then end")


def generated(path, rows, chunk=5_000_000):
    """Write a log of so many rows to the Parquet file at `path`."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rng = np.random.default_rng(2024)
    people = max(rows // 100, 1000)
    weight = np.cumsum(np.minimum((1 - rng.random(people)) ** (-1 / 1.2), 1e5))
    names = pa.array([f"{number:016x}" for number in rng.integers(0, 2**63, people)])
    whole = YEARS * 365.25 * DAY
    start = rng.uniform(0, 0.8 * whole, people)
    stay = np.minimum(rng.exponential(400 * DAY, people), whole - start)
    columns = pa.schema([("contributor", pa.string()), ("time", pa.int64()), ("item", pa.string())])
    with pq.ParquetWriter(path, columns) as file:
        for done in range(0, rows, chunk):
            many = min(chunk, rows - done)
            who = np.searchsorted(weight, rng.random(many) * weight[-1])
            times = (BEGIN + start[who] + stay[who] * rng.random(many)).astype(np.int64)
            items = pa.array(np.arange(done, done + many)).cast(pa.string())
            file.write_table(pa.table([names.take(pa.array(who)), pa.array(times), items], schema=columns))


def by_peerkit(file):
    """Figures by name, as `peerkit evidence` computes them."""
    import ibis

    from peerkit.evidence import activity, growth, participation, retention
    from peerkit.evidence.blocks import tables
    from peerkit.evidence.log import Log, Reading

    # Grids and fits load scipy: an import, which is not timed for pandas either.
    import scipy.optimize  # noqa: F401  # isort: skip

    def measure():
        log = Log(ibis.duckdb.connect().read_parquet(file), "generated", "duckdb", Reading(0, 0))
        with tables(log) as kept:
            parts = (
                participation.participation(*kept.counts),
                activity.activity(kept),
                retention.retention(kept),
                growth.growth(kept),
            )
        return {each.name: each.estimate for part in parts for each in part}

    return measure


def by_pandas(file, category=False):
    """The same figures straight in pandas."""
    import pandas as pd

    def measure():
        log = pd.read_parquet(file, columns=["contributor", "time"])
        if category:
            log["contributor"] = log["contributor"].astype("category")
        people = log.groupby("contributor", observed=True)["time"].agg(["size", "min", "max"])
        figures = pandas_participation(people["size"]) | pandas_recent(people, log["time"].max())
        for days in WINDOWS:
            log["window"] = log["time"] // (days * DAY)
            active = log[["contributor", "window"]].drop_duplicates()
            made = log["window"].value_counts().sort_index()
            figures[f"active_contributors_{days}_days"] = pandas_median(active["window"], made, days, log["time"])
            if days == MONTH:
                figures |= pandas_retention(active, people, log["time"])
        return figures | pandas_survival(people, log["time"].max()) | pandas_arrivals(people, log["time"])

    return measure


def pandas_participation(contributions):
    """Counts, inequality and dependence from contributions per contributor."""
    ordered = np.sort(contributions.to_numpy())[::-1].astype(float)
    n, work, so_far = ordered.size, ordered.sum(), np.cumsum(ordered)

    def top(share):
        return np.interp(share * n, np.arange(n + 1), np.append(0, so_far)) / work

    rank = np.arange(n, 0, -1)
    return {
        "contributors": n,
        "contributions": int(work),
        "one_timers": int((ordered == 1).sum()),
        "one_timer_work_share": (ordered == 1).sum() / work,
        "gini": 2 * np.sum(rank * ordered) / (n * work) - (n + 1) / n,
        "top_1_percent_share": top(0.01),
        "top_10_percent_share": top(0.1),
        "participation_90_9_1": (np.searchsorted(so_far, 0.9 * work) + 1) / n,
        "contributor_absence_factor": int(np.searchsorted(so_far, 0.5 * work)) + 1,
    }


def pandas_recent(people, last):
    """Contributors who drift away, and promising newcomers."""
    active = people["max"] > last - 365 * DAY
    new = people["min"] > last - 90 * DAY
    back = (people["size"] >= 3) & (people["max"] // DAY > people["min"] // DAY)
    return {
        "drifting_away": int((active & (people["max"] <= last - SILENT * DAY)).sum()),
        "new_and_promising": int((new & back).sum()),
    }


def pandas_median(windows, made, days, times):
    """Median of active contributors over the windows wholly inside; `made` is what the series shows beside it."""
    first, last = times.min(), times.max()
    number = np.arange(first // (days * DAY), last // (days * DAY) + 1)
    active = windows.value_counts().reindex(number, fill_value=0)
    whole = (number * days * DAY >= first) & ((number + 1) * days * DAY <= last + 1)
    return float(np.median(active[whole])) if made.sum() else 0.0


def pandas_retention(active, people, times):
    """Share of contributors who are active so many windows of 30 days after their first."""
    joined = active["contributor"].map(people["min"] // (MONTH * DAY)).astype("int64")
    age, last = active["window"] - joined, (times.max() + 1) // (MONTH * DAY)
    grid = pd_crosstab(joined, age)
    figures = {}
    for months in (1, 3, 12):
        followed = grid.index + months < last
        back = grid.loc[followed, months].sum() / grid.loc[followed, 0].sum()
        figures["retention_1_month" if months == 1 else f"retention_{months}_months"] = float(back)
    return figures


def pd_crosstab(cohort, age):
    """Active contributors by cohort and age."""
    import pandas as pd

    return pd.DataFrame({"cohort": cohort, "age": age}).groupby(["cohort", "age"]).size().unstack(fill_value=0)


def pandas_survival(people, last):
    """Kaplan and Meier's estimate, person by person."""
    end = last - SILENT * DAY
    there = people[people["min"] <= end]
    gone = (there["max"] <= end).to_numpy()
    days = ((there["max"].clip(upper=end) - there["min"]) // DAY).to_numpy()
    times, left = np.unique(days[gone], return_counts=True)
    observed = days.size - np.searchsorted(np.sort(days), times)
    share = np.cumprod(1 - left / observed)
    return {f"survival_{after}_days": float(share[times <= after][-1]) for after in (90, 365)}


def pandas_arrivals(people, times):
    """Arrivals per window of 30 days, and arrivals minus departures."""
    first, last = times.min(), times.max()
    number = np.arange(first // (MONTH * DAY), last // (MONTH * DAY) + 1)
    came, went = (
        (people[end] // (MONTH * DAY)).value_counts().reindex(number, fill_value=0).to_numpy() for end in ("min", "max")
    )
    inside = number * MONTH * DAY >= first
    whole = inside & ((number + 1) * MONTH * DAY <= last + 1)
    settled = inside & (((number + 1) * MONTH + SILENT) * DAY <= last + 1)
    return {"arrivals": float(came[whole][-12:].mean()), "net_arrivals": int((came - went)[settled][-12:].sum())}


COMPETITORS = {
    "peerkit": by_peerkit,
    "pandas": by_pandas,
    "pandas, categories": lambda file: by_pandas(file, category=True),
}


def work(name, file):
    """Measure as one competitor and write time [s], peak memory [MiB] and figures to the output."""
    measure = COMPETITORS[name](file)
    begin = time.perf_counter()
    figures = measure()
    seconds = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    json.dump({"seconds": seconds, "peak": peak, "figures": figures}, sys.stdout)


def run(name, file):
    """The answer of one competitor, from a process of its own."""
    said = subprocess.run(
        [sys.executable, __file__, "--worker", name, file], check=True, stdout=subprocess.PIPE, text=True
    )
    return json.loads(said.stdout)


def measured(rows, rounds, folder):
    """Answers of every competitor on one generated log, by name."""
    file = Path(folder) / f"{rows}.parquet"
    try:
        print(f"generating {rows:,} contributions", flush=True)
        generated(file, rows)
        return in_turn({name: lambda name=name: run(name, str(file)) for name in COMPETITORS}, rounds)
    finally:
        file.unlink(missing_ok=True)


def compared(rows, answers):
    """Tables of time, memory and equality for one log."""
    peers = [name for name in COMPETITORS if name != "peerkit"]
    seconds, peaks = (
        {name: [each[what] for each in answers[name]] for name in COMPETITORS} for what in ("seconds", "peak")
    )
    apart = max(apart_most(answers["peerkit"][0]["figures"], answers[name][0]["figures"]) for name in peers)
    return {
        f"{rows:,} contributions: time": compare(seconds, subject="peerkit", peers=("pandas",), budget=TIME, unit="s"),
        f"{rows:,} contributions: peak memory": [
            *compare(peaks, subject="peerkit", peers=("pandas",), budget=MEMORY if rows >= LONG else None, unit="MiB"),
            Result("peerkit, by itself", peaks["peerkit"], "MiB", None, MOST_MEMORY),
        ],
        f"{rows:,} contributions: figures": [Result("largest relative difference", [apart], "", None, 1e-9)],
    }


def apart_most(ours, theirs):
    """The largest relative difference of two answers; each of theirs must be among ours."""
    return max(
        abs(ours[name] - value) / max(abs(value), 1e-300) if value else abs(ours[name])
        for name, value in theirs.items()
    )


def grown(small, large, times):
    """Ratios of time and memory of peerkit for a log that is so many `times` as long."""
    middle = {
        what: [float(np.median([each[what] for each in answers["peerkit"]])) for answers in (small, large)]
        for what in ("seconds", "peak")
    }
    return [
        Result("time", [middle["seconds"][1] / middle["seconds"][0]], "times", None, GROWTH_OF_TIME * times / 10),
        Result("memory", [middle["peak"][1] / middle["peak"][0]], "times", None, GROWTH_OF_MEMORY),
    ]


def main():
    """Generate, measure, print, and tell by the exit code whether the budgets are kept."""
    chosen = options(__doc__, add=arguments)
    if chosen.worker:
        work(*chosen.worker)
        return 0
    sizes = [int(rows) for rows in chosen.rows or ((10_000_000,) if chosen.quick else (10_000_000, 100_000_000))]
    tables, answers = {}, {}
    with TemporaryDirectory(prefix="pkb-evidence-", dir=chosen.folder) as folder:
        for rows in sizes:
            answers[rows] = measured(rows, 3 if rows <= 20_000_000 and not chosen.quick else 1, folder)
            tables |= compared(rows, answers[rows])
    for small, large in zip(sizes, sizes[1:], strict=False):
        tables[f"from {small:,} to {large:,} contributions"] = grown(answers[small], answers[large], large / small)
    return finish(tables, chosen)


if __name__ == "__main__":
    sys.exit(main())
