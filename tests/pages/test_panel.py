"""The controls under a hand: typed numbers, the address, a phone, a printer, predictions."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.pages.conftest import wait_until_drawn
from tests.pages.serving import Server
from tests.pages.test_explorer import Explorer
from tests.pages.test_scripts import notebook

# A record of a share, and two things to predict: what no page of the portal has all of.
OWN = """
from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.modes import cost_curves
from peerkit.records.parameter import parameter
from peerkit.records.record import Record
from peerkit.models.modes import Modes
from peerkit.widgets.predictions import Mark, Options


class Shares(Record):
    take: float = parameter("t", "Share the platform takes", default=0.3, unit="of the revenue", meaning="What it keeps.",
        why="as app stores ask", explore=(0.0, 1.0), percent=True, ge=0, le=1, measure="contracts of 20 platforms")
    people: int = parameter("n", "People", default=12, unit="people", meaning="Who is there.", why="a round number",
        explore=(1, 1000), scale="log", ge=1, source="Brooks 1975", status="secondary", url="https://doi.org/10.1000/1")
    about = Modes.about


def figure(record):
    return cost_curves(Modes(commons_cost=10 + record.people))


def summary(record):
    return f"The platform keeps {100 * record.take:.0f} % of what {record.people} people earn."


explorer = Explorer(Question(Shares, figure, summary, ("take",), tries=(
    Try("Take half. Who is worse off?", {"take": 0.5}, "All of them lose.",
        Options(("nobody", "everybody"), lambda record: "everybody")),
    Try("How many people earn as much as before?", {"people": 100}, "Forty.",
        Mark(lambda record: 40.0, "people", 1, 1000, log=True)),
    Try("Take nothing.", {"take": 0.0}, "All stay."),
)))
explorer
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """A server with one page of its own."""
    folder = tmp_path_factory.mktemp("content")
    (folder / "case_studies").mkdir()
    (folder / "notebooks" / "dashboards").mkdir(parents=True)
    (folder / "notebooks" / "index.ipynb").write_text(notebook(), encoding="utf-8")
    (folder / "notebooks" / "dashboards" / "shares.ipynb").write_text(notebook(OWN), encoding="utf-8")
    running = Server(content=folder)
    yield running
    running.stop()


@pytest.fixture
def shares(own, reader):
    return Explorer(reader.open("shares", base=own.url))


@pytest.fixture
def modes(reader):
    return Explorer(reader.open("modes"))


def row(explorer, label):
    return explorer.whole.locator(".pk-control", has_text=label)


def type_in(explorer, label, text):
    field = row(explorer, label).locator("input[type=text]")
    field.fill(text)
    field.press("Enter")
    explorer.settled()
    return field


@pytest.mark.parametrize(
    ("text", "shown"), [("12k", "12000"), ("12 000", "12000"), ("1.234,5", "1234.5"), ("1e2", "100")]
)
def test_numbers_are_read_as_people_type_them(modes, text, shown):
    assert type_in(modes, "Cost of the commons", text).input_value() == shown
    assert float(modes.query["commons_cost"]) == float(shown)


def test_a_number_with_two_readings_is_asked_about_and_the_chosen_one_taken(modes):
    before = modes.state
    field = type_in(modes, "Cost of the commons", "12,000")
    problem = row(modes, "Cost of the commons").locator(".pk-problem")
    assert "12 thousand or 12" in problem.inner_text()
    assert modes.state == before and field.input_value() == "12,000"
    problem.get_by_role("button", name="12 thousand", exact=True).click()
    assert modes.settled().query["commons_cost"] == "12000"
    assert field.input_value() == "12000" and problem.inner_text() == ""


def test_what_is_refused_stays_in_the_field_to_be_mended(modes):
    field = type_in(modes, "Cost of the commons", "10o")
    assert field.input_value() == "10o"
    assert "such as 60" in row(modes, "Cost of the commons").locator(".pk-problem").inner_text()
    assert modes.query == {}


def test_escape_brings_back_the_number_that_counts(modes):
    field = modes.field
    type_in(modes, "Cost of one contract", "many")
    field.press("Escape")
    assert field.input_value() == "1" and row(modes, "Cost of one contract").locator(".pk-problem").inner_text() == ""
    field.press_sequentially("7")
    field.press("Escape")
    field.press("Enter")
    assert modes.settled().number == 1


def test_escape_closes_a_card_and_the_focus_returns_to_its_button(modes):
    who = modes.whole.locator(".pk-who").first
    who.press("Enter")
    modes.field.press("Escape")
    assert modes.whole.locator(".pk-card").first.is_hidden() and who.evaluate("e => e === document.activeElement")


def test_escape_closes_the_list_of_related_pages(modes):
    related = modes.shown.locator(".pk-related")
    related.locator("summary").press("Enter")
    related.locator("a").first.press("Escape")
    assert related.get_attribute("open") is None
    assert related.locator("summary").evaluate("e => e === document.activeElement")


def test_a_pasted_megabyte_is_refused_in_a_sentence(modes):
    field = row(modes, "Cost of the commons").locator("input[type=text]")
    field.evaluate("f => { f.value = '9'.repeat(1000000); f.dispatchEvent(new Event('change')) }")
    modes.settled()
    assert "at most 60 characters" in row(modes, "Cost of the commons").locator(".pk-problem").inner_text()
    assert modes.query == {} and field.evaluate("f => f.value.length") == 1_000_000


def test_a_share_is_shown_and_typed_in_percent(shares):
    take = row(shares, "Share the platform takes")
    field = take.locator("input[type=text]")
    assert field.input_value() == "30 %"
    assert take.locator("input[type=range]").get_attribute("aria-valuetext") == "30 % of the revenue"
    type_in(shares, "Share the platform takes", "30")
    problem = take.locator(".pk-problem")
    assert "Take 30 %?" in problem.inner_text()
    type_in(shares, "Share the platform takes", "45 %")
    assert (field.input_value(), shares.query["take"], problem.inner_text()) == ("45 %", "0.45", "")
    type_in(shares, "Share the platform takes", "0.2")
    assert field.input_value() == "20 %"
    type_in(shares, "Share the platform takes", "25")
    problem.get_by_role("button", name="25 %").click()
    assert shares.settled().query["take"] == "0.25"
    type_in(shares, "Share the platform takes", "-5 %")
    assert "−5 % is not possible. It must be at least 0 % and at most 100 %." in problem.inner_text()
    take.locator(".pk-who").click()
    card = take.locator(".pk-card").inner_text()
    assert "0 % to 100 %" in card and "30 %: as app stores ask" in card
    assert "Nobody has measured this" in card and "contracts of 20 platforms" in card


def test_all_parameters_can_be_unfolded_and_a_status_is_explained(shares):
    assert not row(shares, "People").is_visible()
    shares.whole.get_by_text("All parameters (1 more)").click()
    type_in(shares, "People", "1,200")
    assert shares.query["people"] == "1200"
    row(shares, "People").locator(".pk-who").click()
    card = row(shares, "People").locator(".pk-card")
    assert card.get_by_role("link", name="Brooks 1975").get_attribute("href") == "https://doi.org/10.1000/1"
    assert "not in the original" in card.inner_text()
    shares.shown.reload()
    wait_until_drawn(shares.shown)
    assert row(shares, "People").locator("input[type=text]").input_value() == "1200"
    assert row(shares, "People").is_visible(), "what a link has moved is out of sight"


MOVE = """slider => {
    slider.value = Number(slider.value) + Number(slider.step);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    return location.search;
}"""


def test_the_address_is_written_when_the_control_moves_not_when_the_kernel_answers(modes):
    written = modes.slider.evaluate(MOVE)
    asked = dict(parse_qsl(written[1:]))
    assert asked["v"] == "1" and float(asked["contract_cost"]) == float(modes.field.input_value())
    modes.settled()
    assert urlsplit(modes.shown.url).query == written[1:]


def test_a_typed_text_is_in_the_address_at_once_unless_it_must_be_asked_about(modes):
    typed = "(f, text) => { f.value = text; f.dispatchEvent(new Event('change')); return location.search }"
    assert modes.field.evaluate(typed, "1.5 thousand") == "?v=1&contract_cost=1.5+thousand"
    modes.settled()
    assert modes.query == {"v": "1", "contract_cost": "1500"}
    assert modes.field.evaluate(typed, "12.000") == "?v=1&contract_cost=1500"


@pytest.mark.parametrize(
    ("address", "name"),
    [("compare?model=modes&a.pair_cost=0.05", "b.contract_cost"), ("sensitivity?model=modes", "target")],
)
def test_pages_of_two_panels_write_the_address_at_once_too(reader, address, name):
    shown = reader.open(address)
    slider = shown.locator(f"input[id$='-{name.removeprefix('b.')}-slider']").last
    before = float(slider.get_attribute("aria-valuetext").split()[0])
    asked = dict(parse_qsl(slider.evaluate(MOVE)[1:]))
    assert float(asked[name]) != before and asked["model"] == "modes"


def test_whoever_moves_one_side_of_a_comparison_does_not_move_the_other(reader):
    shown = reader.open("compare?model=modes&a.pair_cost=0.05")
    asked = dict(parse_qsl(shown.locator("input[id$='-contract_cost-slider']").first.evaluate(MOVE)[1:]))
    assert asked["b.pair_cost"] == "0.05" and "a.contract_cost" in asked


def test_a_refused_value_leaves_the_address_of_two_panels(reader):
    shown = reader.open("compare?model=modes&b=default")
    before = urlsplit(shown.url).query
    field = shown.locator("input[id$='-contract_cost-number']").first
    assert "a.contract_cost=-1" in field.evaluate(
        "f => { f.value = '-1'; f.dispatchEvent(new Event('change')); return location.search }"
    )
    shown.locator(".pk-problem", has_text="must be above 0").first.wait_for()
    shown.wait_for_function("query => location.search === `?${query}`", arg=before)


def test_copy_link_copies_what_is_seen_before_the_kernel_has_answered(reader):
    shown = reader.open("modes?fbclid=1", permissions=["clipboard-read", "clipboard-write"])
    explorer = Explorer(shown)
    seen = explorer.slider.evaluate(
        "slider => {"
        f"const asked = ({MOVE})(slider);"
        "[...document.querySelectorAll('button')].find((b) => b.textContent === 'Copy link').click();"
        "return asked; }"
    )
    shown.get_by_text("Link copied").wait_for()
    copied = shown.evaluate("navigator.clipboard.readText()")
    assert urlsplit(copied).query == seen[1:]


@pytest.mark.parametrize("query", ["fbclid=IwAR0x&utm_source=chat", "gclid=1&mc_cid=2&token=x"])
def test_trackers_in_a_link_are_ignored_silently(reader, query):
    shown = reader.open(f"modes?{query}")
    assert shown.locator(".pk-banner").first.inner_text() == ""


def test_a_link_of_thousands_of_digits_does_not_widen_the_page(reader):
    shown = reader.open(f"modes?v=1&commons_cost={'9' * 3_000}", width=390)
    assert "commons_cost = 999" in shown.locator(".pk-banner").first.inner_text()
    assert shown.evaluate("document.documentElement.scrollWidth") <= 390


def frames_of(shown):
    """Frames of the page's sockets from now on, as (direction, text)."""
    frames = []

    def listen(socket):
        def note(direction):
            def add(frame):
                frames.append((direction, frame if isinstance(frame, str) else frame.decode("utf-8", "replace")))

            return add

        socket.on("framereceived", note("in"))
        socket.on("framesent", note("out"))

    shown.on("websocket", listen)
    return frames


def test_one_change_is_one_message_there_and_back_come_words_figure_and_that_it_is_done(reader):
    shown = reader.open(ready=False)
    frames = frames_of(shown)
    shown.goto(shown.url + "modes")
    wait_until_drawn(shown)
    explorer = Explorer(shown)
    frames.clear()
    explorer.slider.press("End")
    explorer.settled()
    there = [text for direction, text in frames if direction == "out" and '"method"' in text]
    back = [text for direction, text in frames if direction == "in" and '"method"' in text]
    assert len(there) == 1 and '"change"' in there[0]
    assert len(back) == 3, back
    assert '"summary"' in back[0] and '"answer"' in back[0] and '"spec"' in back[1] and '"drawn"' in back[2]
    assert len(back[0]) < 4000


class Held:
    """A page whose socket keeps the kernel's messages back while `on`."""

    def __init__(self, shown):
        self.on, self._waiting = False, []
        shown.route_web_socket("**/channels*", self._connect)

    def _connect(self, page):
        server = page.connect_to_server()
        server.on_message(lambda message: self._waiting.append((page, message)) if self.on else page.send(message))

    def release(self):
        """Let through what was kept back, and all that comes."""
        self.on = False
        for page, message in self._waiting:
            page.send(message)
        self._waiting.clear()


def test_a_late_answer_clears_the_banner_and_what_was_moved_meanwhile_is_answered(reader):
    shown = reader.open(ready=False, width=1200)
    held = Held(shown)
    shown.clock.install()
    shown.goto(shown.url + "modes")
    wait_until_drawn(shown)
    explorer = Explorer(shown)
    before = explorer.says
    held.on = True
    explorer.field.fill("0.2")
    explorer.field.press("Enter")
    shown.clock.fast_forward(7000)
    banner = explorer.whole.locator(".pk-banner")
    banner.filter(has_text="No answer yet").wait_for()
    assert "in its address" in banner.inner_text() and explorer.query["contract_cost"] == "0.2"
    held.release()
    explorer.settled()
    assert banner.inner_text() == "" and explorer.says != before


def test_a_notebook_says_that_its_kernel_was_restarted_and_what_to_do(reader):
    """After a restart in JupyterLab moving a control only left "Cannot send" in a log that nobody reads."""
    shown = reader.open(ready=False, width=1200)
    held = Held(shown)
    shown.clock.install()
    shown.goto(shown.url + "modes")
    wait_until_drawn(shown)
    explorer = Explorer(shown)
    # A notebook is no page of the server, and has no address that keeps a scenario.
    shown.evaluate("() => { delete document.body.dataset.peerkit; }")
    held.on = True
    explorer.field.fill("0.2")
    explorer.field.press("Enter")
    shown.clock.fast_forward(7000)
    banner = explorer.whole.locator(".pk-banner")
    banner.filter(has_text="No answer yet").wait_for()
    assert "the kernel has ended or was restarted: run the cell again" in banner.inner_text()
    assert "contract_cost" not in explorer.query


KEYS = """() => {
    globalThis.keysHeard = [];
    document.addEventListener("keydown", (event) => keysHeard.push(event.key));
}"""


def test_the_keyboard_belongs_to_the_control_that_has_the_focus(modes):
    modes.shown.evaluate(KEYS)
    modes.slider.press("ArrowRight")
    modes.field.press("x")
    assert modes.shown.evaluate("keysHeard") == []
    assert modes.whole.locator(".pk-panel[data-lm-suppress-shortcuts=true]").count() == 1


def test_a_screen_reader_hears_names_and_units(modes):
    tries = modes.whole.locator(".pk-try").evaluate_all("all => all.map((b) => b.getAttribute('aria-label'))")
    assert len(set(tries)) == len(tries) > 1 and all(name.startswith("Try it: ") for name in tries)
    said = modes.whole.locator("input[type=range]").evaluate_all(
        "all => all.map((s) => s.getAttribute('aria-valuetext'))"
    )
    assert said[1] == "0.02 contracts per pair"
    predictions = modes.whole.locator(".pk-predict").evaluate_all(
        "all => all.map((p) => (p.querySelector('[aria-describedby]') ?? p).getAttribute('aria-describedby'))"
    )
    questions = [modes.shown.locator(f"#{place}").inner_text() for place in predictions]
    assert len(set(questions)) == len(questions) > 1
    noise = modes.whole.locator(".pk-drawing .main-svg:not([aria-hidden=true])")
    assert noise.count() == 0
    assert not any(re.fullmatch(r"\S+ 1", words) for words in said), said


IN_VIEW = """element => {
    const box = element.getBoundingClientRect();
    return box.height > 0 && box.top >= -1 && box.bottom <= innerHeight + 1;
}"""


@pytest.mark.parametrize("width", [390, 360, 320])
def test_on_a_phone_figure_and_sentence_stay_in_view_with_the_control_in_hand(reader, width):
    explorer = Explorer(reader.open("modes", viewport={"width": width, "height": 700}, has_touch=True))
    for slider in explorer.whole.locator("input[type=range]").all()[:5]:
        slider.focus()
        slider.press("ArrowRight")
        explorer.settled()
        for part in (slider, explorer.whole.locator(".pk-drawing").first, explorer.whole.locator(".pk-says").first):
            assert part.evaluate(IN_VIEW), (width, part)
        box, says = slider.bounding_box(), explorer.whole.locator(".pk-says").first.bounding_box()
        assert box["y"] + 1 >= says["y"] + says["height"], "the sentence covers the control"
    attempt = explorer.whole.locator(".pk-try").last
    attempt.click()
    explorer.settled()
    assert explorer.whole.locator(".pk-drawing").first.evaluate(IN_VIEW)
    assert explorer.whole.locator(".pk-says").first.evaluate(IN_VIEW)
    assert explorer.shown.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_phone_everything_to_touch_is_large_enough(reader):
    explorer = Explorer(reader.open("modes", width=390))
    touched = ".pk-panel :is(button, select, input:not([type=radio]), label:has(input), a.pk-link, summary), .pk-nav :is(a, button)"
    small = explorer.shown.locator(touched).evaluate_all(
        "all => all.filter((e) => e.checkVisibility()).map((e) => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])"
        ".filter(([, box]) => box.height < 44 || box.width < 44).map(([words, box]) => `${box.width} x ${box.height} ${words}`)"
    )
    assert small == []


@pytest.mark.parametrize("address", ["modes", "flywheel"])
def test_on_a_small_laptop_figure_sentence_and_two_controls_stand_above_the_fold(reader, address):
    explorer = Explorer(reader.open(address, viewport={"width": 1280, "height": 720}))
    for part in (".pk-drawing", ".pk-says", ".pk-control"):
        assert explorer.whole.locator(part).first.evaluate(IN_VIEW), part
    assert explorer.whole.locator(".pk-control").nth(1).evaluate(IN_VIEW)


def test_on_a_small_laptop_the_figure_comes_along_while_a_mark_is_placed(reader):
    explorer = Explorer(reader.open("modes", viewport={"width": 1280, "height": 720}, reduced_motion="reduce"))
    slider, drawing = explorer.whole.locator(".pk-predict input[type=range]"), explorer.whole.locator(".pk-drawing")
    slider.evaluate("element => element.scrollIntoView({ block: 'start' })")
    assert not drawing.evaluate(IN_VIEW)
    slider.press("ArrowRight")
    for part in (drawing, explorer.whole.locator(".pk-mark-guess"), slider):
        assert part.evaluate(IN_VIEW), part
    figure = explorer.whole.locator(".pk-figure").bounding_box()
    assert slider.bounding_box()["y"] >= figure["y"] + figure["height"], "the figure covers the slider"
    explorer.whole.locator(".pk-task:has(input[type=range]) .pk-try").click()
    explorer.settled()
    assert drawing.evaluate(IN_VIEW) and explorer.whole.locator(".pk-says").evaluate(IN_VIEW)


UNCOVERED = """element => {
    const box = element.getBoundingClientRect();
    return element.contains(document.elementFromPoint(box.left + box.width / 2, box.top + 2));
}"""


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (390, 844)])
def test_on_compare_no_figure_covers_what_the_keyboard_reaches(reader, width, height):
    shown = reader.open("compare", viewport={"width": width, "height": height})
    for side in shown.locator(".pk-explorer").all():
        side.locator(".pk-below button").last.focus()
        for _ in range(4):
            shown.keyboard.press("Tab")
            reached = shown.evaluate_handle("document.activeElement").as_element()
            shown.wait_for_function(UNCOVERED, arg=reached)


def test_after_trying_the_figure_comes_into_view_on_a_laptop_too(reader):
    explorer = Explorer(reader.open("modes", viewport={"width": 1280, "height": 720}, reduced_motion="reduce"))
    explorer.whole.locator(".pk-try").last.click()
    explorer.settled()
    assert explorer.whole.locator(".pk-drawing").first.evaluate(IN_VIEW)
    assert explorer.whole.locator(".pk-says").first.evaluate(IN_VIEW)


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (390, 800)])
def test_on_compare_the_figure_stays_in_view_with_the_control_in_hand(reader, width, height):
    shown = reader.open("compare?model=modes&b=default", viewport={"width": width, "height": height})
    sides = shown.locator(".pk-explorer:has(input[type=range])").all()
    assert len(sides) == 2
    for side in sides:
        side.locator("input[type=range]").last.focus()
        assert side.locator(".pk-drawing").evaluate(IN_VIEW)
        assert side.locator("input[type=range]").last.evaluate(IN_VIEW)


@pytest.mark.parametrize("width", [1280, 390])
def test_text_of_twice_the_size_grows_and_fits(reader, width):
    shown = reader.open("modes", width=width)
    sizes = "['.pk-says', '.pk-name label', '.pk-who', '.pk-try', 'h1', '.pk-nav a'].map((s) => parseFloat(getComputedStyle(document.querySelector(s)).fontSize))"
    before = shown.evaluate(sizes)
    shown.add_style_tag(content="html { font-size: 200% }")
    grown = [after / small for after, small in zip(shown.evaluate(sizes), before, strict=True)]
    assert min(grown) > 1.5, grown
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    stuck = "e => getComputedStyle(e.parentElement).position === 'sticky' ? e.clientHeight / innerHeight : 0"
    assert shown.locator(".pk-result .pk-says").evaluate(stuck) < 0.17, "the sentence leaves no room for the controls"


def test_in_forced_colours_the_pressed_situation_is_told_apart(reader):
    shown = reader.open("modes", forced_colors="active")
    colours = shown.locator(".pk-chip").evaluate_all("all => all.map((c) => getComputedStyle(c).backgroundColor)")
    pressed, *others = colours
    assert pressed not in others


def test_a_printed_page_shows_the_values_of_its_controls(modes):
    type_in(modes, "Cost of the commons", "10")
    modes.shown.emulate_media(media="print")
    printed = modes.whole.locator(".pk-printed")
    assert printed.is_visible() and not modes.slider.is_visible()
    assert "Cost of the commons: 10 contracts" in printed.inner_text()
    assert "Cost of one contract: 1 contract, the unit of account" in printed.inner_text()


def test_a_printed_table_is_whole(reader):
    shown = reader.open("cases/flickr")
    shown.emulate_media(media="print")
    assert shown.locator(".pk-rows").last.evaluate("e => e.scrollHeight <= e.clientHeight + 1")


def test_a_choice_is_predicted_before_and_compared_after(shares):
    first = shares.whole.locator(".pk-task").first
    assert not first.get_by_text("All of them lose.").is_visible()
    first.get_by_role("radio", name="nobody").check()
    assert shares.query == {} and first.locator(".pk-verdict").inner_text() == ""
    first.get_by_role("button").click()
    shares.settled()
    assert first.locator(".pk-verdict").inner_text() == "You said “nobody”. The model says “everybody”."
    assert first.get_by_role("radio", name="nobody").is_checked() and shares.query["take"] == "0.5"


MARKS = """() => {
    globalThis.marks = [];
    document.querySelector(".pk-explorer").addEventListener("peerkit:marks", (event) => marks.push(event.detail));
}"""
DRAGGED = (
    "x => document.querySelector('.pk-explorer').dispatchEvent(new CustomEvent('peerkit:marked', { detail: { x } }))"
)


def test_a_mark_is_predicted_dragged_and_compared(shares):
    shown = shares.shown
    shown.evaluate(MARKS)
    second = shares.whole.locator(".pk-task").nth(1)
    second.locator("input[type=range]").press("ArrowRight")
    (mark,) = shown.evaluate("marks.at(-1).marks")
    assert mark["kind"] == "guess" and 31 < mark["x"] < 36 and shown.evaluate("marks.at(-1).draggable")
    shown.evaluate(DRAGGED, 100)
    assert second.locator("output").inner_text() == "100 people"
    second.get_by_role("button").click()
    shares.settled()
    assert second.locator(".pk-verdict").inner_text() == (
        "You said 100 people; the model says 40 people. Your number is 2.5 times as large."
    )
    last = shown.evaluate("marks.at(-1)")
    assert [(each["kind"], each["x"]) for each in last["marks"]] == [("guess", 100), ("answer", 40)]
    assert last["draggable"] is False
    # The answer belongs to this scenario: another one takes it away.
    shares.slider.press("ArrowRight")
    assert shown.evaluate("marks.at(-1).marks") == []


def test_whoever_does_not_predict_is_told_all_the_same(shares):
    first = shares.whole.locator(".pk-task").first
    first.get_by_role("button").click()
    shares.settled()
    assert first.locator(".pk-verdict").inner_text() == "The model says: everybody."
