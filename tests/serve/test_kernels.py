"""Kernels are ready before a reader comes, belong to one reader, and end with the server."""

import asyncio
import os
import sys

import pytest
from tornado import web

from peerkit.serve.fork import Forked, ForkProvisioner, Zygote
from peerkit.serve.kernels import ReadyKernelManager


class Kernels(ReadyKernelManager):
    """Kernels without processes: only the bookkeeping of the reserve is under test."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.ran, self.culled = [], []

    async def _run(self, kernel_id, code):
        self.ran.append((kernel_id, code))


@pytest.fixture
def manager(monkeypatch):
    started = []

    async def start(self, **kwargs):
        kernel_id = f"kernel-{len(started)}"
        started.append(kernel_id)
        self._kernels[kernel_id] = type("Kernel", (), {"last_activity": None})()
        return kernel_id

    async def cull(self, kernel_id):
        self.culled.append(kernel_id)

    base = ReadyKernelManager.__mro__[1]
    monkeypatch.setattr(base, "start_kernel", start)
    monkeypatch.setattr(base, "cull_kernel_if_idle", cull)
    made = Kernels(ready=2)
    yield made
    made._kernels.clear()


def test_a_reader_gets_a_kernel_of_the_reserve_with_the_scenario_in_its_environment(manager):
    async def scene():
        manager.fill()
        kernel_id = await manager.start_kernel(env={"QUERY_STRING": "v=1&pair_cost=0.05"})
        return kernel_id

    assert asyncio.run(scene()) == "kernel-0"
    assert ("kernel-0", "import os; os.environ['QUERY_STRING'] = 'v=1&pair_cost=0.05'") in manager.ran


def test_two_readers_never_share_a_kernel(manager):
    async def scene():
        manager.fill()
        return [await manager.start_kernel() for _ in range(4)]

    given = asyncio.run(scene())
    assert len(set(given)) == 4


def test_the_culler_leaves_the_reserve_alone_and_takes_what_was_used(manager):
    async def scene():
        manager.fill()
        used = await manager.start_kernel()
        for kernel_id in list(manager._kernels):
            await manager.cull_kernel_if_idle(kernel_id)
        return used

    used = asyncio.run(scene())
    assert manager.culled == [used]


def test_a_kernel_of_the_reserve_that_died_is_not_handed_out(manager):
    async def scene():
        manager.fill()
        await asyncio.gather(*manager._reserve)
        del manager._kernels["kernel-0"]
        return await manager.start_kernel()

    assert asyncio.run(scene()) == "kernel-1"


@pytest.mark.skipif(
    sys.platform != "linux", reason="kernels are forked on Linux only; elsewhere they are ordinary processes"
)
def test_ending_a_kernel_that_has_just_ended_is_no_error_and_any_other_failure_is(manager, monkeypatch):
    async def ended_by_its_page(self, kernel_id, **kwargs):
        self._kernels.pop("kernel-0", None)
        raise web.HTTPError(404, f"Kernel does not exist: {kernel_id}")

    async def scene():
        first, second = await manager.start_kernel(kernel_id="a"), await manager.start_kernel(kernel_id="b")
        await manager.shutdown_kernel("never-there")
        monkeypatch.setattr(ReadyKernelManager.__mro__[1], "shutdown_kernel", ended_by_its_page)
        await manager.shutdown_kernel(first)
        with pytest.raises(web.HTTPError):
            await manager.shutdown_kernel(second)

    asyncio.run(scene())


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
