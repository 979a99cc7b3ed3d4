"""The answers of a room read by the models: a figure, sentences with intervals, and what a room of this size cannot say.

This runs in the kernel of the desk's page. It gets what the store hands out (`peerkit.room.rooms.pool`): shuffled rows without marks.
"""

from typing import Any, NamedTuple

import numpy as np

from peerkit.figures import room as figures
from peerkit.figures import skills_in_the_room, stand_up, take_vote
from peerkit.figures.drawing import figure, keyed, line
from peerkit.figures.theme import LIGHT
from peerkit.figures.words import number, percent, share
from peerkit.models.crowd import decisive_person, discrete_equilibrium
from peerkit.models.published_takes import PUBLISHED_TAKES
from peerkit.models.room_estimates import (
    LEAST,
    chance_by_lot_interval,
    mean_interval,
    nobody_pays,
    retention_fit,
    supply_elasticity_fit,
    threshold_fit,
)
from peerkit.models.rooms import Interval, share_interval
from peerkit.models.thresholds import Thresholds, equilibria
from peerkit.models.volunteer import Volunteer
from peerkit.models.volunteer import equilibrium as volunteering
from peerkit.room import plan, skills, task_choice, thresholds, volunteer, whisper
from peerkit.room.screens import screen

WIDE = 0.8
"""Width of an interval of a chance beyond which it says nothing [probability]."""


class Reading(NamedTuple):
    """The `figure` of a pool (None while there are too few answers), a `title` and sentences; `screen` is for phones and wall."""

    title: str
    sentences: tuple[str, ...]
    figure: Any = None
    screen: Any = None


def reading(pool):
    """The `Reading` of a pool."""
    if pool.get("kind") is None:
        return Reading("", ("The room has gone through all its rounds.",))
    asked = plan.experiment(pool["kind"])
    rows, chains = pool.get("rows"), pool.get("chains")
    if rows is None:
        return Reading(_asked(asked, pool), (f"{pool['n']} in, {pool['needed']} needed before anything is shown.",))
    simulated = pool.get("simulated") or any(each["simulated"] for each in rows)
    told = READINGS[pool["kind"]](chains if asked.chained else [each["answers"] for each in rows], pool)
    few = pool["n"] < asked.least
    sentences = told.sentences + (
        (f"Too few answers for a fit: {pool['n']}, and {asked.least} are needed.",) if few else ()
    )
    # The picture of a vote has letters, so its words say what they stand for.
    said = " ".join(sentences[: 2 if pool["kind"] == "vote" else 1])
    drawn = screen(told.figure, told.title, said, simulated=simulated) if told.figure is not None else None
    return told._replace(sentences=sentences, screen=drawn)


def _asked(asked, pool):
    """The title of a round of which nothing is shown yet; a vote is known by its question."""
    if asked.kind != "vote":
        return asked.title
    turn = "First vote" if pool["settings"]["turn"] == "first" else "Second vote, after talking"
    return f"{turn}: {pool['settings']['question']}"


def of_thresholds(rows, pool):
    """Thresholds: the room's own cascade, and the normal law behind them."""
    others = max(1, pool["N"] - 1)
    given = [
        np.inf if row["main"]["threshold"] == thresholds.NEVER else float(row["main"]["threshold"]) for row in rows
    ]
    # Those who came late are not in N.
    people = max(pool["N"], len(given))
    missing = people - len(given)
    # Whoever never joins waits for more people than there are.
    waits = [each if np.isfinite(each) else 2.0 * (others + len(given)) for each in given]
    never = [2.0 * (others + len(given))] * missing
    worst = int(discrete_equilibrium([*waits, *never]))
    best = int(discrete_equilibrium([*waits, *[0.0] * missing]))
    end = (
        f"{worst} of {people} join"
        if worst == best
        else f"between {worst} and {best} of {people} join, depending on those who gave no answer"
    )
    sentences = [f"By these answers {end}."]
    decision = decisive_person([*waits, *never])
    if decision.starters == 1 and decision.together - decision.without > 2:
        sentences.append(f"One person more who starts unasked would bring {decision.together - 1}.")
    fit = threshold_fit(given, others)
    if np.isfinite(fit.mean.low):
        law = Thresholds(
            mean_threshold=max(0.0, fit.mean.value * others),
            spread=max(fit.spread.value * others, 1e-6),
            members=max(2, pool["N"]),
        )
        rests = equilibria(law)
        ends = [f"{each:.0f}" for each in (rests.low, rests.high) if np.isfinite(each)]
        sentences.append(
            f"The average threshold is {percent(fit.mean.value)} of the others ({percent(fit.mean.low)} to {percent(fit.mean.high)}), their "
            f"spread {percent(fit.spread.value)} ({percent(fit.spread.low)} to {percent(fit.spread.high)})."
            + (f" A crowd with exactly this law would rest at {' or '.join(ends)}." if ends else "")
        )
        sentences.append(
            "Of rooms drawn from one and the same law some end low and others high: one room does not show which it will be."
        )
    finite = [each if np.isfinite(each) else others + 1 for each in given]
    return Reading("How many start?", tuple(sentences), stand_up.standing(finite, "join"))


def of_skills(rows, pool):
    """Skills: the chance that people by lot hold all twelve, in this room and for similar ones."""
    marks = np.zeros((len(rows), len(skills.SKILLS)), bool)
    for place, row in enumerate(rows):
        marks[place, row["main"]["skills"]] = True
    counts = marks.sum(axis=0)
    sentences = []
    if (counts == 0).any():
        rare = ", ".join(skills.SKILLS[place] for place in np.flatnonzero(counts == 0))
        sentences.append(f"Nobody here can {rare}: together this room never has all twelve. Hence openness.")
    team = min(10, len(rows) - 1)
    chance = chance_by_lot_interval(marks, team)
    if not np.isfinite(chance.low):
        told = ""
    elif chance.high - chance.low > WIDE:
        told = "; this is the chance in this room only, since similar rooms could have almost any"
    else:
        told = f" ({share(chance.low)} to {share(chance.high)} for similar rooms)"
    sentences.append(f"{team} people by lot hold all twelve skills with a chance of {percent(chance.value)}{told}.")
    rarest = (
        f" The rarest skill is to {skills.SKILLS[int(counts.argmin())]}: {counts.min()} of {len(rows)} can."
        if (counts == counts.min()).sum() == 1
        else ""
    )
    sentences.append(f"On average a person ticked {number(marks.sum(axis=1).mean(), 2)} of the 12 skills.{rarest}")
    return Reading("Who can do it together?", tuple(sentences), skills_in_the_room.by_lot(marks))


def of_tasks(rows, pool):
    """Chosen tasks: the results of chance, of a manager, of the people themselves, and of hindsight."""
    settings = pool["settings"]
    whole = [row for row in rows if all(f"task_{place}" in row for place in range(3)) and "choice" in row]
    if len(whole) < LEAST["gain"]:
        return Reading(
            "Who should do what?", (f"{len(whole)} people have done everything; {LEAST['gain']} are needed.",)
        )
    right = np.array(
        [[task_choice.right_items(settings, place, row[f"task_{place}"]) for place in range(3)] for row in whole], float
    )
    early, late = (
        right[..., : task_choice.JUDGED_BY_MANAGER].sum(axis=-1),
        right[..., task_choice.JUDGED_BY_MANAGER :].sum(axis=-1),
    )
    spread = late.std(axis=0)
    z = (late - late.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    beside = z - z.mean(axis=1, keepdims=True)
    who = np.arange(len(whole))
    chosen = np.array([row["choice"]["chosen"] for row in whole])
    # Ties among the first items are broken by the standard of the room.
    managed = (early - early.mean(axis=0)).argmax(axis=1)
    ways = {
        "chance": np.zeros(len(whole)),
        "a manager": beside[who, managed],
        "oneself": beside[who, chosen],
        "hindsight": beside.max(axis=1),
    }
    told = {name: mean_interval(values) for name, values in ways.items()}
    own, boss = told["oneself"], told["a manager"]
    holds = (
        "the interval holds 0, so this room does not show that choosing helps"
        if own.low <= 0 <= own.high
        else "the interval does not hold 0"
    )
    return Reading(
        "Who should do what?",
        (
            f"People who chose their own task did {number(own.value, 2)} standard deviations better in it than in their average task ({number(own.low, 2)} to {number(own.high, 2)}): {holds}.",
            f"A manager who saw the first {task_choice.JUDGED_BY_MANAGER} items of each would have won {number(boss.value, 2)} ({number(boss.low, 2)} to {number(boss.high, 2)}); hindsight {number(told['hindsight'].value, 2)}.",
        ),
        figures.ways_of_choosing(list(told), [Interval(each.value, each.low, each.high) for each in told.values()]),
    )


def of_volunteers(rows, pool):
    """Volunteers: the share who pay by size of the group, and the chance that nobody does."""
    people = len(rows)
    sizes = [*volunteer.SIZES, None]
    members = [size or max(2, pool["N"]) for size in sizes]
    yes = [sum(row["main"][volunteer.name(size)] for row in rows) for size in sizes]
    shares = [share_interval(each, people) for each in yes]
    model = [
        float(volunteering(Volunteer(members=each, cost=volunteer.COST, benefit=volunteer.GAIN)).volunteering)
        for each in members
    ]
    five = nobody_pays(yes[1], people, min(5, people))
    told = f" ({percent(five.low)} to {percent(five.high)})" if np.isfinite(five.low) else ""
    sentences = (
        f"In pairs {percent(shares[0].value)} pay, when everybody is one group {percent(shares[-1].value)}. The equilibrium of the model says {percent(model[0])} and {percent(model[-1])}.",
        f"In a group of five from this room nobody pays with a chance of {percent(five.value)}{told}.",
        "Where more people pay than the model says, the model is wrong here. Points are cheap: a real chore may end otherwise.",
    )
    return Reading("Would you pay for all?", sentences, figures.groups(members, shares, model))


def of_takes(rows, pool):
    """Takes: the supply curve of the room and the take that earns most from it."""
    given = [row["main"]["take"] for row in rows]
    lowest = np.array([1 - each / 100 for each in given if not isinstance(each, str)])
    unpaid = len(given) - lowest.size
    if not lowest.size:
        return Reading(
            "When would you leave?",
            ("Everybody stays without pay: here a take frightens nobody. Saying is not leaving.",),
        )
    fit = supply_elasticity_fit(lowest)
    # The first sentence stands on the wall, too.
    first = take_vote.best(lowest)
    rest = take_vote.summary(lowest).removeprefix(first).strip()
    sentences = [first, f"{unpaid} of {len(given)} would stay without pay. {rest}"]
    if np.isfinite(fit.low):
        best = [1 / (1 + each) for each in (fit.value, fit.high, fit.low)]
        sentences.append(
            f"The elasticity of supply is {number(fit.value, 2)} ({number(fit.low, 2)} to {number(fit.high, 2)}); a platform that knows it would keep {percent(best[0])} ({percent(best[1])} to {percent(best[2])})."
        )
    low, high = (percent(pick(each.take_rate for each in PUBLISHED_TAKES)) for pick in (min, max))
    sentences.append(f"Published takes go from {low} to {high}. Saying is not leaving, and lock-in is missing here.")
    return Reading("When would you leave?", tuple(sentences), take_vote.income(lowest))


def of_whispers(chains, pool):
    """Whispers: what arrives after each pass, and what the first readers remember together."""
    right = [[sum(text[name] == chain[0][name] for name in whisper.DETAILS) for text in chain] for chain in chains]
    deepest = max(map(len, right))
    details = len(whisper.DETAILS)
    depth = np.arange(deepest)
    arrived = np.array([np.mean([each[place] for each in right if len(each) > place]) / details for place in depth])
    first = [chain[1] for chain in chains if len(chain) > 1]
    board = np.mean([_majority([text[name] for text in first]) == chains[0][0][name] for name in whisper.DETAILS])
    kept = retention_fit(right)
    fig = figure("passes [number]", "details that are right [share]", x_range=(-0.2, deepest - 0.6), y_range=(0, 1.08))
    fig.update_xaxes(dtick=1).update_yaxes(tickformat=".0%")
    line(fig, depth, kept.value**depth, "the same loss each time", "firm", hover="%{y:.0%}", label=False)
    line(fig, depth, arrived, "this room", "peers", hover="%{y:.0%}", label=False)
    fig.data[-1].update(mode="lines+markers", marker={"size": 8, "color": LIGHT["peers"]})
    told = (
        f" ({percent(kept.low)} to {percent(kept.high)})"
        if np.isfinite(kept.low)
        else f"; fewer than {LEAST['retention']} chains give no interval"
    )
    sentences = [
        f"Each pass keeps {percent(kept.value)} of the details{told}. After {deepest - 1} passes {percent(arrived[-1])} are right."
    ]
    if len(first) > 2:
        sentences.append(
            f"The majority of the {len(first)} people who read the original has {percent(board)} right: what a board would keep."
        )
    sentences.append("A detail that was lost can be guessed again: one guess in eight is right.")
    return Reading("What arrives", tuple(sentences), keyed(fig))


def _majority(values):
    return max(sorted(set(values)), key=values.count)


def of_votes(rows, pool):
    """Votes: the share of each option; which one is right is the desk's to reveal."""
    options = pool["settings"]["options"]
    counts = [
        sum(row.get(pool["settings"]["turn"], {}).get("choice") == place for row in rows)
        for place in range(len(options))
    ]
    leader = int(np.argmax(counts))
    led = share_interval(counts[leader], max(1, sum(counts)))
    letter = chr(ord("A") + leader)
    before = pool.get("before")
    moved = f", after {percent(before[leader] / sum(before))} in the first turn" if before else ""
    sentences = (
        f"{percent(led.value)} chose {letter} ({percent(led.low)} to {percent(led.high)} in similar rooms){moved}.",
        "; ".join(f"{chr(ord('A') + place)}: {words}" for place, words in enumerate(options)) + ".",
    )
    drawn = figures.votes(options, before, counts) if before else figures.votes(options, counts)
    return Reading(pool["settings"]["question"], sentences, drawn)


READINGS = {
    "thresholds": of_thresholds,
    "skills": of_skills,
    "task_choice": of_tasks,
    "volunteer": of_volunteers,
    "take": of_takes,
    "whisper": of_whispers,
    "vote": of_votes,
}
"""The reading of each kind of experiment."""
