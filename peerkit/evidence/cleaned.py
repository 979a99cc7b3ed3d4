"""The clean copy of a table of text: its broken lines counted and named before an engine reads it.

One pass over the bytes, in pieces of a few megabytes, so that memory does not grow with the file. It unpacks, mends lines that
are not UTF-8, and takes out lines whose quotation mark never closes: an engine that meets one loses thousands of good rows
behind it without a word. It also counts the records, so what the engine read can be checked.
"""

import codecs
import csv
import io
from pathlib import Path
from typing import NamedTuple

import numpy as np

from peerkit.evidence.delimited import MARKS
from peerkit.evidence.log import Dropped
from peerkit.evidence.packed import PACKED, opened

PIECE = 1 << 23
"""Bytes that are looked at together [B]."""
LONGEST_RECORD = 1 << 20
"""Bytes within which a quotation mark must close, as a sane field does [B]."""
EXAMPLES = 5
"""Broken lines that are named; all are counted."""
UNCLOSED = "a quotation mark is not closed"


class Clean(NamedTuple):
    """A file that an engine can read: its path, records in it, the lines taken out, and lines that were not UTF-8."""

    path: Path
    records: int
    broken: tuple[tuple[int, str], ...]
    mended: int


def cleaned(path, form, folder, *, quotes=True):
    """The file at `path` as an engine can read it, a `Clean`; a changed copy lies in `folder`, an unchanged file stays.

    A line break within quotation marks is kept. Lines are numbered from 1 as an editor shows them, the header included.
    Without `quotes` a quotation mark is a sign like any other.
    """
    cleaning = _Cleaning(Path(path), form, Path(folder), quotes)
    with opened(path) as file:
        start = file.read(2)
        if start in MARKS:
            file = _recoded(file, start)
            cleaning.change()
        else:
            cleaning.take(start)
        while piece := file.read(PIECE):
            cleaning.take(piece)
    return cleaning.finished()


def line_at(clean, position):
    """The line of the original file at a byte `position` of the clean one."""
    line = 1
    with open(clean.path, "rb") as file:
        left = position
        while left > 0 and (piece := file.read(min(left, PIECE))):
            line += piece.count(b"\n")
            left -= len(piece)
        # The engine counts empty lines above a record as its own.
        following = file.read(PIECE)
        line += following[: len(following) - len(following.lstrip(b"\r\n"))].count(b"\n")
    # Lines that were taken out before it count again.
    for taken, _ in clean.broken:
        if taken <= line:
            line += 1
    return line


def dropped_lines(broken):
    """A `Dropped` for each reason in `broken`, pairs of line and reason."""
    reasons = {}
    for line, reason in sorted(broken):
        reasons.setdefault(reason, []).append(line)
    return tuple(
        Dropped(f"broken line: {reason}", len(lines), tuple(f"line {line:,}" for line in lines[:EXAMPLES]))
        for reason, lines in reasons.items()
    )


def _recoded(file, mark):
    """A file in UTF-16 as bytes of UTF-8."""
    encoding = "utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-16-be"
    return codecs.EncodedFile(file, "utf-8", encoding, "replace")


class _Cleaning:
    """A pass over one file: pieces go in, a `Clean` comes out."""

    def __init__(self, path, form, folder, quotes):
        self.path, self.form, self.folder, self.quotes = path, form, folder, quotes
        self.copy, self.copy_path = None, folder / "clean.csv"
        self.rest, self.kept, self.line, self.records, self.mended = b"", 0, 1, 0, 0
        self.broken = []
        if path.suffix in PACKED:
            self.change()

    def change(self):
        """Begin the changed copy with what was kept so far."""
        if self.copy is None:
            self.copy = open(self.copy_path, "wb")
            if self.kept:
                with open(self.path, "rb") as original:
                    _copy(original, self.copy, self.kept)

    def take(self, piece, last=False):
        text = self.rest + piece
        end = len(text) if last else text.rfind(b"\n") + 1
        lines, self.rest = text[:end], text[end:]
        lines = self._in_utf8(lines)
        if self.quotes and b'"' in lines:
            lines, held = self._closed(lines, last)
            self.rest = held + self.rest
        self._keep(lines)

    def finished(self):
        self.take(b"", last=True)
        if self.copy:
            self.copy.close()
        records = max(self.records - self._above(), 0)
        return Clean(self.copy_path if self.copy else self.path, records, tuple(self.broken), self.mended)

    def _above(self):
        """Records among the lines above the first one that counts."""
        with open(self.copy_path if self.copy else self.path, "rb") as file:
            return sum(bool(file.readline().strip()) for _ in range(self.form.skip))

    def _in_utf8(self, lines):
        try:
            lines.decode("utf-8")
        except UnicodeDecodeError:
            self.change()
            return b"".join(map(self._line_in_utf8, lines.splitlines(keepends=True)))
        return lines

    def _line_in_utf8(self, line):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            self.mended += 1
            return line.decode("cp1252", "replace").encode()
        return line

    def _keep(self, lines):
        if not lines:
            return
        self.line += lines.count(b"\n")
        self.records += _filled(lines)
        if self.copy:
            self.copy.write(lines)
        self.kept += len(lines)

    def _closed(self, lines, last):
        """The lines without those whose quotation mark never closes, and the lines that a later piece must decide."""
        starts, odd = _odd_lines(lines, self.form.escape)
        if not len(odd):
            return lines, b""
        at = 0  # Everything before this byte is decided.
        next_odd = 0
        while next_odd < len(odd):
            start = starts[odd[next_odd]]
            end = starts[odd[next_odd] + 1]
            alone = lines[start:end]
            if self._fits(alone):
                # An inch sign in a bare field is no quotation mark; the engine is told so by proper quotation.
                self._keep(lines[at:start])
                self.change()
                self._keep(self._quoted(alone))
                at, next_odd = end, next_odd + 1
                continue
            partner = next_odd + 1
            if partner == len(odd) and not last and len(lines) - start < LONGEST_RECORD:
                self._keep(lines[at:start])
                return b"", lines[start:]
            close = starts[odd[partner] + 1] if partner < len(odd) else None
            if close is not None and close - start <= LONGEST_RECORD and self._fits(lines[start:close]):
                self._keep(lines[at:close])
                # One record over several lines: it was counted once a line.
                self.records -= _filled(lines[start:close]) - 1
                at, next_odd = close, next_odd + 2
                continue
            self._keep(lines[at:start])
            self.change()
            self.broken.append((self.line, UNCLOSED))
            self.line += 1
            at, next_odd = end, next_odd + 1
        return lines[at:], b""

    def _reader(self, record, **options):
        if self.form.escape == "\\":
            options |= {"escapechar": "\\", "doublequote": False}
        return csv.reader(
            io.StringIO(record.decode("utf-8", "replace"), newline=""), delimiter=self.form.delimiter, **options
        )

    def _fits(self, record):
        """True if the bytes are exactly one record with all its fields; above the header anything fits that closes."""
        try:
            rows = list(self._reader(record, strict=True))
        except csv.Error:
            return False
        return len(rows) == 1 and (len(rows[0]) == len(self.form.names) or self.line <= self.form.skip)

    def _quoted(self, record):
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=self.form.delimiter, lineterminator="\n").writerow(next(self._reader(record)))
        written = text.getvalue()
        return (written.replace('""', '\\"') if self.form.escape == "\\" else written).encode()


def _filled(lines):
    """The number of lines that are not empty."""
    ends = np.flatnonzero(np.frombuffer(lines, np.uint8) == 10)
    bounds = np.concatenate([[-1], ends, [len(lines)]])
    lengths = np.diff(bounds) - 1
    if b"\r" in lines:
        # A carriage return alone on its line is an empty line too.
        blank = sum(lines[start + 1 : start + 2] == b"\r" for start in bounds[:-1][lengths == 1])
        return int((lengths > 0).sum() - blank)
    return int((lengths > 0).sum())


def _odd_lines(lines, escape):
    """The start of each line, with the end as the last, and the numbers of the lines with an odd number of quotation marks."""
    if escape == "\\":
        lines = lines.replace(b'\\"', b"__")
    array = np.frombuffer(lines, np.uint8)
    starts = np.concatenate([[0], np.flatnonzero(array == 10) + 1])
    if starts[-1] != len(lines):
        starts = np.append(starts, len(lines))
    # Cumulative numbers of quotation marks at the start of each line.
    marks = np.searchsorted(np.flatnonzero(array == 34), starts)
    return starts.tolist(), np.flatnonzero(np.diff(marks) % 2).tolist()


def _copy(source, target, size):
    while size > 0:
        piece = source.read(min(size, PIECE))
        if not piece:
            return
        target.write(piece)
        size -= len(piece)
