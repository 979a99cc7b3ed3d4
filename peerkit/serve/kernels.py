"""Kernels that are ready before a reader comes: a few started in advance, handed out one by one, replaced at once."""

import asyncio
from collections import deque
from queue import Empty

from jupyter_server._tz import utcnow
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado import web
from traitlets import Int

WARM_UP = "import peerkit.serve.warm"
ANSWERS_WITHIN = 60


async def connected(kernel):
    """A client of a kernel whose every word will be heard: it has answered on the shell and on the broadcast channel.

    `AsyncKernelClient.wait_for_ready` does the same and then listens for another 0.2 s, the pause of a slow page.
    """
    client = kernel.client()
    client.start_channels(stdin=False, hb=False, control=False)
    try:
        while True:
            await client.kernel_info(reply=True, timeout=ANSWERS_WITHIN)
            try:
                while (await client.get_iopub_msg(timeout=0.1))["content"].get("execution_state") != "idle":
                    pass
            except Empty:
                # The subscription came too late for this answer; the next one will be heard.
                continue
            return client
    except BaseException:
        client.stop_channels()
        raise


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
            kernel_id = self.new_kernel_id()
            self._reserve.append((kernel_id, asyncio.ensure_future(self._start_warm(kernel_id))))

    async def _start_warm(self, kernel_id):
        self._idle_by_design.add(kernel_id)
        await self.start_kernel(kernel_id=kernel_id)
        await self._warm(kernel_id)

    async def _warm(self, kernel_id):
        client = await connected(self.get_kernel(kernel_id))
        try:
            reply = await client.execute(WARM_UP, silent=True, reply=True, timeout=ANSWERS_WITHIN)
            if reply["content"]["status"] != "ok":
                raise RuntimeError(f"a kernel could not run {WARM_UP!r}: {reply['content'].get('evalue')}")
        finally:
            client.stop_channels()

    async def cull_kernel_if_idle(self, kernel_id):
        """End a kernel that a reader has left; one of the reserve is idle by design."""
        if kernel_id not in self._idle_by_design:
            await super().cull_kernel_if_idle(kernel_id)

    def claim(self):
        """A kernel for one reader: its id, at once, and a task that ends when it has started.

        It comes from the reserve; where none is left, or that one has died, it is a new one of the same id.
        """
        kernel_id, warming = self._reserve.popleft() if self._reserve else (self.new_kernel_id(), None)
        # Refilling competes with the page that is being made for the same cores, so it waits until that is out.
        asyncio.get_running_loop().call_later(1.5, self.fill)
        return kernel_id, asyncio.ensure_future(self._hand_over(kernel_id, warming))

    async def _hand_over(self, kernel_id, warming):
        try:
            if warming is not None:
                await warming
        except (RuntimeError, TimeoutError) as error:
            self.log.warning("a kernel of the reserve did not start (%s); starting another", error)
            await self.shutdown_kernel(kernel_id, now=True)
        self._idle_by_design.discard(kernel_id)
        if kernel_id in self and not await self.get_kernel(kernel_id).is_alive():
            await self.shutdown_kernel(kernel_id, now=True)
        if kernel_id not in self:
            await self.start_kernel(kernel_id=kernel_id)
        # From here on it counts as used, or the culler would find it as old as it is.
        self._kernels[kernel_id].last_activity = utcnow()

    async def _async_shutdown_kernel(self, kernel_id, now=False, restart=False):
        """End a kernel; that its page has just ended it is no error, not even while the server ends all of them."""
        if kernel_id not in self and kernel_id in self._pending_kernels:
            # It is starting in this moment, and can only be ended when it has started.
            await asyncio.wait([self._pending_kernels[kernel_id]])
        if kernel_id in self:
            try:
                await super()._async_shutdown_kernel(kernel_id, now=now, restart=restart)
            except (web.HTTPError, KeyError):
                if kernel_id in self:
                    raise

    shutdown_kernel = _async_shutdown_kernel
