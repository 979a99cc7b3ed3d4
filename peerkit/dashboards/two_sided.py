"""The side of a platform that should pay, and the side that joins free."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.two_sided import prices, summary
from peerkit.figures.words import dollars, number
from peerkit.models.two_sided import Membership, free_threshold, membership_prices
from peerkit.widgets.predictions import Mark, Options

BASE = Membership()
VALUED, TURNED, ALIKE, NEITHER = (
    {"audience_value": 1.2},
    {"contributors_value": 0.6, "audience_value": 0.0},
    {"contributors_value": 0.6, "audience_value": 0.6},
    {"audience_value": 0.0},
)
BILLS = ("more than now", "less than now, but something", "they are paid to come")


def _best(**changes):
    return membership_prices(BASE.replace(**changes))


def _bill(record):
    now, then = _best().contributors_price, membership_prices(record).contributors_price
    return BILLS[0] if then > now else BILLS[1] if then >= 0 else BILLS[2]


def _joined(**changes):
    best = _best(**changes)
    return f"{number(round(100 * best.contributors))} and {number(round(100 * best.audience))}"


def _pay(side, **changes):
    return dollars(abs(getattr(_best(**changes), f"{side}_price")))


def _profit(**changes):
    return f"${number(round(100 * _best(**changes).profit))}"


def _free_from(record):
    return free_threshold(record).value


QUESTION = Question(
    Membership,
    figure=prices,
    summary=summary,
    controls=("audience_value", "contributors_value", "audience_interest", "contributors_interest"),
    presets=(
        Preset("Come for the content"),
        Preset("Free for creators", VALUED),
        Preset(
            "Pay for creators",
            {"audience_interest": 3.0, "audience_value": 0.9},
            "a scenario in the manner of Squidoo, which paid its writers half of its revenue; worths are not measured",
        ),
        Preset(
            "Uploaders pay",
            {"contributors_interest": 2.0, "contributors_value": 0.6, "audience_value": 0.1},
            "a scenario in the manner of Flickr until 2013: looking was free and uploading without limit cost $24.95 a "
            "year; worths are not measured",
        ),
        Preset("Alike to each other", ALIKE),
    ),
    notice=(
        "The side that the other side values pays little. Joining free is a matter of price, not of kindness.",
        "Above the marked worth contributors are paid to come, although some of them would have paid to join.",
    ),
    tries=(
        Try(
            "Contributors become twice as valuable to the audience (1.2). What do they pay?",
            VALUED,
            f"Less than nothing: they are paid {_pay('contributors', **VALUED)} each. The audience pays "
            f"{_pay('audience', **VALUED)} instead of {_pay('audience')}, and more of both come.",
            predict=Options(BILLS, _bill),
        ),
        Try(
            "Make the audience keener of its own accord (3). Mark the worth from which contributors now join free.",
            {"audience_interest": 3.0},
            f"{dollars(free_threshold(BASE.replace(audience_interest=3.0)).value)} instead of "
            f"{dollars(free_threshold(BASE).value)}: the more there is to earn from the audience, the earlier it pays to let "
            "contributors in free.",
            predict=Mark(_free_from, "per hundred contributors", 0, 1.4, said=dollars),
        ),
        Try(
            "Turn it round: contributors want an audience (0.6), but contributors are worth nothing to the audience (0). How "
            "many join?",
            TURNED,
            f"As many as before, {_joined(**TURNED)}: only the sum of the two worths counts for that. What changes is the "
            f"bill: contributors pay {_pay('contributors', **TURNED)} and the audience {_pay('audience', **TURNED)}.",
        ),
        Try(
            "Let both sides be worth 0.6 to each other. What do the prices tell about it?",
            ALIKE,
            f"Nothing. {_pay('contributors', **ALIKE)} and {_pay('audience', **ALIKE)} are the prices without any such worth "
            f"(set both to 0). Yet {_joined(**ALIKE)} people join instead of {_joined(**NEITHER)}, and profit is "
            f"{_profit(**ALIKE)} instead of {_profit(**NEITHER)}.",
        ),
    ),
)


def dashboard():
    """The best price for each side on the left; what each wants and what they are worth to each other on the right."""
    return Explorer(QUESTION)
