"""The deck: ten findings, charts that can be edited and hold the numbers of the page, notes, and no text beyond its box.

Boxes are measured with a typeface wider than those of offices. LibreOffice opens the deck where there is one.
"""

import re
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest
from PIL import ImageFont
from pptx import Presentation

from peerkit.advice.engagement import Brand, load, new
from peerkit.advice.findings import report
from peerkit.advice.logo import as_words, drawn, logo_of
from peerkit.advice.reports import write_report
from peerkit.advice.slides import Chart, Table, slides
from peerkit.advice.written import whole
from tests.advice.hostile import TEXTS, hostile
from tests.advice.office import converted
from tests.advice.pictures import picture

EXAMPLE = Path(__file__).parents[2] / "notebooks/guides/example.peerkit.json"
DAY = date(2026, 11, 26)
FONTS = Path(find_spec("matplotlib").origin).parent / "mpl-data/fonts/ttf"
INCH = 914_400


@pytest.fixture(scope="module")
def example():
    return load(EXAMPLE)


def deck_of(engagement, folder):
    path = folder / "deck.pptx"
    write_report(engagement, "pptx", path, DAY)
    return Presentation(path)


@pytest.fixture(scope="module")
def deck(example, tmp_path_factory):
    return deck_of(example, tmp_path_factory.mktemp("deck"))


def texts(slide):
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def test_titles_are_the_findings(deck, example):
    assert [slide.shapes.title.text_frame.text for slide in deck.slides] == [
        slide.finding.text for slide in slides(report(example, DAY))
    ]


def test_charts_are_native_and_hold_the_numbers_of_the_slides(deck, example):
    drawn = 0
    for shown, ours in zip(deck.slides, slides(report(example, DAY)), strict=True):
        charts = [shape.chart for shape in shown.shapes if shape.has_chart]
        assert len(charts) == isinstance(ours.body, Chart)
        assert sum(shape.has_table for shape in shown.shapes) == isinstance(ours.body, Table)
        for chart in charts:
            drawn += 1
            assert len(chart.part.chart_workbook.xlsx_part.blob) > 1000
            for series, there in zip(chart.plots[0].series, ours.body.series, strict=True):
                assert series.name == there.name
                assert list(series.values) == pytest.approx([y for y in there.y if y is not None], rel=1e-12)
    assert drawn == 8


def test_notes_say_what_speaks_against_it(deck, example):
    for shown, ours in zip(deck.slides, slides(report(example, DAY)), strict=True):
        notes = shown.notes_slide.notes_text_frame.text
        assert all(words in notes for words in ours.against)
        assert ours.source in notes and ours.source in texts(shown)


def test_every_slide_has_the_stamp_and_says_that_it_is_fictional(deck, example):
    line = report(example, DAY).stamp.line
    for shown in deck.slides:
        assert any(line in words for words in texts(shown))
        assert "Footpath Reports (FICTIONAL)" in texts(shown)


def test_the_band_has_the_colour_of_the_brand(deck):
    band = next(shape for shape in deck.slides[0].shapes if shape.name == "band")
    assert str(band.fill.fore_color.rgb) == "1F5A7A"


def branded(example, **size):
    return example.model_copy(update={"brand": Brand(logo=as_words(logo_of(picture(**size))))})


@pytest.mark.parametrize("size", [{"width": 600, "height": 30}, {"width": 30, "height": 300}])
def test_the_logo_stands_on_every_slide_beside_the_title(example, tmp_path, size):
    engagement = branded(example, **size)
    for slide in deck_of(engagement, tmp_path).slides:
        logo = next(shape for shape in slide.shapes if shape.name == "logo")
        title = slide.shapes.title
        assert logo.image.blob == drawn(engagement.brand.logo)
        assert logo._element.nvPicPr.cNvPr.get("descr") == "Logo of Footpath Reports (FICTIONAL)"
        assert logo.left >= title.left + title.width and logo.left + logo.width <= 13.333 * INCH
        assert logo.width / logo.height == pytest.approx(size["width"] / size["height"], rel=0.05)


def test_the_first_slide_says_why_the_verdict_and_the_least_risk_differ(deck, example):
    made = report(example, DAY)
    assert made.diagnosis.act != made.diagnosis.verdict
    for key in ("risk", "difference"):
        assert any(made.finding(key).text in words for words in texts(deck.slides[0]))
        assert made.finding(key).text in deck.slides[0].notes_slide.notes_text_frame.text


def test_libreoffice_opens_the_deck_with_its_ten_slides(example, tmp_path):
    write_report(branded(example), "pptx", tmp_path / "deck.pptx", DAY)
    (printed,) = converted([tmp_path / "deck.pptx"], "pdf", tmp_path)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed.read_bytes())) == 10


def test_a_missing_input_is_named_instead_of_a_chart(tmp_path):
    choir = deck_of(new("A choir"), tmp_path)
    named = [words for slide in choir.slides for words in texts(slide) if words.startswith("There is no chart")]
    assert len(named) == 4
    assert "Overhead" in named[1]


def height(frame, inches):
    """The height of the text of a frame [inches], broken at words, in the wide typeface."""
    whole_height = 0.0
    for paragraph in frame.paragraphs:
        size = paragraph.font.size.pt
        font = ImageFont.truetype(str(FONTS / f"DejaVuSans{'-Bold' if paragraph.font.bold else ''}.ttf"), 100)
        room, used, count = inches * 72 / size * 100, 0.0, 1
        for word in paragraph.text.split(" "):
            long = font.getlength(word + " ")
            if used and used + long > room:
                count, used = count + 1, 0.0
            count, used = count + int((used + long) // room), (used + long) % room
        whole_height += count * size * 1.2 / 72
    return whole_height


@pytest.mark.parametrize("text", [None, *TEXTS])
def test_no_text_leaves_its_box(example, tmp_path, text):
    shown = deck_of(example if text is None else hostile(text, EXAMPLE.read_text(encoding="utf-8")), tmp_path)
    for slide in shown.slides:
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.left + shape.width <= shown.slide_width
            assert shape.top >= 0 and shape.top + shape.height <= shown.slide_height
            if shape.has_text_frame and shape.text_frame.text:
                measured = height(shape.text_frame, shape.width / INCH - 0.2)
                assert measured <= shape.height / INCH + 0.01, (shape.text_frame.text[:80], measured)
            if shape.has_table:
                assert table_height(shape.table) <= 4.9


def table_height(table):
    widths = [column.width / INCH - 0.2 for column in table.columns]
    return sum(
        max(height(cell.text_frame, width) for cell, width in zip(row.cells, widths, strict=True)) + 0.06
        for row in table.rows
    )


@pytest.mark.parametrize("text", TEXTS)
def test_hostile_text_stays_text_and_is_not_lost(tmp_path, text):
    shown = deck_of(hostile(text, EXAMPLE.read_text(encoding="utf-8")), tmp_path)
    notes = shown.slides[0].notes_slide.notes_text_frame.text
    assert f"Client: {whole(text)}" in notes
    assert f"Decision: {whole(text)}" in notes
    for slide in shown.slides:
        external = [each for each in slide.part.rels.values() if each.is_external]
        assert external == []
