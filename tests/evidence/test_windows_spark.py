"""The same expressions on Spark give the same rows as on DuckDB; one machine, so this says nothing about clusters."""

import os
import shutil
import sys
import warnings

import numpy as np
import pytest

from peerkit.evidence.log import DAY, Log, Reading, fetched, log_of
from peerkit.evidence.scaling_rows import fits
from peerkit.evidence.windows import dense_team, engine_counts, panel, panel_rows, span, team_by_day, window_table

# pyspark 4.0 calls pandas 3 in ways that pandas warns about, and leaves sockets to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore")


def columns():
    """Thirty contributors around 1970, so that some dates are negative, and some on the edges of windows."""
    rng = np.random.default_rng(11)
    times = np.concatenate([rng.integers(-900 * DAY, 900 * DAY, 1500), DAY * np.arange(-35, 35)])
    people = rng.integers(0, 30, times.size)
    times = np.where((people < 9) & (times > 0) & (times < 350 * DAY), times - 500 * DAY, times)
    return {
        "contributor": np.array([f"c{each:02d}" for each in people], dtype=object),
        "time": times,
        "item": np.array([f"i{each}" for each in range(times.size)], dtype=object),
        "amount": rng.integers(-5, 50, times.size).astype(float),
    }


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """The same log on DuckDB and on a local Spark."""
    if shutil.which("java") is None:
        pytest.skip("NOT TESTED on Spark: Java is not on this machine")
    pytest.importorskip("pyspark", reason="NOT TESTED on Spark: run `make spark` for it")
    import ibis
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = columns()
    file = tmp_path_factory.mktemp("spark") / "log.parquet"
    pq.write_table(pa.table({name: pa.array(values) for name, values in rows.items()}), file)
    before = os.environ.get("PYSPARK_PYTHON")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    with warnings.catch_warnings():
        # Remarks of Spark on its own start.
        warnings.simplefilter("ignore")
        from pyspark.sql import SparkSession

        session = (
            SparkSession.builder.master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "1")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.warehouse.dir", str(file.parent / "warehouse"))
            .getOrCreate()
        )
        there = ibis.pyspark.connect(session)
        table = there.read_parquet(str(file))
        spark = Log(table, "spark", "pyspark", Reading(len(rows["time"]), len(rows["time"])))
        yield log_of(rows, "duckdb"), spark
        session.stop()
    if before is None:
        del os.environ["PYSPARK_PYTHON"]
    else:
        os.environ["PYSPARK_PYTHON"] = before


@pytest.mark.parametrize(
    ("expression", "by"),
    [
        (lambda log: panel(log, 5), ["contributor", "window"]),
        (lambda log: window_table(log, 90), ["window"]),
        (team_by_day, ["day"]),
    ],
    ids=["panel", "90 days", "team"],
)
def test_rows_are_equal(both, expression, by):
    here, there = (fetched(expression(log).order_by(by)) for log in both)
    assert list(here) == list(there)
    for name in here:
        assert here[name].tolist() == there[name].tolist(), name
    assert len(here[by[0]]) > 10


def test_sizes_and_exponents_are_equal(both):
    here, there = both
    assert panel_rows(here) == panel_rows(there)
    covered = span(here)
    assert span(there) == covered
    one, two = (engine_counts(log, covered, 7, dense_team(log, covered)) for log in both)
    for left, right in zip(one, two, strict=True):
        assert left.tolist() == right.tolist()
    left, right = fits(None, one), fits(None, two)
    assert left == right
    assert left["active", "count", "ols"].exponent is not None
