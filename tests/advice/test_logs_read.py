"""Summaries of logs in an engagement: strict reading, added once, and shown in what leaves the desk."""

import json

import pytest

from peerkit.advice import logs_read
from peerkit.advice.desk import opened
from peerkit.advice.engagement import EngagementError, as_text, load, new, parse, save

SUMMARY = {
    "id": "0123456789abcdef",
    "log": "choir.csv",
    "from": "2020-01-01",
    "to": "2021-12-31",
    "rows": 160,
    "contributors": 24,
    "date": "2026-01-01",
    "engine": "duckdb 1.5.6",
    "seed": 2005,
    "made_with": "peerkit 1",
    "hash": "0" * 64,
    "sentences": ["The log shows: 24 people."],
    "estimates": [
        {"name": "gini", "label": "Gini coefficient", "value": 0.5, "unit": "1", "n": 24, "of": "contributors"},
        {
            "name": "exponent_ols",
            "label": "Exponent",
            "value": 1.25,
            "n": 80,
            "of": "windows",
            "window_days": 5,
            "low": 1.0,
            "high": 1.5,
            "placebo_low": 0.9,
            "placebo_high": 1.6,
        },
    ],
}


def written(**changes):
    return json.dumps({"peerkit": "summary of a log", "schema": 1, **SUMMARY, **changes})


def test_a_summary_joins_an_engagement_once_and_survives_its_file(tmp_path):
    path = tmp_path / "choir.peerkit.json"
    save(new("A choir"), path)
    for _ in range(2):
        logs_read.attach(path, SUMMARY)
    (evidence,) = load(path).evidence
    assert (evidence.log, evidence.begin, evidence.estimates[1].high) == ("choir.csv", "2020-01-01", 1.5)
    assert parse(as_text(load(path))) == load(path)


def test_a_report_says_the_figure_with_what_bounds_it():
    told = dict(logs_read.rows(logs_read.read(written())))
    assert told["Exponent"] == (
        "1.25; 95% interval 1 to 1.5; windows of 5 days; without interaction 0.9 to 1.6; from 80 windows"
    )
    assert told["Gini coefficient"] == "0.5; from 24 contributors"
    assert told["Mark of the result"] == "0" * 64


def test_the_desk_opens_a_summary_as_that():
    back = opened({"text": written()})
    assert set(back) == {"summary"} and back["summary"]["from"] == "2020-01-01"
    assert parse(
        as_text(new("A choir")).replace('"answers"', f'"evidence": [{json.dumps(back["summary"])}], "answers"')
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"rows": -1}, "rows is not a number from 0 to"),
        ({"rows": "many"}, "rows must be a whole number"),
        ({"from": "yesterday"}, "must be a day such as"),
        ({"names": ["A"]}, "names is not known here"),
        ({"estimates": [{"name": "x"}]}, "estimates.0.label is missing"),
        ({"log": "x" * 3000}, "must have at most 2,000 characters"),
        ({"schema": 2}, "another format than 1"),
        ({"sentences": [float("nan")]}, "Nothing was added."),
    ],
)
def test_what_is_no_summary_is_refused_with_a_sentence(changes, sentence):
    with pytest.raises(EngagementError, match="Nothing was added.") as refused:
        logs_read.read(written(**changes))
    assert sentence in str(refused.value)


def test_an_engagement_refuses_evidence_of_another_form():
    table = json.loads(as_text(new("A choir"))) | {"evidence": [{"anything": 1}]}
    with pytest.raises(EngagementError, match="evidence.0.*Nothing was opened"):
        parse(json.dumps(table))
