"""The concept inventory: twelve questions asked before and after the course, and the nameless line to hand over.

No answer is judged before all are given, and no key is shown before the second round. The line has the round, a word that
the learner has chosen to pair both rounds, the minutes, and a letter for each question.
"""

from dataclasses import dataclass

import numpy as np

from peerkit.course.kinds import Choice, Wrong
from peerkit.dashboards.cases.comparison import chance_of_a_fit
from peerkit.figures.words import number, percent, times
from peerkit.models import scaling
from peerkit.models.capture import Capture, profit_take_rate, relative_split
from peerkit.models.contribution_log import simulated_log
from peerkit.models.coverage import Coverage, completion_probability, critical_mass
from peerkit.models.flywheel import Flywheel, fixed_points
from peerkit.models.granularity import Granularity, optimal_chunk
from peerkit.models.hysteresis import hysteresis, tipping_take_rates
from peerkit.models.modes import Modes, cheapest, costs
from peerkit.models.recombination import Recombination, fate
from peerkit.models.selection import Selection, picks
from peerkit.models.specialisation import Specialisation, optimal_team
from peerkit.models.thresholds import Thresholds, equilibrium

ROUNDS = ("before", "after")
LETTERS = "abc"


def _grows(factor):
    parts = {1: "it stays as it is", 0.5: "it becomes half as large", 0.25: "it becomes a quarter as large"}
    return parts.get(factor) or f"it becomes {times(factor)} as large"


def _changes(share):
    return "it stays as it is" if share == 0 else f"it {'rises' if share > 0 else 'falls'} by {percent(abs(share))}"


def _team_factor():
    return round(optimal_team(Specialisation(coordination_cost=0.025)).size / optimal_team(Specialisation()).size)


def _mass_factor():
    size = {skills: critical_mass(Coverage(skills=skills, skill_chance=0.1)).members for skills in (10, 20)}
    return round(size[20] / size[10], 1)


def _chunk_factor():
    return round(optimal_chunk(Granularity(overhead=1.25)).size / optimal_chunk(Granularity()).size, 1)


def _income_change():
    best = relative_split(Capture(), profit_take_rate(Capture()).take_rate).platform
    return round(relative_split(Capture(), 0.6).platform / best - 1, 2)


def _after_collapse():
    """The part of the community that is there when the old take is back after a collapse [share]."""
    community = Flywheel()
    takes = [community.take_rate, (1 + tipping_take_rates(community).collapse) / 2]
    return round(hysteresis(community, takes).falling[0] / fixed_points(community).commons, 1)


def _slope_without_help():
    rng = np.random.default_rng(1)
    return scaling.scaling_table(scaling.Scaling(), simulated_log(scaling.Scaling(), rng), rng).shuffled.exponent


def _evidence_of_a_slope():
    """The reading that a slope of 1.13 allows: it is evidence of help only if shuffled authors give less."""
    return NO_HELP if _slope_without_help() > 1 else HELP


_COSTS = costs(Modes(), 50)
HELP = "that people help each other"
MORE = "that a larger community is always more productive"
NO_HELP = "nothing yet: such a slope also arises where nobody helps"

talk = Choice(
    question=(
        "A firm has the team size that is best for it. What each person gains from specialising grows with the square "
        "root of the team size; what talk costs each person grows in proportion to it. Now talk becomes four times "
        "cheaper. What happens to the best team size?"
    ),
    key=_team_factor,
    wrong=(
        Wrong(4, "Four times the effect from four times the cause is how recipes work."),
        Wrong(1, "Talk looks like a detail beside the gain from specialising."),
    ),
    said=_grows,
    law="The cause acts through an exponent, here 2.",
    path="In the model {key}.",
)

contracts = Choice(
    question=(
        "Fifty people produce together. Coordination costs them "
        f"{number(_COSTS.market)} in a market, where each needs a contract, {number(_COSTS.firm)} in a firm, where everybody "
        f"talks to everybody, and {number(_COSTS.peers)} among peers, who first need a common platform. Now a contract "
        "costs half as much. Which mode is cheapest?"
    ),
    key=lambda: f"the {cheapest(Modes(contract_cost=0.5), 50)}",
    wrong=(
        Wrong("peers", "Cheap information brings peers to mind first."),
        Wrong("still the firm", "The firm was ahead by far, so half the cost of a contract looks too little."),
    ),
    law="A cheaper contract helps the market only, and at this size the three lie close together.",
    path="In the model it is {key}.",
)

everybody = Choice(
    question=(
        "A task needs ten different skills. One person in ten has a given skill. Ten people join, so each skill is expected "
        "once. How likely is it that all ten skills are there?"
    ),
    key=lambda: round(float(completion_probability(Coverage(skills=10, skill_chance=0.1), 10)), 3),
    wrong=(
        Wrong(1.0, "Enough on average looks like enough. But some skills come twice and others not at all."),
        Wrong(lambda: round(1 - 0.9**10, 2), "That is the chance that one given skill is there."),
    ),
    said=lambda chance: percent(chance, 2),
    law="All skills must be there at once, so the chance for one skill is multiplied ten times.",
    path="The chance is {key}.",
)

skills = Choice(
    question=(
        "One person in ten has a given skill. A task needs ten skills; then it needs twenty. The critical mass is the "
        "community size at which one more member helps most. What happens to it?"
    ),
    key=_mass_factor,
    wrong=(
        Wrong(2, "Twice the skills look like twice the people."),
        Wrong(1, "A large community seems to have every skill anyway."),
    ),
    said=_grows,
    law="The critical mass grows with the logarithm of the number of skills.",
    path="In the model {key}.",
)

pieces = Choice(
    question=(
        "Each piece of work costs five minutes of overhead: to find it, to understand it, to hand it in. The overhead falls "
        "to a quarter. What happens to the piece size that gives most useful work?"
    ),
    key=_chunk_factor,
    wrong=(
        Wrong(0.25, "A quarter of the cause looks like a quarter of the effect."),
        Wrong(0, "Smaller pieces let more people in. But each piece still costs its overhead."),
    ),
    said=lambda factor: "pieces should be as small as possible" if factor == 0 else _grows(factor),
    law="The best size follows the square root of the overhead.",
    path="In the model {key}.",
)

volunteers = Choice(
    question=(
        "A manager judges 10 candidates fairly well and chooses the best. Or 100 people judge themselves badly, and whoever "
        "thinks most of their own skill steps forward. Which way brings the better person on average?"
    ),
    key=lambda: picks(Selection(pool=100, self_noise=3.18)).outcome,
    wrong=(
        Wrong(
            "the crowd wins", "The best of 100 is better than the best of 10. But somebody must recognise that person."
        ),
        Wrong("both are equal", "More people and worse judgement might cancel out."),
    ),
    law="Ten times as many people add little, while poor judgement takes most of what they add.",
    path="In the model {key}.",
)

reuse = Choice(
    question=(
        "A collection holds 50 pieces and has just got five more. Each pair of pieces that nobody has tried works with a "
        "chance of one in a hundred and is then a new piece, which again can be combined. Nothing else limits it. What "
        "happens to the collection?"
    ),
    key=lambda: f"it stops growing at about {number(fate(Recombination(starting_stock=50)).limit, 2)} pieces",
    wrong=(
        Wrong("it grows faster and faster", "Pairs are easily counted and there are many. Most of them do not work."),
        Wrong("it doubles and then stops", "Doubling is a familiar middle between nothing and everything."),
    ),
    law="Each new piece must bring more than one other; below a critical stock it brings less.",
    path="In the model {key}.",
)

share = Choice(
    question=(
        "A platform keeps the share of the revenue that earns it most, 42.5%. Then it raises its share to 60%. "
        "Contributors may leave. What happens to the platform's income?"
    ),
    key=_income_change,
    wrong=(
        Wrong(lambda: round(0.6 / profit_take_rate(Capture()).take_rate - 1, 2), "True of a cake whose size is fixed."),
        Wrong(0, "What is gained per contributor may be lost in contributors, exactly."),
    ),
    said=_changes,
    law="Contributors leave, and those who stay earn less because others left.",
    path="In the model {key}.",
)

collapse = Choice(
    question=(
        "A platform raised its share until its community collapsed. Then it goes back to its old share. How much of the old "
        "community comes back?"
    ),
    key=_after_collapse,
    wrong=(
        Wrong(1.0, "The setting is back. But people come because others are there, and those are gone."),
        Wrong(0.5, "Some come back and some do not, one might think."),
    ),
    said=lambda part: {1.0: "all of it", 0.5: "half of it"}.get(part, "next to nothing"),
    law="One rule has several resting points, and the community now rests at the small one.",
    path="In the model {key} comes back.",
)

crowd = Choice(
    question=(
        "Each of 100 people joins once a certain number of others have joined; on average 25. In one crowd these numbers "
        "spread by 12 around the average, in another by 12.6. How many join in the end?"
    ),
    key=lambda: " and ".join(number(round(equilibrium(Thresholds(spread=spread)))) for spread in (12, 12.6)),
    wrong=(
        Wrong("the same number in both", "Two crowds that look alike should behave alike, one might think."),
        Wrong("5% more in the second", "A twentieth more of the cause looks like a twentieth more of the effect."),
    ),
    law="The second crowd passes a tipping point that the first just misses.",
    path="In the model {key} join.",
)

slope = Choice(
    question=(
        "In a project, output grows faster than the number of people who are active: with a slope of 1.13 on logarithmic "
        "axes. What does this slope alone show?"
    ),
    key=_evidence_of_a_slope,
    wrong=(
        Wrong(HELP, "Help would cause such a slope. So do busy weeks, in which people are active and produce more."),
        Wrong(MORE, "A slope above 1 reads like a law. It describes what was measured, not its cause."),
    ),
    law="First shuffle the authors. If the slope stays, it shows nothing about help.",
    path="It shows {key}.",
)

traits = Choice(
    question=(
        "Seven cases ended well or badly. We try 45 traits that mean nothing, as if each were a coin tossed for every case. "
        "How likely is it that at least one trait separates the good from the bad without exception?"
    ),
    key=lambda: round(chance_of_a_fit(7, 45), 2),
    wrong=(
        Wrong(lambda: round(chance_of_a_fit(7), 3), "That is the chance for one trait. We tried many."),
        Wrong(lambda: round(45 * chance_of_a_fit(7), 2), "Chances add up only as long as they exclude each other."),
    ),
    said=lambda chance: percent(chance, 2),
    law="Whoever looks at many traits finds one that fits.",
    path="The chance is {key}.",
)

ITEMS = {name: each for name, each in vars().items() if isinstance(each, Choice)}
"""The twelve questions by name, in their order."""


def letters(answers):
    """The letters of answers by name: a, b or c, by the order of the options, which does not tell which is right.

    >>> letters({"talk": "it becomes 16 times as large"})
    'c-----------'
    """
    return "".join(_letter(item, answers.get(name)) for name, item in ITEMS.items())


def _letter(item, words):
    options = item.options()
    return LETTERS[options.index(words)] if words in options else "-"


def key_letters():
    """The letters of the right answers."""
    return letters({name: item.said_key() for name, item in ITEMS.items()})


@dataclass(frozen=True)
class Inventory:
    """The page of the twelve questions: what the browser shows, and the result after the second round."""

    def shown(self):
        """The questions and their options, without any key."""
        each = [
            {"name": name, "question": item.question, "options": list(item.options())} for name, item in ITEMS.items()
        ]
        return {"question": "What do you expect?", "items": each, "letters": LETTERS}

    def told(self, answer):
        """The result of both rounds, or a sentence on what is missing; `answer` has the answers of each round by name."""
        rounds = {name: _answers(answer, name) for name in ROUNDS}
        missing = sum(name not in rounds["after"] for name in ITEMS)
        if missing:
            return {
                "state": "unread",
                "words": f"{missing} of {len(ITEMS)} questions {'has' if missing == 1 else 'have'} no answer yet.",
            }
        return {"state": "right", "words": _score(rounds), "items": [_result(name, rounds) for name in ITEMS]}


def _answers(answer, name):
    told = answer.get(name) if isinstance(answer, dict) else None
    told = told if isinstance(told, dict) else {}
    return {key: told[key] for key, item in ITEMS.items() if told.get(key) in item.options()}


def _score(rounds):
    right = {name: sum(ITEMS[key].said_key() == words for key, words in told.items()) for name, told in rounds.items()}
    after = f"After the course {right['after']} of {len(ITEMS)} answers are those of the models."
    if len(rounds["before"]) < len(ITEMS):
        return after
    return f"Before the course {right['before']} of {len(ITEMS)} answers were those of the models. {after}"


def _result(name, rounds):
    item = ITEMS[name]
    after = rounds["after"][name]
    why = [item.why(after), item.worked(), item.law]
    return {
        "name": name,
        "question": item.question,
        "before": rounds["before"].get(name, ""),
        "after": after,
        "key": item.said_key(),
        "words": " ".join(part for part in why if part),
    }
