"""The commits of a repository as columns, straight from the plumbing of `git log`, with the lines that each changed on request.

Fields are separated by a zero byte, which no name and no path can hold.
"""

from collections import defaultdict
from itertools import count
from typing import Any, NamedTuple

import numpy as np

from peerkit.evidence.git_command import chunks

FIELDS = ("%H", "%P", "%at", "%ct", "%aN", "%aE")
"""Commit, its parents, the author's clock, the committer's clock, name and address by the mailmap."""
HEADERS = (
    "log",
    "-z",
    "--encoding=UTF-8",
    "--no-color",
    "--no-notes",
    "--no-decorate",
    "--format=" + "%x00".join(FIELDS),
)
LATEST = 253_402_300_800
"""The year 10000, from which on no library writes a date [s]."""
NO_TIME = np.iinfo(np.int64).min


class History(NamedTuple):
    """Every commit that HEAD reaches, newest first, as arrays of equal length; `people` are (name, address) by `author`.

    `merge` is True for commits with several parents, `root` for those with none. A time is `NO_TIME` if it cannot be read.
    """

    commits: Any
    merge: Any
    root: Any
    author_time: Any
    commit_time: Any
    author: Any
    people: tuple[tuple[str, str], ...]


def history(repository):
    """The `History` of a repository; raises `ValueError` if git ends with an error."""
    import pyarrow as pa

    codes = defaultdict(count().__next__)
    parts = [_columns(fields, codes) for fields in _records(chunks(repository.folder, *HEADERS, "HEAD"))]
    hashes, *numbers = zip(*parts, strict=True)
    people = tuple((_text(name), _text(address).casefold()) for name, address in codes)
    return History(pa.chunked_array(hashes), *(np.concatenate(each) for each in numbers), people)


def _records(pieces):
    """Lists of whole fields, a multiple of the number of fields in each."""
    width, rest, waiting = len(FIELDS), b"", []
    for piece in pieces:
        *whole, rest = (rest + piece).split(b"\0")
        waiting += whole
        # Large bites: every one costs a few arrays.
        if len(waiting) >= 20_000 * width:
            end = len(waiting) // width * width
            yield waiting[:end]
            waiting = waiting[end:]
    if rest or len(waiting) % width:
        raise ValueError("git stopped in the middle of a commit, so nothing was read: try git fsck there")
    yield waiting


def _columns(fields, codes):
    import pyarrow as pa

    hashes, parents, author_time, commit_time, names, addresses = (
        fields[at :: len(FIELDS)] for at in range(len(FIELDS))
    )
    return (
        pa.array(hashes, pa.binary()).cast(pa.string()),
        np.fromiter((b" " in each for each in parents), bool, len(parents)),
        np.fromiter((not each for each in parents), bool, len(parents)),
        _times(author_time),
        _times(commit_time),
        np.fromiter((codes[each] for each in zip(names, addresses, strict=True)), np.int32, len(names)),
    )


def _times(texts):
    try:
        times = np.array(texts or [b"0"]).astype(np.int64)[: len(texts)]
    except (ValueError, OverflowError):
        times = np.array([_time(each) for each in texts], np.int64)
    return np.where((0 <= times) & (times < LATEST), times, NO_TIME)


def _time(text):
    return int(text) if text.isdigit() and len(text) < 18 else NO_TIME


def _text(raw):
    """A name as text: UTF-8, and Latin-1 where it is not, as in commits made before git knew encodings."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
