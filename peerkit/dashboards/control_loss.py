"""The best depth of a hierarchy that loses intentions on the way down: the page."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.control_loss import depth, summary
from peerkit.figures.words import headcount, number
from peerkit.models.control_loss import ControlLoss, measured_compliance, whole_hierarchy
from peerkit.widgets.predictions import Mark, Options

HERE = ControlLoss()
WHISPERED = round(float(measured_compliance(0.6, 5)), 2)
BETTER = {"compliance": 0.95}
EXPENSIVE = {"base_wage": 0.6}
WHISPER = {"compliance": WHISPERED}
SIZES = ("about 20,000 people", "about 90,000 people", "more than 100 million people")


def _size(control):
    people = whole_hierarchy(control).employment
    return SIZES[0 if people < 40_000 else 1 if people < 1e7 else 2]


def _people(values):
    return headcount(int(whole_hierarchy(HERE.replace(**values)).employment))


def _depth(control):
    return whole_hierarchy(control).levels


def _levels(values):
    return number(_depth(HERE.replace(**values)))


QUESTION = Question(
    ControlLoss,
    figure=depth,
    summary=summary,
    controls=("compliance", "span", "pay_ratio", "base_wage"),
    presets=(
        Preset("A tenth is lost"),
        Preset(
            "The whisper game",
            WHISPER,
            "a round of the game: of ten facts six reach the fifth person, so each person passes on 0.6 to the power 1/4, "
            "or 88 %; play it and put in your own value; a scenario",
        ),
        Preset("Divisions keep their own books", {"compliance": 0.93}),
        Preset("Wide span, expensive labour", {"span": 12.0, "base_wage": 0.6}),
        Preset("Managers paid almost alike", {"pay_ratio": 1.2}),
    ),
    notice=(
        "The cost of a worker, managers included, is the same at every depth. The sales of a worker fall with every level.",
        "Profit is highest just before the two lines meet. By then the losses have taken nearly all that the firm earns.",
        "Each level multiplies the people by the span of control. So a small change in levels is a huge change in size.",
    ),
    tries=(
        Try(
            "Each level passes on 95 % instead of 90 %. The best firm has "
            f"{_people({})} now. How large does it become?",
            BETTER,
            f"Its levels double, from {_levels({})} to {_levels(BETTER)}, and it has {_people(BETTER)}. No real "
            "firm is that large. So either more than one twentieth is lost at each level, or something else stops firms.",
            predict=Options(SIZES, _size),
        ),
        Try(
            "Pay on the bottom level rises by half, from 0.4 to 0.6. How many levels are best?",
            EXPENSIVE,
            f"{_levels(EXPENSIVE)} levels with {_people(EXPENSIVE)}, instead of {_levels({})} levels with {_people({})}. "
            "Expensive labour leaves no margin for losses.",
            predict=Mark(_depth, "levels", low=1, high=9),
        ),
        Try(
            "Play the whisper game with five people and ten facts. Six facts arrive, so each person passes on 88 %. How many "
            "levels has the best firm?",
            WHISPER,
            f"{_levels(WHISPER)} levels with {_people(WHISPER)}, about a sixth of the firm that passes on 90 %.",
            predict=Mark(_depth, "levels", low=1, high=9),
        ),
    ),
    height=500,
)


def dashboard():
    """Sales, cost and profit against the depth of the firm; loss, span and pay on the right."""
    return Explorer(QUESTION)
