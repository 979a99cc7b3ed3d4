"""A log from whatever an analyst has: a file, a folder, a table of an engine, a repository, a dump, a frame.

`open_log` looks at what the source is and hands it to the reader for it. Every reader gives the same table (see
`peerkit.evidence.log`) and says what it left out.
"""

import glob
import json
import time
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from peerkit.evidence import delimited
from peerkit.evidence.columns import MOST_VALUES, Column, chosen
from peerkit.evidence.delimited import text
from peerkit.evidence.engines import LOCAL_SPARK, asking, database, spark, version_of, workspace
from peerkit.evidence.log import Dropped, Log
from peerkit.evidence.pseudonyms import fresh_key
from peerkit.evidence.tables import (
    Origin,
    Wishes,
    columns_of,
    count_of,
    log_of_table,
    log_of_texts,
    seconds,
    stored,
    texts_of,
)

TABLES = (".csv", ".tsv", ".tab", ".txt", ".dat")
LINES = (".jsonl", ".ndjson", ".json")
DUMPS = (".xml",)
COLUMNAR = (".parquet", ".pq")
PACKED = tuple(delimited.PACKED)
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
            return _of_duckdb(source, wishes)
        return _of_spark_table(source, wishes) if scheme == "spark" else _of_database(source, wishes)
    if scheme and not (engine or "").startswith("spark://"):
        raise ValueError(f"a source cannot be opened through {scheme}://. It can be {KNOWN}")
    if engine and scheme:
        return _of_spark_files(source, wishes, engine)
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
            return _of_spark_files(source, wishes, engine, files)
        return _of_parquet(files, name, wishes)
    if end in LINES:
        return _of_json(files, name, wishes)
    return _of_texts(files, name, wishes)


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
        return _of_native(connection, stored(connection, "source", source), Origin("frame"), wishes)
    if module == "ibis":
        choice = chosen(columns_of(source), wishes.columns)
        name = source.get_name() if hasattr(source.op(), "name") else "table"
        return log_of_table(source, choice, wishes, Origin(name))
    raise TypeError(
        f"a log is opened from an address, a pandas frame, an Arrow table or an Ibis table, not from {type(source).__name__}"
    )


def _of_native(connection, table, origin, wishes):
    _not_without_columns(table, origin)
    choice = chosen(columns_of(table), wishes.columns)
    return log_of_table(table, choice, wishes, origin, own=True)


def _not_without_columns(table, origin):
    if not count_of(table):
        raise ValueError(f"{origin.name} holds no rows, so there is no log in it")


def _of_parquet(files, name, wishes):
    connection, _ = workspace()
    paths = ", ".join(text(str(each)) for each in files)
    try:
        asking(connection)(
            f"create view source as select * from read_parquet([{paths}], union_by_name={len(files) > 1})"
        )
    except Exception as error:  # noqa: BLE001 - DuckDB has a dozen kinds of error for a file that is not what it says
        raise ValueError(f"{name} cannot be read as Parquet: {_first_line(error)}") from None
    return _of_native(connection, connection.table("source"), Origin(name), wishes)


def _of_texts(files, name, wishes):
    """The `Log` of tables of text, one or several with the same columns."""
    connection, folder = workspace()
    ask = asking(connection)
    forms = [delimited.form_of(each) for each in files]
    for file, form in zip(files, forms, strict=True):
        if form.names != forms[0].names:
            raise ValueError(f"{file.name} has other columns than {files[0].name}: open them one by one")
    form = forms[0]
    choice, broken, mended, pieces = None, [], 0, []
    for number, (file, form) in enumerate(zip(files, forms, strict=True)):
        part = folder / str(number)
        part.mkdir()
        clean = delimited.cleaned(file, form, part)
        if choice is None:
            choice = chosen(_sampled(clean, form), wishes.columns)
        wanted = texts_of(choice, {each: f"c{index}" for index, each in enumerate(form.names)})
        broken += [*clean.broken, *delimited.read(ask, clean, form, f"piece{number}", wanted)]
        mended += clean.mended
        pieces.append(f"piece{number}")
        (part / "clean.csv").unlink(missing_ok=True)
    if len(pieces) == 1:
        ask("alter table piece0 rename to staged")
    else:
        ask(f"create table staged as {' union all '.join(f'select * from {each}' for each in pieces)}")
        for each in pieces:
            ask(f"drop table {each}")
    notes = _notes(forms[0], mended)
    origin = Origin(name, delimited.dropped_lines(broken), notes, "record")
    return log_of_texts(connection, "staged", choice, wishes, origin, decimal_comma=forms[0].delimiter == ";")


def _sampled(clean, form):
    """The `Column`s of a table of text, with values from its first records."""
    with open(clean.path, "rb") as file:
        start = file.read(delimited.SAMPLE).decode("utf-8", "replace")
    rows = [row for above, row in delimited._rows(start, form.delimiter, form.escape) if above >= form.skip]
    rows = [row for row in rows[:MOST_VALUES] if len(row) == len(form.names)]
    values = list(zip(*rows, strict=True)) or [()] * len(form.names)
    return [Column(each, "text", values[index]) for index, each in enumerate(form.names)]


def _notes(form, mended):
    names = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar"}
    if form.delimiter != ",":
        yield f"The fields are separated by {names.get(form.delimiter, repr(form.delimiter))}."
    if not form.named:
        yield "The file has no header: its columns are numbered from column1."
    elif form.skip > 1:
        yield f"The header is in line {form.skip:,}; the lines above it are no part of the table."
    if mended:
        yield f"{mended:,} lines were not UTF-8 and were read as Western European (Windows-1252)."


def _of_json(files, name, wishes):
    """The `Log` of JSON: an object a line, or one list of objects."""
    connection, folder = workspace()
    ask = asking(connection)
    staged, broken, choice = [], [], None
    for number, file in enumerate(files):
        part = folder / str(number)
        part.mkdir()
        lines = _one_object_a_line(file, part)
        ask(
            f"create table lines{number} as select c0 as line, rowid_ as place from (select c0, row_number() over () as rowid_ from"
            f" read_csv({text(str(lines))}, auto_detect=false, header=false, delim={text(chr(1))}, quote='', escape='',"
            f" columns={{'c0': 'VARCHAR'}}, null_padding=false, max_line_size={delimited.LONGEST_RECORD * 16}))"
        )
        good = f"(select * from lines{number} where json_valid(line) and json_type(line) = 'OBJECT')"
        broken += [
            (place, "it is no JSON object")
            for (place,) in ask(
                f"select place from lines{number} where trim(line) <> '' and (not json_valid(line) or json_type(line) <> 'OBJECT') order by 1"
            )
        ]
        sample = [json.loads(line) for (line,) in ask(f"select line from {good} limit {MOST_VALUES}")]
        flat = [_flat(each) for each in sample]
        fields = list(dict.fromkeys(each for row in flat for each in row))
        if not fields:
            raise ValueError(f"{file.name} holds no JSON objects, so there is no log in it")
        if choice is None:
            choice = chosen([Column(each, "text", [row.get(each) for row in flat]) for each in fields], wishes.columns)
        wanted = texts_of(choice, {each: f"json_extract_string(line, {text(_json_path(each))})" for each in fields})
        missing = [
            each
            for each in choice.columns.values()
            for each in ((each,) if isinstance(each, str) else each)
            if each not in fields
        ]
        if missing:
            raise ValueError(
                f"{file.name} has no field {missing[0]!r}, which {files[0].name} has: open them one by one"
            )
        staged.append(f"select {', '.join(f'{sql} as {each}' for each, sql in wanted.items())} from {good}")
    ask(f"create table staged as {' union all '.join(staged)}")
    for number in range(len(files)):
        ask(f"drop table lines{number}")
    origin = Origin(name, delimited.dropped_lines(broken), (), "object")
    return log_of_texts(connection, "staged", choice, wishes, origin)


def _one_object_a_line(file, folder):
    """The path of a file with one JSON object a line; a packed file, or one that is a single list, is written anew."""
    with delimited.opened(file) as source:
        start = source.read(delimited.SAMPLE)
    if not start.strip():
        raise ValueError(f"{file.name} is empty: there is no log in it")
    if start.lstrip().startswith(b"["):
        with delimited.opened(file) as source:
            try:
                rows = json.load(source)
            except ValueError as error:
                raise ValueError(f"{file.name} is a list in JSON that breaks off or is broken: {error}") from None
        target = folder / "lines.json"
        target.write_text("".join(json.dumps(each) + "\n" for each in rows), encoding="utf-8")
        return target
    clean = delimited.cleaned(file, delimited.Form("\x01", 0, ("line",)), folder, quotes=False)
    return clean.path


def _flat(row, above=""):
    """The fields of an object; those of an object within it are named with a point, as actor.login."""
    fields = {}
    for name, value in row.items():
        if isinstance(value, dict):
            fields |= _flat(value, f"{above}{name}.")
        else:
            fields[above + name] = value if not isinstance(value, (list, bool)) else json.dumps(value)
    return fields


def _json_path(field):
    return "$" + "".join(f'."{part}"' for part in field.split("."))


def _of_duckdb(source, wishes):
    path, _, table = source.removeprefix("duckdb://").rpartition("/")
    path = Path(unquote(path)).expanduser()
    if not path.is_file():
        # DuckDB would make a new, empty file.
        raise FileNotFoundError(f"{path} is not there: name the file and the table, as duckdb://FILE/TABLE")
    connection, _ = workspace()
    ask = asking(connection)
    try:
        ask(f"attach {text(str(path))} as source (read_only)")
    except Exception as error:  # noqa: BLE001 - another version, another process, or no database at all
        raise ValueError(f"{path.name} cannot be opened as a DuckDB database: {_first_line(error)}") from None
    tables = [
        each for (each,) in ask("select table_name from information_schema.tables where table_catalog = 'source'")
    ]
    return _of_native(
        connection,
        connection.table(_table(table, tables, path.name), database=("source", "main")),
        Origin(table),
        wishes,
    )


def _table(name, tables, where):
    if name not in tables:
        raise ValueError(f"{where} has no table {name!r}. Its tables are {', '.join(sorted(tables)) or 'none'}")
    return name


def _of_database(source, wishes):
    connection, table = database(source)
    return _of_backend(connection, table, urlsplit(source).hostname or "the database", wishes)


def _of_spark_table(source, wishes):
    address, _, table = source.rpartition("/")
    if not address.partition("://")[2]:
        raise ValueError("name the engine and the table: spark://local/TABLE or spark://HOST:PORT/TABLE")
    return _of_backend(spark(address), table, "Spark", wishes)


def _of_backend(connection, table, where, wishes):
    shown = connection.table(_table(table, connection.list_tables(), where))
    choice = chosen(columns_of(shown), wishes.columns)
    return log_of_table(shown, choice, wishes, Origin(table))


def _of_spark_files(source, wishes, engine, files=None):
    connection = spark(engine)
    # Spark itself reads a folder or a pattern, but a list of files only one by one.
    table = connection.read_parquet(str(Path(source).expanduser()) if files else source)
    choice = chosen(columns_of(table), wishes.columns)
    return log_of_table(table, choice, wishes, Origin(source.rstrip("/").rpartition("/")[2]))


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
