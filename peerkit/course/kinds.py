"""The kinds of exercises: what is asked, how an answer is judged, and what is said then.

A key is a function of the models and is computed when an answer is judged, so it cannot grow old and is never sent
before it is earned. After the first miss the learner reads a hint, after the second the law and the worked path.
Texts are plain sentences; ``{key}`` in `path` stands for the key as a reader says it.
"""

from dataclasses import dataclass, field
from typing import Any, Callable, NamedTuple

from peerkit.figures.words import number
from peerkit.records.reading import read


class Reply(NamedTuple):
    """The answer to an answer. `state` is "right", "miss" (another try follows), "told" (the path was shown), "kept"
    (a prediction, or words that the learner judges) or "unread" (nothing that can be judged: it costs no try).

    `choices` are possible readings of a typed number: the words of each, and what to send for it.
    """

    state: str
    words: str
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Wrong:
    """An answer that attracts many people, and why it attracts them. `answer` is a number, words, or a function that gives one."""

    answer: Any
    why: str


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """The parts of every exercise. After the first miss `hint` is shown; after the second, or a right answer, `law` and `path`."""

    question: str
    hint: str = ""
    law: str = ""
    path: str = ""

    def missed(self, tries, why=""):
        """The reply to the miss number `tries`: what attracts in the answer, then a hint or the whole path."""
        if tries < 2:
            return Reply("miss", _sentences(why, self.hint, "Try once more."))
        return Reply("told", _sentences(why, self.law, self.worked()))

    def solved(self):
        """The reply to a right answer."""
        return Reply("right", _sentences("Yes.", self.worked(), self.law))

    def worked(self):
        """The path to the answer, with the key put in."""
        return self.path.replace("{key}", self.said_key())

    def said_key(self):
        """The key as a reader says it."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Choice(Exercise):
    """One of several options: the right one is `key()`, the others are `wrong`. `said` turns an answer into words.

    >>> doubled = Choice(question="Twice 21?", key=lambda: 42, wrong=(Wrong(23, "2 was added."),), path="21 + 21 = {key}.")
    >>> doubled.options()
    ('23', '42')
    >>> doubled.reply("23", tries=1).words
    '2 was added. Try once more.'
    """

    key: Callable[[], Any]
    wrong: tuple[Wrong, ...]
    said: Callable[[Any], str] = field(default=lambda answer: answer if isinstance(answer, str) else number(answer))

    def options(self):
        """The words of all options, in an order that does not depend on which is right: by size, or by the alphabet."""
        answers = [self.key(), *(_value(each.answer) for each in self.wrong)]
        return tuple(self.said(answer) for answer in sorted(answers, key=_order))

    def reply(self, answer, tries=1):
        """The `Reply` to the option with the words `answer`, chosen at the try number `tries`."""
        if answer not in self.options():
            return Reply("unread", "This option is not among those offered. Choose one of them.")
        return self.solved() if answer == self.said_key() else self.missed(tries, self.why(answer))

    def why(self, answer):
        """The reason why the option with these words attracts; empty for the right one."""
        return next((each.why for each in self.wrong if self.said(_value(each.answer)) == answer), "")

    def said_key(self):
        return self.said(self.key())


@dataclass(frozen=True, kw_only=True)
class Vote(Choice):
    """A prediction before an experiment. It is kept, `then` says what to do, and only afterwards it is compared.

    The same options can be put to a room: vote, look at the distribution, discuss, vote again, reveal.
    """

    then: str

    def reply(self, answer, tries=1):
        """Keep the prediction at try 1; compare it with the model from try 2 on, when the experiment was made."""
        if answer not in self.options():
            return Reply("unread", "This option is not among those offered. Choose one of them.")
        if tries < 2:
            return Reply("kept", f"You predicted {answer}. {self.then}")
        state = "right" if answer == self.said_key() else "told"
        return Reply(state, _sentences(self.why(answer), self.worked(), self.law))


@dataclass(frozen=True, kw_only=True)
class Number(Exercise):
    """A number to type, in a `unit`, right within `tolerance` of `key()`; with `percent` it is a share and is said in percent.

    `wrong` are numbers that people arrive at on a path that can be named.

    >>> half = Number(question="Half of 5?", key=lambda: 2.5, unit="people", tolerance=0.1, path="5 / 2 = {key}.")
    >>> half.reply("2,5").words, half.reply("two").state
    ('Yes. 5 / 2 = 2.5 people.', 'unread')
    """

    key: Callable[[], float]
    tolerance: float
    unit: str = ""
    percent: bool = False
    wrong: tuple[Wrong, ...] = ()
    digits: int = 3

    def reply(self, answer, tries=1):
        """The `Reply` to a typed text, read as all typed numbers are; the unit may stand behind it."""
        reading = read(self._bare(str(answer)), example="2.5")
        if reading.choices:
            return Reply(
                "unread", reading.question, tuple((each.words, f"{each.value:.12g}") for each in reading.choices)
            )
        if reading.refusal:
            return Reply("unread", reading.refusal)
        value = reading.value
        # A share is typed in percent with or without its sign; a fraction below 1 is taken as one.
        if self.percent and not reading.share:
            value = value / 100 if abs(value) > 1 else value
        if self.near(value):
            return self.solved()
        why = next((each.why for each in self.wrong if abs(_value(each.answer) - value) <= self.tolerance), "")
        return self.missed(tries, why)

    def near(self, value):
        """True if a value is right within the tolerance."""
        return abs(value - self.key()) <= self.tolerance * (1 + 1e-9)

    def said(self, value):
        """A value with its unit."""
        if self.percent:
            return f"{number(100 * value, self.digits)} %"
        return f"{number(value, self.digits)} {self.unit}".strip()

    def said_key(self):
        return self.said(self.key())

    def _bare(self, text):
        tidy = text.strip()
        return tidy[: -len(self.unit)] if self.unit and tidy.lower().endswith(self.unit.lower()) else tidy


@dataclass(frozen=True, kw_only=True)
class Setting(Exercise):
    """Controls of a live model to set until something holds.

    `model` makes the dashboard (``lambda: explore(…, embedded=True)``), `reached` judges its record, `now` says where
    the learner is, and `key` gives values that reach the aim.
    """

    model: Callable[[], Any]
    reached: Callable[[Any], bool]
    now: Callable[[Any], str]
    key: Callable[[], dict]
    said: Callable[[dict], str]

    def reply(self, record, tries=1):
        """The `Reply` to the present state of the model."""
        return self.solved() if self.reached(record) else self.missed(tries, self.now(record))

    def said_key(self):
        return self.said(self.key())


@dataclass(frozen=True, kw_only=True)
class Order(Exercise):
    """Items to put into the order of what the models give for them, from the smallest to the largest (`ends` names both).

    >>> ages = Order(question="Sort.", items=(("b", lambda: 2), ("a", lambda: 1), ("c", lambda: 3)), path="{key}.")
    >>> ages.reply(["a", "c", "b"], tries=1).words
    '1 of 3 stands in its place. Try once more.'
    >>> ages.said_key()
    'a (1); b (2); c (3)'
    """

    items: tuple[tuple[str, Callable[[], float]], ...]
    ends: tuple[str, str] = ("smallest", "largest")

    def key(self):
        """The labels of the items in the right order."""
        return [label for label, value in sorted(self.items, key=lambda item: item[1]())]

    def reply(self, labels, tries=1):
        """The `Reply` to the labels in the learner's order."""
        key = self.key()
        if sorted(labels) != sorted(key):
            return Reply("unread", "Put every item into the list once.")
        if list(labels) == key:
            return self.solved()
        right = sum(label == wanted for label, wanted in zip(labels, key, strict=True))
        stands = {0: "None stands", 1: f"1 of {len(key)} stands"}.get(right, f"{right} of {len(key)} stand")
        return self.missed(tries, f"{stands} in {'its' if right < 2 else 'their'} place.")

    def said_key(self):
        values = {label: value() for label, value in self.items}
        # A label that ends with a bracket gets no second one.
        said = {
            label: f": {number(value)}" if label.endswith(")") else f" ({number(value)})"
            for label, value in values.items()
        }
        return "; ".join(label + said[label] for label in self.key())


@dataclass(frozen=True, kw_only=True)
class Words(Exercise):
    """A short text that the learner compares with a `model` answer, point by point. Nobody else reads it."""

    model: str
    points: tuple[str, ...]

    def reply(self, answer, tries=1):
        """The model answer, once something was written."""
        if not str(answer).strip():
            return Reply("unread", "Write one or two sentences first. Nobody else reads them.")
        return Reply("kept", _sentences(self.model, self.law))

    def said_key(self):
        return self.model


@dataclass(frozen=True, kw_only=True)
class Code(Exercise):
    """A variable `name` to compute in a cell of the notebook; `right` judges its value, `key` gives a right one."""

    name: str
    right: Callable[[Any], bool]
    key: Callable[[], Any]
    said: Callable[[Any], str] = str

    def reply(self, value, tries=1):
        """The `Reply` to the variable's value; a value that cannot be judged is a miss that says so."""
        try:
            right = bool(self.right(value))
        except (TypeError, ValueError, AttributeError, LookupError) as error:
            return self.missed(tries, f"{self.name} cannot be judged ({error}).")
        return self.solved() if right else self.missed(tries)

    def said_key(self):
        return self.said(self.key())


def _value(answer):
    return answer() if callable(answer) else answer


def _order(answer):
    return (1, 0, answer) if isinstance(answer, str) else (0, answer, "")


def _sentences(*parts):
    return " ".join(part for part in parts if part)
