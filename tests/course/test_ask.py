"""The widget of an exercise: what the browser may know, and what the kernel says to whatever a browser sends."""

import json

import pytest

import peerkit
from peerkit.course.ask import ExercisePanel, ask, elsewhere
from peerkit.course.exercises import exercise, lessons, of_lesson
from peerkit.course.kinds import Choice, Number, Order, Words, Wrong
from peerkit.widgets.moved import OnlyMoved
from peerkit.widgets.web import SERVED

ALL = [f"{lesson}.{name}" for lesson in lessons() for name in of_lesson(lesson)]


def panel(shown):
    """The panel of what `ask` shows: by itself, or below a live model."""
    return shown if isinstance(shown, ExercisePanel) else shown.children[-1]


class Browser:
    """The messages that a panel sends to a browser and gets from it."""

    def __init__(self, panel):
        self.panel, self.heard = panel, []
        panel.send = self.heard.append

    def check(self, answer, tries=1, **others):
        self.panel._heard(None, {"kind": "check", "answer": answer, "tries": tries, "sequence": 7, **others}, [])
        return self.heard[-1]


@pytest.mark.parametrize("name", ALL)
def test_the_browser_knows_no_key_before_it_is_earned(name):
    asked = exercise(name)
    shown = panel(ask(name))
    state = json.dumps(shown.shown, ensure_ascii=False)
    for text in (asked.hint, asked.law, asked.path, *(each.why for each in getattr(asked, "wrong", ()))):
        assert not text or text not in state
    if isinstance(asked, Choice):
        assert sorted(shown.shown["options"]) == sorted(asked.options())
    else:
        assert asked.said_key() not in state
    if isinstance(asked, Order):
        assert shown.shown["items"] == sorted(label for label, _ in asked.items)
    if isinstance(asked, Words):
        assert not [point for point in asked.points if point in state]


def test_the_place_of_an_option_does_not_tell_which_is_right():
    sorted_up = Choice(question="?", key=lambda: max(3, 1), wrong=(Wrong(1, "a"), Wrong(2, "b")), path="{key}")
    other = Choice(question="?", key=lambda: min(3, 1), wrong=(Wrong(3, "a"), Wrong(2, "b")), path="{key}")
    assert ask(sorted_up).shown["options"] == ask(other).shown["options"]


def test_an_answer_is_replied_to_with_its_number():
    browser = Browser(ask("why_firms_exist.nothing_left"))
    assert browser.check("25 people")["state"] == "miss"
    told = browser.check("25", tries=2)
    assert (told["kind"], told["sequence"], told["state"]) == ("reply", 7, "told")
    assert browser.check("100")["state"] == "right"


@pytest.mark.parametrize("answer", [None, 3, [], {}, ["100"], "9" * 1_000_000, "", "x\x00"])
@pytest.mark.parametrize("name", ["why_firms_exist.nothing_left", "why_firms_exist.talk", "why_firms_exist.sizes"])
def test_what_is_no_answer_costs_no_try_and_breaks_nothing(name, answer):
    told = Browser(ask(name)).check(answer, tries={"a": 1})
    assert told["state"] == "unread" and told["words"].endswith((".", "?")) and len(told["words"]) < 300


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ("100 people", "right"),
        ("100,4", "right"),
        (" 100 ", "right"),
        ("", "unread"),
        ("many", "unread"),
        ("1e400", "unread"),
        ("1,000", "unread"),
    ],
)
def test_numbers_are_read_as_people_type_them(typed, state):
    assert Browser(ask("why_firms_exist.nothing_left")).check(typed)["state"] == state


def test_two_readings_are_offered_and_each_can_be_sent():
    browser = Browser(ask("why_firms_exist.nothing_left"))
    choices = browser.check("1,000")["choices"]
    assert [words for words, _ in choices] == ["1 thousand", "1"]
    assert [browser.check(sent)["state"] for _, sent in choices] == ["miss", "miss"]


def test_an_error_is_a_sentence_and_the_next_answer_is_judged(caplog):
    flaky = Choice(question="?", key=lambda: next(turns), wrong=(Wrong(1, "one"),), path="{key}")
    turns = iter([2, 2, 2])
    browser = Browser(ask(flaky))
    turns = iter([])
    told = browser.check("2")
    assert told["state"] == "unread" and "could not be judged" in told["words"]
    turns = iter([2, 2, 2, 2])
    assert browser.check("2")["state"] == "right"


def test_a_setting_judges_the_live_model_and_says_where_it_stands():
    shown = ask("why_firms_exist.hundred")
    explorer, browser = shown.children[0], Browser(panel(shown))
    missed = browser.check(None)
    assert missed["state"] == "miss" and missed["said"].startswith("The best team has 25 people")
    explorer.change({"coordination_cost": 0.05})
    right = browser.check(None)
    assert right["state"] == "right" and right["answer"] == {"coordination_cost": 0.05}


@pytest.mark.parametrize(
    ("answer", "cost"),
    [
        ({"coordination_cost": 0.05}, 0.05),
        ({"coordination_cost": -1}, 0.1),
        ({"specialisation_elasticity": 0.2}, 0.1),
        ("coordination_cost", 0.1),
        ({"coordination_cost": ["0.05"]}, 0.1),
        ({"coordination_cost": True}, 0.1),
        ({"coordination_cost": float("nan")}, 0.1),
    ],
)
def test_a_live_model_is_set_to_where_the_learner_was_and_to_nothing_else(answer, cost):
    shown = ask("why_firms_exist.hundred")
    panel(shown)._heard(None, {"kind": "restore", "answer": answer}, [])
    assert shown.children[0].record.changes() == ({} if cost == 0.1 else {"coordination_cost": cost})


def test_code_is_read_from_the_notebook():
    asked = exercise("why_firms_exist.cheaper")
    namespace = {}
    browser = Browser(ExercisePanel(asked, "why_firms_exist.cheaper", namespace=namespace))
    assert "no factor yet" in browser.check(None)["words"]
    namespace["factor"] = None
    assert "still None" in browser.check(None)["words"]
    namespace["factor"] = 3
    assert browser.check(None)["state"] == "miss"
    namespace["factor"] = "nine"
    assert "cannot be judged" in browser.check(None)["words"]
    namespace["factor"] = asked.key()
    assert browser.check(None)["state"] == "right"


@pytest.mark.parametrize(("name", "value"), [(SERVED, "/assets"), ("SERVER_SOFTWARE", "voila/0.5.13")])
def test_where_no_code_is_shown_the_exercise_says_where_it_can_be_done(monkeypatch, name, value):
    monkeypatch.delenv(SERVED, raising=False)
    monkeypatch.delenv("SERVER_SOFTWARE", raising=False)
    assert not elsewhere() and ask("why_firms_exist.cheaper").shown["elsewhere"] == ""
    monkeypatch.setenv(name, value)
    shown = ask("why_firms_exist.cheaper")
    assert "01_why_firms_exist.ipynb" in shown.shown["elsewhere"] and "JupyterLab" in shown.shown["elsewhere"]
    told = Browser(shown).check(None)
    assert (told["state"], told["words"]) == ("unread", shown.shown["elsewhere"])
    here = {each["name"]: each["here"] for each in ask("why_firms_exist.notes").shown["exercises"]}
    assert [name for name, there in here.items() if not there] == ["why_firms_exist.cheaper"]


def test_points_travel_with_the_model_answer_only():
    asked = Words(question="Why?", model="Because.", points=("a cause is named",))
    shown = ask(asked)
    assert "points" not in shown.shown
    told = Browser(shown).check("Since.")
    assert (told["state"], told["words"], told["points"]) == ("kept", "Because.", ["a cause is named"])
    assert "points" not in Browser(ask("why_firms_exist.talk")).check("nothing")


def test_an_exercise_of_ones_own_is_kept_under_its_question_or_a_name():
    one = Number(question="Half of 5?", key=lambda: 5 / 2, tolerance=0.1)
    assert ask(one).name == ask(one).name != ask(Number(question="Half of 6?", key=lambda: 3.0, tolerance=0.1)).name
    assert ask(one, name="halves").shown["name"] == "halves"


def test_notes_list_the_exercises_of_a_lesson():
    shown = ask("why_firms_exist.notes").shown
    assert [each["name"] for each in shown["exercises"]] == [
        f"why_firms_exist.{name}" for name in of_lesson("why_firms_exist")
    ]
    assert shown["question"] == "Why do firms exist and stop growing?"
    browser = Browser(ask("why_firms_exist.notes"))
    browser.panel._heard(None, {"kind": "check", "sequence": 1}, [])
    assert browser.heard == []


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("why_firms_exits.team", "did you mean why_firms_exist"),
        ("why_firms_exist.taem", "did you mean team"),
        ("team", "there are no exercises for 'team'"),
        (3, "ask needs the name of an exercise"),
        ("nowhere.notes", "there are no exercises for 'nowhere'"),
    ],
)
def test_a_mistyped_name_is_answered_with_what_was_meant(asked, words):
    with pytest.raises(ValueError, match=words):
        peerkit.ask(asked)


def test_a_browser_can_set_nothing_of_an_exercise():
    assert issubclass(ExercisePanel, OnlyMoved) and ExercisePanel.moved == ()
    shown = ask("why_firms_exist.talk")
    shown.set_state({"shown": {"kind": "notes"}, "_esm": "theirs"})
    assert shown.shown["kind"] == "choice" and shown._esm != "theirs"
