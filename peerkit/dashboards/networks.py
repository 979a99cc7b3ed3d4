"""Is a network twice as large worth twice as much, or four times? Which years are fitted, and what else grew."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.networks import fan, summary
from peerkit.models.network_fit import FitWindow

REPORTS = "years chosen from Facebook's annual reports"


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
        "Each law counts something: listeners, links that are worth less one after another, pairs of members, or a "
        "cube. The one you believe decides what a merger is worth.",
        "If pairs counted, two equal networks that join would double their joint worth. Few networks hurry to join: "
        "Odlyzko and Tilly take that as evidence against pairs.",
        "The upright bar at twice the members is the 95% interval. With three years it leaves nearly everything open.",
    ),
    tries=(
        Try(
            "Predict first: fit the last three years only (first year 2012, 3 years). Do pairs still win?",
            {"first_year": 2012, "years": 3},
            "No. Twice the members now go with 9.34 times the revenue, more than the cube's 8. But the interval "
            "runs from 1.4 to 62.5: three points can say almost anything.",
        ),
        Try(
            "Say revenue per member would have grown by 30 percent a year anyway (growth that is not size: 0.3). "
            "Which line do the points follow?",
            {"value_trend": 0.3},
            "The lowest: twice the members, 2.04 times the revenue. Nobody knows the true share, so six years "
            "cannot tell a square from a straight line.",
        ),
        Try(
            "Credit only 10 percent a year to something else (0.1). Between which lines do you end?",
            {"value_trend": 0.1},
            "Between links and pairs: 3.08 times. None of the four laws lies in the interval, which runs from 2.63 "
            "to 3.61.",
        ),
    ),
)


def dashboard():
    """Facebook's years between four laws on the left; which years count, and how much else grew, on the right."""
    return Explorer(QUESTION)
