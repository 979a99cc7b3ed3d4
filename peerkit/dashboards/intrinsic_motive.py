"""Pay that drives out people's own motive, and the side that gains from that motive."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.intrinsic_motive import against_pay, best_pay, summary
from peerkit.figures.words import dollars, number
from peerkit.models.intrinsic_motive import IntrinsicMotive, contributors
from peerkit.widgets.predictions import Mark, Options

BASE = IntrinsicMotive()
ADDS_UP, LESS_LOVE, LOVE = (
    {"crowding_out": 0.0},
    {"intrinsic_benefit": 2.0},
    {"intrinsic_benefit": 10.0, "crowding_out": 0.0},
)
STEPS = ("no, it goes on paying nothing", "yes, a little", "yes, and at once half of what they bring in")


def _paid(**changes):
    return dollars(best_pay(BASE.replace(**changes)))


def _at_once(record):
    pay = best_pay(record)
    return STEPS[0] if pay == 0 else STEPS[2] if pay >= record.revenue_per_contributor / 2 else STEPS[1]


def _people(pay, **changes):
    return number(contributors(BASE.replace(**changes), pay), 6)


QUESTION = Question(
    IntrinsicMotive,
    figure=against_pay,
    summary=summary,
    controls=("intrinsic_benefit", "crowding_out", "revenue_per_contributor", "outside_option"),
    presets=(
        Preset("Pay drives out"),
        Preset("Pay adds up", ADDS_UP),
        Preset("A little of both", {"crowding_out": 0.5, "intrinsic_benefit": 4.0}),
        Preset("A job like any other", {"intrinsic_benefit": 0.0}),
        Preset(
            "Bookmarks for oneself",
            {"intrinsic_benefit": 16.0, "revenue_per_contributor": 4.0, "crowding_out": 0.0},
            "a scenario in the manner of del.icio.us, where people filed for their own use and nobody was paid; the "
            "dollars are not measured",
        ),
    ),
    notice=(
        "The curve bends where pay has used up people's own motive. To the right of the bend people come for pay only.",
        "The line with long dashes shows what would happen if pay and motive simply added up. The gap below it is what pay "
        "drove out.",
        "Whatever pay does to the motive, a platform without rivals pays people no more when they have a motive of their own.",
    ),
    tries=(
        Try(
            "Let pay drive nothing out (0). A platform without rivals then chooses its pay out of $10. Mark it.",
            ADDS_UP,
            f"{_paid(**ADDS_UP)}. Without any motive of their own people would get {_paid(intrinsic_benefit=0.0)}: half of what "
            "they enjoy comes off their pay.",
            predict=Mark(best_pay, "", 0, 10, said=dollars),
        ),
        Try(
            "Lower their own motive from $5 to $2. Does the platform begin to pay?",
            LESS_LOVE,
            f"{_paid(**LESS_LOVE)} at once. It pays as soon as the motive is below "
            f"{dollars(BASE.revenue_per_contributor / 4)}, a quarter of what people bring in. A small sum would lose people and "
            "cost money as well.",
            predict=Options(STEPS, _at_once),
        ),
        Try(
            "Let the enjoyment be worth as much as the revenue ($10), with pay driving nothing out. What are people paid?",
            LOVE,
            f"Nothing: {_people(0, **LOVE)} people contribute unpaid and the platform keeps everything, though at full pay "
            f"there would be {_people(10, **LOVE)}. The platform earns from people's love of the work.",
        ),
    ),
)


def dashboard():
    """Contributors against pay on the left; their own motive, what pay does to it and what they bring on the right."""
    return Explorer(QUESTION)
