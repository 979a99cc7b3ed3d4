"""The room in browsers: phones that are refreshed, shared, cut off and late, a server that dies, and a desk with its wall."""

import re
import resource
import sys

import pytest

from peerkit.course.exercises import exercise
from peerkit.room import lesson_votes
from peerkit.room.codes import LETTERS, correct
from tests.pages.conftest import PHONE, wait_until_drawn
from tests.pages.serving import Server, until
from tests.room import running
from tests.room.running import TAKE, VOTE, token

AWAY = (
    "ERR_INTERNET_DISCONNECTED",
    "ERR_CONNECTION_REFUSED",
    "ERR_CONNECTION_RESET",
    "ERR_INCOMPLETE_CHUNKED",
    "ERR_EMPTY",
)
PICTURE = "figure svg"


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
    assert room.call("state")[1] | {"count": 1, "people": 1} == room.call("state")[1]


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


@pytest.fixture
def dashboards(tmp_path):
    """The address of a dashboard server with rooms of its own."""
    server = Server("--room-database", str(tmp_path / "room.db"), "--room-port", "0")
    yield server.url
    server.stop()


def test_a_desk_takes_phones_through_an_experiment_and_a_vote_by_next_alone(dashboards, reader):
    desk = reader.open("live/room", base=dashboards, width=1280)
    desk.get_by_role("checkbox", name="How many before you?").uncheck()
    desk.get_by_role("checkbox", name="When would you leave?").check()
    desk.get_by_text("Questions of the lessons").click()
    desk.locator("summary", has_text="why firms exist").click()
    desk.locator("details details[open] input").first.check()
    desk.get_by_role("button", name="Open the room").click()
    wall_at = desk.get_by_role("link", name="Open the wall").get_attribute("href")
    base, _, code = wall_at.removesuffix("/wall").rpartition("/")
    wall = reader.open(f"/{code}/wall", base=base, ready=False, width=1280)
    phones = [reader.open(f"/{code}", base=base, ready=False, width=PHONE) for _ in range(2)]
    for each in phones:
        each.get_by_role("button", name="Join", exact=True).click()
        each.get_by_text("You are number").wait_for()
    others = running.Server.__new__(running.Server)
    others.code, others.port = code, int(re.search(r":(\d+)/", base)[1])
    for each in range(4):
        assert others.call("seats", "POST", {"seat": token(each)})[0] == 201
    desk.get_by_text("6 phones here").wait_for()
    wall.get_by_text("6 phones here").wait_for()
    go = desk.locator(".pk-primary")

    def onward(words):
        desk.locator(".pk-primary", has_text=words).wait_for()
        go.click()

    def ask(part, body, act):
        onward("Open the round")
        desk.locator(".pk-primary", has_text="Close the round").wait_for()
        round_ = others.call("state")[1]["round"]
        for each in range(4):
            assert others.answer(each, body, round=round_, part=part)[0] == 200
        desk.get_by_text("4 of 6 in").wait_for()
        desk.get_by_text("4 in, 5 needed before anything is shown.").wait_for()
        for each in phones:
            act(each)
            sent(each)
        desk.get_by_text("6 of 6 in").wait_for()
        onward("Close the round")
        onward("Reveal on wall and phones")

    def leave(shown):
        shown.get_by_role("slider").fill("40")
        shown.get_by_role("button", name="Send").click()

    ask("main", {"take": 30}, leave)
    for each in (wall, *phones):
        each.locator(PICTURE).wait_for()
    assert wall.locator("h2").inner_text() == "When would you leave?"
    onward("Next round")

    # The desk is refreshed in the middle: room and wall do not notice.
    desk.reload()
    wait_until_drawn(desk)
    desk.locator(".pk-primary", has_text="Open the round").wait_for()

    def vote(place):
        def act(shown):
            shown.locator("fieldset input").nth(place).check()
            shown.get_by_role("button", name="Send").click()

        return act

    asked = next(each for each in lesson_votes.votes() if each["lesson"] == "why_firms_exist")
    right = exercise(f"why_firms_exist.{asked['name']}").said_key()
    ask("first", {"choice": 0}, vote(1))
    wall.locator(PICTURE).wait_for()
    assert "Right is" not in wall.inner_text("body") + desk.inner_text("body"), "the first turn gives the key away"
    onward("Next round")
    wall.get_by_text("Ready").wait_for()
    ask("again", {"choice": 1}, vote(1))
    wall.get_by_text("Right is").first.wait_for()
    assert right in wall.inner_text("figcaption")
    assert wall.locator("svg .bars").count() == 2, "the second turn shows both"
    assert "after 33% in the first turn" in wall.inner_text("figcaption")
    onward("Next round")
    for each in phones:
        each.get_by_text("That was the last question").wait_for()
