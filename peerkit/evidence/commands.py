"""``peerkit evidence``: what a log of contributions shows, as a summary, JSON, a page, or a part of an engagement."""

import argparse
import sys
from importlib import import_module
from pathlib import Path

from peerkit.evidence import study_command

EXTRA = "pip install 'peerkit[evidence]'"
WIDE = 28
COLUMNS = {
    "contributor": "who contributed",
    "time": "when",
    "item": "what was contributed",
    "amount": "how much",
    "parent": "the item it builds on",
    "kind": "what kind",
}
SCREEN = "-"
STOPPED = 130
"""The exit code of a command that somebody stopped, as shells have it."""


def register(commands):
    """Add the commands of this area to the command line (`commands` is what ``add_subparsers`` returns)."""
    evidence = commands.add_parser("evidence", help="what a contribution log shows, with its uncertainty")
    evidence.add_argument(
        "source",
        metavar="SOURCE",
        help="a table (CSV, Parquet, JSON lines), a git repository, a dump, or the address of a table",
    )
    for name, words in COLUMNS.items():
        evidence.add_argument(f"--{name}", metavar="COL", help=f"the column that says {words}; guessed without it")
    evidence.add_argument(
        "--engine", metavar="URL", help="where to compute: duckdb (the default) or spark://local, spark://HOST:PORT"
    )
    evidence.add_argument("--since", metavar="DATE", help="leave out what is earlier, as in 2024-05-31")
    evidence.add_argument("--until", metavar="DATE", help="leave out what is later")
    evidence.add_argument("--lines", action="store_true", help="of a git repository, count changed lines too (slow)")
    evidence.add_argument("--json", metavar="OUT", help="write every figure as JSON to this file (- for the screen)")
    evidence.add_argument("--html", metavar="OUT", type=Path, help="write the report as one HTML file")
    evidence.add_argument(
        "--attach", metavar="FILE", type=Path, help="add a summary to an engagement, such as client.peerkit.json"
    )
    evidence.add_argument("--seed", type=_seed, default=2005, metavar="N", help="the number that all draws begin with")
    evidence.set_defaults(run=_evidence)
    study_command.register(evidence)


def _seed(text):
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise argparse.ArgumentTypeError(f"must be a whole number from 0 on, got {text!r}")
    return int(text)


def _evidence(options):
    try:
        return _report(options)
    except ModuleNotFoundError as error:
        raise ValueError(
            f"evidence needs {error.name.partition('.')[0]}, which is not installed here: {EXTRA}"
        ) from error
    except KeyboardInterrupt:
        print("peerkit: stopped, nothing was written", file=sys.stderr)
        return STOPPED


def _report(options):
    from peerkit.evidence.analysis import analyse, as_json

    # Before the work: an hour of it must not end at a folder that is not there.
    desk = _desk(options.attach)
    _check_places(options)
    with _bar() as told:
        analysis = analyse(_opened(options), seed=options.seed, progress=told)
    result = analysis.as_dict()
    if options.json == SCREEN:
        print(as_json(analysis), end="")
    elif options.json:
        _whole(Path(options.json), as_json(analysis))
    if options.html:
        from peerkit.evidence.file_report import html

        _whole(options.html, html(result))
    if desk:
        from peerkit.evidence.summary import summary

        desk.attach(options.attach, summary(result))
    if options.json != SCREEN:
        print("\n".join(_lines(result)))
    return 0


def _opened(options):
    from peerkit.evidence.sources import open_log

    columns = {name: getattr(options, name) for name in COLUMNS if getattr(options, name)}
    return open_log(
        options.source,
        columns=columns or None,
        engine=options.engine,
        since=options.since,
        until=options.until,
        **({"lines": True} if options.lines else {}),
    )


def _desk(path):
    """The part of the desk that takes summaries, once it has opened the engagement in a file; None without one."""
    if path is None:
        return None
    # By its name: the desk stands above this area, and nothing but this option needs it.
    desk = import_module("peerkit.advice.logs_read")
    desk.load(path)
    return desk


def _check_places(options):
    for place in (options.json, options.html):
        if place and str(place) != SCREEN:
            if Path(place).is_dir():
                raise ValueError(f"{place} is a folder: name a file in it")
            if not Path(place).absolute().parent.is_dir():
                raise ValueError(f"the folder {Path(place).absolute().parent} is not there: make it first")


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
    from peerkit.evidence.said import interval, said

    log = result["log"]
    yield f"{log['name']} ({result['engine']}, seed {result['seed']})"
    yield from log["sentences"]
    yield f"Columns: {'; '.join(f'{part}: {column}' for part, column in log['columns'].items())}."
    yield from log["notes"]
    yield ""
    yield from result["verdicts"]
    yield ""
    for each in result["measures"].values():
        if each["estimate"] is not None:
            ends = f"  ({interval(each)})" if each["interval"] else ""
            yield f"  {each['label']:46} {said(each)(each['estimate'])}{ends}"
    refused = [each["label"] for each in result["measures"].values() if each["estimate"] is None]
    if refused:
        yield f"\nNot given, with the reason in the JSON: {', '.join(refused)}."
    yield ""
    yield from result["scaling_sentences"]
