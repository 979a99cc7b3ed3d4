"""The log in a table that an engine holds: a file of DuckDB, a database, Spark, and Parquet, which each of them reads itself."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from peerkit.evidence.canonical import Origin, count_of
from peerkit.evidence.columns import chosen
from peerkit.evidence.engines import LOCAL_SPARK, asking, database, literal, spark, version_of, workspace
from peerkit.evidence.log import Log
from peerkit.evidence.tables import columns_of, log_of_table


def of_parquet(files, name, wishes):
    connection, _ = workspace()
    paths = ", ".join(literal(str(each)) for each in files)
    try:
        asking(connection)(
            f"create view source as select * from read_parquet([{paths}], union_by_name={len(files) > 1})"
        )
    except Exception as error:  # noqa: BLE001 - DuckDB has a dozen kinds of error for a file that is not what it says
        raise ValueError(f"{name} cannot be read as Parquet: {_first_line(error)}") from None
    return of_native(connection, connection.table("source"), Origin(name), wishes)


def of_duckdb(source, wishes):
    path, _, table = source.removeprefix("duckdb://").rpartition("/")
    path = Path(unquote(path)).expanduser()
    if not path.is_file():
        # DuckDB would make a new, empty file.
        raise FileNotFoundError(f"{path} is not there: name the file and the table, as duckdb://FILE/TABLE")
    connection, _ = workspace()
    ask = asking(connection)
    try:
        ask(f"attach {literal(str(path))} as source (read_only)")
    except Exception as error:  # noqa: BLE001 - another version, another process, or no database at all
        raise ValueError(f"{path.name} cannot be opened as a DuckDB database: {_first_line(error)}") from None
    tables = [
        each for (each,) in ask("select table_name from information_schema.tables where table_catalog = 'source'")
    ]
    return of_native(
        connection,
        connection.table(_table(table, tables, path.name), database=("source", "main")),
        Origin(table),
        wishes,
    )


def of_database(source, wishes):
    connection, table = database(source)
    return _of_backend(connection, table, urlsplit(source).hostname or "the database", wishes)


def of_spark_table(source, wishes):
    address, _, table = source.rpartition("/")
    if not address.partition("://")[2]:
        raise ValueError("name the engine and the table: spark://local/TABLE or spark://HOST:PORT/TABLE")
    return _of_backend(spark(address), table, "Spark", wishes)


def of_spark_files(source, wishes, engine, files=None):
    connection = spark(engine)
    # Spark itself reads a folder or a pattern, but a list of files only one by one.
    table = connection.read_parquet(str(Path(source).expanduser()) if files else source)
    choice = chosen(columns_of(table), wishes.columns)
    return log_of_table(table, choice, wishes, Origin(source.rstrip("/").rpartition("/")[2]))


def of_native(connection, table, origin, wishes):
    _not_without_columns(table, origin)
    choice = chosen(columns_of(table), wishes.columns)
    return log_of_table(table, choice, wishes, origin, own=True)


def _of_backend(connection, table, where, wishes):
    shown = connection.table(_table(table, connection.list_tables(), where))
    choice = chosen(columns_of(shown), wishes.columns)
    return log_of_table(shown, choice, wishes, Origin(table))


def _not_without_columns(table, origin):
    if not count_of(table):
        raise ValueError(f"{origin.name} holds no rows, so there is no log in it")


def _table(name, tables, where):
    if name not in tables:
        raise ValueError(f"{where} has no table {name!r}. Its tables are {', '.join(sorted(tables)) or 'none'}")
    return name


def spark_copy(log, engine=LOCAL_SPARK):
    """The same log, held by Spark on this machine."""
    connection, folder = workspace()
    path = folder / "log.parquet"
    log.table.to_parquet(path)
    there = spark(engine)
    # The folder goes with its connection, so the copy must keep it.
    return Log(
        there.read_parquet(str(path)), log.name, version_of(there), log.reading, {**log.facts, "folder": connection}
    )


def _first_line(error):
    return str(error).strip().partition("\n")[0]
