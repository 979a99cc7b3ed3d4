"""The page of a lesson as everybody gets it, without worked solutions and without notes for whoever teaches."""

import html
import json
import re

from peerkit import content
from peerkit.serve.page import read
from tests.pages.serving import get

LESSON = next(page for page in content.pages() if page.address == "lessons/why_firms_exist")
SENTENCE = re.compile(r"(?<=[.?!:])\s+|\n+")


def sentences(cells):
    """The plain sentences of cells: without formulas, links and emphasis, which a page writes in another way."""
    for cell in cells:
        for part in SENTENCE.split("".join(cell["source"])):
            if len(part) >= 20 and not re.search(r"[*_`$\[\]|<#]", part):
                yield part.strip(" -")


def test_a_served_lesson_holds_no_cell_that_is_kept_back(server):
    cells = json.loads((content.root() / LESSON.path).read_text(encoding="utf-8"))["cells"]
    hidden = [cell for cell in cells if cell not in content.shown(cells)]
    seen = [cell for cell in content.shown(cells) if cell["cell_type"] == "markdown"]
    status, served = get(server.url + LESSON.address)
    served = html.unescape(served)
    assert status == 200
    assert len(list(sentences(seen))) > 10 and all(words in served for words in sentences(seen))
    assert len(list(sentences(hidden))) > 10
    assert [words for words in sentences(hidden) if words in served] == []


def test_what_is_kept_back_is_not_run_either(tmp_path):
    cell = {"cell_type": "code", "id": "a", "metadata": {"tags": ["solution"]}, "source": "factor = 9", "outputs": []}
    path = tmp_path / "n.ipynb"
    other = {**cell, "id": "b", "metadata": {}, "source": ["factor = ", "None"]}
    path.write_text(json.dumps({"cells": [cell, other], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    assert [each.source for each in read(path).cells] == ["factor = None"]
