"""``peerkit evidence study DIR``: one question asked of every git repository in a folder."""

import sys
from functools import partial
from pathlib import Path

STUDY = "study"
ENDINGS = (".json", ".csv")


def register(evidence):
    """Add the study to the parser of ``peerkit evidence``; one source is still what the command was made for."""
    evidence.add_argument(
        "folder", nargs="?", metavar="DIR", help=f"with the word {STUDY} as SOURCE: compare all git clones in DIR"
    )
    evidence.add_argument(
        "-o", "--output", metavar="OUT", type=Path, help="of a study: the file to write, .json or .csv"
    )
    evidence.set_defaults(run=partial(_run, evidence.get_default("run")))


def _run(report, options):
    if options.folder is None and options.output is None:
        return report(options)
    if options.source != STUDY or options.folder is None:
        given = " ".join(filter(None, (options.source, options.folder)))
        raise ValueError(f"a study is `peerkit evidence {STUDY} DIR -o OUT`, a report has one source; got {given!r}")
    if options.output and options.output.suffix not in ENDINGS:
        raise ValueError(f"a study is written as {' or '.join(ENDINGS)}, got {options.output.name!r}")
    return _study(options.folder, options.output, options.seed)


def _study(folder, output, seed):
    # Imported late: what registers this imports it, and the engine may not be installed.
    from peerkit.evidence.commands import EXTRA, _bar, _whole

    try:
        from peerkit.evidence.study import study
        from peerkit.evidence.study_result import as_csv, as_json, lines

        with _bar() as told:
            result = study(folder, seed=seed, progress=told)
    except ModuleNotFoundError as error:
        raise ValueError(
            f"evidence needs {error.name.partition('.')[0]}, which is not installed here: {EXTRA}"
        ) from error
    if output:
        _whole(output, (as_csv if output.suffix == ".csv" else as_json)(result))
    sys.stdout.write("\n".join(lines(result)) + "\n")
    return 0
