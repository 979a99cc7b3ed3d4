"""The room's process beside the dashboard server: it is started again on its port when it was killed, and ends with the server."""

import asyncio
import logging
import os
import signal
import urllib.request

from peerkit.serve.room_process import RoomProcess
from tests.pages.serving import LOCAL, until


def answers(port):
    """True if the process on a port shows phones their page."""
    try:
        with LOCAL.open(urllib.request.Request(f"http://127.0.0.1:{port}/room/"), timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


async def killed_and_back(folder):
    log = logging.getLogger("tests.room_process")
    room = RoomProcess(log, host="127.0.0.1", port=0, database=folder / "room.db", participants=2, base_url="/")
    port = await room.port()
    first = room._process.pid
    os.kill(first, signal.SIGKILL)

    def another():
        return room._process.pid != first and room._process.returncode is None

    for _ in range(600):
        if another() and await asyncio.to_thread(answers, port):
            break
        await asyncio.sleep(0.05)
    told = another(), await room.port() == port, await asyncio.to_thread(answers, port)
    room.close()
    await asyncio.wait_for(room._listening, 20)
    return told, room._process.returncode, port


def test_a_killed_room_comes_back_on_the_port_that_phones_know_and_ends_with_its_server(tmp_path):
    told, code, port = asyncio.run(killed_and_back(tmp_path))
    assert told == (True, True, True)
    assert code == 0
    until(lambda: not answers(port), "the room still answers")
