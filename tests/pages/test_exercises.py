"""Exercises of a lesson under a hand: by keyboard alone, across reloads and tabs, without storage and without a kernel."""

import json

import pytest

from peerkit.course.exercises import of_lesson
from peerkit.course.inventory import ITEMS, key_letters
from peerkit.course.kinds import Choice
from tests.pages.conftest import DESKTOP, PHONE, wait_until_drawn
from tests.pages.serving import Server
from tests.pages.test_every_page import barriers
from tests.pages.test_scripts import notebook
from tests.pages.test_session import KERNEL

LESSON = "why_firms_exist"
ADDRESS = f"lessons/{LESSON}"
EXERCISES = of_lesson(LESSON)


def of_name(shown, name):
    """The panel of an exercise of the lesson; the notes follow the exercises."""
    return shown.locator(".pk-exercise").nth([*EXERCISES, "notes"].index(name))


def reply(panel, state):
    """The words of a reply once it has come and has this state."""
    place = panel.locator(f".pk-reply[data-state={state}]")
    place.wait_for()
    return place.inner_text()


def progress(panel):
    return panel.locator(".pk-progress").inner_text()


def tab_to(target, key="Tab"):
    """Press a key until an element has the focus: whoever has no mouse gets there, too."""
    for _ in range(150):
        if target.evaluate("e => e === document.activeElement"):
            return
        target.page.keyboard.press(key)
    raise AssertionError(f"{target} cannot be reached by {key}")


def choose(panel, words):
    """Choose an option by keyboard."""
    first = panel.get_by_role("radio").first
    tab_to(first)
    wanted = panel.get_by_role("radio", name=words, exact=True)
    panel.page.keyboard.press("Space")
    for _ in range(5):
        if wanted.is_checked():
            return
        panel.page.keyboard.press("ArrowDown")
    raise AssertionError(f"{words} cannot be chosen")


def press(panel, name):
    tab_to(panel.get_by_role("button", name=name))
    panel.page.keyboard.press("Enter")


def solve_vote(panel, asked):
    choose(panel, asked.said_key())
    press(panel, "Keep my prediction")
    assert asked.then in reply(panel, "kept")
    tab_to(panel.get_by_role("button", name="I have tried it"), "Shift+Tab")
    panel.page.keyboard.press("Enter")


def solve_choice(panel, asked):
    choose(panel, asked.said_key())
    press(panel, "Check")


def solve_number(panel, asked):
    tab_to(panel.get_by_role("textbox"))
    panel.page.keyboard.type(asked.said_key())
    panel.page.keyboard.press("Enter")


def solve_setting(panel, asked):
    ((name, value),) = asked.key().items()
    field = panel.locator("xpath=..").locator(f"input[id$='-{name}-number']")
    tab_to(field)
    panel.page.keyboard.press("Control+a")
    panel.page.keyboard.type(f"{value:g}")
    panel.page.keyboard.press("Enter")
    press(panel, "Check")


def solve_order(panel, asked):
    for place, label in enumerate(asked.key()):
        up = panel.get_by_role("button", name=f"Move up: {label}", exact=True)
        up.focus()
        while (now := [row.inner_text().split("\n")[0] for row in panel.locator("li").all()]).index(label) > place:
            panel.page.keyboard.press("ArrowUp")
            assert f"number {now.index(label)} of" in panel.locator(".pk-moved").inner_text()
            assert up.evaluate("e => e === document.activeElement")
    press(panel, "Check")


SOLVED = {
    "team": solve_vote,
    "output": solve_vote,
    "talk": solve_choice,
    "nothing_left": solve_number,
    "hundred": solve_setting,
    "sizes": solve_order,
}


@pytest.fixture
def lesson(reader):
    """The lesson in a window of its own, whose storage is empty."""
    return reader.open(ADDRESS, width=DESKTOP)


def test_every_exercise_of_the_first_lesson_is_solved_by_keyboard_alone(lesson):
    for name, solve in SOLVED.items():
        panel, asked = of_name(lesson, name), EXERCISES[name]
        solve(panel, asked)
        words = reply(panel, "right")
        assert asked.worked() in words
        # The place where the answer was given is left for the reply, not for nowhere.
        assert lesson.evaluate("document.activeElement !== document.body")
    assert set(SOLVED) == set(EXERCISES) - {"cheaper"}
    assert "JupyterLab" in of_name(lesson, "cheaper").locator(".pk-reply").inner_text()
    assert "6 of 6 exercises done" in of_name(lesson, "notes").inner_text()
    assert barriers(lesson) == []


def test_a_hint_comes_first_then_the_path_and_the_progress_is_honest(lesson):
    assert lesson.get_by_role("button", name="Put to the room").count() == 0, (
        "only who leads a room puts questions to it"
    )
    panel, asked = of_name(lesson, "nothing_left"), EXERCISES["nothing_left"]
    field = panel.get_by_role("textbox")

    def check(typed):
        field.fill(typed)
        field.press("Enter")

    check("25")
    assert asked.hint in reply(panel, "miss") and "one try left" in progress(panel)
    check("many")
    assert "not a number" in reply(panel, "unread") and "one try left" in progress(panel)
    check("25")
    assert "the answer that you gave before" in reply(panel, "miss")
    check("31")
    assert asked.worked() in reply(panel, "told") and "seen the answer" in progress(panel)
    check("100")
    reply(panel, "right")
    assert "right, after seeing the answer" in progress(panel)


def test_a_number_with_two_readings_is_asked_about(lesson):
    panel = of_name(lesson, "nothing_left")
    panel.get_by_role("textbox").fill("1,000")
    panel.get_by_role("button", name="Check").click()
    assert "1 thousand or 1" in reply(panel, "unread")
    panel.get_by_role("button", name="1 thousand", exact=True).click()
    reply(panel, "miss")
    assert panel.get_by_role("textbox").input_value() == "1000"


def test_a_pasted_megabyte_is_cut_with_a_sentence(lesson):
    for panel, most in ((of_name(lesson, "nothing_left"), 200), (of_name(lesson, "notes"), 4000)):
        field = panel.locator("textarea, input[type=text]")
        field.evaluate("f => { f.value = '9'.repeat(1000000); f.dispatchEvent(new Event('input')) }")
        assert len(field.input_value()) == most
        assert f"first {most:,} characters are kept" in panel.locator(".pk-notice").inner_text()
    panel = of_name(lesson, "nothing_left")
    panel.get_by_role("button", name="Check").click()
    assert "at most 60 characters" in reply(panel, "unread")


def test_answers_survive_a_reload_and_the_model_stands_where_it_was(lesson):
    of_name(lesson, "talk").get_by_role("radio", name="all of it").check()
    of_name(lesson, "talk").get_by_role("button", name="Check").click()
    said = reply(of_name(lesson, "talk"), "miss")
    solve_setting(of_name(lesson, "hundred"), EXERCISES["hundred"])
    reply(of_name(lesson, "hundred"), "right")
    of_name(lesson, "nothing_left").get_by_role("textbox").fill("half typed")
    order = of_name(lesson, "sizes").locator("li").all_inner_texts()
    options = of_name(lesson, "talk").get_by_role("radio").evaluate_all("all => all.map((each) => each.value)")
    lesson.reload()
    wait_until_drawn(lesson)
    assert reply(of_name(lesson, "talk"), "miss") == said
    assert of_name(lesson, "talk").get_by_role("radio", name="all of it").is_checked()
    assert "one try left" in progress(of_name(lesson, "talk"))
    assert of_name(lesson, "nothing_left").get_by_role("textbox").input_value() == "half typed"
    assert of_name(lesson, "sizes").locator("li").all_inner_texts() == order
    again = of_name(lesson, "talk").get_by_role("radio").evaluate_all("all => all.map((each) => each.value)")
    assert again == options
    says = of_name(lesson, "hundred").locator("xpath=..").locator(".pk-says")
    says.filter(has_text="100 people").wait_for()


def test_the_order_of_options_differs_between_people(reader):
    orders = set()
    for _ in range(8):
        shown = reader.open(ADDRESS, width=DESKTOP)
        options = of_name(shown, "talk").get_by_role("radio").evaluate_all("all => all.map((each) => each.value)")
        orders.add(tuple(options))
        if len(orders) > 1:
            return
    raise AssertionError(f"eight people see {orders}")


def test_two_tabs_do_not_overwrite_each_other_and_see_the_same(reader):
    one = reader.open(ADDRESS, width=DESKTOP)
    two = reader.beside(one, ADDRESS)
    of_name(one, "talk").get_by_role("radio", name="half of it").check()
    of_name(one, "talk").get_by_role("button", name="Check").click()
    reply(of_name(one, "talk"), "right")
    reply(of_name(two, "talk"), "right")
    solve_number(of_name(two, "nothing_left"), EXERCISES["nothing_left"])
    reply(of_name(one, "nothing_left"), "right")
    for shown in (one, two):
        of_name(shown, "notes").get_by_text("2 of 6 exercises done").wait_for()
    # A miss in one tab counts in the other.
    solve_miss(of_name(one, "sizes"))
    reply(of_name(two, "sizes"), "miss")
    assert "one try left" in progress(of_name(two, "sizes"))


def solve_miss(panel):
    """Put the items of the lesson's order in a wrong one, and check."""
    asked = EXERCISES["sizes"]
    last = asked.key()[-1]
    while panel.locator("li").first.inner_text().split("\n")[0] != last:
        panel.get_by_role("button", name=f"Move up: {last}", exact=True).click()
    panel.get_by_role("button", name="Check").click()


BLOCKED = (
    "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } })"
)
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }"


@pytest.mark.parametrize("script", [BLOCKED, FULL], ids=["blocked", "full"])
def test_without_storage_one_sentence_says_so_and_everything_works(reader, script):
    shown = reader.open(ready=False, width=DESKTOP)
    shown.add_init_script(script)
    shown.goto(shown.url + ADDRESS)
    wait_until_drawn(shown)
    for name in ("nothing_left", "talk"):
        SOLVED[name](of_name(shown, name), EXERCISES[name])
        reply(of_name(shown, name), "right")
    notices = [words for words in shown.locator(".pk-notice").all_inner_texts() if words]
    assert len(notices) == 1 and "storage is blocked or full" in notices[0]
    assert "2 of 6 exercises done" in of_name(shown, "notes").inner_text()


def test_a_kernel_that_is_gone_leaves_the_answer_and_says_so(reader):
    reader.forgive("404")
    shown = reader.open(ADDRESS, width=DESKTOP)
    shown.evaluate("id => fetch(`/voila/api/shutdown/${id}`, { method: 'POST' })", shown.evaluate(KERNEL))
    panel = of_name(shown, "nothing_left")
    panel.get_by_role("textbox").fill("100")
    panel.get_by_role("button", name="Check").click()
    panel.get_by_text("The connection is gone. Your answer is kept on this device").wait_for()
    shown.reload()
    wait_until_drawn(shown)
    assert panel.get_by_role("textbox").input_value() == "100"
    panel.get_by_role("button", name="Check").click()
    reply(panel, "right")


LISTENING = """
(() => {
  const Real = WebSocket;
  window.sockets = [];
  window.sent = [];
  window.WebSocket = class extends Real {
    constructor(...address) { super(...address); window.sockets.push(this); }
    send(message) { window.sent.push(JSON.parse(message)); super.send(message); }
  };
})()
"""
OPENS_AGAIN = """() => {
  const { comm_id } = window.sent.at(-1).content;
  const opening = { header: { msg_type: "comm_open" }, content: { comm_id, data: { state: {} } } };
  window.sockets.at(-1).onmessage({ data: JSON.stringify(opening) });
}"""


def test_a_socket_that_is_slower_than_the_page_takes_no_widget_away(reader):
    """The message that opens a widget may come after the widget was drawn from the page."""
    shown = reader.open(ready=False, width=DESKTOP)
    shown.add_init_script(LISTENING)
    shown.goto(shown.url + ADDRESS)
    wait_until_drawn(shown)
    panel = of_name(shown, "nothing_left")
    for typed, state in (("25", "miss"), ("100", "right")):
        panel.get_by_role("textbox").fill(typed)
        panel.get_by_role("button", name="Check").click()
        reply(panel, state)
        shown.evaluate(OPENS_AGAIN)


def test_no_key_is_in_the_page_or_on_the_socket_before_it_is_earned(reader):
    shown = reader.open(ready=False, width=DESKTOP)
    frames = []
    shown.on("websocket", lambda socket: socket.on("framereceived", lambda data: frames.append(data)))
    answer = shown.goto(shown.url + ADDRESS)
    wait_until_drawn(shown)
    panel = of_name(shown, "nothing_left")
    panel.get_by_role("textbox").fill("77")
    panel.get_by_role("button", name="Check").click()
    reply(panel, "miss")
    heard = answer.text() + " ".join(
        each if isinstance(each, str) else each.decode(errors="replace") for each in frames
    )
    heard = heard.encode().decode("unicode_escape", errors="replace") + heard
    assert EXERCISES["nothing_left"].hint in heard, "the first reply was not looked at"
    for name, asked in EXERCISES.items():
        for secret in (asked.law, asked.path, asked.worked(), *(each.why for each in getattr(asked, "wrong", ()))):
            assert secret not in heard, name
        asked_openly = any(asked.said_key() in each.question for each in EXERCISES.values())
        if not isinstance(asked, Choice) and not asked_openly and len(asked.said_key()) > 3:
            assert asked.said_key() not in heard, name
    assert "For the instructor" not in heard and "Surprise" not in heard


def test_hands_and_eyes_find_everything_on_a_phone(reader):
    shown = reader.open(ADDRESS, width=PHONE, color_scheme="dark")
    solve_miss(of_name(shown, "sizes"))
    reply(of_name(shown, "sizes"), "miss")
    small = shown.locator(".pk-exercise").locator(
        "button:visible, .pk-option:visible, input[type=text], textarea, summary"
    )
    sizes = small.evaluate_all(
        "all => all.map((e) => [e.innerText, e.getBoundingClientRect().width, e.getBoundingClientRect().height])"
    )
    assert len(sizes) > 20
    assert [each for each in sizes if min(each[1:]) < 44] == []
    assert shown.evaluate("document.documentElement.scrollWidth") <= PHONE
    assert barriers(shown, only="color-contrast") == []


def test_what_is_said_is_announced_and_every_field_has_its_words(lesson):
    assert lesson.locator(".pk-exercise .pk-reply").evaluate_all("all => all.every((e) => e.role === 'status')")
    for panel in lesson.locator(".pk-exercise").all():
        fields = panel.locator("input, textarea")
        named = fields.evaluate_all("all => all.map((e) => [...(e.labels ?? [])].map((l) => l.innerText).join())")
        assert all(named)
    groups = lesson.locator(".pk-exercise fieldset")
    assert groups.count() == 4 and groups.evaluate_all("all => all.every((e) => e.querySelector('legend').innerText)")


def test_notes_are_downloaded_and_forgotten(lesson):
    solve_number(of_name(lesson, "nothing_left"), EXERCISES["nothing_left"])
    reply(of_name(lesson, "nothing_left"), "right")
    notes = of_name(lesson, "notes")
    notes.get_by_label("What do you want to remember?").fill("Slopes decide <b>&")
    with lesson.expect_download() as text:
        notes.get_by_role("button", name="Download as text").click()
    assert text.value.suggested_filename == "notes_why_firms_exist.txt"
    words = text.value.path().read_text(encoding="utf-8")
    assert EXERCISES["nothing_left"].question in words and "My answer: 100 people" in words and "<b>&" in words
    with lesson.expect_download() as page:
        notes.get_by_role("button", name="Download as a page").click()
    html = page.value.path().read_text(encoding="utf-8")
    assert "Slopes decide &#60;b&#62;&#38;" in html and "<b>&" not in html
    notes.get_by_role("button", name="Forget my answers").click()
    notes.get_by_role("button", name="No, keep them").click()
    assert "1 of 6" in notes.inner_text()
    notes.get_by_role("button", name="Forget my answers").click()
    notes.get_by_role("button", name="Yes, forget them").click()
    assert "0 of 6" in notes.inner_text()
    assert of_name(lesson, "nothing_left").get_by_role("textbox").input_value() == ""
    assert progress(of_name(lesson, "nothing_left")).endswith("not answered yet")


def test_damaged_storage_is_no_answer(lesson):
    shown = lesson
    damaged = ["{", "null", "[1]", '"x"', '{"answer": {"a": 1}, "state": 7, "words": {}, "tries": "x"}']
    for text in damaged:
        names = [f"peerkit:answer:{LESSON}.{name}" for name in EXERCISES]
        shown.evaluate("([names, text]) => names.forEach((name) => localStorage.setItem(name, text))", [names, text])
        shown.reload()
        wait_until_drawn(shown)
        assert shown.locator(".pk-exercise").count() == 8
    solve_number(of_name(shown, "nothing_left"), EXERCISES["nothing_left"])
    reply(of_name(shown, "nothing_left"), "right")


OWN = """
from peerkit import ask
from peerkit.course.kinds import Words

ask(Words(question="Why?", model="Because a cause was named.", law="A reason names a cause.", points=("a cause is named", "one only")))
"""


def test_words_are_compared_with_a_model_answer_point_by_point(tmp_path_factory, reader):
    folder = tmp_path_factory.mktemp("content")
    (folder / "case_studies").mkdir()
    (folder / "notebooks" / "dashboards").mkdir(parents=True)
    (folder / "notebooks" / "index.ipynb").write_text(notebook(), encoding="utf-8")
    (folder / "notebooks" / "dashboards" / "own.ipynb").write_text(notebook(OWN), encoding="utf-8")
    running = Server(content=folder)
    try:
        shown = reader.open("own", base=running.url, width=DESKTOP)
        panel = shown.locator(".pk-exercise")
        assert "a cause is named" not in shown.content()
        press(panel, "Compare")
        assert "Write one or two sentences first" in panel.locator(".pk-reply").inner_text()
        tab_to(panel.get_by_role("textbox"), "Shift+Tab")
        shown.keyboard.type("Because.")
        press(panel, "Compare with a model answer")
        assert "Because a cause was named. A reason" in reply(panel, "kept")
        tab_to(panel.get_by_role("checkbox").first)
        shown.keyboard.press("Space")
        shown.reload()
        wait_until_drawn(shown)
        assert panel.get_by_role("checkbox", name="a cause is named").is_checked()
        assert not panel.get_by_role("checkbox", name="one only").is_checked()
        assert panel.get_by_role("textbox").input_value() == "Because."
        reader._leave()
    finally:
        running.stop()


def test_the_portal_shows_how_far_one_has_come_and_where_to_go_on(reader):
    shown = reader.open(ADDRESS, width=DESKTOP)
    solve_number(of_name(shown, "nothing_left"), EXERCISES["nothing_left"])
    reply(of_name(shown, "nothing_left"), "right")
    portal = reader.beside(shown)
    card = portal.locator(f".pk-course li[data-page='{ADDRESS}']")
    assert "1 of 6 exercises done" in card.inner_text()
    line = portal.locator(".pk-continue")
    assert line.get_by_role("link").get_attribute("href") == ADDRESS
    solve_miss(of_name(shown, "sizes"))
    solve_choice(of_name(shown, "talk"), EXERCISES["talk"])
    reply(of_name(shown, "talk"), "right")
    # The other tab tells the portal.
    card.get_by_text("2 of 6 exercises done").wait_for()
    assert barriers(portal) == []
    line.get_by_role("button", name="Forget my progress").click()
    line.get_by_role("button", name="Yes").click()
    assert "exercises done" not in card.inner_text() and "forgotten" in line.inner_text()
    assert portal.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('peerkit:answer')).length") == 0


ALL_DONE = """(card) => {
  for (const name of card.dataset.asks.split(" ")) localStorage.setItem(`peerkit:answer:${name}`, JSON.stringify({ state: "right" }));
  localStorage.setItem("peerkit:lesson", card.dataset.page);
}"""


def test_after_the_last_lesson_the_portal_leads_to_the_questions_of_the_beginning(reader):
    shown = reader.open(width=DESKTOP)
    cards, link = shown.locator(".pk-course li[data-page]"), shown.locator(".pk-continue").get_by_role("link")
    for place, words, target in (
        (-2, "Go on with the next lesson", -1),
        (-1, "Answer the questions of the beginning once more", 0),
    ):
        cards.nth(place).evaluate(ALL_DONE)
        shown.reload()
        assert words in link.inner_text()
        assert link.get_attribute("href") == cards.nth(target).get_attribute("data-page")


def test_the_inventory_judges_nothing_before_both_rounds_are_whole(reader):
    shown = reader.open("lessons/what_do_you_expect", width=DESKTOP)
    panel = shown.locator(".pk-exercise")
    order = panel.locator(".pk-item legend").all_inner_texts()
    panel.get_by_role("button", name="I have answered all").click()
    assert "12 questions have no answer yet" in panel.locator(".pk-reply").inner_text()

    def answer(right):
        for name, item in ITEMS.items():
            words = item.said_key() if right else next(each for each in item.options() if each != item.said_key())
            panel.locator(f"[data-item={name}] input[value={json.dumps(words)}]").check()

    panel.get_by_label("A word of your own").fill("Otter")
    answer(right=False)
    panel.get_by_role("button", name="I have answered all").click()
    assert "after the course" in reply(panel, "kept")
    assert not any(item.law in panel.inner_text() for item in ITEMS.values())
    line = panel.get_by_label("The line to hand over").input_value()
    assert line.startswith("before otter 1 ") and len(line.split()[3]) == len(ITEMS)
    assert not any(a == b for a, b in zip(line.split()[3], key_letters(), strict=True))
    shown.reload()
    wait_until_drawn(shown)
    assert panel.get_by_role("radio", name="After the course").is_checked()
    answer(right=True)
    panel.get_by_role("button", name="I have answered all").click()
    assert "Before the course 0 of 12" in reply(panel, "right") and "After the course 12 of 12" in reply(panel, "right")
    assert panel.get_by_label("The line to hand over").input_value() == f"after otter 1 {key_letters()}"
    assert len(set(order)) == 12 and barriers(shown) == []


def test_lines_handed_over_are_counted_and_broken_ones_are_named(reader):
    shown = reader.open("guides/what_was_learned", width=DESKTOP)
    panel = shown.locator(".pk-exercise")
    panel.get_by_role("textbox").fill(f"before otter 7 {key_letters()}\nafter otter")
    panel.get_by_role("button", name="Count").click()
    panel.get_by_text("1 line from before").wait_for()
    assert "Line 2:" in panel.inner_text()
    assert panel.locator("tbody tr").count() == len(ITEMS) and "100%" in panel.locator("tbody").inner_text()
    assert barriers(shown) == []
