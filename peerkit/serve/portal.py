"""The front page: `notebooks/index.ipynb`, run once and kept, since it is the same for everybody."""

import asyncio

from jupyter_server.base.handlers import JupyterHandler
from nbclient import NotebookClient
from tornado import web

from peerkit import content
from peerkit.serve.page import Sentences, read


class PortalHandler(Sentences, JupyterHandler):
    """Answers at the root."""

    @web.authenticated
    async def get(self):
        """The portal as plain HTML; it needs no kernel."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(await self.settings["peerkit"].portal.html())


class Portal:
    """Makes the portal's HTML when it is first asked for, and again when a notebook has changed."""

    def __init__(self, server):
        self._server = server
        self._making = None
        self._of = None

    async def html(self):
        """The HTML; an error while it is made is everybody's who waits for it, and the next reader tries again."""
        changed = max(path.stat().st_mtime_ns for path in content.root().glob("*/**/*.ipynb"))
        making = self._making
        failed = making is not None and making.done() and (making.cancelled() or making.exception() is not None)
        if making is None or failed or self._of != changed:
            self._making, self._of = asyncio.ensure_future(self._make()), changed
        return await asyncio.shield(self._making)

    async def _make(self):
        notebook = read(content.root() / "notebooks" / "index.ipynb")
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
        site = self._server.site
        parts = [part for cell in notebook.cells for part in self._parts(cell)]
        title = notebook.metadata.get("peerkit", {}).get("title", "What do you want to find out?")
        return site.template("portal.html.j2").render(parts=parts, title=title, pk=site)

    def _parts(self, cell):
        if cell.cell_type == "markdown":
            yield f'<section class="pk-prose">{self._server.site.markdown(cell.source)}</section>'
        for output in cell.get("outputs", ()):
            html = output.get("data", {}).get("text/html")
            if html:
                yield html
