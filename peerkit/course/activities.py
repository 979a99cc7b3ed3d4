"""Activities on paper: the numbers that somebody types from slips, each compared with its model. Nothing of them is kept.

A text is read line by line with `peerkit.records.reading`. A line that cannot be read is named, and the others count.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from peerkit.course.gain import LONGEST, MOST_NAMED
from peerkit.figures import skills_in_the_room, stand_up, take_vote, whisper
from peerkit.figures.words import number, percent
from peerkit.models.crowd import discrete_path
from peerkit.models.rooms import joining_share
from peerkit.records.reading import read, short

MOST = 300
"""Rows that are counted: no room has more people."""
MOST_PEOPLE = 10_000
_MARK = re.compile(r"\s*(?:%|per\s*cent)", re.IGNORECASE)
_BETWEEN = re.compile(r"[;\s]+|,\s")


class Typed(NamedTuple):
    """The rows of a text, and a sentence for each line that cannot be used."""

    rows: list
    problems: list[str]


def typed(text, row, *, each=False):
    """The `Typed` rows of a text, made by `row` of the words of a line; with `each`, every word of a line is a row.

    >>> typed("3 half\\n5", whole, each=True)
    Typed(rows=[3, 5], problems=['Line 1: “half” is not a number. Type one such as 5.'])
    """
    told = Typed([], [])
    for place, line in enumerate(text.splitlines(), 1):
        words = [word for word in _BETWEEN.split(_MARK.sub("%", line.strip())) if word.strip(",")]
        for part in words if each else [words] if words else []:
            try:
                told.rows.append(row(part))
            except ValueError as error:
                told.problems.append(f"Line {place}: {error}")
    return told


def whole(word, most=MOST_PEOPLE):
    """A whole number from 0 to `most`; ValueError with a sentence for any other word.

    >>> whole("3,5")
    Traceback (most recent call last):
    ValueError: “3,5” is not a whole number. Put a blank between numbers.
    """
    reading = read(word.strip(","), example="5")
    values = [choice.value for choice in reading.choices] or [reading.value]
    if reading.refusal:
        raise ValueError(reading.refusal)
    if len(values) > 1 or reading.share or not values[0].is_integer():
        raise ValueError(f"“{short(word)}” is not a whole number. Put a blank between numbers.")
    if not 0 <= values[0] <= most:
        raise ValueError(f"“{short(word)}” must be a whole number from 0 to {most:,}.")
    return int(values[0])


def lowest_share(word):
    """A share from 0 to 1: typed in percent, with the sign or without. A number such as 0.3 needs the sign.

    >>> lowest_share("30"), lowest_share("12,5%")
    (0.3, 0.125)
    >>> lowest_share("0.3")
    Traceback (most recent call last):
    ValueError: “0.3” can mean 30 % or 0.3 %. Type 30 or 0.3 %.
    """
    reading = read(word.strip(","), example="30")
    if reading.refusal:
        raise ValueError(reading.refusal)
    if reading.choices:
        raise ValueError(f"“{short(word)}” is not a share. Type a number from 0 to 100.")
    if not reading.share and 0 < abs(reading.value) < 1:
        means = f"{100 * abs(reading.value):.4g}"
        raise ValueError(f"“{short(word)}” can mean {means} % or {short(word)} %. Type {means} or {short(word)} %.")
    value = reading.value if reading.share else reading.value / 100
    if not 0 <= value <= 1:
        raise ValueError(f"“{short(word)}” must be a share from 0 to 100 %.")
    return value


def chain(words):
    """The facts that each person of a chain still had; nobody can have more than the person before.

    >>> chain(["10", "7", "8"])
    Traceback (most recent call last):
    ValueError: person 3 has 8 facts and the person before has 7. Nobody can have more than the person before.
    """
    counts = [whole(word, 100) for word in words]
    if len(counts) < 2:
        raise ValueError("a chain needs at least two numbers, as in 10 8 7 7 6.")
    if counts[0] == 0:
        raise ValueError("the first person must have at least one fact.")
    for place, (before, after) in enumerate(zip(counts, counts[1:], strict=False), 2):
        if after > before:
            raise ValueError(
                f"person {place} has {after} facts and the person before has {before}. Nobody can have more than the "
                "person before."
            )
    return counts


def marked(words):
    """The skills that a person marked, true or false for each of the sheet; a single 0 means none."""
    numbers = {whole(word, skills_in_the_room.SKILLS) for word in words}
    if 0 in numbers and len(numbers) > 1:
        raise ValueError("0 means that nothing is marked, so no other number can stand beside it.")
    return [skill in numbers for skill in range(1, skills_in_the_room.SKILLS + 1)]


def _cards(text):
    return typed(text, whole, each=True)


def _shares(text):
    return typed(text, lowest_share, each=True)


def _marks(text):
    return typed(text, marked)


def _chains(text):
    """Chains of as many people as the first one; others are named."""
    told = typed(text, chain)
    odd = [each for each in told.rows if len(each) != len(told.rows[0])]
    same = [each for each in told.rows if len(each) == len(told.rows[0])]
    problems = [
        f"The chain {short(' '.join(map(str, each)))} has {len(each)} people and the first one {len(same[0])}. It is left out."
        for each in odd
    ]
    return Typed(same, told.problems + problems)


@dataclass(frozen=True)
class Activity:
    """A field for the numbers of a room, read by `read` as rows of a `noun`.

    `draw` makes their figure, `summary` says it in words, and `table` has the cells below the `head`.
    """

    question: str
    example: str
    noun: tuple[str, str]
    read: Callable[[str], Typed]
    draw: Callable[..., Any]
    summary: Callable[[list], str]
    head: tuple[str, ...]
    table: Callable[[list], list[list[str]]]

    def shown(self):
        """The part of the state of the widget that is its own."""
        return {
            "kind": "lines",
            "question": self.question,
            "example": self.example,
            "head": list(self.head),
            "button": "Compare with the model",
            "note": "The numbers are read by this page's own kernel and kept nowhere.",
        }

    def told(self, answer):
        """The sentences, the table and the figure made from a typed text; without any number, only what is wrong."""
        text = answer[:LONGEST] if isinstance(answer, str) else ""
        rows, problems = self.read(text)
        problems = _few(problems, isinstance(answer, str) and len(answer) > LONGEST, len(rows))
        if not rows:
            return {"state": "unread", "words": "Type some numbers first.", "problems": problems}
        rows = rows[:MOST]
        return {
            "state": "kept",
            "words": f"{len(rows)} {self.noun[len(rows) > 1]} read. What they say stands below, with the figure.",
            "said": self.summary(rows),
            "problems": problems,
            "rows": self.table(rows),
            "figure": self.draw(rows),
        }


def _few(problems, cut, rows):
    """The problems that are told: the first ones, and what was left out."""
    told = problems[:MOST_NAMED]
    if len(problems) > MOST_NAMED:
        told.append(f"{len(problems) - MOST_NAMED} more numbers cannot be used.")
    if cut:
        told.append(f"The text is longer than {LONGEST:,} characters; the rest was left out.")
    if rows > MOST:
        told.append(f"There are {rows:,} rows; the first {MOST} count.")
    return told


def _round_by_round(cards):
    return [[f"after round {place}", f"{standing}"] for place, standing in enumerate(discrete_path(cards))][1:]


def _by_person(chains):
    shares = whisper.arrived(chains).mean(axis=0)
    return [[f"person {place}", percent(each)] for place, each in enumerate(shares, 1)]


def _by_skill(marks):
    return [[f"skill {place}", f"{sum(each)}"] for place, each in enumerate(zip(*marks, strict=True), 1)]


def _by_take(lowest):
    people = len(lowest)
    rows = ((take, float(joining_share(lowest, take))) for take in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9))
    return [[percent(take), number(round(part * people), 6), percent(take * part)] for take, part in rows]


ACTIVITIES = {
    "stand_up": Activity(
        "Type the numbers on the cards, with blanks or line breaks between them.",
        "0 1 1 2 3 5",
        ("card", "cards"),
        _cards,
        stand_up.standing,
        stand_up.summary,
        ("by the cards", "people who stand"),
        _round_by_round,
    ),
    "whisper": Activity(
        "Type a line for each chain: the facts that the first person had, then those of the second, and so on.",
        "10 8 7 7 6",
        ("chain", "chains"),
        _chains,
        whisper.passed_on,
        whisper.summary,
        ("person", "facts that arrived, on average"),
        _by_person,
    ),
    "skills_in_the_room": Activity(
        "Type a line for each person: the numbers of the skills that the person marked, or 0 for none.",
        "1 3 8",
        ("person", "people"),
        _marks,
        skills_in_the_room.by_lot,
        skills_in_the_room.summary,
        ("skill", "people who have it"),
        _by_skill,
    ),
    "take_vote": Activity(
        "Type the lowest share of each person in percent, with blanks or line breaks between them.",
        "30 50 50 80",
        ("slip", "slips"),
        _shares,
        take_vote.income,
        take_vote.summary,
        ("the platform keeps", "people who work", "income, as a share of all"),
        _by_take,
    ),
}
"""The activities by the names of their pages."""
