"""The bounds of a server: all that is left after a hundred pages were opened and closed, and all that 300 requests at once can take.

Budgets:

(a) a hundred readers come and go, ten at a time: a third close the page, a third only hang up, a third leave in the middle of the
    page. Afterwards there is no process, descriptor, socket, file or folder more than before, and the memory of the server has
    grown by a tenth at most.
(b) 300 requests at once for pages, without a browser, from a server for thirty: every one is answered, the kernels are never more than
    the places and the reserve, and all processes together stay under 50 MB for each of them.
"""

import asyncio
import sys
import time
from urllib.parse import urlsplit

import psutil
from harness import Result, finish, options
from participants import PAGES, Class
from served import classroom, descendants, kernels, memory, settle, warm_processes

from peerkit.serve.places import places
from peerkit.serve.run import MOST_READY

READERS, AT_ONCE = 100, 10
WARM = 20
"""Readers who come before anything is counted: what a server learns from the first ones stays."""
ASKED, PARTICIPANTS = 300, 30
GONE_WITHIN, SAME_FOR = 90, 12
"""Seconds in which all that readers have left must be gone, and for which the numbers must then stay as they were [s]."""
LEFT = ("processes", "descriptors", "sockets", "files and folders")
EACH = 50e6


def main():
    """Measure, print, and say by the exit code if a budget was missed."""
    chosen = options(__doc__)
    times = 1 if chosen.quick else 3
    runs, rushes = zip(*(one_server() for _ in range(times)), strict=True)
    most = places(PARTICIPANTS) + MOST_READY
    tables = {
        f"(a) left after {READERS} readers": [
            *(Result(what, [run[what] for run in runs], "", budget=0) for what in LEFT),
            Result("memory of the server, after / before", [run["memory"] for run in runs], "", budget=1.1),
            Result("until all was gone", [run["seconds"] for run in runs], "s"),
        ],
        f"(b) {ASKED} requests at once, {PARTICIPANTS} participants": [
            Result("not answered", [run["not answered"] for run in rushes], "", budget=0),
            Result("kernels at the most", [run["kernels"] for run in rushes], "", budget=most),
            Result(
                "memory of all processes at the most", [run["memory"] for run in rushes], "GB", budget=most * EACH / 1e9
            ),
            Result("pages with a kernel", [run["pages"] for run in rushes], ""),
            Result("pages drawn without one", [run["still"] for run in rushes], ""),
            Result("until all had an answer", [run["seconds"] for run in rushes], "s"),
            Result("until only the reserve was left", [run["freed"] for run in rushes], "s"),
        ],
    }
    return finish(tables, chosen)


def one_server():
    """Measure what is left on a server after a hundred readers, and then what 300 requests at once take."""
    with classroom(PARTICIPANTS) as (server, url, folder):
        return asyncio.run(_one_server(server, url, folder))


async def _one_server(server, url, folder):
    people = Class(url)
    try:
        return await _coming_and_going(server, people, folder), await _rush(server, people)
    finally:
        people.close()


# (a)


async def _coming_and_going(server, people, folder):
    """Measure how much more there is after a hundred readers than before, the ratio of memories, and the seconds until that was so."""
    settle([server])
    await _come_and_go(people, WARM)
    before, _ = await _steady(server, folder)
    memory_before = memory(server.pid, own=True)
    await _come_and_go(people, READERS)
    after, seconds = await _steady(server, folder, before)
    left = {what: abs(after[what] - before[what]) for what in LEFT}
    return left | {"memory": memory(server.pid, own=True) / memory_before, "seconds": seconds}


async def _steady(server, folder, wanted=None):
    """All that is there once it has stayed as it is, or as `wanted`, for a while; and the seconds until then.

    Those who only hung up might have come back: their kernels wait for them. A reserve that is being filled would hide what is left.
    """
    began = differed = time.monotonic()
    now = _counted(server, folder)
    while time.monotonic() - began < GONE_WITHIN and time.monotonic() - differed < SAME_FOR:
        await asyncio.sleep(0.5)
        before, now = now, _counted(server, folder)
        if now != (wanted or before):
            differed = time.monotonic()
    return now, differed - began


async def _come_and_go(people, readers):
    for begin in range(0, readers, AT_ONCE):
        await asyncio.gather(*(_visit(people, place) for place in range(begin, min(begin + AT_ONCE, readers))))


async def _visit(people, place):
    address = PAGES[place % len(PAGES)]
    if place % 3 == 2:
        return await _leave_in_the_middle(people.url, address)
    visit = await people.read(address)
    assert visit.whole and visit.kernel, f"{address}: {visit.status}"
    await people.connect(visit)
    return await people.leave(visit, "told" if place % 3 == 0 else "gone")


async def _leave_in_the_middle(url, address):
    at = urlsplit(url)
    reader, writer = await asyncio.open_connection(at.hostname, at.port)
    writer.write(f"GET /{address} HTTP/1.1\r\nHost: {at.netloc}\r\n\r\n".encode())
    await reader.read(1000)
    writer.close()


def _counted(server, folder):
    """Everything that a reader could leave behind, counted."""
    own = psutil.Process(server.pid)
    return {
        "processes": len(descendants(server.pid)),
        "descriptors": sum(each.num_fds() for each in (own, *warm_processes(server))),
        "sockets": len(own.net_connections("all")),
        "files and folders": sum(1 for _ in folder.rglob("*")),
    }


# (b)


async def _rush(server, people):
    """300 requests in the same moment: answers, and the most of kernels and of memory that there was."""
    settle([server])
    reserve, most = len(kernels(server)), {"kernels": 0, "memory": 0.0}
    watching = asyncio.ensure_future(_watch(server, most))
    began = time.monotonic()
    visits = await asyncio.gather(*(people.read(PAGES[place % len(PAGES)]) for place in range(ASKED)))
    seconds = time.monotonic() - began
    while len(kernels(server)) > reserve and time.monotonic() - began < seconds + GONE_WITHIN:
        await asyncio.sleep(0.5)
    freed = time.monotonic() - began - seconds
    watching.cancel()
    there = sum(visit.status == 200 and "</html>" in visit.text for visit in visits)
    with_kernel = sum(visit.kernel is not None for visit in visits)
    return most | {
        "not answered": ASKED - there,
        "pages": with_kernel,
        "still": there - with_kernel,
        "seconds": seconds,
        "freed": freed,
    }


async def _watch(server, most):
    while True:
        family = [server.pid, *(each.pid for each in descendants(server.pid))]
        most["kernels"] = max(most["kernels"], len(kernels(server)))
        most["memory"] = max(most["memory"], sum(map(memory, family)) / 1e9)
        await asyncio.sleep(1)


if __name__ == "__main__":
    sys.exit(main())
