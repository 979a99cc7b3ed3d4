"""The exercises of lesson 3, *When can a crowd do what no member can?*"""

import numpy as np

from peerkit.cases import load_case
from peerkit.course.kinds import Choice, Code, Number, Order, Setting, Vote, Words, Wrong
from peerkit.dashboards.author import explore
from peerkit.dashboards.explorer import Question
from peerkit.figures.coverage import about, completion, summary
from peerkit.figures.words import number, percent
from peerkit.models.coverage import (
    Coverage,
    completion_probability,
    critical_mass,
    marginal_probability,
    members_for,
    voluntary_window,
)

HERE = Coverage()
EXPECTED = round(1 / HERE.skill_chance)
"""The crowd [people] in which each skill is expected once."""
USEFUL_TAGS, SAVINGS = 30, 100
"""Tags that help to find a page, a scenario; and savings of it, as in the study of 2005."""

LAW = (
    "The critical mass is the logarithm of the number of skills, divided by −ln(1 − p). For rare skills the divisor is nearly p. So "
    "more skills add people, and rarer skills multiply them."
)


def mass(**values):
    """The critical mass [people] with some values changed."""
    return critical_mass(Coverage(**values)).members


def at_about(size):
    """A critical mass as the sentence under the figure says it."""
    return f"about {about(size)} people"


def live(*controls, **start):
    """The model with its figure in full height, for one experiment."""
    return explore(
        Question(Coverage, figure=completion, summary=summary, controls=controls, height=500), embedded=True, **start
    )


def tags():
    """Useful tags of del.icio.us as skills: each saving brings the mean number of tags of 2005."""
    mean = load_case("delicious").number("tags_per_saving_2005")
    return Coverage(skills=USEFUL_TAGS, skill_chance=round(mean / USEFUL_TAGS, 3))


_one = 1 - (1 - HERE.skill_chance) ** EXPECTED
_more = mass(skills=2 * HERE.skills) - mass()
_end = voluntary_window(HERE).end

everything = Vote(
    question=(
        f"{EXPECTED} people come, and each skill is expected once among them. How likely is it that all {HERE.skills} skills are there?"
    ),
    key=lambda: completion_probability(HERE, EXPECTED),
    wrong=(
        Wrong(1.0, "On average each skill is there once, and what is true on average looks like enough."),
        Wrong(
            lambda: _one,
            "This is the chance for one skill. The task needs all of them at the same time.",
        ),
    ),
    said=percent,
    then=f"Now find {EXPECTED} people on the upper curve and read the chance aloud.",
    path="The model gives {key}.",
    law=(
        f"One skill is there with a chance of {number(_one)}. All {HERE.skills} are there with {number(_one)} to the power {HERE.skills}. An "
        "average hides that many things must go well at the same time."
    ),
)

twice = Vote(
    question=(
        f"The task needs twice as many skills, {2 * HERE.skills} instead of {HERE.skills}. Where is the critical mass then? Now it is at "
        f"{at_about(mass())}."
    ),
    key=lambda: mass(skills=2 * HERE.skills),
    wrong=(
        Wrong(mass, "Each member still has each skill with the same chance, so it looks as if the size could stay."),
        Wrong(lambda: 2 * mass(), "Twice the task, twice the people is how most work grows."),
    ),
    said=at_about,
    then="Now set the skills to 24 and read the sentence under the figure aloud.",
    path="In the model it is at {key}.",
    law=(
        f"{about(_more)} more people halve the number of skills that are still missing on average. So each doubling of the task adds the same number of people."
    ),
)

rarer = Vote(
    question=(
        f"The task needs {HERE.skills} skills again. Now each skill becomes half as common: 1% of the members have it instead of 2%. "
        f"Where is the critical mass then, if it was at {at_about(mass())}?"
    ),
    key=lambda: mass(skill_chance=HERE.skill_chance / 2),
    wrong=(
        Wrong(
            lambda: mass(skills=2 * HERE.skills),
            "Twice as many skills added few people, so one expects as little from skills that are half as common.",
        ),
        Wrong(
            lambda: 2 * mass(skill_chance=HERE.skill_chance / 2),
            "All twelve skills become rarer at the same time, so it looks as if this counted more than once.",
        ),
    ),
    said=at_about,
    then="Now set the chance to have a skill to 1% and read the sentence under the figure aloud.",
    path="In the model it is at {key}.",
    law=LAW,
)

beyond = Choice(
    question="Beyond the critical mass, how much does each newcomer raise the chance, compared with the one before?",
    key=lambda: ("less", "as much", "more")[
        1 + int(np.sign(marginal_probability(HERE, mass() + 20) - marginal_probability(HERE, mass() + 10)))
    ],
    wrong=(
        Wrong(
            "more",
            "More people, better result: the chance goes on rising, and so it seems that each newcomer helps more.",
        ),
        Wrong("as much", "The upper curve looks almost straight near the critical mass."),
    ),
    said=lambda answer: {
        "less": "less than the one before",
        "as much": "as much as the one before",
        "more": "more than the one before",
    }[answer],
    hint="Look at the lower curve, to the right of its highest point.",
    law="Once most skills are there, a newcomer mostly brings what others have brought already.",
    path="Each newcomer then helps {key}, although the chance goes on rising.",
)

nearly = Number(
    question=f"How many people make it 95% likely that all {HERE.skills} skills are there?",
    key=lambda: members_for(HERE, 0.95),
    unit="people",
    tolerance=3,
    wrong=(
        Wrong(
            lambda: 0.95 * mass(),
            "This takes 95% of the critical mass. The critical mass is where the curve is steepest, far from certainty.",
        ),
        Wrong(lambda: members_for(HERE, 0.9), "This is the number for 90%. The last percents take many more people."),
        Wrong(lambda: members_for(HERE, 0.99), "This is the number for 99%."),
    ),
    hint="Follow the upper curve to a height of 95%. It lies between the two numbers that the sentence names.",
    law="The crowd that is nearly certain to succeed is more than twice the critical mass.",
    path="The curve reaches 95% at {key}.",
)

sixty = Setting(
    question="Set the chance to have a skill so that the critical mass lies at 61 people, give or take one.",
    model=lambda: live("skill_chance"),
    reached=lambda coverage: abs(critical_mass(coverage).members - 61) <= 1,
    now=summary,
    key=lambda: {"skill_chance": -np.expm1(-np.log(HERE.skills) / 61)},
    said=lambda values: f"a chance of {percent(values['skill_chance'])}",
    hint="61 is about half of 123. Should the skills be rarer or more common?",
    law=LAW,
    path="Half the crowd is enough when each skill is twice as common: {key}.",
)

tasks = Order(
    question="Sort these tasks by their critical mass.",
    items=(
        ("100 skills that 4% of the people have", lambda: mass(skills=100, skill_chance=0.04)),
        ("12 skills that 2% of the people have", lambda: mass(skills=12, skill_chance=0.02)),
        ("6 skills that 1% of the people have", lambda: mass(skills=6, skill_chance=0.01)),
        ("one skill that 0.1% of the people have", lambda: mass(skills=1, skill_chance=0.001)),
    ),
    ends=("fewest people", "most people"),
    hint="Rarity multiplies, the number of skills only adds. And what does a newcomer add to, if one skill is all it takes?",
    law=LAW + " With a single skill the first member helps most, so nobody has to wait for others.",
    path="From few to many people: {key}.",
)

settled = Code(
    question=(
        f"Suppose that {USEFUL_TAGS} tags help to find a page (a scenario). With the tags of an average saving at del.icio.us in 2005, each of "
        f"them comes with a chance of {percent(tags().skill_chance, 2)}. Compute with completion_probability the chance that {SAVINGS} savings "
        "bring all of them, and call it chance."
    ),
    name="chance",
    right=lambda chance: abs(chance - completion_probability(tags(), SAVINGS)) < 0.001,
    key=lambda: completion_probability(tags(), SAVINGS),
    said=lambda chance: percent(chance, 3),
    hint="Its first argument is Coverage(skills=…, skill_chance=…), its second the number of people, here of savings.",
    law="Thirty was chosen so that it fits. A curve with one free number always fits, so this is no test of the model.",
    path=f"completion_probability(Coverage(skills={USEFUL_TAGS}, skill_chance={tags().skill_chance}), {SAVINGS}) gives {{key}}.",
)

joining = Words(
    question=(
        f"The finished task is worth {number(HERE.stake)} times as much to each member as taking part costs. Members who calculate stop "
        f"joining at {about(_end)} people, when the chance is only {percent(completion_probability(HERE, _end))}. Why do they stop there?"
    ),
    model=(
        "What counts for a newcomer is by how much the chance rises when one more person joins, not how high it is. There one more "
        "person raises it by half a percentage point. Half a percent of 200 is 1, which is what taking part costs. Whoever "
        "joins later pays more than joining brings to that person."
    ),
    points=(
        "The rise counts, not the height of the chance.",
        "The rise times the worth is compared with the cost.",
    ),
)
