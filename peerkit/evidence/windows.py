"""Contributions and contributors per window of days, and what each contributor did in each window.

An engine counts (Ibis expressions that give the same rows on DuckDB and Spark); numpy repeats the same counts on logs
that a null has changed. A window of W days is the whole number `time // (86400 W)`: windows begin at midnight UTC,
counted from 1970. The first and the last window of a log are left out unless the log fills them.

Size has two definitions. *Active* contributors are those seen in the window. The *team* are those seen in the
295 days before the window ends.

Source: peerkit's own. The definitions are those of D. Sornette, T. Maillart and G. Ghezzi 2014 (active) and of I. Scholtes,
P. Mavrodiev and F. Schweitzer 2016 (team); the 295 days are said to be theirs, which peerkit has not confirmed.
"""

from typing import NamedTuple

import numpy as np

from peerkit.evidence.log import DAY, fetched

WINDOWS = (1, 5, 7, 30, 90)
"""Lengths of windows [day]."""
TRAILING = 295
"""Days for which a contributor belongs to the team after a contribution [day]."""
OUTPUTS = {"count": "contributions", "amount": "amount"}
"""The measures of output, and their columns."""


def panel(log, window_days):
    """An Ibis table with one row per contributor and window: contributions, and amount where the log has one.

    >>> from peerkit.evidence.log import log_of
    >>> log = log_of({"contributor": ["a", "a", "b"], "time": [0, 5, 86400], "item": ["x", "y", "z"]}, "three")
    >>> rows = fetched(panel(log, 1).order_by("contributor"))
    >>> rows["contributor"].tolist(), rows["window"].tolist(), rows["contributions"].tolist()
    (['a', 'b'], [0, 1], [2, 1])
    """
    table = log.table
    sums = {"contributions": table.count()}
    if log.has("amount"):
        sums["amount"] = table.amount.sum()
    return table.group_by(contributor=table.contributor, window=_window(table.time, window_days * DAY)).agg(**sums)


def window_table(log, window_days):
    """An Ibis table with one row per window that has contributions: contributors active in it, contributions, amount.

    `once` counts those with exactly one contribution in the window.

    >>> from peerkit.evidence.log import log_of
    >>> log = log_of({"contributor": ["a", "a", "b"], "time": [0, 5, 86400], "item": ["x", "y", "z"]}, "three")
    >>> rows = fetched(window_table(log, 5))
    >>> rows["window"].tolist(), rows["active"].tolist(), rows["contributions"].tolist()
    ([0], [2], [3])
    """
    pairs = panel(log, window_days)
    once = (pairs.contributions == 1).cast("int64").sum()
    sums = {"active": pairs.count(), "once": once, "contributions": pairs.contributions.sum()}
    if log.has("amount"):
        sums["amount"] = pairs.amount.sum()
    return pairs.group_by("window").agg(**sums).order_by("window")


def team_by_day(log, trailing_days=TRAILING):
    """An Ibis table with the team at the end of each day on which it changes.

    Everyone joins with a contribution and leaves with the next one (and joins again) or after the trailing days, so the
    team is the sum of all +1 and -1 so far. No engine has to compare a day with all the days before it.

    >>> from peerkit.evidence.log import log_of
    >>> log = log_of({"contributor": ["a", "b"], "time": [0, 86400], "item": ["x", "y"]}, "two")
    >>> rows = fetched(team_by_day(log, 10))
    >>> rows["day"].tolist(), rows["team"].tolist()
    ([0, 1, 10, 11], [1, 2, 1, 0])
    """
    import ibis

    days = log.table.select("contributor", day=_window(log.table.time, DAY)).distinct()
    following = days.day.lead().over(ibis.window(group_by="contributor", order_by="day"))
    lapsing = days.day + trailing_days
    until = ibis.ifelse(following.isnull() | (following > lapsing), lapsing, following)
    stays = days.select(start=days.day, until=until)
    joined = stays.select(day=stays.start, change=ibis.literal(1, "int64"))
    left = stays.select(day=stays.until, change=ibis.literal(-1, "int64"))
    both = ibis.union(joined, left)
    changes = both.group_by("day").agg(change=both.change.sum())
    team = changes.change.sum().over(ibis.cumulative_window(order_by="day"))
    return changes.select("day", team=team).order_by("day")


def panel_rows(log, window_days=1):
    """The number of rows that `panel` would hand over: ask before fetching it.

    >>> from peerkit.evidence.log import log_of
    >>> panel_rows(log_of({"contributor": ["a", "a", "b"], "time": [0, 5, 86400], "item": ["x", "y", "z"]}, "three"))
    2
    """
    pairs = panel(log, window_days)
    return int(fetched(pairs.aggregate(rows=pairs.count()))["rows"][0])


def _window(seconds, length):
    # A difference and a quotient without a remainder: engines agree on them, and on dates before 1970 too.
    return (seconds // length).cast("int64")


class Span(NamedTuple):
    """The first and the last day with a contribution (days since 1970), and the number of contributions."""

    first: int
    last: int
    rows: int

    @property
    def days(self):
        """Days from the first to the last contribution, both counted."""
        return self.last - self.first + 1


def span(log):
    """The `Span` of a log; None if it is empty."""
    table = log.table
    ends = fetched(table.aggregate(first=table.time.min(), last=table.time.max(), rows=table.count()))
    if not ends["rows"][0]:
        return None
    return Span(int(ends["first"][0]) // DAY, int(ends["last"][0]) // DAY, int(ends["rows"][0]))


class Counts(NamedTuple):
    """Every complete window of a log, in order: contributors active, team, contributions, and amount or None.

    `once` counts contributors with exactly one contribution.

    `settled` is true where a whole trailing window lies behind the end of the window: before that the team only grows
    because the log has just begun.
    """

    active: np.ndarray
    team: np.ndarray
    contributions: np.ndarray
    amount: np.ndarray | None
    once: np.ndarray
    settled: np.ndarray


class Pairs(NamedTuple):
    """One row per contributor and window (both whole numbers from 0), sorted: contributions, and amount or None."""

    author: np.ndarray
    window: np.ndarray
    contributions: np.ndarray
    amount: np.ndarray | None


def complete_windows(span, window_days):
    """The first complete window of a log and the number of complete ones.

    >>> complete_windows(Span(3, 21, 9), 5)
    (1, 3)
    """
    first = -(-span.first // window_days)
    return first, max((span.last + 1) // window_days - first, 0)


def engine_counts(log, span, window_days, team):
    """The `Counts` of one length of windows, counted by the engine of the log; `team` as `dense_team` hands it back."""
    rows = fetched(window_table(log, window_days))
    first, many = complete_windows(span, window_days)
    place = np.asarray(rows["window"], np.int64) - first
    inside = (place >= 0) & (place < many)

    def dense(column, kind):
        values = np.zeros(many, kind)
        values[place[inside]] = np.nan_to_num(np.asarray(column, kind))[inside] if kind is float else column[inside]
        return values

    return _with_team(
        span,
        window_days,
        team,
        dense(rows["active"], np.int64),
        dense(rows["contributions"], np.int64),
        dense(rows["amount"], float) if "amount" in rows else None,
        dense(rows["once"], np.int64),
    )


def dense_team(log, span, trailing_days=TRAILING):
    """The team at the end of every day of the log."""
    rows = fetched(team_by_day(log, trailing_days))
    place = np.searchsorted(rows["day"], np.arange(span.first, span.last + 1), "right") - 1
    return np.asarray(rows["team"], np.int64)[place]


def _with_team(span, window_days, team, active, contributions, amount, once):
    first, many = complete_windows(span, window_days)
    ends = window_days * (first + 1 + np.arange(many)) - span.first
    return Counts(active, team[ends - 1], contributions, amount, once, ends >= TRAILING)


def fetched_panel(log, span):
    """Contributor and day of a whole log as `Pairs`, days counted from its first one."""
    rows = fetched(panel(log, 1))
    amount = np.nan_to_num(np.asarray(rows["amount"], float)) if "amount" in rows else None
    author = _numbers(rows)
    return sorted_pairs(author, rows["window"] - span.first, rows["contributions"], amount, span.days)


def _numbers(rows):
    """A number for each contributor that follows from what it did, so that a null draws the same with any pseudonyms.

    Contributors are ordered by a hash of their days. Those with an equal hash did the same on the same days, and it makes
    no difference which one is drawn.
    """
    import pandas as pd

    author, names = pd.factorize(rows["contributor"])
    did = pd.DataFrame({name: np.asarray(rows[name], np.int64) for name in ("window", "contributions")})
    if "amount" in rows:
        # Engines add floats in different orders: what they agree on counts.
        did["amount"] = np.nan_to_num(np.asarray(rows["amount"], float)).astype(np.float32)
    history = np.zeros(names.size, np.uint64)
    np.add.at(history, author, pd.util.hash_pandas_object(did, index=False).to_numpy())
    number = np.empty(names.size, np.int64)
    number[np.argsort(history, kind="stable")] = np.arange(names.size)
    return number[author]


def sorted_pairs(author, day, contributions, amount, days):
    """`Pairs` of these columns, sorted by author and day, with equal ones added up; all days are below `days`."""
    key = np.asarray(author, np.int64) * days + day
    order = np.argsort(key)
    return _merged(key[order], days, contributions[order], None if amount is None else amount[order])


def _merged(key, many, contributions, amount):
    starts = np.flatnonzero(np.diff(key, prepend=-1))
    author, place = np.divmod(key[starts], many)
    return Pairs(
        author,
        place,
        np.add.reduceat(contributions, starts) if starts.size else contributions,
        None if amount is None else np.add.reduceat(amount, starts) if starts.size else amount,
    )


def pairs_of(daily, span, window_days):
    """Contributor and window as `Pairs`, from contributor and day: complete windows only, counted from the first one."""
    first, many = complete_windows(span, window_days)
    place = (daily.window + span.first) // window_days - first
    inside = (place >= 0) & (place < many)
    amount = None if daily.amount is None else daily.amount[inside]
    key = daily.author[inside] * max(many, 1) + place[inside]
    return _merged(key, max(many, 1), daily.contributions[inside], amount)


def counts_of(pairs, span, window_days, team):
    """The `Counts` of one length of windows, counted by numpy from `pairs`; equal to those of an engine."""
    _, many = complete_windows(span, window_days)
    return _with_team(
        span,
        window_days,
        team,
        np.bincount(pairs.window, minlength=many),
        np.bincount(pairs.window, pairs.contributions, many).astype(np.int64),
        None if pairs.amount is None else np.bincount(pairs.window, pairs.amount, many),
        np.bincount(pairs.window[pairs.contributions == 1], minlength=many),
    )


def team_of(daily, span, trailing_days=TRAILING):
    """The team at the end of every day of a log, from contributor and day."""
    lapsing = daily.window + trailing_days
    same = np.append(daily.author[1:] == daily.author[:-1], False)
    following = np.where(same, np.append(daily.window[1:], 0), lapsing)
    until = np.minimum(following, lapsing)
    joined = np.bincount(daily.window, minlength=span.days)
    left = np.bincount(until[until < span.days], minlength=span.days)
    return np.cumsum(joined - left)
