"""A real server in a process of its own, and what the operating system knows of it and its kernels."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from peerkit.serve.upstream import public_name

PATIENCE = 60
COMMAND = ("-m", "peerkit.cli")
"""The arguments with which Python runs peerkit."""
ELSEWHERE = """
import sys
from pathlib import Path
from peerkit import cli, content
folder = Path(sys.argv.pop(1))
content.root = lambda: folder
sys.exit(cli.main())
"""
LOCAL = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def until(condition, what, patience=PATIENCE):
    """The first true answer of `condition`; AssertionError with `what` if none comes in `patience` seconds."""
    deadline = time.monotonic() + patience
    while True:
        answer = condition()
        if answer:
            return answer
        assert time.monotonic() < deadline, what() if callable(what) else what
        time.sleep(0.05)


def get(url):
    """Status and text of an address, redirects followed, whatever the status."""
    try:
        with LOCAL.open(url, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


class Server:
    """`peerkit serve` on a free port of 127.0.0.1, with a runtime folder of its own.

    `content` is a folder to serve instead of the project's notebooks and cases.
    """

    def __init__(self, *options, content=None):
        # A Unix socket's path may have 108 characters, too few for pytest's own temporary folders.
        self._folder = tempfile.TemporaryDirectory(prefix="pk-")
        self._output = Path(self._folder.name) / "output.txt"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        how = COMMAND if content is None else ["-c", ELSEWHERE, str(content)]
        command = [sys.executable, *how, "serve", "--host", "127.0.0.1", "--port", str(self.port)]
        with self._output.open("wb") as output:
            self._process = subprocess.Popen(
                [*command, "--no-browser", "--participants", "2", *options],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, "JUPYTER_RUNTIME_DIR": self._folder.name, "JUPYTER_CONFIG_DIR": self._folder.name},
            )
        try:
            until(self._answers, lambda: f"the server does not answer; it said:\n{self.output}")
        except BaseException:
            self.stop()
            raise

    @property
    def output(self):
        """All the server has printed so far."""
        return self._output.read_text(encoding="utf-8", errors="replace")

    def _answers(self):
        assert self._process.poll() is None, (
            f"the server ended with {self._process.returncode}; it said:\n{self.output}"
        )
        try:
            return get(self.url)[0]
        except OSError:
            return None

    def kernel_process(self, kernel_id):
        """The process id of a kernel, found by the Unix sockets it listens on, which carry its public name."""
        name = public_name(kernel_id)
        lines = Path("/proc/net/unix").read_text().splitlines()
        sockets = {f"socket:[{line.split()[6]}]" for line in lines if name in line}
        return next(pid for pid in self._children() if sockets & _open_files(pid))

    @property
    def password_file(self):
        """The file in which Jupyter would keep a password that somebody sets."""
        return Path(self._folder.name) / "jupyter_server_config.json"

    @property
    def kernels(self):
        """Number of its kernels: its processes without the one that forks them."""
        return len(self._children()) - 1

    def _children(self):
        parents = {pid: state[1] for pid, state in _processes().items()}
        known, new = set(), {self._process.pid}
        while new:
            new = {pid for pid, parent in parents.items() if parent in new} - known
            known |= new
        return known

    def stop(self):
        """Ask it to end; the processes it leaves behind, with its zygote and kernels gone, are none."""
        before = _processes()
        children = {pid: before[pid][0] for pid in self._children() if pid in before}
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(PATIENCE)
            # An end in order, not a death by the signal: nobody has taken the handler away.
            assert self._process.returncode == 0, f"the server ended with {self._process.returncode}: {self.output}"
            until(
                lambda: not _still_running(children),
                lambda: f"kernels outlive the server: {_still_running(children)}; it said:\n{self.output}",
            )
        finally:
            if self._process.poll() is None:
                self._process.kill()
                self._process.wait()
            for pid in _still_running(children):
                os.kill(pid, signal.SIGKILL)
            self._folder.cleanup()


def free_port():
    """A port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _processes():
    """Start time and parent of every process that is not a zombie; empty where there is no /proc."""
    running = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] not in "ZX":
            running[int(entry.parent.name)] = (fields[19], int(fields[1]))
    return running


def _still_running(children):
    now = _processes()
    return [pid for pid, started in children.items() if pid in now and now[pid][0] == started]


def _open_files(pid):
    files = set()
    for entry in Path(f"/proc/{pid}/fd").glob("*"):
        try:
            files.add(os.readlink(entry))
        except OSError:
            continue
    return files
