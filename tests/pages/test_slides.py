"""Slides as somebody shows them: from a folder, without a server, with the cable pulled."""

import re

import pytest

from peerkit.course import folders
from peerkit.course.notebooks import lessons, name
from peerkit.course.slides import deck, opening, reveal
from peerkit.course.slides.lesson import lesson_deck

PHONE = {"width": 390, "height": 844}
BEAMER = {"width": 1280, "height": 720}
READY = "() => globalThis.Reveal?.isReady()"
HERE = "section.present"
DRAWN = f"() => document.querySelector('{HERE} .pk-drawing')?.dataset.drawn"
CURVES = f"() => [...document.querySelectorAll('{HERE} .scatterlayer path.js-line')].map((path) => path.getAttribute('d')).join()"
LEAVES = """() => [...document.querySelectorAll("section.present .words *, section.present h2")]
  .filter((each) => each.offsetHeight && [...each.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
  .map((each) => [each.textContent.trim().slice(0, 40), parseFloat(getComputedStyle(each).fontSize)])"""
LINES = """() => [...document.querySelectorAll("section.present .says, section.present .against, section.present .setting")]
  .reduce((sum, each) => sum + Math.round(each.getBoundingClientRect().height / parseFloat(getComputedStyle(each).lineHeight)), 0)"""
TOO_MUCH = """() => [...document.querySelectorAll("section.present .slide, section.present .words")]
  .map((each) => Math.max(each.scrollHeight - each.clientHeight, each.scrollWidth - each.clientWidth))"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with the opening presentation and the deck of the first lesson."""
    if not reveal.KEPT.is_file():
        pytest.skip("slides need reveal.js: `make reveal` fetches it")
    target = tmp_path_factory.mktemp("stick") / "slides"
    first = next(page for page in lessons() if name(page) == "why_firms_exist")
    folders.write(target, deck.pages([opening.deck(), lesson_deck(first)]) | deck._scripts())
    return target


@pytest.fixture
def shown(browser, folder):
    """Opens a page of the folder; no page may ask for anything outside it, or report an error."""
    contexts, asked, complaints = [], [], []

    def open_page(file, viewport=BEAMER, **options):
        context = browser.new_context(viewport=viewport, **options)
        contexts.append(context)
        context.on("request", lambda request: asked.append(request.url))
        page = context.new_page()
        page.on("console", lambda line: line.type == "error" and complaints.append(line.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto((folder / "index.html").as_uri().replace("index.html", file))
        if "index" not in file:
            page.wait_for_function(READY)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
    assert [url for url in asked if not url.startswith((folder.as_uri(), "blob:", "data:", "about:"))] == []


def turn(page, place):
    page.evaluate(f"Reveal.slide({place})")
    page.wait_for_function(DRAWN)


def test_every_figure_of_the_opening_is_drawn_and_every_word_can_be_read(shown):
    page = shown("opening.html")
    for place in range(page.evaluate("Reveal.getTotalSlides()")):
        turn(page, place)
        claim = page.locator(f"{HERE} h2").inner_text()
        small = [words for words, size in page.evaluate(LEAVES) if size < 24]
        assert small == [], claim
        assert page.evaluate(LINES) <= 12, claim
        assert max(page.evaluate(TOO_MUCH)) <= 1, claim
        labels = page.locator(f"{HERE} .pk-drawing text").all()
        sizes = page.evaluate(
            "() => [...document.querySelectorAll('section.present .pk-drawing text')].filter((each) => each.textContent.trim())"
            ".map((each) => parseFloat(getComputedStyle(each).fontSize))"
        )
        assert labels and min(sizes) >= 20, claim


def test_a_figure_can_be_played_and_its_sentence_follows(shown):
    page = shown("opening.html#/1")
    page.wait_for_function(DRAWN)
    says, button = page.locator(f"{HERE} .says"), page.locator(f"{HERE} .control button")
    before, curves = says.inner_text(), page.evaluate(CURVES)
    assert curves
    page.keyboard.press("p")
    assert button.inner_text() == "Stop"
    page.wait_for_function(
        "([was, css]) => document.querySelector(css).innerText !== was", arg=[before, f"{HERE} .says"]
    )
    page.wait_for_function(f"(was) => ({CURVES})() !== was", arg=curves)
    button.click()
    assert button.inner_text() == "Play"
    slider = page.get_by_role("slider", name="Coordination cost")
    slider.focus()
    page.keyboard.press("End")
    assert "625 people" in says.inner_text() and page.locator(f"{HERE} .setting").inner_text().endswith(": 0.02")
    assert slider.get_attribute("aria-valuetext") == "0.02"
    # The arrow keys belong to the slider while it has the focus; the slide stays.
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("Reveal.getIndices().h") == 1 and "278 people" in says.inner_text()


def test_the_speaker_sees_the_notes_in_a_window_of_their_own(shown):
    page = shown("opening.html#/2")
    with page.context.expect_page() as opened:
        page.keyboard.press("s")
    notes = opened.value.locator(".speaker-controls-notes .value")
    notes.get_by_text("Here specialising gains little").wait_for()
    assert page.locator(f"{HERE} aside.notes").is_hidden()


def test_a_deck_is_printed_one_page_a_slide_with_its_figures_in_light(shown):
    page = shown("opening.html?print-pdf", color_scheme="dark")
    page.wait_for_function(
        "() => document.querySelectorAll('.pdf-page').length === 14 "
        "&& [...document.querySelectorAll('.pk-drawing')].every((each) => each.dataset.drawn)"
    )
    assert page.locator(".pdf-page .scatterlayer").count() >= 14
    assert page.locator(".control:visible").count() == 0
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(251, 250, 246)"
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 14


@pytest.mark.parametrize("name", ["opening.html", "why_firms_exist.html"])
def test_on_a_phone_held_upright_nothing_is_cut_off(shown, name):
    page = shown(name, PHONE, has_touch=True)
    for place in range(0, page.evaluate("Reveal.getTotalSlides()"), 3):
        page.evaluate(f"Reveal.slide({place})")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        wide = page.evaluate("() => document.querySelector('section.present .slide').scrollWidth")
        assert wide <= 390, page.locator(f"{HERE} h2").inner_text()


def test_a_key_turns_light_into_dark(shown):
    page = shown("why_firms_exist.html", color_scheme="light")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.keyboard.press("t")
    assert page.evaluate(paper) != light
    page.keyboard.press("t")
    assert page.evaluate(paper) == light


def test_the_list_of_decks_leads_to_each_and_to_its_print(shown):
    page = shown("index.html")
    addresses = page.locator("a").evaluate_all("(links) => links.map((link) => link.getAttribute('href'))")
    decks = ["opening.html", "why_firms_exist.html"]
    assert addresses == [address for each in decks for address in (each, f"{each}?print-pdf")]
    page.locator("a").first.click()
    page.wait_for_function(READY)
