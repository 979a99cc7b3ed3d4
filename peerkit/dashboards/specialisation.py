"""The best team of specialists, and its change when coordination becomes cheap: the page."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.specialisation import summary, team_size
from peerkit.figures.words import headcount, number, times
from peerkit.models.specialisation import Specialisation, optimal_team, whole_team
from peerkit.widgets.predictions import Options

HERE = Specialisation()
WEAK = {"specialisation_elasticity": 0.1, "coordination_elasticity": 0.6}
CHEAP = {"coordination_cost": 0.01}
EQUAL = {"specialisation_elasticity": 0.55, "coordination_elasticity": 0.55}
FACTORS = ("3.16 times", "10 times", "100 times", "1,000 times")
MORE_EACH = ("1.58 times", "10 times", "31.6 times", "100 times")
SIZES = ("about 25 people", "about 250 people", "there is no best size")


def _larger(specialisation):
    """The best team compared with that at ten times the coordination cost."""
    before = specialisation.replace(coordination_cost=10 * specialisation.coordination_cost)
    return times(optimal_team(specialisation).size / optimal_team(before).size)


def _more_each(specialisation):
    before = specialisation.replace(coordination_cost=10 * specialisation.coordination_cost)
    return times(optimal_team(specialisation).output / optimal_team(before).output)


def _best_size(specialisation):
    team = optimal_team(specialisation)
    return SIZES[2] if team.outcome == "no interior optimum" else f"about {headcount(team.size)}"


def _distance(specialisation):
    return number(specialisation.coordination_elasticity - specialisation.specialisation_elasticity)


WEAK_AND_CHEAP = HERE.replace(**WEAK, **CHEAP)

QUESTION = Question(
    Specialisation,
    figure=team_size,
    summary=summary,
    controls=("coordination_cost", "specialisation_elasticity", "coordination_elasticity", "knowledge"),
    presets=(
        Preset("Textbook firm"),
        Preset("Cheap talk", CHEAP),
        Preset("Weak gains", WEAK),
        Preset("Meetings for all", {"coordination_elasticity": 2.0}),
    ),
    notice=(
        "The best team is where one more person adds as much gain as talk. At that size, talk does not yet take the whole "
        "gain.",
        "The effect of cheaper talk depends only on the difference between the two elasticities. An elasticity is the "
        "percentage by which something changes when the team grows by 1 %.",
    ),
    tries=(
        Try(
            "Coordination becomes ten times cheaper (0.01). How many times as large is the best team?",
            CHEAP,
            f"{_larger(HERE.replace(**CHEAP))}: from {headcount(whole_team(HERE).size)} to "
            f"{headcount(whole_team(HERE.replace(**CHEAP)).size)}. The exponent is 1 divided by the difference of the "
            f"elasticities, here 1 / {_distance(HERE)}.",
            predict=Options(FACTORS, _larger),
        ),
        Try(
            "The gains are weak (0.1 against 0.6), and coordination becomes ten times cheaper (0.01). The best team is 100 "
            "times as large as before. How much more does each member produce?",
            WEAK | CHEAP,
            f"Only {_more_each(WEAK_AND_CHEAP)} as much. Extreme specialisation can change the way people work far more "
            "than the amount they produce.",
            predict=Options(MORE_EACH, _more_each),
        ),
        Try(
            "Both elasticities are 0.55. How large is the best team?",
            EQUAL,
            "There is no best size: talk grows no faster than the gain, so nothing limits the team.",
            predict=Options(SIZES, _best_size),
        ),
    ),
)


def dashboard():
    """Gain, talk and the difference on the left; cost and elasticities on the right."""
    return Explorer(QUESTION)
