"""Rows of a log in memory or in a temporary file: the same answers, and nothing left behind."""

import gc
import os
import tempfile
from pathlib import Path

import pytest

from peerkit.evidence.log import Reading, fetched
from peerkit.evidence.stored import Stored, _removed

COLUMNS = ("contributor", "time", "item", "amount")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def batches(stored):
    for start in range(0, 90, 10):
        numbers = range(start, start + 10)
        stored.add(
            {
                "contributor": [f"p{each % 7}" for each in numbers],
                "time": list(numbers),
                "item": [f"i{each}" for each in numbers],
                "amount": [None if each == 3 else each / 2 for each in numbers],
            }
        )


def log(in_memory):
    with Stored(COLUMNS, in_memory) as stored:
        batches(stored)
        return stored.log("ninety", Reading(90, 90), {"told": 1})


def by_contributor(log):
    table = log.table
    rows = fetched(table.group_by("contributor").agg(n=table.count(), total=table.amount.sum()).order_by("contributor"))
    return {name: values.tolist() for name, values in rows.items()}


@pytest.mark.parametrize("in_memory", (0, 25, 89))
def test_a_log_in_a_file_answers_as_one_in_memory(in_memory, folder):
    few, many = log(1000), log(in_memory)
    assert [each.name for each in folder.glob("peerkit-log-*/*")] == ["log.parquet"]
    assert by_contributor(many) == by_contributor(few)
    assert by_contributor(few)["n"] == [13] * 6 + [12]
    assert many.table.schema() == few.table.schema()
    assert many.facts == {"told": 1}


def test_the_file_lives_as_long_as_the_table_and_no_longer(folder):
    table = log(10).table
    gc.collect()
    assert fetched(table.agg(n=table.count()))["n"].tolist() == [90]
    del table
    gc.collect()
    assert list(folder.iterdir()) == []


def test_reading_that_fails_leaves_no_file(folder):
    with pytest.raises(ZeroDivisionError), Stored(COLUMNS, 10) as stored:
        batches(stored)
        assert list(folder.glob("*/*.parquet"))
        1 / 0  # noqa: B018
    assert list(folder.iterdir()) == []


def test_a_forked_process_removes_nothing_of_its_parent(folder):
    mine = folder / "mine"
    mine.mkdir()
    _removed(mine, os.getpid() + 1)
    assert mine.is_dir()
    _removed(mine, os.getpid())
    assert not Path(mine).exists()


def test_a_log_without_rows_has_its_columns():
    with Stored(COLUMNS) as stored:
        empty = stored.log("none", Reading(0, 0), {})
    assert empty.table.columns == COLUMNS
    assert fetched(empty.table.agg(n=empty.table.count()))["n"].tolist() == [0]
