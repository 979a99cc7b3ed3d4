"""The server as a process: it ends when it is told to, even if something hangs, and works on machines with unusual folders."""

import asyncio
import logging
import os
import sys
from types import SimpleNamespace

import pytest

from peerkit import content
from peerkit.serve import app, kernel
from peerkit.serve.addresses import is_local
from peerkit.serve.app import PeerkitServer
from peerkit.serve.handlers import routes
from tests.pages.serving import Server, get

PAGE = next(page for page in content.pages() if page.kind == "dashboard")


@pytest.fixture
def last_resort(monkeypatch):
    """The call that would end the process, noted instead."""
    made = []

    class Timer:
        def __init__(self, seconds, deed, arguments):
            made.append((seconds, deed, arguments))

        def start(self):
            made.append("started")

    monkeypatch.setattr(app.threading, "Timer", Timer)
    return made


def test_a_wish_to_end_before_the_server_listens_is_obeyed(last_resort):
    with pytest.raises(SystemExit):
        PeerkitServer._handle_signal_stop(SimpleNamespace(ioloop=None), 15, None)
    assert last_resort == [(app.DIES_WITHIN, os._exit, [1]), "started"]


def test_a_kernel_that_does_not_end_does_not_keep_the_server(monkeypatch, caplog):
    monkeypatch.setattr(app, "ENDS_WITHIN", 0.01)

    async def never(now):
        await asyncio.Event().wait()

    server = SimpleNamespace(kernel_manager=SimpleNamespace(shutdown_all=never), log=logging.getLogger("test"))
    asyncio.run(PeerkitServer._end_kernels(server))
    assert "not all kernels have ended" in caplog.text


def test_kernels_that_cannot_be_ended_are_reported_and_do_not_keep_the_server(caplog):
    async def fail(now):
        raise OSError("no room")

    server = SimpleNamespace(kernel_manager=SimpleNamespace(shutdown_all=fail), log=logging.getLogger("test"))
    asyncio.run(PeerkitServer._end_kernels(server))
    assert "not all kernels could be ended" in caplog.text and "no room" in caplog.text


@pytest.mark.parametrize(
    ("host", "local"), [("127.0.0.1", True), ("::1", True), ("0.0.0.0", False), ("10.0.0.7", False)]
)
def test_only_a_proxy_on_this_machine_may_say_for_whom_it_asks(host, local):
    assert is_local(host) is local


def test_routes_are_plain_tuples_of_pattern_handler_and_options():
    for pattern, handler, options in routes():
        assert not pattern.startswith("/") and isinstance(handler, type) and isinstance(options, dict)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other folders")
def test_a_folder_for_temporary_files_with_a_long_path_is_no_hindrance(tmp_path, monkeypatch):
    long = tmp_path / ("x" * 100)
    long.mkdir()
    monkeypatch.setenv("TMPDIR", str(long))
    running = Server()
    try:
        status, text = get(running.url + PAGE.address)
        assert status == 200 and "could not be made" not in text and text.rstrip().endswith("</html>")
    finally:
        running.stop()


WITHOUT_FILES = "import sys, zmq\nzmq.has = lambda what: False\nfrom peerkit import cli\nsys.exit(cli.main())"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere this is how every server runs")
def test_where_zmq_has_no_files_as_on_windows_pages_are_made_all_the_same(monkeypatch):
    # Ordinary kernels reached through ports; nothing is forked.
    monkeypatch.setattr("tests.pages.serving.COMMAND", ("-c", WITHOUT_FILES))
    running = Server()
    try:
        status, text = get(running.url + PAGE.address)
        assert status == 200 and "could not be made" not in text and text.rstrip().endswith("</html>")
    finally:
        running.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps the bound on memory")
def test_a_kernel_has_at_most_so_much_memory_and_never_more_than_it_was_allowed(monkeypatch):
    import resource

    set_to = []
    monkeypatch.setattr(resource, "setrlimit", lambda what, limits: set_to.append(limits))
    for hard, given in ((resource.RLIM_INFINITY, 1000), (500, 500), (2000, 1000)):
        monkeypatch.setattr(resource, "getrlimit", lambda what, hard=hard: (hard, hard))
        kernel.bound_memory(1000)
        assert set_to.pop() == (given, hard)


def test_a_system_without_such_bounds_has_kernels_all_the_same(monkeypatch):
    monkeypatch.setitem(sys.modules, "resource", None)
    kernel.bound_memory(1000)
