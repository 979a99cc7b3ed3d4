"""The four reports of an engagement: page, memo, deck and workbook."""

from importlib import import_module

from peerkit.advice.keeping import KeepingError, kept_whole
from peerkit.advice.logo import LogoError

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
    try:
        with kept_whole(path) as draft:
            write(report(engagement, day), draft)
    except (KeepingError, LogoError) as error:
        raise ReportError(str(error)) from None
    except ModuleNotFoundError as error:
        raise ReportError(f"This report needs {error.name}, which is not installed here: {EXTRA}") from None
