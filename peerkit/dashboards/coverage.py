"""The page *When does a crowd become able?*: skills needed, and how rare each is."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.coverage import LIKELY, about, completion, summary
from peerkit.figures.words import closest, people
from peerkit.models.coverage import Coverage, critical_mass, members_for
from peerkit.widgets.predictions import Mark, Options

GROWTH = {1: "It stays where it is", 1.28: "It grows by about a quarter", 2: "It doubles", 4: "It grows fourfold"}
FIRST = {0: "The first member", 1: "A member in the middle", 2: "The last member"}


def _mass(**changes):
    return critical_mass(Coverage(**changes)).members


def _growth(coverage):
    return closest(critical_mass(coverage).members / _mass(), GROWTH)


def _most_useful(coverage):
    return FIRST[0 if critical_mass(coverage).outcome == "no critical mass" else 1]


QUESTION = Question(
    Coverage,
    figure=completion,
    summary=summary,
    controls=("skills", "skill_chance"),
    presets=(
        Preset("A dozen rare skills"),
        Preset("A hundred small skills", {"skills": 100, "skill_chance": 0.01}),
        Preset("Anyone can", {"skills": 12, "skill_chance": 0.3}),
        Preset("One expert", {"skills": 1, "skill_chance": 0.005}),
    ),
    notice=(
        "The curve first becomes steeper, then flatter. The size at which it is steepest is the critical mass: one more "
        "member adds most there (lower panel, in percentage points).",
        "From a dozen skills on, the chance at the critical mass is between 35% and 37%, whatever the skills are.",
    ),
    tries=(
        Try(
            "The task needs twice as many skills, 24 instead of 12. Where is the critical mass then?",
            {"skills": 24},
            f"At about {about(_mass(skills=24))} people instead of {about(_mass())}. Each doubling of the skills adds the same "
            f"number of people, here {about(_mass(skills=24) - _mass())}: the critical mass grows with the logarithm of the "
            "number of skills.",
            Mark(lambda r: critical_mass(r).members, "people", low=0, high=420, said=about),
        ),
        Try(
            "Each skill becomes half as common, 1% instead of 2%. What happens to the critical mass?",
            {"skill_chance": 0.01},
            f"It doubles, to about {about(_mass(skill_chance=0.01))} people. Rarer skills multiply the crowd that is needed; more "
            "skills only add to it.",
            Options(tuple(GROWTH.values()), _growth),
        ),
        Try(
            "The task needs one skill only. Which member adds most to the chance?",
            {"skills": 1},
            "The first. There is no critical mass, and nobody has to wait for others. A chance of "
            f"{LIKELY:.0%} still takes {people(members_for(Coverage(skills=1), LIKELY))} people.",
            Options(tuple(FIRST.values()), _most_useful),
        ),
    ),
    height=500,
)


def dashboard():
    """The chance of completion and what one more member adds; how many skills and how rare on the right."""
    return Explorer(QUESTION)
