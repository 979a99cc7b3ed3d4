"""Databases for the tests of the room: SQLite in memory, and PostgreSQL where it is installed."""

import pytest

from peerkit.room.database import opened
from peerkit.room.tables import metadata
from tests.room.cluster import Cluster, command


@pytest.fixture(scope="session")
def cluster():
    """A PostgreSQL of our own, which a test may stop and start."""
    if not command("initdb") or not command("pg_ctl"):
        pytest.skip("PostgreSQL is not installed here: its initdb was not seen")
    pytest.importorskip("psycopg", reason="psycopg is not installed here")
    running = Cluster()
    yield running
    running.remove()


@pytest.fixture(scope="session")
def postgres(cluster):
    """The address of its database."""
    return cluster.address


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
