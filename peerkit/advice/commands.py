"""``peerkit diagnose``: the verdict on an engagement, with its doubt. ``peerkit report``: page, memo, deck and workbook of it."""

import json
from pathlib import Path


def register(commands):
    """Add the commands of this area to the command line (`commands` is what ``add_subparsers`` returns)."""
    diagnose = commands.add_parser("diagnose", help="the verdict on an engagement file, with reasons and doubt")
    diagnose.add_argument("file", metavar="FILE", type=Path, help="an engagement, such as choir.peerkit.json")
    diagnose.add_argument("--json", metavar="OUT", help="write the diagnosis as JSON to this file (- for the screen)")
    diagnose.set_defaults(run=_diagnose)
    report = commands.add_parser("report", help="an engagement as a page, a memo, a deck or a workbook")
    report.add_argument("file", metavar="FILE", type=Path, help="an engagement, such as choir.peerkit.json")
    report.add_argument("--to", required=True, choices=("html", "pdf", "pptx", "xlsx"), help="the kind of report")
    report.add_argument("-o", dest="out", metavar="OUT", required=True, type=Path, help="the file to write")
    report.set_defaults(run=_report)


def _diagnose(options):
    from peerkit.advice.diagnosis import diagnose
    from peerkit.advice.engagement import load

    engagement = load(options.file)
    diagnosis = diagnose(engagement)
    if options.json is None:
        print("\n".join(_lines(engagement, diagnosis)))
        return 0
    text = json.dumps(diagnosis.as_dict(), indent=1, ensure_ascii=False) + "\n"
    if options.json == "-":
        print(text, end="")
    else:
        Path(options.json).write_text(text, encoding="utf-8")
    return 0


def _report(options):
    from peerkit.advice.engagement import load
    from peerkit.advice.reports import write_report

    write_report(load(options.file), options.to, options.out)
    print(f"Written: {options.out}")
    return 0


def _lines(engagement, diagnosis):
    from peerkit.advice.doubt import pilots
    from peerkit.advice.instrument import item
    from peerkit.figures.words import percent

    fictional = " (FICTIONAL)" if engagement.client.fictional else ""
    yield f"{engagement.client.name}{fictional}: {diagnosis.verdict}"
    yield from diagnosis.reasons
    yield f"{percent(diagnosis.share)} of the draws agree; the answer is {diagnosis.agreement}."
    yield ""
    for name, level in diagnosis.profile.items():
        yield f"  {name:8} {'?' if level is None else level}"
    if diagnosis.flips:
        yield "\nWhat would change the verdict"
        for flip in diagnosis.flips:
            changes = ", ".join(f"{item(key).short} becomes {to}" for key, to in flip.changes.items())
            yield f"  {changes}: {flip.verdict}"
    if diagnosis.find_out:
        yield f"\nActing now risks {pilots(diagnosis.risk)}. Find out first"
        for each in diagnosis.find_out[:3]:
            yield f"  {item(each.question).short}: worth up to {pilots(each.worth)}"
    if diagnosis.levers:
        yield "\nLevers"
        yield from (f"  {lever.words}{' (scenario)' if lever.scenario else ''}" for lever in diagnosis.levers)
    yield from (f"\n{sentence}" for sentence in diagnosis.warnings)
    yield "\nWhat this cannot say"
    yield from (f"  {sentence}" for sentence in diagnosis.limits)
    yield f"\nRules {diagnosis.rules}. A model's answer, not a forecast of success."
