"""All four reports of the fictional engagement: the same numbers, written whole or not at all, by one command."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from peerkit.advice.desk_words import told
from peerkit.advice.diagnosis import diagnose
from peerkit.advice.doubt import pilots
from peerkit.advice.engagement import as_text, load, parse
from peerkit.advice.findings import report
from peerkit.advice.logo import as_words, logo_of
from peerkit.advice.memo import memo, text
from peerkit.advice.page import page
from peerkit.advice.reports import ReportError, write_report
from peerkit.advice.rules import QUESTIONS, VERDICTS, rules
from peerkit.cli import main
from peerkit.figures.words import number
from tests.advice.office import Workbook
from tests.advice.pictures import picture

EXAMPLE = Path(__file__).parents[2] / "notebooks/guides/example.peerkit.json"
DAY = date(2026, 11, 26)
SAID_EVERYWHERE = ("verdict", "profile", "peers_start", "piece", "growth", "take")


@pytest.fixture(scope="module")
def example():
    return load(EXAMPLE)


def test_every_report_says_the_same_numbers_in_the_same_words(example, tmp_path):
    from pptx import Presentation

    made = report(example, DAY)
    write_report(example, "pptx", tmp_path / "deck.pptx", DAY)
    write_report(example, "xlsx", tmp_path / "book.xlsx", DAY)
    titles = [slide.shapes.title.text_frame.text for slide in Presentation(tmp_path / "deck.pptx").slides]
    cells = Workbook(tmp_path / "book.xlsx").texts()
    for key in SAID_EVERYWHERE:
        words = made.finding(key).text
        assert words in titles and words in cells
        assert text(words) in page(made) and text(words) in memo(made)


def test_every_report_explains_why_the_verdict_and_the_least_risk_differ(example, tmp_path):
    from pptx import Presentation

    made = report(example, DAY)
    words = made.finding("difference").text
    assert "“Build on terms” is where the answers lead" in words and "“Host a commons” loses least" in words
    write_report(example, "pptx", tmp_path / "deck.pptx", DAY)
    write_report(example, "xlsx", tmp_path / "book.xlsx", DAY)
    first = Presentation(tmp_path / "deck.pptx").slides[0]
    assert any(words in shape.text_frame.text for shape in first.shapes if shape.has_text_frame)
    assert words in Workbook(tmp_path / "book.xlsx").texts()
    assert text(words) in page(made) and text(words) in memo(made)
    assert told(example, made.diagnosis)["difference"] == words


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({}, "The verdict asks to find out first."),
        (dict.fromkeys(QUESTIONS[1:], 4) | {"1": "both"}, "The verdict is also the choice that risks least today."),
    ],
)
def test_where_they_agree_or_nothing_is_known_the_difference_says_so(answers, words):
    answers = {key: {"value": value, "how": "measured"} for key, value in answers.items()}
    table = {"peerkit": "engagement", "schema": 1, "client": {"name": "A choir"}, "answers": answers}
    assert words in report(parse(json.dumps(table)), DAY).finding("difference").text


def test_the_losses_of_the_difference_are_those_of_the_rules(example):
    made = diagnose(example)
    losses = dict(zip(VERDICTS, rules().loss.matrix @ np.array(list(made.shares.values())), strict=False))
    assert losses[made.act] == pytest.approx(made.risk) and losses[made.act] < losses[made.verdict]
    assert f"{pilots(losses[made.act])} on average against {number(losses[made.verdict], 2)}." in made.difference


def test_the_study_the_forecasts_and_the_logo_are_in_the_reports(example, tmp_path):
    later = {
        "study": {"question": "6b", "what": "Ask forty again", "owner": "The editor", "date": "2027-01-31"},
        "forecasts": [{"says": "A county pays.", "date": "2026-01-31", "chance": 0.6, "came": True}],
        "brand": {"logo": as_words(logo_of(picture()))},
    }
    engagement = parse(json.dumps(json.loads(as_text(example)) | later))
    made = report(engagement, DAY)
    write_report(engagement, "xlsx", tmp_path / "book.xlsx", DAY)
    book = Workbook(tmp_path / "book.xlsx")
    state = "It came true; 60% was said. Brier score 0.16."
    assert {"A county pays.", state, "Ask forty again", "The editor"} <= set(book.texts())
    assert any(name.startswith("xl/media/") for name in book.files)
    for html in (page(made), memo(made)):
        assert "Ask forty again" in html and "The editor" in html
        assert f'src="data:image/png;base64,{engagement.brand.logo}"' in html
    assert state in page(made)


def test_the_example_is_fictional_and_its_numbers_are_the_clients_with_ranges(example):
    assert example.client.fictional
    assert example.numbers["flywheel.population"].best == 12_000
    for name, given in example.numbers.items():
        assert given.low is not None and given.high is not None and given.low <= given.best <= given.high, name
        assert given.origin, name
    assert "300 people" in report(example, DAY).finding("growth").text


@pytest.mark.parametrize("to", ["html", "pptx", "xlsx"])
def test_the_command_writes_a_report(tmp_path, capsys, to):
    out = tmp_path / f"report.{to}"
    assert main(["report", str(EXAMPLE), "--to", to, "-o", str(out)]) == 0
    assert out.stat().st_size > 10_000
    assert capsys.readouterr().out == f"Written: {out}\n"


def test_a_report_that_fails_leaves_what_was_there(example, tmp_path, monkeypatch):
    out = tmp_path / "report.html"
    out.write_text("the old one", encoding="utf-8")

    def breaks(made, path):
        Path(path).write_text("half", encoding="utf-8")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("peerkit.advice.page.write_page", breaks)
    with pytest.raises(ReportError, match="report.html cannot be written: the disk is full. Nothing was written"):
        write_report(example, "html", out, DAY)
    assert out.read_text(encoding="utf-8") == "the old one"
    assert [each.name for each in tmp_path.iterdir()] == ["report.html"]


def test_what_is_not_there_is_said_in_a_sentence(tmp_path, capsys):
    assert main(["report", str(EXAMPLE), "--to", "html", "-o", str(tmp_path / "nowhere" / "report.html")]) == 1
    assert "There is no folder" in capsys.readouterr().err
    cut = tmp_path / "cut.peerkit.json"
    cut.write_text(EXAMPLE.read_text(encoding="utf-8")[:500], encoding="utf-8")
    assert main(["report", str(cut), "--to", "html", "-o", str(tmp_path / "report.html")]) == 1
    assert "is not valid JSON" in capsys.readouterr().err
    with pytest.raises(ReportError, match="There is no report 'docx'; there are html, pdf, pptx, xlsx"):
        write_report(load(EXAMPLE), "docx", tmp_path / "report.docx")


def test_a_missing_library_is_named_with_what_installs_it(example, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(
        ReportError, match=r"needs xlsxwriter, which is not installed here: pip install 'peerkit\[advice\]'"
    ):
        write_report(example, "xlsx", tmp_path / "book.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_reports_are_loaded_only_when_one_is_written():
    loaded = "import sys, peerkit, peerkit.advice.commands, peerkit.advice.findings, peerkit.advice.reports, peerkit.advice.deck, peerkit.advice.workbook; print(' '.join(sys.modules))"
    names = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True).stdout.split()
    assert not {"pptx", "xlsxwriter", "lxml"} & set(names)


@pytest.mark.parametrize(
    ("numbers", "key", "words"),
    [
        ({"flywheel.payoff": 0.01}, "growth", "never runs by itself"),
        ({"flywheel.intrinsic_benefit": 8.0}, "growth", "runs by itself from the start"),
        ({"flywheel.payoff": 0.01}, "take", "the plan takes 30%"),
        (
            {"modes.commons_cost": 0.1, "modes.merge_cost": 0.01},
            "peers_start",
            "Peers are cheaper than a firm and a market at every size.",
        ),
        ({"modes.merge_cost": 3.0}, "peers_start", "peers are not the cheapest in the end"),
        ({"granularity.overhead": 0.0}, "piece", "the smaller, the better"),
    ],
)
@pytest.mark.parametrize("to", ["html", "pptx", "xlsx"])
def test_corners_of_the_models_have_their_sentences_and_their_reports(tmp_path, numbers, key, words, to):
    table = {"peerkit": "engagement", "schema": 1, "client": {"name": "A choir"}, "answers": {}}
    table["numbers"] = {name: {"best": value} for name, value in numbers.items()}
    engagement = parse(json.dumps(table))
    assert words in report(engagement, DAY).finding(key).text
    write_report(engagement, to, tmp_path / f"report.{to}", DAY)
