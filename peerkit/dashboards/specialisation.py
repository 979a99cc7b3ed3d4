"""How large is the best team, and what does cheap coordination do to it?"""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.specialisation import summary, team_size
from peerkit.models.specialisation import Specialisation

QUESTION = Question(
    Specialisation,
    figure=team_size,
    summary=summary,
    controls=("coordination_cost", "specialisation_elasticity", "coordination_elasticity", "knowledge"),
    presets=(
        Preset("Textbook firm"),
        Preset("Cheap talk", {"coordination_cost": 0.01}),
        Preset("Weak gains", {"specialisation_elasticity": 0.1, "coordination_elasticity": 0.6}),
        Preset("Meetings for all", {"coordination_elasticity": 2.0}),
    ),
    notice=(
        "The best team is where the two slopes are equal, long before talk eats the whole gain.",
        "Only the distance between the two elasticities decides how strongly cheap talk acts.",
    ),
    tries=(
        Try(
            "Predict first: coordination becomes ten times cheaper (0.01). How many times larger is the best team?",
            {"coordination_cost": 0.01},
            "A hundred times: the exponent is 1 divided by the distance of the elasticities, here 1 / 0.5 = 2.",
        ),
        Try(
            "With weak gains (0.1 against 0.6), make coordination ten times cheaper again. Team? Output?",
            {
                "specialisation_elasticity": 0.1,
                "coordination_elasticity": 0.6,
                "coordination_cost": 0.01,
            },
            "The team grows a hundredfold, output per head only 1.58 times. Hyperspecialisation can change how we "
            "work far more than what we get.",
        ),
        Try(
            "Bring the two elasticities together (0.55 against 0.55). What is the best size now?",
            {"specialisation_elasticity": 0.55, "coordination_elasticity": 0.55},
            "There is none: talk grows no faster than the gain, so nothing stops the team.",
        ),
    ),
)


def dashboard():
    """Gain, talk and the difference on the left; cost and elasticities on the right."""
    return Explorer(QUESTION)
