"""Rows of any engine in the one form of a log: names replaced by pseudonyms, rows that cannot be used counted.

The names are hashed once each and not once a row: the engine hands over the distinct names, this process hashes them, and the
engine joins the pseudonyms to its rows. No key and no name stands in a query, and what comes out of the log's table holds
pseudonyms only.
"""

from datetime import UTC, date, datetime
from typing import Any, Mapping, NamedTuple

from peerkit.evidence.bots import RULE, is_bot
from peerkit.evidence.columns import shown_name
from peerkit.evidence.engines import asking, version_of
from peerkit.evidence.log import DAY, OPTIONAL, Dropped, Log, Reading, arrow_of
from peerkit.evidence.pseudonyms import pseudonym, usable_key
from peerkit.evidence.times import shown

EXAMPLES = 5
"""Rows that are named where some cannot be used; all are counted."""
NAMES_AT_ONCE = 100_000
EMPTY = frozenset({"", "null", "none", "nan", "na", "n/a", r"\n", "<na>"})
"""Texts, in small letters, that stand for nobody."""
REASONS = {
    "nobody": "the contributor is missing",
    "bot": "the contributor is a program",
    "merge": "a merge, which repeats the work of others",
    "none": "the time is missing",
    "unread": "the time cannot be read",
    "future": "the time lies in the future",
    "late": "later than asked for",
    "early": "earlier than asked for",
}


class Wishes(NamedTuple):
    """Choices of the analyst for reading: columns, key, now [s], order of dates, unit of numbers, bots kept, first and last time [s]."""

    key: bytes
    now: float
    columns: Mapping[str, Any] | None = None
    day_first: bool | None = None
    time_unit: str | None = None
    bots: bool = False
    since: int | None = None
    until: int | None = None


class Origin(NamedTuple):
    """A source that becomes a log: its name, rows dropped before and sentences so far, and the word for a place in it."""

    name: str
    dropped: tuple[Dropped, ...] = ()
    notes: tuple[str, ...] = ()
    place: str = "row"


def seconds(moment):
    """Seconds since 1970 of a number, a date, or a text such as 2024-05-31; dates are midnight UTC [s].

    >>> seconds("1970-01-02"), seconds(60)
    (86400, 60)
    """
    if moment is None or isinstance(moment, (int, float)):
        return moment
    if isinstance(moment, str):
        try:
            moment = datetime.fromisoformat(moment)
        except ValueError:
            raise ValueError(f"a time limit is a date such as 2024-05-31, got {moment!r}") from None
    if isinstance(moment, date) and not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def canonical(picked, backend, wishes, origin, *, own):
    """The canonical table, the `Dropped` rows and the number of rows of a table with `contributor`, `time` and `written`.

    Names are joined, so a row whose contributor has no pseudonym is out without a test of its own.
    """
    import ibis

    names = _names(picked, backend, wishes, own)
    rows = count_of(picked)
    not_empty(rows, origin)
    joined = picked.rename(raw="contributor").join(names, "raw")
    latest = int(min(wishes.now + DAY, wishes.until if wishes.until is not None else wishes.now + DAY))
    flagged = joined.bot if "flag" not in joined.columns else joined.bot | joined.flag.fill_null(False)
    if wishes.bots:
        flagged = ibis.literal(False)
    merge = joined.merge if "merge" in joined.columns else ibis.literal(False)
    reason = ibis.cases(
        (flagged, "bot"),
        (merge, "merge"),
        (joined.time.isnull() & joined.written.isnull(), "none"),
        (joined.time.isnull(), "unread"),
        (joined.time > int(wishes.now) + DAY, "future"),
        (joined.time > latest, "late"),
        (joined.time < (wishes.since if wishes.since is not None else -(2**62)), "early"),
        else_="kept",
    )
    counted = arrow_of(joined.select(reason=reason).group_by("reason").agg(rows=ibis._.count())).to_pylist()
    counts = {each["reason"]: each["rows"] for each in counted}
    counts["nobody"] = rows - sum(counts.values())
    dropped = _dropped(counts, wishes, origin, picked, joined.select(*joined.columns, reason=reason))
    if not counts.get("kept"):
        raise ValueError(_nothing_kept(origin, rows, dropped))
    if sum(many for each, many in counts.items() if each not in ("kept", "nobody")):
        joined = joined.filter(reason == "kept")
    return _shaped(joined), dropped, rows


def log_with(table, backend, origin, choice, dropped, rows, notes, facts):
    """The `Log` of a canonical table, with what was read, dropped and guessed on the way."""
    broken = sum(each.rows for each in origin.dropped)
    total = rows + broken
    kept = total - sum(each.rows for each in dropped)
    columns = {part: f"{shown_name(name)} ({choice.reasons[part]})" for part, name in choice.columns.items()}
    columns.setdefault("item", "none: every row counts as an item of its own")
    reading = Reading(total, kept, dropped, (*origin.notes, *choice.notes, *notes), columns)
    return Log(table, origin.name, version_of(backend), reading, facts)


def count_of(table):
    """The number of rows of an Ibis table."""
    return arrow_of(table.agg(rows=table.count()))["rows"][0].as_py()


def stored(connection, name, rows):
    """The Ibis table `name` in a workspace of DuckDB, made of Arrow `rows`, or with them added."""
    connection.con.register("arriving", rows)
    there = asking(connection)(f"select 1 from duckdb_tables() where table_name = '{name}' and database_name = 'log'")
    begin = f"insert into {name}" if there else f"create table {name} as"
    connection.con.execute(f"{begin} select * from arriving")
    connection.con.unregister("arriving")
    return connection.table(name)


def not_empty(rows, origin):
    """Refuse a source without `rows`, naming the first broken line where there were only broken ones."""
    if not rows:
        lost = sum(each.rows for each in origin.dropped)
        also = f": {lost:,} broken lines, the first is {origin.dropped[0].examples[0]}" if lost else ""
        raise ValueError(f"{origin.name} holds no rows, so there is no log in it{also}")


def _shaped(joined):
    """The columns of the contract, in its order and with its types."""
    import ibis

    columns = {"contributor": joined.contributor, "time": joined.time.cast("int64")}
    if "item" in joined.columns:
        columns["item"] = joined.item.cast("string")
    else:
        columns["item"] = ibis.row_number().over().cast("string")
    for part in OPTIONAL:
        if part in joined.columns:
            columns[part] = joined[part].cast("float64" if part == "amount" else "string")
    return joined.select(**columns)


def _dropped(counts, wishes, origin, picked, joined):
    dropped = list(origin.dropped)
    for reason, words in REASONS.items():
        if counts.get(reason):
            if reason == "bot":
                words += f" (rule: {RULE}" + (
                    ", or the column that marks programs)" if "flag" in picked.columns else ")"
                )
            dropped.append(Dropped(words, counts[reason], _examples(reason, origin, picked, joined)))
    return tuple(dropped)


def _examples(reason, origin, picked, joined):
    """Places of the first rows, and the value where the time is wrong; nothing where the source numbers no rows."""
    if "place" not in picked.columns or reason in ("late", "early", "bot", "merge"):
        return ()
    if reason == "nobody":
        blank = picked.contributor.isnull() | picked.contributor.cast("string").strip().lower().isin(sorted(EMPTY))
        rows = picked.filter(blank)
    else:
        rows = joined.filter(joined.reason == reason)
    first = arrow_of(rows.order_by("place").limit(EXAMPLES).select("place", "written")).to_pylist()
    value = reason in ("unread", "future")
    return tuple(
        f"{origin.place} {each['place']:,}" + (f": {shown(str(each['written']))}" if value else "") for each in first
    )


def _nothing_kept(origin, rows, dropped):
    reasons = "; ".join(f"{each.reason.partition(' (')[0]} in {each.rows:,}" for each in dropped)
    return f"none of the {rows:,} rows of {origin.name} can be used: {reasons}"


def _names(picked, backend, wishes, own):
    """The table of distinct names with their pseudonyms, in the engine: columns `raw`, `contributor`, `bot`."""
    import pyarrow as pa

    distinct = picked.select(raw="contributor").filter(picked.contributor.notnull()).distinct()
    if own:
        # A second cursor, because the first would lose the rows that it still has to hand over.
        reader = backend.con.cursor().execute(str(backend.compile(distinct))).to_arrow_reader(NAMES_AT_ONCE)
        stored(backend, "names", _with_pseudonyms(reader.schema.empty_table(), wishes))
        for batch in reader:
            stored(backend, "names", _with_pseudonyms(pa.Table.from_batches([batch]), wishes))
        return backend.table("names")
    names = _with_pseudonyms(arrow_of(distinct), wishes)
    if backend.name == "pyspark":
        name = f"peerkit_names_{id(names)}"
        backend._session.createDataFrame(names).createOrReplaceTempView(name)
        return backend.table(name)
    import ibis

    return ibis.memtable(names)


def _with_pseudonyms(table, wishes):
    import pyarrow as pa

    key = usable_key(wishes.key)
    raw = table.column(0)
    names = [_plain(each) for each in raw.to_pylist()]
    keep = [name.lower() not in EMPTY for name in names]
    kept = [name for name, here in zip(names, keep, strict=True) if here]
    return pa.table(
        {
            "raw": raw.filter(pa.array(keep, pa.bool_())),
            "contributor": pa.array([pseudonym(key, name) for name in kept], pa.string()),
            "bot": pa.array([is_bot(name) for name in kept], pa.bool_()),
        }
    )


def _plain(value):
    """A name as text: without blanks around it, and 7.0 as 7, since a missing number turns the others into fractions."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()
