"""Scenarios of one model against each other: the values of one number, or of two, at which each gives the best answer.

A number that all scenarios share moves in all of them. One that a scenario changes moves in the scenarios that differ from
the first one, while the first stays as it is: so it says what would have to be true for the others to win.
"""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from peerkit.models.sensitivity import Map, answers, grid
from peerkit.records.outcomes import Outcome
from peerkit.records.ranges import ranged

SAME = "no difference"
NOBODY = "no answer"
CLOSE = 1e-9
"""Answers that differ by less than this share are the same."""
STEPS, SQUARE = 201, 31
"""The values of a parameter that are tried for `Contest.wins`, and along each side of the map."""


class Win(NamedTuple):
    """The values of a parameter, from `low` to `high`, at which `winner` has the best answer."""

    low: float
    high: float
    winner: str


@dataclass(frozen=True)
class Contest:
    """Scenarios by name, the first one the ground; the better answer is the larger one where `more`, else the smaller one.

    `across` and `up` name two parameters. `ranges` are taken in place of the teaching ranges; each parameter is explored as
    far as the scenarios themselves go. Each part is computed when it is first looked at.

    >>> from peerkit.models.catalogue import outcomes
    >>> from peerkit.models.modes import Modes
    >>> lean = Modes(commons_cost=30, merge_cost=0.2)
    >>> contest = Contest(outcomes("modes").named(), {"A": Modes(), "B": lean}, "commons_cost", "pair_cost", more=False)
    >>> [(win.winner, round(win.low, 1), round(win.high, 1)) for win in contest.wins]
    [('B', 5.0, 48.4), ('A', 48.4, 1000.0)]
    """

    asked: Outcome
    records: dict
    across: str
    up: str
    more: bool = True
    ranges: dict = field(default_factory=dict)

    def parameter(self, name):
        """The parameter `name`, exploring its range and the scenarios' own values."""
        known = ranged(type(self._first).parameters(), self.ranges)[name]
        own = [float(getattr(record, name)) for record in self.records.values()]
        low, high = min(known.explore[0], *own), max(known.explore[1], *own)
        return replace(known, explore=(low, high), scale="log" if known.scale == "log" and low > 0 else "linear")

    @property
    def _first(self):
        return next(iter(self.records.values()))

    def moving(self, name):
        """The names of the scenarios in which a parameter moves."""
        ground = getattr(self._first, name)
        others = [each for each, record in self.records.items() if getattr(record, name) != ground]
        return others or list(self.records)

    def answers(self, columns):
        """The answer of each scenario with `columns` in place of its own values, by name."""
        size = next(iter(columns.values())).size
        return {name: self._answer(name, columns, size) for name in self.records}

    def _answer(self, name, columns, size):
        own = {each: column for each, column in columns.items() if name in self.moving(each)}
        record = self.records[name]
        return answers(record, self.asked.of, own) if own else np.full(size, float(self.asked.of(record)))

    def winner(self, columns):
        """The name of the scenario with the best answer in each row; of several where they are equally good."""
        names = list(self.records)
        values = np.array(list(self.answers(columns).values()))
        score = values if self.more else -values
        # No answer, and no border above everything, loses against any answer.
        missing = np.isnan(values) | np.isneginf(values)
        score = np.where(missing, -np.inf, score)
        best = score.max(axis=0)
        with np.errstate(invalid="ignore"):
            first = (score == best) | (np.isfinite(best) & (np.abs(score - best) <= CLOSE * np.abs(best)))
        first &= ~missing
        words = {tuple(row): _said(names, row) for row in np.unique(first.T, axis=0).tolist()}
        return np.array([words[tuple(row)] for row in first.T.tolist()], object)

    @cached_property
    def wins(self):
        """The stretches of the parameter `across` with one winner each; a border is the first value of the later one."""
        parameter = self.parameter(self.across)
        values = grid(parameter, STEPS)
        first_of = self.winner({self.across: values})
        borders = np.flatnonzero(first_of[1:] != first_of[:-1])
        starts = [values[0], *(self._border(parameter, values[i], values[i + 1], first_of[i]) for i in borders)]
        ends = [*starts[1:], values[-1]]
        winners = [first_of[0], *first_of[borders + 1]]
        return tuple(Win(float(low), float(high), each) for low, high, each in zip(starts, ends, winners, strict=True))

    def _border(self, parameter, low, high, before):
        """The first value from which another wins, between neighbours of a grid."""
        if parameter.integer:
            return high
        for _ in range(2):
            values = np.linspace(low, high, 33)
            first = int(np.argmax(self.winner({parameter.name: values}) != before))
            low, high = values[max(first - 1, 0)], values[first]
        return high

    @cached_property
    def map(self):
        """The winner over both parameters; a `Map` of names."""
        across, up = (grid(self.parameter(each), SQUARE) for each in (self.across, self.up))
        columns = {self.across: np.tile(across, up.size), self.up: np.repeat(up, across.size)}
        return Map(across, up, self.winner(columns).reshape(up.size, across.size))


def _said(names, row):
    if not any(row):
        return NOBODY
    if all(row) and len(row) > 1:
        return SAME
    return " and ".join(name for name, wins in zip(names, row, strict=True) if wins)
