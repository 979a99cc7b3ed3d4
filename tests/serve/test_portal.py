"""The portal is made once, kept for the next server, and made again when anything it shows has changed."""

import asyncio
import json
import os
from types import SimpleNamespace

import pytest

from peerkit.serve import portal
from peerkit.serve.portal import FrontPage


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "index.ipynb").write_text("{}", encoding="utf-8")
    monkeypatch.setattr(portal.content, "root", lambda: tmp_path)
    monkeypatch.setattr(portal, "jupyter_runtime_dir", lambda: str(tmp_path / "run"))
    return tmp_path


class Made(FrontPage):
    """A portal without a kernel, which counts how often it is made; `fails` makes are refused first."""

    def __init__(self, fails=0, base_url="/"):
        template = SimpleNamespace(render=lambda parts, **_: "".join(parts))
        super().__init__(
            SimpleNamespace(site=SimpleNamespace(stamp="1", base_url=base_url, template=lambda name: template))
        )
        self.times, self.fails = 0, fails

    async def _make(self):
        self.times += 1
        if self.times <= self.fails:
            raise RuntimeError("no kernel")
        return ["made ", "here"]


def shown(made, times=1):
    async def scene():
        return [await made.html() for _ in range(times)]

    return asyncio.run(scene())


def test_many_readers_and_the_next_server_share_what_was_made_once(folder):
    first, second = Made(), Made()
    assert shown(first, 3) == ["made here"] * 3
    assert shown(second) == ["made here"]
    assert (first.times, second.times) == (1, 0)


def test_a_changed_notebook_makes_it_anew(folder):
    made = Made()

    async def scene():
        await made.html()
        os.utime(folder / "notebooks" / "index.ipynb", ns=(1, 1))
        await made.html()

    asyncio.run(scene())
    assert made.times == 2


def test_a_server_below_another_address_makes_its_own_since_links_begin_with_it(folder):
    shown(Made())
    below = Made(base_url="/econ/")
    assert shown(below) == ["made here"]
    assert below.times == 1


@pytest.mark.parametrize("damage", ["", "{}", "[]", '{"state": 1', "[" * 100_000, None, [], {}, ["made ", None]])
def test_what_was_kept_damaged_is_made_anew(folder, damage):
    shown(Made())
    kept = folder / "run" / "peerkit-index.json"
    whole = json.loads(kept.read_text(encoding="utf-8"))
    kept.write_text(damage if isinstance(damage, str) else json.dumps(whole | {"parts": damage}))
    again = Made()
    assert shown(again) == ["made here"]
    assert again.times == 1


def test_a_folder_that_cannot_be_written_costs_only_time(folder, monkeypatch):
    monkeypatch.setattr(portal, "jupyter_runtime_dir", lambda: str(folder / "notebooks" / "index.ipynb"))
    made = Made()
    assert shown(made, 2) == ["made here"] * 2
    assert made.times == 1


def test_after_a_failure_the_next_reader_tries_again(folder):
    made = Made(fails=1)

    async def scene():
        with pytest.raises(RuntimeError, match="no kernel"):
            await made.html()
        return await made.html()

    assert asyncio.run(scene()) == "made here"


def test_a_page_of_reference_is_made_beside_the_portal_and_kept_under_its_own_name(folder, monkeypatch):
    monkeypatch.setattr(portal.Kept, "_make", Made._make)
    monkeypatch.setattr(portal.content, "onward", lambda page: {"next": None, "related": []})
    monkeypatch.setattr(portal.Kept, "times", 0, raising=False)
    monkeypatch.setattr(portal.Kept, "fails", 0, raising=False)
    made = Made()
    page = SimpleNamespace(path="notebooks/reference/glossary.ipynb", title="Words")
    assert made.other(page) is made.other(page)
    assert shown(made.other(page)) == ["made here"]
    assert [file.name for file in (folder / "run").iterdir()] == ["peerkit-glossary.json"]
