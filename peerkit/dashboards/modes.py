"""Which mode of production coordinates most cheaply, and at what size does that change?"""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.modes import cost_curves, summary
from peerkit.models.modes import Modes

QUESTION = Question(
    Modes,
    figure=cost_curves,
    summary=summary,
    controls=("contract_cost", "pair_cost", "commons_cost", "merge_cost", "merge_elasticity"),
    presets=(
        Preset("Before the web"),
        Preset("Free hosting", {"commons_cost": 10.0, "merge_cost": 0.01}),
        Preset("Contracts by click", {"contract_cost": 0.2}),
        Preset("Everyone on one channel", {"pair_cost": 0.1}),
        Preset("Pieces interact", {"merge_elasticity": 1.4}),
    ),
    notice=(
        "Peers start dearest. They win later by the shape of their curve: a straight line undercuts a square.",
        "The firm lives between two borders. Each has its own cause.",
    ),
    tries=(
        Try(
            "Predict first: cut the cost to merge a piece to 0.01. Does the firm lose small sizes or large ones?",
            {"merge_cost": 0.01},
            "Large ones. The border to the market stays where it was; only the one to the peers moves in.",
        ),
        Try(
            "Make contracts five times cheaper (0.2). Who disappears?",
            {"contract_cost": 0.2},
            "The firm, at every size: it existed because contracts were dear. That was Coase's point.",
        ),
        Try(
            "Let pieces interact (merging scales with 1.4). Are peers still cheapest in a large crowd?",
            {"merge_elasticity": 1.4},
            "Against the firm yes, later on. Against the market no: it takes the large sizes back.",
        ),
    ),
)


def dashboard():
    """Three cost curves on the left; the five costs that place them on the right."""
    return Explorer(QUESTION)
