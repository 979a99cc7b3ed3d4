"""Scripts of a page, and its words when the notebook cannot be run."""

import json

import pytest

from peerkit import content
from tests.pages.conftest import wait_until_drawn
from tests.pages.serving import Server, get

PAGE = next(page for page in content.pages() if page.kind == "dashboard")
FILES = "performance.getEntriesByType('resource').map(file => file.name)"
MOST_FILES = 10


# A socket that the network swallows, until `release` lets the page's next attempt through.
SWALLOW = """
() => {
  const Real = WebSocket;
  window.swallowed = [];
  window.WebSocket = class extends EventTarget {
    constructor(address) {
      super();
      if (window.released) return new Real(address);
      window.swallowed.push(address);
      setTimeout(() => this.onclose?.());
    }
    send() {}
    close() {}
    get readyState() { return 0; }
  };
  Object.assign(window.WebSocket, { OPEN: 1 });
  window.release = () => { window.released = true; };
}
"""
SHIFTS = """
window.shifts = 0;
new PerformanceObserver((list) => { for (const { value } of list.getEntries()) window.shifts += value; })
  .observe({ type: "layout-shift", buffered: true });
"""


def cut_off(reader, address):
    """A page whose socket does not get through, with its figures drawn."""
    shown = reader.open(ready=False, width=1280)
    shown.add_init_script(f"({SWALLOW})()")
    shown.goto(shown.url + address)
    shown.locator(".pk-drawing[data-drawn]").first.wait_for()
    return shown


def test_a_page_needs_few_files_and_no_widget_manager(reader):
    files = reader.open(PAGE.address, width=1100).evaluate(FILES)
    assert not [file for file in files if "/voila/" in file or "/extensions/" in file]
    assert len(files) <= MOST_FILES, "\n".join(files)


def test_figures_and_words_are_there_before_the_kernel_answers(reader):
    shown = cut_off(reader, PAGE.address)
    assert shown.locator(".pk-says").first.inner_text()
    assert shown.locator(".pk-panel input[type=range]").count() > 0
    assert shown.evaluate("document.body.dataset.kernel") == "away"


def test_a_slider_moved_too_early_is_answered_first(reader):
    shown = cut_off(reader, PAGE.address)
    before = shown.locator(".pk-says").first.inner_text()
    slider = shown.locator(".pk-side > .pk-controls").first.locator("input[type=range]").last
    slider.focus()
    shown.keyboard.press("End")
    shown.evaluate("release()")
    shown.wait_for_function("before => document.querySelector('.pk-says').innerText !== before", arg=before)
    assert shown.evaluate("document.body.dataset.kernel") == "connected"


def test_who_cannot_be_connected_is_told_so(reader):
    shown = cut_off(reader, PAGE.address)
    notice = shown.locator(".pk-gone")
    notice.wait_for()
    assert "no WebSocket" in notice.inner_text()
    assert "can be read" in notice.inner_text()


def test_a_page_from_the_memory_of_back_and_forward_begins_anew(reader):
    shown = reader.open(PAGE.address)
    shown.evaluate("window.old = true; dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    shown.wait_for_function("() => !window.old")
    wait_until_drawn(shown)


def test_without_scripts_the_words_can_be_read_and_the_reason_is_said(reader):
    shown = reader.open(PAGE.address, ready=False, java_script_enabled=False)
    assert shown.locator("h1").inner_text().startswith(PAGE.title)
    assert "scripts" in shown.locator("body noscript").inner_text()
    boxes = shown.locator(".pk-output")
    assert boxes.count() > 0 and not any(box.is_visible() for box in boxes.all()), (
        "an empty box where a figure would be"
    )
    assert not shown.locator("#pk-theme").is_visible(), "a button that does nothing"


def test_nothing_jumps_while_a_page_comes_alive(reader):
    shown = reader.open(ready=False, width=1280)
    shown.add_init_script(SHIFTS)
    shown.goto(shown.url + PAGE.address)
    wait_until_drawn(shown)
    assert shown.evaluate("shifts") < 0.02


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


FOREIGN = """
import ipywidgets

slider = ipywidgets.FloatSlider(description="Somebody's own")
said = ipywidgets.Label("moved 0 times")
slider.observe(lambda change: setattr(said, "value", f"now {change.new:g}"), "value")
ipywidgets.VBox([slider, said])
"""
# An anywidget in the way of its first versions, which asks for binary data, changes a text and a box of ipywidgets.
ANYWIDGET = """
import anywidget
import ipywidgets
import traitlets


class Asks(anywidget.AnyWidget):
    _esm = '''
    export function render({ model, el }) {
      const button = Object.assign(document.createElement("button"), { textContent: "Ask" });
      button.onclick = () => model.send({ wish: "bytes" });
      const said = document.createElement("output");
      model.on("change:data", () => { said.textContent = `${model.get("data").byteLength} bytes`; });
      el.append(button, said);
    }
    '''
    data = traitlets.Bytes(None, allow_none=True).tag(sync=True)

    def __init__(self):
        super().__init__()
        self.on_msg(lambda *_: answer())


def answer():
    asks.data = b"binary data, more than eight bytes of it"
    text.value = "a later text"
    box.children = [asks, text, ipywidgets.HTML("a later child")]


asks, text = Asks(), ipywidgets.HTML("a first text")
box = ipywidgets.VBox([asks, text])
box
"""
BARE_FIGURE = """
import plotly.graph_objects as go

go.Figure(go.Scatter(x=[1, 2, 3], y=[1, 4, 9]))
"""


@pytest.fixture(scope="module")
def authors(tmp_path_factory):
    """A server of notebooks as authors of workshops write them, with widgets that are none of peerkit's."""
    folder = tmp_path_factory.mktemp("content")
    (folder / "case_studies").mkdir()
    (folder / "notebooks" / "dashboards").mkdir(parents=True)
    (folder / "notebooks" / "index.ipynb").write_text(notebook(), encoding="utf-8")
    for name, cells in {"foreign": [FOREIGN], "anywidget": [ANYWIDGET], "bare": [BARE_FIGURE]}.items():
        text = notebook(*cells)
        (folder / "notebooks" / "dashboards" / f"{name}.ipynb").write_text(text, encoding="utf-8")
    running = Server(content=folder)
    yield running
    running.stop()


def test_widgets_of_others_are_drawn_by_the_widget_manager_of_jupyter(authors, reader):
    shown = reader.open("foreign", base=authors.url, ready=False)
    shown.get_by_role("slider").wait_for()
    shown.get_by_role("slider").focus()
    shown.keyboard.press("ArrowRight")
    shown.get_by_text("now 0.1").wait_for()


def test_an_anywidget_of_others_needs_no_manager_and_changes_what_is_around_it(authors, reader):
    shown = reader.open("anywidget", base=authors.url)
    assert shown.get_by_text("a first text").is_visible()
    assert not [file for file in shown.evaluate(FILES) if "/voila/" in file]
    # All came in one answer, drawn from top to bottom.
    shown.evaluate(
        "window.heard = []; new MutationObserver(() => heard.push(document.querySelector('.pk-main').innerText)).observe(document.querySelector('.pk-main'), { childList: true, subtree: true, characterData: true })"
    )
    shown.get_by_role("button", name="Ask").click()
    shown.get_by_text("a later child").wait_for()
    assert shown.get_by_text("a later text").is_visible()
    assert any("40 bytes" in text for text in shown.evaluate("heard"))
    assert "Debugger" not in authors.output


def test_a_figure_that_a_notebook_shows_by_itself_is_drawn(authors, reader):
    shown = reader.open("bare", base=authors.url, ready=False)
    shown.locator(".pk-drawing[data-drawn] .js-line").wait_for(state="attached")


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
