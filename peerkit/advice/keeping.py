"""Files that are written whole or not at all, and the sentences for a folder or a disk that takes nothing."""

import errno
import os
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path

NOTHING = "Nothing was written, and a file that was there is as it was."
WORDS = {
    errno.EACCES: "you may not write into {folder}",
    errno.EPERM: "you may not write into {folder}",
    errno.EROFS: "{folder} can only be read",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is full",
    errno.EFBIG: "the file would be larger than this system allows",
    errno.ENAMETOOLONG: "its name is too long",
}


class KeepingError(ValueError):
    """A file that could not be written; the message says why, and that nothing was lost."""


def refusal(path, error):
    """The sentence for an error of the system while a file was written.

    >>> refusal("plans/choir.html", OSError(errno.ENOSPC, "No space left on device"))
    'choir.html cannot be written: the disk is full. Nothing was written, and a file that was there is as it was.'
    """
    path = Path(path)
    why = WORDS.get(error.errno, error.strerror or str(error)).format(folder=path.absolute().parent)
    return f"{path.name} cannot be written: {why}. {NOTHING}"


@contextmanager
def kept_whole(path, keep_old=False):
    """A draft (a path with the ending of `path`) that takes its place once the block has ended well; else nothing changes.

    With `keep_old` the file that was there stays beside it as ``.old``. A device, such as the screen, is written to at
    the end. Raises `KeepingError`.
    """
    path = Path(path)
    draft = None
    try:
        if not path.parent.is_dir():
            raise KeepingError(f"There is no folder {path.parent}: make it first.")
        if path.is_dir():
            raise KeepingError(f"{path} is a folder: give the name of a file.")
        device = path.exists() and not path.is_file()
        # The draft has the ending of the file: programs that write it look at that.
        folder = None if device else path.parent
        handle, name = tempfile.mkstemp(dir=folder, prefix=f".{path.stem[:40]}.", suffix=path.suffix)
        os.close(handle)
        draft = Path(name)
        yield draft
        if device:
            path.write_bytes(draft.read_bytes())
        else:
            _take_its_place(draft, path, keep_old)
    except OSError as error:
        raise KeepingError(refusal(path, error)) from None
    finally:
        if draft is not None:
            with suppress(OSError):
                draft.unlink()


def _take_its_place(draft, path, keep_old):
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.chmod(path.stat().st_mode if path.exists() else 0o666 & ~_mask())
    if keep_old and path.exists():
        # The older copy, too, is whole or not there.
        second = draft.with_name(f"{draft.name}.old")
        try:
            second.write_bytes(path.read_bytes())
            second.replace(path.with_name(path.name + ".old"))
        finally:
            second.unlink(missing_ok=True)
    draft.replace(path)


def _mask():
    """The permissions that new files do not get here."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
