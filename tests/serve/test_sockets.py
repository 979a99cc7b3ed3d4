"""Kernels are reached through files in a folder whose path is short enough, or through ports where that is impossible."""

import pytest

from peerkit.serve import sockets


@pytest.fixture
def places(monkeypatch):
    """Folders that exist and may be written; the first is the one for temporary files."""

    def arrange(*paths, ipc=True):
        monkeypatch.setattr(sockets.zmq, "has", lambda what: ipc)
        monkeypatch.setattr(sockets, "_candidates", lambda: list(paths))

    return arrange


def long(tmp_path, length):
    """A folder whose path has so many characters."""
    folder = tmp_path / ("x" * (length - len(str(tmp_path)) - 1))
    folder.mkdir()
    return str(folder)


def test_a_short_folder_for_temporary_files_is_taken(places):
    places("/tmp", "/var/tmp")
    assert (sockets.folder(), sockets.transport()) == ("/tmp", "ipc")


@pytest.mark.parametrize("length", [43, 80, 108])
def test_a_long_one_is_passed_over(places, monkeypatch, tmp_path, length):
    # pytest's own folders are longer than the shortest of these, so the limit is moved instead.
    shift = max(0, len(str(tmp_path)) + 2 - length)
    monkeypatch.setattr(sockets, "LONGEST_SOCKET", sockets.LONGEST_SOCKET + shift)
    places(long(tmp_path, length + shift), "/tmp")
    assert sockets.folder() == "/tmp"


def test_the_longest_name_of_a_socket_fits(places):
    # What Voila and jupyter_client make of a folder, with the length that macOS allows.
    name = "/voila_abcdefgh/kernel-" + "1" * 36 + "-ipc-5"
    assert len(name) == sockets.LONGEST_NAME
    room = sockets.LONGEST_SOCKET - sockets.LONGEST_NAME
    assert sockets._usable("/tmp") and not sockets._usable("/" + "x" * room)


@pytest.mark.parametrize("folders", [(), ("",), ("/no/such/folder",)])
def test_without_a_folder_kernels_are_reached_through_ports(places, folders):
    places(*folders)
    assert (sockets.folder(), sockets.transport()) == (None, "tcp")


def test_without_files_in_zmq_as_on_windows_kernels_are_reached_through_ports(places):
    places("/tmp", ipc=False)
    assert (sockets.folder(), sockets.transport()) == (None, "tcp")
