"""A process that has imported everything and forks a kernel for whoever asks on its socket.

Run as ``python -m peerkit.serve.zygote SOCKET``. Each connection carries one JSON line ``{"argv", "env", "cwd"}``; the
answer is ``{"pid"}`` of the forked kernel, or ``{"error"}``. The first line of its standard input names the file that kernels shall not
open: not an order, since kernels can send orders, too. The process ends when its standard input closes, that is with the
server that started it, and its kernels notice and end too.

While nobody asks it draws each question once, because much is only imported when a figure is made. It stays
single-threaded before every fork, since a forked child has only the thread that forked; numerical libraries are told so
through their environment variables before they are imported.
"""

import gc
import json
import os
import select
import signal
import socket
import sys
import tempfile
import traceback

PATIENCE = 5
"""Seconds that an order may take to arrive."""


def main(path):
    """Serve forks on the Unix socket `path` until standard input closes."""
    import ipykernel.kernelapp  # noqa: F401

    from peerkit.serve.warm import rehearsals

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Kernels that have ended are gone at once. Otherwise the server would wait until this process has time for them.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    kept_away = json.loads(_line(sys.stdin.fileno()) or '""')
    _freeze()
    waiting = rehearsals()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        os.chmod(path, 0o600)
        listener.listen()
        print("ready", flush=True)  # noqa: T201
        while True:
            readable, _, _ = select.select([listener, sys.stdin], [], [], 1.0 if waiting is None else 0)
            if sys.stdin in readable and not os.read(sys.stdin.fileno(), 1):
                return
            if listener in readable:
                _answer(listener, kept_away)
            elif waiting is not None and next(waiting, None) is None:
                waiting = None
                _freeze()


def _line(file):
    """The first line of a pipe, without reading ahead."""
    text = b""
    while not text.endswith(b"\n"):
        piece = os.read(file, 1)
        if not piece:
            break
        text += piece
    return text.decode()


def _freeze():
    # What is imported will never be freed; moving it out of the collector's sight keeps its pages shared.
    gc.collect()
    gc.freeze()


def _answer(listener, kept_away):
    """Fork for one order. An order that fails does not end this process, on which all pages depend."""
    connection, _ = listener.accept()
    with connection:
        try:
            connection.settimeout(PATIENCE)
            line = connection.makefile().readline()
            if line:
                _carry_out(json.loads(line), listener, connection, kept_away)
        except (OSError, ValueError) as error:
            # Whoever ordered may have stopped waiting.
            print(f"the warm process could not carry out an order: {error}", file=sys.stderr, flush=True)  # noqa: T201


def _carry_out(order, listener, connection, kept_away=""):
    try:
        pid = os.fork()
    except OSError as error:
        _say(connection, {"error": f"the system starts no more processes: {error}"})
        return
    if pid == 0:
        listener.close()
        connection.close()
        _become_kernel(order, kept_away)
    try:
        _say(connection, {"pid": pid})
    except OSError:
        # Nobody knows of this kernel, so nobody would end it.
        os.kill(pid, signal.SIGKILL)
        raise


def _say(connection, answer):
    connection.sendall(json.dumps(answer).encode() + b"\n")


def _become_kernel(order, kept_away):
    status = 1
    try:
        os.setsid()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.chdir(order["cwd"])
        os.environ.clear()
        os.environ.update(order["env"])
        # This process may have looked for it already.
        tempfile.tempdir = None
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        # The kernel's own words belong to the server's terminal; the zygote's stdout is a pipe that only says "ready".
        os.dup2(2, 1)
        from peerkit.serve.kernel import run

        run(order["argv"], kept_away)
        status = 0
    finally:
        if sys.exc_info()[0] not in (None, SystemExit):
            traceback.print_exc()
        os._exit(status)


if __name__ == "__main__":
    main(sys.argv[1])
