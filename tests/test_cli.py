"""The command line says what it did, what is wrong and what to do, and its exit code says whether it worked."""

import json
import socket

import pandas as pd
import pytest

from peerkit.cases import names
from peerkit.cli import main
from peerkit.serve import doctor
from peerkit.serve.run import addresses


def test_cases_lists_all_cases(capsys):
    assert main(["cases"]) == 0
    assert "Flickr: who paid, and who produced?" in capsys.readouterr().out


def test_a_case_prints_its_facts_with_their_sources(capsys):
    assert main(["cases", "flickr"]) == 0
    out = capsys.readouterr().out
    assert "250,000" in out and "USA Today" in out


def test_exported_facts_carry_their_sources(capsys, tmp_path):
    assert main(["cases", "flickr", "--csv"]) == 0
    path = tmp_path / "flickr.csv"
    path.write_text(capsys.readouterr().out, encoding="utf-8")
    table = pd.read_csv(path)
    assert table.loc[table["id"] == "staff_2005_03", "value"].item() == 11
    assert main(["cases", "flickr", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {row["id"] for row in rows} == set(table["id"])
    assert all(row["source_title"] for row in rows)


def test_an_unknown_case_is_one_sentence_and_exit_code_1(capsys):
    assert main(["cases", "flicker"]) == 1
    assert capsys.readouterr().err == f"peerkit: there is no case 'flicker'; there are {', '.join(names())}\n"


def test_a_port_in_use_is_said_before_anything_is_started(capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["serve", "--port", str(port), "--no-browser"]) == 1
    assert f"port {port} on 127.0.0.1 is in use" in capsys.readouterr().err


def test_no_participants_are_refused(capsys):
    assert main(["serve", "--participants", "0"]) == 1
    assert "--participants must be at least 1, got 0" in capsys.readouterr().err


def test_the_doctor_finds_this_installation_well(capsys):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert main(["doctor", "--port", str(port)]) == 0
    assert "BAD" not in capsys.readouterr().out


def test_each_failing_line_of_the_doctor_says_the_fix(capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["doctor", "--port", str(port), "--participants", "1000000"]) == 1
    bad = [block for block in capsys.readouterr().out.split("\n") if block.startswith(("BAD", "     ->"))]
    assert any(f"port {port}" in line for line in bad) and any("memory" in line for line in bad)
    assert all(fix.startswith("     -> ") for fix in bad[1::2])


def test_a_missing_package_is_named_with_its_fix(monkeypatch):
    def version(name):
        if name == "voila":
            raise doctor.PackageNotFoundError(name)
        return "999"

    monkeypatch.setattr(doctor, "version", version)
    missing = [finding for finding in doctor._packages() if not finding.ok]
    assert [finding.what.split(">")[0] for finding in missing] == ["voila"]
    assert "pip install" in missing[0].fix


@pytest.mark.parametrize(
    ("host", "token", "first"),
    [("127.0.0.1", "", "http://127.0.0.1:80/"), ("0.0.0.0", "word", "http://127.0.0.1:80/?token=word")],
)
def test_the_address_to_open_is_one_that_works_on_this_machine(host, token, first):
    assert addresses(host, 80, token)[0] == first


def test_a_token_of_several_words_makes_an_address_that_can_be_copied():
    assert addresses("127.0.0.1", 80, "open sesame & more") == ["http://127.0.0.1:80/?token=open%20sesame%20%26%20more"]
