"""A git repository as a log: one row for each commit, read with `git log` and its mailmap.

Merges and programs are left out unless asked for, because a merge repeats the work of others. Headers alone are read by
default; `lines` costs many times as much and is there for measures that need an amount. A commit's parent is left out: every
commit follows another, so it says nothing about reuse.
"""

import time
from pathlib import Path

import numpy as np

from peerkit.evidence import git_notes
from peerkit.evidence.aliases import Identity, aliases, merged
from peerkit.evidence.bots import is_bot
from peerkit.evidence.git_command import repository as repository_in
from peerkit.evidence.git_history import NO_TIME, history
from peerkit.evidence.git_lines import lines as lines_of
from peerkit.evidence.log import Dropped, Reading
from peerkit.evidence.pseudonyms import fresh_key, pseudonym
from peerkit.evidence.stored import Stored

CLOCKS = ("author time", "commit time")
EXAMPLES = 3


def read(
    folder,
    *,
    lines=False,
    merges=False,
    bots=False,
    merge_aliases=False,
    by=CLOCKS[0],
    key=None,
    now=None,
    progress=None,
):
    """The `Log` of the git repository in `folder`, from its current branch.

    `lines` adds the column `amount`: lines added and deleted. `merges` and `bots` keep what is left out otherwise.
    `merge_aliases` counts identities with one address, or with one name and login, as one person. `by` is the clock that gives
    the time: "author time" is when the work was written, "commit time" when it was taken in. `now` [s] is for tests. `progress` is
    called with a sentence and the fraction of the lines counted.
    Raises `ValueError` with a sentence for what is not a whole, readable repository.
    """
    if by not in CLOCKS:
        raise ValueError(f"by must be one of {', '.join(CLOCKS)}, got {by!r}")
    repository = repository_in(folder)
    commits = history(repository)
    counted = lines_of(repository, _counting(progress, int((~commits.merge).sum()))) if lines else None
    people = _people(commits, merge_aliases, key if key is not None else fresh_key())
    times = commits.author_time if by == CLOCKS[0] else commits.commit_time
    kept, dropped = _kept(commits, times, people, merges, bots)
    columns = _columns(commits, times, people, counted, merges, kept)
    notes, facts = git_notes.notes(
        repository, commits, times, kept, people, counted, by=by, now=int(time.time()) if now is None else now
    )
    reading = Reading(len(times), int(kept.sum()), dropped, notes, _origins(columns, by))
    with Stored(tuple(columns)) as rows:
        rows.add(columns)
        return rows.log(_name(repository.folder), reading, facts)


def _counting(progress, commits):
    return progress and (lambda many: progress(f"lines of {many:,} of {commits:,} commits", min(many / commits, 1.0)))


def _people(commits, merge_aliases, key):
    """Everybody by pseudonym, with who is a program and who is likely whom; names end here."""
    many = np.bincount(commits.author, minlength=len(commits.people)).tolist()
    identities = [Identity(*person, times) for person, times in zip(commits.people, many, strict=True)]
    pseudonyms = [pseudonym(key, f"{each.name} <{each.address}>") for each in identities]
    machine = np.array([is_bot(each.name, each.address) for each in identities], bool)
    heads = merged(identities) if merge_aliases else range(len(identities))
    nameless = np.array([not (each.name or each.address) or each.name == "%aN" for each in identities], bool)
    return git_notes.People(
        np.array([pseudonyms[at] for at in heads], object),
        machine,
        nameless,
        aliases(identities, pseudonyms),
        merge_aliases,
    )


def _kept(commits, times, people, merges, bots):
    """True for commits that count, and the `Dropped` with their reasons."""
    reasons = {
        "the author or the date cannot be read": (times == NO_TIME) | people.nameless[commits.author],
        "merges, which repeat the work of others": commits.merge & (not merges),
        "programs, known by their names": people.machine[commits.author] & (not bots),
    }
    kept, dropped = np.ones(len(times), bool), []
    for reason, out in reasons.items():
        at = np.flatnonzero(kept & out)
        if len(at):
            examples = tuple(f"commit {commits.commits[int(each)].as_py()[:12]}" for each in at[:EXAMPLES])
            dropped.append(Dropped(reason, len(at), examples))
        kept &= ~out
    return kept, tuple(dropped)


def _columns(commits, times, people, counted, merges, kept):
    import pyarrow as pa

    columns = {
        "contributor": pa.array(people.pseudonyms[commits.author[kept]], pa.string()),
        "time": times[kept],
        "item": commits.commits.filter(pa.array(kept)),
    }
    if counted is not None:
        columns["amount"] = pa.array(_amounts(columns["item"].to_pylist(), counted), pa.float64())
    if merges:
        columns["kind"] = pa.array(np.where(commits.merge[kept], "merge", "commit"), pa.string())
    return columns


def _amounts(items, counted):
    # Merges were not asked for: nothing that a merge brings in was written by it.
    return [None if each in counted.unknown else counted.changed.get(each, 0) for each in items]


def _origins(columns, by):
    origins = {
        "contributor": "name and address of the author by the mailmap, as a pseudonym",
        "time": f"{by} of the commit",
        "item": "the commit",
        "amount": "lines added and deleted, renamed files followed",
        "kind": "commit or merge",
    }
    return {name: origins[name] for name in columns}


def _name(folder):
    name = Path(folder).resolve().name
    return Path(folder).resolve().parent.name if name == ".git" else name.removesuffix(".git")
