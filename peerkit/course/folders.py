"""A folder that is written as a whole or not at all."""

import shutil
import tempfile
from pathlib import Path


def write(folder, files):
    """Write `files` (path to bytes) as the new folder `folder`; one that holds something is refused and left alone."""
    folder = Path(folder)
    check_free(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    # A full disk in the middle leaves no half of it behind.
    begun = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        begun.chmod(0o755)
        for path, content in files.items():
            target = begun / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        if folder.is_dir():
            folder.rmdir()
        begun.rename(folder)
    except BaseException:
        shutil.rmtree(begun, ignore_errors=True)
        raise


def check_free(folder):
    """Refuse a folder that holds something, before any work is done for it."""
    folder = Path(folder)
    if folder.is_dir() and any(folder.iterdir()):
        raise ValueError(
            f"{folder} is not empty, and nothing in it was changed; name a new folder, or empty this one first"
        )
    if folder.exists() and not folder.is_dir():
        raise ValueError(f"{folder} is a file, and it was not changed; name a new folder")
