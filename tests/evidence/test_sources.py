"""Logs opened from every kind of source, with guessed columns, pseudonyms and an account of what was left out."""

import gzip
import json

import duckdb
import ibis
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from peerkit.evidence.log import fetched
from peerkit.evidence.pseudonyms import pseudonym
from peerkit.evidence.sources import open_log

KEY = b"a key for tests"
NOW = 1_717_200_000
"""2024-06-01 [s]."""
ROWS = [
    ("Ada", "2024-05-29 10:00:00", "x", 1.5),
    ("Bob", "2024-05-30 11:00:00", "y", 2.0),
    ("Ada", "2024-05-31 12:00:00", "z", -1.0),
]
SECONDS = [1_716_976_800, 1_717_066_800, 1_717_156_800]


def opened(source, **options):
    return open_log(source, key=KEY, now=NOW, **options)


def rows_of(log):
    rows = fetched(log.table.order_by("time"))
    return {name: list(values) for name, values in rows.items()}


def frame():
    return pd.DataFrame(ROWS, columns=["author", "date", "page", "amount"])


def is_the_log(log):
    rows = rows_of(log)
    ada, bob = pseudonym(KEY, "Ada"), pseudonym(KEY, "Bob")
    return (rows["contributor"], rows["time"], rows["item"], rows["amount"]) == (
        [ada, bob, ada],
        SECONDS,
        list("xyz"),
        [1.5, 2, -1],
    )


def comma_file(folder, name="log.csv"):
    file = folder / name
    frame().to_csv(file, index=False)
    return file


def parquet_file(folder, name="log.parquet", texts=False):
    table = pa.Table.from_pandas(frame(), preserve_index=False)
    if not texts:
        times = pa.array(SECONDS, pa.timestamp("s"))
        table = table.set_column(1, "date", times)
    pq.write_table(table, folder / name)
    return folder / name


def test_a_table_of_text(tmp_path):
    log = opened(comma_file(tmp_path))
    assert is_the_log(log) and log.name == "log.csv" and log.engine.startswith("duckdb 1.")
    assert log.reading.columns["contributor"] == "author (by its name)"


def test_parquet_as_a_file_a_folder_and_a_pattern(tmp_path):
    assert is_the_log(opened(parquet_file(tmp_path)))
    assert is_the_log(opened(str(tmp_path)))
    assert is_the_log(opened(f"{tmp_path}/*.parquet"))
    parquet_file(tmp_path, "more.parquet")
    assert opened(tmp_path).reading.kept == 6


def test_parquet_whose_times_are_texts(tmp_path):
    assert is_the_log(opened(parquet_file(tmp_path, texts=True)))


def test_json_lines_also_packed_and_a_list(tmp_path):
    lines = "".join(
        json.dumps(dict(zip(("author", "date", "page", "amount"), row, strict=True))) + "\n" for row in ROWS
    )
    (tmp_path / "log.jsonl").write_text(lines)
    (tmp_path / "log.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    (tmp_path / "list.json").write_text(f"[{','.join(lines.splitlines())}]")
    for name in ("log.jsonl", "log.jsonl.gz", "list.json"):
        assert is_the_log(opened(tmp_path / name)), name


def test_a_broken_line_of_json_is_named_and_fields_within_fields_have_names(tmp_path):
    good = '{"actor": {"login": "Ada"}, "created_at": "2024-05-29T10:00:00Z", "type": "push"}\n'
    (tmp_path / "log.jsonl").write_text(good + '{"actor": {"log\n' + good)
    log = opened(tmp_path / "log.jsonl")
    assert log.reading.columns["contributor"] == "actor.login (by its name)"
    assert log.reading.dropped[0].rows == 1 and log.reading.dropped[0].examples == ("line 2",) and log.reading.kept == 2


def test_a_pandas_frame_an_arrow_table_and_an_ibis_table():
    assert is_the_log(opened(frame()))
    assert is_the_log(opened(pa.Table.from_pandas(frame(), preserve_index=False)))
    times = pa.Table.from_pandas(frame(), preserve_index=False).set_column(
        1, "date", pa.array(SECONDS, pa.timestamp("s"))
    )
    assert is_the_log(opened(ibis.memtable(times)))
    assert is_the_log(opened(ibis.memtable(pa.Table.from_pandas(frame(), preserve_index=False))))


def test_a_table_of_a_duckdb_file(tmp_path):
    with duckdb.connect(tmp_path / "logs.db") as connection:
        connection.execute("create table edits (author varchar, date timestamp, page varchar, amount double)")
        connection.executemany("insert into edits values (?, ?, ?, ?)", ROWS)
    assert is_the_log(opened(f"duckdb://{tmp_path}/logs.db/edits"))
    with pytest.raises(ValueError, match="logs.db has no table 'edit'. Its tables are edits"):
        opened(f"duckdb://{tmp_path}/logs.db/edit")
    with pytest.raises(FileNotFoundError, match="name the file and the table"):
        opened(f"duckdb://{tmp_path}/other.db/edits")
    assert not (tmp_path / "other.db").exists()


def test_the_same_key_gives_the_same_people_and_no_key_others(tmp_path):
    file = comma_file(tmp_path)
    people = set(rows_of(opened(file))["contributor"])
    assert people == set(rows_of(opened(frame()))["contributor"])
    assert not people & set(rows_of(open_log(file, now=NOW))["contributor"])


def test_no_raw_name_and_no_key_stands_in_the_table_or_its_query(tmp_path):
    for source in (comma_file(tmp_path), parquet_file(tmp_path)):
        log = opened(source)
        query = str(ibis.to_sql(log.table))
        assert "Ada" not in query and "a key" not in query
        assert "Ada" not in str(rows_of(log)) and "Ada" not in str(log.reading)


def test_dirt_is_counted_by_reason_with_places_and_rows_add_up(tmp_path):
    (tmp_path / "log.csv").write_text(
        "who;when;hours\n"
        "Ada;2024-05-29;1,5\n"
        ";2024-05-29;1\n"
        "Bob;soon;1\n"
        "Bob;;1\n"
        "Eve;2030-01-01;1\n"
        "build-bot;2024-05-29;9\n"
        "Eve;2024-05-30\n"
        "Eve;2024-05-30;many\n"
    )
    log = opened(tmp_path / "log.csv")
    reading = log.reading
    dropped = {each.reason.partition(" (")[0]: (each.rows, each.examples) for each in reading.dropped}
    assert dropped == {
        "broken line: it has too few fields": (1, ("line 8",)),
        "the contributor is missing": (1, ("record 2",)),
        "the contributor is a program": (1, ()),
        "the time is missing": (1, ("record 4",)),
        "the time cannot be read": (1, ("record 3: xxxx",)),
        "the time lies in the future": (1, ("record 5: 2030-01-01",)),
    }
    assert reading.rows == 8 == reading.kept + sum(each.rows for each in reading.dropped)
    assert rows_of(log)["amount"][0] == 1.5
    assert any("1 amounts are no numbers" in note for note in reading.notes)
    assert opened(tmp_path / "log.csv", bots=True).reading.kept == 3


def test_bounds_of_time_are_kept(tmp_path):
    log = opened(comma_file(tmp_path), since="2024-05-30", until="2024-05-31")
    assert log.reading.kept == 1 and {each.reason for each in log.reading.dropped} == {
        "earlier than asked for",
        "later than asked for",
    }


def test_columns_can_be_given_and_a_wrong_one_is_refused(tmp_path):
    file = comma_file(tmp_path)
    assert opened(file, columns={"contributor": "page"}).reading.columns["contributor"] == "page (given)"
    with pytest.raises(ValueError, match="no column 'pages'. Is page meant"):
        opened(file, columns={"item": "pages"})


def test_year_month_and_day_in_three_columns(tmp_path):
    (tmp_path / "tags.dat").write_text("userID\tartistID\tday\tmonth\tyear\n2\t52\t1\t4\t2009\n3\t52\t31\t12\t2010\n")
    assert rows_of(opened(tmp_path / "tags.dat"))["time"] == [1_238_544_000, 1_293_753_600]


def test_without_a_column_of_items_every_row_is_an_item(tmp_path):
    (tmp_path / "log.csv").write_text("who,when\nA,2024-05-29\nA,2024-05-29\n")
    log = opened(tmp_path / "log.csv")
    assert len(set(rows_of(log)["item"])) == 2 and log.reading.columns["item"].startswith("none")


REFUSED = [
    ("empty.csv", "", "empty.csv is empty"),
    ("head.csv", "who,when,what\n", "holds no rows"),
    (
        "future.csv",
        "who,when\nA,2030-01-01\n",
        "none of the 1 rows of future.csv can be used: the time lies in the future in 1",
    ),
    ("notes.doc", "Dear all", "notes.doc is no source that is known"),
    ("log.xml.7z", "7z", "unpack it first"),
    ("log.parquet", "no parquet", "log.parquet cannot be read as Parquet"),
    ("log.json", '[{"who": "A"', "breaks off"),
    ("text.jsonl", "Dear all\n", "holds no JSON objects"),
]


@pytest.mark.parametrize("name, content, words", REFUSED)
def test_what_holds_no_log_is_refused_in_a_sentence(tmp_path, name, content, words):
    (tmp_path / name).write_text(content)
    with pytest.raises(ValueError, match=words):
        opened(tmp_path / name)


def test_what_is_not_there_is_refused_with_a_near_name(tmp_path):
    comma_file(tmp_path)
    with pytest.raises(FileNotFoundError, match=r"log.cvs is not there. Is log.csv meant\?"):
        opened(tmp_path / "log.cvs")
    with pytest.raises(FileNotFoundError, match="no file fits the pattern"):
        opened(f"{tmp_path}/*.tsv")
    (tmp_path / "bare").mkdir()
    with pytest.raises(ValueError, match="the folder bare holds no log and is no git repository"):
        opened(tmp_path / "bare")


@pytest.mark.parametrize(
    "source, words",
    [
        ("spark://127.0.0.1:1/edits", "the engine at 127.0.0.1, port 1, cannot be reached"),
        ("ftp://example.org/log.csv", "cannot be opened through ftp://"),
        ("postgres://ada:secret@127.0.0.1:1/wiki/edits", "cannot be reached|ibis-framework\\[postgres\\]"),
    ],
)
def test_an_engine_out_of_reach_is_said_without_a_password(source, words):
    if source.startswith("spark"):
        pytest.importorskip("pyspark", reason="the extra spark is not installed")
    with pytest.raises(ValueError, match=words) as refusal:
        opened(source)
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize("write", ["csv", "parquet"])
def test_columns_that_mark_programs_and_merges_leave_rows_out(write, tmp_path):
    table = (
        "author,time,commit,is_bot,n_parents,parent1\n"
        "A,2024-01-01 10:00:00,a1,false,1,a0\nB,2024-01-02 10:00:00,a2,false,2,a1\n"
        "C,2024-01-03 10:00:00,a3,true,1,a2\nA,2024-01-04 10:00:00,a4,,,a3\n"
    )
    path = tmp_path / "commits.csv"
    path.write_text(table)
    if write == "parquet":
        from pyarrow import csv, parquet

        parquet.write_table(csv.read_csv(path), tmp_path / "commits.parquet")
        path = tmp_path / "commits.parquet"
    log = open_log(path)
    assert log.reading.kept == 2
    assert {each.reason.partition(" (")[0]: each.rows for each in log.reading.dropped} == {
        "the contributor is a program": 1,
        "a merge, which repeats the work of others": 1,
    }
    # A commit follows another one in every history; that is no reuse.
    assert not log.has("parent")
