"""A log of contributions: one table with the same columns for every source, and what reading it left out.

The table is an Ibis expression, so the engine that holds the rows does the work and hands back only small exact tables.

================  =======  ==================================================================
`contributor`     string   a pseudonym (`peerkit.evidence.pseudonyms`); raw names stay with the reader
`time`            int64    whole seconds since 1970-01-01, UTC [s]
`item`            string   what was contributed to or made: a commit, a page, a post
`amount`          float64  optional: lines, bytes, plays; what one contribution amounts to
`parent`          string   optional: the item that this one builds on
`kind`            string   optional: what kind of contribution it is
================  =======  ==================================================================

Seconds and not timestamps, because casts of timestamps round on one engine and cut on another.
"""

from dataclasses import dataclass, field
from typing import Any, Mapping, NamedTuple

REQUIRED = ("contributor", "time", "item")
OPTIONAL = ("amount", "parent", "kind")
DAY = 86_400
"""Seconds in a day [s]."""


class Dropped(NamedTuple):
    """Rows that could not be used: the reason as a phrase, how many, and the first few as the source has them.

    An example names its place (a line, a revision) and never a contributor.
    """

    reason: str
    rows: int
    examples: tuple[str, ...] = ()


class Reading(NamedTuple):
    """Rows in the source, rows kept, rows dropped by reason, and sentences that an analyst must know.

    `columns` says for each column of the table where it comes from: a column of the source, or a rule.
    """

    rows: int
    kept: int
    dropped: tuple[Dropped, ...] = ()
    notes: tuple[str, ...] = ()
    columns: Mapping[str, str] = {}


@dataclass(frozen=True)
class Log:
    """A log as every measure takes it. `name` may be shown (no folder in it), `engine` says what computes, with its version.

    `table` is an Ibis table with the columns above; `reading` a `Reading`.
    """

    table: Any
    name: str
    engine: str
    reading: Reading
    facts: Mapping[str, Any] = field(default_factory=dict)

    def has(self, column):
        """True if the log has the optional `column`."""
        return column in self.table.columns


def log_of(columns, name, notes=()):
    """A `Log` of columns in memory (a mapping of names to arrays, or a pandas frame), whose contributors are pseudonyms already.

    >>> log = log_of({"contributor": ["a", "a", "b"], "time": [0, 5, 9], "item": ["x", "y", "z"]}, "three")
    >>> fetched(log.table.group_by("contributor").agg(many=log.table.count()).order_by("contributor"))["many"].tolist()
    [2, 1]
    >>> log.reading.kept, log.has("amount")
    (3, False)
    """
    # Imported late: pages that show no log need no engine.
    import duckdb
    import ibis
    import pyarrow as pa

    rows = pa.table({each: pa.array(columns[each]) for each in columns})
    reading = Reading(len(rows), len(rows), notes=tuple(notes), columns={each: each for each in rows.column_names})
    return Log(ibis.memtable(rows), name, f"duckdb {duckdb.__version__}", reading)


def fetched(table):
    """The rows of an Ibis `table`, computed by its engine, as a mapping of each column to an array.

    By way of Arrow, since Ibis's own way through pandas reads an option that pandas 3 warns about.
    """
    rows = arrow_of(table)
    return {name: rows[name].to_numpy() for name in rows.column_names}


def arrow_of(table):
    """The rows of an Ibis `table`, computed by its engine, as an Arrow table.

    Spark hands over Arrow itself; by way of Ibis its rows would pass through pandas, with a warning of pandas 3.
    """
    backend = table.get_backend()
    if backend.name == "pyspark":
        return backend.raw_sql(backend.compile(table)).toArrow()
    return table.to_pyarrow()
