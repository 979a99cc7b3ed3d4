"""Editions hold what their readers should see and nothing else; each can be started, and its links lead somewhere."""

import io
import json
import posixpath
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from peerkit import content
from peerkit.cli import main
from peerkit.course import exercises, folders, inventory
from peerkit.course.editions import LEFT_OUT, build, edition_files
from peerkit.course.notebooks import LINK, checked, lessons, name
from peerkit.course.slides.lesson import outline

SENTENCE = re.compile(r"(?<=[.?!:])\s+|\n+")
SHORTEST = 20
"""Letters from which a sentence or a line of code is its own: a shorter one may stand anywhere."""
KEY = 4
"""Letters from which a key with a digit may not stand in its lesson. A key in words, such as “peers”, stands everywhere:
there the sentence that gives the answer is looked for."""


@pytest.fixture(scope="module")
def editions():
    """The files of every edition."""
    return {edition: edition_files(edition) for edition in LEFT_OUT}


def searched(files):
    """All there is to find in some files: their bytes, and the bytes of what is packed in an archive among them."""
    for path, data in files.items():
        yield path, data
        if zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                yield from searched({f"{path}/{inner}": archive.read(inner) for inner in archive.namelist()})


def forms(words):
    """Some words as they are, and as JSON writes them."""
    return {words.encode(), json.dumps(words, ensure_ascii=False)[1:-1].encode(), json.dumps(words)[1:-1].encode()}


def whole(files):
    """All there is to find in some files, in one piece."""
    return b"\0".join(data for _, data in searched(files))


def stands(words, everything):
    """True if words stand somewhere in `everything`."""
    return any(form in everything for form in forms(words))


def sentences_of(tag):
    """The sentences and lines of code in all cells of the lessons that carry a tag."""
    for page in lessons():
        for cell in checked(content.root(), page.path)["cells"]:
            if tag in content.tags(cell):
                parts = (part.strip(" *#-|>") for part in SENTENCE.split(cell["source"]))
                yield from (part for part in parts if len(part) >= SHORTEST)


@pytest.mark.parametrize(
    ("edition", "hidden", "kept"),
    [
        ("participant", ("solution", "instructor"), ()),
        ("solutions", ("instructor",), ("solution",)),
        ("instructor", (), ("solution", "instructor")),
    ],
)
def test_an_edition_holds_the_cells_of_its_readers_and_no_other(editions, edition, hidden, kept):
    everything = whole(editions[edition])
    for tag in hidden:
        assert [words for words in sentences_of(tag) if stands(words, everything)] == []
        assert f'"{tag}"'.encode() not in everything
    for tag in kept:
        sentences = list(sentences_of(tag))
        assert len(sentences) > 10 and all(stands(words, everything) for words in sentences)


def asked_in(page):
    """The exercises of a lesson, or the questions before and after the course."""
    return exercises.of_lesson(name(page)) if name(page) in exercises.lessons() else inventory.ITEMS


def test_no_key_and_no_worked_path_reaches_participants(editions):
    files = editions["participant"]
    everything = whole(files)
    for page in lessons():
        text = "\n".join(cell["source"] for cell in json.loads(files[page.path])["cells"])
        for asked, each in asked_in(page).items():
            worked, key = each.worked(), each.said_key()
            assert not (worked and stands(worked, everything)), f"{asked}: {worked}"
            if len(key) >= KEY and re.search(r"\d", key):
                alone = rf"(?<![\w.,]){re.escape(key)}(?!\w|[.,]\d)"
                assert not re.search(alone, text), f"{page.path} gives the key of {asked} away: {key}"


def test_words_in_an_archive_would_be_noticed():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.txt", "Half of it is talked away. " * 9)
    assert stands("Half of it is talked away.", whole({"data.zip": packed.getvalue()}))


def test_participants_get_no_outputs_and_no_traces_of_other_cells(editions):
    for path, data in editions["participant"].items():
        if path.endswith(".ipynb"):
            for cell in json.loads(data)["cells"]:
                assert set(cell["metadata"]) <= {"tags"} and not cell.get("outputs"), path
                assert not cell.get("execution_count")


def test_an_instructor_gets_guides_and_activities_and_reads_what_is_served(editions):
    paths = set(editions["instructor"])
    assert {page.path for page in content.pages() if page.kind in ("guide", "activity")} <= paths
    assert not any("/activities/" in path for path in editions["participant"])
    served = "without solutions and notes"
    assert [edition for edition, files in editions.items() if served in files["README.md"].decode()] == [
        "solutions",
        "instructor",
    ]


@pytest.mark.parametrize("edition", LEFT_OUT)
def test_every_link_of_an_edition_leads_to_a_file_in_it(editions, edition):
    files = editions[edition]
    for path, data in files.items():
        if not path.endswith(".ipynb"):
            continue
        words = "\n".join(cell["source"] for cell in json.loads(data)["cells"] if cell["cell_type"] == "markdown")
        for link in LINK.finditer(words):
            if not re.match(r"[a-z]+:|#", link["target"]):
                file = re.split(r"[?#]", link["target"])[0]
                assert posixpath.normpath(posixpath.join(posixpath.dirname(path), file)) in files, f"{path}: {link[0]}"


def test_a_link_that_leaves_the_edition_becomes_its_words(tmp_path):
    lesson(tmp_path, [markdown("# Why?\n\n[Make your own](../guides/own.ipynb#x), [more](/glossary#y).")])
    page(tmp_path, "notebooks/guides/own.ipynb", "guide")
    for edition, expected in (
        ("participant", "Make your own, more."),
        ("instructor", "[Make your own](../guides/own.ipynb#x), more."),
    ):
        files = edition_files(edition, tmp_path)
        source = json.loads(files["notebooks/lessons/01_why.ipynb"])["cells"][0]["source"]
        assert source == f"# Why?\n\n{expected}"
        assert ("notebooks/guides/own.ipynb" in files) == (edition == "instructor")


def test_the_readme_lists_the_lessons_and_says_what_to_type(editions):
    for edition, files in editions.items():
        readme = files["README.md"].decode()
        assert f"{edition} edition" in readme
        assert all(page.path in readme and page.path in files for page in lessons())
        first = lessons()[0].path
        assert f"jupyter lab --LabApp.default_url=/lab/tree/{first}" in readme and "peerkit serve" in readme


def test_the_lessons_of_participants_run_without_the_cells_that_they_lack(tmp_path, editions):
    folders.write(tmp_path / "p", editions["participant"])
    for page in lessons():
        assert [section for section in outline(page, tmp_path / "p") if section.shown], page.path


def test_a_lesson_of_participants_passes_nbval(tmp_path, editions):
    folders.write(tmp_path / "built", editions["participant"])
    told = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-o",
            "addopts=",
            "-p",
            "no:cacheprovider",
            "-q",
            "--nbval",
            lessons()[1].path,
        ],
        cwd=tmp_path / "built",
        capture_output=True,
        text=True,
    )
    assert told.returncode == 0, told.stdout


def markdown(source, *tags):
    return {
        "cell_type": "markdown",
        "id": f"c{abs(hash(source)) % 10**6}",
        "metadata": {"tags": list(tags)},
        "source": source,
    }


def page(folder, path, kind, cells=(), step=""):
    about = {"title": path, "kind": kind, "minutes": 1, "level": "beginner", "step": step}
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    whole = {"cells": list(cells), "metadata": {"peerkit": about}, "nbformat": 4, "nbformat_minor": 5}
    file.write_text(json.dumps(whole), encoding="utf-8")
    return file


def lesson(folder, cells):
    return page(folder, "notebooks/lessons/01_why.ipynb", "lesson", cells)


@pytest.mark.parametrize(
    ("tag", "meant"),
    [("soluton", "solution"), ("Solution", "solution"), ("instructors", "instructor"), ("hints", "hint")],
)
def test_a_slip_in_a_tag_is_named_with_its_file_and_cell(tmp_path, tag, meant):
    lesson(tmp_path, [markdown("# Why?"), markdown("25, because…", tag)])
    with pytest.raises(
        ValueError, match=rf"01_why.ipynb, cell 2 \(c\d+\): the tag '{tag}' is unknown; did you mean '{meant}'"
    ):
        edition_files("participant", tmp_path)


def test_a_tag_of_another_tool_is_no_slip(tmp_path):
    lesson(tmp_path, [markdown("# Why?", "remove-input", "nbval-skip")])
    assert "README.md" in edition_files("participant", tmp_path)


def test_a_tag_that_is_a_word_instead_of_a_list_hides_its_cell_too(tmp_path):
    cell = markdown("25, because…")
    cell["metadata"]["tags"] = "solution"
    assert content.shown([cell]) == []


def test_tags_of_the_project_are_known():
    for each in content.pages():
        checked(content.root(), each.path)


def test_a_broken_notebook_is_named(tmp_path):
    lesson(tmp_path, [markdown("# Why?")])
    page(tmp_path, "notebooks/lessons/02_how.ipynb", "lesson").write_text('{"cells": [', encoding="utf-8")
    with pytest.raises(ValueError, match=r"notebooks/lessons/02_how.ipynb: cannot be read"):
        edition_files("participant", tmp_path)
    page(tmp_path, "notebooks/lessons/02_how.ipynb", "lesson", [{"cell_type": "markdown", "metadata": {}}])
    with pytest.raises(ValueError, match=r"notebooks/lessons/02_how.ipynb is no sound notebook: .*source"):
        edition_files("participant", tmp_path)


def test_without_lessons_there_is_no_edition(tmp_path):
    with pytest.raises(ValueError, match="there is no lesson in"):
        edition_files("participant", tmp_path)


def test_a_folder_that_holds_something_is_refused_and_left_alone(tmp_path, capsys):
    mine = tmp_path / "mine.txt"
    mine.write_text("mine", encoding="utf-8")
    assert main(["course", "build", "--edition", "participant", "-o", str(tmp_path)]) == 1
    assert "is not empty, and nothing in it was changed" in capsys.readouterr().err
    assert main(["course", "build", "--edition", "participant", "-o", str(mine)]) == 1
    assert "is a file, and it was not changed" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"] and mine.read_text(encoding="utf-8") == "mine"


def test_a_full_disk_leaves_no_half_of_an_edition(tmp_path, monkeypatch):
    whole, written = Path.write_bytes, []

    def until_full(path, data):
        written.append(path)
        if len(written) == 3:
            raise OSError("no space left on device")
        return whole(path, data)

    monkeypatch.setattr(Path, "write_bytes", until_full)
    with pytest.raises(OSError, match="no space left"):
        build("participant", tmp_path / "new")
    assert list(tmp_path.iterdir()) == []


def test_the_command_says_what_it_wrote(tmp_path, capsys):
    target = tmp_path / "empty"
    target.mkdir()
    assert main(["course", "build", "--edition", "solutions", "-o", str(target)]) == 0
    count = len(list(target.rglob("*.ipynb")))
    assert f"{target}: the solutions edition with {count} notebooks" in capsys.readouterr().out
    assert (target / "README.md").is_file()
