"""One question asked of many git repositories: does output grow faster than size? Every exponent of each, beside both nulls.

The result has aggregates only: counts by month, and exponents. No author, no commit and no message is in it.

Source: peerkit's own; the exponents are those of `peerkit.evidence.scaling_rows`.
"""

from datetime import date
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import numpy as np

from peerkit import __version__
from peerkit.evidence.study_result import DIGITS, FORMAT, KIND, signed

SEED = 2005
DRAWS = 200
"""Draws of each null. With 40, as in a report, exponents near the edge of the nulls changed sides from one seed to the next."""
DEEPEST = 4
"""Folders below the given one in which repositories are looked for."""
ABOUT = (
    "Aggregates of public git histories, computed by peerkit from the commits themselves: commits and active contributors by "
    "month, and exponents of output against size. No text of a repository, no author, no commit and no message is in here."
)


def study(folder, *, seed=SEED, draws=DRAWS, today=None, progress=None):
    """The result for every git repository below `folder`, as plain data for JSON.

    A repository that cannot be read is named in `refused` with the reason. `draws` is the number of logs drawn by each
    null, and with equal `seed` and `draws` the result is the same. `progress` is called with
    a sentence and the share done. Raises `ValueError` where there is no repository.
    """
    clones = repositories(folder)
    if not clones:
        raise ValueError(f"{folder} holds no git repository: give the folder that the clones lie in")
    told, refused = [], []
    for at, (name, path) in enumerate(clones):
        try:
            told.append(_one(name, path, seed, draws, _part(progress, name, at, len(clones))))
        except ValueError as error:
            refused.append({"name": name, "why": str(error).replace(str(path), name)})
    return {
        "peerkit": KIND,
        "schema": FORMAT,
        "about": ABOUT,
        "made_with": f"peerkit {__version__}",
        "made": (today or date.today()).isoformat(),
        "seed": seed,
        "draws": draws,
        "repositories": sorted(told, key=lambda each: (-each["kept"], each["name"])),
        "refused": refused,
    }


def repositories(folder):
    """Name and path of each git repository below `folder`, by name; the name is the path from there."""
    folder = Path(folder)
    if not folder.is_dir():
        raise ValueError(f"{folder} is not a folder: give the folder that the clones lie in")
    return [(str(path.relative_to(folder)), path) for path in _below(folder, DEEPEST, set())]


def _below(folder, deep, seen):
    # A link may lead back to where it stands.
    if folder.resolve() in seen or not deep:
        return
    seen.add(folder.resolve())
    for each in sorted(folder.iterdir()):
        if not each.is_dir() or each.name == ".git":
            continue
        if _is_repository(each):
            yield each
        else:
            yield from _below(each, deep - 1, seen)


def _is_repository(folder):
    return (folder / ".git").exists() or all((folder / part).exists() for part in ("HEAD", "objects", "refs"))


def _part(progress, name, at, many):
    if progress is None:
        return None
    return lambda sentence, share: progress(f"{name}: {sentence}", (at + share) / many)


def _one(name, path, seed, draws, progress):
    from peerkit.evidence.git_log import read
    from peerkit.evidence.scaling_rows import scaling

    if progress:
        progress("reading", 0.0)
    log = read(path)
    # The second of two streams, as in `peerkit.evidence.analysis`: the same log has the same nulls everywhere.
    _, rng = np.random.default_rng(seed).spawn(2)
    scaled = scaling(log, rng=rng, draws=draws, progress=progress)
    return {
        "name": name.rpartition("/")[2].removesuffix(".git"),
        "address": address(path) or _address_of(name),
        "snapshot": _said(path, "log", "-1", "--format=%cs"),
        **_counts(log),
        "months": months(log),
        "verdict": scaled.verdict,
        "sentences": list(scaled.verdicts),
        "exponents": [_row(row) for row in scaled.rows],
    }


def _counts(log):
    facts = log.facts
    kept = {name: facts[name] for name in ("commits", "kept", "contributors", "shallow", "mailmap")}
    return {
        **kept,
        "dropped": {each.reason: each.rows for each in log.reading.dropped},
        "before_first_commit": facts["before_first_commit"],
        "in_future": facts["in_future"],
        "import_days": len(facts["import_days"]),
        "likely_aliases": sum(each["mergeable"] for each in facts["aliases"]),
    }


def months(log):
    """Commits and active contributors by month, from the first to the last month with a commit.

    >>> from peerkit.evidence.log import log_of
    >>> log = log_of({"contributor": ["a", "b", "a"], "time": [0, 86_400, 5_500_000], "item": ["x", "y", "z"]}, "three")
    >>> months(log)
    {'first': '1970-01', 'last': '1970-03', 'commits': [2, 0, 1], 'active': [2, 0, 1]}
    """
    from peerkit.evidence.log import fetched
    from peerkit.evidence.windows import panel

    rows = fetched(panel(log, 1))
    month = rows["window"].astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    if not month.size:
        return {"first": None, "last": None, "commits": [], "active": []}
    since = month - month.min()
    pairs = np.unique(np.column_stack([since, np.unique(rows["contributor"], return_inverse=True)[1]]), axis=0)
    size = int(since.max()) + 1
    return {
        "first": _month(month.min()),
        "last": _month(month.max()),
        "commits": np.bincount(since, rows["contributions"], minlength=size).astype(int).tolist(),
        "active": np.bincount(pairs[:, 0], minlength=size).tolist(),
    }


def _month(count):
    return str(np.datetime64(int(count), "M"))


def _row(row):
    return signed(
        {
            "window_days": row.window_days,
            "size": row.size,
            "output": row.output,
            "estimator": row.estimator,
            "exponent": _rounded(row.exponent),
            "interval": _ends(row.interval),
            **{name: _ends(each.interval) for name, each in row.placebos.items()},
            **{f"{name}_mean": _rounded(each.mean) for name, each in row.placebos.items()},
            "n": row.n,
            "of": row.of,
            "refused": row.refused,
        }
    )


def _rounded(value):
    return None if value is None else round(float(value), DIGITS)


def _ends(interval):
    return None if interval is None else [_rounded(end) for end in interval]


def address(path):
    """The address that a clone was made from, without a name or a password; empty if it lies on this machine."""
    try:
        return public_address(_said(path, "config", "--get", "remote.origin.url"))
    except ValueError:
        return ""


def public_address(url):
    """An address of the web for the one that git was given; empty for a folder.

    >>> public_address("https://name:secret@example.org/owner/name.git"), public_address("git@example.org:owner/name")
    ('https://example.org/owner/name', 'https://example.org/owner/name')
    >>> public_address("/home/me/clones/name")
    ''
    """
    parts = urlsplit(url)
    if parts.hostname and parts.scheme in ("http", "https", "ssh", "git"):
        return urlunsplit(("https", parts.hostname, parts.path.removesuffix(".git"), "", ""))
    who, at, rest = url.partition("@")
    host, colon, path = rest.partition(":")
    return f"https://{host}/{path.removesuffix('.git')}" if at and colon and "/" not in who + host else ""


def _address_of(name):
    """The address that a path such as github.com/OWNER/NAME stands for."""
    return f"https://{name.removesuffix('.git')}" if "." in name.partition("/")[0] and name.count("/") == 2 else ""


def _said(path, *arguments):
    from peerkit.evidence.git_command import chunks

    return b"".join(chunks(path, *arguments)).decode("utf-8", "replace").strip()
