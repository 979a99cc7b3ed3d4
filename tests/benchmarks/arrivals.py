"""A class that comes at once: thirty in ten seconds, a hundred in thirty, the memory of each, and thirty moving sliders.

Raw clients read the page to its last byte and talk to its kernel as the page would. Plain Voila serves the same notebooks, in the same
run, to the same clients, which leave its kernels alone. Budgets:

(a) thirty arrivals in ten seconds, 95th of 100 until the page's last byte: at most 0.1 of plain Voila.
(b) a hundred arrivals in thirty seconds: no failure, and the 95th of 100 at most 4 times that of thirty in ten.
(c) private memory: at most 50 MB a participant who has moved something, and the whole server of a hundred under 6 GB.
(d) thirty participants of whom each moves a slider once a second: the middle answer, until words and figures are there, at most 3 times
    that of one who is alone. Then each sends ten positions at once: all are answered, and the last one is what the page shows.
"""

import asyncio
import sys
from statistics import quantiles

from harness import Result, compare, finish, in_turn, options
from participants import PAGES, Class, panel, positions
from served import classroom, descendants, kernels, memory, plain_voila, settle

FEW, FEW_WITHIN = 30, 10
MANY, MANY_WITHIN = 100, 30
MOVES, TURNS = 10, 2
EVERY = 1.0
"""Seconds between two moves of one participant [s]."""


def main():
    """Measure, print, and say by the exit code if a budget was missed."""
    chosen = options(__doc__)
    rounds = 1 if chosen.quick else 3
    ours, theirs, crowds = in_turn({"thirty": few, "plain Voila": voila, "a hundred": many}, rounds).values()
    arrived = {
        "peerkit": [run["seconds"] for run in ours],
        "plain Voila": [run["seconds"] for run in theirs],
    }
    crowded = {"a hundred": [run["seconds"] for run in crowds], "thirty": arrived["peerkit"]}
    moved = {"one of thirty": _all(ours, "together"), "one alone": _all(ours, "alone")}
    tables = {
        f"(a) {FEW} arrivals in {FEW_WITHIN} s: the page's last byte, 95th of 100": compare(
            arrived, subject="peerkit", peers=["plain Voila"], budget=0.1, unit="s"
        ),
        f"(b) {MANY} arrivals in {MANY_WITHIN} s: the same": [
            *compare(crowded, subject="a hundred", peers=["thirty"], budget=4, unit="s"),
            Result("failures", [run["failures"] for run in (*ours, *crowds)], "", budget=0),
        ],
        "(c) private memory": [
            Result("a participant", _all(ours, "private") + _all(crowds, "private"), "MB", budget=50),
            Result(f"all processes for {MANY}", [run["whole"] for run in crowds], "GB", budget=6),
        ],
        f"(d) {FEW} moving sliders: words and figures are there": [
            *compare(moved, subject="one of thirty", peers=["one alone"], budget=3),
            Result("positions lost", [run["lost"] for run in ours], "", budget=0),
            Result("pages that show another position", [run["wrong"] for run in ours], "", budget=0),
        ],
    }
    failed = sum(run["failures"] for run in theirs)
    if failed:
        print(f"\n{failed} pages of plain Voila failed")
    return finish(tables, chosen)


def _all(runs, what):
    return [value for run in runs for value in run[what]]


def few():
    """Thirty participants of a server for thirty, who then move their sliders."""
    with classroom(FEW) as (server, url, _):
        return asyncio.run(_few(server, url))


async def _few(server, url):
    people = Class(url)
    # Somebody has opened a page before the room comes, as README says.
    await people.leave(await people.read(PAGES[0]))
    settle([server])
    visits = await people.arrive(FEW, FEW_WITHIN)
    told = _arrived(visits)
    if told["failures"]:
        raise RuntimeError(f"{told['failures']} of {FEW} pages failed: nobody can move their sliders")
    settle([server])
    alone, together = [], []
    for _ in range(TURNS):
        alone += [await _moved(people, visit, 0.0) for visit in visits[: len(PAGES)]]
        together += await asyncio.gather(
            *(_moved(people, visit, EVERY * place / FEW, EVERY) for place, visit in enumerate(visits))
        )
    answered = [await _dragged(people, visit) for visit in visits]
    told |= {
        "alone": [1000 * seconds for each in alone for seconds in each],
        "together": [1000 * seconds for each in together for seconds in each],
        "lost": sum(lost for lost, _ in answered),
        "wrong": sum(wrong for _, wrong in answered),
        "private": _private(server, visits),
    }
    for visit in visits:
        await people.leave(visit)
    people.close()
    return told


def many():
    """A hundred participants of a server for a hundred, each of whom moves a slider once."""
    with classroom(MANY) as (server, url, _):
        return asyncio.run(_many(server, url))


async def _many(server, url):
    people = Class(url)
    await people.leave(await people.read(PAGES[0]))
    settle([server])
    visits = await people.arrive(MANY, MANY_WITHIN)
    told = _arrived(visits)
    for visit in visits:
        if visit.socket is not None:
            await people.move(visit, positions(visit, 3)[1])
    told |= {"private": _private(server, visits), "whole": _whole(server)}
    for visit in visits:
        await people.leave(visit)
    people.close()
    return told


def voila():
    """The same thirty at plain Voila."""
    with plain_voila() as (server, url):
        return asyncio.run(_voila(server, url))


async def _voila(server, url):
    people = Class(url)
    await people.read(f"{PAGES[0]}.ipynb")
    settle([server])
    visits = await people.arrive(FEW, FEW_WITHIN, stay=False, suffix=".ipynb")
    people.close()
    return _arrived(visits, kernels=False)


def _arrived(visits, kernels=True):
    """The 95th of 100 until the last byte [s], and how many pages were not whole, or came without a kernel."""
    failures = sum(not visit.whole or (kernels and visit.socket is None) for visit in visits)
    return {"seconds": quantiles([visit.seconds for visit in visits], n=20)[-1], "failures": failures}


async def _moved(people, visit, wait, pause=0.0):
    """Seconds of each answer while one participant moves a slider `MOVES` times, at fixed moments if there is a `pause`."""
    clock = asyncio.get_running_loop().time
    begin, taken = clock() + wait, []
    for place, wish in enumerate(positions(visit, MOVES)):
        await asyncio.sleep(max(0.0, begin + pause * place - clock()))
        taken.append(await people.move(visit, wish))
    return taken


async def _dragged(people, visit):
    """Send all positions at once: how many were not answered, and 1 if the page does not show the last one."""
    wishes, before = positions(visit, MOVES)[::-1], visit.sequence
    visit.answers.clear()
    for wish in wishes:
        await people.move(visit, wish, settled=False)
    await people.heard(visit, visit.sequence)
    answered = {state["answer"]["sequence"] for state in visit.answers if state.get("answer")}
    shown = [state["values"] for state in visit.answers if state.get("values")][-1]
    lost = len(set(range(before + 1, visit.sequence + 1)) - answered)
    name = panel(visit)[1]["name"]
    return lost, int(abs(shown[name] - wishes[-1][name]) > 1e-9)


def _private(server, visits):
    """Megabytes that each kernel has for itself [MB]; those of the reserve, which nobody uses, are the smallest and left out."""
    mine = sorted((memory(each.pid, own=True) / 1e6 for each in kernels(server)), reverse=True)
    return mine[: len(visits)]


def _whole(server):
    """Gigabytes of all processes of a server together; what several share is counted once [GB]."""
    return sum(memory(pid) for pid in (server.pid, *(each.pid for each in descendants(server.pid)))) / 1e9


if __name__ == "__main__":
    sys.exit(main())
