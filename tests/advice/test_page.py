"""The page in a browser without a network: its figures are drawn, it asks for nothing, and no text of a client's acts."""

import re
import shutil
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from peerkit.advice.engagement import load, new
from peerkit.advice.findings import report
from peerkit.advice.page import page
from peerkit.advice.slides import Chart, slides
from peerkit.advice.written import whole
from tests.advice.hostile import TEXTS, hostile
from tests.pages.conftest import ARGUMENTS, CHROMIUM

EXAMPLE = Path(__file__).parents[2] / "notebooks/guides/example.peerkit.json"
DAY = date(2026, 11, 26)


@pytest.fixture(scope="module")
def browser():
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        pytest.fail(f"the tests of pages need a Chromium: install one of {', '.join(CHROMIUM)}, then run them again")
    with sync_playwright() as run:
        started = run.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield started
        started.close()


def opened(browser, path, **options):
    """The page of a file without a network, what it asked for and what it complained about."""
    context = browser.new_context(offline=True, **options)
    shown = context.new_page()
    asked, said = [], []
    shown.on("request", lambda request: asked.append(request.url))
    shown.on("console", lambda message: said.append(message.text))
    shown.on("pageerror", lambda error: said.append(str(error)))
    shown.goto(path.as_uri())
    shown.wait_for_function("() => document.querySelectorAll('.figure .main-svg').length > 0")
    return shown, asked, said


class Words(HTMLParser):
    """The text of a page outside its scripts."""

    def __init__(self):
        super().__init__()
        self.parts, self.quiet = [], 0

    def handle_starttag(self, tag, attrs):
        self.quiet += tag in ("script", "style")

    def handle_endtag(self, tag):
        self.quiet -= tag in ("script", "style")

    def handle_data(self, data):
        if not self.quiet:
            self.parts.append(data)


def words(text):
    reader = Words()
    reader.feed(text)
    return "".join(reader.parts)


@pytest.fixture(scope="module")
def made():
    return report(load(EXAMPLE), DAY)


@pytest.mark.parametrize("width", [1200, 390])
def test_the_page_draws_every_figure_and_asks_for_nothing(browser, made, tmp_path, width):
    path = tmp_path / "page.html"
    path.write_text(page(made), encoding="utf-8")
    shown, asked, said = opened(browser, path, viewport={"width": width, "height": 800})
    charts = [slide for slide in slides(made) if isinstance(slide.body, Chart)]
    shown.wait_for_function(
        "many => [...document.querySelectorAll('.figure')].filter(each => each.querySelector('.main-svg')).length === many",
        arg=len(charts),
    )
    assert asked == [path.as_uri()]
    assert said == []
    assert shown.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_the_policy_refuses_a_request(browser, made, tmp_path):
    path = tmp_path / "page.html"
    ask = "<script>fetch('https://example.invalid/')</script></body>"
    path.write_text(page(made).replace("</body>", ask), encoding="utf-8")
    shown, asked, said = opened(browser, path)
    assert any("Content Security Policy" in words for words in said)


def test_the_page_says_the_findings_and_the_stamp(made):
    said = words(page(made))
    for slide in slides(made):
        assert slide.finding.text in said
    assert made.stamp.line in said
    assert "FICTIONAL" in said


def test_what_the_client_did_not_give_is_named_instead_of_drawn():
    said = words(page(report(new("A choir"), DAY)))
    assert "There is no figure, because these numbers are missing:" in said
    assert said.count("There is no figure") == 4


@pytest.mark.parametrize("text", TEXTS)
def test_hostile_text_is_shown_and_does_nothing(text):
    made = page(report(hostile(text, EXAMPLE.read_text(encoding="utf-8")), DAY))
    said = words(made)
    assert whole(text).strip() in said
    assert re.findall(r"<(img|iframe|object|a)\b", made.split('<script type="application/json"')[0]) == []
    assert "<script" not in made.partition("</main>")[0].lower()
    assert "\x00" not in made
    made.encode("utf-8")


def test_nothing_hostile_runs(browser, tmp_path):
    for i, text in enumerate((TEXTS[0], TEXTS[4])):
        path = tmp_path / f"{i}.html"
        path.write_text(page(report(hostile(text, EXAMPLE.read_text(encoding="utf-8")), DAY)), encoding="utf-8")
        shown, asked, said = opened(browser, path)
        assert shown.title() != "owned"
        assert asked == [path.as_uri()]
        assert said == []
