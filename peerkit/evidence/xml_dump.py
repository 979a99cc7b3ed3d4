"""A large XML file, also compressed, handed to a parser piece by piece: memory stays the same whatever its size.

Expat calls a function for each tag. It needs two thirds of the time of ElementTree's iterparse and builds no tree.
"""

import bz2
import gzip
import lzma
import zlib
from pathlib import Path
from xml.parsers import expat

CHUNK = 1 << 18
"""Bytes that are parsed at a time [B]."""
SEVEN_ZIP = b"7z\xbc\xaf'\x1c"
COMPRESSED = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ\x00": lzma.open}
BROKEN = (EOFError, OSError, zlib.error, lzma.LZMAError, expat.ExpatError)


def parse(path, target, progress=None):
    """Parse the file at `path`; yields after each piece, so that the caller can take what has come together.

    `target` has `root` (the tag that the file must begin with), `start(parser, tag, attributes)` and `end(parser, tag)`,
    and `rows`, the number of entries so far. Raises `ValueError` with that number if the file breaks off or is damaged.
    """
    path = Path(path)
    parser = _parser(path, target)
    with path.open("rb") as raw, _opened(raw, path) as text:
        size = max(path.stat().st_size, 1)
        try:
            while piece := text.read(CHUNK):
                parser.Parse(piece, False)
                yield
                if progress:
                    progress(f"{target.rows:,} entries of {path.name}", min(raw.tell() / size, 1.0))
            parser.Parse(b"", True)
        except BROKEN as error:
            raise ValueError(
                f"{path.name} breaks off or is damaged after {target.rows:,} entries, so nothing was kept ({error}): get the file again"
            ) from None
    yield


def _opened(raw, path):
    head = raw.read(6)
    raw.seek(0)
    if head == SEVEN_ZIP:
        raise ValueError(
            f"{path.name} is a 7-Zip archive, which peerkit does not open: unpack it first (7z x {path.name})"
        )
    return next((kind(raw) for magic, kind in COMPRESSED.items() if head.startswith(magic)), raw)


def _parser(path, target):
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def first(tag, attributes):
        if tag != target.root:
            raise ValueError(f"{path.name} begins with <{tag}>, but {target.dump} begins with <{target.root}>")
        parser.StartElementHandler = lambda tag, attributes: target.start(parser, tag, attributes)
        parser.EndElementHandler = lambda tag: target.end(parser, tag)

    def declared(*_):
        raise ValueError(f"{path.name} declares a document type of its own, which no dump does: it was not read")

    parser.StartElementHandler, parser.StartDoctypeDeclHandler = first, declared
    return parser


def seconds(texts):
    """Seconds since 1970 of ISO times in UTC, as an Arrow array; missing where a text is no time.

    >>> seconds(["2018-03-12T18:00:00Z", "2018-03-12T18:00:00.250", "soon", None]).to_pylist()
    [1520877600, 1520877600, None, None]
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    # The first 19 characters are day and second; fractions and the Z that may follow add nothing.
    cut = pc.utf8_slice_codeunits(pa.array(texts, pa.string()), 0, 19)
    right = pc.match_substring_regex(cut, r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$")
    read = pc.strptime(pc.if_else(right, cut, None), "%Y-%m-%dT%H:%M:%S", "s", error_is_null=True)
    return read.cast(pa.int64())
