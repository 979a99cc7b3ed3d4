"""Kernels that are ready before a reader comes: a few started in advance, handed out one by one, replaced at once."""

import asyncio
import os
import time
from collections import deque
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from queue import Empty

import zmq
from tornado import web
from traitlets import Int

from peerkit.serve.frames import Allowance
from peerkit.serve.memory import free_memory
from peerkit.serve.places import MEMORY_EACH, MEMORY_LEFT
from peerkit.serve.upstream import Kernels, public_name

WARM_UP = "import peerkit.serve.warm"
ANSWERS_WITHIN, LOOKS_EVERY = 60, 1
"""Seconds that a kernel may take to answer, and after which one that has not answered is looked at."""
MOST_QUESTIONS = 100
PAUSE = 1.5
# Seconds after which a page no longer waits for its turn: one stuck page must not stop all others.
LONGEST_TURN = 10
# Seconds until a reserve that could not be filled is tried again.
AGAIN = 30
# A page is given up when its kernel has worked this long on one thing, was left this long while it works, or was not
# visited this long after its page was made [s].
LONGEST_WORK, LEFT_BUSY, UNVISITED = 240, 20, 60
# Sooner where no browser said that it shows the page, or where the browser said that it has closed the page [s].
UNSEEN, CLOSED = 15, 5
# Where readers wait for a place, a page is given up sooner that was left, and one that is open but at which nobody has moved
# anything for this long. For so many seconds after a reader was told that all places are taken, somebody waits [s].
LEFT_WAITED_FOR, UNMOVED_WAITED_FOR, WAITS = 30, 900, 15
# A clock that differs so much from the time that has passed was set, or the machine slept [s].
JUMP = 30
# Seconds that a browser which shows a page is kept waiting for the answer, while it fetches the page's scripts.
SHOWN = 30
STARTING_FAILS = (OSError, RuntimeError, web.HTTPError, zmq.ZMQError)


class Full(RuntimeError):
    """All places are taken: as many readers have a kernel as this server is for."""


class NoKernel(RuntimeError):
    """A page could not get a kernel, for a reason that the server's log names."""


async def connected(kernel):
    """A client that hears all that its kernel says: the kernel has answered on the shell and on the broadcast channel.

    `AsyncKernelClient.wait_for_ready` does the same and then listens for another 0.2 s, which a reader would notice.
    """
    client = kernel.client()
    try:
        client.start_channels(stdin=False, hb=False, control=False)
        for _ in range(MOST_QUESTIONS):
            await _answer(kernel, client)
            try:
                while (await client.get_iopub_msg(timeout=0.1))["content"].get("execution_state") != "idle":
                    pass
            except Empty:
                # The subscription came too late for this answer; the next one will be heard.
                continue
            return client
        raise TimeoutError(f"a kernel answers, but was not heard to broadcast in {MOST_QUESTIONS} attempts")
    except zmq.ZMQError as error:
        client.stop_channels()
        raise NoKernel(f"the sockets of a kernel cannot be opened: {error}") from error
    except BaseException:
        client.stop_channels()
        raise


async def _answer(kernel, client):
    """Ask a kernel until it answers. One that was ended meanwhile, because its reader has left, never will."""
    until = time.monotonic() + ANSWERS_WITHIN
    while True:
        try:
            return await client.kernel_info(reply=True, timeout=LOOKS_EVERY)
        except TimeoutError:
            if not await kernel.is_alive():
                raise NoKernel("it ended before it answered") from None
            if time.monotonic() > until:
                raise


class ReadyKernelManager(Kernels):
    """Keeps `ready` kernels started, with peerkit imported, for whichever page is opened next.

    A kernel serves one reader of one page and ends with it: when the page is left, when nobody comes to it, or when it
    works for longer than anybody waits. Since no notebook runs in it in advance, any page can use any of them, and the
    number of kernels depends on how many people click at once, not on how many pages there are.

    `trouble` says why the last kernel could not be started; it is empty while kernels start.
    """

    ready = Int(2, config=True, help="Kernels kept in reserve: about as many as people who click in the same second.")

    most = Int(100, config=True, help="Kernels that readers may have at once, besides the reserve.")

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.trouble = ""
        self._reserve = deque()
        self._claimed = {}
        self._beginning, self._released = set(), set()
        self._idle_by_design = set()
        self._unvisited, self._left_at, self._closed = set(), {}, set()
        self._shown = {}
        self._waited_for = None
        self._allowances = {}
        self._clock = time.time() - time.monotonic()
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
            warming = asyncio.ensure_future(self._start_warm(kernel_id))
            self._reserve.append((kernel_id, warming))
            warming.add_done_callback(lambda done, kernel_id=kernel_id: self._check(kernel_id, done))

    def _check(self, kernel_id, warming):
        """Take a kernel that could not be started out of the reserve, so that no reader gets it, and try again later."""
        if warming.cancelled():
            return
        error = warming.exception()
        self.trouble = "" if error is None else str(error)
        if error is None or (kernel_id, warming) not in self._reserve:
            return
        self._reserve.remove((kernel_id, warming))
        self.log.error("a kernel of the reserve did not start; the next attempt is in %s s", AGAIN, exc_info=error)
        asyncio.ensure_future(self._forget(kernel_id))
        asyncio.get_running_loop().call_later(AGAIN, self.fill)

    async def _forget(self, kernel_id):
        """End what there is of a kernel that did not start, as far as it can be ended."""
        self._idle_by_design.discard(kernel_id)
        try:
            await self.shutdown_kernel(kernel_id, now=True)
        except STARTING_FAILS as error:
            self.log.warning("a kernel that did not start could not be ended either: %s", error)
        self._released.discard(kernel_id)
        self.forget(kernel_id)

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
        """End a kernel that nobody needs any more; one of the reserve is idle by design."""
        self._forgive_jumps()
        if kernel_id in self._idle_by_design or self.running(kernel_id) is None:
            return
        reason = self._needless(kernel_id)
        if reason:
            self.log.warning("kernel %s is ended: %s", public_name(kernel_id), reason)
            await self.shutdown_kernel(kernel_id, now=True)
        else:
            await super().cull_kernel_if_idle(kernel_id)

    def _forgive_jumps(self):
        """Begin to count anew after a jump of the clock: nobody has been silent for the hour that it skipped."""
        now = time.time() - time.monotonic()
        if abs(now - self._clock) > JUMP:
            for kernel in self._kernels.values():
                kernel.last_activity = datetime.now(UTC)
        self._clock = now

    def _needless(self, kernel_id):
        """A few words on why nobody waits for a kernel; empty if somebody may."""
        kernel = self.running(kernel_id)
        busy = getattr(kernel, "execution_state", None) == "busy"
        silent = (datetime.now(UTC) - kernel.last_activity).total_seconds()
        if busy and silent > LONGEST_WORK:
            return f"it has worked for {silent:.0f} s without an answer"
        waited_for = self._somebody_waits() and self.free < 1
        if self.sockets(kernel_id):
            if waited_for and not busy and silent > UNMOVED_WAITED_FOR:
                return f"nobody has moved anything on its page for {silent:.0f} s, and others wait for a place"
            return ""
        left = time.monotonic() - self._left_at.get(kernel_id, time.monotonic())
        if kernel_id in self._closed and left > CLOSED:
            return f"its page was closed {left:.0f} s ago"
        if busy and left > LEFT_BUSY:
            return f"its reader left {left:.0f} s ago while it was working"
        if waited_for and left > LEFT_WAITED_FOR:
            return f"its reader left {left:.0f} s ago, and others wait for a place"
        if not busy and kernel_id in self._unvisited and silent > (UNVISITED if kernel_id in self._shown else UNSEEN):
            return f"nobody has come to its page within {silent:.0f} s"
        return ""

    async def visited(self, kernel_id):
        """Note that a browser shows the page of a kernel; returns when the page talks to it, or when it never will.

        While the browser waits for this, its connection tells that the page is still there.
        """
        if not (kernel_id in self or kernel_id in self._claimed or kernel_id in self._beginning):
            return
        talks = self._shown.setdefault(kernel_id, asyncio.Event())
        if self.sockets(kernel_id):
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(SHOWN):
                await talks.wait()

    def takes(self, kernel_id, size):
        """True if the page of a kernel may send so many bytes more, however many sockets it opens one after the other."""
        return self._allowances.setdefault(kernel_id, Allowance()).takes(size)

    def close_page(self, kernel_id):
        """Note that a browser has closed the page of a kernel, which differs from a connection that broke."""
        if kernel_id in self and not self.sockets(kernel_id):
            self._closed.add(kernel_id)

    def notify_connect(self, kernel_id):
        """Note that a page is connected to its kernel."""
        super().notify_connect(kernel_id)
        if kernel_id in self._shown:
            self._shown[kernel_id].set()
        self._unvisited.discard(kernel_id)
        self._closed.discard(kernel_id)
        self._left_at.pop(kernel_id, None)

    def notify_disconnect(self, kernel_id):
        """Note when the last page of a kernel has left it."""
        super().notify_disconnect(kernel_id)
        if kernel_id in self and not self.sockets(kernel_id):
            self._left_at[kernel_id] = time.monotonic()

    @property
    def free(self):
        """Places that are free. A kernel that is promised, is starting or is ending takes one, one of the reserve none.

        No place is free where the memory is not, whatever it is that has taken it.
        """
        used = set(self.list_kernel_ids()) - self._idle_by_design
        places, memory = self.most - len(used | self._beginning | set(self._claimed)), free_memory()
        return places if memory is None else min(places, (memory - MEMORY_LEFT) // MEMORY_EACH)

    def note_waiting(self):
        """Note that somebody who looks at a page waits for a place."""
        self._waited_for = time.monotonic()

    def _somebody_waits(self):
        return self._waited_for is not None and time.monotonic() - self._waited_for < WAITS

    def claim(self, *, beyond=False):
        """The id of a kernel for one reader, from the reserve if there is one; `begin` makes sure that it is there.

        Raises Full where no place is free, unless it may be one `beyond` the others.
        """
        if self.free < 1 and not beyond:
            raise Full
        kernel_id, warming = self._reserve.popleft() if self._reserve else (self.new_kernel_id(), None)
        self._claimed[kernel_id] = warming
        # Refilling competes with the page that is being made for the same cores, so it waits until that is out.
        asyncio.get_running_loop().call_later(PAUSE, self.fill)
        return kernel_id

    async def begin(self, kernel_id):
        """Return when a claimed kernel has started; one of the reserve that has died is replaced under the same id.

        Raises NoKernel if none can be started, and if the reader has left meanwhile.
        """
        if kernel_id not in self._claimed:
            raise NoKernel("its reader has left")
        self._beginning.add(kernel_id)
        try:
            await self._started(kernel_id, self._claimed.pop(kernel_id))
        except STARTING_FAILS as error:
            self.trouble = str(error)
            await self._forget(kernel_id)
            raise NoKernel(f"a kernel could not be started: {error}") from error
        finally:
            self._beginning.discard(kernel_id)
        self.trouble = ""
        if kernel_id in self._released:
            self._released.discard(kernel_id)
            await self.shutdown_kernel(kernel_id, now=True)
            raise NoKernel("its reader has left")
        # It counts as used from now on; otherwise the culler would count the time that it waited in the reserve.
        self.running(kernel_id).last_activity = datetime.now(UTC)
        self._unvisited.add(kernel_id)

    async def _started(self, kernel_id, warming):
        try:
            if warming is not None:
                await warming
        except STARTING_FAILS as error:
            self.log.warning("a kernel of the reserve did not start (%s); starting another", error)
            await self._forget(kernel_id)
        self._idle_by_design.discard(kernel_id)
        if kernel_id in self and not await self.get_kernel(kernel_id).is_alive():
            await self.shutdown_kernel(kernel_id, now=True)
        if kernel_id not in self:
            await self.start_kernel(kernel_id=kernel_id)

    async def release(self, kernel_id):
        """End a kernel whose reader has left before it was used, whether it has begun or not."""
        if kernel_id in self._beginning:
            # `begin` ends it as soon as it has started.
            self._released.add(kernel_id)
            return
        warming = self._claimed.pop(kernel_id, None)
        if warming is not None:
            await asyncio.wait([warming])
        self._idle_by_design.discard(kernel_id)
        await self.shutdown_kernel(kernel_id, now=True)

    async def end(self, kernel_id, now=False, restart=False):
        """End a kernel. It is no error if its page has just ended it, even while the server ends all kernels."""
        if kernel_id not in self and self.starting(kernel_id) is not None:
            # It is starting in this moment, and can only be ended when it has started.
            await asyncio.wait([self.starting(kernel_id)])
        if kernel_id in self:
            try:
                await super().end(kernel_id, now=now, restart=restart)
            except (web.HTTPError, KeyError):
                if kernel_id in self:
                    raise
        if kernel_id in self._shown:
            self._shown.pop(kernel_id).set()
        self._unvisited.discard(kernel_id)
        self._closed.discard(kernel_id)
        self._left_at.pop(kernel_id, None)
        self._allowances.pop(kernel_id, None)
