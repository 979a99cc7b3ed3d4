"""The experiments that there are, and the plan of a room: which of them it goes through, in which order, with which settings."""

from importlib import import_module

from peerkit.room import pieces, rooms
from peerkit.room.basis import MOST_ROUNDS
from peerkit.room.refusal import Refusal

KINDS = ("thresholds", "skills", "task_choice", "volunteer", "take", "whisper", "vote")
"""All experiments in the order of the essay's argument: `peerkit.room.KIND` holds an `EXPERIMENT` each."""


def experiment(kind):
    """The `peerkit.room.experiment.Experiment` of a kind; refuses an unknown one."""
    if kind not in KINDS:
        raise Refusal(422, f"There is no experiment {str(kind)[:40]!r}; there are {', '.join(KINDS)}.")
    return import_module(f"peerkit.room.{kind}").EXPERIMENT


def checked(wishes):
    """A plan as the store keeps it, from a list of mappings with `kind` and `settings`; refuses what no experiment knows."""
    if not isinstance(wishes, list) or not 1 <= len(wishes) <= MOST_ROUNDS:
        raise Refusal(422, f"A plan is a list of 1 to {MOST_ROUNDS} experiments.")
    return [_checked(each) for each in wishes]


def _checked(wish):
    if not isinstance(wish, dict) or not isinstance(wish.get("settings", {}), dict):
        raise Refusal(422, "Each experiment of a plan has a kind and settings.")
    one = experiment(wish.get("kind"))
    settings = {"seconds": one.seconds, **one.settings}
    unknown = [name for name in wish.get("settings", {}) if name not in settings]
    if unknown:
        raise Refusal(422, f"{one.title} has no setting {str(unknown[0])[:40]!r}; it has {', '.join(settings)}.")
    return one.kind, settings | wish.get("settings", {})


def question(one, stands):
    """The title, the words and the options of a round for the wall, where it stands like this; nothing before it opens.

    Before the second turn of a vote people talk about the question that they know already.
    """
    asked = experiment(one.kind)
    again = one.kind == "vote" and one.settings["turn"] == "again"
    if stands == "ready" and not again:
        return {}
    form = asked.form(one.settings, one.expected or 1, 0)
    if one.kind == "vote":
        return {"title": form[0].words, "words": "", "options": form[0].fields[0].options, "again": again}
    return {"title": asked.title, "words": asked.wall or form[0].words, "options": (), "again": False}


def parts(connection, one, there, who, now=None):
    """The parts that a round asks of the seat `there`, whose mark in the round is `who`.

    With `now`, a chained experiment hands out its next text (this writes); without it, only what the seat holds already.
    """
    asked = experiment(one.kind)
    if not asked.chained:
        return asked.form(one.settings, one.expected or 1, there.number)
    if now is None:
        return pieces.asked(connection, one, who)
    held = pieces.lease(connection, one, who, now) if rooms.takes_answers(one, now) else None
    return (held,) if held else ()
