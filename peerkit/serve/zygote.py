"""A process that has imported everything and forks a kernel for whoever asks on its socket.

Run as ``python -m peerkit.serve.zygote SOCKET``. Each connection carries one JSON line ``{"argv", "env", "cwd"}``; the
answer is ``{"pid"}`` of the forked kernel. The process ends when its standard input closes, that is with the server
that started it, and its kernels notice and end too.

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


def main(path):
    """Serve forks on the Unix socket `path` until standard input closes."""
    import ipykernel.kernelapp  # noqa: F401

    from peerkit.serve.warm import rehearsals

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _freeze()
    waiting = rehearsals()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        os.chmod(path, 0o600)
        listener.listen()
        print("ready", flush=True)  # noqa: T201
        while True:
            readable, _, _ = select.select([listener, sys.stdin], [], [], 1.0 if waiting is None else 0)
            _bury_the_dead()
            if sys.stdin in readable and not os.read(sys.stdin.fileno(), 1):
                return
            if listener in readable:
                _answer(listener)
            elif waiting is not None and next(waiting, None) is None:
                waiting = None
                _freeze()


def _freeze():
    # What is imported will never be freed; moving it out of the collector's sight keeps its pages shared.
    gc.collect()
    gc.freeze()


def _answer(listener):
    connection, _ = listener.accept()
    with connection:
        line = connection.makefile().readline()
        if not line:
            return
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            listener.close()
            connection.close()
            _become_kernel(order)
        connection.sendall(json.dumps({"pid": pid}).encode() + b"\n")


def _become_kernel(order):
    status = 1
    try:
        os.setsid()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.chdir(order["cwd"])
        os.environ.clear()
        os.environ.update(order["env"])
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        # The kernel's own words belong to the server's terminal; the zygote's stdout is a pipe that only says "ready".
        os.dup2(2, 1)
        from ipykernel.kernelapp import launch_new_instance

        launch_new_instance(order["argv"])
        status = 0
    finally:
        os._exit(status)


def _bury_the_dead():
    while True:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return


if __name__ == "__main__":
    main(sys.argv[1])
