"""The store: groups of writes, several processes on one file, and what was acknowledged after a kill in the middle of a burst."""

import http.client
import resource
import shutil
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, insert, select, text

from peerkit.room import plan, rooms
from peerkit.room.database import Database, Unavailable, opened
from peerkit.room.refusal import Refusal
from peerkit.room.tables import answer, room, round_
from tests.room.running import Server, token


@pytest.fixture
def store(address):
    """A `Database` with a room of twelve people in an open round, and its code and round."""
    database = Database(address)
    database.code, database.key = database.write(lambda c: rooms.begin(c, plan.checked([{"kind": "take"}]), 0.0))
    for each in range(12):
        database.write(lambda c, each=each: rooms.take_seat(c, database.code, token(each), most=99))
    database.write(lambda c: rooms.onward(c, database.code, database.key, None, 0.0))
    database.round = database.read(lambda c: rooms.state(c, database.code, 1.0))["round"]
    yield database
    database.close()


def keep(store, who, seq, value):
    """A write that keeps an answer."""
    wish = {"round": store.round, "part": "main", "seq": seq, "answer": {"take": value}}
    return lambda c: rooms.keep_answer(c, store.code, token(who), wish, 1.0, plan.parts)


def kept(store):
    """The sequence numbers that the store has."""
    return store.read(lambda c: sorted(c.scalars(select(answer.c.seq))))


def stopped(database):
    """A write that holds the writer until the returned event is set, so that others wait together."""
    go = threading.Event()
    database.submit(lambda _: go.wait(30))
    return go


def test_a_fault_in_one_part_undoes_neither_those_before_nor_those_after_it(store):
    go = stopped(store)

    def broken(connection):
        keep(store, 5, 1, 50)(connection)
        raise KeyError("a fault in a part")

    def unwelcome(connection):
        keep(store, 6, 1, 50)(connection)
        raise Refusal(409, "over")

    futures = [store.submit(each) for each in (keep(store, 0, 1, 10), broken, unwelcome, keep(store, 1, 2, 20))]
    go.set()
    assert [futures[0].result()["seq"], futures[3].result()["seq"]] == [1, 2]
    assert isinstance(futures[1].exception(), KeyError) and futures[2].exception().why == "over"
    assert kept(store) == [1, 2]


def test_a_row_that_was_written_twice_fails_only_its_own_part(store):
    go = stopped(store)
    row = {"code": "TWICE", "host_hash": b"", "delete_after": 0.0}
    twice = [store.submit(lambda c: c.execute(insert(room).values(**row)) and None) for _ in range(2)]
    fine = store.submit(keep(store, 0, 7, 10))
    go.set()
    assert fine.result()["seq"] == 7
    assert sorted(type(each.exception()).__name__ for each in twice) == ["NoneType", "Unavailable"]
    assert kept(store) == [7]


def test_closing_writes_what_waits_and_takes_nothing_more(store):
    go = stopped(store)
    futures = [store.submit(keep(store, each, 1, each)) for each in range(12)]
    go.set()
    store.close()
    assert all(each.result()["seq"] == 1 for each in futures)
    with pytest.raises(Unavailable):
        store.submit(keep(store, 0, 2, 2))


def test_two_stores_on_one_database_write_at_once_and_lose_nothing(store, address):
    other = Database(address)
    for each in range(12):
        (store, other)[each % 2].submit(keep(store, each, 1, each))
    seats = [
        (store, other)[each % 2].submit(lambda c, each=each: rooms.take_seat(c, store.code, token(each), most=99))
        for each in range(20, 40)
    ]
    numbers = [each.result()["number"] for each in seats]
    other.close()
    assert sorted(numbers) == list(range(13, 33))
    assert kept(store) == [1] * 12


def test_the_same_answer_sent_to_two_servers_is_one_row(store, address):
    other = Database(address)
    futures = [each.submit(keep(store, who, 1, 10)) for who in range(12) for each in (store, other)]
    assert all(each.result()["seq"] == 1 for each in futures)
    other.close()
    assert kept(store) == [1] * 12


def test_an_address_that_cannot_be_opened_is_told_in_words(tmp_path):
    with pytest.raises(ValueError, match="cannot be opened"):
        opened(tmp_path / "missing" / "room.db")
    with pytest.raises(ValueError, match="cannot be opened"):
        opened("nonsense://")


def test_sqlite_keeps_an_answer_on_the_disk_before_it_is_acknowledged(tmp_path):
    engine = opened(tmp_path / "room.db")
    with engine.connect() as connection:
        told = [connection.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous", "foreign_keys")]
    engine.dispose()
    assert told == ["wal", 2, 1]


# The room's own process


def test_every_acknowledged_answer_outlives_kills_in_the_middle_of_bursts(tmp_path):
    people = 24
    server = Server(tmp_path / "room.db", people=people)
    one = server.step()["round"]
    acknowledged, sent = {}, {}
    for burst in range(3):
        enough = threading.Semaphore(0)

        def phone(who, burst=burst, enough=enough):
            for nth in range(3):
                seq = 1 + 3 * burst + nth
                sent[who] = (seq, (who + seq) % 100)
                try:
                    status, told, _ = server.answer(who, (who + seq) % 100, seq=seq, round=one)
                except (OSError, http.client.HTTPException, ValueError):
                    return
                if status == 200 and told["seq"] == seq:
                    acknowledged[who] = (seq, (who + seq) % 100)
                    enough.release()

        with ThreadPoolExecutor(8) as phones:
            waiting = [phones.submit(phone, who) for who in range(people)]
            for _ in range(20):
                assert enough.acquire(timeout=60)
            server.kill()
            for each in waiting:
                each.result()
        server.start()
    engine = create_engine(f"sqlite:///{server.database}")
    with engine.connect() as connection:
        row = connection.execute(select(room)).one()
        current = connection.execute(select(round_)).one()
        marks = {who: rooms.mark(current, rooms.seated(connection, row, token(who))) for who in range(people)}
        stored = {each.who: (each.seq, each.body["take"]) for each in connection.execute(select(answer))}
    assert len(acknowledged) >= 8
    lost = {who: told for who, told in acknowledged.items() if stored.get(marks[who], (0,))[0] < told[0]}
    assert lost == {}
    assert all(stored[marks[who]][1] == (who + stored[marks[who]][0]) % 100 for who in acknowledged)
    # The phones send again what they got no receipt for.
    for who, (seq, value) in sent.items():
        assert server.answer(who, value, seq=seq, round=one)[0] == 200
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(answer)) == len(sent)
    engine.dispose()
    assert server.stop()[0] == 0


@pytest.fixture(scope="module")
def power_cut(tmp_path_factory):
    """A library that copies files whenever a program asks for them to be on the disk (`power_cut.c`)."""
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("no power cut can be simulated here: cc was not seen")
    library = tmp_path_factory.mktemp("library") / "power_cut.so"
    source = Path(__file__).with_name("power_cut.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    return library


NORMAL = """
import sys
from peerkit.room import database
durable = database._durable
def fast(connection, record):
    durable(connection, record)
    connection.execute("PRAGMA synchronous=NORMAL")
database._durable = fast
from peerkit.cli import main
sys.exit(main())
"""
"""The same process, but for the wait for the disk at each commit."""


@pytest.mark.parametrize("waits", [True, False])
def test_a_power_cut_takes_no_acknowledged_answer_because_each_commit_waits_for_the_disk(
    tmp_path, monkeypatch, power_cut, waits
):
    disk = tmp_path / "disk"
    disk.mkdir()
    people = 16
    # Made before the cut is simulated: the answers alone are at stake.
    server = Server(tmp_path / "room.db", people=people, start=False)
    shutil.copy(tmp_path / "room.db", disk)
    monkeypatch.setenv("LD_PRELOAD", str(power_cut))
    monkeypatch.setenv("PK_DISK", str(disk))
    server.start(["-m", "peerkit.cli"] if waits else ["-c", NORMAL])
    one = server.step()["round"]
    with ThreadPoolExecutor(8) as phones:
        told = list(phones.map(lambda who: server.answer(who, who, round=one)[0], range(people)))
    assert told == [200] * people
    # Whatever the process would still have written is lost with it.
    server.kill()
    monkeypatch.delenv("LD_PRELOAD")
    engine = create_engine(f"sqlite:///{disk / 'room.db'}")
    with engine.connect() as connection:
        there = connection.scalar(select(func.count()).select_from(answer))
    engine.dispose()
    assert there == (people if waits else 0), "the test would not see an answer that was lost"


def test_on_a_full_disk_nothing_is_acknowledged_and_later_all_goes_on(tmp_path):
    server = Server(tmp_path / "room.db", people=3)
    one = server.step()["round"]
    assert server.answer(0, 10, round=one)[0] == 200
    limits = resource.prlimit(server.pid, resource.RLIMIT_FSIZE)
    # No file of this process may grow any more: what a full disk does.
    resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (0, limits[1]))
    status, told, headers = server.answer(1, 20, round=one)
    assert status == 503 and "keeps the answer" in told["why"] and headers["Retry-After"] == "2"
    assert server.call("state")[1]["count"] == 1, "reading goes on"
    resource.prlimit(server.pid, resource.RLIMIT_FSIZE, limits)
    assert server.answer(1, 20, round=one)[0] == 200
    assert server.call("state")[1]["count"] == 2
    code, said = server.stop()
    assert code == 0 and "could not write" in said and "Traceback" not in said


def test_rooms_that_are_too_old_are_gone_once_the_process_has_started(tmp_path):
    store = Database(tmp_path / "room.db")
    old, _ = store.write(lambda c: rooms.begin(c, plan.checked([{"kind": "take"}]), time.time() - 31 * 86_400))
    store.close()
    server = Server(tmp_path / "room.db", people=1)
    # A write waits behind the sweep in the queue of the one writer.
    assert server.step()["state"] == "open"
    assert server.call(f"/room/api/{old}/state")[0] == 404
    assert server.call("state")[0] == 200
    server.stop()
