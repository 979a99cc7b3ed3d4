"""Several servers behind nginx with the configuration that peerkit ships: readers stay where they are, phones go anywhere."""

import http.cookiejar
import http.server
import json
import shutil
import socket
import subprocess
import threading
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from importlib import resources

import pytest

from tests.pages.hosts import configured, free_ports
from tests.pages.serving import LOCAL, Server, until
from tests.room.running import Server as Rooms
from tests.room.running import token

pytestmark = pytest.mark.skipif(
    shutil.which("nginx") is None, reason="nginx is not installed: apt-get install nginx-light"
)
PEOPLE = 40


class Nginx:
    """nginx in a folder of its own, in the foreground of a process that a test ends."""

    def __init__(self, folder, dashboards, rooms):
        (self.port,) = free_ports(1)
        self.url = f"http://127.0.0.1:{self.port}/"
        self.log = folder / "access.log"
        text = (resources.files("peerkit.serve") / "deploy" / "nginx.conf").read_text(encoding="utf-8")
        servers = [
            "".join(f"server 127.0.0.1:{port} max_fails=1 fail_timeout=5s;\n" for port in each)
            for each in (dashboards, rooms)
        ]
        temporary = "".join(
            f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        logs = f'log_format asked "$request_uri $upstream_addr";\naccess_log {self.log} asked;\n{temporary}'
        text = configured(
            text,
            pid=f"pid {folder}/nginx.pid;",
            logs=logs,
            dashboards=servers[0],
            rooms=servers[1],
            listen=f"listen 127.0.0.1:{self.port};",
        )
        (folder / "nginx.conf").write_text(text, encoding="utf-8")
        self._process = subprocess.Popen(
            ["nginx", "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"],
            stderr=subprocess.PIPE,
        )
        until(self._listens, self._said)

    def _said(self):
        return "nginx does not listen" + (
            self._process.stderr.read().decode() if self._process.poll() is not None else ""
        )

    def _listens(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def asked(self, prefix):
        """The servers that were asked for addresses with a prefix, in order."""
        lines = (line.split(" ", 1) for line in self.log.read_text(encoding="utf-8").splitlines())
        return [where for address, where in lines if address.startswith(prefix)]

    def addresses(self):
        """All addresses that were asked for."""
        return [line.split(" ", 1)[0] for line in self.log.read_text(encoding="utf-8").splitlines()]

    def close(self):
        self._process.terminate()
        self._process.wait(20)
        self._process.stderr.close()


def test_readers_stay_at_one_server_and_their_pages_come_alive(tmp_path, browser):
    servers = [Server("--room-at", "here", "--room-database", str(tmp_path / "room.db")) for _ in range(2)]
    nginx = Nginx(tmp_path, [each.port for each in servers], [servers[0].port])
    try:
        homes = set()
        until(lambda: homes.add(home_of_a_reader(nginx)) or len(homes) == 2, "all readers are sent to one server")
        page = browser.new_page()
        page.goto(f"{nginx.url}modes")
        page.wait_for_function("() => document.querySelector('.pk-panel, .pk-figure') !== null", timeout=60_000)
        said = page.locator(".pk-says").first.inner_text()
        page.locator("input[type=range]").first.press("Home")
        page.wait_for_function(
            "said => document.querySelector('.pk-says').innerText !== said", arg=said, timeout=60_000
        )
        page.close()
        # A socket stands in the log when it has ended.
        until(lambda: any("channels" in each for each in nginx.addresses()), "no socket came through nginx")
    finally:
        nginx.close()
        for each in servers:
            each.stop()


class Echo(http.server.BaseHTTPRequestHandler):
    """A server that answers with the headers that it got."""

    def do_GET(self):
        """The headers as JSON."""
        text = json.dumps({name.lower(): value for name, value in self.headers.items()}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        """Say nothing."""


def test_a_reader_cannot_tell_the_servers_another_address_than_his_own(tmp_path):
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo) as echo:
        threading.Thread(target=echo.serve_forever, daemon=True).start()
        nginx = Nginx(tmp_path, [echo.server_port], [echo.server_port])
        forged = {
            "X-Real-IP": "192.0.2.7",
            "X-Forwarded-For": "192.0.2.7",
            "X-Scheme": "https",
            "X-Forwarded-Proto": "https",
        }
        try:
            for address in ("", "room/api/rooms", "room/BBBBB"):
                with LOCAL.open(urllib.request.Request(nginx.url + address, headers=forged), timeout=30) as answer:
                    seen = json.loads(answer.read())
                assert [seen[name.lower()] for name in forged] == ["127.0.0.1", "127.0.0.1", "http", "http"]
        finally:
            nginx.close()
            echo.shutdown()


def home_of_a_reader(nginx):
    """The server that answers a reader who keeps a cookie, three times."""
    jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    reader = urllib.request.build_opener(jar, urllib.request.ProxyHandler({}))
    before = len(nginx.asked("/healthz"))
    for _ in range(3):
        with reader.open(f"{nginx.url}healthz", timeout=20) as answer:
            assert json.load(answer) == {"status": "ok"}
    until(lambda: len(nginx.asked("/healthz")) == before + 3, "nginx has not written its log")
    (own,) = set(nginx.asked("/healthz")[before:])
    return own


def test_a_room_process_is_killed_and_no_phone_notices(tmp_path):
    one = Rooms(tmp_path / "room.db", people=PEOPLE)
    other = Rooms(tmp_path / "room.db")
    nginx = Nginx(tmp_path, [one.port], [one.port, other.port])
    try:
        round_ = one.step()["round"]
        half = threading.Semaphore(0)

        def answer(seat):
            wish = {"round": round_, "part": "main", "seq": 1, "answer": {"take": 30}}
            headers = {"Content-Type": "application/json", "X-Seat": token(seat)}
            asked = urllib.request.Request(
                f"{nginx.url}room/api/{one.code}/answers", json.dumps(wish).encode(), headers, method="POST"
            )
            with LOCAL.open(asked, timeout=60) as back:
                told = json.load(back)
            half.release()
            return told

        with ThreadPoolExecutor(8) as phones:
            sent = [phones.submit(answer, seat) for seat in range(PEOPLE)]
            for _ in range(PEOPLE // 4):
                half.acquire()
            other.kill()
            receipts = [each.result() for each in sent]
        assert receipts == [{"round": round_, "part": "main", "seq": 1}] * PEOPLE
        assert one.call("state")[1]["count"] == PEOPLE
        assert {f"127.0.0.1:{each.port}" for each in (one, other)} <= set(
            " ".join(nginx.asked("/room")).replace(",", "").split()
        )
    finally:
        nginx.close()
        one.stop()
