"""Activities on paper as somebody at the board uses them: typed by keyboard, read on the beamer, printed."""

import pytest

from tests.course.test_activities import RIGHT
from tests.pages.conftest import DESKTOP, PHONE
from tests.pages.test_every_page import barriers

SHEET = "section:has(> h2[id^=Sheet])"


def drawn(shown, name):
    """True once a line of this name is in the figure's legend and its path is drawn."""
    shown.wait_for_function(
        """(name) => [...document.querySelectorAll(".pk-drawing .traces")]
        .some((each) => each.textContent.includes(name))""",
        arg=name,
    )


@pytest.mark.parametrize("name", RIGHT)
def test_typed_numbers_are_compared_by_keyboard_alone(reader, name):
    shown = reader.open(f"activities/{name}", width=DESKTOP)
    panel, says = shown.locator(".pk-exercise"), shown.locator(".pk-figure").get_by_text("95 % interval")
    assert says.count() == 0 and panel.locator("table").count() == 0
    panel.get_by_role("textbox").focus()
    shown.keyboard.insert_text(f"{RIGHT[name]}\nmany")
    shown.keyboard.press("Tab")
    shown.keyboard.press("Enter")
    panel.get_by_text("read. What they say stands below").wait_for()
    says.first.wait_for()
    drawn(shown, "this room")
    assert "“many” is not a number" in panel.get_by_role("status").last.inner_text()
    assert panel.locator("tbody tr").count() > 3
    assert barriers(shown) == []
    shown.set_viewport_size({"width": PHONE, "height": 800})
    shown.wait_for_function(f"() => innerWidth === {PHONE}")
    assert shown.evaluate("document.documentElement.scrollWidth") <= PHONE


def test_an_empty_field_and_its_figure_are_not_printed_but_the_sheet_is_on_a_page_of_its_own(reader):
    shown = reader.open("activities/take_vote", width=DESKTOP)
    shown.emulate_media(media="print")
    assert not shown.locator(".pk-exercise").is_visible() and not shown.locator(".pk-figure").is_visible()
    assert shown.locator(SHEET).evaluate("(sheet) => getComputedStyle(sheet).breakBefore") == "page"
    shown.emulate_media(media="screen")
    shown.locator(".pk-exercise").get_by_role("textbox").fill(RIGHT["take_vote"])
    shown.emulate_media(media="print")
    assert shown.locator(".pk-exercise").is_visible() and shown.locator(".pk-figure").is_visible()


def test_what_is_typed_is_gone_when_the_page_is_left(reader):
    shown = reader.open("activities/stand_up", width=DESKTOP)
    shown.locator(".pk-exercise").get_by_role("textbox").fill(RIGHT["stand_up"])
    shown.get_by_role("button", name="Compare with the model").click()
    shown.get_by_text("30 cards read").wait_for()
    kept = shown.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href])")
    assert RIGHT["stand_up"] not in kept and "answer" not in kept
