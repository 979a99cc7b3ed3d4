"""The notebooks and cases, in a checkout or in an installed wheel, and the metadata of each page."""

import json
import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

PACKAGE = Path(__file__).parent
LEVELS = ("beginner", "intermediate", "advanced")
INDEX = "notebooks/index.ipynb"


class Step(NamedTuple):
    """One step of the argument: its title, and one line that says what it is about."""

    title: str
    line: str


STEPS = (
    Step("Why firms exist", "Talk, orders and contracts cost something. These costs decide how large a firm gets."),
    Step("Why a crowd completes things", "Each new member may bring the skill or the piece that was missing."),
    Step("Work in small pieces", "Small pieces let more people help. Pieces that are too small waste their time."),
    Step("Who does what", "A manager assigns people. In a crowd they step forward themselves."),
    Step("Reuse", "What one person made, others use again and combine with something else."),
    Step("Who gets the value", "Members make what the platform earns from. How much of it do they get?"),
    Step("How a community grows", "A community can take off, stay small or collapse. Its start and its rules decide."),
    Step("Any model", "Put two scenarios side by side, or ask which assumption matters most."),
)
"""The steps of the argument, in their order. The last one holds the tools that work with every model."""
TITLES = tuple(step.title for step in STEPS)


@dataclass(frozen=True)
class Kind:
    """One kind of page. Whatever differs between kinds is declared here and nowhere else.

    `heading` stands above its cards in the portal, `label` on each card. `files` says where its notebooks lie (a glob),
    `address` makes the address out of the `name` of the notebook's file (without a leading number) or of its `folder`.
    `shows` is what the browser test of every page must see: a "slider" that answers, a "figure", or only "words".
    Pages of a `stepped` kind belong to a step of the argument each, and the portal groups their cards by step; others may
    name one. A page without `kernel` is the same for everybody: it is made once. Pages of a kind with `code`
    show the code of their cells.
    """

    name: str
    heading: str
    label: str
    files: str
    address: str
    shows: str = "words"
    stepped: bool = False
    kernel: bool = True
    code: bool = False

    def address_of(self, path):
        """The address of the page whose notebook is `path`.

        >>> KINDS["lesson"].address_of(Path("notebooks/lessons/01_why_firms_exist.ipynb"))
        'lessons/why_firms_exist'
        """
        return self.address.format(name=re.sub(r"^\d+_", "", path.stem), folder=path.parent.name)


KINDS = {
    kind.name: kind
    for kind in (
        Kind("lesson", "Take the course", "Lesson", "notebooks/lessons/*.ipynb", "lessons/{name}", shows="figure"),
        Kind(
            "activity",
            "Do it on paper",
            "Activity",
            "notebooks/activities/*.ipynb",
            "activities/{name}",
            shows="figure",
        ),
        Kind(
            "dashboard", "Play with a model", "Model", "notebooks/dashboards/*.ipynb", "{name}", "slider", stepped=True
        ),
        Kind("case", "Read a case", "Case", "case_studies/*/*.ipynb", "cases/{folder}"),
        Kind("room", "Do it together, live", "Live room", "notebooks/room/*.ipynb", "live/{name}"),
        Kind("advice", "Advise a client", "Advisory desk", "notebooks/advice/*.ipynb", "advice/{name}"),
        Kind("evidence", "Look at your data", "Evidence", "notebooks/evidence/*.ipynb", "evidence/{name}"),
        Kind("guide", "Teach, or make your own", "Guide", "notebooks/guides/*.ipynb", "guides/{name}", code=True),
        Kind("reference", "Look something up", "Reference", "notebooks/reference/*.ipynb", "{name}", kernel=False),
    )
}
"""All kinds of pages by name, in the order of the portal."""

KEPT_BACK = ("solution", "instructor")
"""Tags of the cells that participants do not get: they give answers away, or speak to the instructor."""

FIELDS = {
    "title": str,
    "kind": str,
    "minutes": int,
    "level": str,
    "order": int,
    "step": str,
    "cover": str,
    "words": str,
    "related": list,
    "language": str,
}
"""The keys that a notebook may have in its metadata `peerkit`, and their types. The first four are required."""
NEEDED = ("title", "kind", "minutes", "level")


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

    `path` is relative to `root()`; `address` is what stands in the link; `kind` is one of `KINDS`; `order` places it
    among its neighbours; `cover` names a function in `peerkit.figures` (module:function) whose picture is on the card;
    `words` are found by the search; `step` is the title of one of `STEPS`, or empty; `related` are addresses of pages
    that a reader of this one may want.
    """

    path: str
    address: str
    title: str
    kind: str
    minutes: int
    level: str
    order: int = 100
    step: str = ""
    cover: str = ""
    words: str = ""
    related: tuple[str, ...] = ()

    @property
    def place(self):
        """The key by which pages are sorted: kind, step, `order`, then address."""
        step = TITLES.index(self.step) if self.step else -1
        return list(KINDS).index(self.kind), step, self.order, self.address


class Broken(NamedTuple):
    """A notebook that should be a page and cannot be: its path relative to `root()`, and the reason in a sentence."""

    path: str
    problem: str


def pages(folder=None):
    """Every page that names itself in its metadata, in the order of the portal. Broken notebooks are left out."""
    return sorted((each for each in _read(folder) if isinstance(each, Page)), key=lambda page: page.place)


def broken(folder=None):
    """The notebooks that should be pages and cannot be, each with its problem."""
    return [each for each in _read(folder) if isinstance(each, Broken)]


def _read(folder):
    folder = folder or root()
    for path in sorted({path for kind in KINDS.values() for path in folder.glob(kind.files)}):
        try:
            one = page(folder, path)
        except (ValueError, OSError) as error:
            where = path.relative_to(folder).as_posix()
            yield Broken(where, str(error) if str(error).startswith(where) else f"{where}: cannot be read ({error})")
        else:
            if one is not None:
                yield one


def page(folder, path):
    """The `Page` of one notebook; None if it does not name itself. A wrong or missing entry is refused by name."""
    about = _metadata(path)
    if not about:
        return None
    where = path.relative_to(folder).as_posix()
    _check_fields(where, about)
    kind = KINDS[about["kind"]]
    if not path.match(kind.files):
        raise ValueError(f"{where}: a page of kind {kind.name} must lie in {kind.files}")
    known = {name: value for name, value in about.items() if name != "language"}
    return Page(path=where, address=kind.address_of(path), **known | {"related": tuple(about.get("related", ()))})


def _check_fields(where, about):
    for name in (*NEEDED, *about):
        if name not in FIELDS:
            raise ValueError(f"{where}: metadata peerkit.{name} is unknown; there are {', '.join(FIELDS)}")
        if not isinstance(about.get(name), FIELDS[name]):
            raise ValueError(
                f"{where}: metadata peerkit.{name} must be {FIELDS[name].__name__}, got {about.get(name)!r}"
            )
    choices = {"kind": tuple(KINDS), "level": LEVELS}
    if about.get("step") or (about["kind"] in KINDS and KINDS[about["kind"]].stepped):
        choices["step"] = TITLES
    for name, allowed in choices.items():
        if about.get(name) not in allowed:
            listed = ", ".join(allowed)
            raise ValueError(f"{where}: metadata peerkit.{name} must be one of {listed}, got {about.get(name)!r}")


def _metadata(path):
    return _metadata_of(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=512)
def _metadata_of(path, changed):
    with open(path, encoding="utf-8") as file:
        notebook = json.load(file)
    if not isinstance(notebook, dict):
        raise ValueError(f"it holds {type(notebook).__name__}, not a notebook")
    about = notebook.get("metadata", {}).get("peerkit", {})
    if not isinstance(about, dict):
        raise ValueError(f"metadata peerkit must be a table, got {about!r}")
    return about


def tags(cell):
    """The tags of a notebook's cell; a single word instead of a list is taken as one tag.

    >>> tags({"metadata": {"tags": "solution"}})
    ('solution',)
    """
    named = cell.get("metadata", {}).get("tags", ())
    return (named,) if isinstance(named, str) else tuple(named)


def shown(cells, kept_back=KEPT_BACK):
    """The cells without those that carry a tag of `kept_back`.

    >>> shown([{"metadata": {"tags": ["solution"]}}, {"metadata": {}}])
    [{'metadata': {}}]
    """
    return [cell for cell in cells if not set(tags(cell)) & set(kept_back)]


def following(page, everything):
    """The next page in the order of the argument: the next of the same kind, None after the last one.

    The tools for any model belong to no place in the argument; a lesson about them has its place in the course.
    """
    tools = TITLES[-1] if KINDS[page.kind].stepped else None
    row = [each for each in everything if each.kind == page.kind and each.step != tools]
    place = next((number for number, each in enumerate(row) if each.address == page.address), len(row))
    return row[place + 1] if place + 1 < len(row) else None


def onward(page):
    """The ways on from a page, as a template shows them: its own address, the next page, and the related pages."""
    everything = pages()
    after = following(page, everything)
    by_address = {each.address: each for each in everything}
    related = [
        by_address[address] for address in page.related if address in by_address and by_address[address] != after
    ]
    return {"address": page.address, "next": after and _door(after), "related": [_door(each) for each in related]}


def _door(page):
    return {"title": page.title, "address": page.address}


def linked(target):
    """The address of the page whose notebook a link of another notebook names; None if it names no page.

    Notebooks link to each other by file (``../dashboards/modes.ipynb``), which works in JupyterLab and on a code host.
    The end of the path decides here, so it must be long enough to fit one notebook only; a test follows every link.
    The portal's address is empty.
    """
    end = "/" + re.sub(r"^(\.{1,2}/)+", "", target)
    if f"/{INDEX}".endswith(end):
        return ""
    return next((page.address for page in pages() if f"/{page.path}".endswith(end)), None)


_ASKED = re.compile(r"""\bask\(\s*["'](\w+(?:\.\w+)?)["']""")
NOTES = "notes"
"""The name by which a lesson asks for the notes of its learner instead of an exercise."""


def asked(path):
    """The names that a notebook asks, in their order: exercises by their names ``lesson.exercise``, or a page of questions.

    >>> asked(root() / "notebooks" / "lessons" / "01_why_firms_exist.ipynb")[:2]
    ('why_firms_exist.team', 'why_firms_exist.output')
    """
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    names = (name for source in code for name in _ASKED.findall(source))
    return tuple(name for name in names if not name.endswith(f".{NOTES}"))


class Term(NamedTuple):
    """An entry of the glossary: the anchor of its link, the term, its meaning, and the topics that use it."""

    key: str
    term: str
    meaning: str
    topics: tuple[str, ...] = ()


def glossary(folder=None):
    """All terms of the glossary in the order of the alphabet."""
    entries = _toml(folder, "glossary.toml")
    terms = [
        Term(key, entry["term"], entry["meaning"], tuple(entry.get("topics", ()))) for key, entry in entries.items()
    ]
    return sorted(terms, key=lambda term: term.term.lower())


def search_words(folder=None):
    """Words that people type although no page uses them: each with the addresses of the pages that it means."""
    return _toml(folder, "search.toml")


def _toml(folder, name):
    return tomllib.loads(((folder or root()) / "notebooks" / "reference" / name).read_text(encoding="utf-8"))
