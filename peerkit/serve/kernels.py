"""Kernels that are ready before a reader comes: a few started in advance, handed out one by one, replaced at once."""

import asyncio
from collections import deque

from jupyter_server._tz import utcnow
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado import web
from traitlets import Int

WARM_UP = "import peerkit.serve.warm"


class ReadyKernelManager(AsyncMappingKernelManager):
    """Keeps `ready` kernels started, with peerkit imported, for whichever page is opened next.

    A kernel serves one reader of one page and is culled when idle. Since no notebook runs in it in advance, any page
    can use any of them, and the number of kernels depends on how many people click at once, not on how many pages
    there are.
    """

    ready = Int(2, config=True, help="Kernels kept in reserve: about as many as people who click in the same second.")

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self._reserve = deque()
        self._idle_by_design = set()

    def fill(self):
        """Start as many kernels as the reserve lacks; returns at once."""
        while len(self._reserve) < self.ready:
            self._reserve.append(asyncio.ensure_future(self._start_warm()))

    async def _start_warm(self):
        kernel_id = await super().start_kernel()
        self._idle_by_design.add(kernel_id)
        await self._run(kernel_id, WARM_UP)
        return kernel_id

    async def cull_kernel_if_idle(self, kernel_id):
        """End a kernel that a reader has left; one of the reserve is idle by design."""
        if kernel_id not in self._idle_by_design:
            await super().cull_kernel_if_idle(kernel_id)

    async def start_kernel(self, *, kernel_id=None, path=None, **kwargs):
        """A kernel from the reserve with the reader's request in its environment; a new one where none is left."""
        if kernel_id is not None or not self._reserve:
            return await super().start_kernel(kernel_id=kernel_id, path=path, **kwargs)
        starting = self._reserve.popleft()
        # Refilling competes with the page that is being made for the same cores, so it waits until that is out.
        asyncio.get_running_loop().call_later(1.5, self.fill)
        try:
            ready = await starting
        except (RuntimeError, TimeoutError) as error:
            self.log.warning("a kernel of the reserve did not start (%s); starting another", error)
            return await super().start_kernel(path=path, **kwargs)
        self._idle_by_design.discard(ready)
        if ready not in self:
            return await self.start_kernel(path=path, **kwargs)
        # From here on it counts as used, or the culler would find it as old as it is.
        self._kernels[ready].last_activity = utcnow()
        query = kwargs.get("env", {}).get("QUERY_STRING", "")
        await self._run(ready, f"import os; os.environ['QUERY_STRING'] = {query!r}")
        return ready

    async def shutdown_kernel(self, kernel_id, now=False, restart=False):
        """End a kernel; that its page has just ended it is no error, not even while the server ends all of them."""
        if kernel_id in self:
            try:
                await super().shutdown_kernel(kernel_id, now=now, restart=restart)
            except (web.HTTPError, KeyError):
                if kernel_id in self:
                    raise

    async def _run(self, kernel_id, code):
        client = self.get_kernel(kernel_id).client()
        client.start_channels(iopub=False, stdin=False, hb=False)
        try:
            reply = await asyncio.wait_for(client.execute(code, silent=True, reply=True, timeout=60), 60)
            if reply["content"]["status"] != "ok":
                raise RuntimeError(f"a kernel could not run {code!r}: {reply['content'].get('evalue')}")
        finally:
            client.stop_channels()

    async def empty(self):
        """Shut down what is still in the reserve."""
        self.ready = 0
        while self._reserve:
            starting = self._reserve.popleft()
            kernel_id = await starting
            await self.shutdown_kernel(kernel_id, now=True)
