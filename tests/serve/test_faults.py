"""Faults of a running server, one after the other: what a reader is told, what goes on, and that nothing is left behind."""

import asyncio
import json
import os
import signal
import socket
import sys
from pathlib import Path

import pytest

from peerkit.serve.frames import V1
from tests.pages.serving import Server, _open_files, _processes, get, until
from tests.pages.test_scripts import notebook
from tests.serve.messages import message, v1
from tests.serve.test_server import ask, connect, kernel_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="bounds and stops the processes of Linux")

PAGE, DRAWN = "quick", "drawn!"
MISSING = "This part of the page could not be made"
RESERVE = 2
FILES = 400
FEW_FILES = f"""
import resource, sys
from pathlib import Path
from peerkit import cli, content
from peerkit.serve import fork, kernels
resource.setrlimit(resource.RLIMIT_NOFILE, ({FILES}, {FILES}))
kernels.ANSWERS_WITHIN = 3
kernels.AGAIN, fork.PATIENCE = 1, 2
content.root = lambda: Path(FOLDER)
sys.exit(cli.main())
"""
"""A server that may open few files, and waits for a kernel no longer than a test does."""


@pytest.fixture(scope="module")
def frail(tmp_path_factory):
    """A server of one small page that may open few files; afterwards nothing of it is left, which `stop` looks at."""
    folder = tmp_path_factory.mktemp("content")
    (folder / "case_studies").mkdir()
    (folder / "notebooks" / "dashboards").mkdir(parents=True)
    (folder / "notebooks" / "index.ipynb").write_text(notebook(), encoding="utf-8")
    (folder / "notebooks" / "dashboards" / "quick.ipynb").write_text(notebook("'drawn' + '!'"), encoding="utf-8")
    patch = pytest.MonkeyPatch()
    patch.setattr("tests.pages.serving.COMMAND", ("-c", FEW_FILES.replace("FOLDER", repr(str(folder)))))
    running = Server()
    patch.undo()
    yield running
    running.stop()


@pytest.fixture
def server(frail):
    """The same server, at rest before each fault and after it."""
    at_rest(frail)
    yield frail
    at_rest(frail)
    status, text = get(frail.url + PAGE)
    assert status == 200 and DRAWN in text, "no page is made any more"
    ask(frail, f"/voila/api/shutdown/{kernel_of(text)}", "POST")
    assert json.loads(ask(frail, "/healthz")[2]) == {"status": "ok"}


def at_rest(running):
    """Until only the kernels of the reserve are there."""
    until(lambda: running.kernels == RESERVE, lambda: f"{running.kernels} kernels: {running.output}")


def processes(running):
    """The warm process, and the kernels that it has forked."""
    parents = {pid: parent for pid, (_, parent) in _processes().items()}
    warm = next(pid for pid in running._children() if parents.get(pid) == running._process.pid and is_warm(pid))
    return warm, {pid for pid in running._children() if parents.get(pid) == warm}


def is_warm(pid):
    return b"peerkit.serve.zygote" in Path(f"/proc/{pid}/cmdline").read_bytes()


def reply(socket_):
    """The answer to a question about a kernel, and everything that came before it."""

    async def heard():
        await socket_.write_message(v1(message("kernel_info_request")), binary=True)
        while b"kernel_info_reply" not in await asyncio.wait_for(socket_.read_message(), 30):
            pass
        return True

    return heard()


def test_a_stopped_kernel_answers_when_it_goes_on_and_ends_with_its_page(server):
    kernel_id = kernel_of(get(server.url + PAGE)[1])
    pid = server.kernel_process(kernel_id)

    async def scene():
        async with connect(server, kernel_id, V1) as page:
            assert await reply(page)
            os.kill(pid, signal.SIGSTOP)
            waiting = asyncio.ensure_future(reply(page))
            assert ask(server, f"/peerkit/alive/{kernel_id}")[0] == 204
            assert ask(server, "/healthz")[0] == 200 and not waiting.done()
            os.kill(pid, signal.SIGCONT)
            assert await waiting
            os.kill(pid, signal.SIGSTOP)
        assert ask(server, f"/voila/api/shutdown/{kernel_id}", "POST")[0] == 204

    asyncio.run(scene())
    until(lambda: not Path(f"/proc/{pid}").exists(), "the stopped kernel is left behind")


def test_a_stopped_kernel_of_the_reserve_costs_one_page_a_sentence(server):
    _, stopped = processes(server)
    for pid in stopped:
        os.kill(pid, signal.SIGSTOP)
    texts = [get(server.url + PAGE)[1] for _ in stopped]
    # One that was stopped while it was still getting ready is replaced before anybody notices.
    assert all((DRAWN in text) != (MISSING in text) and text.rstrip().endswith("</html>") for text in texts)
    assert DRAWN in get(server.url + PAGE)[1]
    for text in texts:
        ask(server, f"/voila/api/shutdown/{kernel_of(text)}", "POST")
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in stopped), "a stopped kernel is left behind")


def test_while_the_warm_process_is_stopped_kernels_start_more_slowly(server):
    warm, _ = processes(server)
    os.kill(warm, signal.SIGSTOP)
    texts = [get(server.url + PAGE)[1] for _ in range(RESERVE + 1)]
    os.kill(warm, signal.SIGCONT)
    assert all(DRAWN in text for text in texts)
    for text in texts:
        ask(server, f"/voila/api/shutdown/{kernel_of(text)}", "POST")


def test_a_killed_warm_process_ends_its_pages_and_the_next_reader_starts_another(server):
    kernel_id = kernel_of(get(server.url + PAGE)[1])
    warm, kernels = processes(server)
    os.kill(warm, signal.SIGKILL)
    until(lambda: ask(server, f"/peerkit/alive/{kernel_id}")[0] == 404, "a page is not told that its session has ended")
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in kernels), "kernels outlive the warm process")
    assert DRAWN in get(server.url + PAGE)[1]
    assert processes(server)[0] != warm


def test_more_connections_than_files_are_closed_and_open_ones_go_on(server):
    kernel_id = kernel_of(get(server.url + PAGE)[1])
    silent = []

    async def scene():
        async with connect(server, kernel_id, V1) as page:
            silent.extend(socket.create_connection(("127.0.0.1", server.port), timeout=30) for _ in range(FILES))
            # The last one is closed at once. It would be kept waiting where nobody counts.
            assert silent[-1].recv(1) == b""
            assert await reply(page)
            assert len(_open_files(server._process.pid)) < FILES

    asyncio.run(scene())
    for each in silent:
        each.close()
    until(lambda: answered(server) == 200, "the server does not recover")
    assert "Too many open files" not in server.output
    ask(server, f"/voila/api/shutdown/{kernel_id}", "POST")


def answered(running):
    try:
        return ask(running, "/healthz")[0]
    except OSError:
        return None


def test_on_a_full_disk_pages_say_what_is_missing_and_monitors_why(server):
    import resource

    pid = server._process.pid
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    # No file of this process may grow any more: what a full disk does.
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        texts = [get(server.url + PAGE)[1] for _ in range(RESERVE + 1)]
        # What was ready before the disk was full is given to readers.
        assert DRAWN in texts[0] and MISSING in texts[-1]
        assert all(text.rstrip().endswith("</html>") for text in texts)
        status, _, said = ask(server, "/healthz")
        assert status == 503 and "no kernel could be started" in said
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, before)
    for text in texts:
        ask(server, f"/voila/api/shutdown/{kernel_of(text)}", "POST")
