"""The volunteer: somebody must pay so that all gain. In larger groups each one hopes for the others.

A. Diekmann, Volunteer's Dilemma, Journal of Conflict Resolution 29(4), 1985 (the model is in `peerkit.models.volunteer`).
"""

from peerkit.room.experiment import Experiment, Field, Part

SIZES = (2, 5, 10)
GAIN, COST = 10, 2


def form(settings, expected, number):
    """Yes or no for four sizes of groups, in an order that differs from phone to phone."""
    sizes = [*SIZES, None]
    turn = number % len(sizes)
    fields = tuple(
        Field(
            name(size),
            "choice",
            "Everybody here is one group" if size is None else f"A group of {size}",
            ("I do not pay", "I pay 2 points"),
        )
        for size in sizes[turn:] + sizes[:turn]
    )
    words = (
        f"If anyone in your group pays {COST} points, all in it get {GAIN}. If nobody does, all get 0. Decide for each size of "
        "group. Groups are drawn afterwards."
    )
    return (Part("main", words, fields),)


def name(size):
    """The name of the field for groups of a `size`; None is everybody."""
    return "everybody" if size is None else f"group_{size}"


def simulate(rng, parts, settings, expected, truth):
    """A person who pays with a chance that falls with the size of the group, as in the symmetric equilibrium plus goodwill."""
    answers = {}
    for size in (*SIZES, None):
        members = max(2, size or expected)
        nobody_else = (COST / GAIN) ** (1 / (members - 1))
        answers[name(size)] = int(rng.random() < min(1.0, 1 - nobody_else + truth["goodwill"]))
    return {"main": answers}


EXPERIMENT = Experiment(
    kind="volunteer",
    title="Would you pay for all?",
    minutes=4,
    least=10,
    form=form,
    simulate=simulate,
    truth={"goodwill": 0.15},
    columns={
        name(size): f"1 if this person pays in a group of {size or 'everybody in the room'}, 0 if not"
        for size in (*SIZES, None)
    },
)
