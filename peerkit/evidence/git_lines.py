"""Lines that each commit adds and deletes, renames followed, with what makes such a count mislead beside it.

A partial clone lacks contents, and git stops at the first that it needs. So commits that touch missing contents are set
aside before anything is counted. A commit at the cut of a shallow clone would seem to add the whole project; it is set aside
as well.
"""

import re
from collections import defaultdict
from typing import Mapping, NamedTuple

from peerkit.evidence.git_command import chunks

LARGE = 10_000
"""Lines from which on one commit counts as a likely import."""
FOREIGN_RULE = (
    "a folder vendor, vendored, third_party, third-party, thirdparty, node_modules, bower_components, extern or external, "
    "a minified .js or .css file, or a lock file of a package manager"
)
FOREIGN = re.compile(
    rb"(^|/)(_?vendor(ed)?|third[-_]?party|node_modules|bower_components|extern(al)?s?)/"
    rb"|\.min\.(js|css)$|(^|/)(package-lock\.json|npm-shrinkwrap\.json|(yarn|poetry|Cargo|Gemfile|composer|uv)\.lock|pnpm-lock\.yaml)$"
)
OFTEN = 500
"""Commits between two words on progress."""
START = b"@"
"""Marks a commit; counts of lines begin with a digit or a dash."""
COUNTED = (
    *("-z", "--no-color", "--no-notes", "--no-decorate", f"--format={START.decode()}%H", "--numstat", "-M", "-l1000"),
    *("--no-ext-diff", "--no-textconv", "--no-relative", "--diff-algorithm=myers"),
)
RAW = (
    "-z",
    "--raw",
    "--no-renames",
    "--no-abbrev",
    "--no-color",
    "--no-notes",
    "--no-decorate",
    "--no-merges",
    "--no-relative",
)


class Lines(NamedTuple):
    """Added and deleted lines by commit; `unknown` commits could not be counted.

    `foreign` are those of the lines that stand in files of other projects by `FOREIGN_RULE`; `binary` counts changes of
    files without lines.
    """

    changed: Mapping[str, int]
    unknown: frozenset[str]
    foreign: int
    binary: int


def lines(repository, counting=None):
    """The `Lines` of every commit that is no merge; raises `ValueError` if git ends with an error.

    `counting` is called with the number of commits counted, from time to time.
    """
    unknown = repository.boundary | _incomplete(repository)
    if unknown:
        wanted = [each for each in _commits(repository) if each not in unknown]
        arguments, given = ("log", "--no-walk=unsorted", "--stdin", *COUNTED), wanted
    else:
        arguments, given = ("log", "--no-merges", *COUNTED, "HEAD"), None
    # Without a list git would take HEAD.
    pieces = () if given == [] else chunks(repository.folder, *arguments, given=given)
    return _counted(_tokens(pieces), frozenset(unknown), counting or (lambda many: None))


def _commits(repository):
    return b"".join(chunks(repository.folder, "rev-list", "--no-merges", "HEAD")).decode("ascii").split()


def _incomplete(repository):
    """The commits that change contents which this clone lacks."""
    if not repository.partial:
        return frozenset()
    listed = chunks(repository.folder, "rev-list", "--objects", "--missing=print", "--no-object-names", "HEAD")
    missing = {line[1:] for line in _split(listed, b"\n") if line.startswith(b"?")}
    return frozenset(_touching(repository, missing)) if missing else frozenset()


def _touching(repository, missing):
    commit, tokens = "", _tokens(chunks(repository.folder, "log", *RAW, "--format=@%H", "HEAD"))
    for token in tokens:
        if token.startswith(START):
            commit = token[1:].decode("ascii")
            continue
        # Modes and contents before and after; the path that follows may begin with anything.
        next(tokens)
        if not missing.isdisjoint(token.split(b" ")[2:4]):
            yield commit


def _counted(tokens, unknown, counting):
    changed, foreign, binary, commit = defaultdict(int), 0, 0, ""
    for token in tokens:
        if token.startswith(START):
            commit = token[1:].decode("ascii")
            changed[commit] = 0
            if len(changed) % OFTEN == 0:
                counting(len(changed))
            continue
        added, deleted, path = token.split(b"\t", 2)
        if not path:
            # A renamed file: its old and its new path follow.
            next(tokens)
            path = next(tokens)
        if added == b"-":
            binary += 1
            continue
        many = int(added) + int(deleted)
        changed[commit] += many
        foreign += many if FOREIGN.search(path) else 0
    return Lines(dict(changed), unknown, foreign, binary)


def _tokens(pieces):
    # Between a commit and its first file git writes a line break.
    return (token for each in _split(pieces, b"\0") if (token := each.removeprefix(b"\n")))


def _split(pieces, separator):
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).split(separator)
        yield from whole
    if rest:
        raise ValueError("git stopped in the middle of a line, so nothing was read: try git fsck there")
