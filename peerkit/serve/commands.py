"""``peerkit serve`` and ``peerkit doctor``."""

EXTRA = "pip install 'peerkit[serve]'"


def register(commands):
    """Add the commands of this area to the command line (`commands` is what ``add_subparsers`` returns)."""
    serve = commands.add_parser("serve", help="serve the portal, the dashboards and the cases")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on; 0.0.0.0 lets the room in")
    serve.add_argument("--port", default="8866", help="port to listen on (default 8866); 0 takes any free one")
    serve.add_argument("--token", default="", help="ask for this word before showing anything")
    serve.add_argument("--participants", type=int, default=1, metavar="N", help="how many people will use it at once")
    serve.add_argument("--base-url", default="/", metavar="PATH", help="serve below this path, as in /econ/")
    serve.add_argument(
        "--name", action="append", default=[], help="a name under which a proxy or a name server knows this server"
    )
    serve.add_argument(
        "--embed-in", action="append", default=[], metavar="ORIGIN", help="let pages of this origin show pages inside"
    )
    serve.add_argument("--logs", default="", metavar="FOLDER", help="let readers open the logs in this folder")
    serve.add_argument("--no-browser", action="store_true", help="do not open a browser")
    serve.set_defaults(run=_serve)

    doctor = commands.add_parser("doctor", help="check that this installation can work, and say what to do if not")
    doctor.add_argument("--port", default="8866", help="port that serve would listen on")
    doctor.add_argument("--participants", type=int, default=1, metavar="N", help="how many people will use it at once")
    doctor.set_defaults(run=_doctor)


def _serve(options):
    if options.participants < 1:
        raise ValueError(f"--participants must be at least 1, got {options.participants}")
    try:
        from peerkit.serve.addresses import base, origin
        from peerkit.serve.listening import port_number
        from peerkit.serve.run import serve
    except ModuleNotFoundError as error:
        raise _incomplete(error) from error
    wishes = {
        "host": options.host,
        "port": port_number(options.port),
        "token": options.token,
        "participants": options.participants,
        "browser": not options.no_browser,
        "base_url": base(options.base_url),
        "names": options.name,
        "embed_in": [origin(text) for text in options.embed_in],
        "logs": options.logs,
    }
    try:
        return serve(**wishes)
    except ModuleNotFoundError as error:
        raise _incomplete(error) from error


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
