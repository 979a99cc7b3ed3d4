"""The nine answers that the seven questions of the essay ask for, with the levels they are measured by."""

from functools import lru_cache
from pathlib import Path

from peerkit.cases.questions import questions
from peerkit.records.files import Entry, Text, read_toml


class Item(Entry):
    """One answer to give: its anchored levels, what makes it more than an opinion, and a trap.

    `number` is the question of the essay that it belongs to, `criterion` the level that it sets.
    """

    key: Text
    number: int
    criterion: Text
    short: Text
    asked: Text
    anchors: tuple[Text, ...]
    seen: Text
    measured: Text
    trap: Text
    choices: tuple[Text, ...] = ()

    @property
    def essay(self):
        """The question of the essay behind it, in the words that the whole project uses."""
        return next(question for question in questions() if question.number == self.number)


class Instrument(Entry):
    """All items in the order in which they are asked."""

    items: tuple[Item, ...]


@lru_cache(maxsize=1)
def items():
    """The nine items in their order.

    >>> [each.key for each in items()]
    ['1', '2', '3', '4', '5', '6a', '6b', '7a', '7b']
    """
    return read_toml(Path(__file__).parent / "instrument.toml", Instrument).items


def item(key):
    """The item of a question.

    >>> item("5").anchors[0]
    'nothing until all is done'
    """
    return next(each for each in items() if each.key == key)
