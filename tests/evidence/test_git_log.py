"""Git repositories as logs: small ones made here, with what makes real ones mislead."""

import os
import shutil
import subprocess
from typing import NamedTuple

import pytest

from peerkit.evidence import git_command, git_lines, git_log
from peerkit.evidence.git_history import _records
from peerkit.evidence.log import DAY, fetched

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git on this machine")

START = 1_500_000_000
NOW = START + 3000 * DAY
KEY = b"of the tests"
ANN, BO = ("Ann Example", "ann@here.test"), ("Bo Example", "bo@there.test")


class Commit(NamedTuple):
    """A commit `days` after the start; `taken` is the day of the committer's clock, `merged` a side branch of one commit."""

    who: tuple
    days: float = 0
    files: dict = {}
    taken: float | None = None
    merged: bool = False


@pytest.fixture(autouse=True)
def own_settings(monkeypatch):
    """No settings of the machine or of its user."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


def git(folder, *arguments, given=b""):
    answer = subprocess.run(["git", "-C", str(folder), *arguments], input=given, capture_output=True)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.decode("utf-8", "replace").strip()


def raw(text):
    return text if isinstance(text, bytes) else text.encode()


def person(role, who, days):
    name, address = who
    return b"%s %s <%s> %d +0000\n" % (role, raw(name), raw(address), START + days * DAY)


def change(path, text):
    if text is None:
        return b"D %s\n" % raw(path)
    return b"M 100644 inline %s\ndata %d\n%s\n" % (raw(path), len(raw(text)), raw(text))


def stream(commits):
    """The commits as git fast-import takes them, each on top of the one before."""
    for number, each in enumerate(commits, 1):
        clock = each.days if each.taken is None else each.taken
        side = number + 10_000
        if each.merged:
            yield b"commit refs/heads/side\nmark :%d\n" % side
            yield person(b"author", each.who, each.days) + person(b"committer", each.who, clock) + b"data 0\n"
            yield b"from :%d\n" % (number - 1) + b"".join(change(*file) for file in each.files.items()) + b"\n"
        yield b"commit refs/heads/main\nmark :%d\n" % number
        yield person(b"author", each.who, each.days) + person(b"committer", each.who, clock) + b"data 0\n"
        if number > 1:
            yield b"from :%d\n" % (number - 1)
        if each.merged:
            yield b"merge :%d\n" % side
        yield b"".join(change(*file) for file in each.files.items()) + b"\n"


def made(folder, *commits):
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q", "--initial-branch=main")
    git(folder, "fast-import", "--quiet", given=b"".join(stream(commits)))
    return folder


def read(folder, **options):
    return git_log.read(folder, **{"key": KEY, "now": NOW} | options)


def columns(log):
    return {name: values.tolist() for name, values in fetched(log.table.order_by("time")).items()}


def note(log, word):
    """The sentences of a log that hold a word."""
    return " ".join(each for each in log.reading.notes if word in each)


def three(folder):
    return made(folder, Commit(ANN, 0, {"a": "1\n"}), Commit(BO, 1, {"a": "1\n2\n"}), Commit(ANN, 2, {"a": "2\n"}))


def test_a_commit_is_a_row_with_pseudonym_time_and_item(tmp_path):
    log = read(three(tmp_path / "small"))
    rows = columns(log)
    assert rows["time"] == [START, START + DAY, START + 2 * DAY]
    assert rows["contributor"][0] == rows["contributor"][2] != rows["contributor"][1]
    assert rows["item"][2] == git(tmp_path / "small", "rev-parse", "HEAD")
    assert set(rows) == set(log.reading.columns) == {"contributor", "time", "item"}
    assert (log.name, log.reading.rows, log.reading.kept, log.reading.dropped) == ("small", 3, 3, ())


def test_no_name_and_no_address_leaves_the_reader(tmp_path):
    also = (("Ann Example", "ann@work.test"), ("annie", "ann@here.test"), ("dependabot[bot]", "b@b.test"))
    log = read(made(tmp_path, Commit(ANN), *(Commit(who, 1) for who in also)), lines=True)
    told = repr((log.reading, log.facts, columns(log))).casefold()
    assert not any(word in told for word in ("ann example", "ann@", "annie", "b@b"))
    assert len(log.facts["aliases"]) == 2


def test_the_same_key_gives_the_same_pseudonyms_and_without_a_key_new_ones_are_drawn(tmp_path):
    folder = three(tmp_path)
    mine, again, fresh = (columns(read(folder, key=key))["contributor"] for key in (KEY, KEY, None))
    assert mine == again
    assert not set(mine) & set(fresh)


def test_merges_are_no_work_unless_asked_for(tmp_path):
    folder = made(tmp_path, Commit(ANN, 0, {"a": "1\n"}), Commit(BO, 1, {"b": "1\n2\n"}, merged=True))
    without, with_merges = read(folder, lines=True), read(folder, lines=True, merges=True)
    assert [(each.rows, each.reason) for each in without.reading.dropped] == [
        (1, "merges, which repeat the work of others")
    ]
    assert columns(without)["amount"] == [1, 2]
    assert sorted(zip(columns(with_merges)["kind"], columns(with_merges)["amount"], strict=True)) == [
        ("commit", 1),
        ("commit", 2),
        ("merge", 0),
    ]


def test_programs_are_left_out_by_a_rule_that_is_shown(tmp_path):
    people = (ANN, ("Ann Talbot", "robot@here.test"), ("rht", "rhtbot@here.test"))
    machines = (
        ("dependabot[bot]", "x@here.test"),
        ("release-bot", "y@here.test"),
        ("GitHub Action", "41898282+github-actions[bot]@users.noreply.github.com"),
    )
    folder = made(tmp_path, *(Commit(who, days) for days, who in enumerate((*people, *machines))))
    log = read(folder)
    (dropped,) = log.reading.dropped
    assert (dropped.rows, log.facts["by_programs"], log.facts["contributors"]) == (3, 3, 3)
    assert dropped.examples[0].startswith("commit ")
    assert "[bot]" in note(log, "rule")
    assert read(folder, bots=True).facts["contributors"] == 6


def test_the_mailmap_joins_two_addresses_of_one_person(tmp_path):
    away = ("ann", "ann@old.test")
    apart = read(made(tmp_path / "apart", Commit(ANN), Commit(away, 1)))
    mailmap = "Ann Example <ann@here.test> <ann@old.test>\n"
    folder = made(tmp_path / "joined", Commit(ANN), Commit(away, 1, {".mailmap": mailmap}))
    git(folder, "checkout", "-q", "main")
    bare = tmp_path / "bare.git"
    git(tmp_path, "clone", "-q", "--bare", str(folder), str(bare))
    assert [each.facts["contributors"] for each in (apart, read(folder), read(bare))] == [2, 1, 1]
    assert "no mailmap" in note(apart, "mailmap") and "follow the mailmap" in note(read(bare), "mailmap")
    assert read(bare).name == "bare"


def test_lines_follow_renames_and_skip_binary_files(tmp_path):
    text = "".join(f"line {each}\n" for each in range(20))
    folder = made(
        tmp_path,
        Commit(ANN, 0, {"old name": text, "@x": "1\n", '"with\\nbreak"': "1\n"}),
        Commit(ANN, 1, {"old name": None, "new\tname": text + "more\n"}),
        Commit(BO, 2, {"picture": b"\0\1\2", "@x": "2\n3\n"}),
        Commit(BO, 3),
    )
    git(folder, "config", "diff.renames", "false")
    log = read(folder, lines=True)
    assert columns(log)["amount"] == [22, 1, 3, 0]
    assert "0 lines: 1." in note(log, "binary")


def test_progress_tells_how_many_commits_are_counted(tmp_path, monkeypatch):
    monkeypatch.setattr(git_lines, "OFTEN", 1)
    told = []
    read(three(tmp_path), lines=True, progress=lambda *words: told.append(words))
    assert told[-1] == ("lines of 3 of 3 commits", 1.0) and len(told) == 3


def test_an_import_and_the_files_of_others_are_named_by_their_rules(tmp_path):
    other = {"vendor/big.c": "x\n" * 10_000, "src/vendor.c": "y\n" * 40, "package-lock.json": "z\n" * 10}
    log = read(made(tmp_path, Commit(ANN, 0, {"a": "1\n" * 50}), Commit(BO, 1, other)), lines=True)
    assert log.facts["lines"] == 10_100
    assert (log.facts["large_commits"], round(log.facts["large_share"] * 10_100)) == (1, 10_050)
    assert round(log.facts["foreign_share"] * 10_100) == 10_010
    assert "10,000 lines or more" in note(log, "imports") and "vendor" in note(log, "other projects")


def test_clocks_before_the_project_and_in_the_future_are_told(tmp_path):
    folder = made(tmp_path, Commit(ANN, 0), Commit(ANN, -900, taken=1), Commit(BO, 4000, taken=2), Commit(BO, 3))
    log = read(folder)
    assert "1 commit is dated before the first commit of 2017-07-14" in note(log, "before the first")
    assert "1 commit is dated in the future" in note(log, "future")
    assert "50% of the commits" in note(log, "apart")
    taken = read(folder, by="commit time")
    assert [each - START for each in columns(taken)["time"]] == [0, DAY, 2 * DAY, 3 * DAY]
    assert not note(taken, "before the first") and not note(taken, "future")
    assert taken.reading.columns["time"] == "commit time of the commit"


def test_a_year_put_into_a_day_is_told(tmp_path):
    squashed = [Commit(ANN, 400 + number / 1000) for number in range(60)]
    log = read(made(tmp_path, Commit(ANN, 0), *squashed, Commit(BO, 800)))
    assert log.facts["import_days"] == [{"day": "2018-08-18", "commits": 60}]
    assert "1 day holds as many commits as an average year, the busiest 60 on 2018-08-18" in note(log, "average year")
    assert not read(made(tmp_path / "young", *squashed)).facts["import_days"]
    assert not read(made(tmp_path / "slow", *(Commit(ANN, 300 * each) for each in range(5)))).facts["import_days"]


def test_a_shallow_clone_says_that_its_history_is_cut(tmp_path):
    three(tmp_path / "whole")
    git(tmp_path, "clone", "-q", "--depth=2", (tmp_path / "whole").as_uri(), "cut")
    log = read(tmp_path / "cut", lines=True)
    assert log.reading.kept == 2 and log.facts["shallow"]
    assert "history is cut" in note(log, "shallow")
    # The oldest commit that is left would seem to have written everything.
    assert [each if each == each else None for each in columns(log)["amount"]] == [None, 1]
    assert "1 commit has no amount" in note(log, "amount")


def test_a_partial_clone_counts_the_lines_that_it_can_and_fetches_nothing(tmp_path):
    files = {"a": "1\n"}, {"a": "1\n2\n"}, {"big": "x\n" * 500}
    whole = made(tmp_path / "whole", *(Commit(ANN, days, each) for days, each in enumerate(files)))
    git(whole, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--bare", "--filter=blob:limit=100", whole.as_uri(), "part")
    part = tmp_path / "part"

    def lacking():
        return git(part, "rev-list", "--objects", "--missing=print", "HEAD").count("?")

    assert lacking() == 1
    log = read(part, lines=True)
    big = git(whole, "rev-parse", "HEAD:big")
    with pytest.raises(ValueError, match="git stopped"):
        list(git_command.chunks(part, "cat-file", "blob", big))
    assert lacking() == 1
    assert [each if each == each else None for each in columns(log)["amount"]] == [1, 1, None]
    assert log.facts["lines_unknown"] == 1
    assert read(part).reading.kept == 3


def test_a_clone_without_any_contents_still_has_a_log_of_headers(tmp_path):
    whole = three(tmp_path / "whole")
    git(whole, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--bare", "--filter=blob:none", whole.as_uri(), "part")
    log = read(tmp_path / "part", lines=True)
    assert log.facts["lines_unknown"] == log.reading.kept == 3


@pytest.mark.parametrize("lines", (False, True))
def test_a_log_that_ends_with_an_error_is_no_log(tmp_path, lines):
    folder = tmp_path / "broken"
    folder.mkdir()
    git(folder, "init", "-q", "--initial-branch=main")
    git(
        folder,
        "-c",
        "fastimport.unpackLimit=1000",
        "fast-import",
        "--quiet",
        given=b"".join(
            stream([Commit(ANN, 0, {"a": "1\n"}), Commit(BO, 1, {"a": "2\n"}), Commit(BO, 2, {"a": "3\n"})])
        ),
    )
    lost = git(folder, "rev-parse", "HEAD~2:a" if lines else "HEAD~2")
    (folder / ".git" / "objects" / lost[:2] / lost[2:]).unlink()
    with pytest.raises(ValueError, match="git stopped before the end of the log .* so nothing was read .* git fsck"):
        read(folder, lines=lines)


def test_half_a_commit_is_refused():
    assert list(_records([b"1\0002\0003\0004\0", b"5\0006\000"])) == [[b"1", b"2", b"3", b"4", b"5", b"6"]]
    for pieces in ([b"1\0002\0003\000"], [b"1\0002\0003\0004\0005\0006"]):
        with pytest.raises(ValueError, match="in the middle of a commit"):
            list(_records(pieces))


def test_latin_1_beside_utf_8_is_one_name(tmp_path):
    same = [
        Commit((name, "j@here.test"), days) for days, name in enumerate(("Jörg".encode(), "Jörg".encode("latin-1")))
    ]
    log = read(made(tmp_path, *same))
    assert (log.reading.kept, log.facts["contributors"]) == (2, 1)


@pytest.mark.parametrize(
    "author", (b"author A <a@b.test> soon +0000", b"author nobody", b"author  <> 1500000000 +0000")
)
def test_an_author_or_date_that_cannot_be_read_is_dropped_and_shown(tmp_path, author):
    folder = three(tmp_path)
    tree, parent = git(folder, "rev-parse", "HEAD^{tree}"), git(folder, "rev-parse", "HEAD")
    text = f"tree {tree}\nparent {parent}\n".encode() + author + b"\ncommitter C <c@d.test> 1500000000 +0000\n\nm\n"
    odd = git(folder, "hash-object", "-t", "commit", "--literally", "-w", "--stdin", given=text)
    git(folder, "update-ref", "refs/heads/main", odd)
    (dropped,) = read(folder).reading.dropped
    assert dropped == ("the author or the date cannot be read", 1, (f"commit {odd[:12]}",))


def test_likely_aliases_are_listed_and_merged_only_when_asked(tmp_path):
    people = (ANN, ("annie", "ANN@here.test"), ("Ann Example", "other@where.test"))
    folder = made(tmp_path, *(Commit(who, days) for days, who in enumerate(people)))
    apart, joined = read(folder), read(folder, merge_aliases=True)
    assert [apart.facts["contributors"], joined.facts["contributors"]] == [3, 2]
    assert [each["mergeable"] for each in apart.facts["aliases"]] in ([True, False], [False, True])
    assert "count as several people" in note(apart, "aliases") and "were merged" in note(joined, "aliases")
    rows = columns(joined)["contributor"]
    # One name alone merges nobody.
    assert rows[0] == rows[1] != rows[2]


def test_nothing_that_a_repository_names_in_its_settings_runs(tmp_path):
    folder, ran = three(tmp_path / "hostile"), tmp_path / "ran"
    git(folder, "checkout", "-q", "main")
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\necho $0 >> {ran}\ncat\n")
    program.chmod(0o755)
    (folder / ".gitattributes").write_text("* diff=odd\n")
    names = ("core.fsmonitor", "core.pager", "diff.external", "diff.odd.textconv", "diff.odd.command", "gpg.program")
    for name in (*names, "core.sshCommand", "pager.log"):
        git(folder, "config", name, str(program))
    git(folder, "config", "log.showSignature", "true")
    git(folder, "config", "log.showRoot", "false")
    # The trap works: git runs the program when asked for a difference.
    subprocess.run(["git", "-C", str(folder), "log", "-p", "--ext-diff", "-1"], capture_output=True)
    assert ran.exists()
    ran.unlink()
    assert columns(read(folder, lines=True))["amount"] == [1, 1, 1]
    assert not ran.exists()


def test_variables_that_name_another_repository_are_ignored(tmp_path, monkeypatch):
    folder, other = three(tmp_path / "mine"), made(tmp_path / "other", Commit(BO))
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    assert read(folder).reading.kept == 3


def test_what_is_no_repository_is_refused_in_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    plain, empty, inside = tmp_path / "plain", tmp_path / "empty", three(tmp_path / "whole") / "inside"
    for each in (plain, empty, inside):
        each.mkdir()
    git(empty, "init", "-q", "--initial-branch=main")
    for folder, sentence in (
        (plain, "is not a git repository: give the folder of a clone"),
        (tmp_path / "nowhere", "is not a folder"),
        (empty, "has no commits yet"),
        (inside, f"is a folder inside a git repository, not the repository: give {tmp_path / 'whole'}"),
    ):
        with pytest.raises(ValueError, match=sentence):
            read(folder)
    git(tmp_path / "whole", "symbolic-ref", "HEAD", "refs/heads/new")
    with pytest.raises(ValueError, match="current branch is empty, but main is there"):
        read(tmp_path / "whole")
    with pytest.raises(ValueError, match="by must be one of author time, commit time"):
        read(plain, by="date")


def test_a_repository_of_somebody_else_is_refused_with_the_command_that_trusts_it(tmp_path):
    complaint = "fatal: detected dubious ownership in repository at '/clone'"
    sentence = git_command.refusal(tmp_path, complaint)
    assert sentence.endswith(f"git config --global --add safe.directory {tmp_path}")
    assert "somebody else" in sentence


def test_without_git_the_sentence_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(ValueError, match="there is no git on this machine"):
        read(tmp_path)
