"""Notebooks read like the house style says: short cells, explicit names, no stored noise, everything findable."""

import ast
import json
from pathlib import Path

import pytest

from peerkit import content

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
                assert not isinstance(node, ast.Import) or [a.name for a in node.names] == ["numpy"]
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


def test_every_page_is_named_in_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for page in content.pages():
        assert page.title in readme, f"README does not list {page.title!r}"


def test_addresses_are_unique():
    addresses = [page.address for page in content.pages()]
    assert len(addresses) == len(set(addresses))


@pytest.mark.parametrize(
    ("about", "message"),
    [
        ({"title": "T", "kind": "dashboard", "minutes": "ten", "level": "beginner"}, "peerkit.minutes must be int"),
        ({"title": "T", "kind": "game", "minutes": 10, "level": "beginner"}, "peerkit.kind must be one of dashboard"),
        ({"title": "T", "kind": "dashboard", "minutes": 10, "level": "easy"}, "peerkit.level must be one of beginner"),
    ],
)
def test_wrong_metadata_are_refused_by_name(tmp_path, about, message):
    path = tmp_path / "notebooks" / "dashboards" / "t.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"cells": [], "metadata": {"peerkit": about}}), encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        content.pages(tmp_path)
