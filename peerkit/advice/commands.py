"""``peerkit diagnose``: the verdict on an engagement, with its doubt. ``peerkit report``: page, memo, deck and workbook of it.

``peerkit merge``: two advisers' copies side by side, and made into one.
"""

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
    merge = commands.add_parser("merge", help="two advisers' copies of an engagement side by side, and made into one")
    merge.add_argument("ours", metavar="A", type=Path, help="one copy")
    merge.add_argument("theirs", metavar="B", type=Path, help="the other copy")
    merge.add_argument("--base", metavar="FILE", type=Path, help="the file that both began with, where somebody has it")
    merge.add_argument("-o", dest="out", metavar="OUT", type=Path, help="write the merged engagement to this file")
    merge.set_defaults(run=_merge)


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
        from peerkit.advice.keeping import kept_whole

        with kept_whole(options.json) as draft:
            draft.write_text(text, encoding="utf-8")
    return 0


def _report(options):
    from peerkit.advice.engagement import load
    from peerkit.advice.reports import write_report

    write_report(load(options.file), options.to, options.out)
    print(f"Written: {options.out}")
    return 0


def _merge(options):
    from peerkit.advice.engagement import load, save
    from peerkit.advice.merging import merged

    ours, theirs = load(options.ours), load(options.theirs)
    made = merged(ours, theirs, None if options.base is None else load(options.base))
    print("\n".join(_side_by_side(ours, theirs, made)))
    if options.out is not None:
        save(made.engagement, options.out)
        print(f"\nWritten: {options.out}")
    return 0


def _side_by_side(ours, theirs, made):
    from peerkit.advice.instrument import item
    from peerkit.advice.merging import beside
    from peerkit.figures.words import percent

    if ours.id != theirs.id:
        yield "These are copies of two different engagements: check that they are about the same client."
    yield f"  {'':42} {'A':>10} {'B':>10}"
    for each in beside(ours, theirs):
        name = f"{each.question} {item(each.question).short}"
        yield f"  {name:42.42} {_answer(each.ours):>10} {_answer(each.theirs):>10}  {each.words}".rstrip()
    if not made.conflicts:
        yield "\nNothing was changed by both."
        return
    yield "\nChanged by both; nobody wins, so each is unknown or as it was before"
    yield from (f"  {each.words}" for each in made.conflicts)
    yield "\nShare of draws with each verdict, if such answers are drawn half and half"
    yield from (f"  {name:16} {percent(share)}" for name, share in made.shares().items())


def _answer(value):
    return "?" if value is None else str(value)


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
        yield f"\nActing now risks {pilots(diagnosis.risk)}; least is lost on average by: {diagnosis.act}."
        yield diagnosis.difference
        yield "\nFind out first"
        for each in diagnosis.find_out[:3]:
            yield f"  {item(each.question).short}: worth up to {pilots(each.worth)}"
    if diagnosis.levers:
        yield "\nLevers"
        yield from (f"  {lever.words}{' (scenario)' if lever.scenario else ''}" for lever in diagnosis.levers)
    yield from (f"\n{sentence}" for sentence in diagnosis.warnings)
    yield "\nWhat this cannot say"
    yield from (f"  {sentence}" for sentence in diagnosis.limits)
    yield f"\nRules {diagnosis.rules}. A model's answer, not a forecast of success."
