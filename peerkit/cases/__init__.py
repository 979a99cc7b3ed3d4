"""Case studies as typed tables: every figure a row with its date, unit and source, every derived number a formula.

A case is a folder of `case_studies/`: `case.toml` (what it is, how it answers the seven questions, what can be derived)
and `facts.csv` (one figure a row). Both are read strictly: what a reader could not check is refused, with file, line
and column.
"""

from peerkit.cases.case import ALONE, GROUPS, STATUSES, Answer, Case, CaseError, Derived, Profile
from peerkit.cases.dates import period
from peerkit.cases.facts import BASES, COLUMNS, Fact, read_facts
from peerkit.cases.folders import every_case, load_case, names
from peerkit.cases.questions import claims, essay, questions

__all__ = [
    "ALONE",
    "BASES",
    "COLUMNS",
    "GROUPS",
    "STATUSES",
    "Answer",
    "Case",
    "CaseError",
    "Derived",
    "Fact",
    "Profile",
    "claims",
    "essay",
    "every_case",
    "load_case",
    "names",
    "period",
    "questions",
    "read_facts",
]
