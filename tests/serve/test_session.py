"""The socket between a page and its kernel."""

import asyncio

from peerkit.serve import session
from peerkit.serve.session import ChannelsHandler


def test_answers_are_not_held_back_by_the_system(monkeypatch):
    done = []

    async def opened(self, kernel_id):
        done.append(kernel_id)

    monkeypatch.setattr(session.VoilaKernelWebsocketHandler, "open", opened)
    monkeypatch.setattr(ChannelsHandler, "set_nodelay", lambda self, value: done.append(value))
    asyncio.run(ChannelsHandler.open(object.__new__(ChannelsHandler), "kernel"))
    assert done == [True, "kernel"]
