"""The exercises of lesson 1, *Why do firms exist and stop growing?*"""

from peerkit import explore
from peerkit.course.kinds import Choice, Code, Number, Order, Setting, Vote, Wrong
from peerkit.figures.specialisation import team_size
from peerkit.figures.words import EVERYBODY, number, people, times
from peerkit.models.specialisation import (
    Specialisation,
    coordination,
    gross_output,
    net_output,
    optimal_team,
    specialisation_multiplier,
)
from peerkit.records.crossing import bisection

LAW = "The best team is where gain and talk have the same slope, and its size is proportional to λ to the power −1/(β − θ)."


def says(firm):
    """The best team in a sentence.

    >>> says(Specialisation(coordination_elasticity=0.55))
    'The best team of this formula has more people than there are: something else limits real teams first.'
    """
    team = optimal_team(firm)
    if team.size > EVERYBODY:
        return "The best team of this formula has more people than there are: something else limits real teams first."
    return f"The best team has {people(team.size)} people. Each of them produces {number(team.output)}."


def weak_gain(**values):
    """The scenario in which specialising gains little."""
    return Specialisation(specialisation_elasticity=0.1, coordination_elasticity=0.6, **values)


def _team(cost):
    return optimal_team(Specialisation(coordination_cost=cost)).size


team = Vote(
    question="Talk becomes ten times cheaper: the coordination cost λ falls from 0.1 to 0.01. How many people are in the best team then?",
    key=lambda: _team(0.01),
    wrong=(
        Wrong(lambda: _team(0.1), "That the team stays as it is looks likely, because talk is only one of two forces."),
        Wrong(lambda: 10 * _team(0.1), "Ten times the effect from ten times the cause is how recipes work."),
    ),
    then="Now set the coordination cost to 0.01 and read the sentence under the figure aloud.",
    law="The cause acts through an exponent: 1 divided by 1 − 0.5 is 2, and ten times ten is a hundred.",
    path="The model gives {key} people.",
)

output = Vote(
    question=(
        "Here specialising gains little (θ = 0.1) and talk grows slowly (β = 0.6). Talk becomes ten times cheaper again, "
        "and again the team becomes a hundred times as large. What happens to the output of each person?"
    ),
    key=lambda: round(optimal_team(weak_gain(coordination_cost=0.01)).output / optimal_team(weak_gain()).output, 2),
    wrong=(
        Wrong(lambda: round(_team(0.01) / _team(0.1)), "A larger team looks like more output, person by person."),
        Wrong(10, "Ten times the effect from ten times the cause is how recipes work."),
    ),
    said=lambda factor: f"it becomes {times(factor)} as large",
    then="Now set the coordination cost to 0.01 and read the sentence under the figure aloud.",
    law="Output per head follows θ alone: 100 to the power 0.1. Cheap talk changes how we work far more than what we get.",
    path="In the model {key}.",
)

talk = Choice(
    question="At the best team of the first figure, which part of the gain does talk take?",
    key=lambda: round(coordination(Specialisation(), _team(0.1)) / gross_output(Specialisation(), _team(0.1)), 2),
    wrong=(
        Wrong(0.0, "At the best team nothing should be lost, one might think."),
        Wrong(1.0, "A firm stops growing when talk has taken everything: that is one step too late."),
    ),
    said=lambda share: {0.0: "nothing", 0.5: "half of it", 1.0: "all of it"}[share],
    hint="Read both lines at 25 people.",
    law=LAW + " Only the slopes are equal there, not the heights.",
    path="The gain is 5 for each person and talk takes 2.5: {key}.",
)

nothing_left = Number(
    question="At which team size does talk take the whole gain?",
    key=lambda: bisection(lambda members: -net_output(Specialisation(), members), 26, 1e4),
    unit="people",
    tolerance=1,
    wrong=(Wrong(lambda: _team(0.1), "This is the best team, where the slopes are equal."),),
    hint="Look for the place where the line “net” crosses zero.",
    law="Talk takes the whole gain where both lines have the same height. The best team lies far to the left of it.",
    path="Gain and talk are both 10 for each person at {key}.",
)

hundred = Setting(
    question="Set the coordination cost so that the best team has 100 people, give or take one.",
    model=lambda: explore(
        record=Specialisation, figure=team_size, summary=says, controls=("coordination_cost",), embedded=True
    ),
    reached=lambda firm: abs(optimal_team(firm).size - 100) <= 1,
    now=says,
    key=lambda: {"coordination_cost": 0.1 * (100 / _team(0.1)) ** -0.5},
    said=lambda values: f"a coordination cost of {number(values['coordination_cost'])}",
    hint="The team must become four times as large. The exponent is 2.",
    law=LAW,
    path="Half the cost gives four times the team: {key}.",
)

sizes = Order(
    question="Sort these teams by the size that is best for each.",
    items=(
        ("θ = 0.1, β = 0.6, λ = 0.1", lambda: optimal_team(weak_gain()).size),
        ("the defaults", lambda: _team(0.1)),
        ("the defaults, but λ = 0.05", lambda: _team(0.05)),
    ),
    ends=("smallest team", "largest team"),
    hint="Which of them gains little from specialising? For which is talk cheapest?",
    law=LAW,
    path="From small to large: {key}.",
)

cheaper = Code(
    question=(
        "Coordination becomes three times cheaper. Compute with specialisation_multiplier by which factor the best team "
        "grows, and call it factor."
    ),
    name="factor",
    right=lambda factor: abs(factor - specialisation_multiplier(Specialisation(), 1 / 3)) < 0.01,
    key=lambda: specialisation_multiplier(Specialisation(), 1 / 3),
    said=number,
    hint="Its second argument is the new cost divided by the old cost.",
    law=LAW,
    path="specialisation_multiplier(Specialisation(), 1 / 3) gives {key}: three times three.",
)
