"""The port of the server: opened before anything is started, with a sentence for each way in which that can fail."""

import errno
import os
import socket

from peerkit.serve.addresses import own_address

MOST_PORT = 65535
BOTH = ("", "::", "*")
"""The words for all addresses of this machine, of either protocol."""
WAITING = 128


def port_number(text):
    """A port from the command line; ValueError if it is none."""
    if not text.isascii() or not text.isdigit() or int(text) > MOST_PORT:
        raise ValueError(f"--port must be a whole number from 0 to {MOST_PORT}, got {text}")
    return int(text)


def open_port(host, port):
    """Listening sockets on a port of an address of this machine, and the port (chosen by the system where it is 0).

    Raises OSError with what is wrong and what to do.
    """
    opened = []
    try:
        for family, name in _places(host):
            opened.append(_listening(family, name, opened[0].getsockname()[1] if opened else port))
    except OSError as error:
        if not (opened and host in BOTH):
            for each in opened:
                each.close()
            raise OSError(_sentence(host, port, error)) from error
        # A machine without IPv6 is served by the other protocol alone.
    return opened, opened[0].getsockname()[1]


def _places(host):
    if host in BOTH:
        return [(socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::")]
    known = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    return list(dict.fromkeys((family, address[0]) for family, _, _, _, address in known))


def _listening(family, name, port):
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        if os.name != "nt":
            # On Windows this would let two servers listen on one port.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind((name, port))
        listener.listen(WAITING)
        listener.setblocking(False)
    except BaseException:
        listener.close()
        raise
    return listener


def problem(host, port):
    """A sentence on why a server cannot listen there; empty if it can."""
    try:
        sockets, _ = open_port(host, port)
    except OSError as error:
        return str(error)
    for each in sockets:
        each.close()
    return ""


def _sentence(host, port, error):
    own = own_address()
    these = "127.0.0.1 for this machine" + (f", {own} or 0.0.0.0 for the room" if own else ", 0.0.0.0 for the room")
    if isinstance(error, socket.gaierror):
        return f"no machine is known as {host!r}: choose --host {these}"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is not an address of this machine: choose --host {these}"
    if error.errno in (errno.EACCES, getattr(errno, "WSAEACCES", errno.EACCES)):
        return f"this user may not listen on port {port}: choose one from 1024 to {MOST_PORT} with --port"
    if error.errno in (errno.EADDRINUSE, getattr(errno, "WSAEADDRINUSE", errno.EADDRINUSE)):
        return f"port {port} on {host} is in use: stop what listens there, or choose another with --port"
    if error.errno == errno.EAFNOSUPPORT:
        return f"this machine does not speak the protocol of {host}: choose --host {these}"
    return f"the server cannot listen on port {port} of {host}: {error}"
