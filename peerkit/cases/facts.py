"""Facts: one figure each, with its date, unit, basis and source."""

import re
from functools import cached_property
from typing import Annotated

from pydantic import AfterValidator, field_validator

from peerkit.cases.dates import period
from peerkit.records.files import Cell, Entry, Text, read_table

COLUMNS = ("id", "metric", "date", "value", "unit", "basis", "source_title", "source_url", "note")
BASES = {
    "published": "as the source gives it",
    "estimate": "the source, or the note beside it, calls it an estimate or an inference",
    "computed": "computed by peerkit from rows that the note names",
}
URL = re.compile(r"https?://[^\s/$.?#][^\s]*")
NAME = re.compile(r"[a-z][a-z0-9_]*")


def name(text):
    """The same text, if it can be the id of something in a case."""
    if text and not NAME.fullmatch(text):
        raise ValueError("must be lower-case letters, digits and underscores")
    return text


Name = Annotated[Text, AfterValidator(name)]


class Fact(Entry):
    """One figure. `start` and `end` are the first and the last day that its `date` may mean."""

    id: Name
    metric: Name
    date: Text
    value: Cell
    unit: Text
    basis: Text
    source_title: Text
    source_url: str
    note: str

    @field_validator("date")
    @classmethod
    def _is_a_date(cls, text):
        period(text)
        return text

    @field_validator("basis")
    @classmethod
    def _is_a_basis(cls, word):
        if word not in BASES:
            raise ValueError(f"must be one of {', '.join(BASES)}")
        return word

    @field_validator("source_url")
    @classmethod
    def _opens_the_source(cls, address, info):
        if info.data.get("basis") != "computed" and not URL.fullmatch(address):
            raise ValueError("must be an address that begins with http")
        return address

    @cached_property
    def start(self):
        """The first day that `date` may mean."""
        return period(self.date)[0]

    @cached_property
    def end(self):
        """The last day that `date` may mean."""
        return period(self.date)[1]


def read_facts(path):
    """The rows of a `facts.csv`, each checked; raises `FileError` naming file, line and column."""
    return read_table(path, Fact, columns=COLUMNS, key="id")
