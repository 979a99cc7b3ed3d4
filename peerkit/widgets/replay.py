"""A case played again from its launch: the reader draws or guesses, and only then sees what happened.

The browser gets dates and names of all facts, and numbers of those that are revealed. What the reader draws stays in
the browser; a typed guess is read by the kernel, which keeps nothing of it.
"""

from datetime import timedelta

import anywidget
import ipywidgets
import traitlets

from peerkit.cases import period
from peerkit.figures.cases import MARKERS, ticks
from peerkit.figures.theme import css_tokens
from peerkit.figures.words import number
from peerkit.records.reading import read, short
from peerkit.widgets.guarded import guarded
from peerkit.widgets.moved import OnlyMoved
from peerkit.widgets.web import module, style, text

MARGIN = 0.02
"""Room before the first and behind the last date, as a share of the whole span."""


class ReplayPanel(OnlyMoved, anywidget.AnyWidget):
    """The stage and its controls.

    `plan` has date, name and unit of every fact in their order, `turns` the places in it that are guessed one by one.
    `position` is the place of the last fact that is revealed; `known` and `events` follow it. A typed guess is read here,
    by the reader of all typed numbers, and forgotten.
    """

    moved = ("position",)

    _esm = module("replay.js", text("replay.js"))
    _css = style(css_tokens() + text("panel.css") + text("replay.css"))

    axis = traitlets.Dict().tag(sync=True)
    series = traitlets.List().tag(sync=True)
    curve = traitlets.Int(-1).tag(sync=True)
    plan = traitlets.List().tag(sync=True)
    turns = traitlets.List().tag(sync=True)
    known = traitlets.List().tag(sync=True)
    events = traitlets.List().tag(sync=True)
    position = traitlets.Int(0).tag(sync=True)
    banner = traitlets.Unicode().tag(sync=True)

    def __init__(self, **state):
        super().__init__(**state)
        self.on_msg(self._asked)

    def _asked(self, _, content, buffers):
        if content.get("kind") == "read":
            answer = _read(content.get("text", ""), self._unit(content.get("place")), self.axis.get("log", False))
            self.send({"kind": "read", "sequence": content.get("sequence"), **answer})

    def _unit(self, place):
        return self.plan[place]["unit"] if place in range(len(self.plan)) else ""


class Replay(ipywidgets.Box):
    """The facts of a case in the order of their dates, as the `[replay]` of its `case.toml` says."""

    def __init__(self, case):
        if case.replay is None:
            raise ValueError(f"case {case.name} has no [replay] in its case.toml")
        self.case, self.told = case, case.replay
        self.metrics = list(self.told.metrics)
        self.facts = case.series(*self.metrics)
        self.panel = ReplayPanel(
            axis=self._axis(),
            series=self._series(),
            curve=self.metrics.index(self.told.curve) if self.told.curve else -1,
            plan=[self._planned(fact) for fact in self.facts],
            turns=self._turns(),
        )
        super().__init__([self.panel])
        self.add_class("pk-replaying")
        self.panel.observe(lambda change: self.show(change["new"]), "position")
        self.show(0)

    def show(self, position):
        """Hand out the facts up to the one at `position`, and the events up to its date."""
        with guarded(self._tell):
            known = self.facts[: max(0, min(position, len(self.facts) - 1)) + 1]
            with self.panel.hold_sync():
                self.panel.banner = ""
                self.panel.known = [self._revealed(fact) for fact in known]
                self.panel.events = self._events(known[-1].start)

    def _tell(self, sentence):
        self.panel.banner = sentence

    def _axis(self):
        first, final = self.facts[0].start, max(fact.start for fact in self.facts)
        room = max(MARGIN * (final - first), timedelta(days=5))
        low, high = self.told.low, self.told.high
        return {
            "title": self.told.y_title,
            "low": low,
            "high": high,
            "log": self.told.log,
            "ticks": [[place, number(place)] for place in ticks(low, high, log=self.told.log) if low <= place <= high],
            "start": _day(first - room),
            "end": _day(final + room),
        }

    def _series(self):
        labels = self.told.metrics.values()
        return [
            {"label": label, "symbol": symbol, "role": role}
            for label, (symbol, role) in zip(labels, MARKERS, strict=False)
        ]

    def _turns(self):
        places = {fact.id: place for place, fact in enumerate(self.facts)}
        return sorted(places[name] for name in self.told.turns)

    def _planned(self, fact):
        place = self.metrics.index(fact.metric)
        return {"day": _day(fact.start), "date": fact.date, "series": place, "unit": fact.unit}

    def _revealed(self, fact):
        return {
            "value": fact.value,
            "said": number(fact.value, 4),
            "source": fact.source_title,
            "url": fact.source_url,
            "estimate": fact.basis == "estimate",
        }

    def _events(self, until):
        dated = [(period(event.date)[0], event.words) for event in self.told.events]
        return [{"day": _day(day), "words": words} for day, words in dated if day <= until]

    def __repr__(self):
        return f"Replay({self.case.name!r}, {len(self.facts)} facts)"


def _read(typed, unit, positive=True):
    """The reading of a typed guess of `unit` as the browser gets it; `positive` where nothing can be 0.

    A share is told in percent, as the figures are, and only where percent are asked for.

    >>> _read("30 %", "percent")["value"], _read("1.2 million", "users")["value"]
    (30.0, 1200000.0)
    >>> _read("12,000", "users")["question"], _read("30 %", "users")["question"]
    ('12,000 can mean 12 thousand or 12. Which one?', '“30 %” is a share. Guess the number of users, such as 250k.')
    """
    shares = unit.startswith("percent")
    example = "25 %" if shares else "250k"
    reading = read(typed, example=example)
    factor = 100 if reading.share else 1
    choices = [[choice.value * factor, choice.words] for choice in reading.choices]
    value = None if reading.value is None else round(reading.value * factor, 9)
    problem = reading.question or reading.refusal
    if not problem:
        problem = _impossible(typed, unit, shares, example, reading, positive)
    return {"value": None if problem else value, "question": problem, "choices": choices}


def _impossible(typed, unit, shares, example, reading, positive):
    """The sentence for a number that can be no guess; empty for all others."""
    if reading.share and not shares:
        return f"“{short(typed)}” is a share. Guess the number of {unit}, such as {example}."
    if reading.value < 0 or (positive and reading.value == 0):
        return f"“{short(typed)}” is not possible. Guess a number {'above' if positive else 'of at least'} 0, such as {example}."
    return ""


def _day(date):
    """Days since 1970, which the browser's clock counts from too."""
    return date.toordinal() - 719_163


def replay(case):
    """The case from its launch on: draw your own curve or guess the turning points, then see what happened."""
    return Replay(case)
