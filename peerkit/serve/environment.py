"""The environment of a process that the server starts: a short list of variables, so that no secret is passed on by accident."""

import os

from peerkit.environment import PASSED_ON
from peerkit.widgets.web import SERVED

FOR_KERNELS = ("JPY_PARENT_PID", "JPY_INTERRUPT_EVENT", "IPY_INTERRUPT_EVENT")
"""Variables by which Jupyter tells a kernel who started it. They are no secrets."""


def own(given=None):
    """The variables of `given` (this process's own if None) that a process may have.

    >>> own({"PATH": "/bin", "AWS_SECRET_ACCESS_KEY": "…"})
    {'PATH': '/bin'}
    """
    given = os.environ if given is None else given
    return {name: given[name] for name in (*PASSED_ON, SERVED, *FOR_KERNELS) if name in given}
