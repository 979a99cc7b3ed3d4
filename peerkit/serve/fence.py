"""A fence around a kernel: Linux lets neither it, nor anything that it starts, open the room's database.

Landlock (since Linux 5.13) takes rights away from a process for good, without the rights of an administrator. It can only
say which folders stay open. So all that lies beside the way to the database stays open, and the database and what
is new in the folders on that way does not.
"""

import ctypes
import os
import platform
import sys
from functools import cache
from pathlib import Path

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
"""The numbers of Linux for the three calls, the same on all processors."""
NO_NEW_PRIVILEGES = 38
ONLY_VERSION, BENEATH = 1, 1
WRITE, READ, REMOVE, MAKE_FOLDER, MAKE_FILE, MOVE, TRUNCATE = (1 << bit for bit in (1, 2, 5, 7, 8, 13, 14))
MOVES_SINCE, TRUNCATES_SINCE = 2, 3
"""The versions of Landlock since which these two rights can be named."""


class _Ruleset(ctypes.Structure):
    _fields_ = (("handled", ctypes.c_uint64),)


class _Rule(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def version():
    """The version of Landlock that this system has; 0 where it has none."""
    if sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"):
        return 0
    try:
        return _call(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(ONLY_VERSION))
    except OSError:
        return 0


def file_of(database):
    """The file of a room's database by its path or address; None where it is on a server or in memory.

    >>> file_of("sqlite:////srv/room.db"), file_of("/srv/room.db"), file_of("postgresql://econ@db/rooms")
    (PosixPath('/srv/room.db'), PosixPath('/srv/room.db'), None)
    """
    kind, address, path = str(database).partition(":///") if "://" in str(database) else ("sqlite", "", str(database))
    if not kind.startswith("sqlite") or not path or path.startswith(":"):
        return None
    return Path(path.partition("?")[0])


def keep_away(file):
    """Take from this process, which must have one thread only, the right to open `file` and those that SQLite puts beside it.

    Raises OSError where the system cannot do that.
    """
    there = version()
    if not there:
        raise OSError("this system has no Landlock")
    file = Path(os.path.realpath(file))
    of_files = WRITE | READ | (TRUNCATE if there >= TRUNCATES_SINCE else 0)
    of_folders = of_files | REMOVE | MAKE_FOLDER | MAKE_FILE | (MOVE if there >= MOVES_SINCE else 0)
    wanted = _Ruleset(of_folders)
    rules = _call(CREATE_RULESET, ctypes.byref(wanted), ctypes.c_size_t(ctypes.sizeof(wanted)), ctypes.c_uint32(0))
    try:
        for each in _beside(file):
            _allow(rules, each, of_folders, of_files)
        _checked(_linux().prctl(NO_NEW_PRIVILEGES, *map(ctypes.c_ulong, (1, 0, 0, 0))))
        _call(RESTRICT_SELF, ctypes.c_int(rules), ctypes.c_uint32(0))
    finally:
        os.close(rules)


def _beside(file):
    """All that lies beside the way from the root to a file, and beside the file, except those of its name with an ending."""
    way = [*reversed(file.parents), file]
    for folder, onward in zip(way, way[1:], strict=False):
        for each in os.scandir(folder):
            on_the_way = each.name == onward.name or (onward == file and each.name.startswith(file.name))
            # A symbolic link gives no right; what it leads to is judged by its own place.
            if not on_the_way and not each.is_symlink():
                yield each.path


def _allow(rules, path, of_folders, of_files):
    try:
        opened = os.open(path, os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        # It has just gone, or is not open to this user anyway.
        return
    try:
        allowed = of_folders if os.path.isdir(f"/proc/self/fd/{opened}") else of_files
        _call(ADD_RULE, ctypes.c_int(rules), BENEATH, ctypes.byref(_Rule(allowed, opened)), ctypes.c_uint32(0))
    finally:
        os.close(opened)


@cache
def _linux():
    return ctypes.CDLL(None, use_errno=True)


def _call(number, *arguments):
    return _checked(_linux().syscall(ctypes.c_long(number), *arguments))


def _checked(answer):
    if answer < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return answer
