"""A model as a whole, as its reader should know it: its assumptions, its sources, and what speaks against it."""

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
    """The card of a model. `equations` are LaTeX without dollar signs; all lists are plain sentences."""

    claim: str
    equations: tuple[str, ...]
    assumes: tuple[str, ...]
    evidence_against: tuple[str, ...]
    leaves_out: tuple[str, ...]
    sources: tuple[Source, ...]
