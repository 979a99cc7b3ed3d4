"""Git as a source: commands that only read, whatever the repository's own settings ask for, and refusals in words.

A repository that somebody hands over may name programs in its settings: a pager, a file watcher, a converter, a way to fetch
what is missing. None of them runs here and nothing is fetched. The settings of whoever runs peerkit count, since they say
which folders git may trust.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

CHUNK = 1 << 20
"""Bytes of git's output that are read at a time [B]."""
KEPT = ("GIT_CONFIG", "GIT_CEILING_DIRECTORIES", "GIT_EXEC_PATH")
"""Starts of the variables of git that stay: they belong to whoever runs peerkit. Others could name another repository."""
SETTINGS = (
    *("core.fsmonitor=false", f"core.hooksPath={os.devnull}", "core.quotePath=true"),
    *("log.showSignature=false", "log.showRoot=true", "log.follow=false"),
)
QUIET = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    # Two locks on one door: only newer versions know the first; the second allows no way to reach another repository.
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
}


class Repository(NamedTuple):
    """A repository that git can read: its folder, and in what respect its history or its contents are not whole.

    `boundary` are the commits of a shallow clone whose parents were cut off; `partial` is True where contents may be missing.
    """

    folder: Path
    boundary: frozenset[str]
    partial: bool

    @property
    def shallow(self):
        """True if the older part of the history was not cloned."""
        return bool(self.boundary)


def repository(folder):
    """The `Repository` in `folder`; raises `ValueError` with a sentence where there is none that can be read."""
    folder = Path(folder)
    if not folder.is_dir():
        raise ValueError(f"{folder} is not a folder: give the folder of a git repository")
    asked = ("--is-inside-work-tree", "--git-path", "shallow", "--git-path", "objects/pack")
    inside, shallow, packs = _asked(folder, "rev-parse", *asked).splitlines()
    if inside == "true":
        _must_be_top(folder)
    _must_have_commits(folder)
    # A clone without all contents marks its packs as promised by another repository.
    return Repository(folder, _boundary(folder / shallow), any((folder / packs).glob("*.promisor")))


def _must_be_top(folder):
    top = Path(_asked(folder, "rev-parse", "--show-toplevel").rstrip("\n"))
    if top.resolve() != folder.resolve():
        raise ValueError(f"{folder} is a folder inside a git repository, not the repository: give {top}")


def _must_have_commits(folder):
    if _run(folder, "rev-parse", "--quiet", "--verify", "HEAD^{commit}").returncode:
        others = _asked(folder, "for-each-ref", "--count=1", "--format=%(refname:short)").strip()
        besides = f" Its current branch is empty, but {others} is there: check that out." if others else ""
        raise ValueError(f"the git repository in {folder} has no commits yet, so there is no log.{besides}")


def _boundary(path):
    return frozenset(path.read_text(encoding="ascii").split()) if path.is_file() else frozenset()


def chunks(folder, *arguments, given=None):
    """The output of a git command in pieces; raises `ValueError` if the command fails, also after part of its output.

    `given` are lines for its standard input. What came before an error is not a complete answer: drop it.
    """
    with tempfile.TemporaryFile() as complaint, tempfile.TemporaryFile() as said:
        for line in given or ():
            said.write(line.encode() + b"\n")
        said.seek(0)
        process = subprocess.Popen(
            _command(folder, arguments), stdin=said, stdout=subprocess.PIPE, stderr=complaint, env=_environment()
        )
        try:
            while piece := process.stdout.read(CHUNK):
                yield piece
        finally:
            # Git ends by itself after a whole answer, and at the closed pipe if the caller has read enough.
            process.stdout.close()
            _ended(process)
        if process.returncode:
            complaint.seek(0)
            raise ValueError(refusal(folder, complaint.read().decode("utf-8", "replace")))


def _ended(process):
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _asked(folder, *arguments):
    answer = _run(folder, *arguments)
    if answer.returncode:
        raise ValueError(refusal(folder, answer.stderr))
    return answer.stdout


def _run(folder, *arguments):
    return subprocess.run(
        _command(folder, arguments),
        capture_output=True,
        stdin=subprocess.DEVNULL,
        encoding="utf-8",
        errors="surrogateescape",
        env=_environment(),
    )


def _command(folder, arguments):
    git = shutil.which("git")
    if git is None:
        raise ValueError("there is no git on this machine, and peerkit reads repositories with it: install git")
    settings = [part for each in SETTINGS for part in ("-c", each)]
    return [git, "-C", str(folder), "--no-pager", *settings, *arguments]


def _environment():
    mine = {name: text for name, text in os.environ.items() if not name.startswith("GIT_") or name.startswith(KEPT)}
    return mine | QUIET


def refusal(folder, complaint):
    """The complaint of git about `folder` as a sentence that says what to do.

    >>> refusal("data", "fatal: not a git repository (or any of the parent directories): .git")
    'data is not a git repository: give the folder of a clone, made with git clone URL'
    """
    if "not a git repository" in complaint:
        return f"{folder} is not a git repository: give the folder of a clone, made with git clone URL"
    if "dubious ownership" in complaint:
        return (
            f"git does not read {folder} because it belongs to somebody else. "
            f"If you trust it, run: git config --global --add safe.directory {Path(folder).resolve()}"
        )
    last = (complaint.strip().splitlines() or ["no reason given"])[-1]
    return f"git stopped before the end of the log of {folder}, so nothing was read ({last}): try git fsck there"


def has_mailmap(folder):
    """True if the newest commit holds a mailmap, which git then applies to names and addresses."""
    return _run(folder, "cat-file", "-e", "HEAD:.mailmap").returncode == 0
