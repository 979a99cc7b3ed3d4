"""A server that was killed: its processes end by themselves, and the next start removes its folders."""

import json
import os
import signal
import sys
import tempfile
from pathlib import Path

import pytest

from peerkit import content
from peerkit.serve import leftovers
from tests.pages.serving import Server, _processes, get, until
from tests.serve.test_server import ask

PAGE = next(page for page in content.pages() if page.kind == "dashboard")
locks = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such folders")


@locks
def test_only_folders_whose_server_is_gone_are_removed(tmp_path):
    for name in ("peerkit-lives", "peerkit-dead", "voila_dead", "peerkit-without-lock", "other-dead"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "kernel.json").touch()
    (tmp_path / "peerkit-link").symlink_to(tmp_path / "other-dead")
    lives = leftovers.held(tmp_path / "peerkit-lives")
    for name in ("peerkit-dead", "voila_dead", "other-dead"):
        leftovers.held(tmp_path / name).close()
    try:
        assert [each.name for each in leftovers.sweep(tmp_path)] == ["peerkit-dead", "voila_dead"]
    finally:
        lives.close()
    there = sorted(each.name for each in tmp_path.iterdir())
    assert there == ["other-dead", "peerkit-link", "peerkit-lives", "peerkit-without-lock"]
    assert (tmp_path / "other-dead" / "kernel.json").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")
def test_after_a_server_was_killed_no_process_stays_and_no_folder_outlives_the_next_start(monkeypatch):
    with tempfile.TemporaryDirectory(prefix="pk-") as folder:
        monkeypatch.setenv("TMPDIR", folder)
        place = Path(folder)

        def folders():
            return {each.name for pattern in leftovers.OURS for each in place.glob(pattern)}

        killed = Server()
        try:
            assert get(killed.url + PAGE.address)[0] == 200
            log = json.dumps({"name": "log.csv", "bytes": 7})
            assert ask(killed, "/evidence/api/uploads", "POST", log, X_Peerkit="1")[0] == 201
            family = {pid: _processes()[pid][0] for pid in killed._children()}
            left = folders()
            assert len(family) >= 3 and len(left) == 3 and list(place.glob("peerkit-logs-*"))
            os.kill(killed._process.pid, signal.SIGKILL)
            killed._process.wait()

            def running():
                now = _processes()
                return [pid for pid, began in family.items() if now.get(pid, (None,))[0] == began]

            until(lambda: not running(), lambda: f"processes outlive the server: {running()}")
        finally:
            killed._process.kill()
            killed._folder.cleanup()
        assert folders() == left, "nobody was there to remove them"
        following = Server()
        try:
            assert not folders() & left and len(folders()) == 2
        finally:
            following.stop()
        assert not folders()
