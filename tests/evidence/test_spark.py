"""Spark and DuckDB give the same: the same expression, the same small table."""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from peerkit.evidence.log import fetched
from peerkit.evidence.quality import quality
from peerkit.evidence.sources import open_log

# Java's gateway leaves sockets to the garbage collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
KEY = b"a key for tests"
NOW = 1_717_200_000
ROWS = 3_000


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    rng = np.random.default_rng(2024)
    people = [f"user{number}" if number else None for number in rng.zipf(1.6, ROWS) % 20]
    seconds = rng.integers(1_600_000_000, 1_700_000_000, ROWS) * 1_000_000 + 999_999
    seconds[:3] = -1  # a microsecond before 1970: rounding up would make it 1970
    table = pa.table(
        {
            "author": people,
            "author_time": pa.array(seconds, pa.timestamp("us", "UTC")),
            "commit": [f"c{number // 2}" for number in range(ROWS)],
            "added": pa.array(rng.integers(-5, 100, ROWS), pa.int64()),
        }
    )
    path = tmp_path_factory.mktemp("log") / "log.parquet"
    pq.write_table(table, path)
    return path


def both(source):
    options = {"key": KEY, "now": NOW}
    return open_log(source, **options), open_log(source, engine="spark://local", **options)


def rows(log):
    names = ["contributor", "time", "item", "amount"]
    columns = fetched(log.table.select(*names).order_by(["time", "item", "contributor", "amount"]))
    return {name: columns[name].tolist() for name in names}


def test_parquet_gives_the_same_log_and_the_same_report(spark, file):
    here, there = both(file)
    assert there.engine.startswith("spark 4")
    assert rows(here) == rows(there) and min(rows(here)["time"]) == -1
    assert here.reading == there.reading
    ours, theirs = quality(here, NOW), quality(there, NOW)
    assert ours._replace(engine="") == theirs._replace(engine="") and ours.dropped[0].rows > 0


def test_a_table_of_text_is_cleaned_here_and_counted_there(spark, tmp_path):
    (tmp_path / "log.csv").write_text("who;when;hours\nA;31.05.2024;1,5\nB;30.05.2024\nB;29.05.2024;2\n")
    here, there = both(tmp_path / "log.csv")
    assert fetched(here.table.order_by("time"))["amount"].tolist() == [2, 1.5]
    assert (
        fetched(there.table.order_by("time"))["contributor"].tolist()
        == fetched(here.table.order_by("time"))["contributor"].tolist()
    )
    assert there.reading == here.reading


def test_a_table_in_the_catalogue_of_spark(spark, file):
    spark._session.read.parquet(str(file)).createOrReplaceTempView("edits")
    assert rows(open_log("spark://local/edits", key=KEY, now=NOW)) == rows(open_log(file, key=KEY, now=NOW))


def test_a_cluster_is_not_sent_a_file_that_only_this_machine_has(spark, tmp_path):
    (tmp_path / "log.csv").write_text("who;when\nA;2024-05-31\n")
    with pytest.raises(ValueError, match="write it as Parquet there first"):
        open_log(tmp_path / "log.csv", engine="spark://127.0.0.1:1", now=NOW)
