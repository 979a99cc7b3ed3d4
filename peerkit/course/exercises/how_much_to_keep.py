"""The exercises of lesson 7, *When does a platform earn more by keeping less?*"""

from peerkit import explore
from peerkit.course.kinds import Choice, Code, Number, Order, Setting, Vote, Words, Wrong
from peerkit.figures.capture import best_take_and_this, shares
from peerkit.figures.words import number, percent
from peerkit.models.capture import (
    Capture,
    network_blind_take_rate,
    profit_take_rate,
    relative_split,
    welfare_take_rate,
)

BEST = "The platform's best take is (1 − θ·ε)/(1 + ε)."
GREEDY, GIFT, APP_STORE = 0.7, 0.375, 0.3
"""Takes to compare with the best one [of gross revenue]."""
STRONGER, READIER = 0.3, 2.0
"""Twice the network effect, and twice as ready contributors, against the start [elasticities]."""


def best(**changes):
    """The take that earns the platform most [of gross revenue]."""
    return float(profit_take_rate(Capture(**changes)).take_rate)


def changes_at(take):
    """By how much platform and contributors change at a take, against the platform's best take [fractions]."""
    start = Capture()
    here, there = relative_split(start, take), relative_split(start, best())
    return float(here.platform / there.platform - 1), float(here.contributors / there.contributors - 1)


def said_take(share):
    """A take in words: what the platform keeps, or what it pays on top.

    >>> said_take(0.425), said_take(-0.15), said_take(0)
    ('keep 42.5%', 'pay 15% on top', 'take nothing')
    """
    if share == 0:
        return "take nothing"
    return f"keep {number(100 * share)}%" if share > 0 else f"pay {number(-100 * share)}% on top"


def said_change(change):
    """A change of income in words.

    >>> said_change(0.65), said_change(-0.32), said_change(0)
    ('65% more', '32% less', 'the same as before')
    """
    if change == 0:
        return "the same as before"
    return f"{percent(abs(change))} {'more' if change > 0 else 'less'}"


def _readiness(take):
    """The answer of contributors to pay at which a take is the platform's best: (1 - take)/(take + network effect)."""
    return (1 - take) / (take + Capture().network_elasticity)


def _ratio_at(take):
    return 1 + changes_at(take)[1]


greedy = Vote(
    question=(
        f"The platform keeps {number(100 * best())}%, the take that earns it most. Now it keeps {percent(GREEDY)}. How much does "
        "the platform earn then?"
    ),
    key=lambda: round(changes_at(GREEDY)[0], 2),
    wrong=(
        Wrong(
            lambda: round(GREEDY / best() - 1, 2),
            "A larger share of a cake is a larger piece, if the cake stays as it is. Here contributors bake the cake, and some "
            "of them leave.",
        ),
        Wrong(
            0,
            "More from each contributor and fewer contributors could just cancel out. They do so only close to the best take.",
        ),
    ),
    said=said_change,
    then=f"Now set the platform's take to {percent(GREEDY)} and read the sentence under the figure aloud.",
    law="Each contributor who leaves takes customers along, so others earn less and leave too. Above its best take, keeping more costs "
    "the platform too.",
    path="In the model it earns {key}" + f", and contributors have {said_change(changes_at(GREEDY)[1])}.",
)

gift = Vote(
    question=(
        f"The platform keeps {percent(GIFT, 3)} instead of {number(100 * best())}%: it gives five points to its contributors. "
        "How much does it earn then?"
    ),
    key=lambda: round(changes_at(GIFT)[0], 3),
    wrong=(
        Wrong(
            lambda: round(GIFT / best() - 1, 3),
            "The take falls by an eighth, so income falls by an eighth: that would be right if nobody else came. More people come.",
        ),
        Wrong(
            lambda: round(GIFT - best(), 3),
            "Five points of the take look like five percent of the income. Points and percent are different things.",
        ),
    ),
    said=said_change,
    then=f"Now set the platform's take to {percent(GIFT, 3)} and read the sentence under the figure aloud.",
    law="At its best take the platform's curve is flat, as every hill is at its top. The contributors' curve is steep there.",
    path="In the model the platform earns {key}" + f", and contributors have {said_change(changes_at(GIFT)[1])}.",
)

network = Vote(
    question=(
        f"The network effect doubles: θ rises from {Capture().network_elasticity} to {STRONGER}. The platform now brings people "
        f"together better. It kept {number(100 * best())}%. Which take earns it most now?"
    ),
    key=lambda: best(network_elasticity=STRONGER),
    wrong=(
        Wrong(
            lambda: 2 * best(),
            "Twice the effect, twice the take: a better platform looks as if it deserved more. The question here is what "
            "earns it more.",
        ),
        Wrong(
            lambda: best() + STRONGER - Capture().network_elasticity,
            "The network effect rises by 15 points, and so does the take: the effect looks like something that the platform "
            "could keep. But contributors bring it about, and they leave.",
        ),
    ),
    said=lambda take: f"{number(100 * take)}%",
    then=f"Now set the network effect among contributors to {STRONGER} and read the sentence under the figure aloud.",
    law=BEST + " The network effect stands there with a minus sign.",
    path="In the model the best take is {key}. Each one who leaves now costs the platform more, so it keeps less.",
)

together = Choice(
    question="What should the platform do so that platform and contributors together have most?",
    key=lambda: float(welfare_take_rate(Capture()).take_rate),
    wrong=(
        Wrong(
            lambda: float(network_blind_take_rate(Capture())),
            "Half for each looks fair. It says how a sum is divided, not how large the sum gets.",
        ),
        Wrong(
            0,
            "A take keeps people away, so no take looks best. But each newcomer also brings customers to all others, and is not "
            "paid for that.",
        ),
    ),
    said=said_take,
    hint="In the figure of experiment 1 look for the top of the line “together”.",
    law="A newcomer brings customers to all others without being paid for it. A payment as large as this effect makes up for it.",
    path="In the model the platform should {key}.",
)

readier = Number(
    question=(
        f"Contributors come and go twice as readily: ε is {number(READIER)} instead of 1. Which take earns the platform most? "
        "Answer to a tenth of a percent."
    ),
    key=lambda: best(supply_elasticity=READIER),
    percent=True,
    tolerance=0.001,
    wrong=(
        Wrong(lambda: best() / 2, "Twice as ready, half the take: nearly, but the take falls a little less than that."),
        Wrong(
            lambda: float(network_blind_take_rate(Capture(supply_elasticity=READIER))),
            "This is 1/(1 + ε), the best take without a network effect.",
        ),
    ),
    hint="Set the control to 2, or put both numbers into the formula of the best take.",
    law=BEST,
    path="(1 − 0.15 · 2)/(1 + 2) is {key}.",
)

thirty = Setting(
    question=(
        "App stores keep 30% from larger developers. Set how readily contributors come so that 30% is the platform's best take, give or "
        "take half a percent."
    ),
    model=lambda: explore(
        record=Capture,
        figure=shares,
        summary=best_take_and_this,
        controls=("supply_elasticity",),
        embedded=True,
        take_rate=APP_STORE,
    ),
    reached=lambda capture: abs(float(profit_take_rate(capture).take_rate) - APP_STORE) <= 0.005,
    now=best_take_and_this,
    key=lambda: {"supply_elasticity": round(_readiness(APP_STORE), 2)},
    said=lambda values: f"an elasticity of {number(values['supply_elasticity'])}",
    hint="If contributors come and go more readily, the best take falls.",
    law=BEST,
    path="30% is best at {key}. That is a reading of one number through one model, and no measurement.",
)

platforms = Order(
    question="Sort these platforms by the take that earns each of them most.",
    items=(
        ("contributors come and go very readily (ε = 4)", lambda: 100 * best(supply_elasticity=4)),
        ("a strong network effect (θ = 0.3)", lambda: 100 * best(network_elasticity=STRONGER)),
        ("no network effect (θ = 0)", lambda: 100 * best(network_elasticity=0)),
        ("contributors have nowhere else to go (ε = 0.2)", lambda: 100 * best(supply_elasticity=0.2)),
    ),
    ends=("smallest take", "largest take"),
    hint="Who can leave? And who takes customers along?",
    law=BEST,
    path="In percent, from the smallest take to the largest: {key}.",
)

app_store = Code(
    question=(
        "Compute with relative_split how many times as much contributors have at a take of 30% as at the platform's best take of "
        "42.5%, and call the result ratio."
    ),
    name="ratio",
    right=lambda ratio: abs(ratio - _ratio_at(APP_STORE)) < 0.005,
    key=lambda: _ratio_at(APP_STORE),
    said=lambda ratio: f"{number(ratio)} times as much",
    hint="relative_split takes a Capture and a take. Its second part is called contributors. Compute it at both takes.",
    law="Left of its best take a platform gives its contributors much and loses little.",
    path="One amount divided by the other: {key}.",
)

flat = Words(
    question=(
        f"A take of {percent(GIFT, 3)} instead of {number(100 * best())}% costs the platform little and gives contributors much. "
        "Why? Write it for somebody who has never seen a formula."
    ),
    model=(
        "At its best take the platform stands on the top of a hill, where the ground is flat: a small step to either side hardly "
        "changes its height. The contributors stand on the slope of another hill, where the same small step takes them far."
    ),
    points=(
        "At the best take the platform's curve is flat.",
        "The contributors' curve is steep at the same place.",
        "The same step therefore changes the two by very different amounts.",
    ),
)
