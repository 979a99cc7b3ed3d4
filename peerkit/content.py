"""Where the notebooks and cases are, in a checkout or in an installed wheel, and what each says of itself."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

PACKAGE = Path(__file__).parent
LEVELS = ("beginner", "intermediate", "advanced")
GROUPS = {
    "dashboard": "Play with a model",
    "case": "Read a case",
    "advice": "Advise a client",
    "evidence": "Look at your data",
    "lesson": "Take the course",
}
STEPS = (
    "Why firms exist",
    "Why a crowd completes things",
    "Work in small pieces",
    "Who does what",
    "Reuse",
    "Who gets the value",
    "How a community grows",
    "Any model",
)
"""The steps of the argument, in their order; each dashboard belongs to one."""


def root():
    """The folder that holds `notebooks/` and `case_studies/`."""
    for folder in (PACKAGE / "content", PACKAGE.parent):
        if (folder / "notebooks").is_dir():
            return folder
    raise FileNotFoundError(
        f"no notebooks beside or inside {PACKAGE}: install peerkit from a wheel, or work in a clone of the repository"
    )


@dataclass(frozen=True)
class Page:
    """A notebook that has a card in the portal, as its metadata describe it.

    `path` is relative to `root()`; `address` is what stands in the link; `kind` is one of `GROUPS`; `cover` names a
    function in `peerkit.figures` (module:function) whose picture is on the card; `words` are found by the search; `step`
    is one of `STEPS` for a dashboard and empty for others.
    """

    path: str
    address: str
    title: str
    kind: str
    minutes: int
    level: str
    cover: str
    words: str
    step: str


def pages(folder=None):
    """Every page that names itself in its metadata, in the order of group, step, `order`, then address."""
    folder = folder or root()
    notebooks = [*folder.glob("notebooks/*/*.ipynb"), *folder.glob("case_studies/*/*.ipynb")]
    found = [(page(folder, path), _metadata(path).get("order", 100)) for path in notebooks]
    listed = [(p, order) for p, order in found if p is not None]
    kinds, steps = list(GROUPS), ("", *STEPS)
    place = {p.address: (kinds.index(p.kind), steps.index(p.step), order, p.address) for p, order in listed}
    return sorted((p for p, _ in listed), key=lambda page: place[page.address])


def page(folder, path):
    """The `Page` of one notebook; None if it does not name itself. A wrong or missing entry is refused by name."""
    about = _metadata(path)
    if not about:
        return None
    where = path.relative_to(folder).as_posix()
    for name, kind in (("title", str), ("kind", str), ("minutes", int), ("level", str)):
        if not isinstance(about.get(name), kind):
            raise ValueError(f"{where}: metadata peerkit.{name} must be {kind.__name__}, got {about.get(name)!r}")
    if about["kind"] not in GROUPS:
        raise ValueError(f"{where}: metadata peerkit.kind must be one of {', '.join(GROUPS)}, got {about['kind']!r}")
    if about["level"] not in LEVELS:
        raise ValueError(f"{where}: metadata peerkit.level must be one of {', '.join(LEVELS)}, got {about['level']!r}")
    step = about.get("step", "")
    if (about["kind"] == "dashboard" or step) and step not in STEPS:
        raise ValueError(f"{where}: metadata peerkit.step must be one of {', '.join(STEPS)}, got {step!r}")
    return Page(
        path=where,
        address=_address(path, about["kind"]),
        title=about["title"],
        kind=about["kind"],
        minutes=about["minutes"],
        level=about["level"],
        cover=about.get("cover", ""),
        words=about.get("words", ""),
        step=step,
    )


def _metadata(path):
    return _metadata_of(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=512)
def _metadata_of(path, changed):
    with open(path, encoding="utf-8") as file:
        return json.load(file).get("metadata", {}).get("peerkit", {})


def _address(path, kind):
    if kind == "case":
        return f"cases/{path.parent.name}"
    return path.stem if kind == "dashboard" else f"{kind}/{path.stem}"
