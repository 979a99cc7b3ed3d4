"""The log in JSON: an object a line, or one list of objects."""

import json

from peerkit.evidence.canonical import Origin
from peerkit.evidence.cleaned import LONGEST_RECORD, cleaned, dropped_lines
from peerkit.evidence.columns import MOST_VALUES, Column, chosen
from peerkit.evidence.delimited import SAMPLE, Form
from peerkit.evidence.engines import asking, literal, workspace
from peerkit.evidence.packed import opened
from peerkit.evidence.staged_texts import log_of_texts, texts_of


def of_json(files, name, wishes):
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
            f" read_csv({literal(str(lines))}, auto_detect=false, header=false, delim={literal(chr(1))}, quote='', escape='',"
            f" columns={{'c0': 'VARCHAR'}}, null_padding=false, max_line_size={LONGEST_RECORD * 16}))"
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
        wanted = texts_of(choice, {each: f"json_extract_string(line, {literal(_json_path(each))})" for each in fields})
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
    origin = Origin(name, dropped_lines(broken), (), "object")
    return log_of_texts(connection, "staged", choice, wishes, origin)


def _one_object_a_line(file, folder):
    """The path of a file with one JSON object a line; a packed file, or one that is a single list, is written anew."""
    with opened(file) as source:
        start = source.read(SAMPLE)
    if not start.strip():
        raise ValueError(f"{file.name} is empty: there is no log in it")
    if start.lstrip().startswith(b"["):
        with opened(file) as source:
            try:
                rows = json.load(source)
            except ValueError as error:
                raise ValueError(f"{file.name} is a list in JSON that breaks off or is broken: {error}") from None
        target = folder / "lines.json"
        target.write_text("".join(json.dumps(each) + "\n" for each in rows), encoding="utf-8")
        return target
    clean = cleaned(file, Form("\x01", 0, ("line",)), folder, quotes=False)
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
