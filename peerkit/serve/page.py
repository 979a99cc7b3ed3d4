"""A page: its notebook, run for one reader in a kernel of its own, sent as soon as there is anything to send.

The words in front of the first code cell, and the scripts every page needs, are sent before the kernel has been asked
for anything, so the browser reads and compiles while the kernel computes.
"""

import asyncio
import json
from functools import lru_cache

import nbformat
from jupyter_server.base.handlers import JupyterHandler
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal
from tornado import web
from tornado.iostream import StreamClosedError

from peerkit import content
from peerkit.serve.addresses import resolve, right_address
from peerkit.serve.kernels import ANSWERS_WITHIN, connected

# What a link says; and where browsers ask for the widgets' states, which ipywidgets registers when it is imported, but
# in a forked kernel that was long before there was a kernel.
BEFORE = """
import os
import ipywidgets
os.environ["QUERY_STRING"] = {query!r}
ipywidgets.register_comm_target()
"""


class Sentences:
    """Errors as a sentence and the way back; what happened is in the server's log."""

    def write_error(self, status_code, **_):
        """The error page."""
        missing = status_code == 404
        words = "There is no such page. The portal lists all of them." if missing else "This page could not be made."
        self.set_header("Content-Type", "text/html; charset=utf-8")
        site = self.settings["peerkit"].site
        self.finish(site.template("error.html.j2").render(words=words, pk=site))


class PageHandler(Sentences, JupyterHandler):
    """A page by its short address instead of its notebook's path."""

    _kernel_id = None

    @web.authenticated
    async def get(self, address):
        """The page, or a sentence that says how to find it."""
        asked = self._asked(address)
        if asked is None:
            return
        server = self.settings["peerkit"]
        notebook = read(content.root() / asked.path)
        kernels = server.kernel_manager
        kernel_id = kernels.claim()
        self._kernel_id = kernel_id
        parts = server.site.template("page.html.j2").module
        try:
            rest = await self._send_top(server, parts, notebook, kernel_id)
            try:
                async with kernels.turn():
                    await self._send_rest(kernels, parts, notebook, rest, kernel_id)
            except (CellControlSignal, RuntimeError, TimeoutError, web.HTTPError) as error:
                self.log.error("the page %s could not be made", self.request.path, exc_info=error)
                self.write(parts.failed())
            await self.finish(parts.bottom())
        except StreamClosedError:
            # The reader has left, and nobody else knows of this kernel.
            await kernels.release(kernel_id)

    @web.authenticated
    def head(self, address):
        """Tell whether there is such a page, without making it."""
        if self._asked(address) is not None:
            self.set_header("Content-Type", "text/html; charset=utf-8")
            self.finish()

    def _asked(self, address):
        """The page asked for; None after sending the reader to the address that was meant."""
        resolved = resolve(address, self.request.query)
        if resolved is None:
            raise web.HTTPError(404)
        if (resolved.page.address, resolved.query) == (address, self.request.query):
            return resolved.page
        self.redirect(right_address(resolved, self.base_url))
        return None

    def on_connection_close(self):
        """End the kernel at once, even in the middle of its work: the reader has left."""
        super().on_connection_close()
        if self._kernel_id is not None:
            asyncio.ensure_future(self.settings["peerkit"].kernel_manager.release(self._kernel_id))

    async def _send_top(self, server, parts, notebook, kernel_id):
        """Send what needs no kernel; returns the position of the first cell that does."""
        first = next((i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"), len(notebook.cells))
        about = notebook.metadata.get("peerkit", {})
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.write(parts.top(about, {**server.site.page_config, "kernelId": kernel_id}, server.site))
        for cell in notebook.cells[:first]:
            self.write(parts.cell(cell, server.site))
        await self.flush()
        return first

    async def _send_rest(self, kernels, parts, notebook, first, kernel_id):
        if self.request.connection.stream.closed():
            raise StreamClosedError
        await kernels.begin(kernel_id)
        kernel = kernels.get_kernel(kernel_id)
        client = await connected(kernel)
        try:
            # On the same channel as the cells, so it is done before them.
            client.execute(BEFORE.format(query=self.request.query), silent=True)
            runner = NotebookClient(notebook, km=kernel, iopub_timeout=ANSWERS_WITHIN)
            runner.kc = client
            for number, cell in enumerate(notebook.cells[first:], first):
                if cell.cell_type == "code":
                    await runner.async_execute_cell(cell, number, store_history=False)
                self.write(parts.cell(cell, self.settings["peerkit"].site))
        finally:
            client.stop_channels()


def read(path):
    """A notebook as it is on disk now, without outputs; the caller may change it."""
    return nbformat.from_dict(json.loads(_text(path, path.stat().st_mtime_ns)))


@lru_cache(maxsize=256)
def _text(path, changed):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if not isinstance(cell["source"], str):
            cell["source"] = "".join(cell["source"])
        if cell["cell_type"] == "code":
            cell["outputs"] = []
    return json.dumps(notebook)
