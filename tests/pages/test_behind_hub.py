"""The configuration for a JupyterHub that peerkit ships, started: a group that shares a portal, an instructor who has one."""

import os
import re
import shutil
import sys
from importlib import resources
from pathlib import Path

import pytest

from tests.pages.conftest import PATIENCE
from tests.pages.hosts import Host, configured, family, free_ports
from tests.pages.serving import LOCAL, _processes, _still_running, until
from tests.pages.test_behind_jupyter import moved

pytest.importorskip("jupyterhub", reason="JupyterHub is not installed here: make hub")
# `make hub` puts it beside the environment.
BESIDE = Path(sys.prefix) / "hub" / "node_modules" / ".bin"
PATHS = os.pathsep.join([str(BESIDE), os.environ["PATH"]])
pytestmark = pytest.mark.skipif(
    shutil.which("configurable-http-proxy", path=PATHS) is None,
    reason="configurable-http-proxy is not installed here: make hub",
)
STUDENT, GROUP, TEACHER = "ann@school", "tuesday", "ben@school"


class Hub(Host):
    """A JupyterHub with `deploy/jupyterhub_config.py`, whose lines between the marks are changed as an administrator would."""

    def __init__(self, home):
        self.port, inside, proxy, self.room_port = free_ports(4)
        self.url = f"http://127.0.0.1:{self.port}/"
        text = (resources.files("peerkit.serve") / "deploy" / "jupyterhub_config.py").read_text(encoding="utf-8")
        people = f"""
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
INSTRUCTORS = {{"{TEACHER}"}}
GROUPS = {{"{GROUP}": ["{STUDENT}"]}}
PARTICIPANTS = 5
"""
        servers = f"""
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = "{home}/{{username}}"
c.JupyterHub.bind_url = "{self.url}"
c.JupyterHub.hub_port = {inside}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy}"
c.Spawner.args = ["--allow-root"]
LAB = False
"""
        room = f"""
ROOM_AT = "http://127.0.0.1:{self.room_port}/room/"
ROOM_PORT = {self.room_port}
ROOM_PEOPLE = 30
ROOM_DATABASE = "{home}/room.db"
"""
        file = Path(home) / "jupyterhub_config.py"
        file.write_text(configured(text, people=people, servers=servers, room=room), encoding="utf-8")
        super().__init__("-m", "jupyterhub", "-f", str(file), PATH=PATHS)


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    """A hub; at its end it has left no process behind."""
    running = Hub(tmp_path_factory.mktemp("hub"))
    try:
        running.wait_for(lambda: "is now running at" in running.output, "no hub")
        yield running
        running.end()
    finally:
        running.clean()


def logged_in(hub, browser, name):
    """A page of a new window in which somebody has logged in, and whose portal starts."""
    page = browser.new_context().new_page()
    page.goto(hub.url)
    page.fill("#username_input", name)
    page.click("#login_submit")
    return page


def xsrf(page, path):
    """The header that shows a hub that a call comes from its own page."""
    kept = {each["path"]: each["value"] for each in page.context.cookies() if each["name"] == "_xsrf"}
    return {"X-XSRFToken": kept[path]}


def portals(hub, name):
    """The processes of the portal of a name, with the server that started it."""
    running = {pid: Path(f"/proc/{pid}/cmdline").read_bytes().decode() for pid in hub.processes()}
    below = [pid for pid, line in running.items() if f"/user/{name}/peerkit/" in line]
    return family(*below, *(_processes()[pid][1] for pid in below))


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="this system does not say which processes run")
def test_a_group_shares_a_portal_and_an_instructor_has_one_with_the_room_outside(hub, browser):
    student, teacher = logged_in(hub, browser, STUDENT), logged_in(hub, browser, TEACHER)
    student.wait_for_url(f"{hub.url}user/{GROUP}/peerkit/", timeout=3 * PATIENCE)
    moved(student, student.url)
    asked = student.context.request

    # Nobody who opens a portal can run code, read files, or reach other ports of the machine.
    token = xsrf(student, f"/user/{GROUP}/")
    assert asked.post(f"{hub.url}user/{GROUP}/api/kernels", headers=token).status == 403
    refused = {"api/kernels": 403, "api/contents": 403, "api/terminals": 404, "lab": 404}
    refused[f"proxy/{hub.room_port}/room/"] = 404
    answers = {name: asked.get(f"{hub.url}user/{GROUP}/{name}").status for name in refused}
    assert answers == refused

    teacher.wait_for_url(f"{hub.url}user/{TEACHER}/peerkit/", timeout=3 * PATIENCE)
    assert asked.get(f"{hub.url}user/{TEACHER}/peerkit/").status in (403, 404), "a student reached the teacher's portal"
    assert teacher.context.request.get(f"{hub.url}user/{GROUP}/peerkit/").status == 403

    own = asked.get(f"{hub.url}hub/spawn")
    assert own.status == 403 and f"share the portal of {GROUP}" in own.text(), "a member has started one more portal"

    # A room that the teacher makes is answered outside, where nobody needs an account.
    made = teacher.context.request.post(
        f"{hub.url}user/{TEACHER}/peerkit/room/api/rooms", data={"plan": [{"kind": "take"}]}
    ).json()
    assert made["addresses"] == [f"http://127.0.0.1:{hub.room_port}/room/"]
    with LOCAL.open(f"{made['addresses'][0]}api/{made['code']}/state", timeout=30) as answer:
        assert answer.status == 200

    # A member stops the group's portal; its processes end, and the teacher's go on.
    ending = portals(hub, GROUP)
    assert len(ending) >= 4, "the server, the portal, its warm process and a kernel"
    stopped = asked.delete(f"{hub.url}hub/api/users/{GROUP}/server", headers=xsrf(student, "/hub/"))
    assert stopped.status in (202, 204), stopped.text()
    until(lambda: not _still_running(ending), lambda: f"left behind: {_still_running(ending)}\n{hub.output}")
    assert portals(hub, TEACHER)
    student.context.close()
    teacher.context.close()


def test_nobody_logs_in_under_the_name_of_a_group(hub, browser):
    page = browser.new_context().new_page()
    page.goto(hub.url)
    page.fill("#username_input", GROUP)
    page.click("#login_submit")
    page.get_by_text(re.compile("invalid username or password", re.I)).wait_for(timeout=PATIENCE)
    page.context.close()
