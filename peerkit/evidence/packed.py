"""Files that are packed, read as what is in them."""

import bz2
import gzip
import lzma
from pathlib import Path

PACKED = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}


def opened(path):
    """The bytes of a file, unpacked where its name says that it is packed."""
    return PACKED.get(Path(path).suffix, open)(path, "rb")
