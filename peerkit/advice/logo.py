"""The client's logo: a small PNG, made anew from whatever picture was given, so that nothing but its points is passed on."""

import base64
import binascii
import struct
import warnings
import zlib
from io import BytesIO

LARGEST_FILE = 2_000_000
"""The most bytes of a picture that is given."""
LARGEST = 200_000
"""The most bytes of a logo that is kept."""
MOST_POINTS = 16_000_000
"""The most points of a picture that is given: a file of a few bytes can unfold into more than a machine holds."""
WIDEST, HIGHEST = 600, 300
"""The size of a logo that is kept [points]: enough for a slide."""
SIGNATURE = b"\x89PNG\r\n\x1a\n"
NO_PICTURE = "This is no picture that can be used as a logo: give a PNG or a JPEG."

BOMB = f"The picture has too many points: a logo may have at most {MOST_POINTS:,}."


class LogoError(ValueError):
    """A logo that cannot be used; the message says what is allowed."""


def logo_of(content):
    """The PNG of a picture, at most 600 by 300 points and 200 kB; raises `LogoError`.

    >>> logo_of(b"GIF89a")
    Traceback (most recent call last):
    peerkit.advice.logo.LogoError: This is no picture that can be used as a logo: give a PNG or a JPEG.
    """
    if len(content) > LARGEST_FILE:
        raise LogoError(f"The picture has {len(content):,} bytes; a logo may have at most {LARGEST_FILE:,}.")
    picture = _decoded(content)
    for share in (1, 0.7, 0.5, 0.3, 0.15):
        small = picture.copy()
        small.thumbnail((round(WIDEST * share), round(HIGHEST * share)))
        file = BytesIO()
        small.save(file, "PNG", optimize=True)
        if file.tell() <= LARGEST:
            return file.getvalue()
    raise LogoError(f"Even in small the picture has more than {LARGEST:,} bytes.")


def _decoded(content):
    """The points of a picture, without anything else that its file may hold."""
    from PIL import Image, ImageOps

    with warnings.catch_warnings():
        # Pillow warns about large pictures; the bound of this module is lower.
        warnings.simplefilter("ignore")
        try:
            picture = Image.open(BytesIO(content), formats=("PNG", "JPEG"))
            # The size stands in the head; nothing has been unfolded yet.
            if picture.width * picture.height > MOST_POINTS:
                raise LogoError(BOMB)
            whole = ImageOps.exif_transpose(picture).convert("RGBA")
        except Image.DecompressionBombError:
            raise LogoError(BOMB) from None
        except LogoError:
            raise
        except (
            OSError,
            SyntaxError,
            EOFError,
            ValueError,
            TypeError,
            IndexError,
            OverflowError,
            struct.error,
            zlib.error,
        ):
            raise LogoError(NO_PICTURE) from None
    whole.info = {}
    return whole


def as_words(content):
    """A logo as the text that a file holds."""
    return base64.b64encode(content).decode("ascii")


def from_words(words):
    """The logo in the text of a file, as bytes; raises `LogoError` for what this program would not have written.

    Its size is read from its head, so that no library for pictures is needed to open a file.

    >>> from_words("")
    b''
    """
    if not words:
        return b""
    if len(words) > 4 * LARGEST // 3 + 4:
        raise LogoError(f"must be a PNG of at most {LARGEST:,} bytes")
    try:
        content = base64.b64decode(words, validate=True)
    except (binascii.Error, ValueError):
        raise LogoError("must be a PNG in base64; choose the picture again at the desk") from None
    if not content.startswith(SIGNATURE) or content[12:16] != b"IHDR" or len(content) < 24:
        raise LogoError("must be a PNG in base64; choose the picture again at the desk")
    width, height = struct.unpack(">II", content[16:24])
    if not (0 < width <= WIDEST and 0 < height <= HIGHEST):
        raise LogoError(f"must have at most {WIDEST} × {HIGHEST} points, and has {width:,} × {height:,}")
    return content


def drawn(words):
    """The logo in the text of a file as a report holds it: made anew once more, None where there is none."""
    content = from_words(words)
    return logo_of(content) if content else None


def source(words):
    """The address of a logo that stands within a page, "" where there is none."""
    content = drawn(words)
    return f"data:image/png;base64,{as_words(content)}" if content else ""
