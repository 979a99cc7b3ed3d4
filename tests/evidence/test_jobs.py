"""Analyses in processes of their own: one at a time, stopped, killed, on a full disk, and twice the same log."""

import asyncio
import json
import logging
import os
import signal

import pytest

from peerkit.evidence import jobs as module
from peerkit.evidence.jobs import Jobs, Refused
from tests.evidence.reports import PEOPLE, comma_file

LOG = logging.getLogger("tests")
BEGIN = "import json, os, sys; order = json.loads(sys.stdin.readline()); "
SAY = "print(json.dumps({'sentence': 'Half.', 'share': 0.5}), flush=True); "
WRITE = "open(order['result'], 'w').write(json.dumps({'environment': dict(os.environ), 'order': order})); "
WAIT = "import time; time.sleep(600)"


@pytest.fixture
def work(monkeypatch, tmp_path):
    """A function that runs a story (a coroutine of `Jobs`) with a worker made of the given words of Python, or the real one."""

    def run(story, program=None):
        if program is not None:
            monkeypatch.setattr(module, "WORKER", ("-c", BEGIN + program))

        async def told():
            jobs = Jobs(LOG, folder=tmp_path)
            try:
                return await asyncio.wait_for(story(jobs), 20)
            finally:
                jobs.close()

        answer = asyncio.run(told())
        assert list(tmp_path.glob("peerkit-logs-*")) == []
        return answer

    return run


def sent(jobs, content=b"user,time\nA,2020-01-01\n", name="log.csv"):
    identity = jobs.begin(name, len(content))
    assert jobs.append(identity, 0, content) == len(content)
    return identity


async def half(job):
    """Until a worker has said how far it is."""
    while job.share == 0:
        assert not job.over, job.sentence
        await asyncio.sleep(0)


def test_uploads_are_bounded_in_number(work, monkeypatch):
    monkeypatch.setattr(module, "MOST_UPLOADS", 2)

    async def story(jobs):
        for _ in range(2):
            jobs.begin("log.csv", 1)
        with pytest.raises(Refused, match="Many logs") as refused:
            jobs.begin("log.csv", 1)
        assert refused.value.status == 503

    work(story)


def test_a_worker_gets_nothing_of_the_server_but_what_it_needs(work, monkeypatch):
    monkeypatch.setenv("JUPYTER_TOKEN", "of-the-room")
    monkeypatch.setenv("SOME_SECRET", "hidden")

    async def story(jobs):
        job = jobs.analyse({"seed": 1}, upload=sent(jobs))
        await job.task
        assert (job.state, job.share) == ("done", 1.0)
        return json.loads(jobs.result(job.id)), os.listdir(jobs._folder)

    told, left = work(story, SAY + WRITE)
    assert not {"JUPYTER_TOKEN", "SOME_SECRET"} & set(told["environment"])
    assert told["environment"]["TMPDIR"].endswith(".room")
    # Neither the rows nor what the worker put aside outlives it.
    assert left == [told["order"]["result"].rpartition("/")[2]]


def test_the_same_log_is_analysed_once_and_other_wishes_anew(work):
    async def story(jobs):
        one = jobs.analyse({"seed": 1}, upload=sent(jobs))
        await one.task
        again = jobs.analyse({"seed": 1}, upload=sent(jobs, name="other name.csv"))
        assert again is one and not jobs._uploads
        other = jobs.analyse({"seed": 2}, upload=sent(jobs))
        assert other is not one
        await other.task

    work(story, WRITE)


def test_a_log_that_changed_in_its_folder_is_read_again(work, tmp_path):
    path = tmp_path / "log.csv"

    async def story(jobs):
        path.write_text("one")
        one = jobs.analyse({"path": str(path)})
        assert jobs.analyse({"path": str(path)}) is one
        path.write_text("two more")
        other = jobs.analyse({"path": str(path)})
        assert other is not one
        await asyncio.gather(one.task, other.task)

    work(story, WRITE)


def test_one_that_is_stopped_while_it_begins_ends_at_once(work):
    async def story(jobs):
        job = jobs.analyse({"seed": 1}, upload=sent(jobs))
        while job.state == "waiting":
            await asyncio.sleep(0)
        assert job.process is None
        jobs.stop(job.id)
        await job.task
        assert job.state == "stopped" and job.process.returncode == -signal.SIGKILL

    work(story, WAIT)


def test_analyses_wait_for_each_other_and_one_that_is_stopped_makes_room(work):
    async def story(jobs):
        first = jobs.analyse({"seed": 1}, upload=sent(jobs))
        second = jobs.analyse({"seed": 2}, upload=sent(jobs))
        await half(first)
        assert (second.state, jobs.ahead(second), jobs.ahead(first)) == ("waiting", 1, 0)
        process = first.process
        jobs.stop(first.id)
        await first.task
        assert process.returncode == -signal.SIGKILL
        assert (first.state, first.sentence) == ("stopped", "Stopped. Nothing was kept.")
        await half(second)
        jobs.stop(second.id)
        await second.task
        with pytest.raises(Refused, match="is not finished"):
            jobs.result(second.id)
        # Stopped is not done: the same wish starts anew.
        third = jobs.analyse({"seed": 1}, upload=sent(jobs))
        assert third is not first
        jobs.stop(third.id)
        await third.task
        assert third.process is None

    work(story, SAY + WAIT)


@pytest.mark.parametrize(
    "program",
    [SAY + "os.kill(os.getpid(), 9)", SAY + "raise MemoryError", SAY + "print('no JSON', flush=True); " + WAIT],
    ids=["killed", "no memory", "no JSON"],
)
def test_a_worker_that_dies_or_talks_nonsense_is_told_in_a_sentence(program, work):
    async def story(jobs):
        job = jobs.analyse({"seed": 1}, upload=sent(jobs))
        await job.task
        assert job.state == "failed" and job.sentence.startswith("The ") and "Try" in job.sentence
        assert job.process.returncode is not None or await job.process.wait()
        again = jobs.analyse({"seed": 1}, upload=sent(jobs))
        assert again is not job
        jobs.stop(again.id)
        await again.task

    work(story, program)


def test_too_many_that_wait_are_turned_away(work, monkeypatch):
    monkeypatch.setattr(module, "MOST_WAITING", 2)

    async def story(jobs):
        held = [jobs.analyse({"seed": seed}, upload=sent(jobs)) for seed in range(2)]
        with pytest.raises(Refused, match="Many logs are waiting already"):
            jobs.analyse({"seed": 3}, upload=sent(jobs))
        for job in held:
            jobs.stop(job.id)
            await job.task

    work(story, WAIT)


def test_pieces_arrive_once_and_in_order(work):
    async def story(jobs):
        identity = jobs.begin("log.csv", 6)
        assert jobs.append(identity, 0, b"abc") == 3
        assert jobs.append(identity, 0, b"abc") == 3
        with pytest.raises(Refused, match="begins at byte 3, not 5"):
            jobs.append(identity, 5, b"x")
        with pytest.raises(Refused, match="has not arrived"):
            jobs.analyse({}, upload=identity)
        with pytest.raises(Refused, match="More came than was said"):
            jobs.append(identity, 3, b"defg")
        assert jobs.append(identity, 3, b"def") == jobs.uploaded(identity) == 6
        with pytest.raises(Refused, match="not here any more"):
            jobs.uploaded("0" * 32)

    work(story)


@pytest.mark.parametrize("size", [0, -1, None, True, "5", 1.5, 3 * 1024**3])
def test_a_file_of_no_size_or_too_large_a_one_is_refused(size, work):
    async def story(jobs):
        with pytest.raises(Refused, match=r"is empty|has 3 GB; 2 GB can be sent"):
            jobs.begin("log.csv", size)

    work(story)


def test_a_full_disk_is_told_and_leaves_what_has_arrived(work, monkeypatch):
    async def story(jobs):
        identity = jobs.begin("log.csv", 6)
        jobs.append(identity, 0, b"abc")
        path = jobs._uploads[identity].path

        class Full(type(path)):
            def open(self, *arguments):
                file = super().open("ab", buffering=0)
                file.write(b"de")
                file.close()
                raise OSError(28, "No space left on device")

        jobs._uploads[identity].path = Full(path)
        with pytest.raises(Refused, match="disk of the server is full"):
            jobs.append(identity, 3, b"def")
        assert path.read_bytes() == b"abc"
        jobs._uploads[identity].path = path
        assert jobs.append(identity, 3, b"def") == 6
        monkeypatch.setattr(module.shutil, "disk_usage", lambda folder: type("Disk", (), {"free": 10}))
        with pytest.raises(Refused, match="has no room for this file"):
            jobs.begin("log.csv", 6)

    work(story)


def test_what_nobody_asked_for_in_an_hour_is_forgotten(work, monkeypatch):
    async def story(jobs):
        job = jobs.analyse({"seed": 1}, upload=sent(jobs))
        await job.task
        left = sent(jobs, b"left", "left.csv")
        monkeypatch.setattr(module, "KEPT_FOR", -1.0)
        jobs._sweep()
        for identity in (left, job.id):
            with pytest.raises(Refused, match="not here any more"):
                jobs.uploaded(identity) if identity == left else jobs.job(identity)
        assert os.listdir(jobs._folder) == []

    work(story, WRITE)


def test_the_worker_itself_reads_a_log_and_calls_it_by_the_name_that_the_reader_knows(work, tmp_path):
    content = comma_file(tmp_path, many=60).read_bytes()

    async def story(jobs):
        job = jobs.analyse({"seed": 1, "columns": {}}, upload=sent(jobs, content, "our choir.csv"))
        bad = jobs.analyse({"seed": 1, "columns": {}}, upload=sent(jobs, b"a,b\n1,2\n", "bad.csv"))
        empty = jobs.analyse({"seed": 1, "columns": {}}, upload=sent(jobs, b"\n", "nothing.csv"))
        await asyncio.gather(job.task, bad.task, empty.task)
        assert bad.state == empty.state == "refused"
        assert "say which with the field contributor on this page" in bad.sentence
        assert "nothing.csv" in empty.sentence and "/" not in empty.sentence
        return json.loads(jobs.result(job.id))

    result = work(story)
    assert result["log"]["name"] == "our choir.csv" and result["measures"]["contributions"]["estimate"] == 60
    assert not any(name in json.dumps(result) for name in PEOPLE)
