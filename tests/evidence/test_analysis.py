"""The result of a log: the shape of its JSON, what the file and the table say, and what they must not say."""

import csv as table
import io
import json
import shutil
from datetime import date

import pytest

from peerkit.evidence.analysis import analyse, as_json
from peerkit.evidence.file_report import csv, html
from peerkit.evidence.report import details, drawn
from peerkit.evidence.sources import open_log
from peerkit.evidence.summary import as_file, summary
from tests.evidence.reports import DAY, PEOPLE, SOURCES, START, comma_file

NEEDED = (
    "contributors, contributions, one_timers, one_timer_work_share, gini, top_1_percent_share, top_10_percent_share, "
    "contributor_absence_factor, power_law_alpha, power_law_xmin"
).split(", ")
HOSTILE = "<img src=x onerror=alert(1)>.csv"


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    return analyse(open_log(comma_file(tmp_path_factory.mktemp("log")), key=b"of the tests")).as_dict()


def test_the_json_carries_every_figure_with_what_it_needs(result):
    assert set(NEEDED) <= set(result["measures"])
    for each in result["measures"].values():
        assert {"estimate", "interval", "n", "definition", "source", "misleads", "refused"} <= set(each)
        assert (each["estimate"] is None) == bool(each["refused"])
    keys = {"window_days", "size", "output", "estimator", "exponent", "interval", "placebo_interval", "n", "refused"}
    assert result["scaling"] and all(keys <= set(row) for row in result["scaling"])
    assert (
        result["seed"] == 2005 and result["engine"].startswith("duckdb") and result["made_with"].startswith("peerkit")
    )
    assert len(result["verdicts"]) == 3
    assert result["log"]["kept"] == 160 and result["log"]["sentences"]


def test_the_same_log_key_and_seed_give_the_same_json(tmp_path):
    path = comma_file(tmp_path, many=60)
    one, other = (as_json(analyse(open_log(path, key=b"k"), seed=7, today=date(2026, 1, 1))) for _ in range(2))
    assert one == other
    assert json.loads(one)["seed"] == 7


def test_progress_rises_and_a_day_in_the_future_is_told(tmp_path):
    told = []
    path = comma_file(tmp_path, many=60)
    log = open_log(path, now=START + 5000 * DAY)
    made = analyse(log, today=date(2020, 12, 31), progress=lambda sentence, share: told.append((sentence, share)))
    shares = [share for _, share in told]
    assert shares == sorted(shares) and 0 <= shares[0] and shares[-1] == 1
    assert made.quality.future > 0 and "in the future" in " ".join(made.quality.sentences)


@pytest.mark.parametrize("kind", SOURCES)
def test_no_name_leaves_the_reader(kind, tmp_path):
    if kind == "git" and shutil.which("git") is None:
        pytest.skip("there is no git on this machine")
    made = analyse(open_log(SOURCES[kind](tmp_path)))
    result = made.as_dict()
    assert result["measures"]["contributors"]["estimate"] > 5
    for told in (as_json(made), html(result), csv(result), as_file(result), repr(made.quality)):
        assert "Nobody" not in told and "765432" not in told
        assert not any(name in told for name in PEOPLE)


def test_the_file_holds_hostile_names_as_text_and_asks_nobody(result):
    log = {**result["log"], "name": HOSTILE, "columns": {"contributor": HOSTILE, "time": "</script><script>"}}
    made = html(result | {"log": log | {"notes": [HOSTILE], "sentences": [HOSTILE]}})
    assert "<img" not in made and made.count("&lt;img") >= 4
    assert "&lt;/script&gt;&lt;script&gt;" in made
    assert "default-src 'none'" in made and "<link" not in made and ' src="http' not in made


def test_a_report_says_what_the_parts_were_read_from(result):
    told = details(result)
    assert "contributor: user (by its name)" in told
    assert "Rows left out" not in told
    dropped = [{"reason": "the time is missing", "rows": 2, "examples": ["line 7"]}]
    assert "2: the time is missing. The first: line 7." in details(
        result | {"log": result["log"] | {"dropped": dropped}}
    )


def test_every_log_has_the_same_figures(result):
    here, empty = drawn(result), drawn(None)
    assert [each.key for each in here] == [each.key for each in empty]
    assert [len(each.figure.data) for each in here[:1]] == [2]


def test_the_table_is_text_for_a_spreadsheet(result):
    lines = list(table.reader(io.StringIO(csv(result | {"log": result["log"] | {"name": "=1+1"}}))))
    assert {len(each) for each in lines} == {len(lines[0])}
    assert lines[1][0] == "contributors" and "'=1+1" in lines[1]


def test_a_summary_has_what_bounds_each_figure_and_no_row(result):
    made = summary(result)
    assert made["rows"] == 160 and made["from"] <= made["to"] and len(made["hash"]) == 64
    by_name = {each["name"]: each for each in made["estimates"]}
    once = by_name["one_timer_share"]
    assert once["low"] <= once["value"] <= once["high"]
    exponents = [each for each in made["estimates"] if each["name"].startswith("exponent_")]
    assert exponents and all(each["window_days"] == 5 and "low" in each for each in exponents)
    assert summary(result) == made and summary(result | {"seed": 1})["hash"] != made["hash"]
