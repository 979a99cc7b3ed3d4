"""A table of any engine as a log: names replaced by pseudonyms, times by seconds, rows that cannot be used counted.

The names are hashed once each and not once a row: the engine hands over the distinct names, this process hashes them, and the
engine joins the pseudonyms to its rows. No key and no name stands in a query, and what comes out of the log's table holds
pseudonyms only.
"""

from datetime import UTC, date, datetime
from typing import Any, Mapping, NamedTuple

from peerkit.evidence.bots import RULE, is_bot
from peerkit.evidence.columns import Column, plain, shown_name
from peerkit.evidence.engines import asking, version_of
from peerkit.evidence.log import DAY, OPTIONAL, Dropped, Log, Reading, arrow_of
from peerkit.evidence.pseudonyms import pseudonym, usable_key
from peerkit.evidence.times import UNITS, recognised, shown, unit_named

EXAMPLES = 5
"""Rows that are named where some cannot be used; all are counted."""
NAMES_AT_ONCE = 100_000
TRUE = "'true', 't', '1', 'yes'"
EMPTY = frozenset({"", "null", "none", "nan", "na", "n/a", r"\n", "<na>"})
"""Texts, in small letters, that stand for nobody."""


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


def log_of_texts(connection, staged, choice, wishes, origin, *, decimal_comma=False):
    """A `Log` of the table `staged` in a workspace of DuckDB, whose columns are texts named by the parts of a log.

    The table is read once, and goes with all raw names when the log is made.
    """
    ask = asking(connection)
    _not_empty(ask(f"select count(*) from {staged}")[0][0], origin)
    times = recognised(ask, staged, "time", day_first=wishes.day_first, time_unit=wishes.time_unit)
    columns = [part for part in ("contributor", "item", "parent", "kind") if part in choice.columns]
    if "bot" in choice.columns:
        columns.append(f"coalesce(lower(trim(bot)) in ({TRUE}), false) as flag")
    if "merge" in choice.columns:
        columns.append(
            f"coalesce(lower(trim(merge)) in ({TRUE})"
            f" and {_is_truth(choice)} or try_cast(trim(merge) as double) > 1, false) as merge"
        )
    notes = list(times.notes)
    if "amount" in choice.columns:
        columns.append(f"{_amount(ask, staged, decimal_comma, notes)} as amount")
        columns.append("case when trim(amount) <> '' then amount end as written_amount")
    ask(
        f"create table parsed as select rowid + 1 as place, {', '.join(columns)}, {times.sql} as time,"
        f" nullif(trim(time), '') as written from {staged}"
    )
    ask(f"drop table {staged}")
    if "amount" in choice.columns:
        notes += _unread_amounts(ask, origin)
    facts = {"time_forms": dict(times.forms), "time_zones": dict(times.zones)}
    table, dropped, rows = _canonical(connection.table("parsed"), connection, wishes, origin, own=True)
    ask(f"create table log as {connection.compile(table)}")
    for name in ("parsed", "names"):
        ask(f"drop table {name}")
    ask("checkpoint")
    return _log(connection.table("log"), connection, origin, choice, dropped, rows, notes, facts)


def log_of_table(table, choice, wishes, origin, *, own=False):
    """A `Log` of an Ibis `table` whose rows stay where they are; each measure reads them anew.

    `own` is true for a table in a workspace of our own, where the pseudonyms may be stored. A time that is text is read by
    DuckDB from a copy, by other engines only in the ISO form.
    """
    backend = table.get_backend()
    if backend.name == "duckdb" and _text_needed(table, choice):
        return _by_copy(table, backend, choice, wishes, origin, own)
    time, written, notes, facts = _native_time(table, choice, wishes)
    columns = {"contributor": _native_name(table[choice.columns["contributor"]]), "time": time, "written": written}
    columns |= _native_optional(table, choice)
    picked = table.select(**columns)
    canonical, dropped, rows = _canonical(picked, backend, wishes, origin, own=own)
    return _log(canonical, backend, origin, choice, dropped, rows, notes, facts)


def columns_of(table, rows=1_000):
    """The `Column`s of an Ibis table, with values from its first rows."""
    sample = arrow_of(table.limit(rows))
    return [Column(name, _type(dtype), _sampled(sample[name])) for name, dtype in table.schema().items()]


def count_of(table):
    """The number of rows of an Ibis table."""
    return arrow_of(table.agg(rows=table.count()))["rows"][0].as_py()


def _sampled(values):
    import pyarrow as pa

    # Only texts and numbers are judged by their values; others may have no form in Python.
    kind = values.type
    plain = (
        pa.types.is_integer(kind)
        or pa.types.is_floating(kind)
        or pa.types.is_string(kind)
        or pa.types.is_large_string(kind)
    )
    return values.to_pylist() if plain else ()


def _type(dtype):
    if dtype.is_temporal():
        return "time"
    if dtype.is_boolean():
        return "truth"
    return "number" if dtype.is_numeric() else "text"


def _not_empty(rows, origin):
    if not rows:
        lost = sum(each.rows for each in origin.dropped)
        also = f": {lost:,} broken lines, the first is {origin.dropped[0].examples[0]}" if lost else ""
        raise ValueError(f"{origin.name} holds no rows, so there is no log in it{also}")


def _canonical(picked, backend, wishes, origin, *, own):
    """The canonical table, the `Dropped` rows and the number of rows of a table with `contributor`, `time` and `written`.

    Names are joined, so a row whose contributor has no pseudonym is out without a test of its own.
    """
    import ibis

    names = _names(picked, backend, wishes, own)
    rows = count_of(picked)
    _not_empty(rows, origin)
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


def stored(connection, name, rows):
    """The Ibis table `name` in a workspace of DuckDB, made of Arrow `rows`, or with them added."""
    connection.con.register("arriving", rows)
    there = asking(connection)(f"select 1 from duckdb_tables() where table_name = '{name}' and database_name = 'log'")
    begin = f"insert into {name}" if there else f"create table {name} as"
    connection.con.execute(f"{begin} select * from arriving")
    connection.con.unregister("arriving")
    return connection.table(name)


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


def _native_name(column):
    kind = column.type()
    return column if kind.is_string() or kind.is_numeric() else column.cast("string")


def _native_optional(table, choice):
    columns = {}
    for part in ("item", "amount", "parent", "kind"):
        if part in choice.columns:
            columns[part] = table[choice.columns[part]]
    if "bot" in choice.columns:
        flag = table[choice.columns["bot"]]
        if flag.type().is_boolean():
            columns["flag"] = flag
        else:
            columns["flag"] = flag.cast("string").strip().lower().isin(["true", "t", "1", "yes"])
    if "merge" in choice.columns:
        columns["merge"] = _native_merge(table[choice.columns["merge"]], _is_truth(choice)).fill_null(False)
    return columns


def _native_merge(column, truth):
    """True for a merge: a column of truths, or the number of commits that a commit follows."""
    if column.type().is_boolean():
        return column
    if truth:
        return column.cast("string").strip().lower().isin(["true", "t", "1", "yes"])
    return (column if column.type().is_numeric() else column.try_cast("float64")) > 1


def _is_truth(choice):
    """True if the column for merges says yes or no, by its name."""
    return plain(shown_name(choice.columns["merge"])).startswith("is_")


def _text_needed(table, choice):
    """True where a time, or an amount, has to be read from texts."""
    names = choice.columns["time"]
    if isinstance(names, tuple) or table[names].type().is_string():
        return True
    return "amount" in choice.columns and not table[choice.columns["amount"]].type().is_numeric()


def _by_copy(table, backend, choice, wishes, origin, own):
    """A `Log` by way of a copy of the needed columns as text, in a workspace of our own."""
    from peerkit.evidence.engines import workspace

    connection = backend if own else workspace()[0]
    columns = {part: _as_text(table, name) for part, name in choice.columns.items()}
    picked = table.select(**columns)
    if own:
        asking(connection)(f"create table staged as {connection.compile(picked)}")
    else:
        stored(connection, "staged", arrow_of(picked))
    return log_of_texts(connection, "staged", choice, wishes, origin)


def _as_text(table, name):
    if not isinstance(name, tuple):
        return table[name].cast("string")
    parts = [table[each].cast("string").strip() for each in name]
    if len(name) == 3:
        year, month, day = parts
        return year + "-" + month.lpad(2, "0") + "-" + day.lpad(2, "0")
    return parts[0] + " " + parts[1]


def _native_time(table, choice, wishes):
    """Seconds, what was written (empty where nothing was), sentences and facts, for a time that the engine knows."""
    name = choice.columns["time"]
    if isinstance(name, tuple):
        column = _as_text(table, name)
    else:
        column = table[name]
    kind = column.type()
    if kind.is_string():
        written, column = column, column.try_cast("timestamp")
        note = (
            "The times are texts: only the form 2024-05-31 17:00:00 is read on this engine, without a time zone as UTC."
        )
        return column.truncate("s").epoch_seconds(), written, [note], {}
    if kind.is_date():
        column = column.cast("timestamp")
        return _epoch(column), column.cast("string"), ["The times are dates without a clock, read as midnight UTC."], {}
    if kind.is_timestamp():
        zone = kind.timezone or _zone_of_spark(table, name)
        note = [] if zone else ["The times have no time zone and are read as UTC."]
        return (
            _epoch(column),
            column.cast("string"),
            note,
            {"time_zones": {zone or "none": count_of(table)}},
        )
    if not kind.is_numeric():
        raise ValueError(f"column {shown_name(name)} is of type {kind}, and that is no time")
    unit = _unit_of(column, wishes, name)
    note = f"Form of the times: number, read as {unit.name}."
    return _scaled(column, unit), column.cast("string"), [note], {}


def _zone_of_spark(table, name):
    """UTC where Spark's type is a point in time: Ibis gives it and a clock without a zone the same name."""
    backend = table.get_backend()
    if backend.name != "pyspark":
        return None
    kind = backend.raw_sql(backend.compile(table.select(name))).schema[0].dataType.typeName()
    return "UTC" if kind == "timestamp" else None


def _epoch(column):
    # Cut to seconds first: one engine rounds and another cuts.
    return column.truncate("s").epoch_seconds()


def _unit_of(column, wishes, name):
    """The unit in whose range most numbers lie."""
    if wishes.time_unit:
        return unit_named(wishes.time_unit)
    table = column.cast("float64").name("x").as_table()
    counts = table.agg(
        **{f"u{i}": ((table.x >= unit.low) & (table.x < unit.high)).ifelse(1, 0).sum() for i, unit in enumerate(UNITS)}
    )
    counts = [each or 0 for each in arrow_of(counts).to_pylist()[0].values()]
    if not max(counts):
        raise ValueError(
            f"the numbers in column {shown_name(name)} are no times that can be recognised: neither seconds, milliseconds or microseconds "
            "since 1970 nor a spreadsheet's days. Name another column, or their unit (time_unit)"
        )
    return UNITS[counts.index(max(counts))]


def _scaled(column, unit):
    """Whole seconds, rounded down; empty outside a wide range around the unit's own, where a number is no time."""
    if unit.scale == DAY:
        return (((column.cast("float64") - unit.zero) * DAY) + 0.5).floor().cast("int64")
    if unit.scale == 1:
        whole = column.cast("int64") if column.type().is_integer() else column.cast("float64").floor().cast("int64")
    else:
        whole = (column.cast("float64") / round(1 / unit.scale)).floor().cast("int64")
    return whole


def _amount(ask, staged, decimal_comma, notes):
    """SQL for the number in a text, which may have a decimal comma or signs between the thousands."""
    value = "trim(amount)"
    commas, points, thousands = ask(
        f"select count_if(regexp_matches({value}, '^[-+]?[0-9.]*,[0-9]+$')), count_if(contains({value}, '.')),"
        f" count_if(regexp_matches({value}, '^[-+]?[0-9]{{1,3}}(,[0-9]{{3}})+([.][0-9]+)?$')) from {staged}"
    )[0]
    if commas and (decimal_comma or (not points and thousands < commas)):
        notes.append("The comma in amounts is the decimal sign.")
        return f"try_cast(replace(replace({value}, '.', ''), ',', '.') as double)"
    if thousands:
        notes.append("The comma in amounts stands between thousands.")
    return f"try_cast(replace({value}, ',', '') as double)"


def _unread_amounts(ask, origin):
    unread = ask("select count(*), min(place) from parsed where amount is null and written_amount is not null")[0]
    if unread[0]:
        first = ask(f"select written_amount from parsed where place = {unread[1]}")[0][0]
        yield (
            f"{unread[0]:,} amounts are no numbers and count as missing; the first is {shown(first)!r} in {origin.place} {unread[1]:,}."
        )


def _log(table, backend, origin, choice, dropped, rows, notes, facts):
    broken = sum(each.rows for each in origin.dropped)
    total = rows + broken
    kept = total - sum(each.rows for each in dropped)
    columns = {part: f"{shown_name(name)} ({choice.reasons[part]})" for part, name in choice.columns.items()}
    columns.setdefault("item", "none: every row counts as an item of its own")
    reading = Reading(total, kept, dropped, (*origin.notes, *choice.notes, *notes), columns)
    return Log(table, origin.name, version_of(backend), reading, facts)


def texts_of(choice, expressions):
    """SQL for the columns of a staged table: texts by part, where `expressions` gives SQL for each column of the source."""
    wanted = {}
    for part, name in choice.columns.items():
        if not isinstance(name, tuple):
            wanted[part] = expressions[name]
        elif len(name) == 3:
            year, month, day = (f"trim({expressions[each]})" for each in name)
            wanted[part] = f"{year} || '-' || lpad({month}, 2, '0') || '-' || lpad({day}, 2, '0')"
        else:
            wanted[part] = " || ' ' || ".join(f"trim({expressions[each]})" for each in name)
    return {f'"{part}"': expression for part, expression in wanted.items()}
