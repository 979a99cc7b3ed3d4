"""The room's own process: it answers phones and nothing else, so that thirty dashboards that open at once delay no answer.

Phones reach only this port: no page with a kernel, no file, no handler of Jupyter answers here.
"""

import asyncio
import signal
import threading
from contextlib import suppress

from tornado.httpserver import HTTPServer
from tornado.web import Application

from peerkit.room import rooms
from peerkit.room.clock import steady
from peerkit.room.database import Database, Unavailable
from peerkit.room.handlers import LARGEST_SCREEN, Desk, addresses
from peerkit.room.hub import Hub

SEATS_PER_PARTICIPANT = 1.5
LEAST_SEATS = 12
SWEEP_EVERY = 3600.0
"""Seconds between two looks for rooms whose 30 days are over [s]."""
SLOWEST = 10.0
"""Seconds within which the body of a request must have arrived [s]."""
SILENT = 75
"""Seconds for which a connection may be open without a request [s]."""


def seats(participants):
    """The number of seats of a room on a server for so many participants: some come with two phones.

    >>> seats(30), seats(1)
    (45, 12)
    """
    return max(LEAST_SEATS, round(SEATS_PER_PARTICIPANT * participants))


def desk(database, participants):
    """The `Desk` of a server: store, news and brakes."""
    store = Database(database)
    return Desk(store, Hub(store), seats(participants))


def application(own, base="/"):
    """The application that answers the room's addresses below `base`."""
    routes = [(rf"{base}{pattern}", handler, options) for pattern, handler, options in addresses(own)]
    return Application(routes, compress_response=True)


async def serve(sockets, *, database, participants, base="/", parent=None, made=HTTPServer):
    """Serve a room on `sockets` until the process is told to end, or until `parent`, a pipe, says that whoever started it has ended.

    `made` makes the server of an application; whoever knows the machine bounds its connections.
    """
    own = desk(database, participants)
    server = made(
        application(own, base),
        max_body_size=LARGEST_SCREEN,
        max_header_size=8192,
        body_timeout=SLOWEST,
        idle_connection_timeout=SILENT,
    )
    server.add_sockets(sockets)
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, ended.set)
    # What is older than its time goes even where nobody makes a new room.
    sweeping = asyncio.ensure_future(_sweep(own.database))
    if parent:
        threading.Thread(target=_outlive, args=(parent, loop, ended), daemon=True).start()
    await ended.wait()
    server.stop()
    sweeping.cancel()
    own.hub.close()
    await server.close_all_connections()
    own.database.close()


async def _sweep(database):
    while True:
        with suppress(Unavailable):
            await database.written(lambda connection: rooms.sweep(connection, steady()))
        await asyncio.sleep(SWEEP_EVERY)


def _outlive(pipe, loop, ended):
    """Wait for the end of a pipe: the process that started this one is gone, however it came."""
    while pipe.read(1):
        pass
    loop.call_soon_threadsafe(ended.set)
