r"""The small exact tables behind every measure of a log, computed by the engine that holds it.

One pass over the log suffices. Each contributor's history is cut into blocks of 630 days, the least common multiple of the
windows (5, 7, 30 and 90 days). A block keeps the number of contributions, the first and last of them, and one bit for
each window in which the contributor was active. Blocks are few, so all further tables are cheap and need no second pass
that tells contributors apart.

Windows are counted from 1970-01-01, UTC: window w of W days holds the times with ``time // (W * 86400) == w``.
Only operations that DuckDB and Spark share are used.

Source: peerkit's own.
"""

from contextlib import contextmanager
from functools import cached_property
from typing import NamedTuple

import numpy as np

from peerkit.evidence.log import DAY, fetched

WINDOWS = (5, 7, 30, 90)
"""Lengths of the windows [day]."""
BLOCK = 630
"""Length of a block [day]: a whole number of windows of every length."""
WORD = 60
"""Bits kept in one whole number of 64."""
MONTH = 30
"""Length of the windows that cohorts are counted in [day]."""
PACKED = (5, 7)
"""Windows that have bits of their own; the others are whole numbers of the first [day]."""


class Span(NamedTuple):
    """First and last time in the log [s] and the number of contributions."""

    first: int
    last: int
    contributions: int

    @property
    def days(self):
        """Length of the log [day]."""
        return (self.last - self.first) / DAY


class Windows(NamedTuple):
    """For each window that the log touches: its start [s], active contributors, contributions, and True if it lies wholly inside."""

    start: np.ndarray
    active: np.ndarray
    contributions: np.ndarray
    whole: np.ndarray


class Cohorts(NamedTuple):
    """Contributors by the window of 30 days of their first contribution, and how many of them are active how much later.

    `start` is the beginning of each cohort's window [s], `size` its contributors; `active[c, a]` counts those of cohort c who
    are active a windows later, -1 where the log ends before that window does.
    """

    start: np.ndarray
    size: np.ndarray
    active: np.ndarray


def span(log):
    """The `Span` of a log; its times are None if the log is empty."""
    table = log.table
    row = fetched(table.aggregate(first=table.time.min(), last=table.time.max(), contributions=table.count()))
    many = int(row["contributions"][0])
    return Span(*(int(row[end][0]) for end in ("first", "last")), many) if many else Span(None, None, 0)


@contextmanager
def tables(log):
    """The `Tables` of a log, kept by its engine until the block ends."""
    with kept(blocks(log.table)) as packed, kept(people(packed)) as contributors:
        yield Tables(log, span(log), packed, contributors)


@contextmanager
def kept(expression):
    """The rows of an Ibis expression as a table that its engine keeps until the block ends, or at most until the session does."""
    import ibis

    engine = ibis.get_backend(expression)
    if engine.name == "pyspark":
        with expression.cache() as table:
            yield table
        return
    # Not `cache`: with sqlglot 30 Ibis 12 writes DROP TABLE without the name of the table.
    name = ibis.util.gen_name("peerkit")
    yield engine.create_table(name, expression, temp=True)
    if engine.name == "duckdb":
        engine.raw_sql(f'DROP TABLE "{name}"')


def blocks(table):
    """One row per contributor and block of 630 days: contributions, first and last time, and a bit for each active window."""
    days = table.select("contributor", "time", day=table.time // DAY)
    placed = days.mutate(block=days.day // BLOCK)
    placed = placed.mutate(**{f"w{W}": (placed.day - placed.block * BLOCK) // W for W in PACKED})
    bits = {name: _bits(placed[f"w{W}"], low) for W in PACKED for name, low in _words(W)}
    return placed.group_by("contributor", "block").aggregate(
        contributions=placed.count(), first=placed.time.min(), last=placed.time.max(), **bits
    )


def people(packed):
    """One row per contributor: contributions, first and last time [s]."""
    return packed.group_by("contributor").aggregate(
        contributions=packed.contributions.sum(), first=packed["first"].min(), last=packed["last"].max()
    )


class Tables:
    """Tables of one log: what the engine keeps (`blocks`, `people`) and the small ones that come back as arrays."""

    def __init__(self, log, span, blocks, people):
        self.log, self.span, self.blocks, self.people = log, span, blocks, people

    @cached_property
    def counts(self):
        """Each number of contributions, smallest first, and how many contributors made that many."""
        grouped = self.people.group_by("contributions").aggregate(contributors=self.people.count())
        rows = fetched(grouped.order_by("contributions"))
        return rows["contributions"].astype(float), rows["contributors"].astype(float)

    def windows(self, days):
        """The `Windows` of `days` [day], empty ones between the first and the last included."""
        active, made = self._active[days], self._contributions(days)
        first, last = self.span.first // (days * DAY), self.span.last // (days * DAY)
        number = np.arange(first, last + 1)
        start = number * days * DAY
        whole = (start >= self.span.first) & (start + days * DAY <= self.span.last + 1)
        return Windows(start, _filled(active, number), _filled(made, number), whole)

    @cached_property
    def cohorts(self):
        """The `Cohorts` of the log."""
        joined = self.blocks.select("contributor", "block", *(name for name, _ in _words(PACKED[0])))
        firsts = self.people.select("contributor", cohort=self.people["first"] // (MONTH * DAY))
        joined = joined.join(firsts, "contributor")
        per = BLOCK // MONTH
        rows = fetched(joined.group_by("cohort", "block").aggregate(**_counted(joined, MONTH)))
        cohort, month = np.repeat(rows["cohort"], per), (rows["block"][:, None] * per + np.arange(per)).ravel()
        active = np.stack([rows[f"n{slot}"] for slot in range(per)], axis=1).ravel()
        return _grid(self.span, cohort[active > 0], month[active > 0], active[active > 0])

    def tenures(self, end):
        """Days from first to last contribution, and how many contributors left after so long, or were still there at `end` [s].

        Three arrays: days, contributors gone, contributors still there. Those who first contribute after `end` are left out.
        """
        there = self.people.filter(self.people["first"] <= end)
        gone = there["last"] <= end
        # Who is seen later is known to have stayed until `end`.
        known = there.mutate(gone=gone, until=gone.ifelse(there["last"], end))
        known = known.mutate(days=(known.until - known["first"]) // DAY)
        grouped = known.group_by("days").aggregate(
            left=known.count(where=known.gone), stayed=known.count(where=~known.gone)
        )
        rows = fetched(grouped.order_by("days"))
        return tuple(rows[name].astype(float) for name in ("days", "left", "stayed"))

    @cached_property
    def arrivals(self):
        """Contributors who make their first contribution in each window of 30 days, from the first window to the last."""
        return self._by_month("first")

    @cached_property
    def departures(self):
        """Contributors whose last contribution falls in each window of 30 days, from the first window to the last."""
        return self._by_month("last")

    def joined(self, days):
        """Contributors who make their first contribution in each whole period of `days` [day] since the log began."""
        periods = self.people.mutate(period=(self.people["first"] - self.span.first) // (days * DAY))
        rows = fetched(periods.group_by("period").aggregate(contributors=periods.count()))
        whole = np.arange((self.span.last + 1 - self.span.first) // (days * DAY))
        return _filled(dict(zip(rows["period"].tolist(), rows["contributors"].tolist(), strict=True)), whole)

    def _by_month(self, end):
        months = self.people.mutate(month=self.people[end] // (MONTH * DAY))
        rows = fetched(months.group_by("month").aggregate(contributors=months.count()))
        numbers = np.arange(self.span.first // (MONTH * DAY), self.span.last // (MONTH * DAY) + 1)
        return _filled(dict(zip(rows["month"].tolist(), rows["contributors"].tolist(), strict=True)), numbers)

    @cached_property
    def _active(self):
        """Active contributors by window, for every length of window."""
        counted = {f"{W}_{name}": total for W in WINDOWS for name, total in _counted(self.blocks, W).items()}
        rows = fetched(self.blocks.group_by("block").aggregate(**counted))
        active = {}
        for W in WINDOWS:
            per = BLOCK // W
            slots = np.stack([rows[f"{W}_n{slot}"] for slot in range(per)], axis=1)
            number = rows["block"][:, None] * per + np.arange(per)
            active[W] = dict(zip(number.ravel().tolist(), slots.ravel().tolist(), strict=True))
        return active

    def _contributions(self, days):
        """Contributions by window; windows that consist of others are added up here."""
        packed = next(W for W in reversed(PACKED) if days % W == 0)
        made = {}
        for number, many in self._made[packed].items():
            whole = number * packed // days
            made[whole] = made.get(whole, 0) + many
        return made

    @cached_property
    def _made(self):
        table, made = self.log.table, {}
        for W in PACKED:
            numbered = table.select(window=table.time // (W * DAY))
            rows = fetched(numbered.group_by("window").aggregate(many=numbered.count()))
            made[W] = dict(zip(rows["window"].tolist(), rows["many"].tolist(), strict=True))
        return made


def _words(days):
    """Names of the whole numbers that hold the bits of the windows of `days`, and the first window in each."""
    return [(f"bits{days}_{low // WORD}", low) for low in range(0, BLOCK // days, WORD)]


def _bits(window, low):
    """The bits of the windows from `low` on, set where there is a row in them."""
    import ibis

    # Called by its name, which engines share: Ibis has no rule for its own `bit_or` on Spark.
    @ibis.udf.agg.builtin
    def bit_or(bits: int) -> int:
        """The bits that are set in any row."""

    # A one of 64 bits: Spark shifts a written 1 as a number of 32.
    one = window * 0 + 1
    inside = (window >= low) & (window < low + WORD)
    return bit_or(inside.ifelse(one << (window - low), window * 0))


def _counted(packed, days):
    """Contributors active in each window of `days` of a block, by name."""
    length = 7 if days % PACKED[0] else PACKED[0]
    per, names = days // length, {low: name for name, low in _words(length)}
    return {
        f"n{slot}": _any([packed[names[word]] & mask for word, mask in _masks(slot * per, (slot + 1) * per)]).sum()
        for slot in range(BLOCK // days)
    }


def _any(bits):
    """One where one of the `bits` is set, else nought: summing this is many times faster than counting with a filter."""
    together = bits[0]
    for more in bits[1:]:
        together = together | more
    return (together != 0).cast("int64")


def _masks(low, high):
    """The words that hold the bits from `low` to before `high`, each with the mask of those bits."""
    for word in range(low // WORD * WORD, high, WORD):
        yield word, (1 << (min(high - word, WORD))) - (1 << max(low - word, 0))


def _filled(counts, numbers):
    return np.array([counts.get(number, 0) for number in numbers.tolist()], dtype=np.int64)


def _grid(span, cohort, month, active):
    first, last = span.first // (MONTH * DAY), span.last // (MONTH * DAY)
    many = last - first + 1
    grid = np.zeros((many, many), dtype=np.int64)
    grid[cohort - first, month - cohort] = active
    # The last window counts as seen only if the log covers it to its end.
    seen = many - ((last + 1) * MONTH * DAY > span.last + 1)
    age, joined = np.arange(many), np.arange(many)[:, None]
    size = grid[:, 0].copy()
    grid[(joined + age >= seen) & ~((age == 0) & (joined < many))] = -1
    grid[joined + age >= many] = -1
    return Cohorts(np.arange(first, last + 1) * MONTH * DAY, size, grid)
