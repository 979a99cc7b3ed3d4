"""A callback that fails tells the reader what to do and the log what happened, and leaves the page as it was."""

import logging
import secrets
from contextlib import contextmanager

log = logging.getLogger("peerkit")


@contextmanager
def guarded(tell):
    """Run a block of a callback; should it raise, call `tell` with a sentence that carries an id found in the log.

    >>> with guarded(print):
    ...     pass
    """
    try:
        yield
    except Exception:
        number = secrets.token_hex(3)
        log.exception("error %s on a page", number)
        tell(
            f"That did not work, and the figure still shows the last result. Change a value or press Reset; if it "
            f"happens again, tell whoever runs this server the number {number}."
        )
