"""A study of many repositories: two tiny ones made here, and the shipped table of thirteen."""

import csv
import io
import json
import os
import random
import re
import shutil
import subprocess
import sys
from datetime import date

import pytest

from peerkit.cli import main
from peerkit.evidence.log import DAY
from peerkit.evidence.study import public_address, study
from peerkit.evidence.study_result import as_csv, as_json, count, lines, shipped, shown, signed

GIT = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git on this machine")
START = 1_500_000_000
PEOPLE = tuple(f"{name} Example <{name.lower()}@here.test>" for name in ("Ann", "Bo", "Cy", "Di", "Ed"))


def made(folder, commits, origin=""):
    """A repository whose commits are pairs of a person and a day."""
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", folder], check=True)
    lines = []
    for person, day in commits:
        when = f"{START + int(day * DAY)} +0000"
        lines.append(f"commit refs/heads/main\nauthor {person} {when}\ncommitter {person} {when}\ndata 6\nsecret\n")
    subprocess.run(["git", "-C", folder, "fast-import", "--quiet"], input="\n".join(lines), text=True, check=True)
    if origin:
        subprocess.run(["git", "-C", folder, "remote", "add", "origin", origin], check=True)


@pytest.fixture
def clones(tmp_path, monkeypatch):
    """A folder with two repositories, one of them too small for any exponent, and one without commits."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    chance = random.Random(1)
    busy = [(chance.choice(PEOPLE[: 1 + each // 40 % 5]), each / 3) for each in range(900)]
    made(tmp_path / "busy", busy, "https://someone:secret@example.org/team/busy.git")
    made(tmp_path / "example.org" / "team" / "small", [(PEOPLE[0], 0), (PEOPLE[1], 70)])
    subprocess.run(["git", "init", "--quiet", tmp_path / "without_commits"], check=True)
    (tmp_path / "no_repository").mkdir()
    return tmp_path


@GIT
def test_a_study_has_aggregates_of_every_repository_and_nothing_of_its_people(clones):
    result = study(clones, draws=5, today=date(2026, 1, 2))
    busy, small = result["repositories"]
    assert [busy["name"], small["name"]] == ["busy", "small"]
    assert [busy["kept"], busy["contributors"], small["kept"], small["contributors"]] == [900, 5, 2, 2]
    assert busy["address"] == "https://example.org/team/busy" and small["address"] == "https://example.org/team/small"
    assert small["months"] == {"first": "2017-07", "last": "2017-09", "commits": [1, 0, 1], "active": [1, 0, 1]}
    assert sum(busy["months"]["commits"]) == 900 and max(busy["months"]["active"]) == 5
    assert shown(busy, 5)["ols"]["interval"] and shown(busy, 5)["ols"]["shuffled"] and shown(busy, 5)["ols"]["shifted"]
    assert all(row["refused"] and row["sign"] is None for row in small["exponents"])
    assert [each["name"] for each in result["refused"]] == ["without_commits"]
    written = as_json(result)
    assert json.loads(written) == result
    assert as_json(study(clones, draws=5, today=date(2026, 1, 2))) == written
    hashes = subprocess.run(
        ["git", "-C", clones / "busy", "log", "--format=%H"], check=True, stdout=subprocess.PIPE, text=True
    ).stdout.split()
    kept_out = ("Ann", "here.test", "secret", "someone", str(clones), *(each[:10] for each in hashes[:50]))
    assert not [each for each in kept_out if each in written + as_csv(result) + "\n".join(lines(result))]


@GIT
def test_the_exponents_are_those_of_the_repository_by_itself(clones, monkeypatch):
    from peerkit.evidence.analysis import analyse
    from peerkit.evidence.sources import open_log

    # Draws are what takes time, and the other parts of the report draw from a stream of their own.
    monkeypatch.setattr("peerkit.evidence.scaling_rows.scaling.__kwdefaults__", {"progress": None, "draws": 5})
    monkeypatch.setattr("peerkit.evidence.quality.quality", lambda log, now: None)
    monkeypatch.setattr("peerkit.evidence.measures.measures", lambda log, **_: ())
    alone = analyse(open_log(str(clones / "busy")), seed=7).scaling.as_dict()
    studied = study(clones, seed=7, draws=5)["repositories"][0]["exponents"]
    assert len(alone) == len(studied)
    assert sum(row["exponent"] is not None for row in studied) > 5
    for one, row in zip(alone, studied, strict=True):
        assert (one["exponent"] is None) == (row["exponent"] is None)
        if one["exponent"] is not None:
            assert row["exponent"] == pytest.approx(one["exponent"], abs=1e-4)
            assert row["shifted"] == pytest.approx(one["placebos"]["shifted"]["interval"], abs=1e-4)


@GIT
def test_the_command_writes_the_study_and_says_what_is_wrong(clones, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("peerkit.evidence.study.study.__kwdefaults__", study.__kwdefaults__ | {"draws": 5})
    assert main(["evidence", "study", str(clones), "-o", str(tmp_path / "out.json")]) == 0
    assert "without_commits could not be read" in capsys.readouterr().out
    assert len(json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["repositories"]) == 2
    assert main(["evidence", "study", str(clones / "no_repository")]) != 0
    assert "holds no git repository" in capsys.readouterr().err
    assert main(["evidence", "study", str(clones / "nowhere"), "-o", str(tmp_path / "not.json")]) != 0
    assert not (tmp_path / "not.json").exists()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (["study"], "a study is `peerkit evidence study DIR -o OUT`"),
        (["log.csv", "other.csv"], "a report has one source; got 'log.csv other.csv'"),
        (["log.csv", "-o", "out.json"], "a report has one source; got 'log.csv'"),
        (["study", ".", "--json", "out.json"], "a study is written with -o OUT"),
        (["study", ".", "-o", "out.html"], "a study is written as .json or .csv, got 'out.html'"),
        (["study", ".", "-o", "nowhere/out.json"], "nowhere/out.json cannot be written"),
    ],
)
def test_a_study_asked_for_wrongly_says_how_it_is_asked_for(given, sentence, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["evidence", *given]) == 1
    assert sentence in capsys.readouterr().err and not list(tmp_path.iterdir())


def test_an_address_is_public_or_empty():
    assert public_address("ssh://git@example.org:22/owner/name.git?token=1#x") == "https://example.org/owner/name"
    assert public_address("file:///home/me/name") == "" == public_address("../name") == public_address("")


# ---- what ships


def test_every_sign_of_the_shipped_table_follows_from_its_numbers():
    result = shipped()
    rows = [row for each in result["repositories"] for row in each["exponents"]]
    assert len(result["repositories"]) == 13 and not result["refused"]
    assert all(signed(row) == row for row in rows)
    for row in rows:
        assert (row["interval"] is None) == bool(row["refused"])
        if row["interval"]:
            assert row["interval"][0] <= row["exponent"] <= row["interval"][1]
            assert all(
                row[name][0] <= row[f"{name}_mean"] <= row[name][1] for name in ("shuffled", "shifted") if row[name]
            )


def test_the_counts_of_the_shipped_table_agree():
    for each in shipped()["repositories"]:
        months = each["months"]
        span = (date.fromisoformat(f"{months['last']}-01") - date.fromisoformat(f"{months['first']}-01")).days
        assert len(months["commits"]) == len(months["active"]) == round(span / 30.4369) + 1
        assert sum(months["commits"]) == each["kept"] == each["commits"] - sum(each["dropped"].values())
        assert all(active <= commits for active, commits in zip(months["active"], months["commits"], strict=True))
        assert each["contributors"] >= max(months["active"])
        assert each["address"].startswith("https://github.com/") and not each["shallow"]


def test_the_shipped_table_names_nobody_and_no_commit():
    written = as_json(shipped())
    assert not re.search(r"@|\b[0-9a-f]{12,}\b|/work/|/home/", written)
    assert len(written) < 600_000


def test_the_csv_has_every_exponent():
    rows = list(csv.DictReader(io.StringIO(as_csv(shipped()))))
    assert len(rows) == sum(len(each["exponents"]) for each in shipped()["repositories"])
    above = [
        row
        for row in rows
        if (row["estimator"], row["window_days"], row["size"], row["sign"]) == ("ols", "5", "active", "1")
    ]
    assert len(above) == count(shipped(), "ols", 5)["above"]


def test_the_page_loads_no_engine():
    code = (
        "import sys; from peerkit.evidence import study_page as page; page.verdict(); page.signs(); page.choices(); "
        "sys.exit(', '.join({'ibis', 'duckdb', 'statsmodels', 'pandas'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True)
    assert done.stderr == ""
