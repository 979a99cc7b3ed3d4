"""Analyses of logs in processes of their own, beside the server: a large log blocks nobody and outlives a closed tab."""

import asyncio
import hashlib
import hmac
import json
import os
import secrets
import shutil
import signal
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from peerkit.environment import PASSED_ON

AT_ONCE = 1
"""Analyses that run at a time; the others wait. One engine uses all cores."""
MOST_WAITING = 20
MOST_UPLOADED = 2 * 1024**3
"""Bytes of one uploaded log [B]."""
ROOM_LEFT = 512 * 1024**2
"""Bytes that an upload leaves free on the disk [B]."""
MOST_UPLOADS = 100
"""Uploads that are on their way or kept at once."""
KEPT_FOR = 3600.0
"""Seconds for which an upload and its result are kept after somebody last asked for them [s]."""
LAST_LINES = 4000
WORKER = ("-m", "peerkit.evidence.worker")
"""The arguments with which Python runs an analysis."""
PACKAGES = str(Path(__file__).parent.parent.parent)


class Refused(Exception):
    """A wish that cannot be fulfilled, with a sentence for whoever wished and the status of HTTP."""

    def __init__(self, sentence, status=400):
        super().__init__(sentence)
        self.status = status


@dataclass
class Upload:
    """A log on its way: `name` as the browser calls it, `size` in bytes, and how much of it has arrived."""

    name: str
    size: int
    path: Path
    there: int = 0
    digest: object = field(default_factory=hashlib.sha256)
    asked: float = field(default_factory=time.monotonic)

    @property
    def whole(self):
        """True when everything has arrived."""
        return self.there == self.size


@dataclass
class Job:
    """One analysis. `state` is waiting, running, done, refused (with its `sentence`), stopped or failed."""

    id: str
    order: dict
    state: str = "waiting"
    sentence: str = "Waiting for its turn."
    share: float = 0.0
    process: asyncio.subprocess.Process | None = None
    task: asyncio.Task | None = None
    asked: float = field(default_factory=time.monotonic)

    @property
    def over(self):
        """True when nothing more will happen."""
        return self.state in ("done", "refused", "stopped", "failed")


class Jobs:
    """All uploads and analyses of one server, in a folder that ends with it.

    The same log with the same wishes is analysed once: the id of a job is a keyed hash of both, so it cannot be guessed by
    those who do not have the log.
    """

    def __init__(self, log, folder=None):
        self._log = log
        self._folder = Path(tempfile.mkdtemp(prefix="peerkit-logs-", dir=folder))
        self._secret = secrets.token_bytes(32)
        self._uploads, self._jobs = {}, {}
        self._turn = asyncio.Semaphore(AT_ONCE)

    def close(self):
        """End what runs, and remove the folder."""
        for job in self._jobs.values():
            _end(job)
        shutil.rmtree(self._folder, ignore_errors=True)

    # Uploads

    def begin(self, name, size):
        """The id of a new upload of `size` bytes; raises `Refused` where there is no room for it."""
        self._sweep()
        if not isinstance(size, int) or isinstance(size, bool) or size <= 0:
            raise Refused("This file is empty. Choose one that holds a log.")
        if size > MOST_UPLOADED:
            raise Refused(
                f"This file has {_bytes(size)}; {_bytes(MOST_UPLOADED)} can be sent. On your own machine `peerkit evidence` takes any size.",
                413,
            )
        if len(self._uploads) >= MOST_UPLOADS:
            raise Refused("Many logs are on their way already. Try again in a few minutes.", 503)
        free = shutil.disk_usage(self._folder).free - sum(each.size - each.there for each in self._uploads.values())
        if size > free - ROOM_LEFT:
            raise Refused("The disk of the server has no room for this file now. Tell whoever runs it.", 507)
        identity = secrets.token_hex(16)
        self._uploads[identity] = Upload(_plain(name), size, self._folder / f"{identity}{_suffix(name)}")
        self._uploads[identity].path.touch(mode=0o600)
        return identity

    def append(self, identity, start, piece):
        """Add a piece that begins at byte `start`; returns how much has arrived. A piece that came before is not added twice."""
        upload = self._upload(identity)
        if start + len(piece) <= upload.there:
            return upload.there
        if start != upload.there:
            raise Refused(f"The next piece begins at byte {upload.there:,}, not {start:,}.", 409)
        if upload.there + len(piece) > upload.size:
            raise Refused("More came than was said. Send the file again.", 409)
        try:
            with upload.path.open("ab") as file:
                file.write(piece)
        except OSError as error:
            self._log.error("an upload could not be kept: %s", error)
            os.truncate(upload.path, upload.there)
            raise Refused("The disk of the server is full. Tell whoever runs it, then try again.", 507) from error
        upload.digest.update(piece)
        upload.there += len(piece)
        self._sweep_later()
        return upload.there

    def uploaded(self, identity):
        """The number of bytes that have arrived, to go on after a break."""
        return self._upload(identity).there

    # Analyses

    def analyse(self, order, upload=None):
        """The job for an order (`sample` or `path`, `columns`, `seed`), a new one or the one that did the same before."""
        self._sweep()
        what = order
        if upload is not None:
            held = self._upload(upload)
            if not held.whole:
                raise Refused("The file has not arrived yet.", 409)
            what = order | {"path": held.digest.hexdigest()}
            order = order | {"path": str(held.path), "shown": held.name, "upload": upload}
        elif "path" in order:
            what = order | {"changed": _state_of(Path(order["path"]))}
        identity = self._name(what)
        job = self._jobs.get(identity)
        if job is None or job.state in ("stopped", "failed"):
            if sum(not each.over for each in self._jobs.values()) >= MOST_WAITING:
                raise Refused("Many logs are waiting already. Try again in a few minutes.", 503)
            job = self._jobs[identity] = Job(identity, order | {"result": str(self._folder / f"{identity}.json")})
            job.task = asyncio.ensure_future(self._run(job))
        elif upload is not None and job.order.get("upload") != upload:
            # The same file is here already.
            self._drop(upload)
        job.asked = time.monotonic()
        return job

    def job(self, identity):
        """The job of an id; raises `Refused` where there is none."""
        job = self._jobs.get(identity)
        if job is None:
            raise Refused("This analysis is not here any more. Start it again.", 404)
        job.asked = time.monotonic()
        return job

    def ahead(self, job):
        """The number of analyses that come before a waiting one."""
        before = list(self._jobs.values())
        return sum(not each.over for each in before[: before.index(job)]) if job.state == "waiting" else 0

    def result(self, identity):
        """The result of a job as JSON in bytes; raises `Refused` while there is none."""
        job = self.job(identity)
        if job.state != "done":
            raise Refused("This analysis is not finished.", 409)
        return Path(job.order["result"]).read_bytes()

    def stop(self, identity):
        """Stop an analysis. What was computed for others stays."""
        job = self.job(identity)
        if not job.over:
            job.state, job.sentence = "stopped", "Stopped. Nothing was kept."
            _end(job)

    async def _run(self, job):
        try:
            async with self._turn:
                if not job.over:
                    await self._work(job)
        except (OSError, ValueError) as error:
            self._log.error("an analysis could not be done: %s", error)
            _end(job)
            job.state, job.sentence = "failed", "The server could not do the analysis. Try again in a minute."
        finally:
            # The rows go as soon as nothing needs them; the result stays a while.
            self._drop(job.order.get("upload"))
            self._sweep_later()

    async def _work(self, job):
        job.state, job.sentence = "running", "Starting."
        room = self._folder / f"{job.id}.room"
        room.mkdir()
        try:
            await self._worked(job, room)
        finally:
            # An analysis that was stopped tidies nothing itself.
            shutil.rmtree(room, ignore_errors=True)

    async def _worked(self, job, room):
        environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        environment |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(room))
        # The same peerkit as here, from wherever the server was started.
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, (PACKAGES, environment.get("PYTHONPATH"))))
        job.process = process = await asyncio.create_subprocess_exec(
            sys.executable,
            *WORKER,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=environment,
            cwd=room,
            start_new_session=os.name == "posix",
        )
        if job.over:
            # Stopped while the process was being made.
            _end(job)
        process.stdin.write(json.dumps(job.order).encode() + b"\n")
        process.stdin.close()
        errors = asyncio.ensure_future(process.stderr.read())
        async for line in process.stdout:
            self._told(job, json.loads(line))
        code = await process.wait()
        told = (await errors)[-LAST_LINES:].decode("utf-8", "replace")
        if job.over:
            return
        if code == 0:
            job.state, job.sentence, job.share = "done", "Done.", 1.0
        else:
            self._log.error("an analysis ended with %s: %s", code, told)
            job.state = "failed"
            job.sentence = (
                "The analysis ended before it was done, perhaps for want of memory. Try a part of the log, "
                "or `peerkit evidence` on a larger machine."
            )

    def _told(self, job, line):
        if job.over:
            return
        if "refused" in line:
            job.state, job.sentence = "refused", line["refused"].replace(f"{self._folder}/", "")
        else:
            job.sentence, job.share = line["sentence"], line["share"]

    def _name(self, what):
        text = json.dumps(what, sort_keys=True).encode()
        return hmac.new(self._secret, text, "sha256").hexdigest()[:32]

    def _drop(self, identity):
        upload = self._uploads.pop(identity, None)
        if upload is not None:
            upload.path.unlink(missing_ok=True)

    def _upload(self, identity):
        upload = self._uploads.get(identity)
        if upload is None:
            raise Refused("This file is not here any more. Send it again.", 404)
        upload.asked = time.monotonic()
        return upload

    def _sweep_later(self):
        """Look again when what was asked for now has been kept long enough, even if nobody comes."""
        asyncio.get_running_loop().call_later(KEPT_FOR + 1, self._sweep)

    def _sweep(self):
        """Forget what nobody has asked for in a while."""
        now = time.monotonic()
        for identity, job in list(self._jobs.items()):
            if job.over and now - job.asked > KEPT_FOR:
                Path(job.order["result"]).unlink(missing_ok=True)
                del self._jobs[identity]
        in_use = {job.order.get("path") for job in self._jobs.values() if not job.over}
        for identity, upload in list(self._uploads.items()):
            if now - upload.asked > KEPT_FOR and str(upload.path) not in in_use:
                self._drop(identity)


def _end(job):
    """End the process of a job and all that it started."""
    if job.process is None or job.process.returncode is not None:
        return
    try:
        if os.name == "posix":
            os.killpg(job.process.pid, signal.SIGKILL)
        else:
            job.process.kill()
    except ProcessLookupError:
        # It has just ended by itself.
        pass


def _state_of(path):
    """A mark that changes when a file or folder does: size and time of it, of what lies in it, and of a repository's references."""
    places = [path]
    if path.is_dir():
        places += [*path.iterdir(), *(path / ".git").glob("*"), *(path / ".git" / "refs").rglob("*")]
        places += (path / "refs").rglob("*")
    return sorted([str(each), *_stamp(each)] for each in places)


def _stamp(path):
    try:
        there = path.stat()
    except OSError:
        return 0, 0
    return there.st_mtime_ns, there.st_size


def _suffix(name):
    """The ending of a file's name, which says what kind it is: at most two short ones."""
    return "".join(
        each
        for each in Path(str(name)[-80:]).suffixes[-2:]
        if each[1:].isascii() and each[1:].isalnum() and len(each) < 10
    ).lower()


def _plain(name):
    return "".join(each for each in str(name) if each.isprintable())[-120:]


def _bytes(size):
    """A size as people say it.

    >>> _bytes(3 * 1024**2), _bytes(2 * 1024**3)
    ('3 MB', '2 GB')
    """
    for unit in ("bytes", "kB", "MB"):
        if size < 1024:
            return f"{size:.3g} {unit}"
        size /= 1024
    return f"{size:.3g} GB"
