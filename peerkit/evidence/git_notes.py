"""Sentences on a git log that an analyst must know before any figure: clocks, imports, cuts, lines and aliases."""

from datetime import UTC, datetime
from typing import Any, NamedTuple

import numpy as np

from peerkit.evidence.aliases import Alias
from peerkit.evidence.bots import RULE
from peerkit.evidence.git_command import has_mailmap
from peerkit.evidence.git_history import NO_TIME
from peerkit.evidence.git_lines import FOREIGN_RULE, LARGE
from peerkit.evidence.log import DAY

YEAR = 365.25 * DAY
"""Seconds in a year [s]."""
BUSY = 50
"""Commits in a day below which a day is never taken for an import."""


class People(NamedTuple):
    """Pseudonym, program or not, and nameless or not of each identity, with the likely aliases."""

    pseudonyms: Any
    machine: Any
    nameless: Any
    aliases: tuple[Alias, ...]
    merged: bool


def notes(repository, commits, times, kept, people, counted, *, by, now):
    """The sentences, and the same as figures; a pair of a tuple and a mapping."""
    facts = _facts(repository, commits, times, kept, people, now) | _line_facts(commits, kept, counted)
    told = (
        *_cuts(repository),
        _who(repository, facts),
        *_clocks(facts, by),
        *_imports(facts),
        *_alias_notes(people),
        *(_line_notes(facts) if counted else ()),
    )
    return told, facts


def _facts(repository, commits, times, kept, people, now):
    start = _start(commits)
    readable = kept & (commits.author_time != NO_TIME) & (commits.commit_time != NO_TIME)
    apart = np.abs(commits.author_time[readable] - commits.commit_time[readable]) > DAY
    return {
        "commits": len(times),
        "merges": int(commits.merge.sum()),
        "by_programs": int(people.machine[commits.author].sum()),
        "kept": int(kept.sum()),
        "contributors": len(set(people.pseudonyms[np.unique(commits.author[kept])])),
        "shallow": repository.shallow,
        "mailmap": has_mailmap(repository.folder),
        "first_commit": start,
        "before_first_commit": 0 if start is None or repository.shallow else int((times[kept] < start).sum()),
        "in_future": int((times[kept] > now + DAY).sum()),
        "clocks_apart_share": float(apart.mean()) if apart.size else 0.0,
        "import_days": _import_days(times[kept]),
        "aliases": [each._asdict() | {"mergeable": each.mergeable} for each in people.aliases],
    }


def _start(commits):
    """The committer's clock at the first commit: of several beginnings the one that came first; None if unreadable."""
    begun = commits.commit_time[commits.root]
    begun = begun[begun != NO_TIME]
    return int(begun.min()) if begun.size else None


def _import_days(times):
    """Days that hold as many commits as an average year, with their number; the log must be longer than a year."""
    if not times.size or np.ptp(times) < YEAR:
        return []
    days, many = np.unique(times // DAY, return_counts=True)
    least = max(BUSY, times.size / (np.ptp(times) / YEAR))
    return [{"day": _day(day * DAY), "commits": int(n)} for day, n in zip(days, many, strict=True) if n >= least]


def _line_facts(commits, kept, counted):
    if counted is None:
        return {}
    items = commits.commits.to_pylist()
    many = np.array([counted.changed.get(items[at], 0) for at in np.flatnonzero(kept)], float)
    total, all_lines = max(many.sum(), 1.0), max(sum(counted.changed.values()), 1)
    return {
        "lines": int(many.sum()),
        "large_commits": int((many >= LARGE).sum()),
        "large_share": float(many[many >= LARGE].sum() / total),
        "foreign_share": counted.foreign / all_lines,
        "binary_changes": counted.binary,
        "lines_unknown": sum(items[at] in counted.unknown for at in np.flatnonzero(kept)),
    }


def _cuts(repository):
    if repository.shallow:
        yield (
            "This is a shallow clone: its history is cut, so the oldest commits and the people who wrote them are missing. "
            "Arrivals, ages and totals are wrong. To get the whole history run: git fetch --unshallow"
        )


def _who(repository, facts):
    mailmap = "Names follow the mailmap of the repository. " if facts["mailmap"] else "The repository has no mailmap. "
    return mailmap + (
        "A contributor is a name with an address. "
        f"Programs are known by the rule: {RULE}. Programs with names like those of people are counted as people."
    )


def _clocks(facts, by):
    if facts["before_first_commit"]:
        yield (
            f"{_commits(facts['before_first_commit'])} dated before the first commit of {_day(facts['first_commit'])}: "
            "a wrong clock, or work that was imported."
        )
    if facts["in_future"]:
        yield f"{_commits(facts['in_future'])} dated in the future: a wrong clock."
    if facts["clocks_apart_share"] > 0.01:
        other = "commit time, when it was taken in" if by == "author time" else "author time, when it was written"
        yield (
            f"In {facts['clocks_apart_share']:.0%} of the commits author time and commit time lie more than a day apart. "
            f"This log uses the {by}; the other clock is the {other}."
        )


def _imports(facts):
    days = facts["import_days"]
    if days:
        most = max(days, key=lambda each: each["commits"])
        yield (
            f"{len(days)} {'day holds' if len(days) == 1 else 'days hold'} as many commits as an average year, the busiest "
            f"{most['commits']:,} on {most['day']}: an import or a squash. Windows with these days say nothing about pace."
        )


def _alias_notes(people):
    if not people.aliases:
        return
    strong = sum(each.mergeable for each in people.aliases)
    weak = len(people.aliases) - strong
    counted = "were merged" if people.merged else "count as several people unless you ask to merge them"
    yield (
        f"Likely aliases: {strong} by a shared address, or a name with a login, which {counted}; "
        f"{weak} by a shared name only, which never merges anybody."
    )


def _line_notes(facts):
    if facts["large_commits"]:
        yield (
            f"Commits that change {LARGE:,} lines or more: {facts['large_commits']:,}, with {facts['large_share']:.0%} of all lines. "
            "They are imports, generated files or new formatting rather than writing."
        )
    if facts["foreign_share"] > 0.005:
        yield f"{facts['foreign_share']:.0%} of all lines stand in files of other projects, by the rule: {FOREIGN_RULE}."
    if facts["binary_changes"]:
        yield f"Changes of binary files, which count with 0 lines: {facts['binary_changes']:,}."
    if facts["lines_unknown"]:
        yield (
            f"{_commits(facts['lines_unknown'], 'have')} no amount, because their contents are not in this clone. "
            "They count as contributions but not in sums of lines."
        )


def _commits(many, verb="are"):
    return f"{many:,} commits {verb}" if many != 1 else f"1 commit {'is' if verb == 'are' else 'has'}"


def _day(seconds):
    return datetime.fromtimestamp(int(seconds), UTC).date().isoformat()
