"""The form of a table of text (CSV), recognised from its first lines: delimiter, header, and what escapes a quotation mark."""

import codecs
import csv
import io
import re
from pathlib import Path
from typing import NamedTuple

from peerkit.evidence.packed import opened

DELIMITERS = (",", ";", "\t", "|")
SAMPLE = 1 << 18
"""Bytes from which the form of a file is recognised [B]."""
MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


class Form(NamedTuple):
    """The form of a file: delimiter, lines above the first record, names of the columns, what escapes a quotation mark.

    `named` is False where the file has no header, and the columns are numbered.
    """

    delimiter: str
    skip: int
    names: tuple[str, ...]
    escape: str = '"'
    named: bool = True


def form_of(path):
    """The `Form` of a file, from its first lines.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "may.csv")
    ...     _ = path.write_text("Report of May\\n\\nwho;when;hours\\nA;2024-05-31;1,5\\nB;2024-05-30;2\\n")
    ...     form_of(path)
    Form(delimiter=';', skip=3, names=('who', 'when', 'hours'), escape='"', named=True)
    """
    with opened(path) as file:
        start = file.read(SAMPLE)
    if not start.strip():
        raise ValueError(f"{Path(path).name} is empty: there is no log in it")
    text = _text(start)
    if len(start) == SAMPLE:
        # The last line of the sample is cut.
        text = text.rpartition("\n")[0] or text
    escape = "\\" if '\\"' in text else '"'
    given = re.match(r"sep=(.)\r?\n", text)
    delimiter, rows = _best(text, escape, (given[1],) if given else DELIMITERS)
    if given:
        rows = rows[1:]  # A spreadsheet's own note on the delimiter.
    if delimiter is None or not rows:
        raise ValueError(
            f"{Path(path).name} is no table: no line of it has two fields between commas, semicolons, tabs or bars"
        )
    width = _width(rows)
    header = next(index for index, (_, row) in enumerate(rows) if len(row) == width)
    line, row = rows[header]
    if _is_header(row):
        return Form(delimiter, rows[header][0] + _height(row), _distinct(row), escape)
    return Form(delimiter, line, tuple(f"column{index + 1}" for index in range(width)), escape, named=False)


def records(text, delimiter, escape):
    """Records that are not empty, each with the number of lines above it."""
    options = {"escapechar": "\\", "doublequote": False} if escape == "\\" else {}
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, **options)
    rows, above = [], 0
    try:
        for row in reader:
            if any(field.strip() for field in row):
                rows.append((above, row))
            above = reader.line_num
    except csv.Error:
        pass  # A field longer than csv allows: what was read until there tells the form.
    return rows


def _text(start):
    for mark, encoding in MARKS.items():
        if start.startswith(mark):
            return start.decode(encoding, "ignore")
    try:
        return start.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # A character cut by the end of the sample is no other encoding.
        cut = error.start > len(start) - 4
        return start.decode("utf-8-sig", "ignore") if cut else start.decode("cp1252", "replace")


def _best(text, escape, delimiters):
    """The delimiter that splits most rows into the same number of fields, two or more, and those rows with their lines."""
    best = (0, 0, None, [])
    for delimiter in delimiters:
        rows = records(text, delimiter, escape)
        width = _width(rows)
        if width > 1:
            same = sum(len(row) == width for _, row in rows)
            best = max(best, (same / len(rows), width, delimiter, rows), key=lambda each: each[:2])
    return best[2], best[3]


def _width(rows):
    """The number of fields that most rows have; of two equally frequent numbers the larger."""
    widths = [len(row) for _, row in rows]
    return max(set(widths), key=lambda width: (widths.count(width), width), default=0)


def _height(row):
    return 1 + sum(field.count("\n") for field in row)


def _is_header(row):
    """True if every field is a distinct text that is neither a number nor a date."""
    fields = [field.strip() for field in row]
    values = [field for field in fields if re.fullmatch(r"[-+\d.,:/ TZ]*\d[-+\d.,:/ TZ]*|.+@.+\..+", field)]
    return not values and any(fields) and len(set(fields)) >= len(fields) - fields.count("") and fields.count("") < 2


def _distinct(row):
    names = [field.strip().lstrip("\ufeff") or f"column{index + 1}" for index, field in enumerate(row)]
    return tuple(names)
