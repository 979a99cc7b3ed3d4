"""The fence around kernels: what Linux refuses to a process behind it, and what it still lets it do."""

import json
import sqlite3
import subprocess
import sys

import pytest

from peerkit.serve import doctor, fence

fenced = pytest.mark.skipif(
    not fence.version(), reason="this system has no Landlock (Linux 5.13): kernels have no fence"
)
BEHIND = """
import json, os, sqlite3, subprocess, sys
from pathlib import Path
from peerkit.serve import fence

folder = Path(sys.argv[1])
room = folder / "room.db"
fence.keep_away(sys.argv[2])

def tried(deed):
    try:
        return repr(deed())
    except (OSError, sqlite3.Error) as error:
        return f"refused: {error}"

def duck(question):
    import duckdb
    try:
        return duckdb.connect(str(folder / "own" / "own.duckdb")).sql(question).fetchall()
    except duckdb.IOException as error:
        raise OSError("refused") from error

def shown(*words):
    done = subprocess.run(words, capture_output=True)
    if done.returncode:
        raise OSError("refused")
    return done.stdout

memory = sqlite3.connect(":memory:")
print(json.dumps({
    "open": tried(room.read_bytes),
    "the log of SQLite": tried((folder / "room.db-wal").read_bytes),
    "write": tried(lambda: room.write_bytes(b"x")),
    "sqlite": tried(lambda: sqlite3.connect(room).execute("select a from t").fetchall()),
    "attach": tried(lambda: memory.execute("attach ? as other", (str(room),))),
    "a link": tried((folder / "link").read_bytes),
    "another program": tried(lambda: shown("cat", str(room))),
    "another way": tried(Path(f"/proc/self/root{room}").read_bytes),
    "a file of the server": tried(Path(f"/proc/{os.getppid()}/fd/{sys.argv[3]}").read_bytes),
    "memory of the server": tried(lambda: open(f"/proc/{os.getppid()}/mem", "rb").read(1)),
    "rename": tried(lambda: room.rename(folder / "own" / "copy")),
    "hard link": tried(lambda: os.link(room, folder / "own" / "copy")),
    "remove": tried(room.unlink),
    "DuckDB": tried(lambda: duck(f"select content from read_blob('{room}')")),
    "allowed: a file beside it": tried((folder / "beside.csv").read_text),
    "allowed: files of its own": tried(lambda: (folder / "own" / "new").write_text("x")),
    "allowed: a folder of its own": tried(lambda: (folder / "own" / "more").mkdir()),
    "allowed: DuckDB on its own": tried(lambda: duck(f"select a from '{folder}/beside.csv'")),
}))
"""


@pytest.fixture
def room(tmp_path):
    """A file of SQLite with a log beside it, and the connection that is open on it."""
    (tmp_path / "own").mkdir()
    (tmp_path / "beside.csv").write_text("a\n7\n", encoding="utf-8")
    connection = sqlite3.connect(tmp_path / "room.db")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("create table t(a)")
    connection.execute("insert into t values (7)")
    connection.commit()
    (tmp_path / "link").symlink_to(tmp_path / "room.db")
    yield tmp_path / "room.db"
    assert connection.execute("select a from t").fetchall() == [(7,)]
    connection.close()


@fenced
@pytest.mark.parametrize("named", ["room.db", "link"])
def test_no_way_leads_a_process_behind_the_fence_to_the_database_and_all_others_stay_open(room, named):
    with room.open("rb") as opened:
        words = [sys.executable, "-c", BEHIND, str(room.parent), str(room.parent / named), str(opened.fileno())]
        told = json.loads(subprocess.run(words, capture_output=True, check=True).stdout)
    allowed = {name for name, answer in told.items() if not answer.startswith("refused")}
    assert allowed == {name for name in told if name.startswith("allowed")}, told
    assert len(told) == 18


def test_a_database_on_a_server_is_no_file():
    assert fence.file_of("postgresql+psycopg://econ@db/rooms") is None and fence.file_of("sqlite:///:memory:") is None


@pytest.mark.parametrize(("version", "words"), [(7, "cannot open"), (0, "could open")])
def test_doctor_says_how_far_the_fence_reaches(monkeypatch, version, words):
    monkeypatch.setattr(fence, "version", lambda: version)
    assert words in doctor._fence().what


def test_a_system_without_a_fence_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(fence.sys, "platform", "darwin")
    assert fence.version() == 0
    with pytest.raises(OSError, match="no Landlock"):
        fence.keep_away(tmp_path / "room.db")
