"""The server of the room's own process: its entrance, and as many connections as its open files allow."""

from functools import partial

from peerkit.serve.addresses import is_local
from peerkit.serve.entrance import BoundedServer, Entrance, known_names
from peerkit.serve.places import open_files

FILES_BASE = 100
"""Files that the process holds open without any phone: its database, several times, its socket and its pipes."""
FEWEST = 16


def most(files):
    """Phones that may be connected at once; `files` is the number that the process may open, None if there is no bound.

    >>> most(1024), most(None)
    (924, None)
    """
    return None if files is None else max(FEWEST, files - FILES_BASE)


def bounded(host, names):
    """A function that makes the server of an application on `host`, which readers may call by `names`."""
    return partial(_made, host=host, names=names, files=open_files(raised=True))


def _made(application, *, host, names, files, **limits):
    # Only a proxy on this machine may say on whose behalf it asks: others could pretend to be anybody.
    server = BoundedServer(Entrance(application, known_names(host, names)), xheaders=is_local(host), **limits)
    server.most = most(files)
    return server
