"""The time for the four reports of the fictional engagement, and for its diagnosis.

    python tests/benchmarks/desk.py            # five rounds
    python tests/benchmarks/desk.py --quick    # two rounds

Each report is compared with what its library needs for an empty document: an empty workbook, an empty deck, a page of
plotly.js alone, an empty sheet from Chromium. Budgets: all four reports together under ten seconds, the memo left out
where there is no Chromium; a diagnosis with its 10,000 draws at most 8 times one with a single draw, and under 0.3 seconds.
"""

import shutil
import sys
import tempfile
import time
from pathlib import Path

from harness import Result, compare, finish, in_turn, options

from peerkit.advice import rules as rule_file
from peerkit.advice.diagnosis import diagnose
from peerkit.advice.engagement import load
from peerkit.advice.memo import BROWSERS, _print
from peerkit.advice.reports import write_report
from peerkit.content import root
from peerkit.widgets.plotly_bundle import bundle

TOGETHER = 10.0
AT_MOST = {"html": 100, "pptx": 40, "xlsx": 40, "pdf": 4}
"""Times an empty document of the same library."""
DRAWS, LONGEST = 8, 300


def empty_html(path):
    """A page of plotly.js alone."""
    path.write_text(f"<script>{bundle().read_text(encoding='utf-8')}</script>", encoding="utf-8")


def empty_pptx(path):
    """A deck of ten slides without charts."""
    from pptx import Presentation

    deck = Presentation()
    for _ in range(10):
        deck.slides.add_slide(deck.slide_layouts[5])
    deck.save(path)


def empty_xlsx(path):
    """A workbook of eight empty sheets."""
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        for _ in range(8):
            book.add_worksheet()


def empty_pdf(path):
    """A sheet without text from the same Chromium."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        sheet = Path(folder) / "sheet.html"
        sheet.write_text("<!doctype html><p>", encoding="utf-8")
        _print(next(filter(None, map(shutil.which, BROWSERS))), sheet, path, Path(folder) / "profile")


EMPTY = {"html": empty_html, "pptx": empty_pptx, "xlsx": empty_xlsx, "pdf": empty_pdf}


def milliseconds(work):
    """A function that times another one."""

    def timed():
        begin = time.perf_counter()
        work()
        return 1000 * (time.perf_counter() - begin)

    return timed


def reports(engagement, folder, rounds):
    """A table for each format, and the time for all of them."""
    formats = [to for to in EMPTY if to != "pdf" or any(map(shutil.which, BROWSERS))]
    tables, together = {}, [0.0] * rounds
    for to in formats:
        path = folder / f"report.{to}"
        competitors = {
            "peerkit": milliseconds(lambda: write_report(engagement, to, path)),  # noqa: B023
            "empty": milliseconds(lambda: EMPTY[to](folder / f"empty.{to}")),  # noqa: B023
        }
        for warm in competitors.values():
            warm()
        samples = in_turn(competitors, rounds)
        tables[f"a report as {to}"] = compare(samples, subject="peerkit", peers=("empty",), budget=AT_MOST[to])
        together = [sum(pair) for pair in zip(together, samples["peerkit"], strict=True)]
    seconds = [each / 1000 for each in together]
    tables[f"all reports: {', '.join(formats)}"] = [Result("peerkit", seconds, "s", None, TOGETHER)]
    return tables


def with_draws(engagement, number):
    """A diagnosis with some number of draws, made once with the rules changed and timed then."""
    changed = rule_file.rules().model_copy(
        update={"draws": rule_file.rules().draws.model_copy(update={"number": number})}
    )

    def work():
        reading, rule_file.read_toml = rule_file.read_toml, lambda *_: changed
        rule_file.rules.cache_clear()
        try:
            return milliseconds(lambda: diagnose(engagement))()
        finally:
            rule_file.read_toml = reading
            rule_file.rules.cache_clear()

    return work


def main():
    """Time, print, and tell by the exit code whether the budgets are kept."""
    chosen = options(__doc__)
    rounds = 2 if chosen.quick else 5
    engagement = load(root() / "notebooks/guides/example.peerkit.json")
    with tempfile.TemporaryDirectory(prefix="pkb-") as folder:
        tables = reports(engagement, Path(folder), rounds)
    competitors = {"10,000 draws": with_draws(engagement, 10_000), "one draw": with_draws(engagement, 1)}
    for warm in competitors.values():
        warm()
    samples = in_turn(competitors, 5 * rounds)
    tables["a diagnosis"] = compare(samples, subject="10,000 draws", peers=("one draw",), budget=DRAWS)
    tables["a diagnosis, its time"] = [Result("10,000 draws", samples["10,000 draws"], "ms", None, LONGEST)]
    return finish(tables, chosen)


if __name__ == "__main__":
    sys.exit(main())
