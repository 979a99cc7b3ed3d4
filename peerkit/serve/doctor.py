"""Whether this installation can serve a room, and what to do where it cannot."""

import os
import shutil
import socket
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, requires, version
from typing import NamedTuple

from packaging.requirements import Requirement

from peerkit import content
from peerkit.widgets.plotly_bundle import bundle, bundle_version, full_bundle

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "firefox", "microsoft-edge", "open", "xdg-open")
MEGABYTES_EACH = 90
MEGABYTES_BASE = 400


class Finding(NamedTuple):
    """What was checked, whether it holds, and what to do if not."""

    ok: bool
    what: str
    fix: str


def findings(port=8866, participants=1):
    """All checks, in the order a reader would make them."""
    return [
        _python(),
        *_packages(),
        _widgets(),
        _plotly(),
        _notebooks(),
        _browser(),
        _port(port),
        _memory(participants),
        _writable(),
    ]


def _python():
    found = ".".join(map(str, sys.version_info[:3]))
    return Finding(sys.version_info >= (3, 11), f"Python {found}", "install Python 3.11 or newer and make .venv again")


def _packages():
    for line in requires("peerkit"):
        needed = Requirement(line)
        wanted = needed.marker is None or needed.marker.evaluate({"extra": "serve"})
        if not wanted or needed.name == "peerkit":
            continue
        try:
            found = version(needed.name)
        except PackageNotFoundError:
            yield Finding(False, f"{needed} is not installed", "pip install 'peerkit[serve]'")
            continue
        yield Finding(
            needed.specifier.contains(found, prereleases=True),
            f"{needed.name} {found} ({needed.specifier})",
            f"pip install '{needed}'",
        )


def _widgets():
    from jupyter_core.paths import jupyter_path

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
    found = next((name for name in BROWSERS if shutil.which(name)), None)
    return Finding(
        found is not None,
        f"browser: {found or 'none on this machine'}",
        "install one (on Debian: apt-get install chromium), or open the address from another machine",
    )


def port_free(host, port):
    """Whether a server could listen there."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _port(port):
    return Finding(
        port_free("127.0.0.1", port), f"port {port}", f"something listens on {port}: choose another with --port"
    )


def _memory(participants):
    needed = MEGABYTES_BASE + MEGABYTES_EACH * participants
    try:
        free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e6
    except (ValueError, OSError, AttributeError):
        return Finding(True, f"memory: cannot be read here; {participants} participants need about {needed} MB", "")
    return Finding(
        free >= needed,
        f"memory: {free:,.0f} MB free, {participants} participants need about {needed:,} MB",
        "close other programs, or serve fewer participants from this machine",
    )


def _writable():
    try:
        with tempfile.TemporaryFile():
            pass
    except OSError as error:
        return Finding(False, f"temporary files: {error}", "set TMPDIR to a folder you may write to")
    return Finding(True, f"temporary files in {tempfile.gettempdir()}", "")
