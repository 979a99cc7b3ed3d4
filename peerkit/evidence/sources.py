"""A log from whatever an analyst has: a file, a folder, a table of an engine, a repository, a dump, a frame.

`open_log` looks at what the source is and hands it to the reader for it. Every reader gives the same table (see
`peerkit.evidence.log`) and says what it left out.
"""

import glob
import time
from dataclasses import replace
from pathlib import Path

from peerkit.evidence.canonical import Origin, Wishes, count_of, seconds, stored
from peerkit.evidence.columns import chosen
from peerkit.evidence.engine_tables import (
    of_database,
    of_duckdb,
    of_native,
    of_parquet,
    of_spark_files,
    of_spark_table,
    spark_copy,
)
from peerkit.evidence.engines import LOCAL_SPARK, workspace
from peerkit.evidence.json_lines import of_json
from peerkit.evidence.log import Dropped
from peerkit.evidence.packed import PACKED
from peerkit.evidence.pseudonyms import fresh_key
from peerkit.evidence.tables import columns_of, log_of_table
from peerkit.evidence.text_files import of_texts

TABLES = (".csv", ".tsv", ".tab", ".txt", ".dat")
LINES = (".jsonl", ".ndjson", ".json")
DUMPS = (".xml",)
COLUMNAR = (".parquet", ".pq")
KNOWN = (
    "a table of text (.csv, .tsv, .txt, .dat), Parquet (.parquet), JSON lines (.jsonl, .json), an XML dump (.xml), each also packed, "
    "a folder or pattern of such files, a git repository, or duckdb://FILE/TABLE, postgres://…/TABLE, spark://…/TABLE"
)
ENDS = {"MediaWiki": "mediawiki", "Stack Exchange": "stack_exchange", "git": "git_log"}
"""Modules of the readers by the kind of source."""


def open_log(
    source,
    *,
    columns=None,
    engine=None,
    key=None,
    now=None,
    day_first=None,
    time_unit=None,
    bots=False,
    since=None,
    until=None,
    **options,
):
    """The `Log` in `source`, with pseudonyms for contributors.

    `columns` names the source's column for parts of the log that must not be guessed (`{"contributor": "who"}`; three names for
    a time in year, month and day, two for a date and a clock). `engine` computes with Spark instead of DuckDB ("spark://local" or
    "spark://HOST:PORT"). With the same secret `key` a person has the same pseudonym in every source. `day_first` and
    `time_unit` decide what the values leave open. `bots` keeps programs. `since` and `until` bound the time, and times more than
    a day after `now` are left out. Other options go to the reader of a repository or dump.

    Whatever cannot be read is refused with a `ValueError`, or a `FileNotFoundError`, that says what to do.
    """
    wishes = Wishes(
        key=fresh_key() if key is None else key,
        now=seconds(time.time() if now is None else now),
        columns=columns,
        day_first=day_first,
        time_unit=time_unit,
        bots=bots,
        since=seconds(since),
        until=seconds(until),
    )
    if isinstance(source, (str, Path)):
        log = _of_address(str(source), wishes, engine, options)
    else:
        _no_options(options)
        log = _of_object(source, wishes)
    return _on_engine(log, engine)


def _of_address(source, wishes, engine, options):
    scheme = source.partition("://")[0] if "://" in source else ""
    if scheme in ("duckdb", "spark", "postgres", "postgresql"):
        _no_options(options)
        if scheme == "duckdb":
            return of_duckdb(source, wishes)
        return of_spark_table(source, wishes) if scheme == "spark" else of_database(source, wishes)
    if scheme and not (engine or "").startswith("spark://"):
        raise ValueError(f"a source cannot be opened through {scheme}://. It can be {KNOWN}")
    if engine and scheme:
        return of_spark_files(source, wishes, engine)
    return _of_path(source, wishes, engine, options)


def _of_path(source, wishes, engine, options):
    path = Path(source).expanduser()
    if path.is_dir():
        if (path / ".git").exists() or ((path / "HEAD").is_file() and (path / "objects").is_dir()):
            return _read("git", path, wishes, options)
        if (path / "Posts.xml").is_file():
            return _read("Stack Exchange", path, wishes, options)
        files = _in_folder(path)
    elif path.exists():
        files = [path]
    else:
        files = sorted(map(Path, glob.glob(str(path), recursive=True))) if glob.has_magic(source) else []
        files = [each for each in files if each.is_file()]
        if not files:
            raise FileNotFoundError(_not_there(path, glob.has_magic(source)))
    name = path.name or path.resolve().name
    ends = {_ending(each) for each in files}
    if len(ends) > 1:
        raise ValueError(
            f"{name} holds files of several kinds ({', '.join(sorted(ends))}): name one kind, as {name}/*{sorted(ends)[0]}"
        )
    end = ends.pop()
    if end in DUMPS:
        if len(files) > 1:
            raise ValueError(f"{name} holds {len(files)} dumps: name one of them")
        kind = "Stack Exchange" if files[0].name.lower().startswith("posts.xml") else "MediaWiki"
        return _read(kind, files[0], wishes, options)
    _no_options(options)
    if end in COLUMNAR:
        if engine:
            return of_spark_files(source, wishes, engine, files)
        return of_parquet(files, name, wishes)
    if end in LINES:
        return of_json(files, name, wishes)
    return of_texts(files, name, wishes)


def _ending(path):
    """The ending that says what a file is, without the one that says that it is packed."""
    ends = [each.lower() for each in path.suffixes]
    if ends and ends[-1] == ".7z":
        raise ValueError(f"{path.name} is packed as 7z, which cannot be read piece by piece: unpack it first")
    if ends and ends[-1] in PACKED:
        ends.pop()
    end = ends[-1] if ends else ""
    if end not in (*TABLES, *LINES, *DUMPS, *COLUMNAR):
        raise ValueError(f"{path.name} is no source that is known. A source is {KNOWN}")
    return end


def _in_folder(folder):
    known = {*TABLES, *LINES, *DUMPS, *COLUMNAR}
    files = sorted(
        each
        for each in folder.rglob("*")
        if each.is_file() and not any(part.startswith(".") for part in each.relative_to(folder).parts)
    )
    files = [
        each
        for each in files
        if [end for end in each.suffixes if end.lower() not in PACKED][-1:]
        and [end.lower() for end in each.suffixes if end.lower() not in PACKED][-1] in known
    ]
    columnar = [each for each in files if _ending(each) in COLUMNAR]
    if not files:
        raise ValueError(f"the folder {folder.name} holds no log and is no git repository. A source is {KNOWN}")
    # Beside Parquet a folder often keeps a readme and a list of its files.
    return columnar or files


def _not_there(path, pattern):
    if pattern:
        return f"no file fits the pattern {path}"
    import difflib

    near = []
    if path.parent.is_dir():
        near = difflib.get_close_matches(path.name, [each.name for each in path.parent.iterdir()], n=3)
    return f"{path} is not there" + (f". Is {' or '.join(near)} meant?" if near else "")


def _no_options(options):
    if options:
        raise TypeError(f"open_log takes no option {sorted(options)[0]!r} for this source")


def _read(kind, path, wishes, options):
    """The `Log` of a repository or dump, by the reader for it."""
    import importlib

    try:
        reader = importlib.import_module(f"peerkit.evidence.{ENDS[kind]}")
    except ModuleNotFoundError:
        raise ValueError(
            f"{path.name} is a source of the kind {kind}, whose reader is not part of this version"
        ) from None
    if kind == "git":
        options = {"bots": wishes.bots, **options}
    return _within(reader.read(path, key=wishes.key, **options), wishes)


def _within(log, wishes):
    """The part of a log from `since` to `until`; readers of repositories and dumps know no bounds themselves."""
    kept, dropped, table = log.reading.kept, [], log.table
    for reason, bound, inside in (
        ("earlier than asked for", wishes.since, lambda column: column >= int(wishes.since)),
        ("later than asked for", wishes.until, lambda column: column <= int(wishes.until)),
    ):
        if bound is not None:
            table = table.filter(inside(table.time))
            left = count_of(table)
            if left < kept:
                dropped.append(Dropped(reason, kept - left))
            kept = left
    if not kept and log.reading.kept:
        raise ValueError(f"{log.name} holds no contribution in the time that was asked for")
    reading = log.reading._replace(kept=kept, dropped=(*log.reading.dropped, *dropped))
    return replace(log, table=table, reading=reading) if dropped else log


def _of_object(source, wishes):
    """The `Log` of a pandas frame, an Arrow table or an Ibis table."""
    module = type(source).__module__.partition(".")[0]
    if module == "pandas":
        import pyarrow as pa

        try:
            source, module = pa.Table.from_pandas(source, preserve_index=False), "pyarrow"
        except (pa.ArrowInvalid, pa.ArrowTypeError):
            texts = source.astype("string")
            source, module = pa.Table.from_pandas(texts, preserve_index=False), "pyarrow"
    if module == "pyarrow":
        connection, _ = workspace()
        return of_native(connection, stored(connection, "source", source), Origin("frame"), wishes)
    if module == "ibis":
        choice = chosen(columns_of(source), wishes.columns)
        name = source.get_name() if hasattr(source.op(), "name") else "table"
        return log_of_table(source, choice, wishes, Origin(name))
    raise TypeError(
        f"a log is opened from an address, a pandas frame, an Arrow table or an Ibis table, not from {type(source).__name__}"
    )


def _on_engine(log, engine):
    """The log where `engine` wants it; Spark on this machine reads what DuckDB cleaned, a cluster cannot see that."""
    if engine is None or engine == "duckdb" or log.engine.startswith("spark"):
        return log
    if not engine.startswith("spark://"):
        raise ValueError(f"an engine is duckdb, {LOCAL_SPARK} or spark://HOST:PORT, got {engine!r}")
    if engine.rstrip("/") != LOCAL_SPARK:
        raise ValueError(
            f"a cluster reads Parquet that all its machines can see, and {log.name} is another source: write it as Parquet there first"
        )
    return spark_copy(log, engine)
