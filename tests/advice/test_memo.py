"""The memo: one sheet, without scripts; and the sentence where no browser can print it."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from peerkit.advice import memo as memos
from peerkit.advice.engagement import load, new
from peerkit.advice.findings import report
from peerkit.advice.memo import BROWSERS, NO_BROWSER, memo
from peerkit.advice.reports import ReportError, write_report
from tests.advice.hostile import TEXTS, hostile

EXAMPLE = Path(__file__).parents[2] / "notebooks/guides/example.peerkit.json"
DAY = date(2026, 11, 26)


def pages(pdf):
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf.read_bytes()))


@pytest.fixture
def chromium():
    if not any(map(shutil.which, BROWSERS)):
        pytest.skip("no Chromium on this machine prints a memo")


@pytest.mark.usefixtures("chromium")
@pytest.mark.parametrize("text", [None, "", TEXTS[0], TEXTS[-2], TEXTS[-1]])
def test_the_memo_is_one_page(tmp_path, text):
    path = tmp_path / "memo.pdf"
    example = load(EXAMPLE)
    engagement = example if text is None else new("A choir") if not text else hostile(text, EXAMPLE.read_text("utf-8"))
    write_report(engagement, "pdf", path, DAY)
    assert path.read_bytes().startswith(b"%PDF")
    assert pages(path) == 1
    assert [each.name for each in tmp_path.iterdir()] == ["memo.pdf"]


def test_without_a_browser_a_sentence_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(memos.shutil, "which", lambda name: None)
    with pytest.raises(ReportError, match=re.escape(NO_BROWSER)):
        write_report(load(EXAMPLE), "pdf", tmp_path / "memo.pdf", DAY)
    assert list(tmp_path.iterdir()) == []


def test_a_browser_that_prints_nothing_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(memos.shutil, "which", lambda name: "/bin/true")
    with pytest.raises(ReportError, match="printed nothing: open the page and print it"):
        write_report(load(EXAMPLE), "pdf", tmp_path / "memo.pdf", DAY)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", TEXTS)
def test_the_memo_holds_no_script_and_no_element_of_the_clients(text):
    made = memo(report(hostile(text, EXAMPLE.read_text(encoding="utf-8")), DAY))
    assert not re.search(r"<(script|img|a|iframe)\b", made, re.I)
    assert "script-src" not in made


def test_the_memo_says_the_findings_of_the_other_reports():
    made = report(load(EXAMPLE), DAY)
    sheet = memo(made)
    for key in ("verdict", "profile", "peers_start", "piece", "growth", "take", "risk"):
        assert memos.text(made.finding(key).text) in sheet
    assert memos.text(made.stamp.line) in sheet
