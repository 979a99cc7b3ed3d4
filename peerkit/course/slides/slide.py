"""Slides as data: a claim, a figure that can be played, a note for the speaker, and what speaks against the claim."""

import re
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from peerkit.figures.answers import setting
from peerkit.records.record import RecordError

MOST_STEPS, FEWEST_STEPS = 16, 8
MANTISSAS = ((1,), (1, 2, 5), (1, 1.5, 2, 3, 4, 5, 6, 8))
SENTENCE = re.compile(r"(?<=[.?!]) (?=[A-Z0-9“])")
LONGEST = 150
"""Letters that a sentence beside a figure may have; what is longer ends earlier, with a whole sentence."""


class Frame(NamedTuple):
    """One position of the control: its setting in words, the figure there, and the sentence about it."""

    setting: str
    figure: Any
    words: str


@dataclass(frozen=True)
class Play:
    """A figure with one control that can be moved or played: its label, all its frames, the first one shown, that on paper."""

    label: str
    frames: tuple[Frame, ...]
    first: int = 0
    paper: int | None = None


@dataclass(frozen=True, kw_only=True)
class Slide:
    """One slide. `claim` is its heading; `text` and `note` are Markdown; `against` is the counter-evidence."""

    claim: str
    text: str = ""
    play: Play | None = None
    note: str = ""
    against: str = ""


@dataclass(frozen=True)
class Deck:
    """Slides in their order, with the name of the file, and a title."""

    name: str
    title: str
    slides: tuple[Slide, ...]


def play(record, figure, summary, control, values=()):
    """A figure of a record at several values of one parameter, beginning with the record's own.

    `values` are played in their order, and the record's own must be among them; by default they are round ones of the
    teaching range. Values that the record refuses are left out.

    >>> from peerkit.figures.specialisation import summary, team_size
    >>> from peerkit.models.specialisation import Specialisation
    >>> talk = play(Specialisation(), team_size, summary, "coordination_cost", (0.1, 0.01))
    >>> talk.label, [frame.setting for frame in talk.frames], talk.first
    ('Coordination cost', ['0.1', '0.01'], 0)
    >>> talk.frames[0].words
    'The best team has 25 people and produces 2.5 per head.'
    """
    parameter = record.parameters()[control]
    here = getattr(record, control)
    frames, places = [], []
    for value in values or sorted({*steps(parameter), here}):
        try:
            moved = record.replace(**{control: value})
        except RecordError:
            continue
        frames.append(Frame(setting(parameter, value), figure(moved), brief(summary(moved))))
        places.append(value)
    return Play(parameter.label, tuple(frames), places.index(here))


def steps(parameter):
    """Round values of a parameter over its teaching range, as many as a slide needs.

    >>> from peerkit.models.specialisation import Specialisation
    >>> [f"{value:g}" for value in steps(Specialisation.parameters()["coordination_cost"])]
    ['0.001', '0.002', '0.005', '0.01', '0.02', '0.05', '0.1', '0.2', '0.5', '1']
    """
    low, high = parameter.explore
    values = _logarithmic(low, high) if parameter.scale == "log" else _linear(low, high)
    return sorted({int(round(value)) if parameter.integer else value for value in values})


def _logarithmic(low, high):
    powers = range(int(np.floor(np.log10(low))), int(np.ceil(np.log10(high))) + 1)
    for mantissas in MANTISSAS:
        values = [float(f"{each}e{power}") for power in powers for each in mantissas]
        values = [value for value in values if low <= value <= high]
        if len(values) >= FEWEST_STEPS:
            break
    return values


def _linear(low, high):
    rough = (high - low) / MOST_STEPS
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(m * power for m in (1, 2, 5, 10) if m * power >= rough * (1 - 1e-9))
    first = int(np.ceil(low / step - 1e-9))
    return [float(f"{k * step:.12g}") for k in range(first, int(np.floor(high / step + 1e-9)) + 1)]


def brief(words, longest=LONGEST):
    """As many whole sentences of a text as fit, the first one in any case.

    >>> brief("One is short. Two is longer than that.", 20)
    'One is short.'
    """
    first, *others = SENTENCE.split(words)
    for sentence in others:
        if len(first) + 1 + len(sentence) > longest:
            break
        first = f"{first} {sentence}"
    return first
