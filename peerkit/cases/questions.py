"""The essay of November 2005 and its seven questions: cases and the comparison take them from here."""

import datetime
from functools import lru_cache
from pathlib import Path

from peerkit.records.files import Entry, Text, read_toml


class Essay(Entry):
    """The essay as it is cited; `interest` is what the author had to gain."""

    author: Text
    title: Text
    place: Text
    date: datetime.date
    url: Text
    interest: Text


class EssayQuestion(Entry):
    """One of the seven: `asked` and `meaning` in peerkit's words, `short` for a narrow column."""

    number: int
    short: Text
    asked: Text
    meaning: Text


class Claim(Entry):
    """A claim of the essay: in peerkit's words, in a short quotation, and with a verdict.

    `read_at` is the page on which the quoted words were read; `page` is the address of the model it leads to, or empty.
    """

    claim: Text
    quote: Text
    read_at: Text
    page: str
    support: Text
    against: Text
    verdict: Text


class Questions(Entry):
    """The essay, its seven questions and its claims."""

    essay: Essay
    questions: tuple[EssayQuestion, ...]
    claims: tuple[Claim, ...]


@lru_cache(maxsize=1)
def _read():
    return read_toml(Path(__file__).parent / "questions.toml", Questions)


def essay():
    """The essay that asked.

    >>> essay().author, essay().date.year
    ('Umair Haque', 2005)
    """
    return _read().essay


def questions():
    """The seven questions in their order.

    >>> [question.short for question in questions()][4:]
    ['Fine chunks?', 'Network effects?', 'Aligned?']
    """
    return _read().questions


def claims():
    """The claims of the essay, in its order.

    >>> len(claims()[0].quote.split())
    13
    """
    return _read().claims
