"""A log from a table that an engine holds, an Ibis table with types of its own; its rows stay where they are."""

from peerkit.evidence.canonical import canonical, count_of, log_with, stored
from peerkit.evidence.columns import Column, shown_name
from peerkit.evidence.engines import asking, workspace
from peerkit.evidence.log import DAY, arrow_of
from peerkit.evidence.staged_texts import TRUE, is_truth, log_of_texts
from peerkit.evidence.times import UNITS, unit_named


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
    rows_of_log, dropped, rows = canonical(picked, backend, wishes, origin, own=own)
    return log_with(rows_of_log, backend, origin, choice, dropped, rows, notes, facts)


def columns_of(table, rows=1_000):
    """The `Column`s of an Ibis table, with values from its first rows."""
    sample = arrow_of(table.limit(rows))
    return [Column(name, _type(dtype), _sampled(sample[name])) for name, dtype in table.schema().items()]


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
            columns["flag"] = flag.cast("string").strip().lower().isin(TRUE)
    if "merge" in choice.columns:
        columns["merge"] = _native_merge(table[choice.columns["merge"]], is_truth(choice)).fill_null(False)
    return columns


def _native_merge(column, truth):
    """True for a merge: a column of truths, or the number of commits that a commit follows."""
    if column.type().is_boolean():
        return column
    if truth:
        return column.cast("string").strip().lower().isin(TRUE)
    return (column if column.type().is_numeric() else column.try_cast("float64")) > 1


def _text_needed(table, choice):
    """True where a time, or an amount, has to be read from texts."""
    names = choice.columns["time"]
    if isinstance(names, tuple) or table[names].type().is_string():
        return True
    return "amount" in choice.columns and not table[choice.columns["amount"]].type().is_numeric()


def _by_copy(table, backend, choice, wishes, origin, own):
    """A `Log` by way of a copy of the needed columns as text, in a workspace of our own."""
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
