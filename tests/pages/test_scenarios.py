"""The page of scenarios under a hand: empty, with the example, across reloads and tabs, and nothing of a client in an address."""

import json
import re

import pytest

from peerkit.advice.engagement import load
from tests.pages.conftest import DESKTOP, PHONE, wait_until_drawn
from tests.pages.test_desk import HOSTILE, kept, notice, saved, table, upload
from tests.pages.test_every_page import barriers

ADDRESS = "advice/scenarios"
NUMBER = re.compile(r"\d")


@pytest.fixture
def empty(reader):
    """The page in a window of its own, whose storage is empty."""
    return reader.open(ADDRESS, width=DESKTOP)


def opened(shown):
    """Open the fictional example, and wait for its scenarios."""
    shown.get_by_role("button", name="Try it with a fictional client").click()
    words(shown, "Best alternative: 12 in A")
    wait_until_drawn(shown)


def words(shown, part):
    """The sentences above the figures, once they hold `part`."""
    place = shown.locator(".pk-pair > .pk-panel .pk-says", has_text=part)
    place.wait_for()
    return place


def typed(shown, place, label, value):
    """Type a value of one scenario."""
    field = shown.locator(".pk-explorer").nth(place).locator(".pk-control", has_text=label).locator("input[type=text]")
    field.fill(value)
    field.press("Enter")


def test_an_empty_page_says_what_is_missing_and_the_example_fills_it(empty):
    assert "No engagement is open in this browser" in empty.locator(".pk-book").inner_text()
    assert empty.locator(".pk-explorer:visible, .pk-study:visible, .pk-pair:visible").count() == 0
    assert barriers(empty) == []
    opened(empty)
    assert empty.locator(".pk-fictional").is_visible()
    assert empty.locator(".pk-pair .pk-figure h2").all_inner_texts() == [
        "A: as planned",
        "B: a lower take",
        "C: a lower take and shorter reports",
    ]
    assert "wins while" in empty.locator(".pk-study > .pk-panel .pk-says").inner_text()
    assert barriers(empty) == []


def test_a_parents_edit_flows_down_is_kept_and_saved_and_no_number_enters_the_address(empty, tmp_path):
    opened(empty)
    typed(empty, 0, "Pay-off of completion", "7")
    words(empty, "Size from which it grows by itself")
    kept(empty, {"scenarios.0.changes": {"payoff": 7}, "scenarios.1.changes": {"take_rate": 0.25}})
    third = (
        empty.locator(".pk-explorer")
        .nth(2)
        .locator(".pk-control", has_text="Pay-off of completion")
        .locator("input[type=text]")
    )
    assert third.input_value() == "7"
    assert empty.url.endswith(ADDRESS) and not NUMBER.search(empty.url.partition(ADDRESS)[2])
    assert load(saved(empty, tmp_path)).scenarios[0].changes == {"payoff": 7.0}
    empty.reload()
    words(empty, "Best alternative: 12 in A")
    wait_until_drawn(empty)
    assert third.input_value() == "7"


def test_a_slider_is_answered_and_a_key_is_enough(empty):
    opened(empty)
    before = words(empty, "Take rate: 50% in A").inner_text()
    slider = empty.locator(".pk-explorer").nth(0).get_by_role("slider", name="Take rate")
    slider.focus()
    slider.press("ArrowLeft")
    empty.wait_for_function("before => document.querySelector('.pk-pair .pk-says').innerText !== before", arg=before)


def test_another_model_begins_with_suggestions_that_a_button_keeps(empty):
    opened(empty)
    empty.get_by_label("Question").select_option("granularity")
    keep = empty.get_by_role("button", name="Keep these scenarios in the engagement")
    keep.wait_for()
    keep.click()
    kept(
        empty,
        {"scenarios.3.name": "A: as it is", "scenarios.4.parent": "A: as it is", "scenarios.5.name": "C: own idea"},
    )
    keep.wait_for(state="detached")


def test_a_name_is_changed_in_its_row_and_shown_as_text(empty):
    title = empty.title()
    opened(empty)
    empty.get_by_text("Names, notes, and what each begins with").click()
    field = empty.locator("fieldset[data-name='A: as planned']").get_by_label("name")
    field.fill(HOSTILE)
    field.press("Enter")
    kept(empty, {"scenarios.0.name": HOSTILE, "scenarios.1.parent": HOSTILE})
    assert empty.locator(".pk-scenarios img").count() == 0 and empty.title() == title
    row = empty.locator("fieldset").nth(1)
    row.get_by_label("name").fill("C: a lower take and shorter reports")
    row.get_by_label("name").press("Enter")
    notice(empty, "There is another scenario with this name")


def test_the_desk_and_this_page_have_the_same_engagement(reader, empty):
    opened(empty)
    other = reader.beside(empty, "advice/desk")
    assert other.get_by_label("Client", exact=True).input_value() == "Footpath Reports"
    typed(empty, 1, "Take rate", "30 %")
    notice(other, "Another tab changed this engagement at ")
    kept(empty, {"scenarios.1.changes": {"take_rate": 0.3}, "client.name": "Footpath Reports"})


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'{"peerkit": "engagement",\n "cli', "Line 2, column 2 is not valid JSON."),
        (table(answers={"5": {"value": 7}}), "answers.5.value is 7 but must be a whole number from 0 to 4."),
        (b"\x89PNG\xff\xfe", "The file is not text in UTF-8."),
    ],
    ids=["cut", "level", "picture"],
)
def test_a_damaged_file_opens_nothing_and_says_why(empty, content, sentence):
    upload(empty, content)
    assert notice(empty, sentence).inner_text() == f"{sentence} Nothing was opened; the file is untouched."
    assert empty.locator(".pk-explorer:visible").count() == 0


def test_a_long_name_and_a_phone_leave_nothing_sideways(reader):
    shown = reader.open(ADDRESS, width=PHONE)
    long = "Verein der Freunde und Förderer " * 8
    many = [{"name": f"{letter}: {'Wegemeldungen' * 12}", "model": "flywheel"} for letter in "ABCD"]
    upload(shown, table(long, scenarios=many, numbers={"flywheel.payoff": {"best": 5, "low": 4, "high": 8}}))
    words(shown, "All three scenarios are the same")
    wait_until_drawn(shown)
    shown.get_by_text("Names, notes, and what each begins with").click()
    assert shown.evaluate("document.documentElement.scrollWidth") <= PHONE
    assert shown.get_by_label("Scenario C", exact=True).count() == 1
    assert barriers(shown) == []


@pytest.mark.parametrize("page", ["compare", "sensitivity"])
def test_the_tools_for_any_model_use_the_clients_ranges_on_request_and_not_in_the_address(reader, empty, page):
    opened(empty)
    tool = reader.beside(empty, f"{page}?model=flywheel")
    offer = tool.locator(".pk-client")
    assert "Footpath Reports (FICTIONAL) is open in this browser, with 16 numbers." in offer.inner_text()
    offer.get_by_role("button", name="Use the client's ranges").click()
    offer.get_by_text("7 of the 7 numbers of this model are the client's.").wait_for()
    tool.wait_for_url(re.compile(rf"/{page}\?model=flywheel$"))
    if page == "compare":
        field = (
            tool.locator(".pk-explorer").nth(1).locator(".pk-control", has_text="Take rate").locator("input[type=text]")
        )
        field.fill("44 %")
        field.press("Enter")
        tool.locator(".pk-pair > .pk-panel .pk-says", has_text="44% in B").wait_for()
    else:
        field = tool.locator(".pk-control", has_text="Target to reach").locator("input[type=text]")
        field.fill("600")
        field.press("Enter")
        tool.locator(".pk-figure .pk-says", has_text="600 people is reached").wait_for()
    assert tool.url.endswith(f"/{page}?model=flywheel")
    tool.get_by_role("button", name="Copy link").first.click()
    tool.locator(".pk-shared", has_text="The client's numbers, and what you changed since, stay here.").wait_for()
    assert barriers(tool) == []


def test_a_page_without_an_engagement_offers_no_numbers(reader):
    shown = reader.open("compare?model=modes", width=DESKTOP)
    assert shown.locator(".pk-client").is_hidden()


def test_storage_that_cannot_be_trusted_is_said(empty):
    broken = table(id="x", answers={"5": {"value": 9}})
    empty.evaluate(
        "text => { localStorage.setItem('peerkit:engagement:x', text); localStorage.setItem('peerkit:desk', 'x'); sessionStorage.clear(); }",
        json.dumps({"stamp": "1", "at": "2026-11-01T10:00:00Z", "table": broken}),
    )
    empty.reload()
    notice(empty, "answers.5.value is 9 but must be a whole number from 0 to 4.")
    assert empty.locator(".pk-explorer:visible").count() == 0
