"""Every benchmark of this folder in turn; the exit code is 1 when one of them missed a budget or failed.

Each measures peerkit against what a teacher would otherwise use and says so in its own first lines. With ``--json FILE``
the samples of all go to one file, by the name of the script.
"""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from harness import options

FOLDER = Path(__file__).parent
SHARED = {"harness.py", "served.py", "participants.py", Path(__file__).name}
AT_MOST = 1200


def main():
    """Run them one after another, never side by side: they would share the processor."""
    chosen = options(__doc__)
    scripts = sorted(path for path in FOLDER.glob("*.py") if path.name not in SHARED)
    failed, samples = [], {}
    with TemporaryDirectory(prefix="pkb-") as folder:
        for script in scripts:
            print(f"\n=== {script.name}", flush=True)
            file = Path(folder) / f"{script.stem}.json"
            command = [sys.executable, str(script), "--json", str(file), *(["--quick"] if chosen.quick else [])]
            if run(command):
                failed.append(script.name)
            if file.exists():
                samples[script.stem] = json.loads(file.read_text(encoding="utf-8"))
    if chosen.json:
        Path(chosen.json).write_text(json.dumps(samples, indent=1), encoding="utf-8")
    print(f"\n{len(scripts)} benchmarks, " + (f"MISSED or failed: {', '.join(failed)}" if failed else "all met"))
    return 1 if failed else 0


def run(command):
    """The exit code of one benchmark; one that takes too long is ended, and has failed."""
    with subprocess.Popen(command) as process:
        try:
            return process.wait(AT_MOST)
        except subprocess.TimeoutExpired:
            # A benchmark that is asked to end stops the servers it started.
            process.terminate()
            print(f"ended after {AT_MOST} s", flush=True)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
            return 1


if __name__ == "__main__":
    sys.exit(main())
