"""The command ``peerkit evidence``: what it writes, and what it says instead."""

import json

import pytest

from peerkit.advice.engagement import load, new, save
from peerkit.cli import main
from tests.evidence.reports import PEOPLE, comma_file


def test_one_run_writes_json_page_and_a_part_of_an_engagement(tmp_path, capsys):
    source, client = comma_file(tmp_path), tmp_path / "choir.peerkit.json"
    save(new("A choir"), client)
    out, page = tmp_path / "out.json", tmp_path / "out.html"
    arguments = [
        "evidence",
        str(source),
        "--json",
        str(out),
        "--html",
        str(page),
        "--attach",
        str(client),
        "--seed",
        "3",
    ]
    assert main(arguments) == 0
    told = capsys.readouterr()
    result = json.loads(out.read_text(encoding="utf-8"))
    assert result["seed"] == 3 and page.read_text(encoding="utf-8").startswith("<!doctype html>")
    (evidence,) = load(client).evidence
    assert (evidence.log, evidence.rows, evidence.seed) == ("choir.csv", 160, 3)
    assert [each.name for each in evidence.estimates][:2] == ["contributors", "contributions"]
    for sentence in result["verdicts"] + result["scaling_sentences"]:
        assert sentence in told.out
    assert "contributor: user (by its name)" in told.out
    assert told.err == "" and not any(name in told.out + page.read_text() + out.read_text() for name in PEOPLE)
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "choir.csv",
        "choir.peerkit.json",
        "choir.peerkit.json.old",
        "out.html",
        "out.json",
    ]


def test_json_for_the_screen_is_json_alone(tmp_path, capsys):
    assert main(["evidence", str(comma_file(tmp_path, many=60)), "--json", "-", "--since", "2020-10-01"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["log"]["first"] >= "2020-10-01"
    assert {each["reason"] for each in result["log"]["dropped"]} == {"earlier than asked for"}


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--json", "no/folder/out.json"], "no/folder is not there: make it first"),
        (["--html", "."], "is a folder: name a file in it"),
        (["--contributor", "usr"], "there is no column 'usr'. Is user meant?"),
        (["--since", "tomorrow"], "a time limit is a date such as 2024-05-31"),
        (["--engine", "mainframe"], "an engine is duckdb, spark://local or spark://HOST:PORT, got 'mainframe'"),
        (["--attach", "choir.csv"], "is not valid JSON. Nothing was opened; the file is untouched."),
    ],
)
def test_a_wish_that_cannot_be_met_is_refused_before_anything_is_written(more, sentence, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    source = comma_file(tmp_path)
    assert main(["evidence", str(source), "--json", "out.json", *more]) == 1
    told = capsys.readouterr()
    assert told.err.startswith("peerkit: ") and sentence in told.err and told.err.count("\n") == 1
    assert [each.name for each in tmp_path.iterdir()] == ["choir.csv"]


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("no.csv", None, "no.csv is not there"),
        ("empty.csv", "", "empty"),
        ("photo.png", "x", "photo.png is no source that is known"),
        ("plays.csv", "user,artist,plays\nA,1,2\n", "no column looks like a time"),
    ],
)
def test_a_source_that_is_no_log_is_refused_with_a_sentence(name, text, sentence, tmp_path, capsys):
    if text is not None:
        (tmp_path / name).write_text(text)
    assert main(["evidence", str(tmp_path / name)]) == 1
    told = capsys.readouterr().err
    assert sentence in told and "Traceback" not in told


@pytest.mark.parametrize("seed", ["-1", "two", "1.5"])
def test_a_seed_is_a_whole_number(seed, capsys):
    with pytest.raises(SystemExit):
        main(["evidence", "log.csv", f"--seed={seed}"])
    assert "must be a whole number from 0 on" in capsys.readouterr().err
