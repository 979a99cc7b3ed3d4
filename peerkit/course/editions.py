"""Editions of the course: the same lessons for participants, for instructors, and for whoever may see the solutions.

There is one source. Cells tagged ``solution`` hold worked answers, cells tagged ``instructor`` hold notes for whoever
teaches; an edition leaves out the cells that are not for its readers. It is a folder with the lessons, the notebooks they
lead to, the facts of the cases among these, and a README.
"""

import json
import posixpath
import re
from importlib.metadata import version
from urllib.parse import unquote

from peerkit import content
from peerkit.course.folders import check_free, write
from peerkit.course.notebooks import LINK, checked, lessons

LEFT_OUT = {"participant": content.KEPT_BACK, "solutions": ("instructor",), "instructor": ()}
"""Every edition, with the tags of the cells that it leaves out."""

SEEN_BY_TESTS = ("nbval-", "raises-exception")
"""Tags that stay in the participants' notebooks: they tell nbval what to expect of a cell."""

SERVED = re.compile(r"/(?P<address>[a-z_/]+)(?P<rest>[?#].*)?")


def build(edition, folder):
    """Write an edition into a new folder; returns its files in order."""
    check_free(folder)
    files = edition_files(edition)
    write(folder, files)
    return sorted(files)


def edition_files(edition, root=None):
    """The files of an edition: path to bytes."""
    if edition not in LEFT_OUT:
        raise ValueError(f"there is no edition {edition!r}; there are {', '.join(LEFT_OUT)}")
    root = root or content.root()
    course = lessons(root)
    notebooks = _gathered(edition, root, [page.path for page in course])
    files = {}
    for path, notebook in notebooks.items():
        for cell in notebook["cells"]:
            if cell["cell_type"] == "markdown":
                cell["source"], pictures = _relinked(cell["source"], path, notebooks, root)
                files |= pictures
        files[path] = (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode()
        files |= _facts(root, path)
    files["README.md"] = _readme(edition, course).encode()
    return files


def _gathered(edition, root, wanted):
    """The notebooks of an edition: those `wanted`, and all that their links lead to."""
    kinds = {page.path: page.kind for page in content.pages(root)}
    if edition == "instructor":
        wanted = [*wanted, *(path for path, kind in kinds.items() if kind in ("guide", "activity"))]
    # Guides are for whoever teaches, or makes pages.
    allowed = {path for path, kind in kinds.items() if kind != "guide" or edition == "instructor"}
    gathered, waiting = {}, list(wanted)
    while waiting:
        path = waiting.pop(0)
        if path not in gathered:
            gathered[path] = _for_readers(checked(root, path), edition)
            waiting += [target for target in _targets(gathered[path], path) if target in allowed]
    return gathered


def _for_readers(notebook, edition):
    """A notebook without the cells that its readers should not see, and without what running it left behind."""
    notebook["cells"] = content.shown(notebook["cells"], LEFT_OUT[edition])
    notebook["metadata"].pop("widgets", None)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["execution_count"] = None
            # An output that nbval compares is text, and belongs to the cell; participants make their own.
            if edition == "participant" or "nbval-check-output" not in content.tags(cell):
                cell["outputs"] = []
        if edition == "participant":
            kept = [tag for tag in content.tags(cell) if tag.startswith(SEEN_BY_TESTS) and "check-output" not in tag]
            cell["metadata"] = {"tags": kept} if kept else {}
    return notebook


def _targets(notebook, path):
    """The notebooks that the links of a notebook lead to, as paths below the root."""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            for link in LINK.finditer(cell["source"]):
                target, _ = _resolved(link["target"], path)
                if target:
                    yield target


def _resolved(link, path):
    """The path below the root that a link of the notebook `path` names, and the rest (an anchor); None for no such path."""
    served = SERVED.fullmatch(link)
    if served:
        # An address of the server leads nowhere in JupyterLab.
        page = next((page for page in content.pages() if page.address == served["address"]), None)
        return (page.path if page else None), served["rest"] or ""
    if re.match(r"[a-z]+:|#|/", link):
        return None, ""
    file, mark, rest = re.fullmatch(r"([^?#]*)([?#]?)(.*)", link).groups()
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(file))), mark + rest


def _relinked(words, path, notebooks, root):
    """Markdown whose links all lead somewhere: within the edition, or to another site; also the pictures it shows."""
    pictures = {}

    def relinked(link):
        if re.match(r"[a-z]+:|#", link["target"]):
            return link[0]
        target, rest = _resolved(link["target"], path)
        if target in notebooks:
            return f"{link['image']}[{link['words']}]({posixpath.relpath(target, posixpath.dirname(path))}{rest})"
        if link["image"] and target and (root / target).is_file():
            pictures[target] = (root / target).read_bytes()
            return link[0]
        return link["words"]

    return LINK.sub(relinked, words), pictures


def _facts(root, path):
    """The facts and sources of a case, beside its notebook."""
    folder = posixpath.dirname(path)
    names = [f"{folder}/{name}" for name in ("case.toml", "facts.csv")] if path.startswith("case_studies/") else []
    return {name: (root / name).read_bytes() for name in names if (root / name).is_file()}


WORDS = {
    "participant": "This folder holds the lessons of the peerkit course, and the models and cases that they lead to.",
    "solutions": (
        "This folder holds the lessons of the peerkit course with worked solutions, and the models and cases that they lead "
        "to. A solution follows its exercise, under a bold heading."
    ),
    "instructor": (
        "This folder holds the lessons of the peerkit course with worked solutions and notes for whoever teaches, the models "
        "and cases that the lessons lead to, the activities on paper, and the guides. Once peerkit is installed (see below), "
        "`.venv/bin/peerkit course build --edition participant -o FOLDER` writes the folder for participants, and "
        "`.venv/bin/peerkit course slides -o FOLDER` the slides."
    ),
}

README = """# The peerkit course: {edition} edition

{words}

| lesson | question | minutes |
|---|---|---|
{rows}

## Start

You need Python 3.11 or newer, and the file `{wheel}`. Whoever gave you this folder can give you the file, too: in a clone of
peerkit, `make wheel` writes it into `dist/`. Put it into this folder and type here, in a terminal:

    python3 -m venv .venv
    .venv/bin/python -m pip install "./{wheel}[serve]"

After that no internet is needed. There are two ways to take the course.

    .venv/bin/jupyter lab --LabApp.default_url=/lab/tree/{first}
    .venv/bin/peerkit serve

The first opens the course in JupyterLab, with its code to edit; run all cells first (menu *Run*). The second opens the lessons as
pages without code, at http://127.0.0.1:8866/.{served} Ctrl+C ends either. On Windows the programs lie in `.venv\\Scripts\\`.
"""

SERVED_WITHOUT = (
    " These pages are those for participants, without solutions and notes. For a room of thirty add `--host 0.0.0.0 "
    "--participants 30`, and write the address that it prints on the board."
)
"""What `peerkit serve` leaves out, for readers of an edition that holds more."""


def _readme(edition, course):
    rows = "\n".join(f"| {page.order} | [{page.title}]({page.path}) | {page.minutes} |" for page in course)
    wheel = f"peerkit-{version('peerkit')}-py3-none-any.whl"
    served = "" if edition == "participant" else SERVED_WITHOUT
    return README.format(
        edition=edition, words=WORDS[edition], rows=rows, wheel=wheel, first=course[0].path, served=served
    )
