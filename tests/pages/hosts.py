"""Programs that start a portal for somebody: how a test runs them, and which processes are theirs."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.pages.serving import PATIENCE, _processes, _still_running, until

ROOT = Path(__file__).parents[2]


def free_ports(number):
    """Ports that nobody listens on, all different."""
    probes = [socket.socket() for _ in range(number)]
    for each in probes:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in probes]
    for each in probes:
        each.close()
    return ports


def family(*pids):
    """The processes with these numbers and all that they started, with the time at which each began."""
    running, known, new = _processes(), set(), set(pids)
    while new:
        known |= new
        new = {pid for pid, (_, parent) in running.items() if parent in known} - known
    return {pid: running[pid][0] for pid in known if pid in running}


def configured(text, **parts):
    """The configuration with other lines between its marks."""
    for name, lines in parts.items():
        text, times = re.subn(
            rf"(# \[{name}\]\n).*?(\s*# \[/{name}\])",
            lambda mark, lines=lines: mark[1] + lines + mark[2],
            text,
            flags=re.S,
        )
        assert times == 1, name
    return text


class Host:
    """A program in a folder of its own. It must end, and so must everything that it started."""

    def __init__(self, *command, **environment):
        # A Unix socket's path may have 108 characters, too few for pytest's own temporary folders.
        self._folder = tempfile.TemporaryDirectory(prefix="pk-")
        self.folder = Path(self._folder.name)
        own = {"JUPYTER_RUNTIME_DIR": self._folder.name, "JUPYTER_CONFIG_DIR": self._folder.name}
        with (self.folder / "output.txt").open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, *command],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **own, "HOME": self._folder.name, "PYTHONPATH": str(ROOT), **environment},
            )

    @property
    def output(self):
        """All that it has printed so far."""
        return (self.folder / "output.txt").read_text(encoding="utf-8", errors="replace")

    def wait_for(self, condition, what):
        """The first true answer of `condition`, for as long as the program runs."""

        def running():
            assert self._process.poll() is None, f"{what}: the program has ended; it said:\n{self.output}"
            try:
                return condition()
            except OSError:
                return None

        return until(running, lambda: f"{what}; the program said:\n{self.output}", patience=90)

    def processes(self):
        """It and all that it started."""
        return family(self._process.pid)

    def end(self, how=signal.SIGTERM):
        """Send it a signal, and wait until it and all that it started have ended."""
        running = self.processes()
        self._process.send_signal(how)
        try:
            self._process.wait(PATIENCE)
            until(lambda: not _still_running(running), lambda: f"left behind: {_still_running(running)}\n{self.output}")
        finally:
            self.clean(running)

    def clean(self, running=None):
        """End whatever still runs, at once."""
        running = self.processes() if running is None else running
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait(PATIENCE)
        for pid in _still_running(running):
            os.kill(pid, signal.SIGKILL)
        self._folder.cleanup()
