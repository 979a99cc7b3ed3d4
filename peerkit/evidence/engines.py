"""Engines that hold the rows of a log: DuckDB in a folder of its own, Spark here or on a cluster, and databases by address.

DuckDB works within a stated memory and writes to its folder what does not fit, so a log may be larger than the machine's
memory. The folder goes when the log goes.
"""

import os
import shutil
import socket
import sys
import tempfile
import weakref
from pathlib import Path
from urllib.parse import urlsplit

MEMORY = "1GB"
"""Memory that DuckDB takes for a log before it writes to the disk."""
LOCAL_SPARK = "spark://local"
SECONDS_TO_ANSWER = 5
"""Patience with an engine on another machine [s]."""


def workspace(memory=MEMORY):
    """An Ibis connection to a new DuckDB database on disk, and its folder, which is removed with the connection."""
    import ibis

    folder = Path(tempfile.mkdtemp(prefix="peerkit-log-"))
    connection = ibis.duckdb.connect(
        folder / "log.duckdb",
        memory_limit=memory,
        temp_directory=str(folder / "spill"),
        allow_community_extensions=False,
    )
    connection.raw_sql("set enable_progress_bar = false")
    # With the connection and not with the log: a measure may hold the table for longer than the log.
    weakref.finalize(connection, _removed, folder, os.getpid())
    return connection, folder


def asking(connection):
    """A function that runs a query on an Ibis connection to DuckDB and gives its rows."""

    def ask(query):
        return connection.con.execute(query).fetchall()

    return ask


def literal(value):
    """SQL for a text.

    >>> print(literal("it's"))
    'it''s'
    """
    return "'" + value.replace("'", "''") + "'"


def version_of(backend):
    """The engine of an Ibis backend with its version, as "duckdb 1.5.6".

    Ibis calls Spark "pyspark", and Spark is what computes.
    """
    name = "spark" if backend.name == "pyspark" else backend.name
    return f"{name} {str(backend.version).removeprefix('v')}"


def spark(address=LOCAL_SPARK):
    """An Ibis connection to Spark: on two cores of this machine, or on the cluster at `spark://HOST:PORT`."""
    try:
        import ibis
        from pyspark.sql import SparkSession
    except ImportError:
        raise ValueError('Spark is not installed here: pip install "peerkit[spark]", and Java 17 or later') from None
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        raise ValueError("Spark needs Java 17 or later, and there is none here")
    local = address.rstrip("/") == LOCAL_SPARK
    if not local:
        _reachable(address)
    # The workers must run the Python that runs this.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1") if local else None
    builder = SparkSession.builder.appName("peerkit").master("local[2]" if local else address)
    settings = {"spark.sql.session.timeZone": "UTC", "spark.ui.enabled": "false"}
    if local:
        settings |= {
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
            "spark.sql.shuffle.partitions": "4",
            "spark.ui.showConsoleProgress": "false",
            "spark.log.level": "ERROR",
            # Spark makes this folder where it is started, even if no table is ever kept.
            "spark.sql.warehouse.dir": str(Path(tempfile.gettempdir(), "peerkit-spark")),
        }
    for name, value in settings.items():
        builder = builder.config(name, value)
    return ibis.pyspark.connect(builder.getOrCreate())


def database(address):
    """An Ibis connection for `postgres://…` without its last part, which names a table; and the name of the table."""
    import ibis

    base, _, table = address.rpartition("/")
    host = urlsplit(address).hostname or "localhost"
    if not table or not urlsplit(base).path.strip("/"):
        raise ValueError("name the database and the table: postgres://USER@HOST/DATABASE/TABLE")
    try:
        return ibis.connect(base), table
    except ImportError:
        raise ValueError('Ibis needs its part for this database: pip install "ibis-framework[postgres]"') from None
    except Exception as error:  # noqa: BLE001 - each driver has errors of its own, and all mean the same here
        # The driver's own words may hold the password.
        raise ValueError(
            f"the database at {host} cannot be reached ({type(error).__name__}): is it running, and are the name and the password right?"
        ) from None


def _reachable(address):
    parts = urlsplit(address)
    if not parts.hostname:
        raise ValueError(f"an engine is named {LOCAL_SPARK} or spark://HOST:PORT, got {address!r}")
    try:
        socket.create_connection((parts.hostname, parts.port or 7077), SECONDS_TO_ANSWER).close()
    except OSError:
        raise ValueError(
            f"the engine at {parts.hostname}, port {parts.port or 7077}, cannot be reached: is it running, and does a firewall stand between?"
        ) from None


def _removed(folder, process):
    # A kernel that was forked from this process ends with the same list of things to remove.
    if os.getpid() == process:
        shutil.rmtree(folder, ignore_errors=True)
