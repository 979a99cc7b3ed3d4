"""How many people until every piece is there? Pieces of the work, and who looks up what is missing."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.coupon_collector import pieces_done, summary
from peerkit.models.coupon_collector import CouponCollector

TEXTBOOK = "a standard example of probability textbooks"


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
        "Most pieces are there early, and the chance that all are stays near zero long after.",
        "The distance between the straight line and the last curve is the price of not knowing what is missing.",
    ),
    tries=(
        Try(
            "Predict first: one person in ten looks up what is missing (0.1). How much of the work does that save?",
            {"informed_share": 0.1},
            "45 percent: 124 people instead of 225. Looking hardly matters at first, when any pick is new, and "
            "decides at the end, when a blind pick nearly always repeats.",
        ),
        Try(
            "Cut the work into twice as many pieces (100). Does it take twice as many people?",
            {"pieces": 100},
            "More: 519 instead of 225, which is 2.3 times. The pieces double, and each takes longer to meet.",
        ),
        Try(
            "A birthday for every day of the year (365), and nobody looks. How many people do you guess?",
            {"pieces": 365},
            "2,365, and 1,524 of them come for the last 36 days. If one in ten looked, 930 would be enough.",
        ),
    ),
)


def dashboard():
    """Pieces done and the chance that all are on the left; how many pieces, and who looks, on the right."""
    return Explorer(QUESTION)
