"""The page on a log: a chooser, the report in words, and its figures. On a server a process beside it does the work."""

import json
import os
import re
from html import escape

import anywidget
import traitlets
from ipywidgets import VBox

from peerkit.evidence.file_report import csv, html
from peerkit.evidence.report import details, drawn, summary
from peerkit.evidence.samples import FIRST, SAMPLES
from peerkit.evidence.summary import as_file
from peerkit.figures.theme import css_tokens
from peerkit.widgets.guarded import guarded
from peerkit.widgets.moved import OnlyMoved
from peerkit.widgets.plotly_view import PlotlyView
from peerkit.widgets.web import SERVED, module, style, text

SORRY = "That did not work, and the report stays as it was. Choose the log again"
TYPES = {"json": "application/json", "csv": "text/csv", "html": "text/html", "summary": "application/json"}
ENDINGS = {"json": "evidence.json", "csv": "evidence.csv", "html": "evidence.html", "summary": "summary.json"}
LARGEST = 1_900_000
"""Bytes of a result that a page takes from its server [B]."""


class Details(OnlyMoved, anywidget.AnyWidget):
    """Tables and cards below the figures, as HTML that the kernel has made and escaped."""

    _esm = module("log_details.js", text("log_details.js"))
    _css = style(css_tokens() + text("log_page.css"))

    html = traitlets.Unicode().tag(sync=True)

    def __repr__(self):
        return "Details()"


class LogPage(OnlyMoved, anywidget.AnyWidget):
    """The chooser and the words. `api` is the address of the server's calls, empty in a notebook."""

    _esm = module("log_page.js", text("log_page.js"))
    _css = style(css_tokens() + text("log_page.css"))

    api = traitlets.Unicode().tag(sync=True)
    samples = traitlets.List().tag(sync=True)
    words = traitlets.Unicode().tag(sync=True)
    shown = traitlets.Unicode().tag(sync=True)
    first = traitlets.Unicode().tag(sync=True)

    def __init__(self, views, below):
        served = os.environ.get(SERVED)
        super().__init__(
            api=f"{served.removesuffix('assets')}evidence/api" if served else "",
            samples=[{"name": name, "label": label, "about": about} for name, (label, about) in SAMPLES.items()],
        )
        self._views, self._details, self._result = views, below, None
        self.on_msg(self._heard)

    def show(self, result):
        """Show a result: words, figures, and what can be saved."""
        figures = drawn(result)
        with self.hold_sync():
            self.shown = result["log"]["name"]
            self.words = f"<h2>{escape(self.shown)}</h2>{summary(result)}"
        for view, each in zip(self._views, figures, strict=True):
            view.show(each.figure, label=each.sentence)
        self._details.html = details(result)
        self._result = result
        # The same report again changes nothing, and yet the page waits for it.
        self.send({"kind": "shown"})

    def _heard(self, _, content, buffers):
        with guarded(lambda sentence: self.send({"kind": "problem", "sentence": sentence}), sorry=SORRY):
            try:
                DEEDS.get(content.get("kind"), _ignored)(self, content)
            except (ValueError, OSError) as error:
                self.send({"kind": "problem", "sentence": str(error)})

    def _take(self, content):
        written = content.get("text")
        if not isinstance(written, str) or len(written) > LARGEST:
            raise ValueError("This result is too large for a page. Use the command: peerkit evidence SOURCE --html OUT")
        result = json.loads(written)
        if not isinstance(result, dict) or result.get("peerkit") != "evidence":
            raise ValueError("This is no result of an analysis. Choose the log again.")
        name = content.get("name")
        # The same log may have been analysed for somebody else, who calls it otherwise.
        self.show(result | {"log": result["log"] | {"name": name[:120]}} if isinstance(name, str) and name else result)

    def _analyse(self, content):
        """In a notebook: read the log here, and show it."""
        if self.api:
            return
        from peerkit.evidence.analysis import analyse
        from peerkit.evidence.samples import sample
        from peerkit.evidence.sources import open_log

        if content["kind"] == "sample":
            log = sample(content.get("name"))
        else:
            log = open_log(str(content.get("path", "")), columns=content.get("columns") or None)
        told = analyse(
            log, progress=lambda sentence, share: self.send({"kind": "progress", "sentence": sentence, "share": share})
        )
        self.show(told.as_dict())

    def _save(self, content):
        to = content.get("to")
        if self._result is None or to not in TYPES:
            return
        written = {"json": _json, "csv": csv, "html": html, "summary": as_file}[to](self._result)
        name = re.sub(r"[^\w.-]+", "_", self._result["log"]["name"])[:60].strip("._") or "log"
        self.send({"kind": "saved", "type": TYPES[to], "name": f"{name}.{ENDINGS[to]}"}, [written.encode()])

    def __repr__(self):
        return f"LogPage({self.shown!r})"


def _json(result):
    return json.dumps(result, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _ignored(page, content):
    """Nothing: a message that no button sends."""


DEEDS = {"result": LogPage._take, "sample": LogPage._analyse, "path": LogPage._analyse, "save": LogPage._save}
"""The deeds by kind of message."""


def log_page(first=FIRST):
    """The whole page, which begins with the sample `first`."""
    from peerkit.evidence.kept import kept_result, sample_result

    # On a server a sample that is not kept yet is a matter for the process beside it; the page asks for it.
    result = kept_result(first) if os.environ.get(SERVED) else sample_result(first)
    views = [PlotlyView(each.figure, title=each.title, label=each.sentence, height=360) for each in drawn(result)]
    below = Details()
    page = LogPage(views, below)
    if result is None:
        page.first = first
    else:
        page.show(result)
    return VBox([page, *views, below])
