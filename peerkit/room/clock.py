"""The clock by which rooms grow old."""

import time

BEGAN = time.time() - time.monotonic()


def steady():
    """The time when this process began, and what has passed since [s].

    Whoever sets the clock of the machine a month ahead by mistake deletes no room.
    """
    return BEGAN + time.monotonic()
