"""The memory that is free on this machine, or in the container in which the server runs."""

import os
from contextlib import suppress
from pathlib import Path

MEMINFO, CONTAINER = Path("/proc/meminfo"), Path("/sys/fs/cgroup")


def free_memory():
    """Bytes that processes can still get without taking them from others; None where that cannot be read (macOS, Windows)."""
    known = [each for each in (_of_machine(), _of_container()) if each is not None]
    return min(known, default=None)


def _of_machine():
    with suppress(OSError, ValueError, KeyError):
        return 1024 * _numbers(MEMINFO)["MemAvailable:"]
    with suppress(OSError, ValueError, AttributeError):
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return None


def _of_container():
    with suppress(OSError, ValueError, KeyError):
        most = int((CONTAINER / "memory.max").read_text())
        used = int((CONTAINER / "memory.current").read_text())
        # Files that were read stay in memory only as long as nobody else needs it.
        return most - used + _numbers(CONTAINER / "memory.stat")["inactive_file"]
    return None


def _numbers(file):
    lines = (line.split() for line in file.read_text().splitlines())
    return {line[0]: int(line[1]) for line in lines if len(line) > 1}
