"""The page of a log in a browser, on a server of its own that may open the logs of one folder."""

import json
import urllib.error
import urllib.request

import pytest

from tests.evidence.reports import PEOPLE, comma_file
from tests.pages.serving import LOCAL, Server

PATIENCE = 90_000
ADDRESS = "evidence/your_log"


@pytest.fixture(scope="module")
def logs(tmp_path_factory):
    """A server that opens the logs of one folder, and that folder; nothing is kept from before."""
    home = tmp_path_factory.mktemp("home")
    folder = home / "logs"
    folder.mkdir()
    comma_file(folder, "inside.csv", many=60)
    comma_file(home, "outside.csv", many=60)
    (folder / "way_out").symlink_to(home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(home / "cache"))
        running = Server("--room-port", "0", "--room-database", str(home / "room.db"), "--logs", str(folder))
    yield running, home
    running.stop()


def told(page, words):
    """Wait until the report has these words, and return all of its summary."""
    page.wait_for_function(
        "words => document.querySelector('.pk-log .pk-told').innerText.includes(words)", arg=words, timeout=PATIENCE
    )
    return page.inner_text(".pk-log .pk-told >> nth=0")


def problem(page):
    """Wait until a problem is told, and return its sentence."""
    page.wait_for_function("() => document.querySelector('.pk-notice').innerText", timeout=PATIENCE)
    return page.inner_text(".pk-log .pk-notice")


def saved(page, button, folder):
    """The file that a button hands out: its name and text."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path.name, path.read_text(encoding="utf-8")


def test_a_reader_sees_the_sample_sends_a_log_and_saves_what_it_shows(reader, logs, tmp_path):
    server, _ = logs
    page = reader.open(ADDRESS, base=server.url, accept_downloads=True)
    # Not kept on this machine yet: a worker makes it while the page shows how far it is.
    assert "simulated turnover" in told(page, "The log shows:")
    assert page.locator(".pk-drawing").count() == 5
    name = "our choir with a very long name that no phone shows in one line <b>.csv"
    page.set_input_files("input[type=file]", comma_file(tmp_path, name, many=90))
    page.get_by_role("button", name="Send and read it").click()
    assert "90 contributions" in told(page, "very long name") and "<b>" in told(page, "very long name")
    assert not any(each in page.inner_text("body") for each in PEOPLE)
    page.get_by_role("button", name="Send and read it").click()
    page.wait_for_function("() => document.querySelector('.pk-progress').hidden", timeout=PATIENCE)
    made, text = saved(page, "Save everything (JSON)", tmp_path)
    assert made.endswith(".evidence.json") and json.loads(text)["log"]["name"] == name
    assert saved(page, "Save the measures (CSV)", tmp_path)[1].startswith("measure,label,unit,estimate")
    assert saved(page, "Save as a page (HTML)", tmp_path)[1].startswith("<!doctype html>")
    assert json.loads(saved(page, "Save a summary", tmp_path)[1])["peerkit"] == "summary of a log"
    page.set_viewport_size({"width": 390, "height": 850})
    assert page.evaluate("() => document.documentElement.scrollWidth") == 390


def test_what_cannot_be_read_is_told_in_a_sentence_and_the_report_stays(reader, logs, tmp_path):
    server, _ = logs
    page = reader.open(ADDRESS, base=server.url, width=1100)
    before = told(page, "The log shows:")
    reader.forgive("404")
    (tmp_path / "two.csv").write_text("a,b\n1,2\n")
    page.set_input_files("input[type=file]", tmp_path / "two.csv")
    page.get_by_role("button", name="Send and read it").click()
    assert "no column looks like somebody who contributes" in problem(page)
    path = page.get_by_label("A path below the server's folder of logs")
    path.fill("way_out/outside.csv")
    page.get_by_role("button", name="Read it", exact=True).click()
    page.wait_for_function("() => document.querySelector('.pk-notice').innerText.includes('no such log')")
    assert told(page, "The log shows:") == before
    path.fill("inside.csv")
    page.get_by_text("Columns have other names?").click()
    page.get_by_label("contributor: who contributed").fill("page")
    page.get_by_role("button", name="Read it", exact=True).click()
    assert "9 people made 60 contributions" in told(page, "inside.csv")


def asked(server, address, content=None, mark=True, method=None):
    """Status and answer of the server to a request that no page sends."""
    request = urllib.request.Request(f"{server.url}evidence/api/{address}", data=content, method=method)
    request.add_header("Content-Type", "application/json")
    if mark:
        request.add_header("X-Peerkit", "1")
    try:
        with LOCAL.open(request, timeout=30) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.loads(error.read())


@pytest.mark.parametrize("path", ["../outside.csv", "way_out/outside.csv", "/etc/passwd", "a\0b", "no.csv", "~", ["x"]])
def test_no_path_leads_out_of_the_folder(path, logs):
    server, _ = logs
    status, answer = asked(server, "analyses", json.dumps({"path": path}).encode())
    assert (status, answer["problem"]) == (404, "There is no such log in the folder that this server may open.")


@pytest.mark.parametrize(
    ("address", "content", "mark", "status"),
    [
        ("analyses", b'{"sample": "turnover"}', False, 403),
        ("analyses", b'{"sample": "no such"}', True, 400),
        ("analyses", b"[1]", True, 400),
        ("analyses", b"{" * 5000, True, 400),
        ("uploads", b'{"name": "x.csv", "bytes": 0}', True, 400),
        ("uploads", b'{"name": "x.csv", "bytes": 9000000000}', True, 413),
        ("analyses/" + "0" * 32, None, True, 404),
        ("analyses/" + "0" * 32 + "/result", None, True, 404),
    ],
)
def test_what_no_page_sends_is_refused_with_a_sentence(address, content, mark, status, logs):
    server, _ = logs
    told_back = asked(server, address, content, mark)
    assert told_back[0] == status and told_back[1]["problem"].endswith(".")


def test_a_piece_may_be_larger_than_other_requests_and_no_larger(logs):
    server, _ = logs
    size = 5 * 1024**2
    _, upload = asked(server, "uploads", json.dumps({"name": "x.csv", "bytes": size}).encode())
    piece = upload["piece"]
    where = f"uploads/{upload['id']}"
    assert asked(server, f"{where}?from=0", b"a" * piece, method="PUT") == (200, {"there": piece})
    assert asked(server, f"{where}?from=0", b"a", mark=False, method="PUT")[0] == 403
    assert asked(server, where) == (200, {"there": piece})
    assert asked(server, f"{where}?from=x", b"a", method="PUT")[0] == 400
