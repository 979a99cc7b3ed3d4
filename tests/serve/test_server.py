"""A running server, asked as no browser of a reader asks: it refuses what is wrong and goes on with everything else."""

import asyncio
import html
import http.client
import json
import os
import re
import sys
import tempfile
import urllib.parse
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from uuid import uuid4

import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import WebSocketClosedError, websocket_connect

from peerkit import content
from peerkit.serve import fence, frames
from peerkit.serve.frames import V1
from peerkit.serve.inline import hashed
from peerkit.serve.upstream import public_name
from tests.pages.serving import Server, get, until
from tests.pages.test_scripts import notebook
from tests.serve.messages import legacy, message, v1

PAGE = next(page for page in content.pages() if page.kind == "dashboard")
WORD = "open sesame"
KERNEL_IN_PAGE = r'"kernel(?:Id)?": "([\w-]+)"'
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def server():
    """A server without a word, as on one's own machine."""
    running = Server()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def guarded():
    """A server with a word, below a path, whose pages another site may show."""
    running = Server("--token", WORD, "--base-url", "/econ/", "--embed-in", "https://learn.example.org")
    yield running
    running.stop()


def ask(running, target, method="GET", body=None, **headers):
    """Status, headers and text of an answer; redirects are not followed. `_` in names of headers is `-`."""
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=60)
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        connection.request(method, target, body=body, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()
    finally:
        connection.close()


def kernel_of(text):
    """The id of a page's kernel."""
    return re.search(KERNEL_IN_PAGE, text)[1]


@asynccontextmanager
async def connect(running, kernel_id, protocol=V1, **headers):
    """The socket of a page, closed on both sides afterwards."""
    url = f"ws://127.0.0.1:{running.port}/api/kernels/{kernel_id}/channels?session_id={uuid4().hex}"
    protocols = [protocol] if protocol else None
    socket = await websocket_connect(HTTPRequest(url, headers=headers), subprotocols=protocols)
    try:
        yield socket
    finally:
        gone = socket.close_code is not None
        socket.close()
        if not gone:
            await closed(socket)


async def closed(socket):
    """Read until the server has closed a socket."""
    while await asyncio.wait_for(socket.read_message(), 30) is not None:
        pass


FRAMES = {
    "a count that never ends": (V1, (9 * 10**18).to_bytes(8, "little")),
    "20 million positions": ("", (20_000_000).to_bytes(4, "big")),
    "random bytes": (V1, os.urandom(500_000)),
    "a header that is none": (V1, v1({**message(), "header": 3})),
    "no message": ("", "{}"),
    "no JSON": ("", "{"),
    "no object": ("", "[1, 2]"),
    "deep brackets": ("", "[" * 100_000),
}


@pytest.mark.parametrize("name", FRAMES)
def test_a_hostile_frame_closes_its_own_socket_and_nothing_else(server, name):
    protocol, frame = FRAMES[name]
    kernel_id = kernel_of(get(server.url + PAGE.address)[1])

    async def scene():
        async with connect(server, kernel_id) as bystander:
            async with connect(server, kernel_id, protocol) as hostile:
                await hostile.write_message(frame, binary=isinstance(frame, bytes))
                await closed(hostile)
            await bystander.write_message(v1(message("kernel_info_request")), binary=True)
            answer = b""
            while b"kernel_info_reply" not in answer:
                answer = await asyncio.wait_for(bystander.read_message(), 30)

    asyncio.run(scene())
    assert ask(server, f"/peerkit/alive/{kernel_id}")[0] == 204
    assert "Traceback" not in server.output
    ask(server, f"/voila/api/shutdown/{kernel_id}", "POST")


@pytest.mark.parametrize("protocol", [V1, ""])
def test_an_answer_with_binary_data_reaches_its_page_and_holds_up_nobody(server, protocol):
    text = get(server.url + PAGE.address)[1]
    kernel_id, figure = (
        kernel_of(text),
        re.search(r'"([0-9a-f]{32})": \{[^{}]*"_model_name": "AnyModel"[^{}]*plotly_view', text),
    )
    asks = message("comm_msg", {"comm_id": figure[1], "data": {"method": "custom", "content": {"kind": "plotly"}}})

    async def scene():
        async with connect(server, kernel_id, protocol) as socket:
            await socket.write_message(v1(asks) if protocol else legacy(asks), binary=bool(protocol))
            answer = b""
            while len(answer) < 500_000:
                answer = await asyncio.wait_for(socket.read_message(), 30)
            return answer

    assert b'"plotly"' in asyncio.run(scene())
    assert ask(server, f"/peerkit/alive/{kernel_id}")[0] == 204
    ask(server, f"/voila/api/shutdown/{kernel_id}", "POST")


def test_a_socket_of_another_site_is_refused(server):
    kernel_id = kernel_of(get(server.url + PAGE.address)[1])

    async def scene():
        async with connect(server, kernel_id, Origin="https://example.org"):
            pytest.fail("another site has reached a kernel")

    with pytest.raises(HTTPClientError, match="403"):
        asyncio.run(scene())
    ask(server, f"/voila/api/shutdown/{kernel_id}", "POST")


def test_another_site_cannot_make_kernels_by_asking_for_pages_as_pictures(server):
    asked = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Dest": "image"}
    status, _, text = ask(server, "/coverage", Sec_Fetch_Mode="no-cors", **asked)
    assert status == 403 and not re.search(KERNEL_IN_PAGE, text)
    # A link of another site is a visit.
    asked["Sec_Fetch_Dest"] = "document"
    assert ask(server, "/coverage", Sec_Fetch_Mode="navigate", **asked)[0] == 200


def test_a_monitor_is_told_that_the_server_works(server, guarded):
    for running, target in ((server, "/healthz"), (guarded, "/econ/healthz")):
        status, _, text = ask(running, target)
        assert (status, json.loads(text)) == (200, {"status": "ok"})


@pytest.mark.skipif(not os.path.isdir("/proc"), reason="counts the server's processes in /proc")
@pytest.mark.parametrize("target", ["/", f"/{PAGE.address}", "/login", "/healthz", "/no-such-page"])
def test_head_is_answered_like_get_but_without_a_body_and_without_a_kernel(server, target):
    before = until(lambda: server.kernels, "no kernels are in reserve")
    status, headers, text = ask(server, target, "HEAD")
    assert text == "" and server.kernels <= before
    assert status == (404 if target == "/no-such-page" else 302 if target == "/login" else 200)
    assert headers["Content-Type"].startswith("application/json" if target == "/healthz" else "text/html")


def test_head_of_a_script_tells_its_type_and_no_more(server):
    text = ask(server, "/")[2]
    script = re.search(r'src="(/assets/[^"]+page.js)"', text)[1]
    status, headers, body = ask(server, script, "HEAD")
    assert (status, headers["Content-Type"], body) == (200, "text/javascript; charset=utf-8", "")


@pytest.mark.parametrize("host", ["evil.example.org", "evil.example.org:80", "127.0.0.1.example.org", "a" * 300])
def test_a_name_that_the_server_does_not_know_gets_nothing(server, host):
    for target in ("/", f"/{PAGE.address}", "/assets/1/voila/voila.js", "/peerkit/alive/x"):
        status, _, text = ask(server, target, Host=host)
        assert status == 403
        assert "Another name" in text and "<script" not in text


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:8866", "localhost", "LOCALHOST:80", "[::1]:80", "192.168.7.7"]
)
def test_numbers_and_the_machine_itself_are_known(server, host):
    assert ask(server, "/healthz", Host=host)[0] == 200


def test_a_server_with_a_word_answers_to_any_name(guarded):
    assert ask(guarded, "/econ/healthz", Host="econ.example.org")[0] == 200


def test_a_link_of_20000_digits_is_refused_in_a_sentence(server):
    status, _, text = ask(server, f"/{PAGE.address}?v=1&x={'1' * 20_000}")
    assert status == 414 and "too long" in text and "1111" not in text


@pytest.mark.parametrize(
    "target",
    [
        "/assets/1/voila/%00",
        f"/assets/1/voila/{'x' * 300}",
        f"/assets/1/peerkit/{'y/' * 2000}",
        "/assets/1/extensions/%ff",
        "/assets/1/plotly/../../../serve/app.py",
        "/assets/1/peerkit/%2e%2e/page.html.j2",
        "/%00",
        "/modes%00",
        f"/{'x' * 3000}",
        "/voila/tree",
        "/voila/files/README.md",
        "/voila/api/contents",
        "/voila/render/notebooks/index.ipynb",
        "/voila/templates/lab/static/voila.js",
        "/terminals",
        "/lab",
    ],
)
def test_addresses_that_lead_nowhere_are_not_found(server, target):
    assert ask(server, target)[0] in (400, 404)


JUPYTERS = [
    "api",
    "api/config/notebook",
    "api/contents",
    "api/kernels",
    "api/kernelspecs",
    "api/me",
    "api/nbconvert",
    "api/security/csp-report",
    "api/sessions",
    "api/shutdown",
    "api/spec.yaml",
    "api/status",
    "api/terminals",
    "custom/custom.css",
    "edit/README.md",
    "files/README.md",
    "kernelspecs/python3/kernel.json",
    "lab/api/settings",
    "metrics",
    "nbconvert/html/notebooks/index.ipynb",
    "nbextensions/x.js",
    "notebooks/index.ipynb",
    "terminals/websocket/1",
    "tree",
    "view/README.md",
    "voila/api/contents",
    "voila/static/../../app.py",
    "voila/themes/x.css",
]


@pytest.mark.parametrize("target", JUPYTERS)
def test_no_handler_of_jupyter_answers(server, target):
    status, headers, text = ask(server, f"/{target}")
    # The address of a notebook leads to its page.
    assert status in (400, 403, 404) or (status, "ipynb" in target) == (302, True), headers
    assert "kernel_id" not in text and '"connections"' not in text
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert ask(server, f"/{target}", method, "{}")[0] in (400, 403, 404, 405)


REFUSED = {
    "execute_request": {"code": "open({0!r}, 'w').close()", "silent": False, "store_history": False},
    "inspect_request": {"code": "open", "cursor_pos": 4, "detail_level": 1},
    "complete_request": {"code": "op", "cursor_pos": 2},
    "history_request": {"output": True, "raw": True, "hist_access_type": "tail", "n": 10},
    "is_complete_request": {"code": "x"},
    "connect_request": {},
    "shutdown_request": {"restart": False},
    "interrupt_request": {},
    "debug_request": {"type": "request", "seq": 1, "command": "debugInfo"},
    "usage_request": {},
    "create_subshell_request": {},
    "input_reply": {"value": "x"},
}


@pytest.mark.parametrize("protocol", [V1, ""])
def test_a_browser_can_make_its_kernel_do_nothing_but_answer_to_its_widgets(server, tmp_path, protocol):
    kernel_id, mark = kernel_of(get(server.url + PAGE.address)[1]), tmp_path / "run"

    async def scene():
        kinds = set()
        async with connect(server, kernel_id, protocol) as socket:
            for channel in ("shell", "control", "stdin"):
                for kind, told in REFUSED.items():
                    told = {name: part.format(str(mark)) if name == "code" else part for name, part in told.items()}
                    frame = message(kind, told, channel=channel)
                    await socket.write_message(v1(frame) if protocol else legacy(frame), binary=bool(protocol))
            for channel in ("control", "shell"):
                last = message("kernel_info_request", channel=channel)
                await socket.write_message(v1(last) if protocol else legacy(last), binary=bool(protocol))
                while True:
                    kind, _ = frames.kind(await asyncio.wait_for(socket.read_message(), 30))
                    kinds.add(kind)
                    if kind == "kernel_info_reply":
                        break
        return kinds

    assert asyncio.run(scene()) <= {"kernel_info_reply", "status"}
    assert not mark.exists() and ask(server, f"/peerkit/alive/{kernel_id}")[0] == 204
    ask(server, f"/voila/api/shutdown/{kernel_id}", "POST")


@pytest.mark.parametrize("target", ["jupyter.widget", "nonsense"])
def test_a_browser_can_make_no_widget_in_its_kernel(server, target):
    kernel_id = kernel_of(get(server.url + PAGE.address)[1])
    button = {"_model_module": "@jupyter-widgets/controls", "_model_name": "ButtonModel", "description": "mine"}
    opens = message("comm_open", {"comm_id": "mine", "target_name": target, "data": {"state": button}})
    opens["metadata"] = {"version": "2.1.0"}

    async def scene():
        async with connect(server, kernel_id, "") as socket:
            await socket.write_message(legacy(opens))
            await told(socket, lambda kind, content: kind in ("comm_close", "comm_msg"))
            await socket.write_message(legacy(message("comm_info_request", {})))
            return await told(socket, lambda kind, content: kind == "comm_info_reply")

    there = asyncio.run(scene())[-1][1]["comms"]
    assert there and "mine" not in there
    ask(server, f"/voila/api/shutdown/{kernel_id}", "POST")


def test_a_page_has_two_sockets_at_most_and_the_newest_are_served(server):
    kernel_id = kernel_of(get(server.url + PAGE.address)[1])

    async def scene():
        async with connect(server, kernel_id) as first, connect(server, kernel_id), connect(server, kernel_id) as third:
            await closed(first)
            await third.write_message(v1(message("kernel_info_request")), binary=True)
            answer = b""
            while b"kernel_info_reply" not in answer:
                answer = await asyncio.wait_for(third.read_message(), 30)

    asyncio.run(scene())
    ask(server, f"/voila/api/shutdown/{kernel_id}", "POST")


def test_a_page_that_sends_more_than_any_page_does_loses_its_sockets_and_fills_no_memory(server):
    kernel_id = kernel_of(get(server.url + PAGE.address)[1])
    large = v1(message("comm_msg", {"comm_id": "nobody", "data": {"x": "y" * 1_900_000}}))

    async def scene():
        for several in (10, 2):
            async with connect(server, kernel_id) as socket:
                with suppress(WebSocketClosedError):
                    for _ in range(several):
                        await socket.write_message(large, binary=True)
                await closed(socket)
        # A page goes on with what pages send.
        async with connect(server, kernel_id) as socket:
            await socket.write_message(v1(message("kernel_info_request")), binary=True)
            while b"kernel_info_reply" not in await asyncio.wait_for(socket.read_message(), 30):
                pass

    asyncio.run(scene())
    assert "more than a page ever does" in server.output and "Uncaught exception" not in server.output
    ask(server, f"/voila/api/shutdown/{kernel_id}", "POST")


@pytest.mark.parametrize("method", ["TRACE", "OPTIONS", "PATCH", "PROPFIND", "ANYTHING"])
def test_methods_that_nothing_answers_are_refused_in_a_sentence_and_with_one_line_in_the_log(server, method):
    for target in ("/", f"/{PAGE.address}", "/healthz", "/evidence/api/uploads", "/room/api/rooms"):
        status, headers, text = ask(server, target, method)
        assert status == 405 and "GET, HEAD, POST" in text and "default-src" in headers["Content-Security-Policy"]
    assert "Uncaught exception" not in server.output


def test_the_log_of_the_server_does_not_tell_the_secret_names_of_kernels(server):
    kernel_id = kernel_of(get(server.url + PAGE.address)[1])
    url = f"ws://127.0.0.1:{server.port}/api/kernels/{kernel_id}/channels?session_id=same"

    async def scene():
        with pytest.raises(HTTPClientError, match="403"):
            await websocket_connect(HTTPRequest(url, headers={"Origin": "null"}))
        # A page that lost its network comes back while the server still believes in its old socket.
        first, second = await websocket_connect(HTTPRequest(url)), await websocket_connect(HTTPRequest(url))
        await closed(first)
        first.close()
        second.close()
        await closed(second)

    asyncio.run(scene())
    until(lambda: f"stale connection: {public_name(kernel_id)}" in server.output, "the log does not tell of it")
    assert f"/api/kernels/{public_name(kernel_id)}/channels" in server.output and kernel_id not in server.output
    ask(server, f"/voila/api/shutdown/{kernel_id}", "POST")


@pytest.mark.parametrize(("word", "status"), [("", 403), (WORD, 404)])
def test_a_piece_of_no_known_upload_is_refused_before_it_is_sent(guarded, word, status):
    connection = http.client.HTTPConnection("127.0.0.1", guarded.port, timeout=30)
    connection.putrequest("PUT", f"/econ/evidence/api/uploads/{'0' * 32}?from=0")
    sent = {"X-Peerkit": "1", "Content-Length": "4000000", **({"Authorization": f"token {word}"} if word else {})}
    for name, value in sent.items():
        connection.putheader(name, value)
    connection.endheaders()
    # Not one byte of the piece was sent.
    with connection.getresponse() as answer:
        assert answer.status == status and json.loads(answer.read())["problem"]
    connection.close()


def test_whoever_does_not_know_the_secret_name_of_a_kernel_cannot_find_reach_or_end_it(server):
    kernel_id = kernel_of(get(server.url + PAGE.address)[1])
    public = public_name(kernel_id)
    for guess in (public, f"{uuid4()}", kernel_id[:-1] + ("0" if kernel_id[-1] != "0" else "1"), "*", "%2e%2e"):
        assert ask(server, f"/peerkit/alive/{guess}")[0] == 404
        assert ask(server, f"/api/kernels/{guess}")[0] in (404, 405)
        for method, target in (
            ("POST", f"/voila/api/shutdown/{guess}"),
            ("DELETE", f"/api/kernels/{guess}"),
            ("POST", f"/api/kernels/{guess}/restart"),
            ("POST", f"/api/kernels/{guess}/interrupt"),
        ):
            assert ask(server, target, method)[0] in (204, 403, 404, 405)
    assert ask(server, f"/peerkit/alive/{kernel_id}")[0] == 204
    assert kernel_id not in server.output
    if Path("/proc/net/unix").exists():
        # The folder of the sockets is open to all kernels of this user.
        assert public in Path("/proc/net/unix").read_text() and kernel_id not in Path("/proc/net/unix").read_text()
    ask(server, f"/voila/api/shutdown/{kernel_id}", "POST")


LOOKS_AROUND = """
import json, os
from pathlib import Path
there = Path("/proc/self/fd")
opened = [os.readlink(each) for each in there.iterdir() if each.is_symlink() and each.exists()] if there.exists() else []
began = Path("/proc/self/environ").read_text() if there.exists() else ""
print("SEEN" + json.dumps({"variables": dict(os.environ), "began": began, "open": opened}) + "SEEN")
"""
LOOKS_FOR = """
import os
ways = []
for parent, folders, files in os.walk("FOLDER"):
    for each in sorted(files):
        try:
            ways.append(each + ("" if open(os.path.join(parent, each), "rb").read(1) else " empty"))
        except PermissionError:
            ways.append(each + " refused")
print("WAYS" + " ".join(ways) + "WAYS")
"""


def test_a_kernel_gets_neither_the_variables_nor_the_files_of_the_server(tmp_path, monkeypatch):
    (tmp_path / "case_studies").mkdir()
    (tmp_path / "notebooks" / "dashboards").mkdir(parents=True)
    (tmp_path / "notebooks" / "index.ipynb").write_text(notebook(), encoding="utf-8")
    for name, code in {"looks": LOOKS_AROUND, "opens": LOOKS_FOR.replace("FOLDER", str(tmp_path))}.items():
        shows = f"from IPython.display import HTML, display\n{code.replace('print(', 'display(HTML(').rstrip()})"
        (tmp_path / "notebooks" / "dashboards" / f"{name}.ipynb").write_text(notebook(shows), encoding="utf-8")
    own = "import tempfile\nfrom IPython.display import HTML, display\nwith tempfile.TemporaryDirectory() as own:\n    display(HTML(f'MADE {own} '))"
    (tmp_path / "notebooks" / "dashboards" / "makes.ipynb").write_text(notebook(own), encoding="utf-8")
    monkeypatch.setenv("CLOUD_PASSWORD", "a secret of the instructor")
    store = tmp_path / "answers-of-rooms.db"
    running = Server("--token", WORD, "--room-database", str(store), content=tmp_path)
    try:
        ask(running, "/room/api/BCDF/state", Authorization=f"token {WORD}")
        assert store.exists(), "nobody has opened the store of the rooms"
        text = html.unescape(ask(running, "/looks", Authorization=f"token {WORD}")[2])
        ways = ask(running, "/opens", Authorization=f"token {WORD}")[2].split("WAYS")[1].split()
        # The store lies below the folder for temporary files, in which a kernel can make nothing now.
        made = ask(running, "/makes", Authorization=f"token {WORD}")[2]
    finally:
        running.stop()
    assert made.split("MADE ")[1].startswith(f"{tempfile.gettempdir()}/peerkit-"), (
        "a kernel has no such folder of its own"
    )
    assert {"index.ipynb", "looks.ipynb", "opens.ipynb"} <= set(ways)
    if fence.version():
        refused = [name for name, answer in zip(ways, ways[1:], strict=False) if answer == "refused"]
        assert store.name in refused and all(name.startswith(store.name) for name in refused)
    seen = text.split("SEEN")[1]
    assert "PATH" in json.loads(seen)["variables"]
    for secret in ("CLOUD_PASSWORD", "a secret", WORD, "answers-of-rooms", "JUPYTER_CONFIG_DIR"):
        assert secret not in seen


@pytest.mark.parametrize(
    "asked",
    ["/{0}/", "/{1}", "/{0}.", "/{0}%3Fv%3D1", "/{0}.ipynb", "/notebooks/dashboards/{0}.ipynb", "/{0}.html"],
)
def test_a_mangled_link_leads_to_its_page(server, asked):
    target = asked.format(PAGE.address, PAGE.address.capitalize())
    status, headers, _ = ask(server, target)
    assert status == 302
    assert headers["Location"] == f"/{PAGE.address}" + ("?v=1" if "%3D" in asked else "")


def test_browsers_are_told_what_a_page_may_do(server, guarded):
    for running, target in ((server, "/"), (server, "/no-such-page"), (guarded, "/econ/login")):
        headers = ask(running, target)[1]
        rules = dict(rule.strip().split(" ", 1) for rule in headers["Content-Security-Policy"].split(";"))
        assert rules["default-src"] == "'self'" and rules["object-src"] == "'none'"
        assert "http" not in rules["script-src"] and "unsafe" not in rules["script-src"]
        allowed = " https://learn.example.org" if running is guarded else ""
        assert rules["frame-ancestors"] == "'self'" + allowed
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["X-Content-Type-Options"] == "nosniff"


INLINE = re.compile(r"<script((?: [^>]*)?)>(.*?)</script>", re.DOTALL)


@pytest.mark.parametrize("target", ["/", f"/{PAGE.address}", "/no-such-page", "/login?next=/", "/logout"])
def test_browsers_run_the_scripts_that_stand_in_a_page_and_no_others(server, guarded, target):
    running = guarded if "log" in target else server
    _, headers, text = ask(running, "/econ" + target if running is guarded else target)
    rule = re.search("script-src ([^;]+)", headers["Content-Security-Policy"])[1]
    scripts = [script for kind, script in INLINE.findall(text) if "application/" not in kind and " src=" not in kind]
    assert scripts and all(hashed(script) in rule.split() for script in scripts)
    assert hashed(scripts[0] + " ") not in rule
    assert not re.search(r"<[^>]* on\w+=", re.sub(INLINE, "", text))


def test_a_word_that_is_made_is_printed_asked_for_and_in_no_address_afterwards():
    running = Server("--host", "0.0.0.0")
    try:
        word = until(lambda: re.search(r"the word of the room is (\w{12})\n", running.output), "no word is printed")[1]
        visitor = Visitor(running)
        assert visitor.ask("/")[0] == 302
        assert ask(running, f"/api/kernels/{uuid4()}/channels")[0] in (400, 403)
        headers = visitor.ask(f"/?token={word}")[1]
        assert word not in headers["Location"]
        assert visitor.ask(headers["Location"])[1]["Location"] == "/"
        status, _, text = visitor.ask("/")
        assert status == 200 and word not in text
    finally:
        running.stop()


def test_without_a_word_nobody_gets_a_cookie(server):
    for target in ("/", f"/{PAGE.address}", "/login", "/logout"):
        assert "Set-Cookie" not in ask(server, target)[1]


class Visitor:
    """A browser that keeps cookies, or none."""

    def __init__(self, running, keeps=True):
        self.running, self.keeps, self.cookies, self.rules = running, keeps, {}, ""

    def ask(self, target, method="GET", body=None):
        """Ask with the cookies kept so far."""
        sent = {"Cookie": "; ".join(f"{n}={v}" for n, v in self.cookies.items())} if self.cookies else {}
        status, headers, text = ask(self.running, target, method, body, **sent, **(FORM if body else {}))
        for line in headers.get_all("Set-Cookie", []) if self.keeps else []:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name], self.rules = value.strip('"'), line
        return status, headers, text

    def say(self, word, to="/econ/"):
        """Type a word into the form."""
        target = "/econ/login?next=" + urllib.parse.quote(to, safe="")
        form = re.search(r'name="_xsrf" value="([^"]+)"', self.ask(target)[2])[1]
        return self.ask(target, "POST", urllib.parse.urlencode({"password": word, "_xsrf": form}))


def test_the_right_word_opens_and_leaving_closes_for_good(guarded):
    visitor = Visitor(guarded)
    status, headers, _ = visitor.say(WORD, f"/econ/{PAGE.address}?v=1")
    assert (status, headers["Location"]) == (302, f"/econ/{PAGE.address}?v=1")
    assert "HttpOnly" in visitor.rules and "SameSite=Lax" in visitor.rules and "Path=/econ/" in visitor.rules
    assert visitor.ask("/econ/")[0] == 200
    kept = dict(visitor.cookies)
    status, _, text = visitor.ask("/econ/logout")
    assert status == 200 and "Logged out" in text and "Jupyter" not in text
    visitor.cookies = kept
    assert visitor.ask("/econ/")[0] == 302, "the cookie of before still opens"


def test_a_wrong_word_is_answered_kindly_and_guessing_becomes_slow(guarded):
    visitor = Visitor(guarded)
    status, _, text = visitor.say("open sesam")
    assert status == 401 and "That is not the word" in text
    statuses = [visitor.say(f"guess {number}")[0] for number in range(40)]
    assert statuses[0] == 401 and statuses[-1] == 429
    assert statuses.count(401) < 30
    status, _, text = visitor.say(WORD)
    assert status == 429 and "Wait" in text
    wait = int(re.search(r"Wait (\d+) seconds", text)[1])
    until(lambda: visitor.say(WORD)[0] == 302, "the brake never opens", patience=wait + 30)


def test_guesses_in_addresses_are_counted_too():
    running = Server("--token", WORD)
    try:
        for number in range(40):
            assert ask(running, f"/?token=guess{number}")[0] == 302
        assert ask(running, "/", Authorization="token guess")[0] == 429
        assert "Wait" in Visitor(running).ask("/login")[2] or Visitor(running).ask("/?token=open%20sesame")[0] == 302
    finally:
        running.stop()


def test_a_word_in_an_address_opens_and_disappears_from_it(guarded):
    visitor = Visitor(guarded)
    status, headers, _ = visitor.ask(f"/econ/{PAGE.address}?v=1&token=open%20sesame")
    assert status == 302 and "sesame" not in headers["Location"]
    status, headers, _ = visitor.ask(headers["Location"])
    assert (status, headers["Location"]) == (302, f"/econ/{PAGE.address}?v=1")


def test_a_browser_that_keeps_no_cookies_is_told_so(guarded):
    visitor = Visitor(guarded, keeps=False)
    _, headers, _ = visitor.ask("/econ/?token=open%20sesame")
    assert "keeps no cookies" in visitor.ask(headers["Location"])[2]
    assert "keeps no cookies" in visitor.say(WORD)[2]
    assert visitor.ask("/econ/")[0] == 302


@pytest.mark.parametrize(
    "to", ["/econ/a%0d%0ab", "/econ/\r\nX: 1", "//example.org", "https://example.org", "/\\example.org", "/other", "\0"]
)
def test_after_the_word_a_reader_stays_on_this_server(guarded, to):
    status, headers, _ = Visitor(guarded).say(WORD, to)
    assert status == 302 and "X" not in headers
    assert headers["Location"] in ("/econ/", "/econ/a%0d%0ab")


def test_a_form_of_many_megabytes_is_not_taken(guarded):
    connection = http.client.HTTPConnection("127.0.0.1", guarded.port, timeout=30)
    connection.putrequest("POST", "/econ/login")
    for name, value in {**FORM, "Content-Length": str(94_000_000)}.items():
        connection.putheader(name, value)
    connection.endheaders()
    try:
        assert connection.getresponse().status in (400, 413)
    except ConnectionError:
        pass
    finally:
        connection.close()
    assert ask(guarded, "/econ/healthz")[0] == 200


def test_below_a_path_every_address_of_a_page_is_below_it(guarded):
    assert ask(guarded, "/")[1]["Location"] == ask(guarded, "/econ")[1]["Location"] == "/econ/"
    visitor = Visitor(guarded)
    visitor.say(WORD)
    for target in ("/econ/", f"/econ/{PAGE.address}"):
        status, _, text = visitor.ask(target)
        assert status == 200
        scripts = re.findall(r'(?:src|href)="(/[^"]*)"', text)
        assert scripts and all(address.startswith("/econ/") for address in scripts)
        for address in scripts:
            if "/assets/" in address:
                assert visitor.ask(address)[0] == 200, address


BUSY = "while True:\n    pass"
GREEDY = "import numpy\n\nnumpy.zeros(600_000_000)\nnumpy.ones(600_000_000).sum()"
FAILING = """
from peerkit.widgets.panel import Panel


def broken(values):
    raise ZeroDivisionError("the secret of the model")


Panel(on_change=broken, model_id="failing", banner="before")
"""


@pytest.fixture(scope="module")
def strange(tmp_path_factory):
    """A server of notebooks that work for ever, take all memory, or fail when a reader moves something."""
    folder = tmp_path_factory.mktemp("content")
    (folder / "case_studies").mkdir()
    (folder / "notebooks" / "dashboards").mkdir(parents=True)
    (folder / "notebooks" / "index.ipynb").write_text(notebook(), encoding="utf-8")
    for name, source in {"busy": BUSY, "greedy": GREEDY, "failing": FAILING}.items():
        (folder / "notebooks" / "dashboards" / f"{name}.ipynb").write_text(notebook(source), encoding="utf-8")
    running = Server(content=folder)
    yield running
    running.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps the bound on memory")
def test_a_page_that_wants_all_memory_is_refused_it(strange):
    status, text = get(strange.url + "greedy")
    assert status == 200 and "could not be made" in text
    assert "MemoryError" in strange.output


@pytest.mark.skipif(not os.path.isdir("/proc"), reason="counts the server's processes in /proc")
def test_work_that_nobody_waits_for_ends_with_the_reader(strange):
    reserve = 2
    until(lambda: strange.kernels >= reserve, "the reserve is not filled")
    impatient = http.client.HTTPConnection("127.0.0.1", strange.port)
    impatient.request("GET", "/busy")
    answer, text = impatient.getresponse(), ""
    while "</h1>" not in text:
        text += answer.read1().decode()
    kernel_id = kernel_of(text)
    until(lambda: ask(strange, f"/peerkit/alive/{kernel_id}")[0] == 204, "the page has no kernel")
    answer.close()
    impatient.close()
    until(lambda: ask(strange, f"/peerkit/alive/{kernel_id}")[0] == 404, "the kernel works on for nobody")
    until(lambda: strange.kernels <= reserve, lambda: f"{strange.kernels} kernels are left")


async def told(socket, enough):
    """All messages until one fulfils `enough`: type and content."""
    heard = []
    while not heard or not enough(*heard[-1]):
        frame = await asyncio.wait_for(socket.read_message(), 30)
        parts = json.loads(frame)
        heard.append((parts["header"]["msg_type"], parts["content"]))
    return heard


def to_widget(data):
    """A message to the panel of the failing page."""
    return legacy(message("comm_msg", {"comm_id": "failing", "data": data}))


def is_answer(kind, content):
    return kind == "comm_msg" and content["data"].get("state", {}).get("answer", {}).get("sequence") == 1


CHANGE = {"method": "custom", "content": {"kind": "change", "sequence": 1, "values": {"x": 0}}}


def talk(running, *data):
    """Messages to a page that sends `data` to its panel and then moves a control."""
    kernel_id = kernel_of(get(running.url + "failing")[1])

    async def scene():
        async with connect(running, kernel_id, protocol="") as socket:
            for each in (*data, CHANGE):
                await socket.write_message(to_widget(each))
            return await told(socket, is_answer)

    try:
        return asyncio.run(scene())
    finally:
        ask(running, f"/voila/api/shutdown/{kernel_id}", "POST")


def test_the_number_that_a_reader_is_given_stands_in_the_log_and_the_reason_only_there(strange):
    heard = talk(strange)
    text = json.dumps(heard)
    number = re.search(r"the number (\w{6})", text)[1]
    until(lambda: f"error {number} on a page" in strange.output, "the server's log does not know the number")
    until(lambda: "the secret of the model" in strange.output, "the server's log does not know the reason")
    assert "secret" not in text and "Traceback" not in text and "panel.py" not in text
    assert {kind for kind, _ in heard} <= {"comm_msg", "status"}


@pytest.mark.parametrize(
    "data", [{"method": "update", "state": 3}, {"method": "custom"}, {}, {"method": "update", "state": {"controls": 7}}]
)
def test_a_malformed_message_to_a_widget_shows_nobody_a_traceback(strange, data):
    heard = talk(strange, data)
    assert {kind for kind, _ in heard} <= {"comm_msg", "status"}
    assert "Traceback" not in json.dumps(heard)


@pytest.mark.parametrize("name", ["controls", "banner", "_esm", "layout", "values"])
def test_what_a_reader_does_not_move_cannot_be_written(strange, name):
    heard = talk(strange, {"method": "update", "state": {name: "written from outside"}})
    assert "written from outside" not in json.dumps(heard)


def test_a_message_that_would_run_code_is_not_passed_on(strange):
    kernel_id = kernel_of(get(strange.url + "failing")[1])

    async def scene():
        async with connect(strange, kernel_id, protocol="") as socket:
            for kind in ("execute_request", "shutdown_request", "debug_request", "input_reply"):
                content = {"code": "raise SystemExit", "silent": False}
                for channel in ("shell", "control", "stdin"):
                    await socket.write_message(legacy(message(kind, content, channel=channel)))
            await socket.write_message(to_widget(CHANGE))
            await told(socket, is_answer)

    asyncio.run(scene())
    assert ask(strange, f"/peerkit/alive/{kernel_id}")[0] == 204
