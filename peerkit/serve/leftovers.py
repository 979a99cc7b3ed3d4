"""Folders of servers that were killed: each folder holds a lock while its server lives, and the next start removes the others."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

try:
    import fcntl
except ModuleNotFoundError:  # Windows: kernels are reached through ports there, and no such folder is made.
    fcntl = None

LOCK = "server.lock"
OURS = ("peerkit-*", "voila_*")
"""The folders with the sockets of the warm process, with those of kernels, and with the logs that readers have sent."""


def held(folder):
    """The lock on a folder of this process: an open file, which the system closes however the process ends."""
    if fcntl is None:
        return None
    file = open(Path(folder) / LOCK, "w")  # noqa: SIM115  it stays open on purpose
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return file


def sweep(place):
    """Remove what servers left behind in `place` that no longer live; returns the folders removed.

    Only folders of this user that hold the file of a lock are looked at, so nobody else's are touched.
    """
    if fcntl is None or place is None:
        return []
    return [each for pattern in OURS for each in sorted(Path(place).glob(pattern)) if _is_left(each) and _gone(each)]


def _is_left(folder):
    try:
        if folder.is_symlink() or folder.stat().st_uid != os.getuid():
            return False
        with open(folder / LOCK, "r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
    except OSError:
        # There is no lock in it, or its server lives.
        return False


def _gone(folder):
    with suppress(OSError):
        shutil.rmtree(folder)
    return not folder.exists()
