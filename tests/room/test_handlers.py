"""The addresses of the room's own process, as raw clients see them."""

import csv
import http.client
import io
import json
import os
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from peerkit.room import pages
from tests.room.running import AGAIN, TAKE, VOTE, Server, token

PEOPLE = 12


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A room of twelve in an open round."""
    running = Server(tmp_path_factory.mktemp("room") / "room.db", TAKE, TAKE, people=PEOPLE)
    running.round = running.step()["round"]
    yield running
    code, said = running.stop()
    assert code == 0
    assert "Traceback" not in said and "Cannot send error response" not in said, said


def test_pages_and_calls_need_no_cookie_and_set_none(server):
    for path in ("/room/", f"/room/{server.code}", f"/room/{server.code}/wall", f"/room/api/{server.code}/state"):
        status, _, headers = server.call(path)
        assert status == 200 and headers["Set-Cookie"] is None
        assert headers["X-Content-Type-Options"] == "nosniff" and headers["Referrer-Policy"] == "no-referrer"
    # An answer from a browser that never saw the page, without any cookie.
    assert server.answer(0, 10, round=server.round, seq=1)[0] == 200


def test_a_page_runs_only_its_own_script_and_asks_only_once(server):
    status, text, headers = server.call(f"/room/{server.code}")
    nonce = headers["Content-Security-Policy"].split("'nonce-")[1].split("'")[0]
    assert f'<script nonce="{nonce}">' in text and text.count("<script") == 1
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert 'src="' not in text and 'rel="icon" href="data:,"' in text
    assert nonce not in server.call(f"/room/{server.code}")[2]["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["phone", "wall"])
def test_a_page_has_no_placeholder_left(name):
    text = pages.html(name, "N")
    assert text.startswith("<!doctype html>") and "{title}" not in text and 'nonce="N"' in text


def test_nothing_of_jupyter_answers_here(server):
    for path in (
        "/",
        "/api/kernels",
        "/live/modes",
        "/lab",
        "/room/api/rooms",
        "/files/x",
        "/assets/x",
        "/room/../etc",
    ):
        assert server.call(path)[0] in (400, 404, 405), path
    assert server.call("/room/api/rooms", "POST", {"plan": [TAKE]})[0] in (404, 405)


@pytest.mark.parametrize("host", ["evil.example.org", "evil.example.org:80", "127.0.0.1.example.org"])
def test_a_name_that_the_room_does_not_know_gets_nothing(server, host):
    for path in ("/room/", f"/room/{server.code}", f"/room/api/{server.code}/state"):
        status, text, _ = server.call(path, headers={"Host": host})
        assert status == 403 and "Another name" in text and "<script" not in text
    assert server.call("state", headers={"Host": f"localhost:{server.port}"})[0] == 200


def test_a_room_is_known_by_the_name_that_it_was_given(tmp_path):
    assert named(tmp_path, "--name", "econ.example.org") == 200
    assert named(tmp_path) == 403


def named(folder, *options):
    """The status that a room with these options answers to a reader who calls it econ.example.org."""
    own = Server(folder / "room.db", options=options)
    status = own.call("state", headers={"Host": "econ.example.org"})[0]
    own.stop()
    return status


class Narrow(Server):
    """A room on a system that lets it open few files."""

    before = ("sh", "-c", 'ulimit -n 128; exec "$@"', "sh")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such bound")
def test_more_phones_than_files_are_turned_away_and_those_that_are_there_go_on(tmp_path):
    own = Narrow(tmp_path / "room.db", TAKE, people=1)
    one = own.step()["round"]
    there = http.client.HTTPConnection("127.0.0.1", own.port, timeout=30)
    assert own.call("state", connection=there)[0] == 200
    silent = [socket.create_connection(("127.0.0.1", own.port), timeout=30) for _ in range(200)]
    # The last one is closed at once. It would be kept waiting where nobody counts.
    assert silent[-1].recv(1) == b""
    assert own.answer(0, 10, round=one, connection=there)[0] == 200
    for each in (there, *silent):
        each.close()
    deadline = time.monotonic() + 30
    while (status := answered(own)) != 200:
        assert time.monotonic() < deadline, status
    code, said = own.stop()
    assert code == 0 and said == "", said


def answered(running):
    """The status of a room that may still be closing the connections of others."""
    try:
        return running.call("state")[0]
    except OSError as error:
        return error


def test_a_message_that_is_too_long_is_refused(server):
    long = json.dumps(
        {"round": server.round, "part": "main", "seq": 2, "answer": {"take": 1}, "x": "y" * 4096}
    ).encode()
    status, told, _ = server.call("answers", "POST", raw=long, seat=1)
    assert status == 413 and "4,096 bytes" in told["why"]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_what_a_form_of_another_site_could_send_is_refused(server, kind):
    wish = json.dumps({"do": "next"}).encode()
    assert server.call("steps", "POST", raw=wish, key=server.key, headers={"Content-Type": kind})[0] == 415


def test_half_a_character_reaches_nobody(server):
    raw = b'{"screen": {"title": "\\ud800"}}'
    assert server.call("screen", "PUT", raw=raw, key=server.key)[0] == 422
    assert server.call("state")[0] == 200


@pytest.mark.parametrize("raw", [b"", b"{", b"[1]", b'"text"', b"null", b"\xff\xfe", b"[" * 4000])
def test_what_is_no_mapping_is_refused(server, raw):
    status, told, _ = server.call("answers", "POST", raw=raw, seat=1)
    assert status == 422 and told["why"]


@pytest.mark.parametrize("seat", [None, "", "abc", "G" * 32, "a" * 31, 5, ["a" * 32]])
def test_a_seat_is_thirty_two_hexadecimal_digits(server, seat):
    assert server.call("seats", "POST", {"seat": seat})[0] == 422


def test_whoever_has_no_seat_or_no_key_is_refused(server):
    assert server.answer(99, 10, round=server.round)[0] == 401
    assert server.call("me", seat=99)[0] == 401
    for key in (None, "guessed", token(1)):
        for call in (
            ("pool",),
            ("export.csv",),
            ("steps", "POST", {"do": "next"}),
            ("screen", "PUT", {"screen": None}),
            ("end", "POST", {"do": "archive"}),
            ("end", "POST", {"do": "delete", "code": server.code}),
            ("rehearsal", "POST", {"people": 1}),
        ):
            assert server.call(*call, key=key)[0] == 403, call
    assert server.call("state")[1]["state"] == "open"


def test_an_unknown_room_is_told_in_words(server):
    status, told, _ = server.call("/room/api/BBBBB/state")
    assert status == 404 and "Compare the code" in told["why"]


def test_answers_that_come_too_fast_are_put_off_and_one_phone_brakes_no_other(server):
    codes = [server.answer(2, 10, round=server.round, seq=seq)[0] for seq in range(1, 15)]
    assert codes[:12] == [200] * 12 and 429 in codes
    assert server.answer(3, 10, round=server.round)[0] == 200


def test_return_codes_cannot_be_tried_one_after_the_other(server):
    codes = [server.call("seats", "POST", {"seat": token(500), "return": "BBBBBB"})[0] for _ in range(22)]
    assert codes == [404] * 20 + [429] * 2


def test_a_double_tap_is_one_seat(server):
    with ThreadPoolExecutor(4) as taps:
        told = [
            each.result() for each in [taps.submit(server.call, "seats", "POST", {"seat": token(40)}) for _ in range(4)]
        ]
    assert sorted(status for status, *_ in told) == [200, 200, 200, 201]
    assert len({content["number"] for _, content, _ in told}) == 1


def test_a_state_that_is_known_is_not_sent_again(server):
    status, told, headers = server.call("state")
    assert status == 200 and told["closes_in"] > 0
    assert server.call("state", headers={"If-None-Match": headers["ETag"]})[0] == 304
    server.answer(4, 10, round=server.round)
    assert server.call("state", headers={"If-None-Match": headers["ETag"]})[0] == 200


def test_a_refused_answer_names_field_and_rule(server):
    status, told, _ = server.answer(5, 1000, round=server.round)
    assert status == 422 and told["fields"] == {"take": "must be a number from 0 to 100"}


def events(server):
    """An open stream of news, and a function that gives the next state, or "" at its end."""
    stream = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    # As browsers do. A packed stream would take seven times the memory of the server for each phone.
    stream.request("GET", f"/room/api/{server.code}/events", headers={"Accept-Encoding": "gzip"})
    answer = stream.getresponse()

    def heard():
        for line in iter(answer.readline, b""):
            if line.startswith(b"data: "):
                return json.loads(line[6:])
        return ""

    return stream, answer, heard


def test_news_come_as_a_stream_that_proxies_pass_on(server):
    stream, answer, heard = events(server)
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    assert answer.headers["X-Accel-Buffering"] == "no" and answer.headers["Content-Encoding"] is None
    before = heard()
    server.answer(6, 10, round=server.round)
    now = heard()
    assert now["count"] == before["count"] + 1 and now["version"] > before["version"]
    stream.close()


def test_the_picture_of_a_desk_reaches_everybody_and_a_huge_one_nobody(server):
    for each in range(6, 11):
        server.answer(each, 10, round=server.round)
    small = {"title": "shown", "series": []}
    assert server.call("screen", "PUT", {"screen": small}, key=server.key)[0] == 204
    assert server.call("state")[1]["screen"] == small
    assert server.call("screen", "PUT", {"screen": {"x": "y" * 40_000}}, key=server.key)[0] in (400, 413)
    assert server.call("screen", "PUT", {"screen": None}, key=server.key)[0] == 204


def test_of_four_answers_no_row_leaves_the_server_by_any_way(tmp_path):
    own = Server(tmp_path / "room.db", TAKE, people=5)
    one = own.step()["round"]
    for each in range(4):
        assert own.answer(each, 71 + each, round=one)[0] == 200
    own.step(), own.step()
    told = [own.call(name, key=own.key)[1] for name in ("state", "pool", "question", "export.csv")]
    told += [own.call("me", seat=4)[1], own.call(f"/room/{own.code}/wall")[1], own.call(f"/room/{own.code}")[1]]
    given = [
        each for each in map(json.dumps, told) for value in range(71, 75) if f": {value}" in each or f",{value}" in each
    ]
    assert given == [] and told[1] | {"n": 4, "needed": 5} == told[1] and "rows" not in told[1]
    assert told[3].splitlines()[1:] == []
    # Not even a desk that made up a figure puts it on the wall.
    status, why, _ = own.call("screen", "PUT", {"screen": {"title": "four"}}, key=own.key)
    assert status == 409 and "five" in why["why"] and own.call("state")[1]["screen"] is None
    # Whoever comes to a room that is closed for good gets no seat.
    assert own.call("end", "POST", {"do": "archive"}, key=own.key)[0] == 204
    for wish in ({"seat": token(70)}, {"seat": token(71), "return": "BBBBBB"}):
        assert own.call("seats", "POST", wish)[0] in (404, 423)
    assert own.call("me", seat=0)[0] == 401 and own.answer(0, 10, round=one, seq=9)[0] == 401
    assert own.stop()[0] == 0


def test_the_wall_hears_a_question_only_once_its_round_is_open_and_a_second_vote_before(tmp_path):
    own = Server(tmp_path / "room.db", {"kind": "thresholds"}, VOTE, AGAIN, {"kind": "whisper"}, people=3)

    def heard():
        return {name: value for name, value in own.call("question")[1].items() if name != "round"}

    assert heard() == {}
    own.step()
    assert heard()["title"] == "How many before you?" and "2 others are here" in heard()["words"]
    for _ in range(3):
        own.step()
    assert heard() == {}
    own.step()
    vote = {"title": "Which is cheapest?", "words": "", "options": ["market", "firm", "peers"], "again": False}
    assert heard() == vote
    for _ in range(3):
        own.step()
    assert heard() == vote | {"again": True}, "people talk about the question that they know"
    for _ in range(5):
        own.step()
    assert "eight details" in heard()["words"] and ":" not in heard()["words"], "the text itself is for one phone"
    assert own.stop()[0] == 0


def test_the_code_for_cameras_is_a_drawing_of_an_address_and_of_nothing_else(server):
    status, text, headers = server.call(f"/room/{server.code}/qr.svg?at=http://127.0.0.1/room/")
    assert status == 200 and "<svg" in text and headers["Content-Type"] == "image/svg+xml"
    for at in ("javascript:alert(1)", "http://" + "a" * 300):
        assert server.call(f"/room/{server.code}/qr.svg?at={at}")[0] == 422


def test_the_table_of_all_answers_explains_its_columns(server):
    for each in range(6, 12):
        server.answer(each, 30, round=server.round, seq=9)
    status, text, headers = server.call("export.csv", key=server.key)
    lines = list(csv.DictReader(io.StringIO(text)))
    assert status == 200 and f'room-{server.code}.csv"' in headers["Content-Disposition"]
    assert {(each["experiment"], each["field"], each["simulated"], each["attempt"]) for each in lines} >= {
        ("take", "take", "0", "1")
    }
    assert sum(each["value"] == "30" for each in lines) == 6
    assert all("leaves, or staying without pay" in each["meaning"] for each in lines) and len(lines) >= 6


def test_simulated_people_are_marked_in_pool_and_export(server):
    assert server.call("rehearsal", "POST", {"people": 6, "seed": 4}, key=server.key)[1] == {"people": 6}
    assert server.call("rehearsal", "POST", {"people": 6, "seed": 4, "answer": True}, key=server.key)[1] == {
        "answered": 6
    }
    for people in (-1, 301, "6", True, 1.5):
        assert server.call("rehearsal", "POST", {"people": people}, key=server.key)[0] == 422
    lines = list(csv.DictReader(io.StringIO(server.call("export.csv", key=server.key)[1])))
    assert sum(each["simulated"] == "1" for each in lines) == 6 < len(lines)


def test_a_process_that_is_told_to_end_ends_its_open_streams_without_a_complaint(tmp_path):
    own = Server(tmp_path / "room.db", people=1)
    streams = [events(own) for _ in range(3)]
    assert [heard()["state"] for _, _, heard in streams] == ["ready"] * 3
    code, said = own.stop()
    assert code == 0 and said == "", said
    assert [heard() for _, _, heard in streams] == [""] * 3
    for stream, *_ in streams:
        stream.close()
