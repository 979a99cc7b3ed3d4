"""Notebooks read like the house style says: short cells, explicit names, no stored noise, everything findable."""

import ast
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted([*ROOT.glob("notebooks/**/*.ipynb"), *ROOT.glob("case_studies/*/*.ipynb")])


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.relative_to(ROOT).as_posix())
def notebook(request):
    return json.loads(request.param.read_text(encoding="utf-8"))


def test_code_cells_are_short(notebook):
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            assert len(cell["source"]) <= 15


def test_imports_are_explicit_and_from_peerkit(notebook):
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            for node in ast.walk(ast.parse("".join(cell["source"]))):
                assert not isinstance(node, ast.Import) or node.names[0].name in ("numpy", "peerkit")
                if isinstance(node, ast.ImportFrom):
                    assert node.module.startswith("peerkit") and node.names[0].name != "*"


def test_no_outputs_and_no_widget_state_are_stored(notebook):
    assert "widgets" not in notebook["metadata"]
    for cell in notebook["cells"]:
        tags = cell["metadata"].get("tags", [])
        assert "nbval-check-output" in tags or not cell.get("outputs")


def test_the_page_begins_with_its_title_as_a_question_or_name(notebook):
    first = notebook["cells"][0]
    assert first["cell_type"] == "markdown" and "".join(first["source"]).startswith("# ")
    about = notebook["metadata"].get("peerkit")
    if about:
        assert "".join(first["source"]).splitlines()[0] == f"# {about['title']}"
