"""The take that is best for a platform's profit, and the one that is best for everybody."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.capture import shares, summary
from peerkit.figures.words import number, people, percent
from peerkit.models.capture import Capture, profit_take_rate, relative_split
from peerkit.models.capture_tipping import tipping_point
from peerkit.widgets.predictions import Mark, Options

PUBLISHED = "The take is published: {}. How contributors answer to it is a scenario."
BASE = Capture()
GREEDY, GIFT, DOUBLED = {"take_rate": 0.7}, {"take_rate": 0.375}, {"network_elasticity": 0.3}
TIPPING = {"take_rate": 0.95, "supply_elasticity": 15.0}
LOSERS = ("contributors lose, the platform gains", "both lose", "nobody loses")


def _best(**changes):
    return profit_take_rate(BASE.replace(**changes)).take_rate


def _against_the_best(record):
    """Amounts of platform and contributors at the record's take, as multiples of those at the best take."""
    now, then = (relative_split(record, take) for take in (record.take_rate, profit_take_rate(record).take_rate))
    return now.platform / then.platform, now.contributors / then.contributors


def _who_loses(record):
    before, after = relative_split(record, BASE.take_rate), relative_split(record, record.take_rate)
    contributors, platform = after.contributors < before.contributors, after.platform < before.platform
    return LOSERS[1] if contributors and platform else LOSERS[0] if contributors else LOSERS[2]


def _take(share):
    return f"{number(100 * share)}%"


def _changes(record):
    platform, contributors = _against_the_best(record)
    return percent(abs(1 - platform)), percent(abs(1 - contributors))


def _best_in_percent(record):
    return profit_take_rate(record).take_rate


PLATFORM_LESS, CONTRIBUTORS_LESS = _changes(BASE.replace(**GREEDY))
GIFT_COSTS, GIFT_GIVES = _changes(BASE.replace(**GIFT))

QUESTION = Question(
    Capture,
    figure=shares,
    summary=summary,
    controls=("take_rate", "network_elasticity", "supply_elasticity"),
    presets=(
        Preset("Squidoo, 45%", {}, PUBLISHED.format("50% went to contributors and 5% to charity")),
        Preset("App store, 30%", {"take_rate": 0.3}, PUBLISHED.format("Apple and Google above $1 million")),
        Preset("Etsy, 6.5%", {"take_rate": 0.065}, PUBLISHED.format("Etsy before payment fees")),
        Preset(
            "Nowhere else to go",
            {"take_rate": 0.85, "supply_elasticity": 0.2},
            PUBLISHED.format("85% is what Shutterstock keeps at the first level since 2020"),
        ),
        Preset("Growth that feeds on itself", TIPPING),
    ),
    notice=(
        "To the right of the platform's best take both lose: keeping more costs the platform too.",
        "At the best take the platform's curve is flat and the contributors' curve is steep. A few points less cost the "
        "platform little and give contributors much.",
        "The best for both together is a payment on top, exactly as large as the network effect.",
        "Multiply the network effect by how readily contributors come. Where that gives 1 or more, no take is best. A "
        "community above a certain size then grows without limit, and one below that size shrinks to nothing. A higher take "
        "raises that size.",
    ),
    tries=(
        Try(
            "The platform keeps 70% instead of 45%. Who loses?",
            GREEDY,
            f"Both. Compared with the best take of {_take(_best())}, the platform earns {PLATFORM_LESS} less and "
            f"contributors have {CONTRIBUTORS_LESS} less: too few come, and those who come draw fewer customers.",
            predict=Options(LOSERS, _who_loses),
        ),
        Try(
            "Keep 37.5%, five points below the best take. What does this gift cost the platform?",
            GIFT,
            f"It earns {GIFT_COSTS} less, and contributors have {GIFT_GIVES} more. Near the top of its curve, generosity "
            "costs little.",
        ),
        Try(
            "Double the network effect (0.3). The platform now brings people together better. Should it keep more for that? "
            "Mark its best take.",
            DOUBLED,
            f"Less: its best take falls from {_take(_best())} to {_take(_best(**DOUBLED))}. Each contributor now draws more "
            "customers for the others, so each one who leaves costs the platform more.",
            predict=Mark(_best_in_percent, "of gross revenue", 0, 1, said=_take),
        ),
        Try(
            "Contributors come very readily (15), and the platform keeps 95%. What happens to a community of 50 people, and "
            "what to one of 200?",
            TIPPING,
            f"The border is {people(tipping_point(BASE.replace(**TIPPING), TIPPING['take_rate']).border)} people: the "
            "community of 50 shrinks to nothing, the one of 200 grows without limit in this model.",
        ),
    ),
)


def dashboard():
    """Value to platform and contributors at every take on the left; the take and the two elasticities on the right."""
    return Explorer(QUESTION)
