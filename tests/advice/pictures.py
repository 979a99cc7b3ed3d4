"""Pictures for logos: a good one, and some that are none."""

import struct
import zlib
from io import BytesIO

from PIL import Image

from peerkit.advice.logo import SIGNATURE


def picture(width=40, height=20, kind="PNG", mode="RGB", **options):
    """A picture of two colours in a file of a kind."""
    image = Image.new(mode, (width, height), "white" if mode != "CMYK" else 0)
    image.paste(image.resize((width // 2, height)).point(lambda value: value // 3), (0, 0))
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def noise(width=1500, height=800):
    """A picture that no compression makes small."""
    import numpy as np

    points = np.random.default_rng(1).integers(0, 256, (height, width, 3), dtype=np.uint8)
    file = BytesIO()
    Image.fromarray(points).save(file, "JPEG", quality=60)
    return file.getvalue()


def bomb(width=60_000, height=60_000):
    """A few bytes whose head promises billions of points."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return SIGNATURE + b"".join(chunks)
