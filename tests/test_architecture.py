"""Imports point one way, and what the design forbids is not there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "peerkit"

# What each layer may import of peerkit, and which libraries it must not know.
ALLOWED = {
    "models": {"models"},
    "figures": {"figures", "models", "cases"},
    "dashboards": {"dashboards", "figures", "models", "cases", "content", "plotly_bundle"},
    "serve": {"serve", "dashboards", "figures", "models", "cases", "content", "plotly_bundle"},
}
FORBIDDEN = {
    "models": {"plotly", "pandas", "ipywidgets", "anywidget", "voila"},
    "figures": {"ipywidgets", "anywidget", "voila"},
    "dashboards": {"voila", "jupyter_server", "tornado"},
    "serve": set(),
}


def imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module


@pytest.mark.parametrize("layer", ALLOWED)
def test_imports_point_down(layer):
    for path in (PACKAGE / layer).rglob("*.py"):
        for name in imports(path):
            parts = name.split(".")
            assert parts[0] not in FORBIDDEN[layer], f"{path} imports {name}"
            if parts[0] == "peerkit" and len(parts) > 1:
                assert parts[1] in ALLOWED[layer], f"{path} imports {name}"


def test_nothing_uses_a_figure_widget():
    for path in [*PACKAGE.rglob("*.py"), *ROOT.glob("notebooks/**/*.ipynb"), *ROOT.glob("case_studies/**/*.ipynb")]:
        assert "FigureWidget" not in path.read_text(encoding="utf-8"), path


def test_nothing_is_loaded_from_outside():
    """Pages, widgets and templates name no address on another machine."""
    for path in [*PACKAGE.rglob("*.js"), *PACKAGE.rglob("*.css"), *PACKAGE.rglob("*.j2")]:
        if path.name == "plotly.min.js":
            continue
        found = re.findall(r"https?://(?!www\.w3\.org/)[^\s'\"]+", path.read_text(encoding="utf-8"))
        assert not found, f"{path} names {found}"


def test_no_import_star_and_no_global_random_state():
    for path in PACKAGE.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"^from \S+ import \*", source, re.M), path
        assert not re.search(r"np\.random\.(?!default_rng|Generator)", source), path


def test_every_topic_with_a_dashboard_has_a_figure_and_a_model_of_the_same_name():
    for notebook in ROOT.glob("notebooks/dashboards/*.ipynb"):
        for layer in ("dashboards", "figures"):
            assert (PACKAGE / layer / f"{notebook.stem}.py").exists(), f"{notebook.stem} has no {layer}"


def test_importing_the_models_imports_no_plotting_and_no_widgets():
    import subprocess
    import sys

    code = "import sys, peerkit.models.modes, peerkit.models.specialisation; print(' '.join(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"plotly", "pandas", "ipywidgets", "anywidget"} & set(loaded)
