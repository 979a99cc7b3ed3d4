"""Rows of a log that a reader hands over in batches: kept in memory while they are few, else in a temporary Parquet file.

DuckDB reads the file piece by piece, so a log of 40 million rows needs no memory of its size. The file goes when the log goes.
"""

import os
import shutil
import tempfile
import weakref
from pathlib import Path

from peerkit.evidence.log import Log

IN_MEMORY = 1_000_000
"""Rows up to which a log stays in memory: about 100 bytes each."""
TYPES = {"time": "int64", "amount": "float64"}
FILE = "log.parquet"


class Stored:
    """Rows of a log with these `columns`, added in batches; as a context it leaves nothing behind when reading fails."""

    def __init__(self, columns, in_memory=IN_MEMORY):
        import pyarrow as pa

        self.schema = pa.schema([(name, getattr(pa, TYPES.get(name, "string"))()) for name in columns])
        self.in_memory, self.rows, self._waiting = in_memory, 0, 0
        self._batches, self._folder, self._writer = [], None, None

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self._close()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def add(self, columns):
        """Add rows: a mapping of each column to a sequence or an Arrow array."""
        import pyarrow as pa

        batch = pa.table({field.name: columns[field.name] for field in self.schema}, schema=self.schema)
        self.rows += len(batch)
        self._waiting += len(batch)
        self._batches.append(batch)
        if self._waiting > self.in_memory:
            self._write()

    def log(self, name, reading, facts):
        """The `Log` of all rows added; nothing can be added afterwards."""
        import duckdb
        import ibis
        import pyarrow as pa

        engine = f"duckdb {duckdb.__version__}"
        if self._writer is None:
            rows = pa.concat_tables([self.schema.empty_table(), *self._batches])
            return Log(ibis.memtable(rows), name, engine, reading, facts)
        if self._batches:
            self._write()
        self._close()
        connection = ibis.duckdb.connect()
        table = connection.read_parquet(str(self._folder / FILE))
        # With the connection and not with the log: a measure may hold the table for longer than the log.
        weakref.finalize(connection, _removed, self._folder, os.getpid())
        self._folder = None
        return Log(table, name, engine, reading, facts)

    def _write(self):
        import pyarrow as pa
        import pyarrow.parquet as pq

        if self._writer is None:
            self._folder = Path(tempfile.mkdtemp(prefix="peerkit-log-"))
            self._writer = pq.ParquetWriter(self._folder / FILE, self.schema, compression="zstd")
        # In one piece: a batch of its own for each piece of a dump would be too small to read fast.
        self._writer.write_table(pa.concat_tables(self._batches))
        self._batches, self._waiting = [], 0

    def _close(self):
        if self._writer is not None and self._writer.is_open:
            self._writer.close()


def _removed(folder, process):
    # A kernel that was forked from this process ends with the same list of things to remove.
    if os.getpid() == process:
        shutil.rmtree(folder, ignore_errors=True)
