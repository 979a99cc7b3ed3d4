"""The front page: one card a question, without a kernel."""

from peerkit import content
from peerkit.dashboards.portal import KINDS
from tests.pages.conftest import PHONE, wait_until_drawn
from tests.pages.test_every_page import barriers

PAGES = content.pages()


def test_the_portal_has_a_card_for_every_page(reader):
    shown = reader.open()
    cards = shown.locator(".pk-cards li")
    assert cards.count() == len(PAGES)
    assert [title for title in content.STEPS if shown.locator("h3", has_text=title).count()] == list(content.STEPS)
    for page in PAGES:
        card = shown.locator(f'.pk-cards a[href="{page.address}"]')
        assert card.locator("b").inner_text() == page.title
        assert f"{page.minutes} min" in card.inner_text() and page.level in card.inner_text()
        assert card.locator("svg path, svg circle, svg rect, svg line").count() > 0, f"{page.address} has no cover"


def test_the_portal_is_complete_without_scripts_and_kernels(reader):
    shown = reader.open(java_script_enabled=False, ready=False)
    assert shown.locator(".pk-cards li:visible").count() == len(PAGES)
    assert shown.locator("#pk-kernel").count() == 0


def test_the_search_finds_every_page_by_the_words_of_its_title(reader):
    shown = reader.open()
    for page in PAGES:
        shown.locator(".pk-search").fill(page.title.upper())
        shown.locator(f'.pk-cards a[href="{page.address}"]').wait_for()
        same = [other for other in PAGES if all(word in _found_by(other) for word in page.title.lower().split())]
        assert shown.locator(".pk-cards li:visible").count() == len(same), page.title


def _found_by(page):
    return f"{page.title} {page.words} {page.level} {KINDS[page.kind]}".lower()


def test_a_word_that_no_card_has_is_answered_by_a_sentence_and_clearing_it_brings_all_back(reader):
    shown = reader.open()
    shown.locator(".pk-search").fill("xylophone")
    shown.locator(".pk-none:visible", has_text="xylophone").wait_for()
    assert shown.locator(".pk-cards li:visible, .pk-group:visible").count() == 0
    shown.locator(".pk-search").fill("")
    shown.locator(".pk-none").wait_for(state="hidden")
    assert shown.locator(".pk-cards li:visible").count() == len(PAGES)


def test_a_card_opens_its_page_and_the_page_leads_back(reader):
    shown = reader.open()
    shown.locator(f'.pk-cards a[href="{PAGES[0].address}"]').click()
    shown.wait_for_url(f"**/{PAGES[0].address}")
    shown.locator(".pk-drawing[data-drawn]").first.wait_for()
    wait_until_drawn(shown)
    shown.locator(".pk-nav a", has_text="All questions").click()
    shown.locator(".pk-search").wait_for()


def test_the_portal_has_no_barriers_in_light_and_in_dark(reader):
    shown = reader.open()
    light = barriers(shown)
    shown.emulate_media(color_scheme="dark")
    assert {"light": light, "dark": barriers(shown)} == {"light": [], "dark": []}


def test_a_phone_never_scrolls_the_portal_sideways(reader):
    assert reader.open(width=PHONE).evaluate("document.documentElement.scrollWidth") <= PHONE
