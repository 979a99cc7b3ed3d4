"""A workshop in JupyterLab: a notebook opened, run, moved and left by a link, as an instructor does it."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pages.serving import free_port, get, until

ROOT = Path(__file__).parents[2]
NOTEBOOK = "notebooks/dashboards/thresholds.ipynb"
OWN = (
    "JUPYTER_CONFIG_DIR",
    "JUPYTER_RUNTIME_DIR",
    "JUPYTERLAB_WORKSPACES_DIR",
    "JUPYTERLAB_SETTINGS_DIR",
    "IPYTHONDIR",
)
"""Variables that name the folders of a user of Lab: here folders of the test."""


@pytest.fixture
def lab(tmp_path):
    """The address of a JupyterLab on a copy of the notebooks, since Lab saves what it has run."""
    root = tmp_path / "root"
    for each in ("notebooks", "case_studies"):
        shutil.copytree(ROOT / each, root / each)
    port = free_port()
    url = f"http://127.0.0.1:{port}/"
    options = ("--no-browser", "--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0", "--allow-root")
    settings = (f"--ServerApp.root_dir={root}", "--IdentityProvider.token=word", "--LabApp.news_url=")
    with (tmp_path / "output").open("wb") as output:
        running = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options, *settings],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env={**os.environ, **{each: str(tmp_path / each) for each in OWN}},
        )
    try:
        until(lambda: answers(url, running), lambda: (tmp_path / "output").read_text())
        yield url
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(60)


def answers(url, running):
    assert running.poll() is None, f"JupyterLab ended with {running.returncode}"
    try:
        return get(f"{url}api")[0] == 200
    except OSError:
        return False


def test_a_notebook_runs_in_lab_its_controls_have_the_keyboard_and_its_links_open_notebooks(lab, reader):
    shown = reader.open(f"lab/tree/{NOTEBOOK}?token=word", base=lab, ready=False, width=1400)
    # The menu is shut again by what is still loading.
    shown.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
    shown.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    shown.get_by_role("menuitem", name="Run", exact=True).click()
    shown.get_by_role("menuitem", name="Run All Cells", exact=True).first.click()
    shown.locator(".pk-drawing[data-drawn] .main-svg").first.wait_for()
    sentence = shown.locator(".pk-result .pk-says").first
    before, cells = sentence.text_content(), shown.locator(".jp-Cell").count()
    slider = shown.get_by_role("slider", name="Average threshold").first
    slider.focus()
    # In Lab these letters delete, insert and paste cells. They are the control's own while it has the focus.
    for letter in "ddbax":
        shown.keyboard.press(letter)
    for _ in range(5):
        shown.keyboard.press("ArrowRight")
    shown.wait_for_function("([line, before]) => line.textContent !== before", arg=[sentence.element_handle(), before])
    assert slider.input_value() == "30"
    assert shown.locator(".jp-Cell").count() == cells, "a letter typed in a control changed the notebook"
    shown.get_by_role("link", name="critical mass", exact=True).click()
    shown.get_by_role("tab", name="network_adoption.ipynb").wait_for()
    assert len(shown.context.pages) == 1, "a link to a notebook left Lab"
