"""The room's process beside the dashboard server: started with the first room, ended with the server, however that ends."""

import asyncio
import re
import sys

from peerkit.serve.environment import own

PAUSES = (0.5, 2.0, 8.0, 30.0)
"""Seconds between the tries to start a process again that has ended [s]."""
STARTS_WITHIN = 20.0
"""Seconds in which the process must say where it listens [s]."""


class RoomProcess:
    """The process that answers phones. `database` is an absolute path or an address; `names` are those of `Entrance`."""

    def __init__(self, log, *, host, port, database, participants, base_url, names=()):
        self._log, self._process, self._port, self._closed = log, None, port, False
        self._lock = asyncio.Lock()
        self._options = (
            ("--host", host),
            ("--database", str(database)),
            ("--participants", str(participants)),
            ("--base-url", base_url),
            *(("--name", name) for name in names),
        )

    async def port(self):
        """The port on which phones are answered; the process is started, or started again, where it does not run."""
        async with self._lock:
            if self._process is None or self._process.returncode is not None:
                await self._start()
            return self._port

    def close(self):
        """End the process: it ends when this end of its pipe is closed."""
        self._closed = True
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
            "--port",
            str(self._port),
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
        # Phones know this port by now: a process that takes the place of this one listens there, too.
        self._port = int(told[1])
        self._listening = asyncio.ensure_future(self._listen(self._process))

    async def _listen(self, process):
        """Put into the log of the server what the room says; when it has ended, start it again."""
        async for line in process.stderr:
            self._log.warning("room: %s", line.decode("utf-8", "replace").rstrip())
        await process.wait()
        for pause in PAUSES:
            if self._closed:
                return
            self._log.error("the room's process has ended; it starts again, and no acknowledged answer is lost")
            try:
                await self.port()
                return
            except OSError:
                await asyncio.sleep(pause)
