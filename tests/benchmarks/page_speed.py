"""The time until a page is live, and until it answers: peerkit against Panel, Streamlit and Dash.

The same page in each: four plotly line charts of 200 points, a slider that changes all of them, and a label that says
where the slider stands. Measured in one headless Chromium, a fresh context and an empty cache for every visit:

(a) from navigation until all four charts are seen, with their lines. Budget: 0.45 of the fastest of Panel, Streamlit and
    Dash. In a classroom everybody opens a page at once and for the first time.
(b) from navigation until the page is live, that is, a slider that is moved is answered: peers draw when they are live, peerkit
    draws before. Budget: 0.85 of the fastest of them.
(c) from a press of the arrow key on the slider until the label has changed. This is what one feels all lesson. Budget: no
    slower than Dash, which keeps no session and so has the shortest way.
(d) from the same press until all four charts have changed too. Budget: 0.9 of Dash.

The peers live in a virtual
environment of their own, `.bench-venv`, made at first use (the only step that needs the internet).
"""

import os
import subprocess
import sys
import time
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from harness import compare, finish, in_turn, options
from served import browser, drawn, free_port, fresh_context, peerkit, process, settle

CHARTS = 4
PEERS = ("panel", "streamlit", "dash")
VENV = Path(__file__).parent / ".bench-venv"

LINE = """
import numpy as np
import plotly.graph_objects as go

X = np.linspace(0, 10, 200)


def line(value, number):
    figure = go.Figure(go.Scatter(x=X, y=np.sin(X * (1 + number / 4) + value / 10), mode="lines"))
    return figure.update_layout(height=300)


def says(value):
    return f"The slider stands at {value:g}."
"""

PEERKIT = """
from typing import ClassVar

from peerkit.dashboards.explorer import Explorer, Question
from peerkit.widgets.plotly_view import PlotlyView
from peerkit.records.about import About, Source
from peerkit.records.parameter import parameter
from peerkit.records.record import Record


class Wave(Record):
    about: ClassVar[About] = ABOUT
    phase: float = parameter("p", "Phase", unit="tenths", meaning="Phase.", default=10.0, ge=0, explore=(0, 100),
                             why="any", source="none", status="scenario")


others = [PlotlyView(height=300) for _ in range(3)]


def figure(record):
    for number, view in enumerate(others, 1):
        view.show(line(record.phase, number))
    return line(record.phase, 0)


explorer = Explorer(Question(Wave, figure, lambda record: says(record.phase), ("phase",), height=300))
"""

ABOUT = (
    'About(claim="none", equations=("p",), assumes=("none",), evidence_against=("none",), leaves_out=("all",), '
    'sources=(Source("none", "scenario"),))'
)

PANEL = """
import panel as pn

pn.extension("plotly")
slider = pn.widgets.IntSlider(name="Phase", start=0, end=100, value=10)
panes = [pn.pane.Plotly(line(10, number), height=300) for number in range(4)]
label = pn.pane.HTML(says(10), css_classes=["says"])


def change(event):
    for number, pane in enumerate(panes):
        pane.object = line(event.new, number)
    label.object = says(event.new)


slider.param.watch(change, "value")
pn.Column(slider, *panes, label).servable()
"""

STREAMLIT = """
import streamlit as st

value = st.slider("Phase", 0, 100, 10)
for number in range(4):
    st.plotly_chart(line(value, number), key=f"chart-{number}")
with st.container(key="says"):
    st.text(says(value))
"""

DASH = """
import sys

from dash import Dash, Input, Output, dcc, html

app = Dash()
app.layout = html.Div([
    dcc.Slider(0, 100, 1, value=10, id="slider", marks=None, updatemode="drag"),
    *(dcc.Graph(id=f"chart-{number}") for number in range(4)),
    html.P(id="says"),
])


@app.callback(*(Output(f"chart-{number}", "figure") for number in range(4)), Output("says", "children"),
              Input("slider", "value"))
def change(value):
    return *(line(value, number) for number in range(4)), says(value)


app.run(host="127.0.0.1", port=int(sys.argv[1]), debug=False)
"""

# Where a page has its slider and its label.
SLIDER = {
    "peerkit": ".pk-panel input[type=range]",
    "panel": ".noUi-handle",
    "streamlit": "[data-testid=stSlider] :is(input[type=range], [role=slider])",
    "dash": "[role=slider]",
}
LABEL = {"peerkit": ".pk-says", "panel": ".says", "streamlit": ".st-key-says", "dash": "#says"}

# The clock runs inside the page, from the key's own event to the change of the document, so that the remote control of
# the browser is not part of it. A label within a shadow root is observed at that root.
MOVE = """
([slider, label]) => {
  const text = () => {
    const element = window.deep(label)[0];
    return (element?.shadowRoot ?? element)?.textContent.match(/stands at [\\d.]+/)?.[0];
  };
  const before = text(), curves = window.lines();
  window.deep(slider)[0].focus();
  window.moved = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`no answer; the label says ${before}`)), 15000);
    addEventListener("keydown", () => {
      const start = performance.now();
      let said;
      const element = window.deep(label)[0];
      const observer = new MutationObserver(() => {
        if (said === undefined && text() !== undefined && text() !== before) said = performance.now() - start;
      });
      for (const root of new Set([document, element.getRootNode(), element.shadowRoot ?? document]))
        observer.observe(root, { subtree: true, childList: true, characterData: true });
      const frame = () => {
        const now = window.lines();
        if (said === undefined || now.length < curves.length || now.some((curve, i) => curve === curves[i]))
          return requestAnimationFrame(frame);
        observer.disconnect();
        resolve({ said, redrawn: performance.now() - start });
      };
      requestAnimationFrame(frame);
    }, { capture: true, once: true });
  });
  window.moved.catch(() => {});
}
"""

# What the browser can tell of where the time went.
MILESTONES = """
() => {
  const page = performance.getEntriesByType("navigation")[0];
  const files = performance.getEntriesByType("resource");
  const scripts = files.filter((f) => /\\.js($|\\?)/.test(f.name));
  const plotly = files.filter((f) => /plotly[^/]*\\.js/i.test(f.name)).sort((a, b) => b.encodedBodySize - a.encodedBodySize)[0];
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  return {
    "first byte of the page": page.responseStart,
    "first words painted": paint?.startTime ?? 0,
    "last byte of the page": page.responseEnd,
    "plotly asked for": plotly?.startTime ?? 0,
    "plotly arrived": plotly?.responseEnd ?? 0,
    "last script arrived": Math.max(0, ...scripts.map((f) => f.responseEnd)),
    "files": files.length,
    "kB received": (page.transferSize + files.reduce((sum, f) => sum + f.transferSize, 0)) / 1000,
  };
}
"""

MILESTONE_NAMES = (
    "first byte of the page",
    "first words painted",
    "last byte of the page",
    "plotly asked for",
    "plotly arrived",
    "last script arrived",
    "drawn",
    "live",
    "files",
    "kB received",
)


def environment():
    """The peers' own Python, made at first use."""
    python = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not (VENV / "complete").exists():
        uv = [sys.executable, "-m", "uv"]
        if subprocess.run([*uv, "--version"], capture_output=True).returncode:
            uv = ["uv"]
        subprocess.run([*uv, "venv", "--quiet", "--clear", str(VENV)], check=True)
        install = [*uv, "pip", "install", "--quiet", "--python", str(python)]
        subprocess.run([*install, "panel", "streamlit", "dash", "plotly", "pandas"], check=True)
        (VENV / "complete").touch()
    return python


def start(stack, plotly):
    """Start everybody; returns name -> (process, address of the page)."""
    python = environment()
    folder = Path(stack.enter_context(TemporaryDirectory(prefix="pkb-")))
    cells = (LINE, PEERKIT.replace("ABOUT", ABOUT), "import ipywidgets\n\nipywidgets.VBox([explorer, *others])")
    servers = {"peerkit": stack.enter_context(peerkit("four", *cells, plotly=plotly))}
    for name, source in (("panel", PANEL), ("streamlit", STREAMLIT), ("dash", DASH)):
        port = free_port()
        app = folder / f"{name}_app.py"
        app.write_text(LINE + source, encoding="utf-8")
        command = {
            "panel": ["-m", "panel", "serve", app, "--address", "127.0.0.1", "--port", port]
            + ["--allow-websocket-origin", f"127.0.0.1:{port}"],
            "streamlit": ["-m", "streamlit", "run", app, "--server.address", "127.0.0.1", "--server.port", port]
            + ["--server.headless", "true", "--browser.gatherUsageStats", "false", "--server.fileWatcherType", "none"],
            "dash": [app, port],
        }[name]
        server = stack.enter_context(process([str(python), *map(str, command)], port, cwd=folder))
        servers[name] = server, f"http://127.0.0.1:{port}/{'panel_app' if name == 'panel' else ''}"
    return servers


def visit(chromium, name, address, moves):
    """One visit with an empty cache; what was measured."""
    print(f"  visiting {name}", file=sys.stderr, flush=True)
    with fresh_context(chromium) as context:
        page = context.new_page()
        page.goto(address, wait_until="commit")
        measured = {"drawn": drawn(page, CHARTS)}
        measured |= {"live": live(page) if name == "peerkit" else measured["drawn"], **page.evaluate(MILESTONES)}
        if moves:
            time.sleep(0.7)
            answers = [move(page, name) for _ in range(moves)]
            measured |= {each: median(answer[each] for answer in answers) for each in ("said", "redrawn")}
        return measured


def live(page):
    """Milliseconds from navigation until peerkit's page is connected to its kernel."""
    condition = "() => document.body.dataset.kernel === 'connected' && performance.now()"
    return page.wait_for_function(condition, polling="raf").json_value()


def move(page, name):
    """One press of the arrow key: milliseconds until the label has changed, and until all charts have."""
    page.evaluate(MOVE, [SLIDER[name], LABEL[name]])
    page.keyboard.press("ArrowRight")
    moved = page.evaluate("() => window.moved")
    time.sleep(0.12)
    return moved


def main():
    """Run the comparison; the exit code is 1 when a budget is missed."""

    def add(parser):
        parser.add_argument("--plotly", metavar="FILE", default="", help="a plotly.js for peerkit to serve instead")

    chosen = options(__doc__, add=add)
    with ExitStack() as stack:
        servers = start(stack, chosen.plotly)
        chromium = stack.enter_context(browser())
        processes = [server for server, _ in servers.values()]

        def visits(rounds, moves):
            def rest():
                settle(processes)

            runs = {name: partial(visit, chromium, name, servers[name][1], moves) for name in servers}
            return in_turn(runs, rounds, rest)

        # One visit for warmth: servers compile and cache on it, and peerkit learns which scripts the page needs.
        visits(1, 0)
        moved = visits(*((1, 15) if chosen.quick else (3, 15)))
        loaded = visits(*((1, 0) if chosen.quick else (4, 0)))
    loaded = {name: moved[name] + loaded[name] for name in loaded}

    def samples(measured, what):
        return {name: [each[what] for each in measured[name]] for name in measured}

    tables = {
        "(a) navigation until four charts are seen, empty cache": compare(
            samples(loaded, "drawn"), subject="peerkit", peers=PEERS, budget=0.45
        ),
        "(b) navigation until the page is live, empty cache": compare(
            samples(loaded, "live"), subject="peerkit", peers=PEERS, budget=0.85
        ),
        "(c) arrow key on the slider until the label has changed": compare(
            samples(moved, "said"), subject="peerkit", peers=("dash",), budget=1.0
        ),
        "(d) arrow key until all four charts have changed too": compare(
            samples(moved, "redrawn"), subject="peerkit", peers=("dash",), budget=0.9
        ),
    }
    code = finish(tables, chosen, visits=loaded)
    print("\nWhere the time of (a) goes, medians in ms from navigation")
    print(f"  {'':34}" + "".join(f"{name:>12}" for name in loaded))
    for what in MILESTONE_NAMES:
        print(f"  {what:34}" + "".join(f"{median(each[what] for each in loaded[name]):12.0f}" for name in loaded))
    return code


if __name__ == "__main__":
    sys.exit(main())
