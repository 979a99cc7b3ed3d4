"""The room's process beside the dashboard server: started with the first room, ended with the server, however that ends."""

import asyncio
import re
import sys

from peerkit.serve.environment import own

STARTS_WITHIN = 20.0
"""Seconds in which the process must say where it listens [s]."""


class RoomProcess:
    """The process that answers phones. `database` is an absolute path or an address."""

    def __init__(self, log, *, host, port, database, participants, base_url):
        self._log, self._process, self._address = log, None, None
        self._lock = asyncio.Lock()
        self._options = (
            ("--host", host),
            ("--port", str(port)),
            ("--database", str(database)),
            ("--participants", str(participants)),
            ("--base-url", base_url),
        )

    async def port(self):
        """The port on which phones are answered; the process is started, or started again, where it does not run."""
        async with self._lock:
            if self._process is None or self._process.returncode is not None:
                await self._start()
            return self._address

    def close(self):
        """End the process: it ends when this end of its pipe is closed."""
        if self._process is not None and self._process.returncode is None:
            self._process.stdin.close()

    async def _start(self):
        options = [each for pair in self._options for each in pair]
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "peerkit.cli",
            "room",
            "--until-stdin-ends",
            *options,
            stdin=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=own(),
        )
        try:
            line = await asyncio.wait_for(self._process.stderr.readline(), STARTS_WITHIN)
        except TimeoutError:
            line = b""
        told = re.search(rb":(\d+)/", line)
        if not told:
            self._log.error("the room could not be started: %s", line.decode("utf-8", "replace").strip())
            raise OSError(line.decode("utf-8", "replace").strip() or "the room did not start in time")
        self._address = int(told[1])
        asyncio.ensure_future(self._listen())

    async def _listen(self):
        """Put into the log of the server what the room says."""
        async for line in self._process.stderr:
            self._log.warning("room: %s", line.decode("utf-8", "replace").rstrip())
