"""A figure in a reader's hands: files of it, a finger on it, a prediction on it, paper."""

import re

import pytest

from tests.figures.table_cells import table_value
from tests.pages.conftest import PHONE, wait_until_drawn

PAGE = "modes?v=1&commons_cost=40"
RANGE = "() => { const { xaxis, yaxis } = document.querySelector('.pk-drawing')._fullLayout; return [xaxis.range, yaxis.range] }"

DRAWN = """() => document.querySelector(".pk-drawing")._fullData
  .filter((trace) => trace.meta?.peerkit !== "decoration" && trace.x && trace.y)
  .flatMap(({ x, y }) => [...x, ...y]).filter(Number.isFinite)"""
"""The numbers that are drawn in the first figure, unrounded."""
NUMBER = re.compile(r"(-?[\d,.]+)(?: (million|billion|trillion))?")
WORDS = {None: 0, "million": 6, "billion": 9, "trillion": 12}


def counted(text):
    """The value of a number as a table writes it."""
    digits, word = NUMBER.fullmatch(text).groups()
    return float(f"{digits.replace(',', '')}e{WORDS[word]}")


def saved(shown, kind, folder):
    """The file that the button `kind` below the first figure gives."""
    with shown.expect_download() as download:
        shown.locator(".pk-export").first.get_by_role("button", name=kind).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def belongings(shown):
    """Texts that each file must hold: the question, a value that is not the default, a source, the address."""
    title = shown.locator("h1").inner_text().removesuffix("¶")
    return [title, "Cost of the commons: 40", "Coase", "commons_cost=40"]


def test_a_drawing_carries_question_values_sources_and_address(reader, tmp_path):
    shown = reader.open(PAGE)
    path = saved(shown, "SVG", tmp_path)
    assert path.name.startswith("market-firm-or-peers")
    words = " ".join(re.findall(r">([^<>]+)<", path.read_text(encoding="utf-8"))).replace("&amp;", "&")
    for text in belongings(shown):
        assert text in re.sub(r"\s+", " ", words), text
    assert "peerkit 0." in words
    assert "token" not in words and "¶" not in words


def test_the_numbers_carry_the_same_and_can_be_read_back(reader, tmp_path):
    import pandas as pd

    shown = reader.open(PAGE)
    path = saved(shown, "CSV", tmp_path)
    text = path.read_text(encoding="utf-8")
    for part in belongings(shown):
        assert part in text, part
    table = pd.read_csv(path, comment="#", nrows=100)
    assert {"market", "firm", "peers"} <= set(table.columns)
    assert len(table) == 100


def test_a_picture_is_a_picture_of_all_that(reader, tmp_path):
    shown = reader.open(PAGE)
    data = saved(shown, "PNG", tmp_path).read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = (int.from_bytes(data[at : at + 4], "big") for at in (16, 20))
    box = shown.locator(".pk-drawing").first.bounding_box()
    assert width == pytest.approx(2 * box["width"], abs=4)
    assert height > 2 * box["height"] + 100


@pytest.mark.parametrize("page", [PAGE, "modularity", "momentum?v=1&effort=0.53&head_start=1"])
def test_the_table_shows_numbers_so_that_rounding_them_gives_those_of_the_sentence(reader, page):
    """The table as `tests/figures/test_one_rounding.py` supposes it, in the browser that makes it."""
    shown = reader.open(page)
    shown.locator(".pk-table summary").first.click()
    drawn = shown.evaluate(DRAWN)
    cells = shown.locator(".pk-table").first.locator("tbody td").all_inner_texts()
    said = {float(f"{counted(text):.9e}") for text in cells if NUMBER.fullmatch(text)}
    assert len(drawn) > 50
    assert {float(f"{table_value(number):.9e}") for number in drawn} <= said


def test_a_tap_moves_no_axis_and_its_words_stand_above_the_figure(reader):
    shown = reader.open(PAGE, width=PHONE)
    before = shown.evaluate(RANGE)
    drawing = shown.locator(".pk-drawing").first
    box = drawing.bounding_box()
    for x, y in ((0.5, 0.5), (0.5, 0.5), (0.1, 0.5), (0.5, 0.97)):
        drawing.tap(position={"x": x * box["width"], "y": y * box["height"]})
    assert shown.evaluate(RANGE) == before
    point = drawing.locator(".points path.point").first.bounding_box()
    shown.touchscreen.tap(point["x"] + point["width"] / 2, point["y"] + point["height"] / 2)
    shown.wait_for_function("() => document.querySelector('.pk-readout').textContent.includes('people')")
    # The name of a curve and its number are two texts of a tooltip; they once read "peers40 people: 62 contracts".
    drawing.tap(position={"x": 0.55 * box["width"], "y": 0.5 * box["height"]})
    shown.wait_for_function("() => document.querySelector('.pk-readout').textContent.includes('contracts')")
    assert re.fullmatch(
        "(market|firm|peers), [0-9,.]+ people: [0-9,.]+ contracts", shown.locator(".pk-readout").first.inner_text()
    )
    assert shown.locator(".hoverlayer").first.evaluate("layer => getComputedStyle(layer).opacity") == "0"


def test_a_figure_on_paper_is_light_and_dark_again_on_the_screen(reader):
    shown = reader.open(PAGE, color_scheme="dark")
    colour = "document.querySelector('.pk-drawing .xtitle').style.fill"
    dark = shown.evaluate(colour)
    shown.evaluate("dispatchEvent(new Event('beforeprint'))")
    paper = shown.evaluate(colour)
    shown.evaluate("dispatchEvent(new Event('afterprint'))")
    assert paper != dark
    assert shown.evaluate(colour) == dark


def test_larger_text_makes_larger_words_in_the_figure(reader):
    shown = reader.open(PAGE)
    size = "parseFloat(document.querySelector('.pk-drawing .xtick text').style.fontSize)"
    before = shown.evaluate(size)
    shown.evaluate("document.documentElement.style.fontSize = '32px'")
    shown.wait_for_function(f"() => {size} > 1.8 * {before}")


@pytest.mark.parametrize("address", ["coverage", "control_loss", "inequality"])
@pytest.mark.parametrize("width", [1280, PHONE])
def test_the_titles_of_upright_axes_lie_whole_above_their_panels(reader, address, width):
    shown = reader.open(address, viewport={"width": width, "height": 720})
    whole = shown.locator(".pk-drawing").bounding_box()
    titles = shown.locator(".pk-drawing .annotation-text-g").filter(has_text="[")
    assert titles.count() == 2 and shown.locator(".pk-drawing .ytitle text").count() == 0
    upper, lower = sorted((titles.nth(i).bounding_box() for i in range(2)), key=lambda box: box["y"])
    assert upper["y"] >= whole["y"] and upper["x"] >= whole["x"]
    assert upper["width"] > upper["height"] and lower["width"] > lower["height"]
    assert max(box["x"] + box["width"] for box in (upper, lower)) <= whole["x"] + whole["width"]


TOUCHING = """() => {
    const boxes = (query) => [...document.querySelectorAll(query)].filter((word) => word.textContent.trim()).map((word) => [word.textContent, word.getBoundingClientRect()]);
    const marks = boxes(".pk-mark span");
    const apart = (a, b) => a.right <= b.left + 2 || b.right <= a.left + 2 || a.bottom <= b.top + 2 || b.bottom <= a.top + 2;
    return marks.flatMap(([mine, box]) => [...marks, ...boxes(".pk-drawing .textpoint text")]
        .filter(([words, other]) => words !== mine && !apart(box, other)).map(([words]) => `${mine} / ${words}`));
}"""


@pytest.mark.parametrize("width", [1280, PHONE])
def test_a_mark_says_where_it_is_while_dragged_and_no_word_lies_under_it(reader, width):
    shown = reader.open("modes", viewport={"width": width, "height": 844}, reduced_motion="reduce")
    task = shown.locator(".pk-task").filter(has=shown.locator(".pk-predict input[type=range]")).first
    task.locator("input[type=range]").press("ArrowRight")
    label = shown.locator(".pk-mark-guess span")
    assert label.inner_text() == f"you: {task.locator('output').inner_text()}"
    assert shown.evaluate(TOUCHING) == []
    before = label.inner_text()
    shown.locator(".pk-figure").first.scroll_into_view_if_needed()
    mark = shown.locator(".pk-mark-guess").bounding_box()
    shown.mouse.move(mark["x"] + 1, mark["y"] + 40)
    shown.mouse.down()
    shown.mouse.move(mark["x"] - 60, mark["y"] + 40, steps=4)
    assert label.inner_text() != before and label.inner_text() == f"you: {task.locator('output').inner_text()}"
    shown.mouse.up()
    assert shown.evaluate(TOUCHING) == []
    task.get_by_role("button").click()
    shown.locator(".pk-mark-answer").wait_for()
    assert shown.locator(".pk-mark-answer span").inner_text() == "model: 400 people"


def bundles(shown):
    """The names of the plotly.js files that a page has asked for."""
    files = "() => performance.getEntriesByType('resource').map(({ name }) => name.split('/').pop()).filter((name) => /^plotly[-.].*min/.test(name))"
    return shown.evaluate(files)


def test_lines_are_drawn_by_the_small_plotly_and_heat_maps_by_the_wide_one(reader):
    from peerkit.widgets.plotly_bundle import bundle

    shown = reader.open(PAGE)
    assert bundles(shown) == [bundle().name]
    shown = reader.open("sensitivity?model=modes")
    shown.locator(".pk-drawing .heatmaplayer image").wait_for()
    assert set(bundles(shown)) == {bundle().name, bundle(wide=True).name}
    # The other figures stay, and stay drawn by the small one.
    assert shown.locator(".pk-drawing .main-svg").count() >= 2


CUT = """drawing => {
    const frame = drawing.getBoundingClientRect();
    return [...drawing.querySelectorAll("svg text")].filter((text) => {
        const box = text.getBoundingClientRect();
        return box.width && (box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 1);
    }).map((text) => text.textContent);
}"""


@pytest.mark.parametrize("address", ["interdependence", "scaling", "two_sided"])
def test_a_narrow_phone_cuts_no_title_of_an_axis(reader, address):
    shown = reader.open(address, viewport={"width": 320, "height": 700}, has_touch=True)
    assert shown.locator(".pk-drawing").first.evaluate(CUT) == []


PEN = """const real = matchMedia.bind(window);
window.matchMedia = (query) => /hover/.test(query) ? { matches: /none/.test(query), addEventListener() {} } : real(query);"""


def test_a_pen_that_cannot_hover_finds_no_bar_over_the_figure(regular):
    shown = regular.turn_to("modes")
    assert shown.locator(".pk-drawing .modebar-btn").count() == 1
    shown.add_init_script(PEN)
    shown.reload()
    wait_until_drawn(shown)
    assert shown.locator(".pk-drawing .modebar-btn").count() == 0
