"""The weight of a page of twelve figures: the bytes that a browser receives over the websocket and over HTTP.

Measured against a fixed budget, since it is the room's wireless network that sets it: thirty readers who open a page
with twelve figures in the same minute share one access point. A figure of 200 points is about 5 kB; a design that sent
its JavaScript, its template or plotly.js itself with each widget would send megabytes. Budget: the page draws all
twelve figures and receives under 0.2 MB over the websocket. HTTP bytes are printed for a first and a repeat visit.
"""

import sys
import time

from harness import Result, finish, in_turn, options
from served import browser, drawn, fresh_context, peerkit, settle

FIGURES = 12
MEGABYTES = 0.2

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


def visit(context, address):
    """Open the page and count until some time after its last figure is drawn."""
    page = context.new_page()
    received = Received(page)
    page.goto(address, wait_until="commit")
    milliseconds = drawn(page, FIGURES)
    # What comes late counts too. Waiting in the page, not here, keeps the browser's events coming.
    page.wait_for_timeout(2000)
    charts = page.evaluate("() => new Set(window.lines()).size")
    if charts != FIGURES:
        raise RuntimeError(f"the page shows {charts} different lines instead of {FIGURES}")
    page.close()
    return {
        "websocket": received.websocket / 1e6,
        "frames": received.frames,
        "http": received.http / 1e6,
        "drawn": milliseconds,
    }


def main():
    """Weigh the page; the exit code is 1 when the budget is missed."""

    def add(parser):
        parser.add_argument("--plotly", metavar="FILE", default="", help="a plotly.js for peerkit to serve instead")

    chosen = options(__doc__, add=add)
    with peerkit("twelve", PAGE, plotly=chosen.plotly) as (server, address), browser() as chromium:

        def twice():
            with fresh_context(chromium) as context:
                first = visit(context, address)
                settle([server])
                return first, visit(context, address)

        settle([server])
        started = time.monotonic()
        pairs = in_turn({"peerkit": twice}, 1 if chosen.quick else 3, lambda: settle([server]))["peerkit"]
    first, repeat = ([pair[i] for pair in pairs] for i in (0, 1))

    def row(name, visits, what, unit, budget=None):
        return Result(name, [each[what] for each in visits], unit, None, budget)

    tables = {
        f"a page of {FIGURES} figures, each a line of 200 points": [
            row("websocket, first visit", first, "websocket", "MB", MEGABYTES),
            row("websocket, repeat visit", repeat, "websocket", "MB", MEGABYTES),
            row("HTTP, first visit", first, "http", "MB"),
            row("HTTP, repeat visit", repeat, "http", "MB"),
            row("websocket frames, first visit", first, "frames", ""),
            row("all figures drawn, first visit", first, "drawn", "ms"),
            row("all figures drawn, repeat visit", repeat, "drawn", "ms"),
        ]
    }
    return finish(tables, chosen, seconds=time.monotonic() - started)


if __name__ == "__main__":
    sys.exit(main())
