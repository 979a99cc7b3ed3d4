"""The portal in JupyterLab and on Binder: a real `jupyter server` starts it by its entry point and passes everything on."""

import json
import re
import signal
import urllib.request

import pytest

from tests.pages.conftest import PATIENCE
from tests.pages.hosts import Host, free_ports
from tests.pages.serving import LOCAL

pytest.importorskip("jupyter_server_proxy", reason="jupyter-server-proxy is not installed here: make hub")
BASE = "/user/ann%40school/"
WORD = "the-token-of-jupyter"


@pytest.fixture(scope="module")
def jupyter():
    """A `jupyter server` below the address of a user, as Binder starts one; a test kills it."""
    (port,) = free_ports(1)
    options = ("--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}", f"--ServerApp.base_url={BASE}")
    running = Host("-m", "jupyter_server", *options, JUPYTER_TOKEN=WORD)
    running.url = f"http://127.0.0.1:{port}{BASE}"
    try:
        running.wait_for(lambda: asked(running, "api")[0] == 200, "no Jupyter")
        yield running
    finally:
        running.clean()


def asked(jupyter, name, wish=None):
    """The status and the text of an answer to somebody who knows Jupyter's token."""
    headers = {"Authorization": f"token {WORD}", "Content-Type": "application/json"}
    body = None if wish is None else json.dumps(wish).encode()
    with LOCAL.open(urllib.request.Request(f"{jupyter.url}{name}", body, headers), timeout=90) as answer:
        return answer.status, answer.read().decode()


def moved(page, portal):
    """Open a page of a portal and move a control of it, until the sentence below its figure changes."""
    page.goto(f"{portal}modes")
    page.wait_for_function("() => document.body.dataset.kernel === 'connected'", timeout=PATIENCE)
    said = page.locator(".pk-says").first.inner_text()
    page.locator("input[type=range]").first.press("Home")
    page.wait_for_function("said => document.querySelector('.pk-says').innerText !== said", arg=said, timeout=PATIENCE)
    assert page.url.startswith(f"{portal}modes?v=1&")


def test_the_address_that_binder_gives_out_opens_the_portal_and_a_page_of_it_comes_alive(jupyter, browser):
    page = browser.new_page()
    page.goto(f"{jupyter.url}peerkit/?token={WORD}", timeout=3 * PATIENCE)
    assert page.url == f"{jupyter.url}peerkit/"
    links = page.eval_on_selector_all("a[href]", "links => links.map((link) => link.href)")
    assert len(links) > 50 and all(link.startswith(f"{jupyter.url}peerkit/") for link in links)
    moved(page, f"{jupyter.url}peerkit/")
    page.close()


def test_a_room_is_made_and_its_phones_come_through_jupyter_as_its_desk_does(jupyter, browser):
    status, text = asked(jupyter, "peerkit/room/api/rooms", {"plan": [{"kind": "take"}]})
    made = json.loads(text)
    assert status == 201 and made["addresses"] == []
    state = json.loads(asked(jupyter, f"peerkit/room/api/{made['code']}/state")[1])
    assert state["people"] == 0
    phone = browser.new_page()
    phone.goto(f"{jupyter.url}peerkit/room/{made['code']}?token={WORD}")
    phone.get_by_role("button", name=re.compile("join", re.I)).first.click()
    jupyter.wait_for(
        lambda: json.loads(asked(jupyter, f"peerkit/room/api/{made['code']}/state")[1])["people"] == 1, "no seat"
    )
    phone.close()


def test_jupyter_knows_the_word_of_the_portal_and_tells_it_nobody(jupyter):
    asked(jupyter, "peerkit/healthz")
    assert "the word of the room is in the environment" in jupyter.output
    assert not re.search(r"peerkit is at \S+token=", jupyter.output)


def test_a_jupyter_that_is_killed_leaves_no_portal_behind(jupyter):
    asked(jupyter, "peerkit/healthz")
    assert len(jupyter.processes()) >= 3, "the portal runs with its warm process"
    jupyter.end(signal.SIGKILL)
