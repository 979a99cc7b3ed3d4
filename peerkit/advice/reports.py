"""The four reports of an engagement: page, memo, deck and workbook."""

import os
import tempfile
from contextlib import suppress
from importlib import import_module
from pathlib import Path

FORMATS = {
    "html": "page:write_page",
    "pdf": "memo:write_memo",
    "pptx": "deck:write_deck",
    "xlsx": "workbook:write_workbook",
}
"""Each format with the function that writes it."""
EXTRA = "pip install 'peerkit[advice]'"


class ReportError(ValueError):
    """A report that cannot be written; the message says what to do."""


def write_report(engagement, to, path, day=None):
    """Write the report of an engagement in the format `to`: whole, or not at all.

    `day` is the date that it is stamped with, today by default.
    """
    from peerkit.advice.findings import report

    if to not in FORMATS:
        raise ReportError(f"There is no report {to!r}; there are {', '.join(FORMATS)}.")
    module, _, name = FORMATS[to].partition(":")
    write = getattr(import_module(f"peerkit.advice.{module}"), name)
    path = Path(path)
    if not path.parent.is_dir():
        raise ReportError(f"There is no folder {path.parent}: make it first.")
    # The draft has the ending of the report: programs that write it look at that.
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}.", suffix=f".{to}")
    os.close(handle)
    try:
        write(report(engagement, day), draft)
        os.replace(draft, path)
        path.chmod(0o666 & ~_mask())
    except ModuleNotFoundError as error:
        raise ReportError(f"This report needs {error.name}, which is not installed here: {EXTRA}") from None
    finally:
        with suppress(OSError):
            os.unlink(draft)


def _mask():
    """The permissions that new files do not get here."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
