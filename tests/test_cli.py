"""The command line says what it did, what is wrong and what to do, and its exit code says whether it worked."""

import errno
import json
import os
import socket
import subprocess
import sys
from contextlib import contextmanager

import pandas as pd
import pytest

from peerkit.cases import names
from peerkit.cli import main
from peerkit.serve import doctor, listening
from peerkit.serve.addresses import addresses


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


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--host", "192.0.2.7"), "192.0.2.7 is not an address of this machine: choose --host 127.0.0.1"),
        (("--host", "no-such-machine.invalid"), "no machine is known as 'no-such-machine.invalid': choose --host"),
        (("--port", "99999"), "--port must be a whole number from 0 to 65535, got 99999"),
        (("--port", "-1"), "--port must be a whole number from 0 to 65535, got -1"),
        (("--port", "http"), "--port must be a whole number from 0 to 65535, got http"),
        (("--base-url", "a b"), "--base-url must be a path like /econ/"),
        (("--embed-in", "example.org"), "--embed-in must be an origin like https://learn.example.org"),
    ],
)
def test_what_cannot_be_served_is_one_sentence_and_exit_code_1(capsys, options, said):
    option, value = options
    assert main(["serve", "--no-browser", f"{option}={value}"]) == 1
    err = capsys.readouterr().err
    assert err.startswith("peerkit: " + said) and err.count("\n") == 1


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.EACCES, "this user may not listen on port 80: choose one from 1024 to 65535 with --port"),
        (errno.EADDRINUSE, "port 80 on 127.0.0.1 is in use"),
        (errno.EADDRNOTAVAIL, "127.0.0.1 is not an address of this machine"),
        (errno.EAFNOSUPPORT, "this machine does not speak the protocol of 127.0.0.1"),
        (errno.EIO, "the server cannot listen on port 80 of 127.0.0.1"),
    ],
)
def test_each_way_in_which_a_port_can_be_refused_has_its_sentence(monkeypatch, number, said):
    def refuse(family, name, port):
        raise OSError(number, "x")

    monkeypatch.setattr(listening, "_listening", refuse)
    assert listening.problem("127.0.0.1", 80).startswith(said)


def ipv6():
    with socket.socket(socket.AF_INET6) as probe:
        try:
            probe.bind(("::1", 0))
        except OSError:
            return False
    return True


@pytest.mark.skipif(not ipv6(), reason="this machine has no IPv6")
@pytest.mark.parametrize(("host", "families"), [("::1", {socket.AF_INET6}), ("::", {socket.AF_INET, socket.AF_INET6})])
def test_both_protocols_can_be_served_and_a_port_of_0_is_a_free_one(host, families):
    opened, port = listening.open_port(host, 0)
    try:
        assert {each.family for each in opened} == families
        assert port > 0 and {each.getsockname()[1] for each in opened} == {port}
        assert f"port {port} on {host} is in use" in listening.problem(host, port)
    finally:
        for each in opened:
            each.close()


def test_a_machine_without_ipv6_serves_all_its_addresses_by_the_other(monkeypatch):
    works = listening._listening

    def only_four(family, name, port):
        if family == socket.AF_INET6:
            raise OSError(errno.EAFNOSUPPORT, "x")
        return works(family, name, port)

    monkeypatch.setattr(listening, "_listening", only_four)
    opened, _ = listening.open_port("::", 0)
    assert [each.family for each in opened] == [socket.AF_INET]
    opened[0].close()


SERVING = ("serve", "--no-browser", "--port", "0")


@pytest.mark.parametrize(
    ("command", "missing"),
    [(SERVING, "tornado"), (SERVING, "zmq"), (SERVING, "voila"), (SERVING, "jupyter_client"), (("doctor",), "zmq")],
)
def test_a_wheel_without_its_server_says_what_to_install(command, missing):
    code = f"import sys; sys.modules[{missing!r}] = None\nfrom peerkit.cli import main\nsys.exit(main({command!r}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert f"the server needs {missing}, which is not installed here: pip install 'peerkit[serve]'" in done.stderr


def test_the_doctor_goes_on_without_the_packages_of_the_server(monkeypatch):
    monkeypatch.setitem(sys.modules, "jupyter_core.paths", None)
    check = doctor._widgets()
    assert not check.ok and "peerkit[serve]" in check.fix


def test_whoever_reads_only_the_first_lines_sees_no_complaint():
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "peerkit.cli", "cases", "flickr"]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True, timeout=120)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, "")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_the_doctor_finds_this_installation_well_and_has_served_a_page(capsys):
    assert main(["doctor", "--port", str(free_port())]) == 0
    out = capsys.readouterr().out
    assert "BAD" not in out
    assert "was served after" in out and "kernels are reached through" in out


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("raise SystemExit('no room for sockets')", "no room for sockets"),
        ("import sys; print('peerkit is at http://127.0.0.1:9/', file=sys.stderr, flush=True)", "Connection refused"),
    ],
)
def test_the_doctor_sees_that_no_page_can_be_served(monkeypatch, code, reason):
    monkeypatch.setattr(doctor, "SERVER", (sys.executable, "-c", code))
    check = doctor._page()
    assert not check.ok and "no page can be served" in check.what and reason in check.what


def test_the_doctor_knows_a_page_that_could_not_be_made(monkeypatch):
    @contextmanager
    def server():
        yield "data:text/html,could not be made</html>#"

    monkeypatch.setattr(doctor, "_server", server)
    assert "could not be made" in doctor._page().what


def test_each_failing_line_of_the_doctor_says_the_fix(capsys, monkeypatch):
    monkeypatch.setattr(doctor, "SERVER", (sys.executable, "-c", "raise SystemExit('no room')"))
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
        return there(name)

    there = doctor.version
    monkeypatch.setattr(doctor, "version", version)
    missing = [finding for finding in doctor._packages() if not finding.ok]
    assert len(missing) == 1 and missing[0].what.startswith("voila")
    assert "pip install" in missing[0].fix


@pytest.mark.parametrize(
    ("host", "token", "first"),
    [
        ("127.0.0.1", "", "http://127.0.0.1:80/"),
        ("0.0.0.0", "word", "http://127.0.0.1:80/?token=word"),
        ("::", "", "http://127.0.0.1:80/"),
        ("::1", "", "http://[::1]:80/"),
    ],
)
def test_the_address_to_open_is_one_that_works_on_this_machine(host, token, first):
    assert addresses(host, 80, token)[0] == first


def test_a_token_of_several_words_makes_an_address_that_can_be_copied():
    assert addresses("127.0.0.1", 80, "open sesame & more") == ["http://127.0.0.1:80/?token=open%20sesame%20%26%20more"]
