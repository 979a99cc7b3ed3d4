"""The room on phones and the wall: refreshed, shared, asleep, cut off and late, and a server that dies."""

import re
import resource
import sys
import time

import pytest

from peerkit.room.codes import LETTERS, correct
from tests.pages.conftest import PHONE
from tests.pages.serving import until
from tests.room import running
from tests.room.running import TAKE, VOTE, token

AWAY = (
    "ERR_INTERNET_DISCONNECTED",
    "ERR_CONNECTION_REFUSED",
    "ERR_CONNECTION_RESET",
    "ERR_INCOMPLETE_CHUNKED",
    "ERR_EMPTY",
)


@pytest.fixture(scope="module")
def _rooms(tmp_path_factory):
    server = running.Server(tmp_path_factory.mktemp("room") / "room.db")
    yield server
    code, said = server.stop()
    assert code == 0 and "Traceback" not in said and "Cannot send error response" not in said, said


@pytest.fixture
def room(_rooms):
    """A new room with a vote, in the room's own process."""
    return _rooms.room(VOTE, TAKE)


@pytest.fixture
def phone(reader, room):
    """Opens the room on a phone of its own, with a seat unless `join` is False."""

    def opened(join=True, code=None):
        shown = reader.open(code or room.code, base=room.url, ready=False, width=PHONE)
        if join:
            shown.get_by_role("button", name="Join", exact=True).click()
            shown.get_by_text("You are number").wait_for()
        return shown

    return opened


def choose(shown, option):
    """Choose an option and send it; the phone says Sent only after the receipt."""
    shown.get_by_label(option).check()
    shown.get_by_role("button", name=re.compile("Send|Change my answer")).click()


def sent(shown):
    shown.locator(".receipt", has_text="Sent.").wait_for()


def votes(room):
    """The number of people whose answer lies in the store."""
    return room.call("state")[1]["count"]


def test_a_slip_is_told_before_anybody_is_asked_and_a_room_that_is_not_there_afterwards(reader, room):
    shown = reader.open("", base=room.url, ready=False, width=PHONE)
    asked = []
    shown.on("request", lambda request: asked.append(request.url))
    wrong = next(room.code[:4] + each for each in LETTERS if each != room.code[4])
    for typed in (wrong, "BC", room.code[1] + room.code[0] + room.code[2:] if room.code[0] != room.code[1] else wrong):
        shown.get_by_label("Code on the wall").fill(typed.lower())
        shown.get_by_role("button", name="Go").click()
        shown.get_by_text("This code has a slip").wait_for()
    assert asked == [], "the server was asked about a code with a slip"
    nowhere = next(code for code in (f"BCD{a}{b}" for a in LETTERS for b in LETTERS) if correct(code))
    reader.forgive("404")
    shown.get_by_label("Code on the wall").fill(nowhere)
    shown.get_by_role("button", name="Go").click()
    shown.get_by_role("button", name="Join", exact=True).or_(shown.get_by_text("This room is gone")).first.wait_for()


def test_a_code_with_a_digit_for_a_letter_leads_to_the_room(reader, room):
    shown = reader.open("", base=room.url, ready=False, width=PHONE)
    digits = {"B": "8", "D": "0", "G": "6", "L": "1", "Z": "2", "T": "7", "H": "4"}
    shown.get_by_label("Code on the wall").fill(" ".join(digits.get(each, each.lower()) for each in room.code))
    shown.get_by_role("button", name="Go").click()
    shown.get_by_role("button", name="Join", exact=True).wait_for()
    assert shown.url.endswith(f"/room/{room.code}")


def test_a_refreshed_phone_keeps_its_seat_and_its_answer_and_may_change_it(phone, room):
    shown = phone()
    room.step()
    choose(shown, "firm")
    sent(shown)
    shown.reload()
    shown.get_by_role("button", name="Change my answer").wait_for()
    assert shown.get_by_text("You are number 1").is_visible() and shown.get_by_label("firm").is_checked()
    choose(shown, "peers")
    sent(shown)
    state = room.call("state")[1]
    assert (state["count"], state["people"]) == (1, 1)


def test_a_double_tap_is_one_answer_and_one_seat(phone, room):
    shown = phone(join=False)
    shown.get_by_role("button", name="Join", exact=True).dblclick()
    shown.get_by_text("You are number 1").wait_for()
    room.step()
    shown.get_by_label("firm").check()
    shown.get_by_role("button", name="Send").dblclick()
    sent(shown)
    assert votes(room) == 1 and room.call("state")[1]["people"] == 1


def test_two_people_on_one_phone_without_a_network_send_one_answer_each_in_their_own_name(phone, reader, room):
    for each in AWAY:
        reader.forgive(each)
    shown = phone()
    shown.get_by_text("This phone", exact=True).click()
    shown.get_by_role("button", name="Someone else").click()
    shown.get_by_text("You are number 2").wait_for()
    room.step()
    shown.get_by_label("peers").wait_for()
    shown.context.set_offline(True)
    choose(shown, "peers")
    shown.get_by_text("Kept on this phone").wait_for()
    assert votes(room) == 0
    # Network comes back while the other person is shown.
    posts = []
    shown.on(
        "requestfinished", lambda request: request.url.endswith("/answers") and posts.append(request.post_data_json)
    )
    shown.get_by_text("This phone", exact=True).click()
    shown.get_by_role("button", name="Number 1").click()
    shown.context.set_offline(False)
    shown.get_by_text("You are number 1").wait_for()
    shown.locator("fieldset").wait_for()
    choose(shown, "market")
    sent(shown)
    shown.get_by_text("This phone", exact=True).click()
    shown.get_by_role("button", name="Number 2").click()
    shown.get_by_text("You are number 2").wait_for()
    shown.get_by_role("button", name="Change my answer").wait_for()
    assert shown.get_by_label("peers").is_checked(), "an answer went to the other person's seat"
    until(lambda: shown.evaluate("navigator.onLine") and len(posts) >= 2, "an answer was not sent")
    assert votes(room) == 2
    assert sorted(each["answer"]["choice"] for each in posts) == [0, 2], "an answer was sent twice"


def test_an_answer_without_a_network_outlives_a_closed_tab_and_is_sent_once(phone, reader, room):
    for each in AWAY:
        reader.forgive(each)
    shown = phone()
    room.step()
    shown.get_by_label("firm").wait_for()
    shown.context.set_offline(True)
    choose(shown, "firm")
    shown.get_by_text("Kept on this phone").wait_for()
    context = shown.context
    shown.close()
    assert votes(room) == 0
    context.set_offline(False)
    again = context.new_page()
    posts = []
    again.on(
        "requestfinished", lambda request: request.url.endswith("/answers") and posts.append(request.post_data_json)
    )
    again.goto(room.url + room.code)
    again.get_by_role("button", name="Change my answer").wait_for()
    sent(again)
    assert again.get_by_label("firm").is_checked() and votes(room) == 1
    until(lambda: again.evaluate("navigator.onLine") and posts, "the post was not noticed")
    assert len(posts) == 1


def test_a_server_that_is_killed_and_started_again_gets_what_the_phones_kept(phone, reader, room):
    for each in AWAY:
        reader.forgive(each)
    shown = phone()
    room.step()
    shown.get_by_label("firm").wait_for()
    room.kill()
    choose(shown, "firm")
    shown.get_by_text("Kept on this phone").wait_for()
    room.start()
    sent(shown)
    assert votes(room) == 1
    # The stream is back, too.
    room.step("pause")
    shown.get_by_text("Paused").wait_for()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the files of another process")
def test_on_a_full_disk_a_phone_keeps_its_answer_says_why_and_sends_it_when_there_is_room(phone, reader, room):
    reader.forgive("503")
    shown, late = phone(), phone(join=False)
    room.step()
    shown.get_by_label("firm").wait_for()
    before = resource.prlimit(room.pid, resource.RLIMIT_FSIZE)
    # No file of this process may grow any more: what a full disk does.
    resource.prlimit(room.pid, resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        choose(shown, "firm")
        shown.locator(".receipt", has_text="cannot write now. Your phone keeps the answer").wait_for()
        late.get_by_role("button", name="Join", exact=True).click()
        late.get_by_text("The room cannot write now. Try again in a moment.").wait_for()
        assert votes(room) == 0
    finally:
        resource.prlimit(room.pid, resource.RLIMIT_FSIZE, before)
    sent(shown)
    late.get_by_role("button", name="Join", exact=True).click()
    late.get_by_text("You are number 2").wait_for()
    assert votes(room) == 1


def test_whoever_comes_late_answers_the_open_round_and_a_paused_one_waits(phone, room):
    early = phone()
    room.step()
    early.get_by_label("firm").wait_for()
    late = phone()
    late.get_by_label("market").wait_for()
    choose(late, "market")
    sent(late)
    state = room.call("state")[1]
    assert (state["N"], state["people"], state["count"]) == (1, 2, 1)
    room.step()
    early.get_by_text("Time is over").wait_for()
    room.step(), room.step()
    early.get_by_text("The next question comes soon").wait_for()


def test_people_delete_their_answers_and_a_return_code_brings_a_seat_to_another_phone(phone, reader, room):
    reader.forgive("401")
    shown = phone()
    shown.get_by_text("This phone", exact=True).click()
    room.step()
    choose(shown, "firm")
    sent(shown)
    assert shown.locator("footer .code").is_visible(), "what somebody was reading closed when the room went on"
    code = shown.locator("footer .code").text_content()
    other = phone(join=False)
    other.get_by_text("I was here on another phone").click()
    other.get_by_label("My return code").fill(code.lower())
    other.get_by_role("button", name="Give me my seat back").click()
    other.get_by_text("You are number 1").wait_for()
    other.get_by_role("button", name="Change my answer").wait_for()
    assert other.get_by_label("firm").is_checked()
    other.on("dialog", lambda dialog: dialog.accept())
    other.get_by_text("This phone", exact=True).click()
    other.get_by_role("button", name="Delete my answers and leave").click()
    other.get_by_text("Deleted: 1 answer.").wait_for()
    assert votes(room) == 0 and room.call("state")[1]["people"] == 0


HIDE = """
Object.defineProperty(document, "hidden", { get: () => globalThis.away === true });
globalThis.turnAway = (away) => { globalThis.away = away; document.dispatchEvent(new Event("visibilitychange", { bubbles: true })); };
"""
"""A tab that can be sent to the background, as a browser with a screen does it: without one all tabs count as seen."""
AHEAD = """
const Right = Date;
globalThis.Date = class extends Right {
  constructor(...given) { super(...(given.length ? given : [Right.now() + 3_600_000])); }
  static now() { return Right.now() + 3_600_000; }
};
"""
"""A clock that is an hour ahead."""


def prepared(reader, room, script, path=""):
    """The page of a room for phones (or below `path`) in a window in which a script runs before the page's own."""
    shown = reader.open("", base=room.url, ready=False, width=PHONE)
    shown.context.add_init_script(script)
    shown.goto(f"{room.url}{room.code}{path}")
    return shown


def turn_away(shown, away):
    shown.evaluate("(away) => turnAway(away)", away)


def join(shown):
    shown.get_by_role("button", name="Join", exact=True).click()
    shown.get_by_text("You are number").wait_for()


def test_a_phone_that_slept_asks_nothing_meanwhile_and_sends_and_shows_what_is_so_when_it_wakes(reader, room):
    for each in AWAY:
        reader.forgive(each)
    shown = prepared(reader, room, HIDE)
    join(shown)
    room.step()
    shown.get_by_label("firm").wait_for()
    shown.context.set_offline(True)
    choose(shown, "firm")
    shown.get_by_text("Kept on this phone").wait_for()
    turn_away(shown, True)
    streams = []
    shown.on("request", lambda request: request.url.endswith("/events") and streams.append(request.url))
    room.step("timer", 30)
    shown.context.set_offline(False)
    until(lambda: votes(room) == 1, "the answer of a sleeping phone was not sent when the network came back")
    room.step(), room.step(), room.step(), room.step()
    assert streams == [] and shown.get_by_role("slider").count() == 0, "a page that nobody sees asks for news"
    turn_away(shown, False)
    shown.get_by_role("slider").wait_for()
    assert streams != []


def test_a_page_that_the_network_itself_answers_with_is_no_receipt(phone, room):
    shown = phone()
    room.step()
    shown.get_by_label("firm").wait_for()
    portals = ["text/html", "application/json"]

    def portal(route):
        route.fulfill(
            status=200, content_type=portals[-1], body="{}" if "json" in portals.pop() else "<h1>Welcome</h1>"
        )
        if not portals:
            shown.unroute("**/answers")

    shown.route("**/answers", portal)
    choose(shown, "firm")
    shown.get_by_text("Kept on this phone").wait_for()
    assert votes(room) == 0
    sent(shown)
    assert votes(room) == 1 and portals == []


def test_seven_tabs_of_one_browser_all_work(reader, room):
    first = prepared(reader, room, HIDE)
    join(first)
    tabs = [first]
    for _ in range(6):
        # A browser gives a server six connections, and each tab in the foreground keeps one.
        turn_away(tabs[-1], True)
        tabs.append(first.context.new_page())
        tabs[-1].goto(first.url)
        tabs[-1].get_by_text("You are number 1").wait_for()
    room.step()
    turn_away(tabs[-1], True)
    for nth, tab in enumerate(tabs):
        tab.bring_to_front()
        turn_away(tab, False)
        tab.get_by_label("peers" if nth % 2 else "firm").check()
        tab.get_by_role("button", name=re.compile("Send|Change my answer")).click()
        sent(tab)
        turn_away(tab, True)
    assert votes(room) == 1 and room.call("me", headers={"X-Seat": seat_of(first)})[1]["answers"]["first"]["seq"] == 7


def seat_of(shown):
    """The token of the first seat of a phone."""
    return shown.evaluate(
        "() => JSON.parse(localStorage[Object.keys(localStorage).find((key) => /^peerkit-room-.{5}$/.test(key))])[0].token"
    )


@pytest.mark.parametrize("path", ["", "/wall"])
def test_a_clock_that_is_an_hour_ahead_shows_the_time_that_is_left(reader, room, path):
    room.step()
    shown = prepared(reader, room, AHEAD, path)
    assert shown.evaluate("() => Date.now()") - 3_000_000 > time.time() * 1000
    clock = shown.locator(".clock", has_text=re.compile(r"^1:[12]\d$"))
    clock.wait_for(state="attached")
    # And the end comes when it is there: a minute less makes it half a minute.
    room.step("timer", -60)
    shown.locator(".clock", has_text=re.compile(r"^0:[12]\d$")).wait_for(state="attached")


def test_a_closed_room_takes_nobody_in(phone, room):
    room.step()
    late = phone(join=False)
    late.get_by_role("button", name="Join", exact=True).wait_for()
    assert room.call("end", "POST", {"do": "archive"}, key=room.key)[0] == 204
    late.get_by_text("That was it").wait_for()
    assert late.get_by_role("button", name="Join", exact=True).count() == 0


# What somebody is doing stays when the room goes on


def keep_in_mind(shown, selector):
    """Remember an element, so that a test can tell whether it is still the one that is shown."""
    shown.evaluate("(selector) => { globalThis.minded = document.querySelector(selector); }", selector)


def is_still_there(shown):
    return shown.evaluate("() => minded.isConnected")


def crowd(room, many, place=0):
    """So many people who have a seat and have voted."""
    state = room.call("state")[1]
    for each in range(100, 100 + many):
        assert room.call("seats", "POST", {"seat": token(each)})[0] in (200, 201)
        assert room.answer(each, {"choice": place}, round=state["round"], part="first")[0] == 200


def test_what_somebody_has_chosen_typed_or_read_stays_when_figures_change(phone, reader, room):
    shown, late = phone(), phone(join=False)
    late.get_by_text("I was here on another phone").click()
    late.get_by_label("My return code").fill("bcd")
    room.step()
    shown.get_by_label("firm").check()
    # On many phones a finger gives no focus.
    shown.get_by_label("firm").blur()
    keep_in_mind(shown, "fieldset")
    wall = reader.open(f"{room.code}/wall", base=room.url, ready=False, width=1280)
    wall.get_by_text("Which is cheapest?").wait_for()
    keep_in_mind(wall, "h1")
    crowd(room, 5)
    wall.get_by_text("5 of 5 in").wait_for()
    assert is_still_there(wall), "an answer more makes the beamer flicker"
    screen = {"title": "So far", "sentence": "Many chose A.", "x": {"low": 0, "high": 1}, "y": {"low": 0, "high": 1}}
    assert room.call("screen", "PUT", {"screen": screen}, key=room.key)[0] == 204
    wall.get_by_text("Many chose A.").wait_for()
    room.step("timer", 600)
    shown.locator(".clock", has_text=re.compile(r"^11:")).wait_for()
    assert is_still_there(shown) and shown.get_by_label("firm").is_checked(), "a figure took away what was chosen"
    assert late.get_by_label("My return code").input_value() == "bcd", "the room took away what was half typed"
    shown.get_by_role("button", name="Send").press("Enter")
    sent(shown)
    assert room.call("screen", "PUT", {"screen": {**screen, "title": "Later"}}, key=room.key)[0] == 204
    wall.get_by_text("Later").wait_for()
    assert shown.get_by_role("button", name="Change my answer").evaluate(
        "(button) => button === document.activeElement"
    )
    assert shown.locator(".receipt").inner_text() == "Sent."


def test_the_word_that_the_network_is_away_moves_no_button(phone, reader, room):
    for each in AWAY:
        reader.forgive(each)
    shown = phone()
    room.step()
    button = shown.get_by_role("button", name="Send")
    button.wait_for()
    before = button.bounding_box()
    shown.context.set_offline(True)
    # A stream that is open outlives what the browser calls offline: the page looks anew.
    shown.evaluate("() => dispatchEvent(new Event('online'))")
    shown.get_by_text("The network is away.").wait_for()
    assert button.bounding_box() == before
    shown.context.set_offline(False)
    shown.get_by_text("The network is away.").wait_for(state="hidden")
