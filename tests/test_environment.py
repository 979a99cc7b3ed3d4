"""Versions declared once are the same everywhere, and no file names a package index."""

import doctest
import re
import subprocess
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from peerkit.widgets.plotly_bundle import bundle, bundle_version, full_bundle

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def declared(*extras):
    lines = [*PROJECT["dependencies"], *(line for extra in extras for line in PROJECT["optional-dependencies"][extra])]
    return {canonicalize_name(Requirement(line).name): str(Requirement(line).specifier) for line in lines}


def test_environment_yml_has_the_names_and_bounds_of_pyproject():
    lines = re.findall(r"^      - (\S+)$", (ROOT / "environment.yml").read_text(encoding="utf-8"), re.M)
    listed = {
        canonicalize_name(Requirement(line).name): str(Requirement(line).specifier) for line in lines if line[0] != "-"
    }
    assert listed == declared("serve", "advice", "evidence", "room", "proxy")


def test_the_lock_satisfies_pyproject_and_has_a_hash_for_every_package():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = dict(re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;]+)", text, re.M))
    locked = {canonicalize_name(name): version for name, version in locked.items()}
    for name, specifier in declared("serve", "advice", "evidence", "room", "postgres", "test").items():
        assert Requirement(f"{name}{specifier}").specifier.contains(locked[name]), name
    for entry in re.split(r"\n(?=[A-Za-z0-9])", text):
        if "==" in entry:
            assert "--hash=sha256:" in entry, entry.splitlines()[0]


def test_the_lock_of_the_hub_satisfies_pyproject_and_repeats_nothing_of_the_other():
    """So installing it changes nothing that is there."""
    locked, main = (
        {canonicalize_name(name): version for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.M)}
        for text in ((ROOT / f"requirements{part}.lock").read_text(encoding="utf-8") for part in ("-hub", ""))
    )
    for name, specifier in declared("hub", "proxy").items():
        if name not in main:
            assert Requirement(f"{name}{specifier}").specifier.contains(locked[name]), name
    assert not set(locked) & set(main)


def test_no_committed_file_names_a_package_index_or_a_path_of_a_machine():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.suffix in {".lock", ".toml", ".yml", ".cfg", ".md"} or path.name == "Makefile":
            text = path.read_text(encoding="utf-8")
            assert not re.search(
                r"(^| )--((extra-)?index-url|find-links)[ =]|registry\.npmjs|pypi\.org/simple", text
            ), name
            assert not re.search(r"(^|[\s\"'])/(home|root|work|Users)/", text), name
        assert path.name not in {"uv.lock", "package-lock.json"}, name


def test_the_plotly_bundle_has_the_major_version_of_the_installed_plotly():
    assert bundle_version(bundle())[0] == bundle_version(full_bundle())[0]


def test_what_peerkit_leans_on_has_an_upper_bound():
    """The projects whose private names stand in `peerkit.serve.upstream` may break them in a new major version."""
    from peerkit.serve.upstream import NAMES

    bounds = declared("serve")
    for project in {canonicalize_name(name.partition(":")[0].partition(".")[0]) for name in NAMES}:
        assert "<" in bounds[project], f"{project} has no upper bound in pyproject.toml"


def test_the_examples_in_the_readme_give_what_it_says():
    assert doctest.testfile(str(ROOT / "README.md"), module_relative=False, encoding="utf-8") == (0, 5)
