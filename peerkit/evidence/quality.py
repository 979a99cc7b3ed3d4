"""The state of a log before anything is measured in it: what was left out, and what would mislead.

Every remark follows a rule that is stated beside it. Counts come from the engine as small tables: totals, rows a day, and the
number of contributors by how much they contributed.

Source: peerkit's own rules; the faults are those that real logs showed.
"""

import time as clock
from datetime import UTC, datetime
from typing import Any, Mapping, NamedTuple

import numpy as np

from peerkit.evidence.log import DAY, Dropped, fetched

GAP_DAYS = 30
GAP_TIMES = 10
"""An empty spell is remarkable if it lasts longer than 30 days and 10 times the typical step between days with rows."""
TIE_SHARE = 0.01
TIE_ROWS = 20
"""A single second is remarkable with at least 20 rows and 1 % of all."""
BURST_SHARE = 0.05
BURST_TIMES = 50
"""A day is remarkable with 5 % of all rows and 50 times the median of days with rows."""
EARLY_SHARE = 0.005
"""At most this share of rows may lie before an empty spell that makes them suspect."""
PILE_SHARE = 0.05
PILE_PEOPLE = 20
"""The largest number of contributions is a likely limit if 20 people and 5 % of all stand within 2 % of it."""
PILE_FROM = 5
EXPORT_LIMITS = frozenset(
    {65_535, 65_536, 1_048_575, 1_048_576} | {lead * 10**power for lead in (1, 2, 5) for power in range(3, 9)}
)
"""Numbers of rows at which spreadsheets and exports stop."""
FEW_CONTRIBUTORS = 10
FEW_DAYS = 30
SAMPLED_FROM = 20_000_000
"""Rows from which duplicates are counted for one contributor in sixteen."""


class Quality(NamedTuple):
    """The report: rows, span, counts by fault, and `sentences` for an analyst, the most important first."""

    name: str
    engine: str
    rows: int
    kept: int
    dropped: tuple[Dropped, ...]
    columns: Mapping[str, str]
    contributors: int
    first: int
    last: int
    days: int
    active_days: int
    duplicates: int
    zones: Mapping[str, int]
    future: int
    early: int
    gaps: tuple[tuple[int, int], ...]
    ties: tuple[tuple[int, int], ...]
    bursts: tuple[tuple[int, int], ...]
    midnight: int
    limit: Mapping[str, int]
    negative_amounts: int
    missing_amounts: int
    notes: tuple[str, ...]
    sentences: tuple[str, ...]

    def as_dict(self):
        """The report as lists, texts and numbers, ready for JSON; times are texts in UTC."""
        answer: dict[str, Any] = {
            **self._asdict(),
            "columns": dict(self.columns),
            "zones": dict(self.zones),
            "limit": dict(self.limit),
        }
        answer["dropped"] = [{**each._asdict(), "examples": list(each.examples)} for each in self.dropped]
        answer["dropped_share"] = 0.0 if not self.rows else 1 - self.kept / self.rows
        answer["first"], answer["last"] = _moment(self.first), _moment(self.last)
        answer["gaps"] = [{"from": _day(start), "days": length} for start, length in self.gaps]
        answer["ties"] = [{"time": _moment(second), "rows": rows} for second, rows in self.ties]
        answer["bursts"] = [{"day": _day(day), "rows": rows} for day, rows in self.bursts]
        answer["notes"], answer["sentences"] = list(self.notes), list(self.sentences)
        return answer


def quality(log, now=None):
    """The `Quality` of a log; times after `now` [s] count as future.

    >>> from peerkit.evidence.log import log_of
    >>> three = log_of({"contributor": ["a", "a", "b"], "time": [0, 0, 90_000], "item": ["x", "x", "y"]}, "three")
    >>> report = quality(three, now=1e6)
    >>> report.duplicates, report.contributors, report.days
    (1, 2, 2)
    """
    now = clock.time() if now is None else now
    totals = _totals(log, now)
    rows = totals["rows"]
    if not rows:
        return _empty(log)
    day, many = _days(log)
    early = _early(day, many)
    gaps = _gaps(day[early:], many[early:])
    ties = _ties(log, day, many, rows) if totals["midnight"] < 0.9 * rows else ()
    report = Quality(
        name=log.name,
        engine=log.engine,
        rows=log.reading.rows,
        kept=log.reading.kept,
        dropped=tuple(log.reading.dropped),
        columns=log.reading.columns,
        contributors=totals["contributors"],
        first=totals["first"],
        last=totals["last"],
        days=int(day[-1] - day[0] + 1),
        active_days=len(day),
        duplicates=_duplicates(log, rows),
        zones=dict(log.facts.get("time_zones", {})),
        future=totals["future"],
        early=int(many[:early].sum()),
        gaps=gaps,
        ties=ties,
        bursts=_bursts(day, many, rows),
        midnight=totals["midnight"],
        limit=_limit(log, totals["contributors"]),
        negative_amounts=totals.get("negative", 0),
        missing_amounts=totals.get("unknown", 0),
        notes=tuple(log.reading.notes),
        sentences=(),
    )
    return report._replace(sentences=tuple(_sentences(report, int(day[early]) * DAY if early else None)))


def _totals(log, now):
    table = log.table
    wanted = {
        "rows": table.count(),
        "contributors": table.contributor.nunique(),
        "first": table.time.min(),
        "last": table.time.max(),
        "future": (table.time > int(now)).ifelse(1, 0).sum(),
        # Integer division that rounds alike on every engine; times before 1970 are no midnight that matters.
        "midnight": (table.time == (table.time // DAY) * DAY).ifelse(1, 0).sum(),
    }
    if log.has("amount"):
        wanted["negative"] = (table.amount < 0).ifelse(1, 0).sum()
        wanted["unknown"] = table.amount.isnull().ifelse(1, 0).sum()
    return {name: _whole(values[0]) for name, values in fetched(table.agg(**wanted)).items()}


def _whole(value):
    return 0 if value is None or value != value else int(value)


def _days(log):
    """Days with rows, as numbers since 1970-01-01, and their rows."""
    table = log.table
    days = fetched(table.group_by(day=(table.time // DAY).cast("int64")).agg(rows=table.count()).order_by("day"))
    return np.asarray(days["day"], dtype=np.int64), np.asarray(days["rows"], dtype=np.int64)


def _early(day, many):
    """The number of days with rows that lie before the log really begins; 0 if it begins with its first day.

    Few rows, then an empty spell of over a year that is longer than half of all that follows, or that is remarkable beside the
    rest's longest one.
    """
    if len(day) < 3:
        return 0
    steps = np.diff(day)
    before = np.cumsum(many)[:-1] <= max(EARLY_SHARE * many.sum(), 1)
    rest = day[-1] - day[1:]
    suspect = np.flatnonzero(before & (steps > 365) & (steps > rest / 4))
    return int(suspect[-1] + 1) if len(suspect) else 0


def _gaps(day, many):
    """The longest empty spells that are remarkable: the day after which each begins, and its days without a row."""
    steps = np.diff(day)
    if not len(steps):
        return ()
    typical = float(np.median(steps))
    longest = np.argsort(-steps, kind="stable")[:3]
    return tuple((int(day[at]), int(steps[at] - 1)) for at in longest if steps[at] > max(GAP_DAYS, GAP_TIMES * typical))


def _ties(log, day, many, rows):
    """Seconds with suspiciously many rows; only days with enough rows for one are looked at."""
    fewest = max(TIE_ROWS, int(np.ceil(TIE_SHARE * rows)))
    days = day[many >= fewest]
    if not len(days):
        return ()
    table = log.table
    near = table.filter((table.time // DAY).cast("int64").isin(days.tolist()))
    seconds = near.group_by("time").agg(rows=near.count())
    ties = fetched(seconds.filter(seconds.rows >= fewest).order_by([seconds.rows.desc(), "time"]).limit(5))
    return tuple((int(second), int(each)) for second, each in zip(ties["time"], ties["rows"], strict=True))


def _bursts(day, many, rows):
    if len(day) < 10:
        return ()
    remarkable = (many >= BURST_SHARE * rows) & (many >= BURST_TIMES * np.median(many))
    order = np.flatnonzero(remarkable)
    return tuple((int(day[at]), int(many[at])) for at in order[np.argsort(-many[order], kind="stable")][:5])


def _duplicates(log, rows):
    """Rows beyond the first with the same contributor, time and item."""
    table, factor = log.table, 1
    if str(log.reading.columns.get("item", "")).startswith("none:"):
        return 0
    if rows > SAMPLED_FROM:
        # Pseudonyms are random digits, so those that begin with 0 are a fair sixteenth of the contributors.
        table, factor = table.filter(table.contributor.startswith("0")), 16
    groups = table.group_by(["contributor", "time", "item"]).agg(rows=table.count())
    beyond = fetched(groups.filter(groups.rows > 1).agg(rows=(groups.rows - 1).sum()))["rows"][0]
    return factor * _whole(beyond)


def _limit(log, contributors):
    """The largest number of contributions and the people who stand at it, where that looks like a limit of the source."""
    table = log.table
    each = table.group_by("contributor").agg(size=table.count())
    sizes = fetched(each.group_by("size").agg(people=each.count()).order_by("size"))
    size, people = np.asarray(sizes["size"]), np.asarray(sizes["people"])
    top = int(size[-1])
    pile = int(people[size >= 0.98 * top].sum())
    if top >= PILE_FROM and pile >= max(PILE_PEOPLE, PILE_SHARE * contributors):
        return {"contributions": top, "people": pile}
    return {}


def _empty(log):
    zero = dict.fromkeys(
        ("contributors", "first", "last", "days", "active_days", "duplicates", "future", "early", "midnight"), 0
    )
    return Quality(
        name=log.name,
        engine=log.engine,
        rows=log.reading.rows,
        kept=0,
        dropped=tuple(log.reading.dropped),
        columns=log.reading.columns,
        **zero,
        zones={},
        gaps=(),
        ties=(),
        bursts=(),
        limit={},
        negative_amounts=0,
        missing_amounts=0,
        notes=tuple(log.reading.notes),
        sentences=("The log is empty: nothing can be measured.",),
    )


def _sentences(report, begins):
    q = report
    yield (
        f"The log has {_many(q.kept, 'contribution')} by {_many(q.contributors, 'contributor')} from {_day(q.first // DAY)} to"
        f" {_day(q.last // DAY)}, with contributions on {q.active_days:,} of {_many(q.days, 'day')}."
    )
    lost = q.rows - q.kept
    if lost > 0:
        share = 100 * lost / q.rows
        parts = "; ".join(f"{each.reason.partition(' (')[0]}: {each.rows:,}" for each in q.dropped)
        yield f"Of {q.rows:,} rows {lost:,} were left out ({'less than 0.1' if share < 0.1 else f'{share:.1f}'}%): {parts}."
    if q.contributors == 1:
        yield "There is one contributor only: nothing can be said about a community."
    elif q.contributors < FEW_CONTRIBUTORS:
        yield f"With {q.contributors} contributors every figure depends on single people."
    if q.days == 1:
        yield "All contributions lie on one day: nothing can be said about growth, staying or leaving."
    elif q.first == q.last:
        yield "All contributions carry the same time: nothing can be said about growth, staying or leaving."
    elif q.days < FEW_DAYS:
        yield f"The log covers {q.days} days: that is too short for growth, staying or leaving."
    if q.early:
        yield (
            f"{_many(q.early, 'row')} {'lies' if q.early == 1 else 'lie'} long before the rest, the first on {_day(q.first // DAY)},"
            f" probably by a wrong clock. Read from {_day(begins // DAY)} on (--since {_day(begins // DAY)})."
        )
    if q.future:
        yield f"{_many(q.future, 'row')} {'lies' if q.future == 1 else 'lie'} in the future."
    if q.duplicates:
        about = "about " if q.kept > SAMPLED_FROM else ""
        yield f"{about}{_many(q.duplicates, 'row')} repeat another one with the same contributor, time and item.".capitalize()
    if q.midnight >= 0.9 * q.kept:
        yield "The times are dates without a clock: nothing shorter than a day can be told apart."
    for second, rows in q.ties[:1]:
        others = f", and {len(q.ties) - 1} other times are alike" if len(q.ties) > 1 else ""
        yield f"{rows:,} rows carry the same second, {_moment(second)}{others}: probably an import or a squashed history."
    for day, rows in q.bursts[:1]:
        yield f"{rows:,} rows ({100 * rows / q.kept:.0f} % of all) lie on {_day(day)} alone: probably an import, not the work of a day."
    for start, days in q.gaps[:1]:
        yield f"Nothing happens for {days:,} days after {_day(start)}. Is a part of the log missing?"
    if q.limit:
        yield (
            f"{q.limit['people']:,} contributors stand at the largest number of contributions, {q.limit['contributions']:,}, or just "
            "below: the source probably cuts off there, so concentration is understated."
        )
    if q.rows in EXPORT_LIMITS:
        yield f"The source has exactly {q.rows:,} rows: exports often stop at such a number. Is the rest missing?"
    if q.negative_amounts:
        yield f"{_many(q.negative_amounts, 'amount')} are negative: sums take them off."
    if q.missing_amounts:
        yield f"{_many(q.missing_amounts, 'amount')} are missing."


def _many(number, word):
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _moment(second):
    return datetime.fromtimestamp(int(second), UTC).strftime("%Y-%m-%d %H:%M:%S") if abs(second) < 6e10 else str(second)


def _day(day):
    return _moment(int(day) * DAY)[:10]
