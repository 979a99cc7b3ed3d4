"""Notebooks as editions and slides read them: checked, with every tag known."""

import difflib
import json
import re
import warnings

from peerkit import content

KNOWN = (*content.KEPT_BACK, "hint")
"""The tags that decide who sees a cell. Tags of other tools are no concern of ours, unless they look like one of these."""

LINK = re.compile(r"(?P<image>!?)\[(?P<words>[^\]]*)\]\((?P<target>[^)\s]+)\)")
"""A link or a picture in Markdown."""


def checked(root, path):
    """The notebook at `path` below `root`; ValueError names the file, and the cell, where something is wrong."""
    from nbformat.validator import ValidationError, validate
    from nbformat.warnings import MissingIDFieldWarning

    where = str(path)
    try:
        notebook = json.loads((root / path).read_text(encoding="utf-8"))
        with warnings.catch_warnings():
            # A notebook without ids of cells is sound enough.
            warnings.simplefilter("ignore", MissingIDFieldWarning)
            validate(notebook, relax_add_props=True)
    except (ValueError, ValidationError) as error:
        raise ValueError(f"{where} is no sound notebook: {str(error).splitlines()[0]}") from error
    for number, cell in enumerate(notebook["cells"], 1):
        cell["source"] = "".join(cell["source"])
        for tag in content.tags(cell):
            _check_tag(f"{where}, cell {number} ({cell.get('id', 'without an id')})", tag)
    return notebook


def _check_tag(where, tag):
    """Refuse a tag that is probably a slip: what it should hide would be seen by everybody."""
    if tag in KNOWN:
        return
    close = difflib.get_close_matches(tag.strip().lower(), KNOWN, n=1, cutoff=0.75)
    if close:
        raise ValueError(f"{where}: the tag {tag!r} is unknown; did you mean {close[0]!r}?")


def lessons(root=None):
    """The pages of all lessons in their order; ValueError if there is none, or if a notebook is broken."""
    broken = content.broken(root)
    if broken:
        raise ValueError(broken[0].problem)
    every = [page for page in content.pages(root) if page.kind == "lesson"]
    if not every:
        raise ValueError(f"there is no lesson in {(root or content.root()) / 'notebooks' / 'lessons'}")
    return every


def name(page):
    """The name of a lesson, as its exercises and its slides have it."""
    return page.address.rpartition("/")[2]
