"""Start the server and say where it is."""

import os
import socket
import sys
import webbrowser
from urllib.parse import quote

from peerkit.serve.doctor import port_free
from peerkit.serve.fork import ZYGOTE, possible
from peerkit.widgets.web import SERVED

MOST_READY = 6


def serve(*, host, port, token, participants, browser):
    """Serve until interrupted. Kernels in reserve grow with the participants, who do not all click in one second."""
    if not port_free(host, port):
        raise OSError(f"port {port} on {host} is in use: stop what listens there, or choose another with --port")
    os.environ[SERVED] = "/assets"
    if possible():
        # The warm process imports what pages need while this one imports what the server needs.
        ZYGOTE.begin()
    # jsonschema would build the grammar of internationalised addresses, which takes two seconds and nobody here needs.
    sys.modules.setdefault("rfc3987_syntax", None)
    from peerkit.serve.app import PeerkitServer, configuration

    ready = min(MOST_READY, 2 + participants // 8)
    config = configuration(host=host, port=port, token=token, ready=ready, fork=possible())
    server = PeerkitServer.instance(config=config)
    server.initialize(argv=[])
    for address in addresses(host, port, token):
        print(f"peerkit is at {address}", file=sys.stderr, flush=True)  # noqa: T201
    if browser:
        server.when_listening = lambda: webbrowser.open(addresses(host, port, token)[0])
    try:
        server.start()
    finally:
        ZYGOTE.stop()
    return 0


def addresses(host, port, token):
    """The addresses to open: this machine's, and the room's when the server listens to it."""
    query = f"?token={quote(token)}" if token else ""
    names = ["127.0.0.1"] if host in ("0.0.0.0", "") else [host]
    if host in ("0.0.0.0", ""):
        names.append(_own_address())
    return [f"http://{name}:{port}/{query}" for name in names if name]


def _own_address():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Connecting a datagram socket sends nothing; it only asks the system which of its addresses it would use.
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        return probe.getsockname()[0]
