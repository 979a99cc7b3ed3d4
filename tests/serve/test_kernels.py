"""Kernels are ready before a reader comes, belong to one reader, and end with the server."""

import asyncio
import os
import sys

import pytest
from tornado import web

from peerkit.serve import kernels
from peerkit.serve.fork import Forked, ForkProvisioner, Zygote
from peerkit.serve.kernels import ReadyKernelManager


class Kernels(ReadyKernelManager):
    """Kernels without processes: only the bookkeeping of the reserve is under test."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.culled, self.warmed = [], []

    async def _warm(self, kernel_id):
        self.warmed.append(kernel_id)


class Kernel:
    """A kernel that lives until it is said to have died."""

    def __init__(self):
        self.last_activity, self.alive = None, True

    async def is_alive(self):
        """Whether it lives."""
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

    base = ReadyKernelManager.__mro__[1]
    monkeypatch.setattr(base, "start_kernel", start)
    monkeypatch.setattr(base, "_async_shutdown_kernel", shut_down)
    monkeypatch.setattr(base, "cull_kernel_if_idle", cull)
    made = Kernels(ready=2)
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


@pytest.mark.parametrize("death", ["ended", "dead", "never warm"])
def test_a_kernel_of_the_reserve_that_died_is_replaced_by_one_of_the_same_id(manager, monkeypatch, death):
    async def scene():
        if death == "never warm":
            monkeypatch.setattr(manager, "_warm", broken)
        manager.fill()
        kernel_id, _ = manager._reserve[0]
        await asyncio.gather(*(warming for _, warming in manager._reserve), return_exceptions=True)
        first = manager._kernels[kernel_id]
        if death == "ended":
            del manager._kernels[kernel_id]
        first.alive = death != "dead"
        assert await claimed(manager) == kernel_id
        assert manager._kernels[kernel_id] is not first

    async def broken(kernel_id):
        raise RuntimeError("a kernel could not run")

    asyncio.run(scene())


def test_ending_a_kernel_that_has_just_ended_is_no_error_and_any_other_failure_is(manager, monkeypatch):
    async def ended_by_its_page(self, kernel_id, **kwargs):
        self._kernels.pop("a", None)
        raise web.HTTPError(404, f"Kernel does not exist: {kernel_id}")

    async def scene():
        first, second = await manager.start_kernel(kernel_id="a"), await manager.start_kernel(kernel_id="b")
        await manager.shutdown_kernel("never-there")
        monkeypatch.setattr(ReadyKernelManager.__mro__[1], "_async_shutdown_kernel", ended_by_its_page)
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


@pytest.mark.skipif(
    sys.platform != "linux", reason="kernels are forked on Linux only; elsewhere they are ordinary processes"
)
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
    assert launched == [["python", "-m", "ipykernel_launcher", "-f", "x"]]
