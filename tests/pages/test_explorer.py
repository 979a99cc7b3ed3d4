"""Rules for every page that has an explorer: sliders, numbers, sentences and the address agree."""

import importlib.util
import json
import re
from math import isclose
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from peerkit import content
from tests.pages.conftest import wait_until_drawn


def has_explorer(page):
    """True if a code cell of the page imports from a module that makes an Explorer."""
    cells = json.loads((content.root() / page.path).read_text(encoding="utf-8"))["cells"]
    code = "".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    modules = re.findall(r"^from (peerkit\.dashboards\.\w+) import", code, re.M)
    return any(
        "Explorer(" in Path(importlib.util.find_spec(name).origin).read_text(encoding="utf-8") for name in modules
    )


EXPLORERS = [page.address for page in content.pages() if has_explorer(page)]
# The widget is the same on all pages: what only it can break is tried on two that differ most.
THOROUGH = ["modes", "flywheel"]
thorough = pytest.mark.parametrize("address", THOROUGH)

DRAG = """([slider, positions]) => {
    for (const position of positions) {
        slider.value = position;
        slider.dispatchEvent(new Event("input", { bubbles: true }));
    }
}"""
INK = "getComputedStyle(document.querySelector('.pk-drawing .xtick text')).fill"


def number_in(text):
    """The value that a field's text stands for: a percentage is a share."""
    return float(text.removesuffix(" %")) / 100 if text.endswith("%") else float(text)


class Explorer:
    """The first explorer of a page, operated as a reader does."""

    def __init__(self, shown):
        self.shown = shown
        self.whole = shown.locator(".pk-explorer:has(.pk-who)").first
        self.slider = self.whole.locator("input[type=range]").first
        self.field = self.whole.locator(".pk-row input[type=text]").first

    def settled(self):
        """Wait for the kernel's answer to the last move, after which everything on the page has followed."""
        self.whole.locator(".pk-panel:not([aria-busy])").wait_for(state="attached")
        self.shown.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        return self

    @property
    def number(self):
        """The value that the first field shows."""
        return number_in(self.field.input_value())

    @property
    def query(self):
        """The scenario as the address has it."""
        return dict(parse_qsl(urlsplit(self.shown.url).query))

    @property
    def values(self):
        """The values that all sliders, numbers and choices show."""
        return self.whole.locator(".pk-row").locator("input, select").evaluate_all("all => all.map((e) => e.value)")

    @property
    def says(self):
        """The sentence under the figure."""
        return self.whole.locator(".pk-says").inner_text()

    @property
    def drawn(self):
        """Number of times that the figure was drawn, and its curves."""
        drawing = self.whole.locator(".pk-drawing").first
        return drawing.evaluate(
            "d => d.dataset.drawn + [...d.querySelectorAll('svg .plot path')].map((p) => p.getAttribute('d'))"
        )

    @property
    def state(self):
        """All that a refused value must leave alone."""
        return self.drawn, self.query, self.says

    def outward(self):
        """The key that moves the first slider away from its nearer end, and the positions it then passes."""
        low, high, step, now = self.slider.evaluate("s => [s.min, s.max, s.step, s.value].map(Number)")
        way = 1 if now < (low + high) / 2 else -1
        return "ArrowRight" if way > 0 else "ArrowLeft", [now + way * step * i for i in range(1, 31)]

    def move(self):
        """Move the first slider with the keyboard."""
        key, _ = self.outward()
        self.slider.focus()
        for _ in range(5):
            self.slider.press(key)
        return self.settled()

    def must_answer(self):
        """The first slider moves figure and address, and some slider the sentence."""
        before, drawn = self.says, self.drawn
        self.move()
        assert self.drawn != drawn and self.query["v"] == "1"
        if self.says != before:
            return
        for slider in self.whole.locator("input[type=range]").all():
            for key in ("Home", "End"):
                slider.press(key)
                if self.settled().says != before:
                    return
        pytest.fail(f"no slider changes the sentence {before!r}")

    def nonnegative(self):
        """Name and number field of the first parameter that a negative number cannot be; (None, None) if all can."""
        for row in self.whole.locator(".pk-side > .pk-controls > .pk-control:has(input[type=range])").all():
            # The card is made when somebody asks for it.
            for _ in range(2):
                row.locator(".pk-who").click()
            allowed = re.search(r"must be.*?(?:above|at least) (-?[\d.]+)", row.locator(".pk-card").text_content())
            if allowed and float(allowed[1]) >= 0:
                field = row.locator("input[type=text]")
                return re.fullmatch(r"pk\w+?-(\w+)-number", field.get_attribute("id"))[1], row
        return None, None


@pytest.fixture
def explorer(reader, address):
    return Explorer(reader.open(address))


@thorough
def test_the_arrow_keys_move_figure_number_and_address(explorer):
    before, field = explorer.drawn, explorer.field.input_value()
    assert explorer.query == {}
    explorer.move()
    assert explorer.drawn != before
    assert explorer.field.input_value() != field
    assert explorer.query["v"] == "1"
    assert [float(value) for name, value in explorer.query.items() if name != "v"] == [explorer.number]


@thorough
def test_a_link_opens_elsewhere_exactly_what_was_seen_and_reload_keeps_it(explorer, reader):
    explorer.move()
    seen = explorer.values, explorer.says, explorer.query
    address = urlsplit(explorer.shown.url)
    other = Explorer(reader.open(f"{address.path[1:]}?{address.query}"))
    assert (other.values, other.says, other.query) == seen
    explorer.shown.reload()
    wait_until_drawn(explorer.shown)
    assert (explorer.values, explorer.says, explorer.query) == seen


@thorough
def test_reset_brings_back_the_defaults_and_an_empty_address(explorer):
    before = explorer.values, explorer.says
    explorer.move()
    assert explorer.values != before[0]
    explorer.whole.get_by_role("button", name="Reset", exact=True).click()
    explorer.settled()
    assert (explorer.values, explorer.says) == before
    assert urlsplit(explorer.shown.url).query == ""


@thorough
def test_typed_nonsense_is_answered_and_changes_nothing(explorer):
    before = explorer.state
    explorer.field.fill("abc")
    explorer.field.press("Enter")
    explorer.whole.locator(".pk-problem", has_text="abc").wait_for()
    assert explorer.settled().state == before


@thorough
def test_an_impossible_value_is_answered_and_changes_nothing(explorer):
    _, row = explorer.nonnegative()
    if row is None:
        pytest.skip("every parameter of this page may be negative")
    before = explorer.state
    row.locator("input[type=text]").fill("-1")
    row.locator("input[type=text]").press("Enter")
    row.locator(".pk-problem", has_text="must be").wait_for()
    assert explorer.settled().state == before


@thorough
def test_a_typed_number_moves_the_slider_and_the_address(explorer):
    _, positions = explorer.outward()
    explorer.slider.evaluate(f"(slider, to) => ({DRAG})([slider, [to]])", positions[-1])
    wanted, at = explorer.settled().field.input_value(), explorer.slider.input_value()
    explorer.whole.get_by_role("button", name="Reset", exact=True).click()
    explorer.settled().field.fill(wanted)
    explorer.field.press("Enter")
    assert explorer.settled().slider.input_value() == at
    assert number_in(wanted) in [float(value) for name, value in explorer.query.items() if name != "v"]


@thorough
def test_who_says_opens_a_card_with_definition_range_default_and_source(explorer):
    for who in explorer.whole.locator(".pk-who").filter(visible=True).all():
        assert who.get_attribute("aria-expanded") == "false"
        who.click()
        assert who.get_attribute("aria-expanded") == "true"
        card = explorer.shown.locator(f"#{who.get_attribute('aria-controls')}")
        assert card.is_visible()
        said = dict(zip(card.locator("dt").all_inner_texts(), card.locator("dd").all_inner_texts(), strict=True))
        assert all(said[name].strip() for name in ("Means", "Unit", "Allowed", "Here from", "Default", "Who says?")), (
            said
        )


@thorough
def test_a_situation_is_shown_as_pressed_and_alone(explorer):
    chips = explorer.whole.locator(".pk-chip[aria-pressed=false]")
    if chips.count() == 0:
        pytest.skip("this page has no situations")
    before, name = explorer.drawn, chips.first.inner_text()
    chips.first.click()
    assert explorer.settled().drawn != before
    assert explorer.whole.locator(".pk-chip[aria-pressed=true]").all_inner_texts() == [name]
    assert explorer.query["v"] == "1"


@thorough
def test_the_table_behind_the_figure_has_its_numbers(explorer):
    explorer.whole.locator(".pk-table > summary").first.click()
    explorer.whole.locator(".pk-table tbody tr").first.wait_for()
    cells = explorer.whole.locator(".pk-table tbody td").all_inner_texts()
    assert any(re.fullmatch(r"[-−]?[\d,.]+", cell) for cell in cells)
    assert not any("NaN" in cell or "undefined" in cell for cell in cells)


@thorough
def test_a_damaged_link_shows_the_page_and_says_what_was_left_out(explorer):
    name, _ = explorer.nonnegative()
    damaged = "v=1&nonsense=3" + (f"&{name}=-5" if name else "")
    before = explorer.values, explorer.says
    explorer.shown.goto(f"{explorer.shown.url}?{damaged}")
    wait_until_drawn(explorer.shown)
    banner = explorer.whole.locator(".pk-banner[role=alert]")
    assert "nonsense" in banner.inner_text() and (name is None or f"{name} = -5" in banner.inner_text())
    assert (explorer.values, explorer.says) == before
    assert "Traceback" not in explorer.shown.locator("body").inner_text()


@thorough
def test_the_theme_switch_recolours_the_figure_and_is_remembered(explorer):
    light = explorer.shown.evaluate(INK)
    explorer.shown.locator("#pk-theme").click()
    explorer.shown.wait_for_function(f"light => {INK} !== light", arg=light)
    dark = explorer.shown.evaluate(INK)
    explorer.shown.reload()
    wait_until_drawn(explorer.shown)
    assert explorer.shown.evaluate("document.documentElement.dataset.theme") == "dark"
    assert explorer.shown.evaluate(INK) == dark


@thorough
def test_a_slider_dragged_faster_than_the_kernel_ends_at_its_last_value(explorer):
    _, positions = explorer.outward()
    explorer.slider.evaluate(f"(slider, all) => ({DRAG})([slider, all])", positions)
    last = explorer.number
    explorer.settled()
    (asked,) = [float(value) for name, value in explorer.query.items() if name != "v"]
    assert isclose(asked, last, rel_tol=1e-9) and explorer.number == last
    assert explorer.whole.locator(".pk-banner").inner_text() == ""


def test_a_key_moves_a_whole_number_by_one_where_a_step_is_less(reader):
    """The first slider of this page stood still: every answer put it back to the place of its old value."""
    explorer = Explorer(reader.open("volunteer", width=1280))
    assert explorer.query == {}
    explorer.slider.press("ArrowRight")
    assert explorer.settled().query["members"] == "11"
    explorer.slider.press("ArrowLeft")
    explorer.slider.press("ArrowLeft")
    assert explorer.settled().query["members"] == "9"


@pytest.mark.parametrize("address", ["modes", "scaling", "momentum", "volunteer", "control_loss"])
def test_a_laptop_shows_answer_two_controls_and_all_buttons_at_once(reader, address):
    shown = reader.open(address, viewport={"width": 1280, "height": 720})
    bottom = "nodes => nodes.map(node => node.getBoundingClientRect().bottom)"
    (answer,) = shown.locator(".pk-result .pk-says").evaluate_all(bottom)
    (buttons,) = shown.locator(".pk-side .pk-buttons").evaluate_all(bottom)
    controls = shown.locator(".pk-controls .pk-control").evaluate_all(bottom)
    assert answer <= 720 and buttons <= 720 and sum(each < buttons for each in controls) >= 2
    last = shown.locator(".pk-side .pk-controls").first.locator("input[type=range]").last
    last.focus()
    box, bar = last.bounding_box(), shown.locator(".pk-side .pk-buttons").bounding_box()
    assert box["y"] + box["height"] <= bar["y"] + 1
