"""The database behind a room: opened by address, written by one thread that groups what arrives together.

An answer counts as received only when it lies on the disk (WAL, `synchronous=FULL`). One write to the disk takes as long for thirty
answers as for one, so whatever waits is written in one transaction: in SQLite this is twenty times as many answers per second.
"""

import asyncio
import logging
import queue
import threading
from concurrent.futures import Future

from sqlalchemy import create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from peerkit.room.refusal import Refusal
from peerkit.room.tables import metadata

log = logging.getLogger("peerkit")

MOST_TOGETHER = 200
"""Writes in one transaction."""
PATIENCE = 10.0
"""Seconds for which a writer waits for another process that writes to the same file [s]."""
TRIES = 5
"""Times that a write is tried when another server has written the same row first."""
ENDED = object()


class Unavailable(Exception):
    """The database cannot be written or read now: its disk is full, or its server is away. Nothing was acknowledged."""


def opened(address):
    """The engine of a database by its address, with its tables; a bare path is a file of SQLite.

    Raises `ValueError` with a sentence where that cannot be.
    """
    text = str(address)
    try:
        url = make_url(text if "://" in text else f"sqlite:///{text}")
        engine = create_engine(url, **_options(url))
        if url.get_backend_name() == "sqlite":
            event.listen(engine, "connect", _durable)
            event.listen(engine, "begin", _begin)
        metadata.create_all(engine)
    except ImportError as error:
        raise ValueError(
            f"the room's database needs {error.name}, which is not installed here: pip install 'peerkit[room,postgres]'"
        ) from error
    except SQLAlchemyError as error:
        raise ValueError(f"the room's database cannot be opened: {_reason(error)}") from error
    return engine


def _options(url):
    if url.get_backend_name() == "sqlite":
        return {"connect_args": {"timeout": PATIENCE, "check_same_thread": False}}
    return {"pool_pre_ping": True, "pool_size": 4}


def _durable(connection, _):
    # Transactions begin where `_begin` says so, not where the driver thinks of it.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    # An answer that its owner deletes is overwritten, not only unlinked.
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()


def _begin(connection):
    """Begin a transaction. One that will write takes its turn at once: later on SQLite would refuse it without waiting."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _reason(error):
    """The first line of the database's own words, without statements and parameters."""
    return str(getattr(error, "orig", None) or error).splitlines()[0]


class Database:
    """Reads at once, and writes through one thread. A write is a function of a connection; its result comes after the commit."""

    def __init__(self, address):
        self.engine = opened(address)
        self._waiting = queue.SimpleQueue()
        self._closed = False
        self._writer = threading.Thread(target=self._write, name="room-writer", daemon=True)
        self._writer.start()

    def close(self):
        """Write what waits, then end."""
        if not self._closed:
            self._closed = True
            self._waiting.put(ENDED)
            self._writer.join()
            self.engine.dispose()

    def read(self, question):
        """The answer to a function of a connection."""
        try:
            with self.engine.connect() as connection:
                return question(connection)
        except SQLAlchemyError as error:
            raise Unavailable(_reason(error)) from error

    def submit(self, change):
        """The future result of a write. An error of `change` itself undoes only its own part."""
        future = Future()
        if self._closed:
            raise Unavailable("the room is closing")
        self._waiting.put((change, future))
        return future

    def write(self, change):
        """The result of a write, waited for."""
        return self.submit(change).result()

    async def written(self, change):
        """The same for the server, which answers others meanwhile."""
        return await asyncio.wrap_future(self.submit(change))

    def _write(self):
        while True:
            batch = [self._waiting.get()]
            while len(batch) < MOST_TOGETHER and not self._waiting.empty():
                batch.append(self._waiting.get())
            orders = [each for each in batch if each is not ENDED]
            if orders:
                self._together(orders)
            if len(orders) < len(batch):
                return

    def _together(self, orders):
        outcomes = self._outcomes([change for change, _ in orders])
        for (_, future), (result, error) in zip(orders, outcomes, strict=True):
            if not future.set_running_or_notify_cancel():
                continue
            if error is None:
                future.set_result(result)
            else:
                future.set_exception(error)

    def _outcomes(self, changes, tries=TRIES):
        """For each write its result and its error, one of which is None."""
        try:
            return self._transaction(changes)
        except IntegrityError as error:
            # Another server has written the same row first. Whatever had no part in it must not fail with it.
            if len(changes) > 1:
                return [self._outcomes([change])[0] for change in changes]
            if tries > 1:
                return self._outcomes(changes, tries - 1)
            return self._failed(changes, error)
        except SQLAlchemyError as error:
            return self._failed(changes, error)

    def _failed(self, changes, error):
        # Nothing of this transaction lies on the disk, so nothing of it is acknowledged.
        log.error("the room could not write: %s", _reason(error))
        return [(None, Unavailable(_reason(error)))] * len(changes)

    def _transaction(self, changes):
        with self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            return [_part(connection, change) for change in changes]


def _part(connection, change):
    """One write inside the transaction of several: its result, or the error that undid this part alone."""
    # As plain statements: SQLAlchemy's own savepoints take longer than the write.
    connection.exec_driver_sql("SAVEPOINT part")
    try:
        result = change(connection)
    except SQLAlchemyError:
        # The whole transaction may be lost: whoever began it decides.
        raise
    except Refusal as error:
        connection.exec_driver_sql("ROLLBACK TO SAVEPOINT part")
        return None, error
    except Exception as error:
        # A fault in one part must not end the thread on which all answers depend.
        log.exception("a part of the room's writes failed")
        connection.exec_driver_sql("ROLLBACK TO SAVEPOINT part")
        return None, error
    connection.exec_driver_sql("RELEASE SAVEPOINT part")
    return result, None
