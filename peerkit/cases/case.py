"""A case study: its description, its facts, and what follows from them."""

import datetime
from functools import cached_property
from typing import Literal

from peerkit.cases.facts import COLUMNS, Fact, Name
from peerkit.cases.formulas import evaluate
from peerkit.records.files import Entry, FileError, Text

STATUSES = ("alive", "sold and merged", "closed", "no trace left")
ALONE = ("no", "little", "partly", "yes")
"""The use of one contribution to its maker, without anybody else, in rising order."""
CONTRAST = "not in the essay"
GROUPS = ("social search", "vertical communities", "none named", CONTRAST)
"""The essay's own grouping of its seven cases; the others stand beside them for contrast."""


class CaseError(FileError):
    """A case that cannot be trusted; the message names file, line and column where they are known."""


class Derived(Entry):
    """A number that follows from facts: `formula` names their ids; ``days(id)`` is the date of one, in days."""

    id: Name
    formula: Text
    unit: Text
    meaning: Text


class Answer(Entry):
    """An answer to one of the seven questions, as it could be given at the time of the case.

    `short` is the answer in a few words. `facts` are the facts that it rests on; none is later than the case's `as_of`.
    """

    question: int
    short: Text
    answer: Text
    facts: tuple[Name, ...] = ()


class Profile(Entry):
    """The traits by which the case is compared, in words, with the facts that the words rest on.

    `effort` is what one chunk costs its maker, `alone` how useful it is to its maker without anybody else and
    `alone_because` why. `paid_by` says who paid, `share` what contributors got. `status` is the fate of the company in a
    word and `outcome` in a sentence; `group` is where the essay put it.
    """

    effort: Text
    alone: Literal[ALONE]
    alone_because: Text
    paid_by: Text
    share: Text
    status: Literal[STATUSES]
    outcome: Text
    group: Literal[GROUPS]
    facts: tuple[Name, ...] = ()


class Cover(Entry):
    """The small picture in the portal: `metrics` by label on one axis, or another `figure` (module:function)."""

    metrics: dict[Name, Text] = {}
    y_title: Text = "count"
    log: bool = True
    figure: str = ""


class Event(Entry):
    """Something that happened on a date, in the few words that an axis has room for."""

    date: Text
    words: Text


class Play(Entry):
    """The way a case is played again: its metrics, its axis, and where the reader is asked.

    `low` and `high` are the ends of the axis, far enough apart not to give the answer away. `curve` is the metric that the reader
    may draw ("" for none), `turns` are the ids of at most five facts to be guessed.
    """

    metrics: dict[Name, Text]
    y_title: Text
    low: float
    high: float
    log: bool = True
    curve: str = ""
    turns: tuple[Name, ...] = ()
    events: tuple[Event, ...] = ()


class CaseFile(Entry):
    """The content of a `case.toml`."""

    company: Text
    title: Text
    question: Text
    origin: Text
    microchunk: Text
    contributors: Text
    licence: Text
    as_of: datetime.date
    profile: Profile
    cover: Cover
    replay: Play | None = None
    answers: tuple[Answer, ...]
    derived: tuple[Derived, ...] = ()


class Case(CaseFile):
    """A case study: what its file says, its facts as `rows`, and what follows from them."""

    name: str
    rows: tuple[Fact, ...]

    @property
    def in_essay(self):
        """True for the seven cases that the essay names."""
        return self.profile.group != CONTRAST

    @cached_property
    def facts(self):
        """All facts as a `pandas.DataFrame` with typed columns, ordered by metric and date."""
        import pandas as pd

        rows = [{**row.model_dump(), "start": row.start, "end": row.end} for row in self.rows]
        table = pd.DataFrame(rows, columns=[*COLUMNS, "start", "end"])
        table["value"] = table["value"].astype(float)
        table["start"], table["end"] = pd.to_datetime(table["start"]), pd.to_datetime(table["end"])
        return table.sort_values(["metric", "start"], ignore_index=True)

    def as_csv(self):
        """All facts as the text of a CSV file, with their sources."""
        return self.facts.drop(columns=["start", "end"]).to_csv(index=False)

    def as_json(self):
        """All facts as the text of a JSON file, with their sources."""
        return self.facts.drop(columns=["start", "end"]).to_json(orient="records", indent=1)

    @cached_property
    def _by_id(self):
        return {row.id: row for row in self.rows}

    def fact(self, name):
        """One fact by its id."""
        if name not in self._by_id:
            raise CaseError(f"case {self.name} has no fact {name!r}")
        return self._by_id[name]

    def series(self, *metrics):
        """The facts of one or more metrics by date, conflicting sources side by side."""
        return tuple(
            sorted((row for row in self.rows if row.metric in metrics), key=lambda row: (row.start, row.value))
        )

    def number(self, name):
        """The value of a fact or of a derived number, by id."""
        formula = next((each.formula for each in self.derived if each.id == name), None)
        return self.fact(name).value if formula is None else evaluate(formula, self.fact)
