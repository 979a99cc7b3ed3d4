"""The instructor's desk: thirty phones through three experiments and a vote by *next* alone, two desks, and what a desk puts to the room."""

import json
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from peerkit.course import inventory
from peerkit.course.exercises import exercise
from peerkit.room import lesson_votes
from tests.pages.conftest import PHONE, wait_until_drawn
from tests.pages.serving import Server, until
from tests.room import running
from tests.room.running import token

PHONES, RAW = 5, 25
PICTURE = "figure svg"
LESSON = "why_firms_exist"


@pytest.fixture(scope="module")
def dashboards(tmp_path_factory):
    """The address of a dashboard server with rooms for thirty phones."""
    folder = tmp_path_factory.mktemp("rooms")
    server = Server("--room-database", str(folder / "room.db"), "--room-port", "0", "--participants", "20")
    yield server.url
    server.stop()


class Desk:
    """A desk with an open room, what it is told, and raw calls to its room."""

    def __init__(self, shown):
        self.shown = shown
        self.next = shown.locator(".pk-go .pk-primary")
        wall = shown.get_by_role("link", name="Open the wall").get_attribute("href")
        self.base, _, self.code = wall.removesuffix("/wall").rpartition("/")
        self.raw = running.Server.__new__(running.Server)
        self.raw.code, self.raw.port = self.code, int(re.search(r":(\d+)/", self.base)[1])
        self.raw.key = self.kept["key"]

    @property
    def kept(self):
        return json.loads(self.shown.evaluate("() => localStorage.getItem('peerkit-room-desk')"))

    def press(self, words):
        """Press *next* on the keyboard once it says `words`: its focus must never be lost."""
        self.next.filter(has_text=words).wait_for()
        assert self.next.evaluate("(button) => button === document.activeElement"), "the desk has lost the focus"
        self.shown.keyboard.press("Enter")

    def told(self, words):
        self.shown.get_by_text(words).first.wait_for()

    def state(self):
        return self.raw.call("state")[1]

    def answers(self):
        """All answers of the round, as the desk's own kernel gets them; in an order that says nothing."""
        rows = self.raw.call("pool", key=self.raw.key)[1]["rows"]
        return sorted(json.dumps(next(iter(row["answers"].values()))) for row in rows)


def opened(reader, dashboards, *kinds):
    """A desk that has opened a room with some experiments."""
    shown = reader.open("live/room", base=dashboards, width=1280)
    for kind, title in {
        "thresholds": "How many before you?",
        "volunteer": "Would you pay for all?",
        "take": "When would you leave?",
    }.items():
        shown.get_by_role("checkbox", name=title).set_checked(kind in kinds)
    shown.get_by_role("button", name="Open the room").click()
    shown.get_by_role("link", name="Open the wall").wait_for()
    return Desk(shown)


def sent(shown):
    shown.get_by_role("button", name="Send").click()
    shown.locator(".receipt", has_text="Sent.").wait_for()


def wait_before(shown, nth):
    shown.get_by_label("others who must have joined").fill(str(nth))


def pay(shown, nth):
    for group in range(len(SIZES)):
        shown.locator("fieldset").nth(group).locator("input").nth(nth % 2).check()


def leave(shown, nth):
    shown.get_by_role("slider").fill(str(20 + nth))


def choose(place):
    return lambda shown, nth: shown.locator("fieldset input").nth(place).check()


SIZES = ("group_2", "group_5", "group_10", "everybody")
EXPERIMENTS = {
    # What phones do, what the raw clients send, and the words of a fit.
    "How many before you?": (wait_before, lambda nth: {"threshold": nth}, "The average threshold is", "How many start?"),
    "Would you pay for all?": (pay, lambda nth: {size: nth % 3 // 2 for size in SIZES}, "The equilibrium of the model", "Would you pay for all?"),
    "When would you leave?": (leave, lambda nth: {"take": 30 + nth}, "The elasticity of supply is", "When would you leave?"),
}  # fmt: skip


def test_an_instructor_takes_thirty_phones_through_three_experiments_and_a_vote_of_a_lesson_by_next_alone(
    dashboards, reader
):
    desk = opened(reader, dashboards, "thresholds", "volunteer", "take")
    wall = reader.open(f"/{desk.code}/wall", base=desk.base, ready=False, width=1280)
    wall.get_by_text("No phone seen yet").wait_for()
    phones = [reader.open(f"/{desk.code}", base=desk.base, ready=False, width=PHONE) for _ in range(PHONES)]
    for each in phones:
        each.get_by_role("button", name="Join", exact=True).click()
        each.get_by_text("You are number").wait_for()
    with ThreadPoolExecutor(RAW) as crowd:

        def everybody(act):
            return list(crowd.map(act, range(RAW)))

        assert {
            status for status, *_ in everybody(lambda nth: desk.raw.call("seats", "POST", {"seat": token(nth)}))
        } == {201}
        desk.told("30 phones here")

        def ask(part, act, body, question):
            """A round from its opening to the moment before it is closed: all thirty have a receipt."""
            desk.press("Open the round")
            wall.get_by_text(question).first.wait_for()
            desk.next.filter(has_text="Close the round").wait_for()
            state = desk.state()
            answers = everybody(lambda nth: desk.raw.answer(nth, body(nth), round=state["round"], part=part))
            assert [status for status, *_ in answers] == [200] * RAW
            for nth, each in enumerate(phones):
                act(each, nth)
                sent(each)
            wall.get_by_text("30 of 30 in").wait_for()
            desk.told("30 of 30 in")
            pooled = desk.answers()
            assert len(pooled) == RAW + PHONES
            assert not {json.dumps(body(nth)) for nth in range(RAW)} - set(pooled), "an answer was lost"

        def reveal(title):
            desk.press("Close the round")
            desk.press("Reveal on wall and phones")
            for each in (wall, *phones):
                each.locator("h2", has_text=title).wait_for()
                assert each.locator(f"{PICTURE} .series").count()

        for question, (act, body, fit, title) in EXPERIMENTS.items():
            ask("main", act, body, question)
            desk.told(fit)
            # The reading is there before the round is closed, and does not change: it must reach the wall all the same.
            reveal(title)
            if title != "When would you leave?":
                desk.press("Next round")

        # One click on the page of the lesson, in the same browser; then next, as before.
        lesson = desk.shown.context.new_page()
        lesson.goto(f"{dashboards}lessons/{LESSON}")
        lesson.get_by_role("button", name="Put to the room").first.click()
        lesson.get_by_text("It comes next in your room.").wait_for()
        lesson.close()
        asked = next(each for each in lesson_votes.votes() if each["lesson"] == LESSON)
        right = exercise(f"{LESSON}.{asked['name']}").said_key()
        desk.press("Next round")
        ask("first", choose(1), lambda nth: {"choice": nth % 3}, asked["question"])
        # A reload in the middle of a vote: nobody else notices.
        desk.shown.reload()
        wait_until_drawn(desk.shown)
        desk.next.focus()
        reveal(asked["question"])
        assert "Right is" not in wall.inner_text("body") + desk.shown.inner_text("body"), (
            "the first turn gives the key away"
        )
        desk.press("Next round")
        for each in (wall, *phones):
            each.get_by_text("Talk with your neighbour").first.wait_for()
        ask("again", choose(1), lambda nth: {"choice": 1}, asked["question"])
        reveal(asked["question"])
        wall.locator("figcaption", has_text="Right is").wait_for()
    assert right in wall.inner_text("figcaption")
    assert wall.locator(f"{PICTURE} .bars").count() == 2, "the second turn shows both"
    assert "100% chose B" in wall.inner_text("figcaption") and "in the first turn" in wall.inner_text("figcaption")
    desk.press("Finish")
    for each in (wall, *phones):
        each.get_by_text("That was the last question").wait_for()


def test_of_two_desks_one_is_told_in_words_and_both_lead_on_even_one_without_its_model(dashboards, reader):
    reader.forgive("409")
    first = opened(reader, dashboards, "take")
    first.told("0 in, 5 needed before anything is shown.")
    # Whatever the first desk sends to its kernel from now on is lost.
    first.shown.evaluate("() => { WebSocket.prototype.send = () => {}; }")
    second = reader.open("live/room", base=dashboards, width=PHONE)
    second.evaluate("(own) => localStorage.setItem('peerkit-room-desk', own)", json.dumps(first.kept))
    second.reload()
    wait_until_drawn(second)
    go = second.locator(".pk-go .pk-primary")
    go.filter(has_text="Open the round").wait_for()
    # Both press at once: the second desk has not heard of the step yet.
    second.route("**/steps", lambda route: (first.raw.step(), route.continue_(), second.unroute("**/steps")))
    go.click()
    second.get_by_role("alert").filter(has_text="Another desk has gone on meanwhile.").wait_for()
    assert first.state()["state"] == "open", "two presses at once were two steps"
    # Whoever sees the new state may go on from there, on either desk.
    go.filter(has_text="Close the round").click()
    first.press("Reveal on wall and phones")
    go.filter(has_text="Finish").wait_for()
    assert second.get_by_role("alert").filter(has_text="Another desk").count() == 0
    first.told("The model does not answer. Reload this page")


def test_the_concept_inventory_goes_to_the_room_before_and_after_by_two_boxes(dashboards, reader):
    shown = reader.open("live/room", base=dashboards, width=PHONE)
    shown.get_by_text("Questions of the lessons").click()
    shown.get_by_text("concept inventory", exact=True).click()
    for when in ("beginning", "end"):
        shown.get_by_role("checkbox", name=f"All 12 questions at the {when}").check()
    shown.get_by_role("button", name="Open the room").click()
    shown.get_by_role("link", name="Open the wall").wait_for()
    desk = Desk(shown)
    desk.told("round 1 of 25")
    questions = [each.question for each in inventory.ITEMS.values()]
    desk.told(questions[0])
    desk.press("Open the round")
    until(lambda: desk.raw.call("question")[1].get("title") == questions[0], "the wall does not hear the question")
    # The experiment that was chosen from the start stands between.
    heard = []
    for _ in range(25):
        while desk.state()["state"] not in ("ready", "open"):
            desk.raw.step()
        desk.raw.step() if desk.state()["state"] == "ready" else None
        heard.append(desk.raw.call("question")[1]["title"])
        desk.raw.step("skip")
    assert heard == [*questions, "How many before you?", *questions]
    desk.told("all rounds are done")
