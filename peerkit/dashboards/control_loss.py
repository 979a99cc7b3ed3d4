"""How large can a hierarchy get? What each level loses, whom it can oversee, and what it is paid."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.control_loss import depth, summary
from peerkit.models.control_loss import ControlLoss

QUESTION = Question(
    ControlLoss,
    figure=depth,
    summary=summary,
    controls=("compliance", "span", "pay_ratio", "base_wage"),
    presets=(
        Preset("A tenth is lost"),
        Preset(
            "The whisper game",
            {"compliance": 0.88},
            "a round of the game: of ten facts six reach the fifth person, so each passes on 0.6 to the power 1/4, "
            "or 0.88; play it and put in your own; a scenario",
        ),
        Preset("Divisions keep their own books", {"compliance": 0.93}),
        Preset("Wide span, dear labour", {"span": 12.0, "base_wage": 0.6}),
        Preset("Managers paid almost alike", {"pay_ratio": 1.2}),
    ),
    notice=(
        "A worker costs the same however deep the firm is, managers included. What the worker sells falls with "
        "every level.",
        "Profit is highest just before the two lines meet: the firm grows until loss has eaten nearly all it earns.",
        "Each level multiplies people by the span. A small change in levels is a huge one in size.",
    ),
    tries=(
        Try(
            "Predict first: each level passes on 95 percent instead of 90. Does the best firm double?",
            {"compliance": 0.95},
            "Its levels do, from 6 to 12. Its people grow from 9,331 to 435 million. Since no firm is that large, "
            "either more is lost than one twentieth a level, or something else stops firms first.",
        ),
        Try(
            "Raise pay on the bottom level by half, from 0.4 to 0.6. How many people are left?",
            {"base_wage": 0.6},
            "Seven, in 2 levels, instead of 9,331 in 6. Dear labour leaves no margin for intentions to get lost in.",
        ),
        Try(
            "Play the whisper game with five people and ten facts. If six arrive (compliance 0.88), how large is the "
            "best firm?",
            {"compliance": 0.88},
            "1,555 people in 5 levels, a sixth of the firm that passes on 0.9. Each whisper costs a level.",
        ),
    ),
)


def dashboard():
    """What a worker sells and costs against the depth of the firm; loss, span and pay on the right."""
    return Explorer(QUESTION)
