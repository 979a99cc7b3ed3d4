"""A page: its notebook, run for one reader in a kernel of its own, sent as soon as there is anything to send.

The words in front of the first code cell, and the scripts every page needs, are sent before the kernel has been asked
for anything, so the browser reads and compiles while the kernel computes.
"""

import asyncio
import json
from contextlib import suppress
from functools import lru_cache

import nbformat
from jupyter_server.base.handlers import JupyterHandler
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal
from tornado import web
from tornado.iostream import StreamClosedError

from peerkit import content
from peerkit.serve.addresses import resolve, right_address
from peerkit.serve.kernels import ANSWERS_WITHIN, Full, connected
from peerkit.serve.markdown import with_code
from peerkit.serve.outputs import PLOTLY, VIEW, Foreign, still, tree

FAILURES = (CellControlSignal, OSError, RuntimeError, TimeoutError, web.HTTPError)

PREPARATION = """
import os
import comm
import ipywidgets
os.environ["QUERY_STRING"] = {query!r}
ipywidgets.register_comm_target()
comm.get_comm_manager().unregister_target("jupyter.widget", None)
"""
"""Code that a kernel runs before a page: it learns the link's query, and registers the address at which browsers ask for
the states of widgets. ipywidgets registers it when it is imported, which in a forked kernel was too early. The other
address that it registers would let a browser make widgets of any kind in the kernel; a page has those of its notebook."""


class Sentences:
    """Errors as a sentence and the way back; what happened is in the server's log."""

    def write_error(self, status_code, **_):
        """The error page."""
        missing = status_code == 404
        words = "There is no such page. The portal lists all of them." if missing else "This page could not be made."
        self.set_header("Content-Type", "text/html; charset=utf-8")
        site = self.settings["peerkit"].site
        self.finish(site.template("error.html.j2").render(words=words, pk=site))


def _for_another_site(headers):
    """True where a page of another site asks for this one without showing it, as a picture: each time would cost a kernel."""
    elsewhere = headers.get("Sec-Fetch-Site") in ("cross-site", "same-site")
    return elsewhere and headers.get("Sec-Fetch-Mode") != "navigate"


class PageHandler(Sentences, JupyterHandler):
    """A page by its short address instead of its notebook's path."""

    _kernel_id = None

    @web.authenticated
    async def get(self, address):
        """Send the page, or a sentence that says how to find it."""
        if _for_another_site(self.request.headers):
            raise web.HTTPError(403)
        page = self._asked(address)
        if page is None:
            return
        server = self.settings["peerkit"]
        notebook = read(content.root() / page.path)
        notebook.metadata["peerkit"].update(content.onward(page))
        if content.KINDS[page.kind].code:
            notebook.cells = with_code(notebook.cells)
        kernels = server.kernel_manager
        parts = server.site.template("page.html.j2").module
        try:
            kernel_id = self._kernel_id = kernels.claim()
        except Full:
            await self._send_still(server, parts, notebook, page)
            return
        try:
            await self._send_top(server.site, parts, notebook, kernel_id)
            try:
                async with kernels.turn():
                    if self.request.connection.stream.closed():
                        raise StreamClosedError
                    await self._send_rest(server.site, parts, notebook, kernel_id, self._send)
            except FAILURES as error:
                if self.request.connection.stream.closed():
                    # Its kernel was ended because the reader has left, which is no failure.
                    raise StreamClosedError from error
                self.log.error("the page %s could not be made", self.request.path, exc_info=error)
                self.write(parts.failed())
            await self.finish(parts.bottom())
        except BaseException as error:
            # Nobody else knows of this kernel: a reader who has left, or a template at fault, would leave it behind.
            await kernels.release(kernel_id)
            if not isinstance(error, StreamClosedError):
                raise

    @web.authenticated
    def head(self, address):
        """Tell whether there is such a page, without making it."""
        if self._asked(address) is not None:
            self.set_header("Content-Type", "text/html; charset=utf-8")
            self.finish()

    def on_connection_close(self):
        """End the kernel at once, even in the middle of its work: the reader has left."""
        super().on_connection_close()
        if self._kernel_id is not None:
            asyncio.ensure_future(self.settings["peerkit"].kernel_manager.release(self._kernel_id))

    def _asked(self, address):
        """The page asked for; None after sending the reader to the address that was meant."""
        resolved = resolve(address, self.request.query)
        if resolved is None:
            raise web.HTTPError(404)
        if (resolved.page.address, resolved.query) == (address, self.request.query):
            return resolved.page
        self.redirect(right_address(resolved, self.base_url))
        return None

    async def _send_top(self, site, parts, notebook, kernel_id):
        """Send what needs no kernel: all words in front of the first code cell."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.write(parts.top(notebook.metadata.get("peerkit", {}), kernel_id, site))
        for cell in notebook.cells[: _first_code(notebook)]:
            self.write(parts.words(cell.source, site))
        await self.flush()

    async def _send_still(self, server, parts, notebook, page):
        """Send the page as it is drawn without a kernel of its own, since all places are taken."""

        async def draw():
            kernel_id = server.kernel_manager.claim(beyond=True)
            drawn = []
            try:
                await self._send_rest(server.site, parts, notebook, kernel_id, drawn.append)
            finally:
                await server.kernel_manager.release(kernel_id)
            return drawn

        await self._send_top(server.site, parts, notebook, None)
        path = content.root() / page.path
        try:
            drawn = await server.still.get((page.path, path.stat().st_mtime_ns, self.request.query), draw)
        except FAILURES as error:
            self.log.error("the page %s could not be drawn", self.request.path, exc_info=error)
            drawn = [parts.failed()]
        for part in [parts.waiting()] if drawn is None else drawn:
            self.write(part)
        # Whoever has left meanwhile leaves nothing behind.
        with suppress(StreamClosedError):
            await self.finish(parts.bottom())

    def _send(self, part):
        """Send a part of the page: it is seen while the next cell computes."""
        self.write(part)
        self.flush()

    async def _send_rest(self, site, parts, notebook, kernel_id, send):
        """Run the code cells in the kernel and `send` each as soon as it is done."""
        kernels = self.settings["peerkit"].kernel_manager
        await kernels.begin(kernel_id)
        kernel = kernels.get_kernel(kernel_id)
        client = await connected(kernel)
        foreign = False
        try:
            # On the same channel as the cells, so it is done before them.
            client.execute(PREPARATION.format(query=self.request.query), silent=True)
            runner = NotebookClient(notebook, km=kernel, iopub_timeout=ANSWERS_WITHIN)
            runner.kc = client
            first = _first_code(notebook)
            for number, cell in enumerate(notebook.cells[first:], first):
                if cell.cell_type == "markdown":
                    send(parts.words(cell.source, site))
                elif cell.cell_type == "code":
                    await runner.async_execute_cell(cell, number, store_history=False)
                    made = [
                        self._output(site, parts, output, runner, f"{number}-{place}")
                        for place, output in enumerate(cell.outputs)
                    ]
                    send("".join(str(html) for html, _ in made))
                    foreign |= any(jupyters for _, jupyters in made)
        finally:
            client.stop_channels()
        if foreign and self._kernel_id is not None:
            send(parts.manager({**site.page_config, "kernelId": kernel_id}))

    def _output(self, site, parts, output, runner, number):
        """One output as HTML, and True where Jupyter's own manager must draw it."""
        data = output.get("data", {})
        if VIEW in data:
            try:
                return parts.widget(tree(data[VIEW]["model_id"], runner.widget_state, runner.widget_buffers)), False
            except Foreign as reason:
                self.log.info("%s: %s", self.request.path, reason)
                return parts.foreign(output), True
        if PLOTLY in data:
            return parts.widget(still(number, data[PLOTLY], site.modules)), False
        for kind in ("image/png", "image/jpeg"):
            if kind in data:
                return parts.picture(kind, data[kind]), False
        for kind in ("text/html", "image/svg+xml"):
            if kind in data:
                return parts.shown("".join(data[kind])), False
        if "text/markdown" in data:
            return parts.words("".join(data["text/markdown"]), site), False
        return parts.plain("".join(data.get("text/plain", ""))) if data else "", False


def _first_code(notebook):
    """The position of the first code cell; the number of cells where there is none."""
    return next((i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"), len(notebook.cells))


def read(path):
    """A notebook as a page shows it: as it is on disk now, without outputs and without cells for some readers only.

    The caller may change it.
    """
    return nbformat.from_dict(json.loads(_text(path, path.stat().st_mtime_ns)))


@lru_cache(maxsize=256)
def _text(path, changed):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"] = content.shown(notebook["cells"])
    for cell in notebook["cells"]:
        if not isinstance(cell["source"], str):
            cell["source"] = "".join(cell["source"])
        if cell["cell_type"] == "code":
            cell["outputs"] = []
    return json.dumps(notebook)
