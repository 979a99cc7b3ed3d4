"""A PostgreSQL of a test's own, in a temporary folder and without a port."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

SERVERS = Path("/usr/lib/postgresql")
"""The folder in which Debian and Ubuntu keep PostgreSQL's own commands."""
OWNER = "postgres"
"""PostgreSQL refuses to run as the system's first user; this one comes with it."""


def command(name):
    """The path of a command of PostgreSQL; None where it is not installed."""
    there = shutil.which(name)
    return there or next(map(str, sorted(SERVERS.glob(f"*/bin/{name}"), reverse=True)), None)


class Cluster:
    """A running PostgreSQL; `address` is that of its database."""

    def __init__(self):
        # A Unix socket's path may have 108 characters, too few for pytest's own temporary folders.
        self.folder = Path(tempfile.mkdtemp(prefix="pk-pg-"))
        self.address = f"postgresql+psycopg://{OWNER}@/postgres?host={self.folder}"
        self._how = {"check": True, "capture_output": True, "cwd": self.folder}
        if os.getuid() == 0:
            shutil.chown(self.folder, OWNER)
            self._how["user"] = OWNER
        options = ["-U", OWNER, "-A", "trust", "-E", "UTF8", "--no-sync"]
        subprocess.run([command("initdb"), "-D", self.folder / "data", *options], **self._how)
        self.start()

    def start(self):
        """Start it, and wait until it answers."""
        # Tests lose no power: without waiting for the disk they are done sooner.
        settings = f"-k {self.folder} -c listen_addresses= -c fsync=off"
        self._control("-l", self.folder / "log", "-o", settings, "start")

    def stop(self):
        """End it at once, as a machine that fails would: no transaction is ended in order."""
        self._control("-m", "immediate", "stop")

    def remove(self):
        """End it and delete all that it kept."""
        self.stop()
        shutil.rmtree(self.folder)

    def _control(self, *options):
        subprocess.run([command("pg_ctl"), "-D", self.folder / "data", "-w", *options], **self._how)
