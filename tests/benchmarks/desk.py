"""The time for the four reports of the fictional engagement, for its diagnosis, and for the desk's answer to a key.

    python tests/benchmarks/desk.py            # five rounds
    python tests/benchmarks/desk.py --quick    # two rounds

Each report is compared with what its library needs for an empty document: an empty workbook, an empty deck, a page of
plotly.js alone, an empty sheet from Chromium. Budgets: all four reports together under ten seconds, the memo left out
where there is no Chromium; a diagnosis with its 10,000 draws at most 8 times one with a single draw, and under 0.3 seconds.

A key at the desk answers a question; the clock runs until the profile has changed, which the kernel works out. Beside it
an arrow key moves the slider of a dashboard, and the clock runs until its sentence has changed: the same browser, the same
server, in turn. Budget: no slower than the slider, which page_speed.py keeps no slower than Dash's.
"""

import shutil
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path

from harness import Result, compare, finish, in_turn, options
from served import browser, free_port, fresh_context, process

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
KEY = 1
ENGAGEMENT = "notebooks/guides/example.peerkit.json"
# From the key's own event to the change of the words, so that the remote control of the browser is not part of it.
WATCH = """
(selector) => {
  const place = document.querySelector(selector), before = place.textContent;
  window.answered = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`no answer: ${before}`)), 15000);
    addEventListener("keydown", () => {
      const start = performance.now();
      const observer = new MutationObserver(() => {
        if (document.querySelector(selector).textContent === before) return;
        observer.disconnect();
        resolve(performance.now() - start);
      });
      observer.observe(document, { subtree: true, childList: true, characterData: true });
    }, { capture: true, once: true });
  });
  window.answered.catch(() => {});
}
"""
CONNECTED = "() => document.body.dataset.kernel === 'connected'"


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


def pressed(page, selector, key):
    """Milliseconds from a key to the change of the words at `selector`."""
    page.evaluate(WATCH, selector)
    page.keyboard.press(key)
    took = page.evaluate("() => window.answered")
    time.sleep(0.15)
    return took


def keys(engagement, rounds):
    """The time for a key at the desk with everything answered, and for an arrow key on a slider, in one browser."""
    port = free_port()
    command = [sys.executable, "-m", "peerkit.cli", "serve", "--port", str(port), "--no-browser", "--participants", "2"]
    with process(command, port, cwd=root()), browser() as chromium, fresh_context(chromium) as context:
        desk, board = context.new_page(), context.new_page()
        desk.goto(f"http://127.0.0.1:{port}/advice/desk")
        desk.wait_for_function(CONNECTED)
        desk.locator(".pk-top input[type=file]").set_input_files(engagement)
        desk.locator(".pk-steps").get_by_role("button", name="5. The").click()
        board.goto(f"http://127.0.0.1:{port}/coverage")
        board.wait_for_function(CONNECTED)
        board.locator(".pk-panel input[type=range]").first.focus()
        digits, arrows = cycle("23"), cycle(["ArrowRight", "ArrowLeft"])

        def answer():
            desk.bring_to_front()
            return pressed(desk, ".pk-profile li:nth-child(3)", next(digits))

        def move():
            board.bring_to_front()
            return pressed(board, ".pk-says", next(arrows))

        competitors = {"a key at the desk": answer, "a slider's sentence": move}
        in_turn(competitors, 2)
        return in_turn(competitors, rounds)


def main():
    """Time, print, and tell by the exit code whether the budgets are kept."""
    chosen = options(__doc__)
    rounds = 2 if chosen.quick else 5
    engagement = load(root() / ENGAGEMENT)
    with tempfile.TemporaryDirectory(prefix="pkb-") as folder:
        tables = reports(engagement, Path(folder), rounds)
    competitors = {"10,000 draws": with_draws(engagement, 10_000), "one draw": with_draws(engagement, 1)}
    for warm in competitors.values():
        warm()
    samples = in_turn(competitors, 5 * rounds)
    tables["a diagnosis"] = compare(samples, subject="10,000 draws", peers=("one draw",), budget=DRAWS)
    tables["a diagnosis, its time"] = [Result("10,000 draws", samples["10,000 draws"], "ms", None, LONGEST)]
    samples = keys(root() / ENGAGEMENT, 10 * rounds)
    tables["from a key to its answer"] = compare(
        samples, subject="a key at the desk", peers=("a slider's sentence",), budget=KEY
    )
    return finish(tables, chosen)


if __name__ == "__main__":
    sys.exit(main())
