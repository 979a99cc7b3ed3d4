"""Callbacks that may fail: the reader is told what to do, the log what happened, and the page stays as it was."""

import logging
import os
import secrets
from contextlib import contextmanager

from peerkit.widgets.web import SERVED

log = logging.getLogger("peerkit")


SORRY = "That did not work, and the figure still shows the last result. Change a value or press Reset"


@contextmanager
def guarded(tell, sorry=SORRY):
    """Run a block of a callback. If it raises an error, call `tell` with a sentence that holds its number in the log.

    `sorry` says what did not work and what to do, without its full stop.

    >>> with guarded(print):
    ...     pass
    """
    try:
        yield
    except Exception:
        number = secrets.token_hex(3)
        log.exception("error %s on a page", number)
        tell(f"{sorry}. If it happens again, {_next_step(number)}.")


def _next_step(number):
    """The help that there is: whoever runs the server, or in a notebook the reader's own log."""
    if os.environ.get(SERVED):
        return f"tell whoever runs this server the number {number}"
    return f"look for the number {number} in the log of the notebook"
