"""How much should a platform keep, for its own profit and for everybody's?"""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.capture import shares, summary
from peerkit.models.capture import Capture

PUBLISHED = "The take is published: {}. How contributors answer to it is a scenario."


QUESTION = Question(
    Capture,
    figure=shares,
    summary=summary,
    controls=("take_rate", "network_elasticity", "supply_elasticity"),
    presets=(
        Preset("Squidoo, 45%", {}, PUBLISHED.format("Squidoo's terms, 50% to contributors and 5% to charity")),
        Preset("App store, 30%", {"take_rate": 0.3}, PUBLISHED.format("Apple and Google above $1 million")),
        Preset("Etsy, 6.5%", {"take_rate": 0.065}, PUBLISHED.format("Etsy before payment fees")),
        Preset(
            "Nowhere else to go",
            {"take_rate": 0.85, "supply_elasticity": 0.2},
            PUBLISHED.format("85% is what Shutterstock keeps at the first level since 2020"),
        ),
    ),
    notice=(
        "To the right of the platform's best take both lose: keeping more costs the one who keeps it too.",
        "At that take the platform's curve is flat and the contributors' is steep. A few points less cost one side "
        "little and give the other much.",
        "The best for both lies below zero by exactly the network effect.",
    ),
    tries=(
        Try(
            "Predict first: the platform keeps 70 percent instead of 45. Who loses?",
            {"take_rate": 0.7},
            "Both. Against the best take of 42.5% the platform earns 32% less and contributors have 78% less: too "
            "few come, and those who come draw fewer customers.",
        ),
        Try(
            "Keep 37.5 percent, five points below the best take. What does this gift cost the platform?",
            {"take_rate": 0.375},
            "It earns 1.2% less, and contributors have 22% more. Near the top of its curve generosity is cheap.",
        ),
        Try(
            "Double the network effect (0.3). Should a platform that brings people together keep more for it?",
            {"network_elasticity": 0.3},
            "Less: its best take falls from 42.5% to 35%. Each contributor now draws more customers for the others, so "
            "each one who leaves costs it more.",
        ),
    ),
)


def dashboard():
    """What platform and contributors have at every take; the take and the two elasticities on the right."""
    return Explorer(QUESTION)
