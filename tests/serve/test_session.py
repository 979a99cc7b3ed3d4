"""The socket between a page and its kernel."""

import asyncio
import gc
import logging

import pytest
from tornado.websocket import WebSocketClosedError

from peerkit.serve import frames, session
from peerkit.serve.session import ChannelsHandler
from peerkit.serve.upstream import public_name
from tests.serve.messages import legacy, message, v1


def test_answers_are_not_held_back_by_the_system(monkeypatch):
    done = []

    async def opened(self, kernel_id):
        done.append(kernel_id)

    monkeypatch.setattr(session.KernelWebsocketHandler, "open", opened)
    monkeypatch.setattr(ChannelsHandler, "set_nodelay", lambda self, value: done.append(value))
    handler = object.__new__(ChannelsHandler)
    handler.connection = None
    asyncio.run(ChannelsHandler.open(handler, "kernel"))
    assert done == [], "the page was left before its socket was open"
    handler.connection = object()
    asyncio.run(ChannelsHandler.open(handler, "kernel"))
    assert done == [True, "kernel"]


class Heard(ChannelsHandler):
    """A socket whose kernel has spoken; what reaches the page is kept in `sent`."""

    def __init__(self):
        self.sent, self.kernel_id = [], "kernel"


@pytest.fixture
def heard(monkeypatch):
    monkeypatch.setattr(session.KernelWebsocketHandler, "write_message", lambda self, m, b=False: self.sent.append(m))
    return Heard()


@pytest.mark.parametrize("write", [v1, legacy])
def test_what_a_kernel_prints_and_its_errors_do_not_reach_the_page(heard, write, caplog, monkeypatch):
    monkeypatch.setattr(Heard, "log", logging.getLogger("test"))
    for kind in ("comm_msg", "status", "stream", "execute_input", "execute_result"):
        heard.write_message(write(message(kind)))
    error = {"traceback": ["\x1b[31mTraceback\x1b[0m", "ZeroDivisionError"]}
    heard.write_message(write(message("error", error)))
    assert [frames.kind(each)[0] for each in heard.sent] == ["comm_msg", "status"]
    assert f"kernel {public_name('kernel')}: Traceback\nZeroDivisionError" in caplog.text


@pytest.mark.parametrize("write", [v1, legacy])
def test_an_answer_with_binary_data_is_passed_on_as_it_is(heard, write):
    # Its first eight bytes, read in the other protocol, are a number that nobody could count to.
    answer = write(message(buffers=[b"plotly.js"]))
    heard.write_message(answer)
    assert heard.sent == [answer]


def test_an_answer_to_a_page_that_has_just_left_is_no_error(heard, monkeypatch):
    def gone(self, told, binary=False):
        raise WebSocketClosedError

    monkeypatch.setattr(session.KernelWebsocketHandler, "write_message", gone)
    assert heard.write_message(v1(message())) is None


def test_an_answer_on_its_way_to_a_page_that_leaves_puts_no_traceback_into_the_log(heard, monkeypatch, caplog):
    async def breaking_off():
        raise WebSocketClosedError

    monkeypatch.setattr(
        session.KernelWebsocketHandler, "write_message", lambda self, m, b=False: asyncio.ensure_future(breaking_off())
    )

    async def told():
        heard.write_message(v1(message()))
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    asyncio.run(told())
    gc.collect()
    assert "never retrieved" not in caplog.text


class Noted:
    """A manager of kernels that remembers every note; `connected` is the number of pages that talk to any kernel."""

    def __init__(self, connected=0):
        self.connected, self.told = connected, []

    def sockets(self, kernel_id):
        """Number of pages connected to a kernel."""
        return self.connected

    def close_page(self, kernel_id):
        """Note that a page was closed."""
        self.told.append(("closed", kernel_id))

    async def release(self, kernel_id):
        """Note that a kernel is ended."""
        self.told.append(("ended", kernel_id))


@pytest.mark.parametrize(("code", "told"), [(1001, [("closed", "kernel")]), (None, []), (1006, [])])
def test_a_socket_tells_a_page_that_was_closed_from_a_connection_that_broke(heard, monkeypatch, code, told):
    noted = Noted()
    monkeypatch.setattr(session.KernelWebsocketHandler, "on_close", lambda self: None)
    monkeypatch.setattr(Heard, "kernel_manager", noted)
    heard.connection, heard.close_code = object(), code
    heard.on_close()
    assert noted.told == told
    heard.connection = None
    heard.on_close()
    assert noted.told == told, "the page was left before its socket was open"


@pytest.mark.parametrize(("connected", "told"), [(0, [("ended", "kernel")]), (1, [])])
def test_a_page_that_is_left_before_it_talks_ends_its_kernel(monkeypatch, connected, told):
    noted = Noted(connected)
    monkeypatch.setattr(session.JupyterHandler, "on_connection_close", lambda self: None)
    monkeypatch.setattr(session.ShownHandler, "kernel_manager", noted)
    handler = object.__new__(session.ShownHandler)
    handler.path_args = ["kernel"]

    async def scene():
        handler.on_connection_close()
        await asyncio.sleep(0)

    asyncio.run(scene())
    assert noted.told == told
