"""Case studies as typed tables: every figure a row with its date, unit and source, every derived number a formula.

A case is a folder of `case_studies/`: `case.toml` (what it is, what the seven questions said, what can be derived) and
`facts.csv` (one figure a row). Both are read strictly: what a reader could not check is refused, with file, line and
column.
"""

import ast
import csv
import math
import operator
import re
import tomllib
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

from peerkit import content

COLUMNS = ("id", "metric", "date", "value", "unit", "basis", "source_title", "source_url", "note")
STATUSES = ("alive", "sold and merged", "closed", "no trace left")
BASES = ("published", "estimate", "computed")
DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
URL = re.compile(r"https?://[^\s/$.?#][^\s]*")
NAME = re.compile(r"[a-z][a-z0-9_]*")


class CaseError(ValueError):
    """A case file that cannot be trusted; the message names file, line and column."""


@dataclass(frozen=True)
class Fact:
    """One figure. `start` and `end` are the first and the last day that its `date` may mean."""

    id: str
    metric: str
    date: str
    start: date
    end: date
    value: float
    unit: str
    basis: str
    source_title: str
    source_url: str
    note: str


@dataclass(frozen=True)
class Derived:
    """A number that follows from facts: `formula` names their ids; ``days(id)`` is the date of one, in days."""

    id: str
    formula: str
    unit: str
    meaning: str


@dataclass(frozen=True)
class Question:
    """One of the seven questions, what could be answered in November 2005, and the facts that answer rests on."""

    number: int
    asked: str
    answer: str
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Profile:
    """What the case is compared by, in words, with the facts that the words rest on.

    `effort` is what one chunk costs its maker, `alone` whether it is useful to its maker without anybody else,
    `paid_by` who paid, `share` what contributors got, `outcome` what became of it; `status` is one of `STATUSES`.
    """

    effort: str
    alone: str
    paid_by: str
    share: str
    outcome: str
    status: str
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Case:
    """A case study: its description, its facts and what follows from them."""

    name: str
    title: str
    question: str
    origin: str
    microchunk: str
    contributors: str
    licence: str
    profile: Profile
    questions: tuple[Question, ...]
    rows: tuple[Fact, ...]
    derivations: tuple[Derived, ...]

    @cached_property
    def facts(self):
        """All facts as a `pandas.DataFrame` with typed columns, ordered by metric and date."""
        import pandas as pd

        table = pd.DataFrame([vars(row) for row in self.rows], columns=[field.name for field in fields(Fact)])
        table["value"] = table["value"].astype(float)
        table["start"], table["end"] = pd.to_datetime(table["start"]), pd.to_datetime(table["end"])
        return table.sort_values(["metric", "start"], ignore_index=True)

    def as_csv(self):
        """All facts as the text of a CSV file, with their sources."""
        return self.facts.drop(columns=["start", "end"]).to_csv(index=False)

    def as_json(self):
        """All facts as the text of a JSON file, with their sources."""
        return self.facts.drop(columns=["start", "end"]).to_json(orient="records", indent=1)

    def fact(self, name):
        """One fact by its id."""
        for row in self.rows:
            if row.id == name:
                return row
        raise CaseError(f"case {self.name} has no fact {name!r}")

    def series(self, *metrics):
        """The facts of one or more metrics by date, conflicting sources side by side."""
        return tuple(
            sorted((row for row in self.rows if row.metric in metrics), key=lambda row: (row.start, row.value))
        )

    def number(self, name):
        """The value of a fact or of a derived number, by id."""
        for derived in self.derivations:
            if derived.id == name:
                return _evaluate(derived, self)
        return self.fact(name).value


def names(folder=None):
    """The names of all cases that come with this installation."""
    folder = folder or content.root() / "case_studies"
    return tuple(sorted(path.parent.name for path in Path(folder).glob("*/case.toml")))


def load_case(name, folder=None):
    """The case called `name` (the name of its folder).

    Raises `CaseError` for an unknown case, and for any fact without source, unit or date, with a date or value that
    cannot be read, or used by a formula or a question without being there.

    >>> flickr = load_case("flickr")
    >>> flickr.fact("members_2005_03").value, flickr.number("members_per_employee_2005").__round__()
    (250000.0, 22727)
    """
    folder = Path(folder) if folder else content.root() / "case_studies"
    if name not in names(folder):
        raise CaseError(f"there is no case {name!r}; there are {', '.join(names(folder)) or 'none'}")
    about = _read_toml(folder / name / "case.toml")
    rows = read_facts(folder / name / "facts.csv")
    case = Case(
        name=name,
        rows=rows,
        profile=_profile(about.pop("profile", {}), folder / name / "case.toml"),
        questions=tuple(Question(**q | {"facts": tuple(q.get("facts", ()))}) for q in about.pop("questions", ())),
        derivations=tuple(Derived(**d) for d in about.pop("derived", ())),
        **about,
    )
    _check_references(case, folder / name / "case.toml")
    return case


def _read_toml(path):
    try:
        about = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise CaseError(f"{path}: {error}") from None
    for key in ("title", "question", "origin", "microchunk", "contributors", "licence"):
        if not isinstance(about.get(key), str) or not about[key].strip():
            raise CaseError(f"{path}: {key} is missing or empty")
    return about


def _profile(found, path):
    for key in ("effort", "alone", "paid_by", "share", "outcome", "status"):
        if not isinstance(found.get(key), str) or not found[key].strip():
            raise CaseError(f"{path}: profile.{key} is missing or empty")
    if found["status"] not in STATUSES:
        raise CaseError(f"{path}: profile.status must be one of {', '.join(STATUSES)}, got {found['status']!r}")
    return Profile(**found | {"facts": tuple(found.get("facts", ()))})


def _check_references(case, path):
    known = {row.id for row in case.rows} | {derived.id for derived in case.derivations}
    for name in case.profile.facts:
        if name not in known:
            raise CaseError(f"{path}: the profile rests on {name!r}, which is neither a fact nor derived")
    known = {row.id for row in case.rows}
    for question in case.questions:
        for name in question.facts:
            if name not in known:
                raise CaseError(f"{path}: question {question.number} rests on {name!r}, which is not in facts.csv")
    for derived in case.derivations:
        if derived.id in known:
            raise CaseError(f"{path}: derived {derived.id!r} is already a fact")
        _evaluate(derived, case, path)


def read_facts(path):
    """The rows of a `facts.csv`, each checked; raises `CaseError` naming file, line and column."""
    with open(path, encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise CaseError(f"{path}: line 1: the columns must be {','.join(COLUMNS)}")
        rows, seen = [], {}
        for raw in reader:
            row = _fact(path, reader.line_num, raw)
            if row.id in seen:
                where = f"{path}: line {reader.line_num}: column id"
                raise CaseError(f"{where}: {row.id!r} stands in line {seen[row.id]} too")
            seen[row.id] = reader.line_num
            rows.append(row)
    return tuple(rows)


def _fact(path, line, raw):
    def refuse(column, problem):
        raise CaseError(f"{path}: line {line}: column {column}: {problem}, got {raw.get(column)!r}") from None

    for column in ("id", "metric", "date", "value", "unit", "basis", "source_title"):
        if not (raw.get(column) or "").strip():
            refuse(column, "must not be empty")
    for column in ("id", "metric"):
        if not NAME.fullmatch(raw[column]):
            refuse(column, "must be lower-case letters, digits and underscores")
    if raw["basis"] not in BASES:
        refuse("basis", f"must be one of {', '.join(BASES)}")
    if raw["basis"] != "computed" and not URL.fullmatch(raw["source_url"] or ""):
        refuse("source_url", "must be an address that begins with http")
    try:
        value = float(raw["value"])
    except ValueError:
        refuse("value", "must be a number")
    if not math.isfinite(value):
        refuse("value", "must be a finite number")
    try:
        start, end = period(raw["date"])
    except ValueError as error:
        refuse("date", str(error))
    return Fact(**{**{c: raw[c] or "" for c in COLUMNS}, "value": value, "start": start, "end": end})


def period(text):
    """First and last day of a date written as a year, a month, a day, or two of them with a slash.

    >>> period("2005-02")
    (datetime.date(2005, 2, 1), datetime.date(2005, 2, 28))
    >>> period("2004/2005")
    (datetime.date(2004, 1, 1), datetime.date(2005, 12, 31))
    """
    parts = text.split("/")
    if len(parts) > 2 or not all(DATE.fullmatch(part) for part in parts):
        raise ValueError("must be a date such as 2005, 2005-11, 2005-11-30 or 2004/2005")
    start, end = _first(parts[0]), _last(parts[-1])
    if end < start:
        raise ValueError("must not end before it begins")
    return start, end


def _first(part):
    year, month, day = DATE.fullmatch(part).groups()
    return date(int(year), int(month or 1), int(day or 1))


def _last(part):
    year, month, day = DATE.fullmatch(part).groups()
    if day:
        return _first(part)
    following = date(int(year), int(month) + 1, 1) if month and month != "12" else date(int(year) + 1, 1, 1)
    return following - timedelta(days=1)


_OPERATIONS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}


def _evaluate(derived, case, path="case.toml"):
    def value(node):
        if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
            return float(node.value)
        if isinstance(node, ast.Name):
            return case.fact(node.id).value
        if isinstance(node, ast.BinOp) and type(node.op) in _OPERATIONS:
            return _OPERATIONS[type(node.op)](value(node.left), value(node.right))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "days" and isinstance(node.args[0], ast.Name):
            return float(case.fact(node.args[0].id).start.toordinal())
        raise CaseError(f"{path}: derived {derived.id!r}: a formula holds facts, numbers, + - * / ** and days() only")

    try:
        return value(ast.parse(derived.formula, mode="eval").body)
    except (SyntaxError, ZeroDivisionError) as error:
        raise CaseError(f"{path}: derived {derived.id!r}: {error}") from None
