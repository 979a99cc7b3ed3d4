"""News of a room: told at once, told once, and told of what another server has changed."""

import asyncio
import json

import pytest

from peerkit.room import hub as news
from peerkit.room import plan, rooms
from peerkit.room.database import Database
from peerkit.room.refusal import Refusal
from tests.room.running import token


@pytest.fixture
def store(tmp_path):
    """A `Database` with a room, and its code."""
    database = Database(tmp_path / "room.db")
    database.code, database.key = database.write(lambda c: rooms.begin(c, plan.checked([{"kind": "take"}]), 0.0))
    yield database
    database.close()


def join(store, number):
    store.write(lambda c: rooms.take_seat(c, store.code, token(number), most=99))


async def heard(watcher):
    return json.loads(await asyncio.wait_for(watcher.heard(), 30))


def told(store, story, **options):
    """The result of a coroutine that gets a hub with its own clock."""

    async def play():
        hub = news.Hub(store, **options)
        try:
            return await story(hub)
        finally:
            hub.close()

    return asyncio.run(play())


def test_whoever_begins_to_watch_hears_the_state_as_it_is(store):
    async def story(hub):
        return await heard(hub.watch(store.code.lower()))

    assert told(store, story)["state"] == "ready"


def test_a_change_of_the_same_server_is_told_at_once_and_one_of_another_server_soon(store, tmp_path):
    async def story(hub):
        watcher = hub.watch(store.code)
        await heard(watcher)
        join(store, 1)
        hub.changed(store.code)
        own = await heard(watcher)
        other = Database(tmp_path / "room.db")
        await asyncio.to_thread(lambda: other.write(lambda c: rooms.take_seat(c, store.code, token(2), most=99)))
        other.close()
        return own["people"], (await heard(watcher))["people"]

    assert told(store, story) == (1, 2)


def test_who_did_not_listen_hears_only_the_newest(store, monkeypatch):
    monkeypatch.setattr(news, "TOGETHER", 0.0)

    async def story(hub):
        watcher = hub.watch(store.code)
        for each in range(5):
            join(store, each)
            hub.changed(store.code)
        return (await heard(watcher))["people"], watcher._news.is_set()

    assert told(store, story) == (5, False)


def test_of_many_changes_at_once_the_first_is_told_and_the_last_at_the_next_look(store, monkeypatch):
    monkeypatch.setattr(news, "TOGETHER", 1000.0)
    looks = []

    async def story(hub):
        watcher = hub.watch(store.code)
        await heard(watcher)
        looks.clear()
        for each in range(20):
            join(store, each)
            hub.changed(store.code)
        return len(looks), (await heard(watcher))["people"], (await heard(watcher))["people"]

    assert told(store, story, clock=lambda: looks.append(1) or 0.0) == (1, 1, 20)


def test_without_news_only_a_beat_is_heard_and_the_clock_is_no_news(store, monkeypatch):
    monkeypatch.setattr(news, "BEAT_EVERY", 0.01)
    now = [0.0]

    async def story(hub):
        store.write(lambda c: rooms.onward(c, store.code, store.key, None, now[0]))
        watcher = hub.watch(store.code)
        await heard(watcher)
        now[0] = 50.0
        hub.changed(store.code)
        quiet = await watcher.heard()
        now[0] = 500.0
        hub.changed(store.code)
        return quiet, (await heard(watcher))["state"]

    assert told(store, story, clock=lambda: now[0]) == (None, "ended")


def test_a_deleted_room_is_told_as_gone(store):
    async def story(hub):
        watcher = hub.watch(store.code)
        await heard(watcher)
        store.write(lambda c: rooms.delete_room(c, store.code, store.key, store.code))
        hub.changed(store.code)
        return await heard(watcher)

    assert told(store, story)["state"] == "gone"


def test_nobody_watches_a_room_that_there_is_not(store):
    async def story(hub):
        with pytest.raises(Refusal):
            hub.watch("BBBBB")
        return hub._watchers

    assert told(store, story) == {}


def test_whoever_has_left_is_forgotten(store):
    async def story(hub):
        watchers = [hub.watch(store.code) for _ in range(3)]
        for each in watchers:
            hub.leave(store.code, each)
        return hub._watchers, hub._last

    assert told(store, story) == ({}, {})


def test_a_hub_that_ends_wakes_all_who_watch(store):
    async def story(hub):
        watcher = hub.watch(store.code)
        await heard(watcher)
        hub.close()
        await asyncio.wait_for(watcher.heard(), 30)
        return watcher.ended

    assert told(store, story) is True
