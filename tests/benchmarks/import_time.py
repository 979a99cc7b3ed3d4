"""The time to import the models: `import peerkit.models` and one of them, against `import pandas`.

    python tests/benchmarks/import_time.py            # 15 fresh interpreters each
    python tests/benchmarks/import_time.py --quick    # 5

Each import runs in an interpreter of its own, timed inside it, so that starting Python is not counted. The budget: at
most half of pandas, and no plotting or widget library loaded.
"""

import subprocess
import sys

from harness import Result, compare, finish, in_turn, options

AT_MOST_OF_PANDAS = 0.5
UNWANTED = ("plotly", "pandas", "ipywidgets", "anywidget", "matplotlib")
CODE = """
import sys, time
begin = time.perf_counter()
import {what}
print(1000 * (time.perf_counter() - begin), *[name for name in {unwanted} if name in sys.modules])
"""
IMPORTS = {"peerkit.models": "peerkit.models", "peerkit.models.modes": "peerkit.models.modes", "pandas": "pandas"}


def imported(what):
    """Milliseconds of an import in a fresh interpreter, and which unwanted libraries it loaded."""
    code = CODE.format(what=what, unwanted=UNWANTED)
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    return float(answer[0]), answer[1:]


def main():
    """Time, print, and tell by the exit code whether the budgets are kept."""
    chosen = options(__doc__)
    loaded = {name: imported(what)[1] for name, what in IMPORTS.items()}
    samples = in_turn(
        {name: lambda what=what: imported(what)[0] for name, what in IMPORTS.items()}, 5 if chosen.quick else 15
    )
    results = compare(samples, subject="peerkit.models", peers=("pandas",), budget=AT_MOST_OF_PANDAS)
    for result in results:
        if result.name == "peerkit.models.modes":
            result.budget = AT_MOST_OF_PANDAS
    unwanted = [name for what in loaded if what != "pandas" for name in loaded[what]]
    results.append(Result("plotting or widget libraries loaded", [len(unwanted)], "", None, 0))
    return finish({"importing in a fresh interpreter": results}, chosen)


if __name__ == "__main__":
    sys.exit(main())
