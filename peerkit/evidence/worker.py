"""A process that analyses one log and ends: what it needs is its own, and stopping it frees all of it.

It gets an order as JSON on its standard input, says how far it is in lines of JSON on its standard output, and writes the
result into a file that appears whole or not at all.
"""

import json
import os
import sys
from pathlib import Path

from peerkit.evidence.analysis import analyse, as_json
from peerkit.evidence.kept import sample_result
from peerkit.evidence.sources import open_log

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
            text = as_json(
                analyse(
                    open_log(order["path"], columns=order.get("columns") or None), seed=order["seed"], progress=_say
                )
            )
    except (ValueError, OSError) as error:
        _write({"refused": str(error)})
        return 1
    result = Path(order["result"])
    part = result.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    part.replace(result)
    return 0


def _say(sentence, share):
    _write({"sentence": sentence, "share": round(float(share), 3)})


def _write(line):
    print(json.dumps(line), flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
