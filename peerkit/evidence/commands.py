"""``peerkit evidence``: what a log of contributions shows, as a summary, JSON or a page."""

import sys
from pathlib import Path

from peerkit.evidence import study_command

EXTRA = "pip install 'peerkit[evidence]'"
WIDE = 28


def register(commands):
    """Add the commands of this area to the command line (`commands` is what ``add_subparsers`` returns)."""
    evidence = commands.add_parser("evidence", help="what a contribution log shows, with its uncertainty")
    evidence.add_argument(
        "source",
        metavar="SOURCE",
        help="a table (CSV, Parquet, JSON lines), a git repository, a dump, or the address of a table",
    )
    for name, words in (
        ("contributor", "who contributed"),
        ("time", "when"),
        ("item", "what was contributed"),
        ("amount", "how much"),
        ("parent", "the item it builds on"),
        ("kind", "what kind"),
    ):
        evidence.add_argument(f"--{name}", metavar="COL", help=f"the column that says {words}; guessed without it")
    evidence.add_argument(
        "--engine", metavar="URL", help="where to compute: duckdb (the default) or spark://local, spark://HOST:PORT"
    )
    evidence.add_argument("--lines", action="store_true", help="of a git repository, count changed lines too (slow)")
    evidence.add_argument("--json", metavar="OUT", help="write every figure as JSON to this file (- for the screen)")
    evidence.add_argument("--html", metavar="OUT", type=Path, help="write the report as one HTML file")
    evidence.add_argument("--seed", type=int, default=2005, metavar="N", help="the number that all draws begin with")
    evidence.set_defaults(run=_evidence)
    study_command.register(evidence)


def _evidence(options):
    try:
        from peerkit.evidence.analysis import analyse, as_json
        from peerkit.evidence.sources import open_log

        columns = {name: getattr(options, name) for name in ("contributor", "time", "item", "amount", "parent", "kind")}
        more = {"lines": True} if options.lines else {}
        log = open_log(
            options.source,
            columns={name: each for name, each in columns.items() if each} or None,
            engine=options.engine,
            **more,
        )
    except ModuleNotFoundError as error:
        raise ValueError(
            f"evidence needs {error.name.partition('.')[0]}, which is not installed here: {EXTRA}"
        ) from error
    with _bar() as told:
        analysis = analyse(log, seed=options.seed, progress=told)
    result = analysis.as_dict()
    if options.json == "-":
        print(as_json(analysis), end="")
    elif options.json:
        _whole(Path(options.json), as_json(analysis))
    if options.html:
        from peerkit.evidence.file_report import html

        _whole(options.html, html(result))
    if options.json != "-":
        print("\n".join(_lines(result)))
    return 0


class _bar:
    """A line on the screen that says how far it is; nothing where nobody looks."""

    def __enter__(self):
        return self._told if sys.stderr.isatty() else None

    def __exit__(self, *error):
        if sys.stderr.isatty():
            print("\r" + " " * 78 + "\r", end="", file=sys.stderr, flush=True)

    def _told(self, sentence, share):
        full = round(WIDE * share)
        print(f"\r[{'#' * full}{'.' * (WIDE - full)}] {sentence[:46]:46}", end="", file=sys.stderr, flush=True)


def _whole(file, text):
    """Write a file whole or not at all."""
    part = file.with_name(f".{file.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(file)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def _lines(result):
    from peerkit.figures.words import number

    log = result["log"]
    yield f"{log['name']} ({result['engine']})"
    yield from log.get("sentences", ())
    yield ""
    yield from result["verdicts"]
    yield ""
    for each in result["measures"].values():
        if each["estimate"] is not None:
            ends = f"  ({number(each['interval'][0])} to {number(each['interval'][1])})" if each["interval"] else ""
            unit = "" if each["unit"] == "1" else f" {each['unit']}"
            yield f"  {each['label']:44} {number(each['estimate'], 6)}{unit}{ends}"
    refused = [each["label"] for each in result["measures"].values() if each["estimate"] is None]
    if refused:
        yield f"\nNot given, with the reason in the JSON: {', '.join(refused)}."
    yield ""
    yield from result["scaling_sentences"]
