"""``peerkit serve`` and ``peerkit doctor``."""

import os

EXTRA = "pip install 'peerkit[serve]'"
WORD = "PEERKIT_TOKEN"
"""The variable that may hold the word of the room instead of the command line, which all users of a machine may read."""
DATABASE = "PEERKIT_ROOM_DATABASE"
"""The variable that may hold the address of the room's database, for the same reason: such an address often holds a password."""
ROOM_FILE = "peerkit-room.db"
"""The file with the answers of rooms, in the folder where the server was started."""


def register(commands):
    """Add the commands of this area to the command line (`commands` is what ``add_subparsers`` returns)."""
    serve = commands.add_parser("serve", help="serve the portal, the dashboards and the cases")
    serve.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1); 0.0.0.0 lets the room in"
    )
    serve.add_argument("--port", default="8866", help="port to listen on (default 8866); 0 takes any free one")
    serve.add_argument(
        "--token",
        metavar="WORD",
        help="ask for this word before showing anything; without it (and without the variable PEERKIT_TOKEN) a word is made where others can reach the server, "
        'and --token "" asks for none',
    )
    serve.add_argument("--participants", type=int, default=1, metavar="N", help="how many people will use it at once")
    serve.add_argument("--base-url", default="/", metavar="PATH", help="serve below this path, as in /econ/")
    serve.add_argument(
        "--name", action="append", default=[], help="a name under which a proxy or a name server knows this server"
    )
    serve.add_argument(
        "--embed-in", action="append", default=[], metavar="ORIGIN", help="let pages of this origin show pages inside"
    )
    serve.add_argument(
        "--room-database",
        metavar="WHERE",
        help=f"file of SQLite, or address of PostgreSQL, for rooms (default: the variable {DATABASE}, or {ROOM_FILE})",
    )
    serve.add_argument("--room-port", default="8867", help="port for the phones of rooms (default 8867); 0 takes any")
    serve.add_argument(
        "--room-at",
        default="",
        metavar="ADDRESS",
        help="address at which phones reach rooms, where a proxy or another process answers them; "
        "`here` is below the address of the portal. No port is opened for phones then",
    )
    serve.add_argument("--logs", default="", metavar="FOLDER", help="let readers open the logs in this folder")
    serve.add_argument("--no-browser", action="store_true", help="do not open a browser")
    serve.add_argument("--parent", type=int, metavar="PID", help="end when this process, which started it, has ended")
    serve.set_defaults(run=_serve)

    room = commands.add_parser("room", help="serve only the phones and the wall of a room; peerkit serve does both")
    room.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1); 0.0.0.0 lets the room in"
    )
    room.add_argument("--port", default="8867", help="port to listen on (default 8867); 0 takes any free one")
    room.add_argument(
        "--database",
        metavar="WHERE",
        help=f"file of SQLite, or address of PostgreSQL (default: the variable {DATABASE}, or {ROOM_FILE})",
    )
    room.add_argument("--participants", type=int, default=30, metavar="N", help="how many people will use it at once")
    room.add_argument("--base-url", default="/", metavar="PATH", help="serve below this path, as in /econ/")
    room.add_argument("--name", action="append", default=[], help="a name under which phones know this server")
    room.add_argument("--until-stdin-ends", action="store_true", help="end when standard input does")
    room.set_defaults(run=_room)

    doctor = commands.add_parser("doctor", help="check that this installation can work, and say what to do if not")
    doctor.add_argument("--port", default="8866", help="port that serve would listen on")
    doctor.add_argument("--participants", type=int, default=1, metavar="N", help="how many people will use it at once")
    doctor.set_defaults(run=_doctor)


def _serve(options):
    if options.participants < 1:
        raise ValueError(f"--participants must be at least 1, got {options.participants}")
    try:
        from peerkit.serve.addresses import base, origin, room_address
        from peerkit.serve.identity import word_for
        from peerkit.serve.listening import port_number
        from peerkit.serve.run import serve
    except ModuleNotFoundError as error:
        raise _incomplete(error) from error
    wishes = {
        "host": options.host,
        "port": port_number(options.port),
        "token": word_for(options.host, os.environ.get(WORD) if options.token is None else options.token),
        "participants": options.participants,
        "browser": not options.no_browser,
        "base_url": base(options.base_url),
        "names": options.name,
        "embed_in": [origin(text) for text in options.embed_in],
        "room_database": options.room_database or os.environ.get(DATABASE) or ROOM_FILE,
        "room_port": port_number(options.room_port),
        "room_at": room_address(options.room_at),
        "logs": options.logs,
        "parent": options.parent,
        # Whoever keeps the word in the variable knows it, and what is printed may be kept in a log.
        "tells_word": options.token is not None or WORD not in os.environ,
    }
    try:
        return serve(**wishes)
    except ModuleNotFoundError as error:
        raise _incomplete(error) from error


def _room(options):
    if options.participants < 1:
        raise ValueError(f"--participants must be at least 1, got {options.participants}")
    try:
        import asyncio
        import sys

        from peerkit.room.process import serve
        from peerkit.serve.addresses import base
        from peerkit.serve.listening import open_port, port_number
        from peerkit.serve.phones import bounded
    except ModuleNotFoundError as error:
        raise _incomplete(error) from error
    path = base(options.base_url)
    sockets, port = open_port(options.host, port_number(options.port))
    print(f"the room is at http://{options.host}:{port}{path}room/", file=sys.stderr, flush=True)
    parent = sys.stdin.buffer if options.until_stdin_ends else None
    database = options.database or os.environ.get(DATABASE) or ROOM_FILE
    made = bounded(options.host, options.name)
    asyncio.run(
        serve(
            sockets,
            database=database,
            participants=options.participants,
            base=path,
            parent=parent,
            made=made,
        )
    )
    return 0


def _incomplete(error):
    return ValueError(f"the server needs {error.name.partition('.')[0]}, which is not installed here: {EXTRA}")


def _doctor(options):
    try:
        from peerkit.serve.doctor import findings
        from peerkit.serve.listening import port_number
    except ModuleNotFoundError as error:
        raise _incomplete(error) from error
    checks = findings(port=port_number(options.port), participants=options.participants)
    every = True
    for check in checks:
        every = every and check.ok
        print(
            f"{'ok ' if check.ok else 'BAD'}  {check.what}" + ("" if check.ok else f"\n     -> {check.fix}"), flush=True
        )
    return 0 if every else 1
