"""Imports point one way, and what the design forbids is not there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "peerkit"

# Every package and loose module of peerkit: what it may import of peerkit, and which libraries it must not know.
ROOMS = {
    "records": set(),
    "models": {"records"},
    "environment": set(),
    "content": {"records"},
    "cases": {"content", "records"},
    "figures": {"cases", "content", "models", "records"},
    "widgets": {"figures", "cases", "content", "models", "records"},
    "dashboards": {"widgets", "figures", "cases", "content", "models", "records"},
    "evidence": {"dashboards", "widgets", "figures", "cases", "content", "models", "records", "environment"},
    "course": {"dashboards", "widgets", "figures", "evidence", "cases", "content", "models", "records"},
    "advice": {"dashboards", "widgets", "figures", "evidence", "cases", "content", "models", "records"},
    "room": {"course", "dashboards", "widgets", "figures", "cases", "content", "models", "records"},
    "serve": {
        "room",
        "advice",
        "course",
        "dashboards",
        "widgets",
        "figures",
        "evidence",
        "cases",
        "content",
        "environment",
        "models",
        "records",
    },
    "cli": {"serve", "cases", "course", "advice", "evidence"},
}
WIDGETS = {"ipywidgets", "anywidget"}
SERVERS = {"voila", "jupyter_server", "tornado"}
FORBIDDEN = {
    "records": {"plotly", "pandas"} | WIDGETS | SERVERS,
    "models": {"plotly", "pandas"} | WIDGETS | SERVERS,
    "environment": {"plotly", "pandas"} | WIDGETS | SERVERS,
    "content": WIDGETS | SERVERS,
    "cases": WIDGETS | SERVERS,
    "figures": WIDGETS | SERVERS,
    "widgets": SERVERS,
    "dashboards": SERVERS,
    "evidence": SERVERS,
    "course": SERVERS,
    "advice": SERVERS,
    "room": {"voila", "jupyter_server"},
    "serve": set(),
    "cli": WIDGETS | SERVERS,
}

OF_ALL_MODELS = {"compare"}
"""Dashboards that show every model and so have none of their own name."""


def room(path):
    """The package or loose module of peerkit that a file belongs to."""
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module


def test_every_room_is_listed():
    there = {room(path) for path in PACKAGE.rglob("*.py") if "content/" not in path.as_posix()} - {"__init__"}
    assert there == set(ROOMS)
    assert set(FORBIDDEN) == set(ROOMS)


@pytest.mark.parametrize("name", ROOMS)
def test_imports_point_down(name):
    for path in [*(PACKAGE / name).rglob("*.py"), *PACKAGE.glob(f"{name}.py")]:
        for imported in imports(path):
            parts = imported.split(".")
            # An area's addresses are the one file that knows the server.
            assert parts[0] not in FORBIDDEN[name] or path.name == "handlers.py", f"{path} imports {imported}"
            if parts[0] == "peerkit" and len(parts) > 1:
                assert parts[1] in {name} | ROOMS[name], f"{path} imports {imported}"


def test_no_room_lies_above_itself():
    """The arrows that are allowed form no circle."""
    below = {name: set(allowed) for name, allowed in ROOMS.items()}
    while below:
        free = {name for name, allowed in below.items() if not allowed & set(below)}
        assert free, f"a circle among {sorted(below)}"
        below = {name: allowed for name, allowed in below.items() if name not in free}


def test_nothing_uses_a_figure_widget():
    for path in [*PACKAGE.rglob("*.py"), *ROOT.glob("notebooks/**/*.ipynb"), *ROOT.glob("case_studies/**/*.ipynb")]:
        assert "FigureWidget" not in path.read_text(encoding="utf-8"), path


def test_nothing_is_loaded_from_outside():
    """Pages, widgets and templates name no address on another machine."""
    for path in [*PACKAGE.rglob("*.js"), *PACKAGE.rglob("*.css"), *PACKAGE.rglob("*.j2")]:
        if path.name.startswith("plotly-"):
            continue
        addresses = re.findall(r"https?://(?!www\.w3\.org/)[^\s'\"]+", path.read_text(encoding="utf-8"))
        assert not addresses, f"{path} names {addresses}"


def test_no_import_star_and_no_global_random_state():
    for path in PACKAGE.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"^from \S+ import \*", source, re.M), path
        assert not re.search(r"np\.random\.(?!default_rng|Generator)", source), path


def docstrings(source):
    """Texts that document something, by line: docstrings, and texts that follow an assignment."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.lineno, node.value.value


def begins_with_a_question(words):
    """True if the first word of a text asks instead of naming a thing or a deed."""
    return (
        re.match(r"\s*(What|How|Where|Whether|Which|Who|Whose|Whom|When|Why|Does|Do|Did|Is|Are|Can|Should)\b", words)
        is not None
    )


@pytest.mark.parametrize(
    "source",
    [
        '"""What it is."""',
        'def f():\n    """How it goes."""',
        'class C:\n    r"""Which one."""',
        'A = 1\n"""Where it lies."""',
        '"""\nWhy so."""',
        '"""Does it pay?"""',
    ],
)
def test_a_question_is_seen_in_every_kind_of_docstring(source):
    assert [words for _, words in docstrings(source) if begins_with_a_question(words)]


@pytest.mark.parametrize("folder", ["peerkit", "tests"])
def test_no_docstring_begins_with_a_question_word(folder):
    asking = [
        f"{path.relative_to(ROOT)}:{line}: {words.strip().splitlines()[0]}"
        for path in (ROOT / folder).rglob("*.py")
        if "site-packages" not in path.parts
        for line, words in docstrings(path.read_text(encoding="utf-8"))
        if begins_with_a_question(words)
    ]
    assert not asking, "say what it is or does instead:\n" + "\n".join(asking)


def test_every_topic_with_a_dashboard_has_a_figure_and_a_model_of_the_same_name():
    for notebook in ROOT.glob("notebooks/dashboards/*.ipynb"):
        for layer in ("dashboards", "figures", *(() if notebook.stem in OF_ALL_MODELS else ("models",))):
            assert (PACKAGE / layer / f"{notebook.stem}.py").exists(), f"{notebook.stem} has no {layer}"


def test_importing_the_models_imports_no_plotting_and_no_widgets():
    import subprocess
    import sys

    code = "import sys, peerkit.models.modes, peerkit.models.specialisation; print(' '.join(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"plotly", "pandas", "ipywidgets", "anywidget"} & set(loaded)
