"""The measures of a log on Spark and on DuckDB: the same counts, equal estimates."""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from peerkit.evidence.measures import measures
from peerkit.evidence.sources import open_log


# Java's gateway leaves sockets to the garbage collector, whenever it comes.
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_every_measure_is_the_same_on_spark(spark, tmp_path):
    rng = np.random.default_rng(2024)
    many = 2_000
    items = [f"i{number}" for number in range(many)]
    parents = [None if rng.random() < 0.3 else items[rng.integers(0, many)] for _ in range(many)]
    columns = {
        "contributor": [f"person{number}" for number in rng.zipf(1.6, many) % 150],
        # From before 1970 on: engines do not agree by themselves on the division of negative numbers.
        "time": rng.integers(-300 * 86_400, 1500 * 86_400, many),
        "item": items,
        "amount": rng.integers(0, 50, many).astype(float),
        "parent": parents,
    }
    pq.write_table(pa.table(columns), tmp_path / "log.parquet")
    here, there = (
        measures(open_log(tmp_path / "log.parquet", key=b"a key", **engine), rng=np.random.default_rng(1))
        for engine in ({}, {"engine": "spark://local"})
    )
    assert sum(each.estimate is not None for each in here) > 30
    for ours, theirs in zip(here, there, strict=True):
        assert (theirs.name, theirs.n, theirs.refused) == (ours.name, ours.n, ours.refused)
        assert theirs.estimate == pytest.approx(ours.estimate, rel=1e-12)
        assert theirs.interval == (ours.interval and pytest.approx(ours.interval, rel=1e-12))
        assert theirs.detail == ours.detail or ours.name in ("gini", "amount_gini", "reuse_gini")
