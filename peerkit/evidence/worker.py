"""A process that analyses one log and ends: what it needs is its own, and stopping it frees all of it.

It gets an order as JSON on its standard input, says how far it is in lines of JSON on its standard output, and writes the
result into a file that appears whole or not at all.
"""

import json
import os
import re
import sys
import traceback
from dataclasses import replace
from pathlib import Path

from peerkit.evidence.analysis import analyse, as_json
from peerkit.evidence.kept import sample_result
from peerkit.evidence.sources import open_log

FAILED = 3
"""The exit code for a fault, which the server tells from a refusal."""
OPTION = re.compile(r"columns=\{[^}]*\} \(--(\w+) [^)]*\)")
"""The part of a sentence that names an option of the command."""
NICENESS = 10
"""Below the pages of those who work: a log can wait a second, a slider cannot."""


def main():
    """Carry out the order on standard input; the exit code is 0 when the result is written, 1 when the log was refused."""
    order = json.loads(sys.stdin.readline())
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    try:
        if "sample" in order:
            text = json.dumps(sample_result(order["sample"], progress=_say))
        else:
            text = as_json(analyse(_opened(order), seed=order["seed"], progress=_say))
    except (ValueError, OSError) as error:
        _write({"refused": _said(str(error), order)})
        return 1
    except Exception as error:  # noqa: BLE001 - whatever it is: its message could hold a name, so the server's log gets none
        places = "".join(traceback.format_tb(error.__traceback__))
        sys.stderr.write(f"{places}{type(error).__name__} (its message may hold names and is left out)\n")
        return FAILED
    result = Path(order["result"])
    part = result.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    part.replace(result)
    return 0


def _opened(order):
    _say("Reading the log.", 0.0)
    log = open_log(order["path"], columns=order.get("columns") or None)
    return replace(log, name=order["shown"]) if "shown" in order else log


def _said(sentence, order):
    """A refusal as the reader of the page knows the file: by the name that it had there, and no folder of the server."""
    path = Path(order.get("path", "log"))
    sentence = OPTION.sub(r"the field \1 on this page", sentence)
    return sentence.replace(str(path), order.get("shown", path.name)).replace(path.name, order.get("shown", path.name))


def _say(sentence, share):
    _write({"sentence": sentence, "share": round(float(share), 3)})


def _write(line):
    print(json.dumps(line), flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
