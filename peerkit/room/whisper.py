"""The whisper chain and the board: a text passes from phone to phone by memory; on a board everybody reads the original.

A text is eight details of eight possibilities each. What arrives after k passes is compared with retention to the power of k
(`peerkit.models.communication`), and with the majority of several readers of the original.
"""

import random

from peerkit.room.experiment import Experiment, Field, Part

DETAILS = {
    "day": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "a holiday"),
    "hour": ("six", "seven", "eight", "nine", "ten", "eleven", "twelve", "one"),
    "place": (
        "the station",
        "the library",
        "the harbour",
        "the market",
        "the museum",
        "the school",
        "the park",
        "the bridge",
    ),
    "person": ("a baker", "a nurse", "a pilot", "a judge", "a farmer", "a painter", "a driver", "a cook"),
    "colour": ("red", "green", "blue", "yellow", "white", "black", "brown", "grey"),
    "thing": ("a bag", "a box", "a letter", "a map", "a lamp", "a clock", "a coat", "a book"),
    "number": ("two", "three", "four", "five", "six", "seven", "eight", "nine"),
    "way": ("by train", "by bus", "on foot", "by bicycle", "by boat", "by car", "by tram", "by taxi"),
}
LENGTHS = (8, 4, 2)
SHORT_LENGTHS = (4, 2)
FEW = 16
"""People below which no chain is longer than four."""
LEASE = 60.0
"""Seconds after which a text that nobody has passed on goes to another phone [s]."""


def lengths(expected):
    """The lengths of the chains for so many people: each kind in turn until all have something to pass on.

    >>> lengths(30), lengths(6)
    ((8, 4, 2, 8, 4, 2, 2), (4, 2))
    """
    kinds = LENGTHS if expected >= FEW else SHORT_LENGTHS
    chosen, left = [], max(expected, kinds[-1])
    while left >= kinds[-1]:
        turn = len(chosen) % len(kinds)
        # Each kind in turn; where it is too long for those who are left, the next shorter one.
        chosen.append(next(length for length in (*kinds[turn:], *kinds) if length <= left))
        left -= chosen[-1]
    return tuple(chosen)


def original(settings):
    """The text with which all chains begin: the place of each detail."""
    rng = random.Random(settings["seed"])
    return {name: rng.randrange(len(options)) for name, options in DETAILS.items()}


def part(chain, depth, body, seconds):
    """The screen of one pass: read the text, then choose it from memory."""
    lines = tuple(f"{name}: {options[body[name]]}" for name, options in DETAILS.items())
    fields = tuple(Field(name, "choice", name, options) for name, options in DETAILS.items())
    words = f"Read for {seconds} seconds. Then choose what you remember: the next person reads what you chose."
    return Part(f"{chain}-{depth}", words, fields, seconds=seconds, read=lines)


def form(settings, expected, number):
    """Nothing by itself: the texts come from `peerkit.room.pieces`, one after the other."""
    return ()


def simulate(rng, parts, settings, expected, truth):
    """A person who keeps each detail with the planted chance and guesses it otherwise."""
    answers = {}
    for each in parts:
        read = dict(line.split(": ", 1) for line in each.read)
        answers[each.name] = {
            field.name: field.options.index(read[field.name])
            if rng.random() < truth["retention"]
            else rng.randrange(len(field.options))
            for field in each.fields
        }
    return answers


EXPERIMENT = Experiment(
    kind="whisper",
    title="Whisper chain and board",
    minutes=7,
    least=16,
    form=form,
    simulate=simulate,
    settings={"seed": 1, "read_seconds": 15},
    truth={"retention": 0.85},
    seconds=300,
    chained=True,
    wall="A text of eight details passes from phone to phone by memory. Read it, then choose what you remember. The next person reads what you chose.",
    columns={name: f"place of the {name} that this person chose, from 0" for name in DETAILS},
)
