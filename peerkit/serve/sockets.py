"""The way from the server to its kernels: files in a folder with a short path, or ports where files cannot be used."""

import os
import tempfile
from pathlib import Path

import zmq

LONGEST_SOCKET = 103
"""Characters that the path of a Unix socket may have: 103 on macOS, 107 on Linux."""
LONGEST_NAME = len("/voila_12345678/kernel-12345678-1234-1234-1234-123456789012-ipc-5")


def folder():
    """The folder for the sockets of kernels; None where kernels must be reached through ports.

    The folder for temporary files is taken if its path is short enough. On macOS and on shared machines it often is not.
    """
    if not zmq.has("ipc"):
        return None
    return next((place for place in _candidates() if _usable(place)), None)


def _candidates():
    return [tempfile.gettempdir(), os.environ.get("XDG_RUNTIME_DIR", ""), "/tmp", "/var/tmp"]


def _usable(place):
    if not place or len(os.fsencode(place)) + LONGEST_NAME > LONGEST_SOCKET:
        return False
    return Path(place).is_dir() and os.access(place, os.W_OK | os.X_OK)


def transport():
    """The word by which Jupyter calls the way to a kernel: files where possible, else ports of this machine.

    Files keep other users of the machine out and need no free ports. pyzmq for Windows is built without them.
    """
    return "tcp" if folder() is None else "ipc"
