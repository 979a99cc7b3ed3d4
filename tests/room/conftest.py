"""Databases for the tests of the room: SQLite in memory, and PostgreSQL where it is installed."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from peerkit.room.database import opened
from peerkit.room.tables import metadata

SERVERS = Path("/usr/lib/postgresql")
"""The folder in which Debian and Ubuntu keep PostgreSQL's own commands."""
OWNER = "postgres"
"""PostgreSQL refuses to run as the system's first user; this one comes with it."""


def _command(name):
    there = shutil.which(name)
    return there or next(map(str, sorted(SERVERS.glob(f"*/bin/{name}"), reverse=True)), None)


@pytest.fixture(scope="session")
def postgres():
    """The address of a PostgreSQL of our own in a temporary folder, without a port."""
    initdb, control = _command("initdb"), _command("pg_ctl")
    if not initdb or not control:
        pytest.skip("PostgreSQL is not installed here: its initdb was not seen")
    pytest.importorskip("psycopg", reason="psycopg is not installed here")
    # A Unix socket's path may have 108 characters, too few for pytest's own temporary folders.
    folder = Path(tempfile.mkdtemp(prefix="pk-pg-"))
    who = {}
    if os.getuid() == 0:
        shutil.chown(folder, OWNER)
        who = {"user": OWNER}
    quiet = {"check": True, "capture_output": True, "cwd": folder, **who}
    subprocess.run([initdb, "-D", folder / "data", "-U", OWNER, "-A", "trust", "-E", "UTF8", "--no-sync"], **quiet)
    # Tests lose no power: without waiting for the disk they are done sooner.
    settings = f"-k {folder} -c listen_addresses= -c fsync=off"
    subprocess.run([control, "-D", folder / "data", "-l", folder / "log", "-w", "-o", settings, "start"], **quiet)
    yield f"postgresql+psycopg://{OWNER}@/postgres?host={folder}"
    subprocess.run([control, "-D", folder / "data", "-m", "immediate", "-w", "stop"], **quiet)
    shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request, tmp_path):
    """The address of an empty database: each test that uses it runs with SQLite and with PostgreSQL."""
    if request.param == "sqlite":
        return str(tmp_path / "room.db")
    where = request.getfixturevalue("postgres")
    engine = opened(where)
    metadata.drop_all(engine)
    engine.dispose()
    return where


@pytest.fixture
def connection(address):
    """A connection to an empty database, in a transaction that will write."""
    engine = opened(address)
    with engine.connect().execution_options(writes=True) as open_, open_.begin():
        yield open_
    engine.dispose()
