"""Two room processes on one PostgreSQL: one is killed, then the database, and each answer stands there once."""

import http.client
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import create_engine, select

from peerkit.room.database import opened
from peerkit.room.tables import answer, metadata
from tests.pages.serving import until
from tests.room.running import Server

PEOPLE = 40


@pytest.fixture
def pair(postgres):
    """Two processes that answer the phones of one room, whose round is open."""
    engine = opened(postgres)
    metadata.drop_all(engine)
    engine.dispose()
    one = Server(postgres, people=PEOPLE)
    other = Server(postgres)
    other.code, other.key = one.code, one.key
    one.round = one.step()["round"]
    yield one, other
    one.stop()
    # A test has killed it.
    if other.runs:
        other.stop()


def burst(pair, sent, seq, fault):
    """The receipts of phones that send what they have no receipt for again, to whichever process answers; `fault` comes midway."""
    one = pair[0]
    some = threading.Semaphore(0)

    def phone(who):
        def receipt():
            for server in (pair[who % 2], pair[1 - who % 2]):
                try:
                    status, told, _ = server.answer(who, (who + seq) % 100, seq=seq, round=one.round)
                except (OSError, http.client.HTTPException):
                    continue
                if status == 200:
                    return told
                # While the database is away a phone without the pauses of a real one also comes too often.
                assert status in (429, 503), told
            return None

        told = until(receipt, f"the answer of phone {who} is not taken")
        some.release()
        return told

    with ThreadPoolExecutor(8) as phones:
        waiting = [phones.submit(phone, who) for who in range(PEOPLE)]
        for _ in range(sent):
            assert some.acquire(timeout=60)
        fault()
        return [each.result() for each in waiting]


def rows(postgres):
    """The answers as they lie in the database: their number, their people, the sum of what was answered, the last `seq`."""
    engine = create_engine(postgres)
    with engine.connect() as connection:
        kept = connection.execute(select(answer.c.who, answer.c.body, answer.c.seq)).all()
    engine.dispose()
    return len(kept), len({each.who for each in kept}), sum(each.body["take"] for each in kept), {e.seq for e in kept}


def test_one_process_is_killed_then_the_database_and_each_answer_is_there_once(pair, cluster, postgres):
    one, other = pair
    receipts = burst(pair, PEOPLE // 4, 1, other.kill)
    assert {(each["round"], each["seq"]) for each in receipts} == {(one.round, 1)}
    assert rows(postgres) == (PEOPLE, PEOPLE, sum(who + 1 for who in range(PEOPLE)), {1})

    def restarted():
        cluster.stop()
        status, told, _ = one.answer(0, 3, seq=2, round=one.round)
        assert status == 503 and "keeps the answer" in told["why"]
        cluster.start()

    other.start()
    receipts = burst(pair, PEOPLE // 4, 3, restarted)
    assert {each["seq"] for each in receipts} == {3}
    assert rows(postgres) == (PEOPLE, PEOPLE, sum(who + 3 for who in range(PEOPLE)), {3})
    for each in pair:
        until(lambda each=each: each.call("state")[1].get("count") == PEOPLE, "the count has not come back")
