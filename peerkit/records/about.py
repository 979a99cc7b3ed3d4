"""A model as a whole, as its reader should know it: its assumptions, its sources, and what speaks against it."""

import re
from dataclasses import dataclass

from peerkit.records.parameter import SOURCE_STATUSES


@dataclass(frozen=True)
class Source:
    """A reference and how far it has been checked (`status`, one of `peerkit.records.parameter.SOURCE_STATUSES`)."""

    text: str
    status: str
    url: str = ""

    def __post_init__(self):
        if self.status not in SOURCE_STATUSES:
            raise ValueError(f"status must be one of {', '.join(SOURCE_STATUSES)}, got {self.status!r}")


@dataclass(frozen=True)
class About:
    """The card of a model. `equations` are LaTeX without dollar signs; all lists are plain sentences.

    `studies` are studies that identified a cause and speak to the model, as the page of such studies names them.
    """

    claim: str
    equations: tuple[str, ...]
    assumes: tuple[str, ...]
    evidence_against: tuple[str, ...]
    leaves_out: tuple[str, ...]
    sources: tuple[Source, ...]
    studies: tuple[str, ...] = ()


CAUSES = "cases/causes"
"""The address of the page of studies that identified a cause."""


def anchor(study):
    """The name of a study as an anchor on that page.

    >>> anchor("Zhang and Zhu 2011")
    'zhang-and-zhu-2011'
    """
    return re.sub(r"\W+", "-", study.lower())
