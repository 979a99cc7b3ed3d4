"""Kernels that are ready before a reader comes: a few started in advance, handed out one by one, replaced at once."""

import asyncio
import os
from collections import deque
from contextlib import asynccontextmanager
from queue import Empty

from jupyter_server._tz import utcnow
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado import web
from traitlets import Int

WARM_UP = "import peerkit.serve.warm"
ANSWERS_WITHIN = 60
MOST_QUESTIONS = 100
PAUSE = 1.5
# Seconds after which somebody's turn has come although nobody before is done: one stuck page must not stop all others.
LONGEST_TURN = 10


async def connected(kernel):
    """A client of a kernel whose every word will be heard: it has answered on the shell and on the broadcast channel.

    `AsyncKernelClient.wait_for_ready` does the same and then listens for another 0.2 s, the pause of a slow page.
    """
    client = kernel.client()
    client.start_channels(stdin=False, hb=False, control=False)
    try:
        for _ in range(MOST_QUESTIONS):
            await client.kernel_info(reply=True, timeout=ANSWERS_WITHIN)
            try:
                while (await client.get_iopub_msg(timeout=0.1))["content"].get("execution_state") != "idle":
                    pass
            except Empty:
                # The subscription came too late for this answer; the next one will be heard.
                continue
            return client
        raise TimeoutError(f"a kernel answers, but was not heard to broadcast in {MOST_QUESTIONS} attempts")
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
        self._claimed = {}
        self._idle_by_design = set()
        self._turns = asyncio.Semaphore(max(2, os.cpu_count() or 1))

    @asynccontextmanager
    async def turn(self):
        """Wait until as many pages are being made as there are processors, first come, first served.

        When thirty people open a page at once, the first has it after a moment. All together, even the first would wait
        for the last.
        """
        try:
            async with asyncio.timeout(LONGEST_TURN):
                await self._turns.acquire()
        except TimeoutError:
            yield
            return
        try:
            yield
        finally:
            self._turns.release()

    def fill(self):
        """Start as many kernels as the reserve lacks, when nobody waits for a page; returns at once."""
        if self._turns.locked():
            asyncio.get_running_loop().call_later(PAUSE, self.fill)
            return
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
        """The id of a kernel for one reader, from the reserve if there is one; `begin` makes sure that it is there."""
        kernel_id, warming = self._reserve.popleft() if self._reserve else (self.new_kernel_id(), None)
        self._claimed[kernel_id] = warming
        # Refilling competes with the page that is being made for the same cores, so it waits until that is out.
        asyncio.get_running_loop().call_later(PAUSE, self.fill)
        return kernel_id

    async def begin(self, kernel_id):
        """Return when a claimed kernel has started; one of the reserve that has died is replaced under the same id."""
        warming = self._claimed.pop(kernel_id)
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

    async def release(self, kernel_id):
        """End a kernel whose reader has left before it was used, whether it has begun or not."""
        warming = self._claimed.pop(kernel_id, None)
        if warming is not None:
            await asyncio.wait([warming])
        self._idle_by_design.discard(kernel_id)
        await self.shutdown_kernel(kernel_id, now=True)

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
