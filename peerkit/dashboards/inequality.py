"""Participation inequality: how few people do how much of the work."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.inequality import few_and_much, summary
from peerkit.figures.words import number, percent
from peerkit.models.inequality import (
    Participation,
    concentration,
    exponent_from_gini,
    exponent_from_one_timer_share,
    exponent_from_top_share,
    one_timers,
)
from peerkit.widgets.predictions import Options

WIKIPEDIA_GINI = 0.936
"""Measured for the English Wikipedia by Ortega and Gonzalez-Barahona 2007, as quoted by Reagle (secondary)."""
CLICKWORKERS = 0.37
"""Share of the work that people did who came once, at NASA's Clickworkers, as told by Benkler 2002."""
SWARTZ = (0.02, 0.734)
"""The most active share of Wikipedians and the share of edits they made: Wales, quoted by Swartz 2006."""


def _implied(exponent):
    return round(float(exponent), 3)


def _flickr(exponent):
    """The share that the most active fifth make at this exponent, in words."""
    return percent(concentration(Participation(exponent=exponent, top_fraction=0.2)).top_share)


def _gini(participation):
    return float(concentration(participation).gini)


def _work_of_one_timers(exponent):
    return percent(one_timers(Participation(exponent=exponent)).work_share)


GINI_ANSWERS = ("about 0.94, as measured", "clearly below 0.94", "clearly above 0.94")


def _against_the_measured(participation):
    difference = _gini(participation) - WIKIPEDIA_GINI
    return GINI_ANSWERS[0 if abs(difference) < 0.02 else 1 if difference < 0 else 2]


ONCE_ANSWERS = ("under 5%", "5% to 15%", "15% to 40%", "over 40%")


def _once(participation):
    share = float(one_timers(participation).work_share)
    return ONCE_ANSWERS[sum(share >= border for border in (0.05, 0.15, 0.4))]


BY_SWARTZ = _implied(exponent_from_top_share(*SWARTZ))

QUESTION = Question(
    Participation,
    figure=few_and_much,
    summary=summary,
    controls=("exponent", "top_fraction"),
    presets=(
        Preset(
            "Wikipedia's top thousand",
            {"exponent": _implied(exponent_from_top_share(1000 / 68_000, 2 / 3)), "top_fraction": 0.0147},
            "1,000 of 68,000 active people made two thirds of the edits (Nielsen 2006); the exponent follows from that",
        ),
        Preset(
            "Wikipedia's Gini",
            {"exponent": _implied(exponent_from_gini(WIKIPEDIA_GINI))},
            "Gini 0.936 (Ortega and Gonzalez-Barahona 2007, as quoted by Reagle); the exponent follows from that",
        ),
        Preset(
            "Apache's code",
            {"exponent": _implied(exponent_from_top_share(15 / 400, 0.83)), "top_fraction": 0.0375},
            "15 of about 400 people made 83% of the changes that added functions (Mockus, Fielding and Herbsleb 2002, from "
            "course notes); the exponent follows from that",
        ),
        Preset(
            "NASA's Clickworkers",
            {"exponent": _implied(exponent_from_one_timer_share(CLICKWORKERS))},
            "people who came once did 37% of the work (Benkler 2002); the exponent follows from that",
        ),
        Preset(
            "The rule 90-9-1",
            {"exponent": _implied(exponent_from_top_share(0.1, 0.9)), "top_fraction": 0.1},
            "of all users 90% never contribute, 9% a little, and 1% make 90% of the contributions (a rule of thumb that Nielsen "
            "2006 made popular). Only contributors are counted here, and of these the 1% are a tenth",
        ),
    ),
    height=640,
    notice=(
        "Both pictures show the same people. The upper one counts from the least active. The lower one counts from the most "
        "active and stretches the left end, where most of the work is done.",
        "The orange points are figures that communities reported. No exponent gives a curve through all of them.",
        "At every exponent above 2 most people contribute only once. Their share of the work differs much more: "
        f"{_work_of_one_timers(2.03)} at an exponent of 2.03 and {_work_of_one_timers(2.48)} at 2.48.",
    ),
    tries=(
        Try(
            "An exponent of 2.28 was reported for the edits of Wikipedia. Another study measured a Gini coefficient of 0.936. "
            "Which Gini coefficient does the exponent give?",
            {"exponent": 2.28},
            f"{number(_gini(Participation(exponent=2.28)))}, far below what was measured. Either the exponent describes only "
            "some of the people, or contributions do not follow one power law. The measured coefficient needs an exponent of "
            f"{number(exponent_from_gini(WIKIPEDIA_GINI), 4)}.",
            predict=Options(GINI_ANSWERS, _against_the_measured),
        ),
        Try(
            "Very small tasks bring many people who come only once; take an exponent of 2.48. How much of all work do they do "
            "together?",
            {"exponent": 2.48},
            f"{_work_of_one_timers(2.48)}. At the exponent of the start, {number(Participation().exponent)}, it is "
            f"{_work_of_one_timers(Participation().exponent)}. The exponent was chosen so: at NASA's Clickworkers people who came once "
            "did 37% of the work.",
            predict=Options(ONCE_ANSWERS, _once),
        ),
        Try(
            f"Let the curve pass through the highest Wikipedia point, 2% of the people with 73% of the edits ({BY_SWARTZ}). How "
            "much does it give to the most active fifth, for whom Flickr reported 82%?",
            {"exponent": BY_SWARTZ, "top_fraction": 0.2},
            f"It gives {_flickr(BY_SWARTZ)}; Flickr reported 82%, and Amazon's point lies far below. Each community has its own "
            "curve.",
        ),
        Try(
            "Set the exponent below 2 (1.9). How do the shares change?",
            {"exponent": 1.9},
            "They no longer describe the community. The few largest contributors are then so large that there is no average, "
            "and every share depends on how many people were counted.",
        ),
    ),
)


def dashboard():
    """Lorenz curve above, shares of the most active below; the exponent and who counts as most active on the right."""
    return Explorer(QUESTION)
