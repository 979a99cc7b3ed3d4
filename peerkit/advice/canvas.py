"""The canvas of value creation and capture: what the answers say already, in fields that stay the adviser's own."""

from typing import NamedTuple

from peerkit.advice.instrument import item


class Field(NamedTuple):
    """A field of the canvas: its key in the file, its name, what belongs there, and the questions that fill it."""

    key: str
    name: str
    hint: str
    questions: tuple[str, ...]


FIELDS = (
    Field("contributors", "Who contributes", "people who hold what is scarce, or the layer that is open", ("2", "3")),
    Field("way_in", "How they come in", "the first contribution, and what it takes", ("4",)),
    Field("piece", "The piece of work", "the smallest piece, and who checks it", ("5",)),
    Field("value", "The value they create", "what many make that few cannot", ("6a",)),
    Field("start", "The first hundred", "what the first ones get, and who carries the start", ("6b",)),
    Field("capture", "Who pays, and for what", "payers, prices and channels", ("7a",)),
    Field("share", "What contributors get", "money, use, standing, and terms that bind us", ("7b",)),
    Field("costs", "What coordination costs", "finding, agreeing, checking, by stage", ("1",)),
)


def filled(engagement):
    """The text that the answers put into each field; a field without an answer is empty.

    >>> from peerkit.advice.engagement import parse
    >>> choir = parse('{"peerkit": "engagement", "schema": 1, "client": {"name": "A choir"}, "answers": {"5": {"value": 3, "note": "one song"}}}')
    >>> filled(choir)["piece"], filled(choir)["share"]
    ('Minutes, and cheap to check (3, said). one song', '')
    """
    return {
        field.key: " ".join(filter(None, (_said(engagement, each) for each in field.questions))) for field in FIELDS
    }


def _said(engagement, question):
    answer = engagement.answers.get(question)
    if answer is None or answer.value is None:
        return ""
    level = engagement.level(question)
    anchor = item(question).anchors[level]
    words = f"{anchor[0].upper()}{anchor[1:]} ({answer.value}, {answer.how})"
    return f"{words}. {answer.note}" if answer.note else f"{words}."
