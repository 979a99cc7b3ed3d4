"""The portal behind jupyter-server-proxy: its command, started as the proxy starts it, answers to the proxy alone."""

import asyncio
import importlib
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from peerkit.serve import commands, proxy
from peerkit.serve.addresses import room_address
from peerkit.serve.app import PeerkitServer
from tests.pages.serving import free_port, until
from tests.serve.test_server import ask

ROOT = Path(__file__).parents[2]
BASE = "/user/ada@example.org%20l/"
"""The address of a user whose name is an address of mail, with a sign that a hub escapes."""
HUB = "hub.example.org"


def test_the_entry_point_leads_to_the_settings():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    module, _, name = project["entry-points"]["jupyter_serverproxy_servers"][proxy.NAME].partition(":")
    settings = getattr(importlib.import_module(module), name)()
    word = settings["environment"][commands.WORD]
    assert not any(word in part for part in settings["command"])
    assert word != proxy.portal()["environment"][commands.WORD]


def test_a_hub_says_in_variables_for_how_many_a_portal_is_and_where_phones_come(monkeypatch):
    def option(name):
        command = proxy.portal()["command"]
        return command[command.index(name) + 1]

    assert (option("--participants"), option("--room-at")) == ("1", "here")
    monkeypatch.setenv("PEERKIT_PARTICIPANTS", "30")
    monkeypatch.setenv("PEERKIT_ROOM_AT", "https://econ.example.org/room/")
    assert (option("--participants"), option("--room-at")) == ("30", "https://econ.example.org/room/")


@pytest.mark.parametrize(
    "text", ["econ.example.org/room", "ftp://a.example/room", "https://", "https://a.example/?x", "there"]
)
def test_an_address_of_rooms_that_is_none_is_refused(text):
    with pytest.raises(ValueError, match="--room-at must be an address"):
        room_address(text)


@pytest.mark.parametrize(("wished", "told"), [("here", []), ("https://a.example/room/", ["https://a.example/room/"])])
def test_where_others_answer_phones_no_process_is_started(wished, told):
    server = PeerkitServer(room_at=wished)
    assert asyncio.run(server.open_room()) == told
    assert "_room_process" not in vars(server)


class Started:
    """The command of the settings with the proxy's own values filled in; it has a port to be asked on."""

    def __init__(self, folder):
        self.port, self.settings = free_port(), proxy.portal()
        command = [part.format(port=self.port, base_url=BASE) for part in self.settings["command"]]
        own = {"JUPYTER_RUNTIME_DIR": str(folder), "JUPYTER_CONFIG_DIR": str(folder), "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **own, **self.settings["environment"]},
        )

    def answers(self):
        """True once it does."""
        assert self.process.poll() is None
        try:
            return ask(self, f"{BASE}peerkit/healthz")[0] == 200
        except OSError:
            return False


@pytest.mark.skipif(sys.platform == "win32", reason="ends the process as Unix does")
def test_the_proxy_alone_is_let_in_under_whatever_name_readers_use(tmp_path):
    started = Started(tmp_path)
    try:
        until(started.answers, "the portal does not start", patience=proxy.STARTS_WITHIN)
        status, headers, _ = ask(started, f"{BASE}peerkit/", Host=HUB)
        assert status == 302 and "login" in headers["Location"]
        through = started.settings["request_headers_override"]
        status, _, text = ask(started, f"{BASE}peerkit/", Host=HUB, **through)
        assert status == 200
        links = re.findall(r'(?:src|href)="(/[^"]*)"', text)
        assert links and all(link.startswith(f"{BASE}peerkit/") for link in links)
        assert ask(started, next(link for link in links if "/assets/" in link), Host=HUB, **through)[0] == 200
        assert started.settings["environment"][commands.WORD] not in text
    finally:
        started.process.terminate()
        started.process.wait(60)
