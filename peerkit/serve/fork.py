"""Kernels forked from a warm process: ready sooner, and sharing the memory of everything imported."""

import asyncio
import atexit
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from jupyter_client.provisioning import LocalProvisioner

from peerkit.serve import leftovers, sockets
from peerkit.serve.environment import own
from peerkit.serve.kernel import KEPT_AWAY

NAME = "peerkit-fork"
LAUNCHER, OWN_LAUNCHER = "ipykernel_launcher", "peerkit.serve.kernel"
# The zygote must not have threads when it forks.
SINGLE_THREADED = {
    name: "1" for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
}
PATIENCE = 20
"""Seconds that a kernel's start waits for the warm process."""


def possible():
    """True where kernels can be forked (Linux). macOS can fork, but its frameworks do not survive it reliably."""
    return sys.platform == "linux" and sockets.folder() is not None


class Zygote:
    """The warm process, started on first use and ended with this one. `kept_away` is a file that no kernel shall open."""

    def __init__(self, kept_away=""):
        self.kept_away = kept_away
        self._process = None
        self._folder = self._lock = None
        self._ready = False
        self._starting = threading.Lock()

    def begin(self):
        """Start the process unless it runs; it may take a while until it can fork."""
        with self._starting:
            if self._process is not None and self._process.poll() is None:
                return
            self._ready = False
            self._folder = tempfile.TemporaryDirectory(prefix="peerkit-", dir=sockets.folder())
            self._lock = leftovers.held(self._folder.name)
            self._process = subprocess.Popen(
                [sys.executable, "-m", "peerkit.serve.zygote", str(self.path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**own(), **SINGLE_THREADED},
                text=True,
            )
            with contextlib.suppress(OSError):
                # Where it has ended already, `start` says so.
                self._process.stdin.write(json.dumps(self.kept_away) + "\n")
                self._process.stdin.flush()
            atexit.register(self.stop)

    def start(self):
        """Start the process unless it runs; returns when it can fork, raises OSError if it cannot be started."""
        self.begin()
        with self._starting:
            if not self._ready and self._process.stdout.readline().strip() != "ready":
                raise OSError(f"the warm process ended with code {self._process.wait()}")
            self._ready = True

    @property
    def path(self):
        """The socket on which it takes orders."""
        return Path(self._folder.name) / "zygote.sock"

    @property
    def behind_the_fence(self):
        """Variables of a kernel that shall not open a file: its path, and a folder for temporary files.

        Where the usual folder lies on the way to that file, nothing new can be made there.
        """
        if not self.kept_away:
            return {}
        variables = {KEPT_AWAY: self.kept_away}
        usual = os.path.realpath(tempfile.gettempdir())
        if self._folder is not None and Path(os.path.realpath(self.kept_away)).is_relative_to(usual):
            variables["TMPDIR"] = self._folder.name
        return variables

    @property
    def pid(self):
        """Its process id, the parent of every kernel it forks."""
        return self._process.pid

    def fork(self, argv, env, cwd):
        """The process id of a new kernel; OSError if there is none."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(PATIENCE)
            connection.connect(str(self.path))
            connection.sendall(json.dumps({"argv": argv, "env": env, "cwd": cwd}).encode() + b"\n")
            answer = json.loads(connection.makefile().readline() or "{}")
        if "pid" not in answer:
            raise OSError(answer.get("error", "the warm process gave no answer"))
        return answer["pid"]

    def stop(self):
        """End the process; its kernels notice within a second."""
        if self._process is None:
            return
        process, self._process = self._process, None
        process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(5)
        process.stdout.close()
        if process.returncode is None:
            process.kill()
            process.wait()
        if self._lock is not None:
            self._lock.close()
        self._folder.cleanup()


ZYGOTE = Zygote()


class Forked:
    """The part of `subprocess.Popen` that a provisioner uses, for a process whose parent is the zygote."""

    def __init__(self, pid):
        self.pid = pid
        self.returncode = None
        self.stdin = self.stdout = self.stderr = None

    def poll(self):
        """None while it lives. It is no child of this process, so its exit code is not known here: 0 stands for any."""
        if self.returncode is None:
            try:
                os.kill(self.pid, 0)
            except ProcessLookupError:
                self.returncode = 0
        return self.returncode

    def wait(self, timeout=None):
        """Block until it has ended."""
        until = None if timeout is None else time.monotonic() + timeout
        while self.poll() is None:
            if until is not None and time.monotonic() > until:
                raise subprocess.TimeoutExpired("kernel", timeout)
            time.sleep(0.05)
        return self.returncode

    def send_signal(self, number):
        """Send a signal to it."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self):
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self):
        """End it."""
        self.send_signal(signal.SIGKILL)


class ForkProvisioner(LocalProvisioner):
    """Starts kernels by forking the zygote; as ordinary processes where that is impossible or fails."""

    async def launch_kernel(self, cmd, **kwargs):
        """Start a kernel with the arguments of the command line that would have started Jupyter's own."""
        kwargs["env"] = own(kwargs.get("env")) | ZYGOTE.behind_the_fence
        if LAUNCHER not in cmd:
            return await super().launch_kernel(cmd, **kwargs)
        place = cmd.index(LAUNCHER)
        if possible():
            try:
                pid = await self._fork(cmd[place + 1 :], {**kwargs, "env": own(kwargs["env"])})
            except (OSError, ValueError) as error:
                self.log.warning("a kernel could not be forked (%s); starting an ordinary one", error)
            else:
                self.process = Forked(pid)
                self.pid = self.pgid = pid
                return self.connection_info
        return await super().launch_kernel([*cmd[:place], OWN_LAUNCHER, *cmd[place + 1 :]], **kwargs)

    async def _fork(self, argv, kwargs):
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, ZYGOTE.start)
        # A kernel ends when its parent is no longer the one named here. ipykernel reads the usual environment
        # variable when it is imported, which in a fork was long ago.
        argv = [*argv, f"--IPKernelApp.parent_handle={ZYGOTE.pid}"]
        cwd = kwargs.get("cwd") or os.getcwd()
        return await loop.run_in_executor(None, ZYGOTE.fork, argv, kwargs["env"], cwd)
