"""The front page and the pages of reference: without a kernel, found by the words that people type."""

import json
import re

import pytest

from peerkit import content
from tests.pages.conftest import PHONE, wait_until_drawn
from tests.pages.serving import Server
from tests.pages.test_every_page import barriers

PAGES = content.pages()
CARDS = ".pk-group .pk-cards li"
RESULTS = ".pk-found .pk-cards li"


def search(shown, words):
    """The titles that a search finds, the closest first."""
    shown.locator(".pk-search").fill(words)
    return shown.locator(f"{RESULTS} b").all_inner_texts()


def titles(*addresses):
    by_address = {page.address: page.title for page in PAGES}
    return [by_address[address] for address in addresses]


def test_the_portal_begins_and_has_a_card_for_every_page(reader):
    shown = reader.open()
    beginning = shown.locator(".pk-prose").first.inner_text()
    assert "Umair Haque" in beginning and "8 November 2005" in beginning and "sold advice" in beginning
    lessons = [page.address for page in PAGES if page.kind == "lesson"]
    course = shown.locator(".pk-course .pk-cards a")
    assert [link.get_attribute("href") for link in course.all()] == lessons
    assert shown.locator(CARDS).count() == len(PAGES)
    assert tuple(shown.locator(".pk-step h3").all_inner_texts()) == content.TITLES
    for page in PAGES:
        card = shown.locator(f'.pk-group .pk-cards a[href="{page.address}"]')
        assert card.locator("b").inner_text() == page.title
        assert card.locator(".pk-kind").inner_text() == content.KINDS[page.kind].label
        assert f"{page.minutes} min" in card.inner_text() and page.level in card.inner_text()
        drawn = card.locator("svg path, svg circle, svg rect, svg line").count() > 0
        assert drawn == bool(page.cover), f"{page.address} has no cover"


def test_addresses_in_the_reference_break_on_a_narrow_phone(reader):
    shown = reader.open("reference", width=320, ready=False)
    assert shown.evaluate("document.documentElement.scrollWidth") == 320


def test_jupyterlab_puts_no_numbers_beside_the_cards(reader):
    shown = reader.open()
    rule = ".lab :is(ul,ol):not(.list-inline){padding-left:2em;list-style:decimal}"
    shown.evaluate(
        "(rule) => document.body.append(Object.assign(document.createElement('style'), { textContent: rule }))", rule
    )
    shown.evaluate("() => document.body.classList.add('lab')")
    style = "(cards) => [...new Set(cards.map((each) => getComputedStyle(each)).map((s) => `${s.listStyleType} ${s.paddingLeft}`))]"
    assert shown.locator(".pk-cards").evaluate_all(style) == ["none 0px"]


def test_the_portal_is_complete_without_scripts_and_kernels(reader):
    shown = reader.open(java_script_enabled=False, ready=False)
    assert shown.locator(f"{CARDS}:visible").count() == len(PAGES)
    assert shown.locator("#pk-kernel, .pk-find:visible").count() == 0


def test_the_jump_list_brings_a_phone_to_each_step(reader):
    shown = reader.open(width=PHONE)
    for step in content.STEPS:
        shown.locator(".pk-start a", has_text=step.title).click()
        top = shown.locator("h3", has_text=step.title).evaluate("(heading) => heading.getBoundingClientRect().top")
        room = shown.evaluate("document.documentElement.scrollHeight - innerHeight - scrollY")
        assert 0 <= top < 60 or room < 2, step.title


def test_the_search_finds_every_page_first_by_its_title(reader):
    shown = reader.open()
    for page in PAGES:
        assert search(shown, page.title.upper())[0] == page.title


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("free rider", ["volunteer"]),
        ("free riders", ["volunteer"]),
        ("linux", ["modularity", "late_project"]),
        ("tragedy", ["volunteer", "hysteresis"]),
        ("sponsored", ["intrinsic_motive", "two_sided"]),
        ("about", ["about"]),
        ("long tail", ["inequality", "power_law", "cases/basenotes"]),
        ("wikipedia", ["inequality", "coupon_collector"]),
        ("specialization", ["specialisation"]),
        ("take rates", ["capture"]),
        ("Coase", ["modes"]),
        ("smugmug", ["cases/flickr"]),
        ("coordin", ["modes"]),
    ],
)
def test_the_search_finds_what_people_type(regular, typed, expected):
    shown = regular.turn_to("")
    assert set(titles(*expected)) <= set(search(shown, typed))


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("opensource", "cases/packages"),
        ("stackoverflow", "cases/stackoverflow"),
        ("Transaktionskosten", "modes"),
        ("longue traîne", "inequality"),
        ("haque", "cases/essay"),
    ],
)
def test_words_in_one_and_loan_words_find_what_is_meant(regular, typed, first):
    assert search(regular.turn_to(""), typed)[0] == titles(first)[0]


@pytest.mark.parametrize(
    ("typed", "meant", "first"),
    [
        ("wikipdia", "wikipedia", "cases/wikipedia"),
        ("wiikpedia", "wikipedia", "cases/wikipedia"),
        ("netwerk effects", "network effects", "networks"),
    ],
)
def test_a_slip_of_one_letter_is_understood_and_said(regular, typed, meant, first):
    shown = regular.turn_to("")
    assert search(shown, typed)[0] == titles(first)[0]
    assert f"Did you mean “{meant}”?" in shown.locator(".pk-count").inner_text()


def test_no_other_word_is_put_in_the_mouth_of_a_reader(reader):
    """The stem of moderation is a letter away from model."""
    shown = reader.open()
    assert search(shown, "moderation") == []
    assert "Did you mean" not in shown.locator(".pk-count").inner_text()


def test_two_letters_are_a_word_of_their_own(reader):
    """AI used to be found inside twelve other words."""
    assert search(reader.open(), "AI") == titles("knowledge_hierarchy")


def test_the_glossary_answers_and_leads_to_the_term(reader):
    shown = reader.open()
    search(shown, "elasticities")
    shown.locator(".pk-terms a", has_text="Elasticity").click()
    shown.wait_for_url("**/glossary#elasticity")
    assert shown.locator(":target dt").inner_text() == "Elasticity"


def test_a_word_that_no_page_has_is_answered_by_a_sentence_and_clearing_it_brings_all_back(reader):
    shown = reader.open()
    assert search(shown, "xylophone") == []
    assert "Try one word" in shown.locator(".pk-count", has_text="xylophone").inner_text()
    assert shown.locator(f"{CARDS}:visible").count() == 0
    search(shown, "")
    assert shown.locator(f"{CARDS}:visible").count() == len(PAGES)
    assert shown.locator(".pk-found:visible").count() == 0


def test_words_that_no_page_has_together_find_pages_with_some_of_them(reader):
    shown = reader.open()
    assert titles("cases/zazzle")[0] in search(shown, "zazzle xylophone")
    assert "No page has all" in shown.locator(".pk-count").inner_text()


def test_a_search_is_in_the_address(reader):
    shown = reader.open()
    search(shown, "take rate")
    again = reader.open(shown.url.partition("/?")[2].join(["?", ""]))
    assert again.locator(f"{RESULTS} b").first.inner_text() == titles("capture")[0]


def test_a_card_opens_its_page_the_page_leads_on_and_the_portal_remembers_it(reader):
    shown = reader.open()
    assert shown.locator(".pk-lately:visible").count() == 0
    page = next(page for page in PAGES if page.kind == "dashboard")
    shown.locator(f'.pk-group .pk-cards a[href="{page.address}"]').click()
    shown.wait_for_url(f"**/{page.address}")
    wait_until_drawn(shown)
    onward = content.onward(page)
    assert shown.locator(".pk-nav a[rel=next]").inner_text() == f"Next: {onward['next']['title']}"
    shown.locator(".pk-related summary").click()
    assert shown.locator(".pk-related a:visible").all_inner_texts() == [each["title"] for each in onward["related"]]
    shown.locator(".pk-nav a", has_text="All questions").click()
    assert shown.locator(".pk-lately a").all_inner_texts() == [page.title]
    shown.locator(".pk-lately button").click()
    shown.reload()
    assert shown.locator(".pk-lately:visible").count() == 0


@pytest.mark.parametrize("address", ["", "?q=cost"])
def test_the_portal_has_no_barriers_in_light_and_in_dark(reader, address):
    shown = reader.open(address)
    light = barriers(shown)
    shown.emulate_media(color_scheme="dark")
    assert {"light": light, "dark": barriers(shown)} == {"light": [], "dark": []}


def test_a_phone_never_scrolls_the_portal_sideways(reader):
    assert reader.open(width=PHONE).evaluate("document.documentElement.scrollWidth") <= PHONE


def test_the_reference_opens_one_parameter_and_finds_by_words(reader):
    shown = reader.open("reference#modes-pair_cost")
    assert "pair_cost" in shown.locator("tr:target").inner_text()
    shown.locator(".pk-search").fill("Brooks")
    left = shown.locator("[data-entry]:visible")
    assert 0 < left.count() < 10
    assert all("Brooks" in each for each in left.all_inner_texts())
    shown.locator(".pk-search").fill("xylophone")
    assert "xylophone" in shown.locator(".pk-count").inner_text()


def test_a_printed_reference_cuts_no_table(reader):
    shown = reader.open("reference")
    shown.emulate_media(media="print")
    cut = "(box) => box.scrollHeight > box.clientHeight + 1"
    assert not any(shown.locator(".pk-wide").nth(i).evaluate(cut) for i in range(3))


PORTAL = """
from pathlib import Path
from peerkit import content
from peerkit.dashboards.portal import portal
content.root = lambda: Path({folder!r})
portal()
"""


def notebook(path, *code, about=None):
    title = {"cell_type": "markdown", "id": "t", "metadata": {}, "source": "# Mine"}
    cells = [
        {"cell_type": "code", "id": f"c{n}", "metadata": {}, "source": each, "outputs": []}
        for n, each in enumerate(code)
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = {
        "cells": [title, *cells],
        "metadata": {"peerkit": about} if about else {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path.write_text(json.dumps(whole), encoding="utf-8")


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """A server of three notebooks: the portal, one by an author, and one that is damaged."""
    folder = tmp_path_factory.mktemp("content")
    about = {"title": "Mine", "kind": "dashboard", "minutes": 1, "level": "beginner", "step": "Reuse"}
    notebook(folder / "notebooks/index.ipynb", PORTAL.format(folder=str(folder)))
    notebook(folder / "notebooks/dashboards/mine.ipynb", 'import peerkit\n\npeerkit.explore("modes")', about=about)
    (folder / "notebooks/dashboards/half.ipynb").write_text('{"cells": [')
    (folder / "notebooks/reference").mkdir()
    for name in ("glossary.toml", "search.toml"):
        (folder / "notebooks/reference" / name).write_text("")
    running = Server(content=folder)
    yield running.url
    running.stop()


def test_an_empty_notebook_shows_a_dashboard_with_one_line(reader, elsewhere):
    shown = reader.open("mine", base=elsewhere)
    assert shown.locator(".pk-drawing[data-drawn]").count() == 1
    assert shown.locator(".pk-row input[type=range]:visible").count() == 5
    assert re.search(r"\d", shown.locator(".pk-says").inner_text())


def test_a_damaged_notebook_costs_one_card(reader, elsewhere):
    shown = reader.open("", base=elsewhere)
    assert "half.ipynb" in shown.locator(".pk-broken").inner_text()
    assert shown.locator(f"{CARDS} b").all_inner_texts() == ["Mine"]
