"""Scripts that carry modules come as one file, in any order; all others come as they are."""

from types import SimpleNamespace

import pytest

from peerkit.serve import preload
from peerkit.serve.preload import Learned, is_chunk, together
from peerkit.serve.site import Site

CHUNKS = {
    "minified.js": '"use strict";(self.webpackChunkshop=self.webpackChunkshop||[]).push([[1],{10:(e)=>{e.exports=1}}]);',
    "rspack.js": 'self["rspackChunkshop"] = self["rspackChunkshop"] || []).push([["528"], {}]);',
    "licensed.js": "/*! see licensed.js.LICENSE.txt */\n(self.webpackChunkshop=self.webpackChunkshop||[]).push([[2],{}])",
}
OTHERS = {
    "entry.js": "var _JUPYTERLAB;(() => { 'use strict'; self.webpackChunkshop = self.webpackChunkshop || []; })()",
    "plain.js": "console.log('hello')",
}


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.setattr(preload, "jupyter_runtime_dir", lambda: str(tmp_path / "run"))
    for name, text in (CHUNKS | OTHERS).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", CHUNKS)
def test_a_file_that_only_adds_modules_is_a_chunk(files, name):
    assert is_chunk(str(files / name))


@pytest.mark.parametrize("name", OTHERS)
def test_a_file_that_does_more_is_none(files, name):
    assert not is_chunk(str(files / name))


def test_what_was_asked_for_is_remembered_by_the_next_server_of_the_same_versions(files):
    first = Learned("versions")
    for name in (*CHUNKS, *OTHERS):
        first(f"/assets/1/{name}", files / name)
    again = Learned("versions")
    assert set(again.urls) == {f"/assets/1/{name}" for name in OTHERS}
    assert again.chunks == first.chunks == tuple(sorted(str(files / name) for name in CHUNKS))
    assert Learned("other versions").urls == []


@pytest.mark.parametrize("damage", ["", "[1, 2]", '{"/a.js": 3}', '{"/a.js": "/gone.js"}'])
def test_a_damaged_or_outdated_memory_is_an_empty_one(files, damage):
    Learned("versions")("/a.js", files / "plain.js")
    next((files / "run").glob("*.json")).write_text(damage, encoding="utf-8")
    again = Learned("versions")
    assert again.urls == [] and again.chunks == ()


def test_a_folder_that_cannot_be_written_costs_the_memory_and_nothing_else(files, monkeypatch):
    monkeypatch.setattr(preload, "jupyter_runtime_dir", lambda: str(files / "plain.js"))
    learned = Learned("versions")
    learned("/a.js", files / "plain.js")
    assert learned.urls == ["/a.js"]


def test_together_they_are_what_they_are_one_by_one_and_the_address_changes_with_them(files):
    names = ("minified.js", "licensed.js")
    chosen = tuple(str(files / name) for name in names)
    digest, text = together(chosen)
    assert all((files / name).read_text() in text for name in names)
    assert digest != together(chosen[:1])[0]


def test_only_the_script_of_now_is_served(files):
    site = object.__new__(Site)
    site.learned, site._server = Learned("versions"), SimpleNamespace(base_url="/")
    assert site.chunks_url == ""
    site.learned("/assets/1/minified.js", files / "minified.js")
    early = site.chunks_url.split("/")[-2]
    assert "e.exports=1" in site.chunks_of(early)
    site.learned("/assets/1/licensed.js", files / "licensed.js")
    assert site.chunks_of(early) is None and site.chunks_of(site.chunks_url.split("/")[-2]) is not None
