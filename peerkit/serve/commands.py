"""``peerkit serve`` and ``peerkit doctor``."""


def register(commands):
    """Add the commands of this area to the command line (`commands` is what ``add_subparsers`` returns)."""
    serve = commands.add_parser("serve", help="serve the portal, the dashboards and the cases")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on; 0.0.0.0 lets the room in")
    serve.add_argument("--port", type=int, default=8866, help="port to listen on (default 8866)")
    serve.add_argument("--token", default="", help="ask for this token before showing anything")
    serve.add_argument("--participants", type=int, default=1, metavar="N", help="how many people will use it at once")
    serve.add_argument("--no-browser", action="store_true", help="do not open a browser")
    serve.set_defaults(run=_serve)

    doctor = commands.add_parser("doctor", help="check that this installation can work, and say what to do if not")
    doctor.add_argument("--port", type=int, default=8866, help="port that serve would listen on")
    doctor.add_argument("--participants", type=int, default=1, metavar="N", help="how many people will use it at once")
    doctor.set_defaults(run=_doctor)


def _serve(options):
    if options.participants < 1:
        raise ValueError(f"--participants must be at least 1, got {options.participants}")
    from peerkit.serve.run import serve

    return serve(
        host=options.host,
        port=options.port,
        token=options.token,
        participants=options.participants,
        browser=not options.no_browser,
    )


def _doctor(options):
    from peerkit.serve.doctor import findings

    checks = findings(port=options.port, participants=options.participants)
    for check in checks:
        print(f"{'ok ' if check.ok else 'BAD'}  {check.what}" + ("" if check.ok else f"\n     -> {check.fix}"))
    return 0 if all(check.ok for check in checks) else 1
