"""The result of a built-in sample, computed once on a machine and kept in the user's cache, so that the page begins at once."""

import hashlib
import json
import os
import tempfile
from pathlib import Path

from peerkit import __version__
from peerkit.evidence.analysis import FORMAT, analyse
from peerkit.evidence.samples import FIRST, SEED, sample

HERE = Path(__file__).parent


def kept_result(name):
    """The result of a sample as plain data, None where it is not kept or what computes it has changed since."""
    try:
        return json.loads(_file(name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def sample_result(name, progress=None):
    """The result of a sample as plain data; computed here, and kept, where it is not kept already."""
    result = kept_result(name)
    if result is None:
        result = analyse(sample(name), progress=progress).as_dict()
        _keep(_file(name), result)
    return result


def _file(name):
    return _folder() / f"{name.replace(' ', '_')}-{_state()}.json"


def _folder():
    """The cache of this user, as the system says."""
    at = os.environ.get("XDG_CACHE_HOME") or (os.environ.get("LOCALAPPDATA") if os.name == "nt" else None)
    return (Path(at) if at else Path.home() / ".cache") / "peerkit"


def _state():
    """A mark of everything that a result depends on: the version, and the files that compute it."""
    mark = hashlib.sha256(f"{__version__} {FORMAT} {SEED}".encode())
    for file in sorted([*HERE.glob("*.py"), *(HERE.parent / "models").glob("*.py")]):
        there = file.stat()
        mark.update(f"{file.name} {there.st_size} {there.st_mtime_ns}".encode())
    return mark.hexdigest()[:16]


def _keep(file, result):
    """Write the result whole or not at all; without a folder to write into the next reader waits again."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=file.parent, delete=False, encoding="utf-8") as part:
            json.dump(result, part)
        Path(part.name).replace(file)
    except OSError:
        return


if __name__ == "__main__":
    sample_result(FIRST)
