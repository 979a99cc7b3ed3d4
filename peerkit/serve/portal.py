"""The front page and the pages of reference: notebooks that are run once and kept, since they are the same for everybody."""

import asyncio
import contextlib
import json
from hashlib import sha256
from pathlib import Path

from jupyter_core.paths import jupyter_runtime_dir
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.services.contents.fileio import atomic_writing
from markupsafe import Markup
from nbclient import NotebookClient
from tornado import web

from peerkit import content
from peerkit.serve.page import Sentences, read
from peerkit.widgets.web import text


class PortalHandler(Sentences, JupyterHandler):
    """Answers at the root."""

    @web.authenticated
    async def get(self):
        """The portal as plain HTML; it needs no kernel."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(await self.settings["peerkit"].portal.html())

    head = get


class KeptHandler(Sentences, JupyterHandler):
    """Answers at the address of a page whose kind needs no kernel."""

    @web.authenticated
    async def get(self, address):
        """The page as plain HTML."""
        page = next((page for page in content.pages() if page.address == address), None)
        if page is None:
            raise web.HTTPError(404)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(await self.settings["peerkit"].portal.other(page).html())

    head = get


def kept_addresses():
    """A pattern of the addresses that `KeptHandler` answers."""
    return "|".join(page.address for page in content.pages() if not content.KINDS[page.kind].kernel) or "(?!)"


class Kept:
    """Makes a page when it is first asked for, and again when a notebook or peerkit has changed.

    What it made is kept on disk for the next server, since drawing a cover for every page takes seconds.
    `notebook` is a path below the content's root; `about` gives what the page's navigation shows, None for the portal.
    """

    def __init__(self, server, notebook, about=None):
        self._server = server
        self._notebook = notebook
        self._about = about
        self._making = None
        self._made_from = None

    async def html(self):
        """The HTML. If making it fails, everybody who waits gets the error, and the next reader starts again."""
        now = self._state()
        making = self._making
        failed = making is not None and making.done() and (making.cancelled() or making.exception() is not None)
        if making is None or failed or self._made_from != now:
            self._making, self._made_from = asyncio.ensure_future(self._parts(now)), now
        site = self._server.site
        parts = await asyncio.shield(self._making)
        about = self._about() if self._about else None
        return site.template("portal.html.j2").render(parts=parts, pk=site, about=about, css=Markup(text("portal.css")))

    def _state(self):
        """A hash of everything the page is made from."""
        root = content.root()
        files = [*root.glob("notebooks/**/*"), *root.glob("case_studies/*/*"), *content.PACKAGE.rglob("*.py")]
        stats = sorted((str(file), file.stat().st_mtime_ns) for file in files)
        # Links in its words begin with the address below which this server serves.
        return sha256(f"{self._server.site.stamp} {self._server.site.base_url} {stats}".encode()).hexdigest()[:16]

    async def _parts(self, state):
        kept = Path(jupyter_runtime_dir()) / f"peerkit-{Path(self._notebook).stem}.json"
        before = _kept_parts(kept, state)
        if before:
            return before
        parts = await self._make()
        # A home that cannot be written costs the next server its head start, nothing else.
        with contextlib.suppress(OSError):
            kept.parent.mkdir(parents=True, exist_ok=True)
            with atomic_writing(str(kept)) as file:
                json.dump({"state": state, "parts": parts}, file)
        return parts

    async def _make(self):
        notebook = read(content.root() / self._notebook)
        # The kernel comes from the manager of all kernels: one that NotebookClient starts has no file to name its sockets
        # by, and two servers in one folder would talk to each other's.
        kernels = self._server.kernel_manager
        kernel_id = await kernels.start_kernel()
        client = NotebookClient(notebook, km=kernels.get_kernel(kernel_id))
        try:
            await client.async_execute(cleanup_kc=False)
        finally:
            if client.kc is not None:
                client.kc.stop_channels()
            await kernels.shutdown_kernel(kernel_id, now=True)
        return [part for cell in notebook.cells for part in self._html_of(cell)]

    def _html_of(self, cell):
        if cell.cell_type == "markdown":
            yield f'<section class="pk-prose">{self._server.site.markdown(cell.source)}</section>'
        for output in cell.get("outputs", ()):
            html = output.get("data", {}).get("text/html")
            if html:
                yield html


class FrontPage(Kept):
    """The front page, which knows the other pages that are kept."""

    def __init__(self, server):
        super().__init__(server, content.INDEX)
        self._others = {}

    def other(self, page):
        """The kept page of a kind without kernel."""
        if page.path not in self._others:
            self._others[page.path] = Kept(self._server, page.path, about=lambda: _about(page))
        return self._others[page.path]


def _kept_parts(file, state):
    """The parts that an earlier server has kept in a file for this state; an empty list where that is missing or damaged."""
    try:
        before = json.loads(file.read_text(encoding="utf-8"))
        parts = before["parts"] if before["state"] == state else []
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return []
    whole = isinstance(parts, list) and all(isinstance(part, str) for part in parts)
    return parts if whole else []


def _about(page):
    return {"title": page.title, **content.onward(page)}
