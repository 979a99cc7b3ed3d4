"""The exercises of lesson 11, *Which of the seven questions decides?*"""

import numpy as np

from peerkit import Record, explore, parameter
from peerkit.cases import STATUSES
from peerkit.course.kinds import Choice, Number, Order, Setting, Vote, Words, Wrong
from peerkit.dashboards.cases.comparison import cases, chance_of_a_fit
from peerkit.figures.answers import said
from peerkit.figures.drawing import figure, line, marks
from peerkit.figures.modes import cost_curves
from peerkit.figures.sensitivity import tornado_chart, tornado_words
from peerkit.figures.words import at_least_people, listed, number, percent, share
from peerkit.models.catalogue import outcomes
from peerkit.models.modes import Modes
from peerkit.models.sensitivity import Study, break_even, tornado

LAW = "Advice hangs on the assumption with the widest bar. Measure that one first, and say at which value your advice turns round."
COINS = "Every new trait is another chance to be fooled. A trait counts when it was written down before the outcome."
TRAITS = 20
THREE = ("merge_cost", "contract_cost", "pair_cost")
SIDES = ("contract_cost", "governance_cost", "commons_cost")
CROWD = 150


class Coins(Record):
    """Some cases, and traits without any meaning that are tried on them."""

    traits: int = parameter(
        "t",
        "Traits that are tried",
        unit="traits",
        meaning="Number of traits without any meaning, each a coin tossed for every case.",
        default=1,
        ge=1,
        le=1000,
        explore=(1, 100),
        why="one trait, named before anybody looks",
        measure="count every trait that was looked at, also those that did not fit",
    )
    cases: int = parameter(
        "n",
        "Cases",
        unit="cases",
        meaning="Number of cases, some of them alive and some not.",
        default=7,
        ge=2,
        le=60,
        explore=(2, 20),
        why="as many as the essay names",
        measure="count the cases of which the outcome is known",
    )


def luck_curve(coins):
    """The chance that at least one meaningless trait fits, against the number of traits; a `go.Figure`."""
    most = max(100, coins.traits)
    tried = np.unique(np.round(np.geomspace(1, most, 80)))
    fig = figure("traits that are tried", "chance that one fits", x_range=(0, most), y_range=(0, 1.04))
    fig.update_yaxes(tickformat=".0%")
    line(fig, tried, chance_of_a_fit(coins.cases, tried), "one fits", "peers", label=False, hover="%{x}: %{y:.1%}")
    here = chance_of_a_fit(coins.cases, coins.traits)
    side = "top right" if coins.traits < 0.6 * most else "top left"
    return marks(fig, [coins.traits], [here], [f"{coins.traits}: {share(here)}"], floor=0.0, position=side)


def says_luck(coins):
    """The chance of a fit in a sentence.

    >>> says_luck(Coins())
    'One trait without meaning, tried on 7 cases, fits without exception with a chance of 1.6%.'
    """
    chance = share(chance_of_a_fit(coins.cases, coins.traits))
    fits = f"without exception with a chance of {chance}."
    if coins.traits == 1:
        return f"One trait without meaning, tried on {coins.cases} cases, fits {fits}"
    return f"Of {coins.traits} traits without meaning, tried on {coins.cases} cases, at least one fits {fits}"


def bars(modes):
    """The bars of all numbers on which the answer of the lesson rests; a `go.Figure`."""
    return tornado_chart(_study(modes))


def says_bars(modes):
    """The bars in words."""
    return tornado_words(_study(modes))


def _study(modes):
    return Study(_asked(), modes, "commons_cost", "pair_cost", target=100.0)


def says_start(modes):
    """The size from which peers are cheaper than a firm, in a sentence.

    >>> says_start(Modes())
    'The size from which peers stay cheaper than a firm: 78 people.'
    """
    return f"The size from which peers stay cheaper than a firm: {said(_asked(), _asked().of(modes))}."


def _asked():
    return outcomes("modes").named("peers_start")


def _label(name):
    label = Modes.parameters()[name].label
    return f"the {label[:1].lower()}{label[1:]}"


def widest(among=None):
    """The name of the parameter that moves the answer by the most people.

    >>> widest()
    'pair_cost'
    """
    return next(bar.name for bar in tornado(Modes(), _asked().of) if among is None or bar.name in among)


def _idle(outcome, among):
    """The name of the parameter that does not move an answer at all."""
    bars = tornado(Modes(), outcomes("modes").named(outcome).of)
    (idle,) = (bar.name for bar in bars if bar.name in among and bar.swing == 0)
    return idle


def _even(name, target):
    """The value of a parameter at which peers win from `target` people on."""
    return float(break_even(Modes(), _asked().of, name, target).values[0])


def exceptions():
    """The companies that a simple rule gets wrong: alive if the work is useful alone, at least in part.

    >>> exceptions()
    ['del.icio.us']
    """
    return [
        case.company
        for case in cases()
        if (case.profile.alone in ("yes", "partly")) != (case.profile.status == STATUSES[0])
    ]


def _separates():
    wrong = exceptions()
    return f"it does, but for {listed(wrong)}" if wrong else "it does, without exception"


def _fit(chance):
    return f"with a chance of {percent(chance)}"


alone = Vote(
    question=(
        "Some work is useful to its maker alone, at least in part, even if nobody else comes. Does this trait separate the companies "
        "that are alive from those that are gone?"
    ),
    key=_separates,
    wrong=(
        Wrong("it does, without exception", "A pattern with a good story looks complete. One case does not follow it."),
        Wrong("it does not separate them at all", "One case does not follow the rule. One is soon taken for all."),
    ),
    then="Now look at the columns “useful alone” and “since then” of the table, row by row.",
    law="The words of the table were chosen when the outcome was known. So a good fit is less surprising than it looks.",
    path="In the table {key}.",
)

luck = Vote(
    question=(
        f"Somebody tries {TRAITS} traits on the seven cases. None of them means anything: each is a coin, tossed for every case. With "
        "which chance does at least one of them separate the living from the dead, without exception?"
    ),
    key=lambda: chance_of_a_fit(len(cases()), TRAITS),
    wrong=(
        Wrong(
            lambda: chance_of_a_fit(len(cases())),
            "This is the chance of one trait. A pattern that was searched for had more tries.",
        ),
        Wrong(
            lambda: TRAITS * chance_of_a_fit(len(cases())),
            "This multiplies one chance by the number of tries. Two traits may fit at once, so the sum is a little too high.",
        ),
    ),
    said=_fit,
    then=f"Now set the traits that are tried to {TRAITS} and read the sentence under the figure aloud.",
    law=COINS,
    path="At least one fits {key}.",
)

first = Vote(
    question=(
        "A client asks from which size on an open project is cheaper than a firm. You may measure one of three numbers before you "
        "answer. Which one first?"
    ),
    key=lambda: _label(widest(THREE)),
    wrong=(
        Wrong(
            lambda: _label("merge_cost"),
            "The internet made merging cheap, so all seems to hang on it. But it was small beside the rest already.",
        ),
        Wrong(
            lambda: _label("contract_cost"),
            "Everybody speaks of contracts. Yet neither a firm nor peers buy contracts, so this border does not hang on them.",
        ),
    ),
    then="Now move each of the three from one end to the other, put it back, and read the sentence under the figure aloud each time.",
    law=LAW,
    path="The answer moves most with {key}.",
)

enough = Number(
    question=(
        f"How many cases must there be, so that {TRAITS} traits without meaning give a fit without exception with a chance below 1%? "
        "Give the smallest number of cases."
    ),
    key=lambda: next(n for n in range(2, 60) if chance_of_a_fit(n, TRAITS) < 0.01),
    tolerance=0.4,
    unit="cases",
    wrong=(
        Wrong(
            lambda: round(len(cases()) * chance_of_a_fit(len(cases()), TRAITS) / 0.01),
            "This takes so many times more cases as the chance has to become smaller. But each further case halves the chance.",
        ),
        Wrong(
            lambda: next(n for n in range(2, 60) if chance_of_a_fit(n) < 0.01),
            "So many are enough for a single trait. Here twenty are tried.",
        ),
    ),
    hint="In the figure above, move the number of cases and watch the chance.",
    law="Each further case halves the chance that a coin fits. Twenty traits make it nearly twenty times as large.",
    path="It takes {key}.",
)


chances = Order(
    question="Sort these chances that a trait without meaning fits without exception.",
    items=(
        ("1 trait, 7 cases", lambda: chance_of_a_fit(7)),
        ("20 traits, 7 cases", lambda: chance_of_a_fit(7, 20)),
        ("20 traits, 14 cases", lambda: chance_of_a_fit(14, 20)),
        ("100 traits, 7 cases", lambda: chance_of_a_fit(7, 100)),
    ),
    ends=("smallest", "largest"),
    hint="Each further case halves a chance, each further trait adds nearly one more.",
    law=COINS,
    path="The chances are: {key}.",
)


other = Choice(
    question=(
        "Another client asks another question: from which size on is a firm cheaper than a market? Which of these numbers makes no "
        "difference to that answer?"
    ),
    key=lambda: _label(_idle("firm_start", SIDES)),
    wrong=(
        Wrong(
            lambda: _label("contract_cost"),
            "So it was for the first client. This client asks something else.",
        ),
        Wrong(
            lambda: _label("governance_cost"),
            "A firm stands on one side of this border. So it matters what being a firm costs.",
        ),
    ),
    hint="Look at the three formulas. Which costs stand in that of a firm and in that of a market?",
    law="A bar belongs to its question. Ask another question, and another number may make no difference.",
    path="This answer does not depend on {key}.",
)


hundred = Setting(
    question="At which cost of the commons do peers become cheaper than a firm from 100 people on? Set it, give or take one person.",
    model=lambda: explore(
        record=Modes, figure=cost_curves, summary=says_start, controls=("commons_cost",), embedded=True
    ),
    reached=lambda modes: abs(float(_asked().of(modes)) - 100) <= 1,
    now=says_start,
    key=lambda: {"commons_cost": _even("commons_cost", 100)},
    said=lambda values: f"a cost of {number(values['commons_cost'])} contracts",
    hint="The more the commons costs, the later it pays. Start above 60.",
    law="This value is the break-even: on its other side the answer for 100 people changes.",
    path="It takes {key}.",
)


advice = Words(
    question=(
        f"A publisher knows {CROWD} people who would translate its handbooks. Should it hire them or open the work up? Write your "
        "advice in three sentences: the claim, the assumption on which it rests most, and the number that would reverse it."
    ),
    model=(
        f"Open the work up: with {CROWD} people peers are cheaper than a firm, since they are so from {at_least_people(float(_asked().of(Modes())))} on. "
        "This rests most on what each pair of people costs in talk, and nobody has measured that for translators. If a pair cost less than "
        f"{number(_even('pair_cost', CROWD), 2)} contracts instead of {Modes().pair_cost:g}, or the commons more than "
        f"{number(_even('commons_cost', CROWD), 2)} instead of {Modes().commons_cost:g}, hire."
    ),
    points=(
        "You make one claim that could turn out wrong.",
        "You name the assumption with the widest bar, and say who could measure it.",
        "You give the value at which your advice turns round.",
    ),
    law=LAW,
)
