"""The size of a piece at Nupedia and Wikipedia: granularity with the share of drafts that became articles."""

from dataclasses import replace
from functools import partial

from peerkit.cases import load_case
from peerkit.dashboards.explorer import Explorer, Preset, Try
from peerkit.dashboards.granularity import QUESTION
from peerkit.figures.wikipedia import article, pieces, summary
from peerkit.figures.words import number
from peerkit.models.granularity import Granularity, optimal_chunk, useful_output
from peerkit.widgets.predictions import Options

REVIEW, WIKI = {"overhead": 5.0}, {"overhead": 0.05}
GAINS = ("at most as much", "two to ten times as much", "over a hundred times as much")
SCENARIO = "minutes are a scenario: nobody has measured them; the share of drafts that became articles is the case's"


def dashboard():
    """Useful time against the size of a piece on the left; overhead and free time on the right."""
    return Explorer(question())


def question():
    """The question of the best piece, asked of an article and of an edit."""
    case = load_case("wikipedia")
    return replace(
        QUESTION,
        start=REVIEW,
        figure=partial(pieces, case=case),
        summary=partial(summary, case=case),
        presets=(
            Preset("Five minutes around each piece", REVIEW, SCENARIO),
            Preset("A wiki: three seconds", WIKI, SCENARIO),
            Preset("Seven steps of review", {"overhead": 30.0}, SCENARIO),
            Preset("People with an afternoon", {"overhead": 5.0, "budget": 240.0}, SCENARIO),
        ),
        notice=(
            "The article is placed where as many people have time for it as drafts at Nupedia became articles. Drafts failed "
            "for other reasons too, so it may well have been shorter.",
            "The article moves with the free time and not with the overhead. The best piece moves with both.",
            "The figure is about one person. How many people come is not in it.",
        ),
        tries=_tries(case),
        height=440,
    )


def gain(granularity, case):
    """Useful time with the best piece for each useful minute with a whole article [times]."""
    return float(optimal_chunk(granularity).output / useful_output(granularity, article(granularity, case)))


def _tries(case):
    review, wiki = Granularity(**REVIEW), Granularity(**WIKI)
    longer = Granularity(overhead=5.0, budget=240.0)

    def gained(granularity):
        times = gain(granularity, case)
        return GAINS[int(times > 2) + int(times > 10)]

    return (
        Try(
            "Take the overhead of a wiki (0.05 minutes). How much more useful time does the best piece leave to each person than "
            "a whole article does?",
            WIKI,
            f"{number(gain(wiki, case))} times as much, against {number(gain(review, case))} times with five minutes of overhead. "
            f"Wikipedia had {number(case.number('times_as_many_articles'))} times as many articles. In this model the size of the "
            "piece explains a small part of that; the rest must come from people who came, and stayed.",
            predict=Options(GAINS, gained),
        ),
        Try(
            "Let people have an afternoon (free time 240 minutes) and five minutes of overhead. What happens to the gain of the "
            "best piece over an article?",
            {"overhead": longer.overhead, "budget": longer.budget},
            f"It hardly changes: {number(gain(longer, case))} times. The article grows with the free time here, because it is "
            "placed by the share of people who finish it.",
        ),
    )
