"""The page *How many people until every piece is there?*: pieces of the work, and who looks up what is missing."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.coupon_collector import pieces_done, summary
from peerkit.figures.words import closest, number, people, percent
from peerkit.models.coupon_collector import CouponCollector, expected_contributions
from peerkit.widgets.predictions import Mark, Options

TEXTBOOK = "a standard example of probability textbooks"
MORE = {1.5: "One and a half times as many", 2: "Twice as many", 2.3: "More than twice as many"}
BIRTHDAYS = {365: "About 400", 730: "About 700", 1300: "About 1,300", 2365: "About 2,400"}


def _needed(collector):
    return float(expected_contributions(collector))


DEFAULT, LISTED, LONGER, YEAR = (
    CouponCollector(**changes) for changes in ({}, {"informed_share": 0.1}, {"pieces": 100}, {"pieces": 365})
)


def _times(collector):
    return closest(_needed(collector) / _needed(DEFAULT), MORE)


def _birthdays(collector):
    return closest(_needed(collector), BIRTHDAYS)


QUESTION = Question(
    CouponCollector,
    figure=pieces_done,
    summary=summary,
    controls=("pieces", "informed_share"),
    presets=(
        Preset("Fifty articles"),
        Preset("One in ten looks", {"informed_share": 0.1}),
        Preset("A list for everyone", {"informed_share": 1.0}),
        Preset("All faces of a die", {"pieces": 6}, TEXTBOOK),
        Preset("A birthday each day", {"pieces": 365}, TEXTBOOK),
    ),
    notice=(
        "Most pieces are there early. The chance that all are there stays near zero for long after that.",
        "The gap between the straight line and the curve of *all done* is the price of not knowing what is missing.",
    ),
    tries=(
        Try(
            "One person in ten looks up what is missing. After how many people is everything done, on average?",
            {"informed_share": 0.1},
            f"After {people(_needed(LISTED))} people instead of {people(_needed(DEFAULT))}: the list saves "
            f"{percent(1 - _needed(LISTED) / _needed(DEFAULT))}. At first looking hardly matters, because any pick is new. At the "
            "end it decides, because a blind pick is nearly always a repetition.",
            Mark(_needed, "people", low=0, high=320, said=people),
        ),
        Try(
            "Cut the work into twice as many pieces (100). How many people does it take now?",
            {"pieces": 100},
            f"{people(_needed(LONGER))} instead of {people(_needed(DEFAULT))}, which is "
            f"{number(_needed(LONGER) / _needed(DEFAULT), 2)} times as many. There are twice as many pieces, and the last ones "
            "are harder to meet.",
            Options(tuple(MORE.values()), _times),
        ),
        Try(
            "How many people until there is a birthday on every day of the year (365 pieces, nobody looks)?",
            {"pieces": 365},
            f"{people(_needed(YEAR))} on average, and {people(_needed(YEAR) - float(expected_contributions(YEAR, 36)))} of them "
            f"come for the last 36 days. If one in ten looked, {people(_needed(YEAR.replace(informed_share=0.1)))} would do.",
            Options(tuple(BIRTHDAYS.values()), _birthdays),
        ),
    ),
)


def dashboard():
    """Pieces done and the chance that all are on the left; how many pieces, and who looks, on the right."""
    return Explorer(QUESTION)
