"""A vote: one question with options, asked twice. Between the two people talk, and the second answer shows what talking did.

Any choice exercise of a lesson can be put to the room (`peerkit.room.lesson_votes`). The options travel in the settings; which one
is right stays with the desk until it reveals.
"""

from peerkit.room.experiment import Experiment, Field, Part

TURNS = ("first", "again")


def form(settings, expected, number):
    """The question with its options; `turn` says whether it is asked for the first or the second time."""
    field = Field("choice", "choice", "My answer", tuple(settings["options"]))
    return (Part(settings["turn"], settings["question"], (field,)),)


def simulate(rng, parts, settings, expected, truth):
    """A person who takes the first option with a planted chance, and any other alike."""
    options = len(settings["options"])
    chosen = 0 if rng.random() < truth["first"] else rng.randrange(1, max(2, options))
    return {settings["turn"]: {"choice": min(chosen, options - 1)}}


EXPERIMENT = Experiment(
    kind="vote",
    title="Vote",
    minutes=3,
    least=5,
    form=form,
    simulate=simulate,
    settings={"question": "", "options": (), "turn": "first", "lesson": "", "exercise": ""},
    truth={"first": 0.5},
    seconds=90,
    columns={"choice": "place of the chosen option, from 0"},
)
