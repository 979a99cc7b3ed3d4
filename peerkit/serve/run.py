"""Start the server and say where it is."""

import os
import signal
import sys
import tempfile
import webbrowser

from peerkit.serve import leftovers, sockets
from peerkit.serve.addresses import addresses, is_local
from peerkit.serve.fence import file_of
from peerkit.serve.fork import ZYGOTE, possible
from peerkit.serve.listening import open_port
from peerkit.serve.memory import free_memory
from peerkit.serve.places import connections, open_files, places
from peerkit.widgets.web import SERVED

MOST_READY = 6
FEWER = (
    "this machine has room for {held} pages at once; --participants {n} asks for {wanted}. Whoever comes later sees figures that do "
    "not move until a place is free. peerkit doctor --participants {n} says what is short"
)
OPEN = "anybody who can reach this machine can use this server: it asks for no word"


def serve(
    *,
    host,
    port,
    token,
    participants,
    browser,
    base_url="/",
    names=(),
    embed_in=(),
    room_database="",
    parent=None,
    tells_word=True,
    **own,
):
    """Serve until interrupted, or until `parent` has ended. Kernels in reserve grow with the participants, who do not all click in one second."""
    files = open_files(raised=True)
    for place in dict.fromkeys((sockets.folder(), tempfile.gettempdir())):
        leftovers.sweep(place)
    listening, port = open_port(host, port)
    os.environ[SERVED] = f"{base_url}assets"
    # Until the server takes this over. The default would leave the warm process's folder behind.
    signal.signal(signal.SIGTERM, _leave)
    database = room_database if "://" in room_database else os.path.abspath(room_database)
    ZYGOTE.kept_away = str(file_of(database) or "") if room_database else ""
    if possible():
        # The warm process imports what pages need while this one imports what the server needs.
        ZYGOTE.begin()
    # jsonschema would build the grammar of internationalised addresses, which takes two seconds and nobody here needs.
    sys.modules.setdefault("rfc3987_syntax", None)
    from peerkit.serve.app import PeerkitServer, configuration

    wanted, held = places(participants), places(participants, files, free_memory())
    if held < wanted:
        print(FEWER.format(held=held, wanted=wanted, n=participants), file=sys.stderr, flush=True)  # noqa: T201
    ready = min(MOST_READY, 2 + participants // 8)
    config = configuration(
        host=host,
        port=port,
        token=token,
        ready=ready,
        most=held,
        most_connections=connections(participants, files),
        base_url=base_url,
        names=names,
        embed_in=embed_in,
        participants=participants,
        room_database=database,
        **own,
    )
    server = PeerkitServer.instance(config=config)
    server.initialize(argv=[])
    server.listening = listening
    server.started_by = parent
    to_open = addresses(host, port, token, base_url)
    for address in to_open if tells_word else addresses(host, port, "", base_url):
        print(f"peerkit is at {address}", file=sys.stderr, flush=True)  # noqa: T201
    if token and not tells_word:
        print("the word of the room is in the environment", file=sys.stderr, flush=True)  # noqa: T201
    elif token:
        # The addresses above hold it already; whoever opens one need not type it.
        print(f"the word of the room is {token}", file=sys.stderr, flush=True)  # noqa: T201
    elif not is_local(host):
        print(OPEN, file=sys.stderr, flush=True)  # noqa: T201
    if browser:
        server.when_listening = lambda: webbrowser.open(to_open[0])
    try:
        server.start()
    finally:
        ZYGOTE.stop()
    return 0


def _leave(*_):
    raise SystemExit(0)
