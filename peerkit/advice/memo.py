"""The memo: one sheet of A4 for those who were not in the room, printed by a Chromium where there is one."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

try:
    import resource
except ModuleNotFoundError:  # Windows has no such bounds.
    resource = None

from peerkit.advice.deck import brand, readable
from peerkit.advice.doubt import pilots
from peerkit.advice.findings import of_scenarios
from peerkit.advice.instrument import item
from peerkit.advice.page import picture, study, text
from peerkit.advice.reports import ReportError
from peerkit.advice.slides import client
from peerkit.advice.written import brief
from peerkit.figures.theme import LIGHT
from peerkit.widgets.standalone import POLICY

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
NO_BROWSER = "No Chromium was found: open the page and print it."
PATIENCE = 60
"""Seconds after which a Chromium that has not printed is ended."""
STYLE = """
@page{size:A4;margin:12mm 16mm}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
body{margin:0;color:#1d2126;font:9.6pt/1.32 system-ui,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
h1{font-size:17pt;line-height:1.2;margin:0 0 3mm}h2{font-size:10.5pt;margin:3mm 0 1mm}
p,ul{margin:0 0 1.5mm}ul{padding-left:5mm}li{margin:0 0 .6mm}
.quiet,footer{color:#5b626b;font-size:8.5pt}footer{margin-top:4mm;border-top:1px solid #e3dfd5;padding-top:2mm}
.logo{float:right;max-width:45mm;max-height:16mm;margin:0 0 2mm 4mm}
.levels{columns:2;column-gap:8mm}@media screen{body{max-width:178mm;margin:0 auto;padding:6mm;background:#fff}}
@media screen and (max-width:520px){.levels{columns:1!important}}
.row{display:flex;break-inside:avoid;align-items:center;gap:3mm;height:4.6mm}.row b{width:16mm;font-weight:400}
.bar{height:2.6mm;background:#e3dfd5;width:36mm}.bar i{display:block;height:100%;background:COLOUR}
"""
FACTS = ("peers_start", "piece", "growth", "take")
FEW = 3
"""Entries of each list: the memo has one page."""


def write_memo(report, path):
    """Print the memo of a report; raises `ReportError` where there is no Chromium."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        raise ReportError(NO_BROWSER)
    # A browser from a package with its own confinement reads files beside the report, not those of /tmp.
    with tempfile.TemporaryDirectory(prefix=".memo-", dir=Path(path).absolute().parent) as folder:
        sheet, printed = Path(folder) / "memo.html", Path(folder) / "memo.pdf"
        sheet.write_text(memo(report), encoding="utf-8")
        _print(program, sheet, printed, Path(folder) / "profile")
        if not printed.exists() or not printed.stat().st_size:
            raise ReportError(f"{Path(program).name} printed nothing: open the page and print it.")
        Path(path).write_bytes(printed.read_bytes())


def _unbound():
    """Lift the bound on memory that a page's kernel has: Chromium reserves more than it uses, and ends."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (hard, hard))


_UNBOUND = None if resource is None else _unbound


def _print(program, sheet, printed, profile):
    command = [
        program,
        "--headless",
        "--disable-gpu",
        "--disable-background-networking",
        "--no-first-run",
        "--no-pdf-header-footer",
        f"--user-data-dir={profile}",
        f"--print-to-pdf={printed}",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        # Chromium's own walls do not stand for root, as in a container; the sheet holds no script.
        command.append("--no-sandbox")
    try:
        subprocess.run(
            [*command, sheet.as_uri()], capture_output=True, timeout=PATIENCE, check=False, preexec_fn=_UNBOUND
        )
    except subprocess.TimeoutExpired:
        raise ReportError(
            f"{Path(program).name} did not print within {PATIENCE} s: open the page and print it."
        ) from None
    except OSError as error:
        raise ReportError(
            f"{Path(program).name} did not start ({error.strerror}): open the page and print it."
        ) from None


def memo(report):
    """The memo as HTML without scripts."""
    colour = brand(report)
    style = STYLE.replace("COLOUR", f"#{colour}" if readable(colour) else LIGHT["accent"])
    policy = POLICY.replace("script-src 'unsafe-inline'; ", "")
    diagnosis, decision = report.diagnosis, brief(report.engagement.decision, 240)
    asked = f"<p>Decision: <bdi>{text(decision)}</bdi></p>" if decision else ""
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{text(client(report))}</title><style>{style}</style></head><body>
{picture(report)}<p class="quiet"><bdi>{text(client(report, 80))}</bdi></p>
<h1>{text(report.finding("verdict").text)}</h1>
{asked}{_listed("Why", _why(report))}
<h2>{text(report.finding("profile").text)}</h2>{_profile(diagnosis)}
{_listed("What the numbers say", [report.finding(key).text for key in FACTS])}
{_listed("What would change the verdict", _flips(diagnosis))}
{_listed("Find out first", [*_worth(diagnosis), *_study(report.engagement)])}
{_listed("What decides it", _decides(report))}
{_listed("What this cannot say", diagnosis.limits)}
<footer>{text(report.stamp.line)}</footer></body></html>
"""


def _why(report):
    risk = [report.finding(key).text for key in ("risk", "difference")]
    return [*report.diagnosis.reasons, *risk, *report.diagnosis.warnings][: FEW + 2]


def _study(engagement):
    words = "; ".join(f"{name.lower()}: {brief(words, 48).rstrip('.')}" for name, words in study(engagement))
    return [f"{words[0].upper()}{words[1:]}."] if words else []


def _listed(title, sentences):
    entries = "".join(f"<li>{text(words)}</li>" for words in sentences)
    return f"<h2>{text(title)}</h2><ul>{entries}</ul>" if entries else ""


def _profile(diagnosis):
    rows = "".join(
        f'<div class="row"><b>{name}</b><span class="bar"><i style="width:{25 * (level or 0)}%"></i></span>'
        f"{'not known' if level is None else f'{level} of 4'}</div>"
        for name, level in diagnosis.profile.items()
    )
    return f'<div class="levels">{rows}</div>'


def _decides(report):
    """The levers, and the scenario that wins: the memo has no room for more than few."""
    wins = [each.text for each in of_scenarios(report) if each.key.startswith("wins_")][:1]
    return [*(each.words for each in report.diagnosis.levers[: FEW - len(wins)]), *wins]


def _flips(diagnosis):
    for flip in diagnosis.flips[:FEW]:
        changes = ", ".join(f"“{item(question).short}” at {to}" for question, to in flip.changes.items())
        yield f"{changes} would make it: {flip.verdict}."


def _worth(diagnosis):
    for each in diagnosis.find_out[:FEW]:
        yield f"“{item(each.question).short}”: worth up to {pilots(each.worth)}."
