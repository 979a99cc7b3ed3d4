"""The command line: ``peerkit serve``, ``peerkit doctor``, ``peerkit cases``."""

import argparse
import sys


def main(arguments=None):
    """Run the command named in `arguments` (the process's own by default); the exit code is 0 when all went well."""
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except (ValueError, OSError) as error:
        print(f"peerkit: {error}", file=sys.stderr)
        return 1


def _parser():
    parser = argparse.ArgumentParser(prog="peerkit", description="Peer production: models, cases, questions.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

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

    cases = commands.add_parser("cases", help="list the case studies, or one case with its facts and their sources")
    cases.add_argument("name", nargs="?", metavar="NAME", help="a case, such as flickr")
    form = cases.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="the facts as JSON")
    form.add_argument("--csv", action="store_true", help="the facts as CSV")
    cases.set_defaults(run=_cases)
    return parser


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

    found = findings(port=options.port, participants=options.participants)
    for finding in found:
        print(f"{'ok ' if finding.ok else 'BAD'}  {finding.what}" + ("" if finding.ok else f"\n     -> {finding.fix}"))
    return 0 if all(finding.ok for finding in found) else 1


def _cases(options):
    from peerkit.cases import load_case, names

    if options.name is None:
        for name in names():
            print(f"{name:12} {load_case(name).title}")
        return 0
    case = load_case(options.name)
    if options.json:
        print(case.as_json())
    elif options.csv:
        print(case.as_csv(), end="")
    else:
        print(f"{case.title}\n{case.question}\n")
        for fact in case.facts.itertuples():
            print(f"{fact.date:>12}  {fact.value:>16,g}  {fact.unit:28.28}  {fact.metric:24.24}  {fact.source_title}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
