"""A kernel's own first steps: bounds on its memory, the fence, and its errors in the server's log instead of a reader's browser.

Forked kernels call `run`; where kernels are ordinary processes, ``python -m peerkit.serve.kernel`` does.
"""

import contextlib
import os
import sys

from peerkit.serve import fence

MOST_MEMORY = 1_500_000_000
"""Bytes that one kernel may use. A page needs at most 0.2 GB; without a bound one reader could take all there is."""
KEPT_AWAY = "PEERKIT_KEPT_AWAY"
"""The variable that names the room's database to a kernel that is an ordinary process."""


def run(argv, kept_away=""):
    """Be a kernel with the arguments of its command line until it is told to end; `kept_away` is a file that it shall not open."""
    bound_memory(MOST_MEMORY)
    if kept_away:
        _fence_off(kept_away)
    # ipykernel repeats what is printed on these two. Errors belong to the server's log, a notebook's prints do not.
    sys.__stdout__ = None
    # Nobody can debug a page. The debugger would cost each kernel 8 MB and write its own warnings into the server's log.
    sys.modules.setdefault("debugpy", None)
    from ipykernel.kernelapp import launch_new_instance

    launch_new_instance([*argv, "--IPKernelApp.quiet=False", "--IPKernelApp.capture_fd_output=False"])


def _fence_off(file):
    """Put the fence up, if this system has one, before there is a second thread and before any notebook runs."""
    from IPython.core.profiledir import ProfileDir, ProfileDirError
    from IPython.paths import get_ipython_dir

    with contextlib.suppress(OSError, ProfileDirError):
        # IPython makes this folder at its first start. Behind the fence it could not where the database lies beside it.
        os.makedirs(get_ipython_dir(), exist_ok=True)
        ProfileDir.create_profile_dir_by_name(get_ipython_dir(), "default")
    # `peerkit doctor` tells whoever runs the server if the system has none.
    with contextlib.suppress(OSError):
        fence.keep_away(file)


def bound_memory(most):
    """Let this process have at most so many bytes of data; asking for more raises MemoryError.

    Windows has no such bound, and macOS accepts the bound without keeping it.
    """
    try:
        import resource
    except ModuleNotFoundError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


if __name__ == "__main__":
    run(sys.argv[1:], os.environ.pop(KEPT_AWAY, ""))
