r"""The gain of a course from the lines that participants hand over: first-try shares, distractors, and the normalised gain.

.. math:: g = \frac{\bar a - \bar b}{1 - \bar b}

of the mean shares right before (:math:`\bar b`) and after (:math:`\bar a`) over people whose two lines are paired. Its
interval is a bootstrap over people. Below `FEWEST` pairs there are counts only.

Source: R. R. Hake, Interactive-engagement versus traditional methods, American Journal of Physics 66(1), 1998, 64-74
(unconfirmed: the formula is widely quoted from there). The interval and its measured coverage are peerkit's own.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from scipy.special import stdtrit

from peerkit.course.inventory import ITEMS, LETTERS, ROUNDS, key_letters
from peerkit.figures.words import number, percent
from peerkit.records.reading import short

FEWEST = 10
"""Pairs below which no gain is given."""
DRAWS = 4000
LONGEST = 100_000
MOST_NAMED = 20
"""Characters of a pasted text that are read, and broken lines that are named one by one."""
_WORD = re.compile(r"[^\W_][\w-]{0,29}")
_EXAMPLE = f"before otter 7 {'abc' * (len(ITEMS) // 3)}"


class Gain(NamedTuple):
    """The normalised gain, and the ends of its 95 % interval [1]; NaN where everybody knew everything before."""

    gain: float
    low: float
    high: float


def normalised_gain(before, after, rng):
    """The `Gain` of paired people from their shares right `before` and `after` [fraction]; `rng` draws the bootstrap.

    >>> gain = normalised_gain([0.2, 0.4] * 10, [0.6, 0.8] * 10, np.random.default_rng(1))
    >>> round(gain.gain, 2), round(gain.low, 2) <= 0.57 <= round(gain.high, 2)
    (0.57, True)
    """
    pairs = np.column_stack([before, after]).astype(float)
    people = len(pairs)
    drawn = pairs[rng.integers(people, size=(DRAWS, people))].mean(axis=1)
    # Percentiles of a bootstrap are too narrow for few people, by the factor that the normal law is against Student's t.
    outer = NormalDist().cdf(-np.sqrt(people / (people - 1)) * stdtrit(people - 1, 0.975))
    gains = _gain(drawn[:, 0], drawn[:, 1])
    low, high = np.nanquantile(gains, [outer, 1 - outer]) if np.isfinite(gains).any() else (np.nan, np.nan)
    return Gain(float(_gain(*pairs.mean(axis=0))), float(low), float(high))


def _gain(before, after):
    room = 1 - np.asarray(before)
    return np.divide(after - before, room, out=np.full_like(room, np.nan), where=room > 0)


class Line(NamedTuple):
    """A line that somebody handed over: the round, the word that pairs two lines, minutes, and a letter for each question."""

    round: str
    word: str
    minutes: int
    letters: str


@dataclass
class HandedOver:
    """The lines of a pasted text: by round and word, and a sentence for each that cannot be used."""

    lines: dict[str, dict[str, Line]] = field(default_factory=lambda: {name: {} for name in ROUNDS})
    problems: list[str] = field(default_factory=list)

    @property
    def pairs(self):
        """The words that stand in both rounds, in the order of the alphabet."""
        return sorted(set(self.lines["before"]) & set(self.lines["after"]))


def handed_over(text):
    """The `HandedOver` lines of a text. A broken line is named with its number; the rest counts.

    >>> handed_over("before otter 7 abcabcabcabc\\nafter otter 9 abc").problems
    ['Line 2: there must be 12 letters, one for each question, and here are 3.']
    """
    told = HandedOver()
    for place, words in enumerate(text.splitlines(), 1):
        if not words.strip():
            continue
        line = _line(words)
        if isinstance(line, str):
            told.problems.append(f"Line {place}: {line}")
        elif line.word in told.lines[line.round]:
            told.problems.append(f"Line {place}: {line.word} is there twice for “{line.round}”; the first line counts.")
        else:
            told.lines[line.round][line.word] = line
    return told


def _line(words):
    """The `Line` in some words, or the reason why there is none."""
    parts = words.split()
    if len(parts) != 4:
        return f"“{short(words.strip())}” must have four parts, as in {_EXAMPLE}."
    name, word, minutes, given = (part.lower() for part in parts)
    if name not in ROUNDS:
        return f"it must begin with before or after, not with “{short(name)}”."
    if not _WORD.fullmatch(word):
        return f"“{short(word)}” cannot pair two lines: a word has letters and digits, at most 30."
    if not re.fullmatch("[0-9]{1,4}", minutes):
        return f"the minutes must be a whole number, not “{short(minutes)}”."
    if len(given) != len(ITEMS):
        return f"there must be {len(ITEMS)} letters, one for each question, and here are {len(given)}."
    if set(given) - set(LETTERS):
        return f"the answers must be the letters {', '.join(LETTERS)}, not “{short(given)}”."
    return Line(name, word, int(minutes), given)


class Row(NamedTuple):
    """One question: the share right at the first try in each round [fraction], and the commonest distractor after."""

    question: str
    before: float
    after: float
    distractor: str


def rows(told):
    """A `Row` for each question, in their order; NaN for a round that nobody handed over."""
    key = key_letters()
    return [_row(item, place, key[place], told) for place, item in enumerate(ITEMS.values())]


def _row(item, place, right, told):
    given = {name: [line.letters[place] for line in told.lines[name].values()] for name in ROUNDS}
    shares = [np.mean([letter == right for letter in each]) if each else np.nan for each in given.values()]
    missed = Counter(letter for letter in given["after"] or given["before"] if letter != right)
    common = [letter for letter in sorted(missed) if missed[letter] == max(missed.values())]
    return Row(item.question, *shares, " or ".join(item.options()[LETTERS.index(letter)] for letter in common))


def gain_of(told, rng):
    """The `Gain` over the pairs of handed lines; None where there are fewer than `FEWEST`."""
    if len(told.pairs) < FEWEST:
        return None
    key = key_letters()
    shares = [
        [np.mean([a == b for a, b in zip(told.lines[name][word].letters, key, strict=True)]) for word in told.pairs]
        for name in ROUNDS
    ]
    return normalised_gain(*shares, rng)


def verdict(told):
    """The lines in sentences: how many, how long they took, and the gain where there are enough pairs."""
    people = {name: len(lines) for name, lines in told.lines.items()}
    counts = (
        f"{_many(people['before'], 'line')} from before the course, {people['after']} from after it, "
        f"{_many(len(told.pairs), 'pair')}."
    )
    minutes = [line.minutes for lines in told.lines.values() for line in lines.values()]
    took = f" The median of the minutes is {number(float(np.median(minutes)))}." if minutes else ""
    gain = gain_of(told, np.random.default_rng(1))
    if gain is None:
        return f"{counts}{took} A gain is given from {FEWEST} pairs on; with fewer it would be luck."
    if not np.isfinite(gain.gain):
        return f"{counts}{took} Everybody had everything right before, so there was nothing to gain."
    return (
        f"{counts}{took} Of what could be gained, the group gained {percent(gain.gain)}; the 95 % interval goes from "
        f"{percent(gain.low)} to {percent(gain.high)}. Without a group that did not take the course this does not show that the course "
        "was the cause."
    )


@dataclass(frozen=True)
class Lines:
    """A text field into which an instructor pastes the lines of a group. Nothing of them is kept."""

    def shown(self):
        """The question, an example of a line, and the words around them."""
        return {
            "question": "Paste the lines that participants handed over, one a line.",
            "example": _EXAMPLE,
            "head": ["question", "right before", "right after", "commonest other answer"],
            "button": "Count",
            "note": "The lines are counted by this page's own kernel and kept nowhere.",
        }

    def told(self, answer):
        """The verdict, the problems by line, and a table, made from a pasted text."""
        if not isinstance(answer, str) or not answer.strip():
            return {"state": "unread", "words": "Paste some lines first."}
        told = handed_over(answer[:LONGEST])
        problems = told.problems[:MOST_NAMED]
        if len(told.problems) > MOST_NAMED:
            problems.append(f"{len(told.problems) - MOST_NAMED} more lines cannot be used.")
        if len(answer) > LONGEST:
            problems.append(f"The text is longer than {LONGEST:,} characters; the rest was left out.")
        table = [[row.question, _said(row.before), _said(row.after), row.distractor] for row in rows(told)]
        return {"state": "kept", "words": verdict(told), "problems": problems, "rows": table}


def _many(count, noun):
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _said(share):
    return "" if np.isnan(share) else percent(share)
