"""Kernels are ready before a reader comes, belong to one reader, and end with the server."""

import asyncio
import json
import os
import signal
import socket
import sys
from datetime import UTC, datetime, timedelta

import pytest
import zmq
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado import web

from peerkit.serve import kernels
from peerkit.serve import zygote as warm_process
from peerkit.serve.fork import Forked, ForkProvisioner, Zygote
from peerkit.serve.kernels import NoKernel, ReadyKernelManager
from peerkit.serve.upstream import Kernels


class Bookkeeping(ReadyKernelManager):
    """Kernels without processes: only the bookkeeping of the reserve is under test."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.culled, self.warmed = [], []

    async def _warm(self, kernel_id):
        self.warmed.append(kernel_id)


class Kernel:
    """A kernel that lives until it is said to have died."""

    def __init__(self):
        self.last_activity, self.execution_state, self.alive = None, "idle", True

    async def is_alive(self):
        """True while it lives."""
        return self.alive


@pytest.fixture
def manager(monkeypatch):
    async def start(self, *, kernel_id):
        assert kernel_id not in self
        self._kernels[kernel_id] = Kernel()
        return kernel_id

    async def shut_down(self, kernel_id, **_):
        del self._kernels[kernel_id]

    async def cull(self, kernel_id):
        self.culled.append(kernel_id)

    monkeypatch.setattr(Kernels, "start_kernel", start)
    monkeypatch.setattr(Kernels, "end", shut_down)
    monkeypatch.setattr(Kernels, "cull_kernel_if_idle", cull)
    # However much memory this machine has left.
    monkeypatch.setattr(kernels, "free_memory", lambda: None)
    made = Bookkeeping(ready=2)
    yield made
    made._kernels.clear()


async def claimed(manager):
    """A kernel that has started."""
    kernel_id = manager.claim()
    await manager.begin(kernel_id)
    return kernel_id


def test_a_reader_knows_the_kernel_of_the_reserve_before_it_has_started(manager):
    async def scene():
        manager.fill()
        reserved = [kernel_id for kernel_id, _ in manager._reserve]
        kernel_id = manager.claim()
        assert kernel_id == reserved[0] and kernel_id not in manager
        await manager.begin(kernel_id)
        assert kernel_id in manager and kernel_id in manager.warmed

    asyncio.run(scene())


@pytest.mark.parametrize("reserved", [True, False])
def test_a_kernel_whose_reader_has_left_ends_before_it_was_used(manager, reserved):
    async def scene():
        if reserved:
            manager.fill()
        kernel_id = manager.claim()
        await manager.release(kernel_id)
        assert kernel_id not in manager
        assert await claimed(manager) != kernel_id

    asyncio.run(scene())


async def in_turn(manager, name, order, until=None):
    async with manager.turn():
        order.append(name)
        if until is not None:
            await until.wait()


def test_as_many_take_their_turn_as_there_are_processors_first_come_first_served(manager):
    async def scene():
        manager._turns = asyncio.Semaphore(2)
        order, until = [], asyncio.Event()
        turns = [asyncio.ensure_future(in_turn(manager, name, order, until)) for name in "abcd"]
        for _ in range(9):
            await asyncio.sleep(0)
        assert order == ["a", "b"]
        manager.fill()
        assert not manager._reserve, "the reserve is filled while readers wait"
        until.set()
        await asyncio.gather(*turns)
        assert order == ["a", "b", "c", "d"]
        manager.fill()
        assert len(manager._reserve) == manager.ready

    asyncio.run(scene())


def test_a_turn_that_never_ends_does_not_stop_the_others(manager, monkeypatch):
    monkeypatch.setattr(kernels, "LONGEST_TURN", 0.01)

    async def scene():
        manager._turns = asyncio.Semaphore(1)
        order, never = [], asyncio.Event()
        stuck = asyncio.ensure_future(in_turn(manager, "stuck", order, never))
        await asyncio.sleep(0)
        await in_turn(manager, "next", order)
        assert order == ["stuck", "next"]
        stuck.cancel()

    asyncio.run(scene())


def test_two_readers_never_share_a_kernel_however_few_are_in_reserve(manager):
    async def scene():
        manager.fill()
        return [await claimed(manager) for _ in range(4)]

    given = asyncio.run(scene())
    assert len(set(given)) == 4
    assert set(given) <= set(manager._kernels)


def test_the_culler_leaves_the_reserve_alone_and_takes_what_was_used(manager):
    async def scene():
        manager.fill()
        used = await claimed(manager)
        for kernel_id in list(manager._kernels):
            await manager.cull_kernel_if_idle(kernel_id)
        return used

    used = asyncio.run(scene())
    assert manager.culled == [used]


@pytest.mark.parametrize("death", ["ended", "dead"])
def test_a_kernel_of_the_reserve_that_died_is_replaced_by_one_of_the_same_id(manager, death):
    async def scene():
        manager.fill()
        kernel_id, _ = manager._reserve[0]
        await asyncio.gather(*(warming for _, warming in manager._reserve))
        first = manager._kernels[kernel_id]
        if death == "ended":
            del manager._kernels[kernel_id]
        first.alive = death != "dead"
        assert await claimed(manager) == kernel_id
        assert manager._kernels[kernel_id] is not first

    asyncio.run(scene())


FAILURES = [OSError(28, "No space left on device"), RuntimeError("it ended"), zmq.ZMQError(36), web.HTTPError(500)]


@pytest.mark.parametrize("error", FAILURES, ids=lambda error: type(error).__name__)
def test_a_kernel_that_fails_after_it_was_promised_is_replaced(manager, monkeypatch, error):
    async def fail(kernel_id):
        raise error

    async def scene():
        monkeypatch.setattr(manager, "_warm", fail)
        manager.fill()
        assert await claimed(manager) in manager

    asyncio.run(scene())


@pytest.mark.parametrize("error", FAILURES, ids=lambda error: type(error).__name__)
def test_a_kernel_of_the_reserve_that_cannot_start_is_given_to_nobody_and_tried_again_later(
    manager, monkeypatch, error
):
    async def fail(self, *, kernel_id):
        raise error

    async def scene():
        works = Kernels.start_kernel
        monkeypatch.setattr(Kernels, "start_kernel", fail)
        manager.fill()
        failed = [warming for _, warming in manager._reserve]
        await asyncio.wait(failed)
        await asyncio.sleep(0)
        assert not manager._reserve and manager.trouble
        with pytest.raises(NoKernel, match="could not be started"):
            await claimed(manager)
        monkeypatch.setattr(Kernels, "start_kernel", works)
        assert await claimed(manager) in manager
        assert not manager.trouble

    asyncio.run(scene())


def test_a_reader_who_leaves_while_the_kernel_starts_leaves_none(manager, monkeypatch):
    async def scene():
        starting, started, works = asyncio.Event(), asyncio.Event(), Kernels.start_kernel

        async def slow(self, *, kernel_id):
            starting.set()
            await started.wait()
            return await works(self, kernel_id=kernel_id)

        monkeypatch.setattr(Kernels, "start_kernel", slow)
        kernel_id = manager.claim()
        beginning = asyncio.ensure_future(manager.begin(kernel_id))
        await starting.wait()
        await manager.release(kernel_id)
        started.set()
        with pytest.raises(NoKernel, match="has left"):
            await beginning
        assert kernel_id not in manager

    asyncio.run(scene())


def test_a_kernel_whose_reader_left_before_it_began_is_not_started(manager):
    async def scene():
        kernel_id = manager.claim()
        await manager.release(kernel_id)
        with pytest.raises(NoKernel, match="has left"):
            await manager.begin(kernel_id)
        assert kernel_id not in manager

    asyncio.run(scene())


# state of the kernel, seconds since it last said something, pages connected, seconds since the last one left: ended?
NEEDED = {
    "somebody looks at the page": ("idle", 3600, 1, None, False),
    "somebody waits for an answer": ("busy", 100, 1, None, False),
    "it hangs, and nobody can wait so long": ("busy", 300, 1, None, True),
    "it hangs while its page is made": ("busy", 300, 0, None, True),
    "its page is being made": ("busy", 30, 0, None, False),
    "its page was made, a browser shows it, and no script ever came": ("idle", 90, 0, None, True),
    "its page was made, and the browser is still loading scripts": ("idle", 20, 0, None, False),
    "its reader left in the middle of its work": ("busy", 30, 0, 30, True),
    "its reader was cut off for a moment": ("busy", 5, 0, 5, False),
    "its reader left, and may come back": ("idle", 100, 0, 100, False),
}


@pytest.mark.parametrize("case", NEEDED)
def test_a_kernel_is_ended_when_nobody_can_wait_for_it(manager, case):
    state, silent, pages, left, ended = NEEDED[case]

    async def scene():
        kernel_id = await claimed(manager)
        kernel = manager._kernels[kernel_id]
        manager._shown[kernel_id] = asyncio.Event()
        kernel.execution_state = state
        kernel.last_activity = datetime.now(UTC) - timedelta(seconds=silent)
        manager._kernel_connections[kernel_id] = 0
        if pages or left is not None:
            manager.notify_connect(kernel_id)
        if left is not None:
            manager.notify_disconnect(kernel_id)
            manager._left_at[kernel_id] -= left
        await manager.cull_kernel_if_idle(kernel_id)
        return kernel_id not in manager

    assert asyncio.run(scene()) is ended


# pages connected, seconds since the kernel last said something, seconds since the page was left, free places, somebody waits: ended?
SCARCE = {
    "nobody waits": (1, 3600, None, 0, False, False),
    "somebody waits, and there is a place": (1, 3600, None, 1, True, False),
    "somebody waits, and here somebody works": (1, 600, None, 0, True, False),
    "somebody waits, and here nobody does": (1, 1000, None, 0, True, True),
    "somebody waits, and this reader was cut off for a moment": (0, 100, 10, 0, True, False),
    "somebody waits, and this reader has left": (0, 100, 40, 0, True, True),
    "this reader has left, and nobody waits": (0, 100, 40, 0, False, False),
    "this reader has left, and there is a place": (0, 100, 40, 1, True, False),
}


@pytest.mark.parametrize("case", SCARCE)
def test_where_all_places_are_taken_and_somebody_waits_a_page_that_nobody_uses_is_given_up(manager, case):
    pages, silent, left, free, waits, ended = SCARCE[case]

    async def scene():
        kernel_id = await claimed(manager)
        manager.most = 1 + free
        manager._kernels[kernel_id].last_activity = datetime.now(UTC) - timedelta(seconds=silent)
        manager._kernel_connections[kernel_id] = 0
        manager.notify_connect(kernel_id)
        if not pages:
            manager.notify_disconnect(kernel_id)
            manager._left_at[kernel_id] -= left
        if waits:
            manager.note_waiting()
        await manager.cull_kernel_if_idle(kernel_id)
        return kernel_id not in manager

    assert asyncio.run(scene()) is ended


@pytest.mark.parametrize("jump", [6 * 3600, -6 * 3600, 2 * 86_400])
@pytest.mark.parametrize("state", ["idle", "busy"])
def test_a_clock_that_jumps_ends_nobodys_page(manager, monkeypatch, jump, state):
    async def scene():
        kernel_id = await claimed(manager)
        manager._kernels[kernel_id].execution_state = state
        manager._kernel_connections[kernel_id] = 0
        manager.notify_connect(kernel_id)
        manager.note_waiting()
        manager.most = 1
        now = datetime.now(UTC)

        class Set(datetime):
            """A clock that somebody has set."""

            @classmethod
            def now(cls, zone):
                """The time that it shows."""
                return now + timedelta(seconds=jump)

        monkeypatch.setattr(kernels, "datetime", Set)
        monkeypatch.setattr(kernels.time, "time", lambda: now.timestamp() + jump)
        await manager.cull_kernel_if_idle(kernel_id)
        assert kernel_id in manager
        # From then on the new time counts.
        manager._kernels[kernel_id].last_activity -= timedelta(seconds=1000)
        await manager.cull_kernel_if_idle(kernel_id)
        return kernel_id not in manager

    assert asyncio.run(scene())


def test_whoever_has_stopped_waiting_ends_nobodys_page(manager):
    manager.note_waiting()
    assert manager._somebody_waits()
    manager._waited_for -= kernels.WAITS
    assert not manager._somebody_waits()


@pytest.mark.parametrize(("megabytes", "free"), [(None, 5), (10_000, 5), (449, 2), (349, 0), (0, -6)])
def test_a_place_is_free_only_where_its_memory_is(manager, monkeypatch, megabytes, free):
    manager.most = 5
    monkeypatch.setattr(kernels, "free_memory", lambda: None if megabytes is None else megabytes * 10**6)
    assert manager.free == free
    if free < 1:
        with pytest.raises(kernels.Full):
            manager.claim()


@pytest.mark.parametrize(("silent", "ended"), [(10, False), (20, True)])
def test_a_page_that_no_browser_shows_is_given_up_soon(manager, silent, ended):
    async def scene():
        kernel_id = await claimed(manager)
        manager._kernels[kernel_id].last_activity = datetime.now(UTC) - timedelta(seconds=silent)
        await manager.cull_kernel_if_idle(kernel_id)
        return kernel_id not in manager

    assert asyncio.run(scene()) is ended


@pytest.mark.parametrize(("closed", "ended"), [(True, True), (False, False)])
def test_a_page_that_was_closed_is_given_up_soon_and_one_that_was_cut_off_is_not(manager, closed, ended):
    async def scene():
        kernel_id = await claimed(manager)
        manager._kernels[kernel_id].last_activity = datetime.now(UTC)
        manager._kernel_connections[kernel_id] = 0
        manager.notify_connect(kernel_id)
        manager.notify_disconnect(kernel_id)
        if closed:
            manager.close_page(kernel_id)
        manager._left_at[kernel_id] -= 10
        await manager.cull_kernel_if_idle(kernel_id)
        return kernel_id not in manager

    assert asyncio.run(scene()) is ended


def test_a_browser_that_shows_a_page_waits_until_the_page_talks_or_its_kernel_has_ended(manager):
    async def scene():
        for talks in (True, False):
            kernel_id = await claimed(manager)
            manager._kernel_connections[kernel_id] = 0
            waiting = asyncio.ensure_future(manager.visited(kernel_id))
            await asyncio.sleep(0)
            assert not waiting.done()
            if talks:
                manager.notify_connect(kernel_id)
            else:
                await manager.release(kernel_id)
            await waiting
        await manager.visited("never-there")
        assert list(manager._shown) != [] and "never-there" not in manager._shown

    asyncio.run(scene())


def test_ending_a_kernel_that_has_just_ended_is_no_error_and_any_other_failure_is(manager, monkeypatch):
    async def ended_by_its_page(self, kernel_id, **kwargs):
        self._kernels.pop("a", None)
        raise web.HTTPError(404, f"Kernel does not exist: {kernel_id}")

    async def scene():
        first, second = await manager.start_kernel(kernel_id="a"), await manager.start_kernel(kernel_id="b")
        await manager.shutdown_kernel("never-there")
        monkeypatch.setattr(Kernels, "end", ended_by_its_page)
        await manager.shutdown_kernel(first)
        with pytest.raises(web.HTTPError):
            await manager.shutdown_kernel(second)

    asyncio.run(scene())


def test_a_kernel_that_is_starting_is_ended_when_it_has_started(manager):
    async def scene():
        begun = asyncio.Event()

        async def starting():
            await begun.wait()
            await manager.start_kernel(kernel_id="late")

        manager._pending_kernels["late"] = asyncio.ensure_future(starting())
        ending = asyncio.ensure_future(manager.shutdown_kernel("late"))
        await asyncio.sleep(0)
        begun.set()
        await ending
        assert "late" not in manager

    asyncio.run(scene())


class Silent:
    """A kernel's client that never hears anything, and the kernel, which was ended when it was last looked at."""

    def __init__(self):
        self.open, self.asked = False, 0

    def client(self):
        """Itself."""
        return self

    def start_channels(self, **_):
        """Listen."""
        self.open = True

    def stop_channels(self):
        """Listen no more."""
        self.open = False

    async def kernel_info(self, *, reply, timeout):
        """No answer."""
        self.asked += 1
        raise TimeoutError

    async def is_alive(self):
        """True at the first look only."""
        return self.asked < 2


def test_nobody_waits_for_the_answer_of_a_kernel_that_was_ended():
    silent = Silent()
    with pytest.raises(NoKernel, match="ended before"):
        asyncio.run(kernels.connected(silent))
    assert silent.asked == 2 and not silent.open


forks = pytest.mark.skipif(
    sys.platform != "linux", reason="kernels are forked on Linux only; elsewhere they are ordinary processes"
)


@forks
def test_a_forked_kernel_has_its_own_environment_and_ends_with_its_zygote(tmp_path):
    zygote = Zygote()
    zygote.start()
    try:
        # An argument ipykernel refuses ends the fork at once: forking, reaping and polling are what is tested here.
        pid = zygote.fork(["--no-such-option=1", "--help"], dict(os.environ), str(tmp_path))
        assert Forked(pid).wait(30) == 0
        assert zygote.pid != os.getpid()
    finally:
        process = zygote._process
        zygote.stop()
    assert process.returncode is not None


def test_a_fork_that_fails_falls_back_to_an_ordinary_kernel(monkeypatch):
    launched = []

    async def ordinary(self, cmd, **kwargs):
        launched.append(cmd)
        return {}

    monkeypatch.setattr("peerkit.serve.fork.LocalProvisioner.launch_kernel", ordinary)
    monkeypatch.setattr("peerkit.serve.fork.ZYGOTE.start", lambda: (_ for _ in ()).throw(OSError("no memory")))
    provisioner = ForkProvisioner()
    asyncio.run(provisioner.launch_kernel(["python", "-m", "ipykernel_launcher", "-f", "x"], env={}))
    assert launched == [["python", "-m", "peerkit.serve.kernel", "-f", "x"]]


@pytest.fixture(scope="module")
def zygote():
    """A warm process of its own."""
    running = Zygote()
    running.start()
    yield running
    running.stop()


ENDS_AT_ONCE = ["--no-such-option=1", "--help"]


def order(zygote, text):
    """A connection on which an order was sent."""
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(str(zygote.path))
    connection.sendall(text)
    return connection


@forks
def test_who_no_longer_waits_for_a_fork_does_not_end_the_warm_process(zygote, tmp_path):
    os.kill(zygote.pid, signal.SIGSTOP)
    told = {"argv": ENDS_AT_ONCE, "env": dict(os.environ), "cwd": str(tmp_path)}
    for text in (json.dumps(told).encode() + b"\n", b"", b"no order\n", b"[]\n", b'{"argv": 3'):
        order(zygote, text).close()
    os.kill(zygote.pid, signal.SIGCONT)
    assert Forked(zygote.fork(ENDS_AT_ONCE, dict(os.environ), str(tmp_path))).wait(30) == 0
    assert zygote._process.poll() is None


@forks
def test_a_kernel_that_has_ended_is_gone_even_while_the_warm_process_has_no_time(zygote, tmp_path):
    waits = json.dumps({"argv": ["-f", str(tmp_path / "kernel.json")], "env": dict(os.environ), "cwd": str(tmp_path)})
    with order(zygote, waits.encode() + b"\n") as told:
        pid = json.loads(told.makefile().readline())["pid"]
    os.kill(zygote.pid, signal.SIGSTOP)
    try:
        os.kill(pid, signal.SIGKILL)
        assert Forked(pid).wait(10) == 0
    finally:
        os.kill(zygote.pid, signal.SIGCONT)


@forks
def test_a_kernel_that_nobody_was_told_of_is_ended(monkeypatch):
    forked, killed = [], []

    def gone(connection, answer):
        forked.append(answer["pid"])
        raise BrokenPipeError

    monkeypatch.setattr(warm_process.os, "fork", lambda: 4711)
    monkeypatch.setattr(warm_process.os, "kill", lambda pid, number: killed.append(pid))
    monkeypatch.setattr(warm_process, "_say", gone)
    with pytest.raises(BrokenPipeError):
        warm_process._carry_out({}, None, None)
    assert forked == killed == [4711]


@forks
def test_a_system_that_starts_no_more_processes_is_an_answer(monkeypatch):
    said = []

    def refuse():
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(warm_process.os, "fork", refuse)
    monkeypatch.setattr(warm_process, "_say", lambda connection, answer: said.append(answer))
    warm_process._carry_out({}, None, None)
    assert "no more processes" in said[0]["error"]


@pytest.mark.parametrize(("platform", "has_ipc"), [("darwin", True), ("win32", False), ("linux", False)])
def test_where_kernels_cannot_be_forked_they_are_ordinary_processes(monkeypatch, platform, has_ipc):
    launched = []

    async def ordinary(self, cmd, **kwargs):
        launched.append(cmd)
        return {}

    monkeypatch.setattr("peerkit.serve.fork.LocalProvisioner.launch_kernel", ordinary)
    monkeypatch.setattr("peerkit.serve.fork.ZYGOTE.start", lambda: pytest.fail("a warm process was started"))
    monkeypatch.setattr("peerkit.serve.fork.sys.platform", platform)
    monkeypatch.setattr("peerkit.serve.sockets.zmq.has", lambda what: has_ipc)
    asyncio.run(ForkProvisioner().launch_kernel(["python", "-m", "ipykernel_launcher", "-f", "x"], env={}))
    assert launched == [["python", "-m", "peerkit.serve.kernel", "-f", "x"]]


class Channel:
    """A channel to a kernel, open until it is closed."""

    open = True

    def closed(self):
        """True once it is closed."""
        return not self.open

    def on_recv(self, _):
        """Nobody listens to it any more."""

    def close(self):
        """Close it."""
        self.open = False


def test_channels_that_are_kept_for_a_reader_who_ends_the_kernel_are_closed(monkeypatch):
    kept = Channel()

    async def its_socket_closes_meanwhile(self, kernel_id, **_):
        self._kernel_buffers[kernel_id]["channels"] = {"shell": kept}
        del self._kernels[kernel_id]

    async def scene():
        manager = ReadyKernelManager()
        manager._kernels["a"] = Kernel()
        monkeypatch.setattr(AsyncMappingKernelManager, "_async_shutdown_kernel", its_socket_closes_meanwhile)
        await manager.shutdown_kernel("a")
        return dict(manager._kernel_buffers)

    assert asyncio.run(scene()) == {} and kept.closed()
