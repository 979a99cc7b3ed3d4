"""A page that is opened when all places of the room are taken, and what becomes of it."""

from peerkit import content
from tests.pages.conftest import wait_until_drawn
from tests.pages.serving import get
from tests.serve.test_places import PLACES, narrow  # noqa: F401  pytest finds a fixture by its name
from tests.serve.test_server import ask, kernel_of

PAGE = next(page for page in content.pages() if page.kind == "dashboard")


def test_who_comes_too_late_reads_figures_and_gets_a_kernel_when_a_place_is_free(narrow, reader):  # noqa: F811
    taken = [kernel_of(get(narrow.url + PAGE.address)[1]) for _ in range(PLACES)]
    sockets = []
    shown = reader.open(PAGE.address, base=narrow.url, ready=False)
    shown.on("websocket", lambda socket: sockets.append(socket.url))
    shown.locator(".pk-drawing[data-drawn]").first.wait_for()
    notice = shown.locator(".pk-gone")
    assert notice.is_visible() and "The room is full" in notice.inner_text()
    slider = shown.locator("input[type=range], input[type=number], input[type=text]").first
    slider.focus()
    shown.keyboard.press("ArrowRight")
    assert sockets == [], "a page without a kernel asks for one's socket"
    for kernel_id in taken:
        ask(narrow, f"/voila/api/shutdown/{kernel_id}", "POST")
    shown.wait_for_function("() => document.body.dataset.kernel === 'connected'")
    wait_until_drawn(shown)
    assert not shown.locator(".pk-gone").is_visible()
