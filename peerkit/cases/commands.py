"""``peerkit cases``: the case studies, and the facts of one with their sources."""

import sys


def register(commands):
    """Add the commands of this area to the command line (`commands` is what ``add_subparsers`` returns)."""
    cases = commands.add_parser("cases", help="list the case studies, or one case with its facts and their sources")
    cases.add_argument("name", nargs="?", metavar="NAME", help="a case, such as flickr")
    form = cases.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="the facts as JSON")
    form.add_argument("--csv", action="store_true", help="the facts as CSV")
    cases.set_defaults(run=_run)


def _run(options):
    from peerkit.cases import every_case, load_case

    if options.name is None:
        cases, problems = every_case()
        for case in cases:
            print(f"{case.name:14} {case.title}")
        for problem in problems:
            print(f"cannot be read: {problem}", file=sys.stderr)
        return 1 if problems else 0
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
