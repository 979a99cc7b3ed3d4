"""The places of a room: kernels that readers may have at once, as many as participants, memory and open files allow."""

PAGES_EACH, SPARE = 2, 20
"""Pages that one participant may have open, and pages for everybody who was not counted."""
FILES_EACH, FILES_BASE = 24, 200
"""Files that the server holds open for one page with its kernel and two sockets (measured: 22), and without any page."""
MEMORY_EACH, MEMORY_BASE, MEMORY_LEFT = 50_000_000, 400_000_000, 300_000_000
"""Bytes of one usual page (measured: 45 million), of the server with its reserve, and left to everything else on the machine [B]."""
MOST_FILES = 65_536
FEWEST_CONNECTIONS = 64


def places(participants, files=None, memory=None):
    """Kernels that readers may have at once.

    `files` is the number of files that the server may open, `memory` the bytes that are free [B]; None if there is no bound.

    >>> places(30), places(30, files=1024), places(30, memory=4e9)
    (80, 34, 66)
    """
    bounds = [SPARE + PAGES_EACH * participants]
    if files is not None:
        bounds.append((files - FILES_BASE) // FILES_EACH)
    if memory is not None:
        bounds.append(int(memory - MEMORY_BASE - MEMORY_LEFT) // MEMORY_EACH)
    return max(1, min(bounds))


def connections(participants, files=None):
    """Connections that the server takes at once: what files are left beside those of kernels; None if there is no bound.

    >>> connections(30, files=4096)
    1976
    """
    if files is None:
        return None
    return max(FEWEST_CONNECTIONS, files - FILES_BASE - FILES_EACH * places(participants, files))


def open_files(raised=False):
    """The number of files that this process may open, `raised` as far as the system allows; None if it has no bound."""
    try:
        import resource
    except ModuleNotFoundError:
        return None
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if raised:
        wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
        if soft != resource.RLIM_INFINITY and wanted > soft:
            try:
                resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
                soft = wanted
            except (ValueError, OSError):
                pass  # macOS names a hard limit that it does not grant.
    return None if soft == resource.RLIM_INFINITY else soft
