"""Where does each mode win when information becomes cheap? A map over size and the cost of information."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.information_cost import regime_map, summary
from peerkit.models.modes import Modes

QUESTION = Question(
    Modes,
    figure=regime_map,
    summary=summary,
    controls=("governance_cost", "pair_cost", "commons_cost", "merge_cost", "merge_elasticity"),
    presets=(
        Preset("Today"),
        Preset("Free hosting", {"commons_cost": 10.0, "merge_cost": 0.01}),
        Preset("Well-run firm", {"pair_cost": 0.005}),
        Preset("Pieces interact", {"merge_elasticity": 1.4}),
    ),
    notice=(
        "Follow a vertical line upwards: information grows dearer, and sooner or later the firm takes over. That is Coase.",
        "Whether market or peers win below the firm is a matter of size alone: both live on the same information.",
        "Cheap information alone does not favour peers. It favours everybody but the firm.",
    ),
    tries=(
        Try(
            "Predict first: a commons for 10 instead of 60, a merge for 0.01. Does the point where all three meet move left "
            "or down?",
            {"commons_cost": 10.0, "merge_cost": 0.01},
            "Mostly left: from 64 people to 11. Free hosting lets much smaller groups do without market and firm.",
        ),
        Try(
            "Run the firm well: 0.005 per pair. Does the firm win back small sizes or large ones?",
            {"pair_cost": 0.005},
            "Large ones. At three times today's cost of information it holds up to 296 people instead of 140.",
        ),
        Try(
            "Let a merge cost 0.5. What happens to the line between market and peers?",
            {"merge_cost": 0.5},
            "It moves right, to 120 people: each piece now saves only half a contract, so it takes twice as many to pay for "
            "the commons.",
        ),
    ),
)


def dashboard():
    """The map on the left; the costs that place its borders on the right."""
    return Explorer(QUESTION)
