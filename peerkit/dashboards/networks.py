"""The page *Is a network twice as large worth twice as much, or four times?*: which years are fitted, and what else grew."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.networks import LAWS, fan, summary
from peerkit.figures.words import closest, number
from peerkit.models.network_fit import FitWindow, windowed_exponent
from peerkit.models.networks import Network, doubling_multiplier
from peerkit.models.scaling import doubling_factor
from peerkit.widgets.predictions import Options

REPORTS = "years chosen from Facebook's annual reports"
BILLION = 1e9
LINES = {float(doubling_multiplier(Network(law=law), BILLION)): name.capitalize() for law, name, *_ in LAWS}


def _double(window):
    exponent = windowed_exponent(window)
    return doubling_factor([exponent.exponent, exponent.low, exponent.high])


def _said(window):
    """The revenue of twice as many members, and its interval, in words."""
    double, low, high = map(number, _double(window))
    return f"{double} times the revenue (95% interval {low} to {high})"


def _closest_line(window):
    return closest(_double(window)[0], LINES)


def _coarse(window):
    name = _closest_line(window)
    return name if name in ("Pairs", "Cube") else "Listeners or links"


LAST, OTHER, SOME = (
    FitWindow(**changes) for changes in ({"first_year": 2012, "years": 3}, {"value_trend": 0.3}, {"value_trend": 0.1})
)

QUESTION = Question(
    FitWindow,
    figure=fan,
    summary=summary,
    controls=("first_year", "years", "value_trend"),
    presets=(
        Preset("Six years, as published", note=REPORTS),
        Preset("The last three", {"first_year": 2012, "years": 3}, REPORTS),
        Preset("Three in the middle", {"first_year": 2010, "years": 3}, REPORTS),
        Preset("Better adverts", {"value_trend": 0.3}),
        Preset("Some of each", {"value_trend": 0.1}),
    ),
    notice=(
        "Each law counts something: listeners; links, each worth less than the one before; pairs of members; or the cube of "
        "the membership. The one you believe decides what a merger is worth.",
        "If pairs counted, two equal networks that merge would double what they are worth. Few networks hurry to merge: "
        "Odlyzko and Tilly take that as evidence against pairs.",
        "The upright bar at twice the members is the 95% interval. Three years can leave nearly everything open: for 2012 to "
        f"2014 it runs from {number(_double(LAST)[1])} to {number(_double(LAST)[2])}. If the errors of one year persist into the "
        "next, even that is too narrow.",
    ),
    tries=(
        Try(
            "Fit the last three years only (first year 2012, 3 years). Which line lies closest?",
            {"first_year": 2012, "years": 3},
            f"The cube. Twice the members now go with {_said(LAST)}: three points can say almost anything.",
            Options(tuple(LINES.values()), _closest_line),
        ),
        Try(
            "Suppose revenue per member would have grown by 30% a year anyway. Which line do the points follow?",
            {"value_trend": OTHER.value_trend},
            f"One of the two lowest: twice the members go with {_said(OTHER)}, as if listeners or links counted. Nobody knows "
            "the true growth from other causes, so six years cannot tell a square from a straight line.",
            Options(("Listeners or links", "Pairs", "Cube"), _coarse),
        ),
        Try(
            "Put down only 10% a year to other causes. Between which lines do you end?",
            {"value_trend": SOME.value_trend},
            f"Between links and pairs: {_said(SOME)}. None of the four laws lies in that interval.",
        ),
    ),
)


def dashboard():
    """Facebook's years between four laws on the left; which years count, and how much else grew, on the right."""
    return Explorer(QUESTION)
