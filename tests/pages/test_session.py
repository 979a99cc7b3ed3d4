"""The words of a page when its kernel or its server is gone, and of a server to those who may not enter."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.parse
from pathlib import Path

import pytest

from peerkit import content
from tests.pages.conftest import PHONE, wait_until_drawn
from tests.pages.serving import Server, get, until
from tests.pages.test_every_page import barriers

PAGE = next(page for page in content.pages() if page.kind == "dashboard")
RESERVE = 2
GIVEN_UP = "is ended: nobody has come to its page"
"""Words of the log where a kernel ends only because its page has been silent for long."""
KERNEL = "JSON.parse(document.getElementById('pk-kernel').textContent).kernel"


def look_for_notice(shown, text):
    """Let the page check its session until it gives notice."""

    def said():
        shown.evaluate("dispatchEvent(new Event('peerkit:check'))")
        return text in shown.locator(".pk-gone").inner_text()

    until(said, lambda: f"no notice with {text!r}: {shown.locator('.pk-gone').inner_html()!r}", patience=20)
    notice = shown.locator(".pk-gone")
    assert notice.is_visible() and notice.get_attribute("role") == "alert"
    assert notice.get_by_role("button", name="Reload").is_visible()
    return notice


def test_a_page_whose_kernel_was_shut_down_says_so_and_reload_heals_it(reader):
    # The page's own socket to the kernel complains when that is gone, and so does every check.
    reader.forgive("404")
    shown = reader.open(PAGE.address)
    kernel = shown.evaluate(KERNEL)
    shown.evaluate("id => fetch(`/voila/api/shutdown/${id}`, { method: 'POST' })", kernel)
    look_for_notice(shown, "session has ended").get_by_role("button", name="Reload").click()
    shown.locator(".pk-drawing[data-drawn]").first.wait_for()
    assert shown.evaluate(KERNEL) != kernel
    assert not shown.locator(".pk-gone").is_visible()


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("advice/canvas", "and what you typed about the client is kept in this browser."),
        ("live/room", "and the answers of the room are kept on the server."),
        ("evidence/thirteen_communities", "What you see can be read. Reload"),
    ],
)
def test_the_notice_names_what_is_kept_and_does_not_promise_more(regular, address, kept):
    regular.forgive("404")
    shown = regular.turn_to(address)
    shown.evaluate("id => fetch(`/voila/api/shutdown/${id}`, { method: 'POST' })", shown.evaluate(KERNEL))
    assert kept in look_for_notice(shown, "session has ended").inner_text()


@pytest.mark.skipif(not os.path.isdir("/proc/net"), reason="finds the kernel's process in /proc")
def test_a_page_whose_kernel_was_killed_says_so(reader, server):
    reader.forgive("404")
    shown = reader.open(PAGE.address)
    os.kill(server.kernel_process(shown.evaluate(KERNEL)), signal.SIGKILL)
    look_for_notice(shown, "session has ended")


def test_a_page_whose_server_is_gone_says_so(reader):
    for part in ("ERR_CONNECTION", "WebSocket", "404"):
        reader.forgive(part)
    second = Server()
    try:
        shown = reader.open(PAGE.address, base=second.url)
    finally:
        second.stop()
    look_for_notice(shown, "server cannot be reached")


@pytest.fixture(scope="module")
def guarded():
    """A server that wants a token."""
    running = Server("--token", "open sesame")
    yield running
    running.stop()


def test_a_server_with_a_token_asks_for_it_once_and_shows_nothing_before(guarded, reader):
    for address in ("", PAGE.address):
        status, text = get(guarded.url + address)
        assert status == 200 and "What is the word?" in text
        assert PAGE.title not in text and '<ul class="pk-cards"' not in text and "pk-kernel" not in text
    shown = reader.open(PAGE.address, base=guarded.url, ready=False, width=PHONE)
    assert barriers(shown) == []
    assert shown.evaluate("document.documentElement.scrollWidth") <= PHONE
    reader.forgive("401")
    shown.get_by_label("The word").fill("open sesam")
    shown.get_by_role("button", name="Come in").click()
    assert "That is not the word" in shown.get_by_role("alert").inner_text()
    shown.get_by_label("The word").fill("open sesame")
    shown.get_by_role("button", name="Come in").click()
    wait_until_drawn(shown)
    assert shown.title().startswith(PAGE.title)
    shown.goto(guarded.url)
    shown.locator(".pk-cards li:visible").first.wait_for()


def test_nobody_in_the_room_can_set_a_password_for_the_server(guarded, reader):
    shown = reader.open(PAGE.address, base=guarded.url, ready=False, width=PHONE)
    shown.evaluate(
        "document.querySelector('form').insertAdjacentHTML('beforeend', '<input name=new_password value=mine>')"
    )
    shown.get_by_label("The word").fill("open sesame")
    shown.get_by_role("button", name="Come in").click()
    wait_until_drawn(shown)
    assert not guarded.password_file.exists()


def test_a_server_with_a_token_serves_who_brings_it(guarded, reader):
    token = urllib.parse.quote("open sesame")
    shown = reader.open(f"{PAGE.address}?token={token}", base=guarded.url)
    assert shown.locator(".pk-drawing[data-drawn]").count() > 0
    assert shown.locator(".pk-banner[role=alert]").first.inner_text() == ""


@pytest.mark.skipif(not os.path.isdir("/proc/net"), reason="counts the server's processes in /proc")
def test_readers_who_leave_before_their_page_is_made_leave_no_kernels():
    running = Server()
    try:
        until(lambda: running.kernels == RESERVE, lambda: f"{running.kernels} kernels in reserve")
        impatient = [socket.create_connection(("127.0.0.1", running.port)) for _ in range(12)]
        for reader in impatient:
            reader.sendall(f"GET /{PAGE.address} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        until(lambda: running.kernels != RESERVE, "nobody's page was begun")
        for reader in impatient:
            reader.close()
        until(lambda: running.kernels == RESERVE, lambda: f"{running.kernels} kernels are left")
        assert "Traceback" not in running.output, running.output
    finally:
        running.stop()


@pytest.mark.skipif(not os.path.isdir("/proc/net"), reason="counts the server's processes in /proc")
def test_readers_who_leave_before_the_scripts_are_there_leave_no_kernels(reader):
    running = Server()
    try:
        until(lambda: running.kernels == RESERVE, lambda: f"{running.kernels} kernels in reserve")
        shown = reader.open(base=running.url, ready=False)
        reader.forgive("net::ERR_FAILED")
        shown.route("**/live.js", lambda route: route.abort())
        shown.goto(f"{running.url}{PAGE.address}")
        until(lambda: running.kernels > RESERVE, "no other kernel takes the place in the reserve")
        shown.goto("about:blank")
        until(lambda: running.kernels == RESERVE, lambda: f"{running.kernels} kernels are left")
        assert GIVEN_UP not in running.output, running.output
    finally:
        running.stop()


@pytest.mark.skipif(not os.path.isdir("/proc/net"), reason="counts the server's processes in /proc")
def test_readers_whose_browser_breaks_off_before_it_takes_its_leave_leave_no_kernels():
    running = Server()
    try:
        until(lambda: running.kernels == RESERVE, lambda: f"{running.kernels} kernels in reserve")
        status, text = get(running.url + PAGE.address)
        kernel = re.search(r"peerkit/shown/([\w-]+)", text)[1]
        until(lambda: running.kernels > RESERVE, "no other kernel takes the place in the reserve")
        # All that a browser has done when it is closed at once: it shows the page, and no script of the page has come.
        with socket.create_connection(("127.0.0.1", running.port)) as browser:
            # "Continue" says that the server has read the request, which it answers only when the page talks.
            headers = "Host: 127.0.0.1\r\nExpect: 100-continue\r\nContent-Length: 0"
            browser.sendall(f"POST /peerkit/shown/{kernel} HTTP/1.1\r\n{headers}\r\n\r\n".encode())
            assert browser.makefile("rb").readline().startswith(b"HTTP/1.1 100")
        until(lambda: running.kernels == RESERVE, lambda: f"{running.kernels} kernels are left")
        assert GIVEN_UP not in running.output, running.output
    finally:
        running.stop()


def test_a_server_ends_in_order_while_its_first_kernel_is_starting():
    # With a token it refuses, and thereby answers, long before it has a portal to show; `stop` looks at how it ended.
    Server("--token", "open sesame").stop()


@pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")
def test_a_server_that_is_stopped_before_it_listens_leaves_nothing_behind():
    with tempfile.TemporaryDirectory(prefix="pk-") as folder:
        place = Path(folder)
        options = ["serve", "--host", "127.0.0.1", "--port", "0", "--no-browser"]
        starting = subprocess.Popen(
            [sys.executable, "-m", "peerkit.cli", *options],
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "TMPDIR": folder, "JUPYTER_RUNTIME_DIR": folder, "JUPYTER_CONFIG_DIR": folder},
        )
        try:
            until(lambda: list(place.glob("peerkit-*")), "the warm process has no folder")
            starting.terminate()
            assert starting.wait(60) == 0
        finally:
            starting.kill()
            starting.wait()
        assert not list(place.glob("peerkit-*"))


@pytest.mark.parametrize("address", ["no-such-page", "cases/no-such-case", "No.Such"])
def test_a_page_that_does_not_exist_is_answered_by_a_sentence(reader, server, address):
    status, text = get(server.url + address)
    assert status == 404
    assert "Traceback" not in text
    reader.forgive("404")
    shown = reader.open(address, ready=False)
    assert "The portal lists all of them" in shown.locator("body").inner_text()


def test_a_call_to_the_outside_would_be_stopped_and_noticed(reader):
    shown = reader.open()
    calls = ["http://example.org/", "http://192.0.2.1/"]

    def stopped():
        fetched = "url => fetch(url, { mode: 'no-cors' }).then(() => 'answered', () => 'stopped')"
        return [shown.evaluate(fetched, url) for url in calls]

    # A page forbids it to itself, which its console tells.
    reader.forgive("Content Security Policy")
    assert stopped() == ["stopped"] * 2
    assert any("Content Security Policy" in text for text in reader.complaints)
    # Where no page forbids it, the browser of these tests does.
    reader.forgive("ERR_NAME_NOT_RESOLVED")
    shown.goto("about:blank")
    reader.outside.clear()
    assert stopped() == ["stopped"] * 2
    assert reader.outside == calls
    reader.outside.clear()
