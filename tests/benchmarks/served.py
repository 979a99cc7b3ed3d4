"""The parts that benchmarks of pages share: servers on free loopback ports, a temporary notebook, one browser.

Not a benchmark itself. Every process is started here with `Popen` and ended here, with the children it had.
"""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
# The tests have parts that benchmarks use too; a script finds only its own folder by itself.
sys.path.insert(0, str(ROOT))
STARTS_WITHIN = 90
QUIET_WITHIN = 20
PAUSE = 2.2  # peerkit refills its reserve of kernels 1.5 s after a page; everybody gets the same pause

# Everything but loopback is unknown to the browser. Request interception would do so too, but turns the cache off.
BROWSER = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]

PEERKIT = """
import sys
from pathlib import Path
import peerkit.content
import peerkit.widgets.plotly_bundle
peerkit.content.root = lambda: Path(sys.argv[1])
if sys.argv[3]:
    peerkit.widgets.plotly_bundle.BASIC = Path(sys.argv[3])
from peerkit.cli import main
sys.exit(main(["serve", "--host", "127.0.0.1", "--port", sys.argv[2], "--no-browser", "--participants", "2"]))
"""

# Shadow roots hide Panel's charts from a plain query, so all pages are searched through them, at the same cost.
HELPERS = """
window.deep = (selector, root = document) => {
  const matches = [...root.querySelectorAll(selector)];
  for (const element of root.querySelectorAll("*"))
    if (element.shadowRoot) matches.push(...window.deep(selector, element.shadowRoot));
  return matches;
};
window.lines = () => window.deep(".js-plotly-plot")
  .map((plot) => plot.querySelector(".main-svg .scatterlayer .trace path.js-line")?.getAttribute("d"))
  .filter(Boolean);
"""


def free_port():
    """A loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def process(command, port, **options):
    """Run a server until the block ends; enter the block when it answers on `port`. Yields the `Popen`."""
    with TemporaryDirectory(prefix="pkb-") as folder:
        log = Path(folder) / "log"
        with open(log, "wb") as file:
            server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=file, stderr=file, **options)
        try:
            _wait_for(server, port, log)
            yield server
        finally:
            stop(server)


def _wait_for(server, port, log):
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30):
                return
        except OSError:
            # Not there yet, or there and not able to make its first page: an HTTPError is an OSError too.
            time.sleep(0.2)
    raise RuntimeError(f"{server.args[:4]} did not start:\n{log.read_text(errors='replace')[-3000:]}")


def stop(server):
    """End a server and the children it has now; kills what does not end when asked."""
    family = descendants(server.pid)
    server.terminate()
    try:
        server.wait(5)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait(5)
    _, alive = psutil.wait_procs(family, timeout=5)
    for child in alive:
        with contextlib.suppress(psutil.NoSuchProcess):
            child.kill()
    psutil.wait_procs(alive, timeout=5)


def descendants(pid):
    """The processes below one, as long as it lives."""
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def kernels(server):
    """The processes of a server's kernels: those that its warm process has forked; where it cannot fork, all below the server."""
    below, warm = descendants(server.pid), {each.pid for each in warm_processes(server)}
    forked = [each for each in below if _parent(each) in warm]
    return forked or [each for each in below if each.pid not in warm and not _command(each, "room")]


def warm_processes(server):
    """The warm process of a server, from which it forks its kernels; none where it cannot fork."""
    below = descendants(server.pid)
    return [each for each in below if _parent(each) == server.pid and _command(each, "peerkit.serve.zygote")]


def _command(each, word):
    with contextlib.suppress(psutil.Error):
        return word in each.cmdline()
    return False


def _parent(each):
    with contextlib.suppress(psutil.Error):
        return each.ppid()
    return None


def memory(pid, *, own=False):
    """Bytes of a process, with its part of what it shares with others, or only its `own`; 0 once it has ended."""
    with contextlib.suppress(psutil.Error):
        told = psutil.Process(pid).memory_full_info()
        return told.uss if own else getattr(told, "pss", told.uss)
    return 0


def settle(servers):
    """Pause, then wait until `servers` and their children hardly use the processor: the same wait for everybody."""
    time.sleep(PAUSE)
    until = time.monotonic() + QUIET_WITHIN
    used = _seconds(servers)
    while time.monotonic() < until:
        time.sleep(0.4)
        now = _seconds(servers)
        if sum(now.values()) - sum(used.get(pid, 0) for pid in now) < 0.04:
            return
        used = now


def _seconds(servers):
    spent = {}
    for server in servers:
        for each in [psutil.Process(server.pid), *descendants(server.pid)]:
            with contextlib.suppress(psutil.NoSuchProcess):
                times = each.cpu_times()
                spent[each.pid] = times.user + times.system
    return spent


def notebook(*cells, **about):
    """A notebook of code cells whose metadata give it a card, as JSON text."""
    return json.dumps(
        {
            "cells": [
                {
                    "cell_type": "code",
                    "id": f"cell-{i}",
                    "metadata": {},
                    "source": cell,
                    "execution_count": None,
                    "outputs": [],
                }
                for i, cell in enumerate(cells)
            ],
            "metadata": {
                "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
                "language_info": {"name": "python"},
                **({"peerkit": about} if about else {}),
            },
            "nbformat": 4,
            "nbformat_minor": 5,
        }
    )


@contextmanager
def peerkit(name, *cells, plotly=""):
    """peerkit's own server with one dashboard, `name`, made of code cells. Yields the process and the page's address.

    The folder of notebooks is temporary, as is the runtime folder, so that a run neither uses nor leaves what a server
    learned. `plotly` is a plotly.js to serve instead of the one that the installation would choose.
    """
    with TemporaryDirectory(prefix="pkb-") as folder:
        folder = Path(folder)
        (folder / "notebooks" / "dashboards").mkdir(parents=True)
        (folder / "case_studies").mkdir()
        (folder / "notebooks" / "index.ipynb").write_text(notebook("None"), encoding="utf-8")
        page = notebook(*cells, title="Benchmark", kind="dashboard", step="Any model", minutes=1, level="beginner")
        (folder / "notebooks" / "dashboards" / f"{name}.ipynb").write_text(page, encoding="utf-8")
        port = free_port()
        environment = {**os.environ, "JUPYTER_RUNTIME_DIR": str(folder / "run")}
        command = [sys.executable, "-c", PEERKIT, str(folder), str(port), str(plotly)]
        with process(command, port, cwd=ROOT, env=environment) as server:
            yield server, f"http://127.0.0.1:{port}/{name}"


@contextmanager
def classroom(participants, *options):
    """peerkit's own server with all its pages, for so many participants. Yields the process, its address and its own folder.

    All that it puts into temporary files lies in that folder, with the database of its rooms.
    """
    with TemporaryDirectory(prefix="pkb-") as folder:
        port = free_port()
        command = [
            sys.executable,
            "-m",
            "peerkit.cli",
            "serve",
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            "--no-browser",
        ]
        own = ["--participants", str(participants), "--room-port", "0", "--room-database", f"{folder}/room.db"]
        environment = _environment(folder)
        with process([*command, *own, *options], port, cwd=ROOT, env=environment) as server:
            yield server, f"http://127.0.0.1:{port}/", Path(folder)


@contextmanager
def plain_voila():
    """Voila as it is, with the same dashboards. Yields the process and the address below which it serves them."""
    with TemporaryDirectory(prefix="pkb-") as folder:
        port = free_port()
        command = [sys.executable, "-m", "voila", str(ROOT / "notebooks" / "dashboards"), "--no-browser"]
        own = [f"--port={port}", "--Voila.ip=127.0.0.1", f"--Voila.connection_dir_root={folder}"]
        with process([*command, *own], port, cwd=ROOT, env=_environment(folder)) as server:
            yield server, f"http://127.0.0.1:{port}/voila/render/"


def _environment(folder):
    paths = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return {**os.environ, "PYTHONPATH": paths, "TMPDIR": str(folder), "JUPYTER_RUNTIME_DIR": f"{folder}/run"}


@contextmanager
def browser():
    """Headless Chromium: the system's if there is one, else Playwright's own."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=BROWSER)
        try:
            yield chromium
        finally:
            chromium.close()


@contextmanager
def fresh_context(chromium):
    """A context with nothing in its cache, and the helpers in each of its pages."""
    context = chromium.new_context(viewport={"width": 1280, "height": 1600}, color_scheme="light")
    context.add_init_script(HELPERS)
    try:
        yield context
    finally:
        context.close()


def drawn(page, charts, timeout=60):
    """Milliseconds from navigation until `charts` plotly charts show their lines, by the page's own clock."""
    condition = f"() => window.lines?.().length >= {charts} && performance.now()"
    return page.wait_for_function(condition, polling="raf", timeout=timeout * 1000).json_value()
