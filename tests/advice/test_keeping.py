"""Files are written whole or not at all: into a folder that takes nothing, onto a full disk, and over what was there."""

import errno
import os
import tempfile
from pathlib import Path

import pytest

from peerkit.advice.engagement import load, new, save
from peerkit.advice.keeping import NOTHING, KeepingError, kept_whole
from peerkit.advice.reports import FORMATS, ReportError, write_report
from peerkit.cli import main

EXAMPLE = Path(__file__).parents[2] / "notebooks/guides/example.peerkit.json"
FULL = Path("/dev/full")


@pytest.fixture
def read_only(monkeypatch):
    """A folder that holds an engagement and a report and takes no other file, also from root."""
    monkeypatch.setattr("peerkit.advice.page.write_page", lambda made, path: Path(path).write_bytes(b"<!doctype html>"))
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        folder = Path(name) / "client"
        folder.mkdir()
        (folder / "choir.peerkit.json").write_bytes(EXAMPLE.read_bytes())
        (folder / "report.html").write_text("the old one", encoding="utf-8")
        # Root, for whom no folder is closed, becomes somebody else, who may not be able to read libraries: so they are read now.
        for act in (_saved, _reported, *_commands(folder)):
            act(Path(name)) if callable(act) else main(act)
        folder.chmod(0o555)
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        if root:
            os.seteuid(65534)
        try:
            yield folder
        finally:
            if root:
                os.seteuid(0)
            folder.chmod(0o755)


def _saved(folder):
    save(new("A choir"), folder / "choir.peerkit.json")


def _reported(folder):
    write_report(new("A choir"), "html", folder / "report.html")


def _commands(folder, out=None):
    example, out = str(folder / "choir.peerkit.json"), out or folder.parent
    return (
        ["report", example, "--to", "html", "-o", str(out / "report.html")],
        ["merge", example, example, "-o", str(out / "merged.peerkit.json")],
        ["diagnose", example, "--json", str(out / "out.json")],
    )


def test_a_folder_that_takes_nothing_is_named_and_stays_as_it_was(read_only):
    before = {each.name: each.read_bytes() for each in read_only.iterdir()}
    for act in (_saved, _reported):
        with pytest.raises((KeepingError, ReportError)) as refusal:
            act(read_only)
        assert f"you may not write into {read_only}" in str(refusal.value) and str(refusal.value).endswith(NOTHING)
    assert {each.name: each.read_bytes() for each in read_only.iterdir()} == before


def test_the_command_says_so_in_one_line(read_only, capsys):
    capsys.readouterr()
    for arguments in _commands(read_only, read_only):
        assert main(arguments) == 1
        said = capsys.readouterr().err
        assert said.startswith("peerkit: ") and "you may not write into" in said and said.count("\n") == 1
    assert len(list(read_only.iterdir())) == 2


@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize(
    "arguments",
    [["report", str(EXAMPLE), "--to", to, "-o", str(FULL)] for to in ("html", "pptx", "xlsx")]
    + [["diagnose", str(EXAMPLE), "--json", str(FULL)], ["merge", str(EXAMPLE), str(EXAMPLE), "-o", str(FULL)]],
)
def test_a_full_disk_is_said(arguments, capsys):
    assert main(arguments) == 1
    assert "full cannot be written: the disk is full." in capsys.readouterr().err
    assert FULL.is_char_device(), "a device is written to and never replaced"


@pytest.mark.parametrize("to", FORMATS)
@pytest.mark.parametrize("when", ["os.fsync", "pathlib.Path.replace"])
def test_an_error_at_the_end_leaves_the_old_report(tmp_path, monkeypatch, to, when):
    if to == "pdf":
        monkeypatch.setattr("peerkit.advice.memo.write_memo", lambda made, path: Path(path).write_bytes(b"%PDF"))
    out = tmp_path / f"report.{to}"
    out.write_text("the old one", encoding="utf-8")

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(when, full)
    with pytest.raises(ReportError, match="the disk is full"):
        write_report(load(EXAMPLE), to, out)
    monkeypatch.undo()
    assert [(each.name, each.read_text(encoding="utf-8")) for each in tmp_path.iterdir()] == [(out.name, "the old one")]


def test_a_library_that_meets_a_full_disk_ends_in_the_same_sentence(tmp_path, monkeypatch):
    import xlsxwriter.workbook

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(xlsxwriter.workbook, "ZipFile", full)
    with pytest.raises(ReportError, match="book.xlsx cannot be written: the disk is full"):
        write_report(load(EXAMPLE), "xlsx", tmp_path / "book.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_place_of_a_file_and_a_folder_that_is_missing_are_named(tmp_path):
    with pytest.raises(KeepingError, match="is a folder: give the name of a file"), kept_whole(tmp_path):
        pass
    with pytest.raises(KeepingError, match="There is no folder"), kept_whole(tmp_path / "nowhere" / "x.json"):
        pass


def test_an_error_within_leaves_what_was_there(tmp_path):
    whole = tmp_path / "whole.txt"
    with kept_whole(whole) as draft:
        draft.write_text("all of it", encoding="utf-8")
    assert whole.read_text(encoding="utf-8") == "all of it"
    assert whole.stat().st_mode & 0o777 == 0o666 & ~_umask()
    with pytest.raises(RuntimeError), kept_whole(whole) as draft:
        draft.write_text("half", encoding="utf-8")
        raise RuntimeError
    assert whole.read_text(encoding="utf-8") == "all of it" and len(list(tmp_path.iterdir())) == 1


def _umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask
