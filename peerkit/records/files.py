"""Strict reading of files that people write by hand: TOML into one record, CSV into many.

A record is a subclass of `Entry`. An unknown key, a missing key and a wrong type are each refused with a sentence that
names file, line and column, so that whoever wrote the file can mend it.
"""

import csv
import difflib
import json
import math
import re
import tomllib
from collections import Counter
from typing import Annotated, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError

KEY = r'[\w-]+|"[^"]*"'
TABLE = re.compile(rf"\s*\[((?:{KEY})(?:\s*\.\s*(?:{KEY}))*)\]\s*(?:#.*)?")
ROW = re.compile(rf"\s*\[\[((?:{KEY})(?:\s*\.\s*(?:{KEY}))*)\]\]\s*(?:#.*)?")
VALUE = re.compile(rf"\s*((?:{KEY})(?:\s*\.\s*(?:{KEY}))*)\s*=")
MISTAKES = {
    "missing": "is missing",
    "string_type": "must be text in quotation marks",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "bool_type": "must be true or false",
    "tuple_type": "must be a list in square brackets",
    "dict_type": "must be a table of keys and values",
    "model_type": "must be a table of keys and values",
    "model_attributes_type": "must be a table of keys and values",
    "date_from_datetime_parsing": "must be a date such as 2005-11-30",
}


class FileError(ValueError):
    """A file that cannot be trusted; the message names file, line and column where they are known."""


class Entry(BaseModel):
    """A frozen record as a file holds it: no key that is not declared, no value of another type."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


def _not_empty(text):
    if not text.strip():
        raise ValueError("must not be empty")
    return text


def _number(cell):
    if not isinstance(cell, str):
        return cell
    _not_empty(cell)
    try:
        value = float(cell)
    except ValueError:
        raise ValueError("must be a number") from None
    if not math.isfinite(value):
        raise ValueError("must be a finite number")
    return value


Text = Annotated[str, AfterValidator(_not_empty)]
"""Text that is not empty."""

Cell = Annotated[float, BeforeValidator(_number)]
"""A finite number, also where a file has it as text, as each cell of a CSV file is."""


def read_toml(path, kind):
    """The record of type `kind` in a TOML file; raises `FileError`."""
    text = _text(path)
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FileError(f"{path}: {error}") from None
    try:
        # As JSON, because TOML's lists and dates are what pydantic's strict reading of JSON takes for tuples and dates.
        return kind.model_validate_json(json.dumps(tables, default=str))
    except ValidationError as error:
        raise FileError("; ".join(_in_toml(path, text, kind, problem) for problem in error.errors())) from None


def read_table(path, kind, *, columns, key=None):
    """The rows of a CSV file as a tuple of records of type `kind`; raises `FileError`.

    `columns` are the names that the first line must hold, in their order. No two rows may have the same value of `key`.
    """
    reader = csv.DictReader(_text(path).splitlines(keepends=True))
    if tuple(reader.fieldnames or ()) != tuple(columns):
        raise FileError(f"{path}: line 1: the columns must be {','.join(columns)}")
    rows, lines = [], {}
    for cells in reader:
        where = f"{path}: line {reader.line_num}"
        rows.append(_row(where, kind, cells, columns))
        name = getattr(rows[-1], key) if key else reader.line_num
        if name in lines:
            raise FileError(f"{where}: column {key}: {name!r} stands in line {lines[name]} too")
        lines[name] = reader.line_num
    return tuple(rows)


def _text(path):
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FileError(f"{path}: cannot be read: {error}") from None


def _row(where, kind, cells, columns):
    if None in cells:
        raise FileError(f"{where}: there are more cells than columns; text with a comma needs quotation marks")
    try:
        return kind.model_validate({name: cells[name] or "" for name in columns})
    except ValidationError as error:
        problem = error.errors()[0]
        name = problem["loc"][0]
        raise FileError(f"{where}: column {name}: {_sentence(kind, problem)}, got {cells[name]!r}") from None


def _in_toml(path, text, kind, problem):
    line, column = _place(text, problem["loc"])
    name = ".".join(str(part + 1) if isinstance(part, int) else part for part in problem["loc"])
    got = "" if problem["type"] in ("missing", "extra_forbidden") else f", got {problem['input']!r}"
    return f"{path}: line {line}, column {column}: {name} {_sentence(kind, problem)}{got}"


def _sentence(kind, problem):
    if problem["type"] == "extra_forbidden":
        known = list(_kind_at(kind, problem["loc"][:-1]).model_fields)
        close = difflib.get_close_matches(problem["loc"][-1], known, n=1)
        return (
            f"is not known here; did you mean {close[0]}?"
            if close
            else f"is not known here; known are {', '.join(known)}"
        )
    if problem["type"] == "literal_error":
        return f"must be one of {problem['ctx']['expected'].replace(' or ', ', ')}"
    return MISTAKES.get(problem["type"], problem["msg"].removeprefix("Value error, "))


def _kind_at(kind, loc):
    """The type of record at a place in the file, so that its keys can be named."""
    for part in loc:
        if isinstance(part, str):
            kind = _kind_in(kind.model_fields[part].annotation) or kind
    return kind


def _kind_in(annotation):
    if isinstance(annotation, type) and issubclass(annotation, Entry):
        return annotation
    return next(filter(None, map(_kind_in, get_args(annotation))), None)


def _place(text, loc):
    """Line and column of the longest part of `loc` that stands in a TOML text, counted from 1.

    >>> _place('title = "A"\\n[[rows]]\\nname = "b"\\n[[rows]]\\nname = 3\\n', ("rows", 1, "name"))
    (5, 1)
    """
    places = dict(_places(text))
    return next((places[loc[:size]] for size in range(len(loc), 0, -1) if loc[:size] in places), (1, 1))


def _places(text):
    table, counts, quoted = (), Counter(), False
    for line, words in enumerate(text.splitlines(), start=1):
        inside, quoted = quoted, quoted ^ (words.count('"""') % 2 == 1)
        if inside:
            continue
        column = len(words) - len(words.lstrip()) + 1
        if row := ROW.fullmatch(words):
            name = _names(row[1])
            table = (*name, counts[name])
            counts[name] += 1
            yield table, (line, column)
        elif header := TABLE.fullmatch(words):
            table = _names(header[1])
            yield table, (line, column)
        elif value := VALUE.match(words):
            yield (*table, *_names(value[1])), (line, column)


def _names(dotted):
    return tuple(name.strip().strip('"') for name in dotted.split("."))
