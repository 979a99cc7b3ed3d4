"""Does pay drive out people's own motive, and who gains from that motive?"""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.intrinsic_motive import against_pay, summary
from peerkit.models.intrinsic_motive import IntrinsicMotive

QUESTION = Question(
    IntrinsicMotive,
    figure=against_pay,
    summary=summary,
    controls=("intrinsic_benefit", "crowding_out", "revenue_per_contributor", "outside_option"),
    presets=(
        Preset("Pay drives out"),
        Preset("Pay adds up", {"crowding_out": 0.0}),
        Preset("A little of both", {"crowding_out": 0.5, "intrinsic_benefit": 4.0}),
        Preset("A job like any other", {"intrinsic_benefit": 0.0}),
        Preset(
            "Bookmarks for oneself",
            {"intrinsic_benefit": 16.0, "revenue_per_contributor": 4.0, "crowding_out": 0.0},
            "a scenario in the manner of del.icio.us, where people filed for their own use and nobody was paid; the "
            "dollars are not measured",
        ),
    ),
    notice=(
        "The curve bends where pay has used up the motive. To the right of the bend people come for pay only.",
        "The line with long dashes is what would happen if pay and motive simply added up. The gap below it is what pay drove "
        "out.",
        "Whatever pay does to the motive, a platform without rivals never pays more to people who have one.",
    ),
    tries=(
        Try(
            "Predict first: let pay drive nothing out (0). Does the platform now pay nothing, half of the $10, or more?",
            {"crowding_out": 0.0},
            "$2.50, a quarter. Without any motive of their own people would get $5: half of what they enjoy comes off "
            "their pay.",
        ),
        Try(
            "Lower their own motive from 5 to 2. Does the platform begin to pay a little?",
            {"intrinsic_benefit": 2.0},
            "Not a little: $5 at once. It pays as soon as the motive is below $2.50, a quarter of what people bring "
            "in. A small sum would lose people and cost money as well.",
        ),
        Try(
            "Let people love it as much as it brings in (10), with pay driving nothing out. What are they paid?",
            {"intrinsic_benefit": 10.0, "crowding_out": 0.0},
            "Nothing. 500 people contribute unpaid and the platform keeps everything, though at full pay there would "
            "be 1,000: the love of the work has become its profit.",
        ),
    ),
)


def dashboard():
    """Contributors against pay on the left; their own motive, what pay does to it and what they bring on the right."""
    return Explorer(QUESTION)
