"""Files for containers and for Binder: as much of them as can be tried without an image."""

import argparse
import json
import os
import re
import shlex
import shutil
import stat
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from peerkit.serve.commands import DATABASE, register
from peerkit.serve.handlers import routes

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "peerkit" / "serve" / "deploy"
TEXT = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
GUIDES = {
    *DEPLOY.iterdir(),
    *(ROOT / "notebooks" / "guides" / f"{name}.ipynb" for name in ("serve_many", "deploy_a_server")),
}


def lines(text):
    """The instructions of a container file, each with its arguments, continued lines joined."""
    joined = re.sub(r"\\\n", " ", re.sub(r"(?m)^#.*\n", "", text))
    return [tuple(line.split(None, 1)) for line in joined.splitlines() if line.strip()]


def last(name):
    """The arguments of the last instruction with a name."""
    return [rest for word, rest in lines(TEXT) if word == name][-1]


def parsed(arguments):
    """The options of a command of the server; SystemExit where there is no such command or option."""
    parser = argparse.ArgumentParser()
    register(parser.add_subparsers())
    return parser.parse_args(arguments)


@pytest.mark.parametrize("file", sorted(GUIDES), ids=lambda file: file.name)
def test_the_commands_that_administrators_copy_are_known(file):
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".ipynb":
        text = "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])
    commands = re.findall(r"\bpeerkit ((?:serve|room|doctor) -[^`&#|;\n]*)", text)
    assert commands or file.name in ("Containerfile", "jupyterhub_config.py")
    for command in commands:
        assert parsed(shlex.split(re.sub(r"\bN\b", "30", command))).run


def test_what_the_container_file_copies_is_in_the_repository():
    kept = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    copied = [rest.split()[:-1] for name, rest in lines(TEXT) if name == "COPY" and "--from" not in rest]
    assert sum(map(len, copied)) >= 6
    for source in (each for sources in copied for each in sources):
        assert any(file == source or file.startswith(f"{source}/") for file in kept), source


def test_the_container_file_installs_extras_that_there_are_with_the_versions_of_the_lock():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    wanted = re.findall(r"--extra (\w+)", TEXT)
    assert set(wanted) == {"serve", "advice", "evidence", "room", "postgres"} <= set(extras)
    assert "--constraint requirements.lock" in TEXT and "requirements.lock" in TEXT.split("FROM")[1]


def test_the_container_runs_as_somebody_and_says_where_it_can_be_reached_and_whether_it_works():
    names = [name for name, _ in lines(TEXT)]
    assert names.index("USER", len(names) - names[::-1].index("FROM")) < names.index("ENTRYPOINT")
    user = last("USER")
    assert user.isdigit() and int(user) > 0 and f"--uid {user} " in last("RUN")
    start = json.loads(last("ENTRYPOINT"))
    assert start[:3] == ["tini", "--", "peerkit"]
    options = parsed([*start[3:], *json.loads(last("CMD"))])
    assert (options.host, options.port, options.room_at, options.no_browser) == ("0.0.0.0", "8866", "here", True)
    assert last("EXPOSE") == options.port
    check = re.search(r"http://127\.0\.0\.1:(\d+)/(\w+)", last("HEALTHCHECK"))
    assert check[1] == options.port and check[2] in {pattern for pattern, *_ in routes()}
    # What is in the room's database outlives the container.
    assert re.search(rf"{DATABASE}=(\S+)", last("ENV"))[1].startswith(last("VOLUME") + "/")


@pytest.mark.skipif(sys.platform == "win32" or not shutil.which("make"), reason="postBuild needs bash and make")
def test_binder_goes_on_where_npm_reaches_nobody(tmp_path):
    copied = tmp_path / "repository"
    copied.mkdir()
    for name in ("Makefile", "requirements.lock", "postBuild"):
        shutil.copy2(ROOT / name, copied)
    shutil.copytree(
        ROOT / "peerkit", copied / "peerkit", ignore=shutil.ignore_patterns("plotly-*.min.js", "__pycache__")
    )
    commands = tmp_path / "bin"
    commands.mkdir()
    for name, does in {"npm": "exit 1", "python": f'exec "{sys.executable}" "$@"'}.items():
        (commands / name).write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
        (commands / name).chmod(0o755)
    own = {"PATH": f"{commands}{os.pathsep}{os.environ['PATH']}", "XDG_CACHE_HOME": str(tmp_path / "cache")}
    # From its own folder, as Binder does, and with the packages of this copy.
    done = subprocess.run(
        [str(copied / "postBuild")],
        cwd=copied,
        env={**os.environ, **own, "PYTHONPATH": str(copied)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "pages use the one of the plotly package" in done.stdout
    assert list((tmp_path / "cache" / "peerkit").glob("*.json")), "the sample of the page of logs is not there"


def test_what_binder_runs_may_be_run():
    assert (ROOT / "postBuild").stat().st_mode & stat.S_IXUSR
    listed = subprocess.run(["git", "ls-files", "-s", "postBuild"], cwd=ROOT, capture_output=True, text=True).stdout
    assert listed.startswith("100755")
