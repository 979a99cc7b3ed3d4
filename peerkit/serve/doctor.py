"""Checks of whether this installation can serve a room, each with what to do where it cannot."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement

from peerkit import content
from peerkit.serve import fence, sockets
from peerkit.serve.commands import EXTRA
from peerkit.serve.listening import problem
from peerkit.serve.memory import free_memory
from peerkit.serve.places import FEWEST_CONNECTIONS, FILES_BASE, FILES_EACH, places
from peerkit.widgets.plotly_bundle import bundle, bundle_version, full_bundle

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "firefox", "microsoft-edge", "open", "xdg-open")
MEGABYTES_EACH, MEGABYTES_MOST = 90, 180
"""Memory for one participant on a usual page, and on the one that needs most (the packages of this computer)."""
MEGABYTES_BASE = 400
SERVER = (sys.executable, "-m", "peerkit.cli", "serve", "--port", "0", "--no-browser")
STARTS_WITHIN = 90
"""Seconds that the server of the last check may take until it says where it is, and then to send a page."""


class Finding(NamedTuple):
    """A check: `ok` if it holds, what was checked, and what to do if it does not hold."""

    ok: bool
    what: str
    fix: str


def findings(port=8866, participants=1):
    """All checks, in the order a reader would make them; the last one serves a page and takes some seconds."""
    yield _python()
    yield from _packages()
    yield _widgets()
    yield _plotly()
    yield _notebooks()
    yield _browser()
    yield _port(port)
    yield _memory(participants)
    yield _files(participants)
    yield _writable()
    yield _sockets()
    yield _fence()
    yield _page()


def _python():
    running = ".".join(map(str, sys.version_info[:3]))
    return Finding(
        sys.version_info >= (3, 11), f"Python {running}", "install Python 3.11 or newer and make .venv again"
    )


def _packages():
    for line in requires("peerkit"):
        needed = Requirement(line)
        wanted = needed.marker is None or needed.marker.evaluate({"extra": "serve"})
        if not wanted or needed.name == "peerkit":
            continue
        try:
            installed = version(needed.name)
        except PackageNotFoundError:
            yield Finding(False, f"{needed} is not installed", EXTRA)
            continue
        yield Finding(
            needed.specifier.contains(installed, prereleases=True),
            f"{needed.name} {installed} ({needed.specifier})",
            f"pip install '{needed}'",
        )


def _widgets():
    try:
        from jupyter_core.paths import jupyter_path
    except ModuleNotFoundError as error:
        return Finding(False, f"widget packages for the browser: {error.name} is not installed", EXTRA)
    missing = [
        name
        for name in ("anywidget", "@jupyter-widgets/jupyterlab-manager")
        if not any(os.path.isdir(os.path.join(folder, name)) for folder in jupyter_path("labextensions"))
    ]
    return Finding(
        not missing,
        "widget packages for the browser"
        + (f" missing: {', '.join(missing)}" if missing else " are beside their Python halves"),
        "install anywidget and ipywidgets in the same environment as voila: pip install --force-reinstall anywidget jupyterlab_widgets",
    )


def _plotly():
    used, full = bundle_version(bundle()), bundle_version(full_bundle())
    return Finding(
        used[0] == full[0],
        f"plotly.js {'.'.join(map(str, used))} ({bundle().stat().st_size / 1e6:.1f} MB)",
        f"the bundle must have major version {full[0]}, as the installed plotly: delete {bundle()} and run make again",
    )


def _notebooks():
    try:
        count = len(content.pages())
    except (FileNotFoundError, ValueError) as error:
        return Finding(False, f"notebooks: {error}", "repair the notebook named, or install peerkit again")
    return Finding(count > 0, f"{count} pages in the portal", "install peerkit again: it came without notebooks")


def _browser():
    there = next((name for name in BROWSERS if shutil.which(name)), None)
    return Finding(
        there is not None,
        f"browser: {there or 'none on this machine'}",
        "install one (on Debian: apt-get install chromium), or open the address from another machine",
    )


def _port(port):
    return Finding(not problem("127.0.0.1", port), f"port {port}", problem("127.0.0.1", port))


def _memory(participants):
    needed, most = (MEGABYTES_BASE + each * participants for each in (MEGABYTES_EACH, MEGABYTES_MOST))
    told = f"{participants} participants need about {needed:,} MB, {most:,} MB if all open the largest page"
    free = free_memory()
    if free is None:
        return Finding(True, f"memory: cannot be read here; {told}", "")
    free /= 1e6
    return Finding(
        free >= needed,
        f"memory: {free:,.0f} MB free; {told}",
        "close other programs, or serve fewer participants from this machine",
    )


def _files(participants):
    """The server raises the soft limit itself, so the hard one counts."""
    try:
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        most = None if hard == resource.RLIM_INFINITY else hard
    except ModuleNotFoundError:
        most = None
    wanted, held = places(participants), places(participants, most)
    return Finding(
        held >= wanted,
        f"open files: {'no bound' if most is None else f'at most {most:,}'}; {held} of the {wanted} pages for {participants} participants",
        f"raise the limit: ulimit -Hn {FILES_BASE + FILES_EACH * wanted + FEWEST_CONNECTIONS}",
    )


def _writable():
    try:
        with tempfile.TemporaryFile():
            pass
    except OSError as error:
        return Finding(False, f"temporary files: {error}", "set TMPDIR to a folder you may write to")
    return Finding(True, f"temporary files in {tempfile.gettempdir()}", "")


def _sockets():
    place = sockets.folder()
    told = f"through files in {place}" if place else "through ports of this machine: no folder has a path short enough"
    return Finding(True, f"kernels are reached {told}", "")


def _fence():
    told = "cannot open the room's database: Linux forbids it to them"
    if not fence.version():
        told = "could open the room's database, since this system has no Landlock: serve only notebooks that you trust"
    return Finding(True, f"kernels {told}", "")


def _page():
    """Serve one page to nobody: every part that a reader needs has then worked once."""
    began = time.monotonic()
    try:
        asked = next(page.address for page in content.pages() if page.kind == "dashboard")
        with _server() as address:
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            with opener.open(address + asked, timeout=STARTS_WITHIN) as answer:
                text = answer.read().decode()
        if "could not be made" in text or not text.rstrip().endswith("</html>"):
            raise OSError(f"the page {asked} could not be made")
    except (OSError, ValueError, StopIteration) as error:
        return Finding(False, f"no page can be served: {error}", f"read what this says: {' '.join(SERVER[1:])}")
    return Finding(True, f"the page {asked} was served after {time.monotonic() - began:.0f} s", "")


@contextmanager
def _server():
    """The address of a server that runs meanwhile; OSError with its last words if it does not start."""
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder) / "said.txt"
        with said.open("wb") as file:
            server = subprocess.Popen(
                SERVER, stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT, env={**os.environ}
            )
        try:
            yield _address(server, said)
        finally:
            server.terminate()
            try:
                server.wait(STARTS_WITHIN)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _address(server, said):
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        text = said.read_text(encoding="utf-8", errors="replace")
        told = re.search(r"peerkit is at (http://\S+)\n", text)
        if told:
            return told[1]
        if server.poll() is not None:
            raise OSError((text.strip() or f"the server ended with code {server.returncode}").splitlines()[-1])
        time.sleep(0.1)
    raise OSError(f"the server did not start within {STARTS_WITHIN} s")
