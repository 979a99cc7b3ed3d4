"""The advisory desk under a hand: by keyboard alone, across reloads and tabs, with files good and bad, without storage or kernel."""

import json
import re

import pytest
from pptx import Presentation

from peerkit.advice.desk import parameter_of
from peerkit.advice.diagnosis import diagnose
from peerkit.advice.engagement import as_text, load, parse
from peerkit.advice.findings import report
from peerkit.advice.logo import as_words, logo_of
from peerkit.content import root
from peerkit.figures.words import number
from tests.advice.office import Workbook, converted, office
from tests.advice.pictures import bomb, picture
from tests.pages.conftest import DESKTOP, PHONE, wait_until_drawn
from tests.pages.serving import Server
from tests.pages.test_every_page import barriers
from tests.pages.test_session import KERNEL

ADDRESS = "advice/desk"
SCREENS = 17
LOGO = as_words(logo_of(picture()))
HOSTILE = "<img src=x onerror=\"document.title='owned'\"></script>=HYPERLINK(1)\u202e🙂"
KEYS = "1 3 ? 3 4 3 2 1 2".split()
"""The keys that answer the nine questions: both, 3, not known, …"""
KEPT = "() => Object.entries(localStorage).filter(([key]) => key.startsWith('peerkit:engagement:')).map(([, entry]) => JSON.parse(entry))"
DENIED = (
    "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } })"
)
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }"


@pytest.fixture
def desk(reader):
    """The desk in a window of its own, whose storage is empty."""
    return reader.open(ADDRESS, width=DESKTOP)


def kept(shown, condition):
    """Wait until the browser keeps an engagement for which a condition on its table (in JavaScript) holds."""
    shown.wait_for_function(
        "condition => Object.entries(localStorage).some(([key, entry]) => key.startsWith('peerkit:engagement:')"
        " && condition.every(([path, value]) => JSON.stringify(path.split('.').reduce((t, part) => t?.[part],"
        " JSON.parse(entry).table)) === JSON.stringify(value)))",
        arg=list(condition.items()),
    )


def client(shown):
    return shown.get_by_label("Client", exact=True)


def step(shown, name):
    return shown.locator(".pk-steps").get_by_role("button", name=name)


def table(client="A choir", **fields):
    return {"peerkit": "engagement", "schema": 1, "client": {"name": client}, "answers": {}} | fields


def upload(shown, content, name="x.peerkit.json"):
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    shown.locator(".pk-top .pk-upload").set_input_files({"name": name, "mimeType": "application/json", "buffer": body})


def notice(shown, words):
    """The notice once it holds these words."""
    place = shown.locator(".pk-notice", has_text=words)
    place.wait_for()
    return place


def saved(shown, folder):
    """The file that the desk hands to the browser."""
    with shown.expect_download() as waiting:
        shown.get_by_role("button", name="Save a file").first.click()
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    return file


def answer_all(shown):
    """Name the client and answer the nine questions by keyboard alone."""
    shown.keyboard.press("Tab")
    while not client(shown).evaluate("e => e === document.activeElement"):
        shown.keyboard.press("Tab")
    shown.keyboard.type("A choir")
    while not shown.get_by_role("button", name="Next").evaluate("e => e === document.activeElement"):
        shown.keyboard.press("Tab")
    for key in KEYS:
        shown.keyboard.press("Enter")
        shown.keyboard.press(key)
    shown.keyboard.press("Enter")


def test_an_hour_by_keyboard_alone_survives_a_reload_and_becomes_a_file(desk, tmp_path):
    before = desk.url
    answer_all(desk)
    assert desk.locator(".pk-main-part h2").inner_text() == "The client's numbers"
    assert desk.locator(".pk-count").inner_text() == "9 of 9 questions answered"
    # The focus is at the title of the screen; two steps back is the question on the payer.
    for _ in range(2):
        desk.keyboard.press("ArrowLeft")
    assert desk.locator(".pk-main-part h2").inner_text().startswith("7a.")
    assert desk.get_by_role("radio", name="1 somebody is named and was not asked").is_checked()
    desk.keyboard.press("2")
    for _ in range(3):
        desk.keyboard.press("ArrowRight")
    kept(desk, {"answers.7a.value": 2, "answers.3.value": None, "client.name": "A choir"})
    desk.reload()
    wait_until_drawn(desk)
    assert desk.locator(".pk-main-part h2").inner_text() == "The verdict"
    desk.locator(".pk-verdict").wait_for()
    file = saved(desk, tmp_path)
    assert file.name == "a-choir.peerkit.json"
    engagement = load(file)
    assert engagement.level("1") == 1 and engagement.answers["7a"].value == 2 and engagement.revision == 1
    said = diagnose(engagement)
    assert desk.locator(".pk-verdict").inner_text() == said.verdict
    levels = [row.split("\n") for row in desk.locator(".pk-profile li").all_inner_texts()]
    assert {row[0]: row[1] for row in levels} == {
        name: "?" if level is None else str(level) for name, level in said.profile.items()
    }
    assert desk.url == before, "a page of a client carries nothing in its address"
    assert barriers(desk) == []


def test_the_branch_decides_which_question_is_asked(desk):
    step(desk, "1. Cost").click()
    desk.keyboard.press("0")
    assert step(desk, "3.").count() == 0 and step(desk, "2.").count() == 1
    desk.keyboard.press("2")
    assert step(desk, "3.").count() == 1 and step(desk, "2.").count() == 0
    assert "of 8 questions" in desk.locator(".pk-count").inner_text()


def test_the_profile_grows_and_a_reader_of_screens_hears_the_answer(desk):
    step(desk, "5. The").click()
    desk.keyboard.press("4")
    assert "seconds, or a by-product" in desk.locator(".pk-live").inner_text()
    desk.locator(".pk-profile li", has_text="grain").get_by_text("strong").wait_for()


def test_two_tabs_never_write_over_each_other(reader, desk):
    client(desk).fill("A choir")
    kept(desk, {"client.name": "A choir"})
    other = reader.beside(desk, ADDRESS)
    assert client(other).input_value() == "A choir"
    client(other).fill("A band")
    kept(other, {"client.name": "A band"})
    words = notice(desk, "Another tab changed this engagement at ")
    assert re.search(r"at \d\d:\d\d\. This tab has stopped saving\.", words.inner_text())
    client(desk).fill("A choir of children")
    desk.get_by_role("button", name="Keep mine as a copy").click()
    kept(desk, {"client.name": "A choir of children (copy)"})
    kept(desk, {"client.name": "A band"})
    # The copy goes its own way.
    client(other).fill("A brass band")
    kept(other, {"client.name": "A brass band"})
    assert desk.locator(".pk-notice:not(:empty)").count() == 0


def test_what_another_tab_wrote_can_be_loaded(reader, desk):
    client(desk).fill("A choir")
    kept(desk, {"client.name": "A choir"})
    other = reader.beside(desk, ADDRESS)
    client(other).fill("A band")
    notice(desk, "Another tab changed")
    desk.get_by_role("button", name="Load that").click()
    assert client(desk).input_value() == "A band"
    client(desk).fill("A larger band")
    notice(other, "Another tab changed")


def test_hostile_text_is_shown_as_text_everywhere(desk):
    title = desk.title()
    answers = {"5": {"value": 3, "note": HOSTILE}, "6b": {"value": 1, "note": HOSTILE}}
    later = {
        "study": {"what": HOSTILE, "owner": HOSTILE},
        "forecasts": [{"says": HOSTILE}, {"says": HOSTILE, "came": True}],
    }
    upload(desk, table(HOSTILE, decision=HOSTILE, aims=[HOSTILE], answers=answers, canvas={"piece": HOSTILE}, **later))
    notice(desk, "is open.")
    assert client(desk).input_value().startswith("<img src=x onerror")
    for place in range(SCREENS):
        desk.locator(".pk-steps button").nth(place).click()
        assert desk.locator(".pk-desk :is(img, script):not(.pk-logo)").count() == 0
    step(desk, "The report").click()
    memo = desk.frame_locator(".pk-sheet iframe")
    memo.locator("h1").wait_for()
    assert memo.locator("img, script, a").count() == 0
    assert desk.locator(".pk-who").inner_text().startswith("<img src=x")
    desk.reload()
    wait_until_drawn(desk)
    assert desk.title() == title and desk.locator(".pk-desk img:not(.pk-logo)").count() == 0


@pytest.mark.parametrize("script", [DENIED, FULL], ids=["blocked", "full"])
def test_without_storage_one_sentence_says_so_and_everything_works(reader, tmp_path, script):
    shown = reader.open(ready=False, width=DESKTOP)
    shown.context.add_init_script(script)
    shown.goto(shown.url + ADDRESS)
    wait_until_drawn(shown)
    client(shown).fill("A choir")
    notice(shown, "its storage is blocked or full. Everything works, but save a file")
    step(shown, "5. The").click()
    shown.keyboard.press("4")
    step(shown, "The verdict").click()
    shown.locator(".pk-verdict").wait_for()
    assert load(saved(shown, tmp_path)).answers["5"].value == 4


LARGE = b" " * 2_000_001
FILES = {
    "cut": (b'{"peerkit": "engagement",\n "cli', "Line 2, column 2 is not valid JSON."),
    "level": (
        table(answers={"5": {"value": 7}}),
        "answers.5.value is 7 but must be a whole number from 0 to 4.",
    ),
    "newer": (table() | {"schema": 3}, "This file has format 3; this peerkit reads up to 1. Update peerkit."),
    "other": ({"nbformat": 4}, "This is not an engagement: the field peerkit is missing."),
    "picture": (b"\x89PNG\xff\xfe", "The file is not text in UTF-8."),
    "large": (LARGE, "The file has 2,000,001 bytes; an engagement has at most 2,000,000."),
    "empty": (b"", "Line 1, column 1 is not valid JSON."),
}


def test_a_file_that_cannot_be_trusted_opens_nothing_and_says_why(desk):
    client(desk).fill("A choir")
    for content, words in FILES.values():
        upload(desk, content)
        assert notice(desk, words).inner_text() == f"{words} Nothing was opened; the file is untouched."
        assert client(desk).input_value() == "A choir"


def test_a_file_brings_everything_back_and_a_second_state_is_not_lost(desk, tmp_path):
    whole = table(
        id="f00d",
        answers={"5": {"value": 3, "how": "measured", "note": "40 pieces"}},
        numbers={"flywheel.skills": {"best": 30.0, "low": 20.0, "high": 40.0, "from": "the map"}},
        scenarios=[{"name": "A", "model": "flywheel", "changes": {"take_rate": 0.2}}],
        forecasts=[{"says": "more", "date": "2027-06-01", "chance": 0.6}],
        study={"question": "6b", "what": "ask again", "owner": "the editor", "date": "2027-01-31"},
        brand={"colour": "#1f5a7a", "logo": LOGO},
        carried=True,
    )
    upload(desk, whole)
    notice(desk, "A choir is open.")
    step(desk, "The client's numbers").click()
    assert "flywheel.skills 30" in desk.locator(".pk-screen").inner_text()
    again = load(saved(desk, tmp_path))
    expected = parse(json.dumps(whole))
    unmarked = {"revision": 0, "made_with": "", "rules": None, "seed": None}
    assert again.model_copy(update=unmarked) == expected
    # The browser has revision 1 now, so the old file is another state of the same engagement.
    kept(desk, {"revision": 1})
    upload(desk, whole)
    notice(desk, "This browser has another state of A choir")
    desk.get_by_role("button", name="Open the file as a copy").click()
    kept(desk, {"client.name": "A choir (copy)"})
    kept(desk, {"client.name": "A choir", "revision": 1})


def test_numbers_go_through_the_reader_of_typed_numbers(desk):
    step(desk, "The client's numbers").click()
    take = desk.get_by_role("textbox", name="Take rate, best guess")
    take.fill("30")
    take.press("Tab")
    asked = desk.locator(".pk-number", has_text="Take rate").locator(".pk-problem")
    asked.get_by_role("button", name="30 %").click()
    desk.wait_for_function("() => [...document.querySelectorAll('.pk-problem')].every((p) => !p.textContent)")
    overhead = desk.get_by_role("textbox", name="Overhead per piece, best guess")
    overhead.fill("many")
    overhead.press("Tab")
    desk.get_by_text("“many” is not a number").wait_for()
    # What was typed is there after a reload, with what is wrong with it.
    desk.wait_for_function(f"() => ({KEPT})().some(({{ drafts }}) => drafts['granularity.overhead'])")
    desk.reload()
    wait_until_drawn(desk)
    desk.get_by_text("“many” is not a number").wait_for()
    assert take.input_value() == "30 %"
    overhead.fill("1,5")
    desk.get_by_role("textbox", name="Overhead per piece, lowest").fill("2")
    desk.get_by_role("textbox", name="Overhead per piece, lowest").press("Tab")
    desk.get_by_text("must rise in this order").wait_for()
    (entry,) = desk.evaluate(KEPT)
    assert entry["table"]["numbers"]["flywheel.take_rate"]["best"] == 0.3
    assert "granularity.overhead" not in entry["table"]["numbers"]


def test_the_canvas_fills_itself_and_stays_the_advisers_own(desk):
    upload(desk, table(answers={"5": {"value": 3, "note": "one song"}}))
    notice(desk, "is open.")
    step(desk, "Who creates value").click()
    field = desk.get_by_label("The piece of work")
    desk.wait_for_function("() => [...document.querySelectorAll('textarea')].some((t) => t.value.endsWith('one song'))")
    assert field.input_value().startswith("Minutes, and cheap to check (3, said)")
    field.fill("A song, sung once")
    step(desk, "5. The").click()
    desk.keyboard.press("2")
    step(desk, "Who creates value").click()
    assert field.input_value() == "A song, sung once"
    desk.get_by_role("button", name="Fill from the answers again").click()
    desk.wait_for_function(
        "() => [...document.querySelectorAll('textarea')].some((t) => t.value.startsWith('Up to an hour'))"
    )


def test_three_scenarios_stand_side_by_side_and_a_range_shows_what_it_does(desk):
    desk.get_by_role("button", name="Try it with a fictional client").click()
    notice(desk, "Footpath Reports is open.")
    assert desk.locator(".pk-fictional").is_visible()
    step(desk, "What if").click()
    beside = desk.get_by_role("region", name="Scenarios of flywheel")
    beside.wait_for()
    assert beside.locator("thead th").all_inner_texts()[1:] == [
        "A: as planned",
        "B: a lower take",
        "C: a lower take and shorter reports",
    ]
    desk.get_by_role("button", name="Add a scenario").click()
    row = desk.locator("fieldset", has_text="also change").last
    row.get_by_label("also change").select_option("take_rate")
    row.get_by_role("textbox").fill("10 %")
    row.get_by_role("textbox").press("Tab")
    beside.get_by_role("columnheader", name="D", exact=True).wait_for()
    row.get_by_label("also change").select_option("payoff")
    assert row.get_by_role("textbox").count() == 2
    row.get_by_role("textbox", name="take").fill("10")
    row.get_by_role("textbox", name="take").press("Tab")
    row.get_by_role("button", name="10 %", exact=True).wait_for()
    assert desk.locator(".pk-tornado li").count() > 5
    kept(desk, {"scenarios.3.changes": {"take_rate": 0.1}})
    assert barriers(desk) == []


def test_the_reports_download(desk, tmp_path):
    desk.get_by_role("button", name="Try it with a fictional client").click()
    notice(desk, "is open.")
    step(desk, "The report").click()
    for name, ending, begins in (
        ("Page", "html", b"<!"),
        ("Memo", "pdf", b"%PDF"),
        ("Workbook", "xlsx", b"PK"),
        ("Deck", "pptx", b"PK"),
    ):
        with desk.expect_download() as waiting:
            desk.get_by_role("button", name=name).click()
        file = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(file)
        assert file.name == f"footpath-reports.{ending}" and file.read_bytes().startswith(begins)


def test_the_report_is_shown_before_it_is_taken_and_carries_the_logo(desk):
    desk.get_by_role("button", name="Try it with a fictional client").click()
    notice(desk, "is open.")
    step(desk, "The report").click()
    memo = desk.frame_locator(".pk-sheet iframe")
    example = load(root() / "notebooks/guides/example.peerkit.json")
    for key in ("verdict", "difference", "take"):
        memo.get_by_text(report(example).finding(key).text).wait_for()
    assert memo.locator("img").count() == 0
    desk.get_by_text("The client's colour and logo").click()
    file = desk.get_by_label("Choose a logo", exact=True)
    for content, words in ((b"GIF89a", "This is no picture"), (bomb(), "a logo may have at most 16,000,000")):
        file.set_input_files({"name": "x.png", "mimeType": "image/png", "buffer": content})
        desk.locator(".pk-problem", has_text=words).wait_for()
    file.set_input_files({"name": "x.png", "mimeType": "image/png", "buffer": picture()})
    memo.get_by_role("img", name="Logo of Footpath Reports").wait_for()
    kept(desk, {"brand.logo": LOGO, "brand.colour": "#1f5a7a"})
    # The whole sheet is seen without scrolling within it.
    desk.wait_for_function(
        "() => { const f = document.querySelector('.pk-sheet iframe'); return f.clientHeight >= f.contentDocument.documentElement.scrollHeight; }"
    )
    assert barriers(desk) == []


@pytest.mark.parametrize(
    ("address", "title"), [("advice/canvas", "Who creates value"), ("advice/report", "The report")]
)
def test_canvas_and_report_have_pages_that_begin_with_them(reader, address, title):
    shown = reader.open(address, width=DESKTOP)
    heading = shown.locator(".pk-main-part h2")
    assert heading.inner_text().startswith(title)
    shown.get_by_role("button", name="Try it with a fictional client").click()
    notice(shown, "is open.")
    assert heading.inner_text().startswith(title)


def test_forecasts_are_scored_once_their_day_has_come(desk):
    step(desk, "What is found out").click()
    desk.get_by_label("What will be so?").first.fill("Two hundred write.")
    desk.get_by_label("Chance [%]").first.fill("140")
    desk.get_by_text("Type a number from 0 to 100.").wait_for()
    desk.get_by_label("Chance [%]").first.fill("80 %")
    desk.get_by_label("On which day?").first.fill("2999-01-01")
    desk.get_by_text("It waits until 2999-01-01.").wait_for()
    kept(desk, {"forecasts.0.chance": 0.8, "forecasts.0.says": "Two hundred write."})
    assert desk.get_by_role("radio", name="It came true").count() == 0
    past = {"says": "A county pays.", "date": "2020-01-01", "chance": 0.6}
    upload(desk, table(forecasts=[past]))
    notice(desk, "A choir is open.")
    step(desk, "What is found out").click()
    desk.get_by_text("Its day has come (2020-01-01): enter what happened.").wait_for()
    assert desk.get_by_label("Chance [%]").first.is_disabled(), "what was said is not changed afterwards"
    desk.get_by_role("radio", name="It came true").check()
    desk.get_by_text("It came true; 60% was said. Brier score 0.16.").wait_for()
    kept(desk, {"forecasts.0": past | {"came": True}})


def test_the_study_has_a_question_an_owner_and_a_date(desk, tmp_path):
    step(desk, "What is found out").click()
    desk.get_by_role("combobox", name="Question").select_option("6b")
    desk.get_by_label("What is done?").fill("Ask forty again.")
    desk.get_by_label("By whom?").fill("The editor")
    desk.get_by_label("Until when?").fill("2027-01-31")
    study = load(saved(desk, tmp_path)).study
    assert (study.question, study.what, study.owner, study.date) == (
        "6b",
        "Ask forty again.",
        "The editor",
        "2027-01-31",
    )


def test_what_is_known_may_be_lowered_and_is_raised_only_by_a_new_answer(desk):
    upload(desk, table(answers={"5": {"value": 3, "how": "seen"}}))
    notice(desk, "A choir is open.")
    step(desk, "5. The").click()
    seen, measured, said = (desk.get_by_role("radio", name=name) for name in ("seen:", "measured:", "said:"))
    assert seen.is_checked() and measured.is_disabled() and said.is_enabled()
    desk.get_by_text("can be lowered here, not raised").wait_for()
    desk.keyboard.press("3")
    assert measured.is_enabled()
    measured.check()
    kept(desk, {"answers.5.how": "measured"})
    step(desk, "4. How").click()
    step(desk, "5. The").click()
    said.check()
    step(desk, "4. How").click()
    step(desk, "5. The").click()
    assert said.is_checked() and seen.is_disabled() and measured.is_disabled()


def test_two_copies_stand_side_by_side_and_become_a_third(desk):
    ours = table(id="f00d", answers={"5": {"value": 3}, "4": {"value": 2}}, decision="one")
    upload(desk, ours)
    notice(desk, "A choir is open.")
    step(desk, "Take it home").click()
    file = desk.get_by_label("Open a second copy", exact=True)

    def second(content):
        file.set_input_files({"name": "b.json", "mimeType": "application/json", "buffer": json.dumps(content).encode()})

    second({"nbformat": 4})
    desk.get_by_text("This is not an engagement").wait_for()
    second(ours | {"answers": {"5": {"value": 1}, "4": {"value": 2}, "7a": {"value": 1}}, "decision": HOSTILE})
    both = desk.get_by_role("region", name="Both copies side by side")
    both.wait_for()
    assert "Read the anchors again." in both.locator("tr", has_text="5 The smallest piece").inner_text()
    assert "Read the anchors" not in both.locator("tr", has_text="4 How consumers").inner_text()
    assert desk.locator(".pk-desk img").count() == 0
    desk.locator("li", has_text="decision:").get_by_label("Take").select_option("ours")
    desk.locator("li", has_text="5 The smallest piece").get_by_label("Take").select_option("theirs")
    assert barriers(desk) == []
    desk.get_by_role("button", name="Put the merged copy on the desk").click()
    notice(desk, "The merged copy is on the desk.")
    kept(desk, {"decision": "one", "answers.5.value": 1, "answers.7a.value": 1})
    kept(desk, {"id": "f00d", "answers.5.value": 3})


WALK = {
    "granularity.overhead": "4",
    "granularity.budget": "40",
    "flywheel.population": "12000",
    "flywheel.outside_option": "12",
    "flywheel.payoff": "5",
    "flywheel.intrinsic_benefit": "0.3",
    "flywheel.take_rate": "50 %",
}
"""A fictional community of 12,000 members; the joy of it brings 300 of them."""
SAID = ("verdict", "profile", "piece", "growth", "take")


def test_from_an_empty_desk_to_four_documents_and_on_a_phone_the_next_day(reader, tmp_path):
    desk = reader.open(ADDRESS, width=DESKTOP)
    answer_all(desk)
    for name, typed in WALK.items():
        field = desk.get_by_role("textbox", name=f"{parameter_of(name).label}, best guess", exact=True).first
        field.fill(typed)
        field.press("Tab")
    desk.wait_for_function(
        f"many => ({KEPT})().some(({{ table }}) => Object.keys(table.numbers ?? {{}}).length === many)", arg=len(WALK)
    )
    step(desk, "The client and").click()
    desk.get_by_role("checkbox", name="This client is fictional").check()
    step(desk, "What is found out").click()
    desk.get_by_label("By whom?").fill("The editor")
    step(desk, "The report").click()
    sheet = desk.frame_locator(".pk-sheet iframe").locator("body")
    sheet.get_by_text("300 people come for the joy of it").wait_for()
    memo = sheet.inner_text()
    files = {}
    for name, ending in (("Page", "html"), ("Memo", "pdf"), ("Workbook", "xlsx"), ("Deck", "pptx")):
        with desk.expect_download() as waiting:
            desk.get_by_role("button", name=name).click()
        files[ending] = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(files[ending])
    file = saved(desk, tmp_path)
    made = report(load(file))

    # The same sentences on the screen, in the deck and in the workbook, and the same numbers where the workbook is computed anew.
    titles = [slide.shapes.title.text_frame.text for slide in Presentation(files["pptx"]).slides]
    again = converted([files["xlsx"]], "xlsx", tmp_path)[0] if office() else files["xlsx"]
    book = Workbook(again)
    for key in SAID:
        assert (
            made.finding(key).text in memo
            and made.finding(key).text in titles
            and made.finding(key).text in book.texts()
        )
    assert book.value("flywheel_population") == 12_000
    assert book.value("out_granularity_chunk") == pytest.approx(made.finding("piece").value, rel=1e-12)
    step(desk, "The client's numbers").click()
    desk.get_by_text(f"Best piece: {number(book.value('out_granularity_chunk'))} minutes of work.").wait_for()

    phone = reader.open(ADDRESS, width=PHONE)
    phone.locator(".pk-top .pk-upload").set_input_files(file)
    notice(phone, "A choir is open.")
    step(phone, "The report").click()
    sheet = phone.frame_locator(".pk-sheet iframe").locator("body")
    sheet.get_by_text("300 people come for the joy of it").wait_for()
    lines = [line.replace("revision 0", "revision 1") for line in memo.splitlines()]
    assert sheet.inner_text().split() == " ".join(lines).split()
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE
    (tmp_path / "phone").mkdir()
    later = load(saved(phone, tmp_path / "phone"))
    assert later.model_copy(update={"revision": 1}) == load(file)


def test_forgetting_takes_two_steps_and_leaves_the_other_clients(desk):
    client(desk).fill("A choir")
    kept(desk, {"client.name": "A choir"})
    step(desk, "Take it home").click()
    desk.get_by_role("button", name="New client").click()
    client(desk).fill("A band")
    kept(desk, {"client.name": "A band"})
    step(desk, "Take it home").click()
    desk.get_by_role("button", name="Forget this client here").click()
    assert len(desk.evaluate(KEPT)) == 2
    desk.get_by_role("button", name="Forget it for good").click()
    notice(desk, "Forgotten in this browser.")
    assert [entry["table"]["client"]["name"] for entry in desk.evaluate(KEPT)] == ["A choir"]
    step(desk, "Take it home").click()
    desk.get_by_role("button", name="A choir").click()
    step(desk, "The client and").click()
    assert client(desk).input_value() == "A choir"


def test_damaged_storage_is_an_empty_desk(desk):
    for damage in (
        "{",
        "[]",
        '{"table": 3}',
        '{"table": {"peerkit": "engagement", "id": "x", "client": {}, "answers": {}}}',
    ):
        desk.evaluate(
            "text => { localStorage.setItem('peerkit:engagement:x', text); localStorage.setItem('peerkit:desk', 'x');"
            " sessionStorage.clear(); }",
            damage,
        )
        desk.reload()
        wait_until_drawn(desk)
        assert client(desk).input_value() == ""


def test_a_kernel_that_is_gone_is_said_and_nothing_is_lost(reader, tmp_path):
    for part in ("ERR_CONNECTION", "WebSocket", "404"):
        reader.forgive(part)
    second = Server()
    try:
        shown = reader.open(ADDRESS, base=second.url, width=DESKTOP)
        assert shown.evaluate(KERNEL)
    finally:
        second.stop()
    client(shown).fill("A choir")
    step(shown, "5. The").click()
    shown.keyboard.press("4")
    notice(shown, "The kernel does not answer. You can go on")
    kept(shown, {"client.name": "A choir", "answers.5.value": 4})
    assert load(saved(shown, tmp_path)).answers["5"].value == 4


def test_the_desk_on_a_phone_has_chips_on_top_and_nothing_sideways(reader):
    shown = reader.open(ADDRESS, width=PHONE)
    for place in range(SCREENS):
        shown.locator(".pk-steps button").nth(place).click()
        assert shown.evaluate("document.documentElement.scrollWidth") <= PHONE
        profile, main = (shown.locator(name).bounding_box() for name in (".pk-profile", ".pk-main-part"))
        assert profile["y"] + profile["height"] <= main["y"]
        small = shown.locator(".pk-desk :is(button, input[type=text], select, summary, .pk-option)").evaluate_all(
            "all => all.filter((e) => e.offsetParent && e.getBoundingClientRect().height < 43.5).map((e) => e.outerHTML)"
        )
        assert small == []
    assert barriers(shown) == []


def test_a_file_of_the_desk_is_one_that_the_command_line_would_write(desk, tmp_path):
    upload(desk, table(answers={"1": {"value": "both", "how": "seen"}}))
    notice(desk, "is open.")
    engagement = load(saved(desk, tmp_path))
    assert parse(as_text(engagement)) == engagement and engagement.made_with.startswith("peerkit ")
