"""The bound on what readers can take: kernels, connections, and what those see who come when all is taken."""

import asyncio
import os
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from tornado.web import Application

from peerkit.serve import doctor, memory, places, still
from peerkit.serve.entrance import BoundedServer
from peerkit.serve.kernels import Full
from peerkit.serve.still import StillPages
from tests.pages.serving import Server, get, until
from tests.pages.test_scripts import notebook
from tests.serve.test_kernels import claimed, manager  # noqa: F401  pytest finds a fixture by its name
from tests.serve.test_server import ask

PLACES = 3
NARROW = f"""
import sys
from peerkit import cli
from peerkit.serve import kernels, places
kernels.UNSEEN = 600
places.SPARE, places.PAGES_EACH = {PLACES}, 0
sys.exit(cli.main())
"""
"""A server with so few places that a test can take them all, and keep them without a browser."""


@pytest.fixture
def narrow(monkeypatch):
    """A server of the project's pages with three places."""
    monkeypatch.setattr("tests.pages.serving.COMMAND", ("-c", NARROW))
    running = Server()
    yield running
    running.stop()


def test_readers_get_as_many_kernels_as_there_are_places_and_the_reserve_takes_none(manager):  # noqa: F811
    async def scene():
        manager.most = 3
        manager.fill()
        await asyncio.gather(*(warming for _, warming in manager._reserve))
        assert manager.free == 3
        given = [await claimed(manager), await claimed(manager), manager.claim()]
        assert manager.free == 0
        with pytest.raises(Full):
            manager.claim()
        assert await claimed_beyond(manager) not in given
        for kernel_id in given:
            await manager.release(kernel_id)
        assert manager.free == 2

    asyncio.run(scene())


async def claimed_beyond(manager):  # noqa: F811
    kernel_id = manager.claim(beyond=True)
    await manager.begin(kernel_id)
    return kernel_id


def test_a_kernel_that_is_starting_takes_a_place(manager):  # noqa: F811
    async def scene():
        manager.most = 1
        beginning = asyncio.ensure_future(manager.begin(manager.claim()))
        await asyncio.sleep(0)
        assert manager.free == 0
        await beginning
        assert manager.free == 0

    asyncio.run(scene())


def test_a_page_is_drawn_once_for_all_who_come_too_late_and_not_for_too_many_at_once(monkeypatch):
    monkeypatch.setattr(still, "MOST_WAITING", 3)
    monkeypatch.setattr(still, "MOST_KEPT", 2)
    drawn = []

    async def scene():
        pages, may = StillPages(), asyncio.Event()

        async def draw():
            await may.wait()
            drawn.append("figure")
            return ["figure"]

        waiting = [asyncio.ensure_future(pages.get(key, draw)) for key in ("a", "a", "b")]
        await asyncio.sleep(0)
        assert await pages.get("c", draw) is None
        may.set()
        assert await asyncio.gather(*waiting) == [["figure"]] * 3 and len(drawn) == 2
        await pages.get("c", draw)
        await pages.get("a", draw)
        assert len(drawn) == 4, "more pages are kept than may be"

    asyncio.run(scene())


def test_a_page_that_could_not_be_drawn_is_tried_again():
    async def fail():
        raise OSError("no room")

    async def draw():
        return ["figure"]

    async def scene():
        pages = StillPages()
        with pytest.raises(OSError, match="no room"):
            await pages.get("a", fail)
        return await pages.get("a", draw)

    assert asyncio.run(scene()) == ["figure"]


def test_connections_beyond_the_bound_are_closed_and_the_others_are_served():
    async def scene():
        server = BoundedServer(Application())
        server.most = 2
        server.listen(0, "127.0.0.1")
        port = next(iter(server._sockets.values())).getsockname()[1]
        opened = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
        assert await asyncio.wait_for(opened[2][0].read(), 30) == b""
        opened[0][1].write(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert (await asyncio.wait_for(opened[0][0].readline(), 30)).startswith(b"HTTP/1.1 404")
        for _, writer in opened:
            writer.close()
        server.stop()
        await server.close_all_connections()

    asyncio.run(scene())


@pytest.mark.parametrize("files", [None, 300, 1024, 65_536])
def test_kernels_and_connections_together_never_need_more_files_than_there_are(files):
    kernels, connections = places.places(30, files), places.connections(30, files)
    assert 1 <= kernels <= 80
    if files is None:
        assert connections is None
    elif files >= 300:
        assert places.FILES_BASE + places.FILES_EACH * kernels + min(connections, files) <= files + 64


MEMINFO = "MemTotal: 4000 kB\nMemAvailable:    2000 kB\n"


@pytest.mark.parametrize(
    ("most", "used", "of_files", "free"),
    [("max", 0, 0, 2_048_000), ("3000000", 1_500_000, 100_000, 1_600_000), ("9000000", 100, 0, 2_048_000)],
)
def test_free_memory_is_that_of_the_machine_or_of_the_container_whatever_is_less(
    tmp_path, monkeypatch, most, used, of_files, free
):
    (tmp_path / "meminfo").write_text(MEMINFO)
    for name, text in {"max": most, "current": f"{used}", "stat": f"anon 1\ninactive_file {of_files}\n"}.items():
        (tmp_path / f"memory.{name}").write_text(f"{text}\n")
    monkeypatch.setattr(memory, "MEMINFO", tmp_path / "meminfo")
    monkeypatch.setattr(memory, "CONTAINER", tmp_path)
    assert memory.free_memory() == free


def test_where_memory_cannot_be_read_nothing_is_bounded_by_it(tmp_path, monkeypatch):
    monkeypatch.setattr(memory, "MEMINFO", tmp_path / "none")
    monkeypatch.setattr(memory, "CONTAINER", tmp_path / "none")
    monkeypatch.setattr(memory.os, "sysconf", lambda name: (_ for _ in ()).throw(ValueError(name)))
    assert memory.free_memory() is None and places.places(30, memory=memory.free_memory()) == places.places(30)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such bound")
def test_doctor_says_how_many_pages_the_bound_on_files_allows(monkeypatch):
    import resource

    monkeypatch.setattr(resource, "getrlimit", lambda what: (256, 512))
    seen = doctor._files(30)
    assert not seen.ok and "13 of the 80 pages" in seen.what and "ulimit -Hn" in seen.fix
    monkeypatch.setattr(resource, "getrlimit", lambda what: (256, resource.RLIM_INFINITY))
    assert doctor._files(30).ok


@pytest.mark.skipif(not os.path.isdir("/proc"), reason="counts the server's processes in /proc")
def test_many_requests_without_a_browser_start_no_more_kernels_than_there_are_places(tmp_path, monkeypatch):
    (tmp_path / "case_studies").mkdir()
    (tmp_path / "notebooks" / "dashboards").mkdir(parents=True)
    (tmp_path / "notebooks" / "index.ipynb").write_text(notebook(), encoding="utf-8")
    (tmp_path / "notebooks" / "dashboards" / "quick.ipynb").write_text(notebook("'drawn' + '!'"), encoding="utf-8")
    elsewhere = NARROW.replace(
        "sys.exit",
        f"from peerkit import content\ncontent.root = lambda: __import__('pathlib').Path({str(tmp_path)!r})\nsys.exit",
    )
    monkeypatch.setattr("tests.pages.serving.COMMAND", ("-c", elsewhere))
    running = Server()
    reserve, drawing, asked = 2, 1, 60
    try:
        with ThreadPoolExecutor(12) as crowd:
            answers = [crowd.submit(get, f"{running.url}quick?x={number % 4}") for number in range(asked)]
            most = 0
            while not all(answer.done() for answer in answers):
                most = max(most, running.kernels)
        texts = [answer.result()[1] for answer in answers]
        # A kernel that is ending is still a process for a moment.
        assert most <= PLACES + reserve + drawing + 1
        assert all("drawn!" in text and text.rstrip().endswith("</html>") for text in texts)
        full = [text for text in texts if '"kernel": null' in text]
        assert asked - PLACES >= len(full) > 0
        assert not any("peerkit/shown" in text or "api/shutdown" in text for text in full)
        kernel_id = next(re.search(r'"kernel": "([\w-]+)"', text)[1] for text in texts if text not in full)
        ask(running, f"/voila/api/shutdown/{kernel_id}", "POST")
        until(lambda: '"free": true' in ask(running, "/peerkit/places")[2], "no place becomes free")
    finally:
        running.stop()
