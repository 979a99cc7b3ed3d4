"""How a page gets its scripts, and what it says when its notebook cannot be run."""

import json

import pytest

from peerkit import content
from peerkit.serve.preload import together
from tests.pages.conftest import wait_until_drawn
from tests.pages.serving import Server, get

PAGE = next(page for page in content.pages() if page.kind == "dashboard")
FILES = "performance.getEntriesByType('resource').map(file => file.name)"
MOST_FILES = 16


def test_who_comes_second_gets_the_modules_as_one_file(reader):
    reader.open(PAGE.address)
    files = reader.open(PAGE.address, width=1100).evaluate(FILES)
    assert sum(file.endswith("/chunks.js") for file in files) == 1
    assert len(files) <= MOST_FILES, "\n".join(files)


def test_a_page_without_that_file_fetches_its_modules_one_by_one(reader):
    reader.open(PAGE.address)
    reader.forgive("404")
    shown = reader.open(ready=False)
    shown.route("**/chunks.js", lambda route: route.fulfill(status=404))
    shown.goto(shown.url + PAGE.address)
    shown.locator(".pk-drawing[data-drawn]").first.wait_for()
    assert len(shown.evaluate(FILES)) > MOST_FILES


def test_the_state_of_all_widgets_comes_in_one_answer(reader):
    shown = reader.open(ready=False)
    frames = []

    def listen(socket):
        socket.on("framereceived", lambda frame: frames.append(frame if isinstance(frame, bytes) else frame.encode()))

    shown.on("websocket", listen)
    shown.goto(shown.url + PAGE.address)
    wait_until_drawn(shown)
    assert sum(b'"update_states"' in frame for frame in frames) == 1
    assert not any(b'"method": "update"' in frame for frame in frames), "widgets were asked for one by one"


def test_scripts_that_come_together_keep_their_own_strictness(browser, tmp_path):
    (tmp_path / "strict.js").write_text('"use strict"; self.strict = (function () { return this === undefined })()')
    (tmp_path / "sloppy.js").write_text("self.sloppy = (function () { return this !== undefined })()")
    _, text = together(tuple(str(tmp_path / name) for name in ("strict.js", "sloppy.js")))
    page = browser.new_page()
    page.add_script_tag(content=text)
    assert page.evaluate("[self.strict, self.sloppy]") == [True, True]
    page.close()


def notebook(*cells):
    """A dashboard's notebook as JSON text: a heading, then code."""
    made = [{"cell_type": "markdown", "id": "words", "metadata": {}, "source": ["# What comes first\n"]}]
    for number, source in enumerate(cells):
        made.append(
            {
                "cell_type": "code",
                "id": f"cell-{number}",
                "metadata": {},
                "source": source,
                "execution_count": None,
                "outputs": [],
            }
        )
    about = {
        "title": "What if it fails?",
        "kind": "dashboard",
        "step": "Any model",
        "minutes": 1,
        "level": "beginner",
    }
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return json.dumps(
        {"cells": made, "metadata": {"kernelspec": kernel, "peerkit": about}, "nbformat": 4, "nbformat_minor": 5}
    )


FAILING = {
    "raises": "secret = 41\n1 / 0",
    "dies": "import os\n\nos._exit(1)",
}


@pytest.fixture(scope="module")
def failing(tmp_path_factory):
    """A server of notebooks that fail, each in its way."""
    folder = tmp_path_factory.mktemp("content")
    (folder / "case_studies").mkdir()
    (folder / "notebooks" / "dashboards").mkdir(parents=True)
    (folder / "notebooks" / "index.ipynb").write_text(notebook(), encoding="utf-8")
    for name, source in FAILING.items():
        text = notebook(source, "print('never reached')")
        (folder / "notebooks" / "dashboards" / f"{name}.ipynb").write_text(text, encoding="utf-8")
    running = Server(content=folder)
    yield running
    running.stop()


@pytest.mark.parametrize("name", FAILING)
def test_a_notebook_that_fails_is_a_sentence_on_the_page_and_a_report_in_the_log(failing, reader, name):
    status, text = get(failing.url + name)
    assert status == 200
    assert "What comes first" in text and text.rstrip().endswith("</html>")
    assert "ZeroDivisionError" not in text and "Traceback" not in text and "secret" not in text
    assert f"the page /{name} could not be made" in failing.output
    if name == "dies":
        reader.forgive("404")
    shown = reader.open(name, base=failing.url, ready=False)
    assert "Reload the page" in shown.get_by_role("alert").filter(visible=True).inner_text()
