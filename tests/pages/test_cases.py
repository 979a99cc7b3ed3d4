"""The pages of the cases in a browser: the replay by mouse, finger and keyboard, and the tables on paper."""

import pytest

from peerkit.cases import load_case
from peerkit.widgets.facts import all_facts, seven_answers
from peerkit.widgets.web import SERVED
from tests.pages.conftest import PHONE

A4 = {"width": 720, "height": 1040}


@pytest.fixture
def played(reader):
    """The replay of Flickr and the page that it is on."""
    shown = reader.open("cases/flickr")
    replaying = shown.locator(".pk-replay")
    replaying.get_by_text("Known at the start").wait_for()
    return replaying, shown


def marks(replaying):
    return replaying.locator(".pk-stage .pk-mark").count()


def drag(shown, replaying):
    box = replaying.locator(".pk-stage").bounding_box()
    shown.mouse.move(box["x"] + 105, box["y"] + 300)
    shown.mouse.down()
    for part in (0.3, 0.6, 1.0):
        shown.mouse.move(box["x"] + 105 + part * (box["width"] - 120), box["y"] + 300 - 150 * part, steps=4)
    shown.mouse.up()


def test_a_curve_is_drawn_by_dragging_and_scored_after_it(played):
    replaying, shown = played
    assert marks(replaying) == 1
    replaying.get_by_role("button", name="Reveal").click()
    replaying.locator(".pk-problem", has_text="Draw first").wait_for()
    drag(shown, replaying)
    assert replaying.locator("path.pk-guess").count() == 1 and marks(replaying) == 1
    replaying.get_by_role("button", name="Reveal").click()
    replaying.locator(".pk-score", has_text="within a factor of two").wait_for()
    assert marks(replaying) == len(load_case("flickr").series("uploads", "members"))
    replaying.locator(".pk-event-words", has_text="Yahoo buys").wait_for()


def test_a_curve_is_drawn_by_keyboard(played):
    replaying, shown = played
    knot = replaying.get_by_role("slider", name="Your curve of pictures uploaded so far").nth(8)
    before = float(knot.get_attribute("aria-valuenow"))
    knot.focus()
    shown.keyboard.press("PageUp")
    shown.keyboard.press("ArrowUp")
    after = replaying.get_by_role("slider", name="Your curve of pictures").nth(8)
    assert float(after.get_attribute("aria-valuenow")) > 5 * before
    assert after.evaluate("knot => knot === document.activeElement")
    replaying.get_by_role("button", name="Reveal").click()
    replaying.locator(".pk-score").get_by_text("Score").wait_for()


def test_the_last_stroke_can_be_taken_back(played):
    replaying, shown = played
    undo = replaying.locator("button", has_text="Undo")
    assert undo.is_hidden()
    drag(shown, replaying)
    undo.click()
    assert replaying.locator("path.pk-guess").count() == 0 and undo.is_hidden()


def test_the_keyboard_goes_on_after_the_button_that_it_pressed_is_gone(played):
    replaying, shown = played
    replaying.locator(".pk-knot").first.press("PageUp")
    replaying.get_by_role("button", name="Reveal").press("Enter")
    replaying.locator(".pk-score:not(:empty)").wait_for()
    assert shown.evaluate("document.activeElement.matches('.pk-through input')")


def test_a_curve_is_drawn_with_a_finger_without_moving_the_page(reader):
    shown = reader.open("cases/flickr", width=PHONE)
    replaying = shown.locator(".pk-replay")
    stage = replaying.locator(".pk-stage")
    stage.scroll_into_view_if_needed()
    assert stage.evaluate("stage => getComputedStyle(stage).touchAction") == "none"
    replaying.get_by_role("button", name="Show all").click()
    shown.wait_for_function("() => getComputedStyle(document.querySelector('.pk-stage')).touchAction === 'auto'")


def test_turning_points_are_guessed_one_after_the_other(played):
    replaying, shown = played
    replaying.get_by_label("turning points").check()
    guess = replaying.get_by_role("textbox")
    guess.fill("many")
    guess.press("Enter")
    replaying.locator(".pk-problem", has_text="is not a number").wait_for()
    guess.fill("2,752")
    guess.press("Enter")
    replaying.locator(".pk-problem").get_by_role("button", name="2 thousand 752").wait_for()
    turns = [load_case("flickr").fact(name) for name in load_case("flickr").replay.turns]
    turns.sort(key=lambda fact: (fact.start, fact.value))
    for place, fact in enumerate(turns, start=1):
        if not guess.is_visible():
            replaying.get_by_role("button", name="Next turning point").click()
        guess.fill(f"{fact.value:.0f}")
        guess.press("Enter")
        replaying.locator(".pk-says", has_text="very close").wait_for()
        replaying.locator(".pk-score", has_text=f"{place} of {place} guesses within a factor of two").wait_for()
        assert replaying.locator(".pk-says a[href^=http]").count() == 1


def test_all_is_shown_at_once_and_can_be_gone_through(played):
    replaying, _ = played
    replaying.get_by_role("button", name="Show all").click()
    through = replaying.get_by_label("Go through what is revealed")
    through.wait_for()
    through.press("Home")
    replaying.locator(".pk-says", has_text="2003-12-15").wait_for()
    assert "88" in through.get_attribute("aria-valuetext")
    replaying.get_by_role("button", name="Start again").click()
    replaying.get_by_text("Known at the start").wait_for()
    assert marks(replaying) == 1


def test_a_reader_who_wants_less_motion_sees_all_when_pressing_play(reader):
    shown = reader.open("cases/flickr", reduced_motion="reduce")
    replaying = shown.locator(".pk-replay")
    replaying.get_by_role("button", name="Play").click()
    replaying.get_by_label("Go through what is revealed").wait_for()
    assert marks(replaying) == len(load_case("flickr").series("uploads", "members"))


@pytest.mark.parametrize("name", ["flickr", "comparison", "essay"])
def test_tables_are_whole_on_paper(reader, name):
    shown = reader.open(f"cases/{name}", viewport=A4)
    shown.emulate_media(media="print")
    cut = shown.evaluate(
        """() => [...document.querySelectorAll(".pk-wide")].filter(
            (box) => box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1
        ).map((box) => box.getAttribute("aria-label"))"""
    )
    assert cut == []


def test_a_replay_on_paper_is_its_curve_or_says_where_the_figures_stand(played):
    # It was printed as it began: an empty stage with one mark.
    replaying, shown = played
    shown.emulate_media(media="print")
    words = replaying.locator(".pk-paper", has_text="Every figure and its source")
    assert words.is_visible() and replaying.locator(".pk-stage").is_hidden()
    shown.emulate_media(media="screen")
    assert words.is_hidden()
    replaying.get_by_role("button", name="Show all").click()
    replaying.get_by_label("Go through what is revealed").wait_for()
    shown.emulate_media(media="print")
    assert words.is_hidden() and replaying.locator(".pk-stage").is_visible()


def test_sentences_in_a_notebook_begin_at_the_left_and_numbers_end_at_the_right(reader, monkeypatch):
    # JupyterLab sets every cell of a table to the right.
    monkeypatch.delenv(SERVED, raising=False)
    case = load_case("flickr")
    told = "".join(each._repr_html_() for each in (seven_answers(case), all_facts(case)))
    shown = reader.open("cases/jeteye")
    rule = "<style>.jp-RenderedHTMLCommon :is(th,td){text-align:right;vertical-align:middle}</style>"
    shown.set_content(f"{rule}<div class='jp-RenderedHTMLCommon'>{told}</div>")
    aligned = "cells => [...new Set(cells.map((cell) => getComputedStyle(cell).textAlign))]"
    assert shown.locator(".pk-wide :is(th, td:not(.pk-n))").evaluate_all(aligned) == ["left"]
    assert shown.locator(".pk-wide td.pk-n").evaluate_all(aligned) == ["right"]


@pytest.mark.parametrize("name", ["lastfm", "zazzle"])
def test_no_figure_is_wider_than_a_sheet_of_paper(reader, name):
    # It was drawn for the screen, and what lay to the right of the sheet was cut.
    shown = reader.open(f"cases/{name}", viewport={"width": 1600, "height": 900})
    widest = "() => Math.max(...[...document.querySelectorAll('.pk-drawing .main-svg')].map((svg) => svg.width.baseVal.value))"
    shown.locator(".pk-drawing .main-svg").first.wait_for()
    before = shown.evaluate(widest)
    shown.evaluate("dispatchEvent(new Event('beforeprint'))")
    paper = shown.evaluate(widest)
    shown.evaluate("dispatchEvent(new Event('afterprint'))")
    assert paper <= 600 < before
    assert shown.evaluate(widest) == before


@pytest.mark.parametrize("width", [1280, 390])
def test_the_names_of_dated_series_do_not_lie_on_the_title_of_the_axis(reader, width):
    shown = reader.open("cases/lastfm", viewport={"width": width, "height": 800})
    drawn = shown.locator(".pk-drawing").filter(has_text="a year [GBP]")
    legend = drawn.locator(".legend").bounding_box()
    title = drawn.locator(".annotation-text-g").filter(has_text="a year [GBP]").bounding_box()
    assert legend["y"] + legend["height"] <= title["y"] + 1


def test_the_evidence_against_a_model_leads_to_the_study_on_the_page_of_causes(reader):
    shown = reader.open("volunteer")
    shown.locator(".pk-against").wait_for()
    assert shown.locator(".pk-studies").count() == 0
    shown = reader.open("inequality")
    shown.locator(".pk-against .pk-studies").get_by_role("link", name="Chen and others 2010").click()
    shown.wait_for_url("**/cases/causes#chen-and-others-2010")
    assert "530\u00a0%" in shown.locator("#chen-and-others-2010").inner_text()


def test_the_models_of_the_contrasts_move_and_what_is_said_moves_along(reader):
    for name in ("wikipedia", "linux", "stackoverflow"):
        shown = reader.open(f"cases/{name}")
        summary = shown.locator(".pk-explorer .pk-says").first
        summary.wait_for()
        before = summary.inner_text()
        shown.locator(".pk-explorer .pk-chip").nth(2).click()
        shown.wait_for_function(
            "before => document.querySelector('.pk-explorer .pk-says').innerText !== before", arg=before
        )
