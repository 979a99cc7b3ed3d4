"""Questions of the course that can be put to a room: every choice exercise of a lesson, and the concept inventory."""

from peerkit.course import inventory
from peerkit.course.exercises import exercise, lessons, of_lesson
from peerkit.course.kinds import Choice

INVENTORY = "concept_inventory"
"""The lesson, by name, to which the questions of the inventory belong in a vote."""


def votes():
    """For each lesson, and for the inventory, the choice exercises: name, question, options. The right option stays here."""
    asked = {lesson: of_lesson(lesson) for lesson in lessons()} | {INVENTORY: inventory.ITEMS}
    return [
        {"lesson": lesson, "name": name, "question": one.question, "options": list(one.options())}
        for lesson, exercises in asked.items()
        for name, one in exercises.items()
        if isinstance(one, Choice)
    ]


def _asked(lesson, name):
    return inventory.ITEMS[name] if lesson == INVENTORY else exercise(f"{lesson}.{name}")


def settings(lesson, name, turn="first"):
    """The settings of a vote (`peerkit.room.vote`) on a choice exercise of a lesson."""
    one = _asked(lesson, name)
    return {"question": one.question, "options": list(one.options()), "lesson": lesson, "exercise": name, "turn": turn}


def revealed(chosen):
    """The sentences that reveal a vote: the right option with the path to it, and what attracts in the others.

    None after the first turn: people are to talk first.
    """
    if not chosen.get("lesson") or chosen["turn"] == "first":
        return ()
    one = _asked(chosen["lesson"], chosen["exercise"])
    key = one.said_key()
    place = chr(ord("A") + list(chosen["options"]).index(key)) if key in chosen["options"] else "?"
    why = [f"{words}: {one.why(words)}" for words in chosen["options"] if words != key and one.why(words)]
    return (f"Right is {place}: {key}.", " ".join(each for each in (one.worked(), one.law) if each), *why)
