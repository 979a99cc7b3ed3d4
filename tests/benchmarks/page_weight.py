"""The weight of a page of twelve figures and of a lesson: the bytes that a browser receives over websocket and HTTP.

Measured against a fixed budget, since it is the room's wireless network that sets it: thirty readers who open a page
with twelve figures in the same minute share one access point. A figure of 200 points is about 5 kB; a design that sent
its JavaScript, its template or plotly.js itself with each widget would send megabytes. Budget: the page draws all
twelve figures and receives under 0.2 MB over the websocket. A lesson, with its live models and exercises, receives under
0.3 MB; its first figure is a part of the page that page_speed times. HTTP bytes are printed for a first and a repeat visit.
"""

import json
import sys
import time
from typing import NamedTuple

from harness import Result, finish, in_turn, options
from served import ROOT, browser, drawn, fresh_context, peerkit, settle

FIGURES = 12
LESSON = "02_market_firm_or_peers"

PAGE = """
import ipywidgets
import numpy as np
import plotly.graph_objects as go

from peerkit.widgets.plotly_view import PlotlyView

X = np.linspace(0, 10, 200)


def line(number):
    return go.Figure(go.Scatter(x=X, y=np.sin(X * (1 + number / 4)) + number, mode="lines"))


ipywidgets.VBox([PlotlyView(line(number), label=f"figure {number}", height=300) for number in range(12)])
"""


class Weighed(NamedTuple):
    """A page to weigh: its name, its code cells, the figures with lines that it must draw, and its budget [MB]."""

    name: str
    cells: tuple[str, ...]
    figures: int
    budget: float


def lesson():
    """The lesson as a page of code cells; each ``explore`` draws a figure with lines, and so does a control to set."""
    cells = json.loads((ROOT / "notebooks" / "lessons" / f"{LESSON}.ipynb").read_text(encoding="utf-8"))["cells"]
    shown = [cell for cell in cells if not {"solution", "instructor"} & set(cell["metadata"].get("tags", ()))]
    code = tuple("".join(cell["source"]) for cell in shown if cell["cell_type"] == "code")
    return Weighed(f"lesson {LESSON}", code, 1 + sum("explore(" in source for source in code), 0.3)


class Received:
    """Bytes that one page receives, by the browser's own count for HTTP and by the frames for websockets."""

    def __init__(self, page):
        self.http = self.websocket = self.frames = 0
        page.on("websocket", lambda socket: socket.on("framereceived", self._frame))
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", self._loaded)

    def _frame(self, payload):
        self.frames += 1
        self.websocket += len(payload.encode() if isinstance(payload, str) else payload)

    def _loaded(self, event):
        self.http += event["encodedDataLength"]


def visit(context, address, weighed):
    """Open a page and count until some time after its last figure is drawn."""
    page = context.new_page()
    received = Received(page)
    page.goto(address, wait_until="commit")
    first = drawn(page, 1)
    milliseconds = drawn(page, weighed.figures)
    # What comes late counts too. Waiting in the page, not here, keeps the browser's events coming.
    page.wait_for_timeout(2000)
    charts = page.evaluate("() => window.lines().length")
    if charts != weighed.figures:
        raise RuntimeError(f"{weighed.name} shows {charts} figures with lines instead of {weighed.figures}")
    page.close()
    return {
        "websocket": received.websocket / 1e6,
        "frames": received.frames,
        "http": received.http / 1e6,
        "first": first,
        "drawn": milliseconds,
    }


def main():
    """Weigh the pages; the exit code is 1 when a budget is missed."""

    def add(parser):
        parser.add_argument("--plotly", metavar="FILE", default="", help="a plotly.js for peerkit to serve instead")

    chosen = options(__doc__, add=add)
    started = time.monotonic()
    twelve = Weighed(f"a page of {FIGURES} figures, each a line of 200 points", (PAGE,), FIGURES, 0.2)
    with browser() as chromium:
        tables = {each.name: _rows(each, chosen, chromium) for each in (twelve, lesson())}
    return finish(tables, chosen, seconds=time.monotonic() - started)


def _rows(weighed, chosen, chromium):
    with peerkit("weighed", *weighed.cells, plotly=chosen.plotly) as (server, address):

        def twice():
            with fresh_context(chromium) as context:
                first = visit(context, address, weighed)
                settle([server])
                return first, visit(context, address, weighed)

        settle([server])
        pairs = in_turn({"peerkit": twice}, 1 if chosen.quick else 3, lambda: settle([server]))["peerkit"]
    first, repeat = ([pair[i] for pair in pairs] for i in (0, 1))

    def row(name, visits, what, unit, budget=None):
        return Result(name, [each[what] for each in visits], unit, None, budget)

    return [
        row("websocket, first visit", first, "websocket", "MB", weighed.budget),
        row("websocket, repeat visit", repeat, "websocket", "MB", weighed.budget),
        row("HTTP, first visit", first, "http", "MB"),
        row("HTTP, repeat visit", repeat, "http", "MB"),
        row("websocket frames, first visit", first, "frames", ""),
        row("first figure drawn, first visit", first, "first", "ms"),
        row("all figures drawn, first visit", first, "drawn", "ms"),
        row("all figures drawn, repeat visit", repeat, "drawn", "ms"),
    ]


if __name__ == "__main__":
    sys.exit(main())
