"""Questions of the course that can be put to a room: every choice exercise of a lesson, and the concept inventory."""

from peerkit.course.exercises import exercise, lessons, of_lesson
from peerkit.course.kinds import Choice

LONGEST_QUESTION = 600


def votes():
    """For each lesson the choice exercises: name, question, options. The right option stays here."""
    return [
        {"lesson": lesson, "name": name, "question": one.question, "options": list(one.options())}
        for lesson in lessons()
        for name, one in of_lesson(lesson).items()
        if isinstance(one, Choice)
    ]


def settings(lesson, name, turn="first"):
    """The settings of a vote (`peerkit.room.vote`) on a choice exercise of a lesson."""
    one = exercise(f"{lesson}.{name}")
    return {"question": one.question, "options": list(one.options()), "lesson": lesson, "exercise": name, "turn": turn}


def revealed(chosen):
    """The sentences that reveal a vote: the right option with the path to it, and what attracts in the others."""
    if not chosen.get("lesson"):
        return ()
    one = exercise(f"{chosen['lesson']}.{chosen['exercise']}")
    key = one.said_key()
    place = chr(ord("A") + list(chosen["options"]).index(key)) if key in chosen["options"] else "?"
    why = [f"{words}: {one.why(words)}" for words in chosen["options"] if words != key and one.why(words)]
    return (f"Right is {place}: {key}.", " ".join(each for each in (one.worked(), one.law) if each), *why)
