"""The exercises of lesson 9, *How does a community take off?*"""

from functools import lru_cache
from math import ceil

import numpy as np

from peerkit import Record, explore, parameter
from peerkit.course.kinds import Choice, Code, Number, Order, Setting, Vote, Wrong
from peerkit.figures.flywheel import cobweb_map, first_above, rounds_from, summary
from peerkit.figures.words import dollars, number, percent
from peerkit.models.flywheel import Flywheel, fixed_points, largest_size, platform_income, resting_size
from peerkit.models.flywheel_rounds import path
from peerkit.models.hysteresis import hysteresis, tipping_take_rates
from peerkit.records.crossing import bisection

LAW = "A community rests where as many people come as are expected. One rule can have several such sizes; the start decides among them."
LOST = "Settings return to where they were, people need not. Between two resting sizes lies one that must be passed, and nobody passes it alone."
ROUNDS = 12
GREEDY, TOO_MUCH = 0.6, 0.7


class Launch(Record):
    """A community of the flywheel that starts with a number of people."""

    start: float = parameter(
        "N_0",
        "People who start",
        unit="people",
        meaning="Number of people who are there before anybody else decides whether to join.",
        default=200.0,
        ge=0,
        le=1000,
        explore=(0, 400),
        step=1,
        why="a start that is well above every size that matters here",
        measure="members on the day after the launch",
    )


def first_rounds(launch):
    """Members in the first rounds after the launch; a `go.Figure`."""
    return rounds_from(Flywheel(), launch.start, ROUNDS)


def says_end(launch):
    """The first round and the end in a sentence.

    >>> says_end(Launch())
    '200 people start. After one round there are 359, and in the end 439 remain.'
    """
    after, end = path(Flywheel(), 1, launch.start)[-1], resting_size(Flywheel(), launch.start)
    return f"{_said(launch.start)} people start. After one round there are {_said(after)}, and in the end {_said(end)} remain."


def says_income(flywheel):
    """The largest community at this take and the platform's income from it, in a sentence.

    >>> says_income(Flywheel())
    "At a take of 30% the community thrives with 439 members, and the platform's income is $789."
    """
    size, take = largest_size(flywheel), percent(flywheel.take_rate)
    if np.isnan(fixed_points(flywheel).commons):
        return f"At a take of {take} no thriving community is left. {_said(size)} members remain, and the platform's income is $0."
    return (
        f"At a take of {take} the community thrives with {_said(size)} members, and the platform's income is "
        f"${number(platform_income(flywheel, size))}."
    )


@lru_cache
def richest_take():
    """The take at which the platform earns most from a thriving community [share]."""
    rates = np.linspace(0, 1, 1001)
    made = Flywheel.batch(**{**Flywheel().model_dump(), "take_rate": rates})
    return float(rates[np.nanargmax(platform_income(made, largest_size(made)))])


def _said(size):
    return number(round(float(size)), digits=6)


def _rest(start, **changes):
    return _said(resting_size(Flywheel(**changes), start))


def _both(low, high):
    return f"the first ends with {low}, the second with {high}"


def _members(size):
    return f"{_said(size)} members"


def _collapse(**changes):
    return float(tipping_take_rates(Flywheel(**changes)).collapse)


def _critical(**changes):
    return lambda: float(fixed_points(Flywheel(**changes)).critical_mass)


launch = Vote(
    question="One community starts with 100 people, another one with 110. All else is the same. How many members do they have in the end?",
    key=lambda: _both(_rest(100), _rest(110)),
    wrong=(
        Wrong(lambda: _both(100, 110), "A small difference at the start looks as if it stays a small difference."),
        Wrong(
            lambda: _both(_rest(110), _rest(110)),
            "More people make success likelier and success draws people. But the wheel turns in both directions.",
        ),
    ),
    then="Now set the people who start to 100 and then to 110, and read the sentence under the figure aloud each time.",
    law=LAW,
    path="In the model {key}.",
)

richest = Vote(
    question=(
        f"The community thrives. The platform raises its take step by step and watches its income. Above {percent(_collapse())} the "
        "community collapses. At which take was the income highest?"
    ),
    key=lambda: f"at {percent(richest_take())}",
    wrong=(
        Wrong(
            lambda: f"at {percent(_collapse())}, just before the collapse",
            "Until the collapse nothing seems to happen, so income seems to rise until then. But members leave all the time.",
        ),
        Wrong(
            "the income rises all the time, up to 100%",
            "A larger share gives more income as long as the cake stays the same. Here the cake shrinks.",
        ),
    ),
    then="Now raise the take from 30% in steps of 5 points and read the income under the figure aloud.",
    law="A platform that watches its income is warned early, by income that falls while the take rises. It has to read this as a warning.",
    path="The income is highest {key}, long before the collapse.",
)

back = Vote(
    question=(
        f"The platform raises its take to {percent(TOO_MUCH)}. After the collapse it takes nothing at all. How many members are there in the end?"
    ),
    key=lambda: _members(hysteresis(Flywheel(), [0, TOO_MUCH]).falling[0]),
    wrong=(
        Wrong(
            lambda: _members(largest_size(Flywheel(take_rate=0.0))),
            "So many would be there if the take had always been 0. A setting returns; people need not.",
        ),
        Wrong(
            lambda: _members(largest_size(Flywheel())), "Undoing a mistake should bring back what was there before it."
        ),
    ),
    then=f"Now set the take to {percent(TOO_MUCH)} and then to 0, and read the sentence under the figure aloud each time.",
    law=LOST,
    path="In the model there are {key}: so few people complete nothing, whatever the platform takes.",
)

greedy = Choice(
    question=f"At a take of {percent(GREEDY)} a community starts with 125 members. How many are there in the end?",
    key=lambda: _members(resting_size(Flywheel(take_rate=GREEDY), 125)),
    wrong=(
        Wrong(
            lambda: _members(resting_size(Flywheel(), 125)),
            "So it would end at a take of 30%. A higher take moves the size that must be passed.",
        ),
        Wrong(
            lambda: _members(largest_size(Flywheel(take_rate=GREEDY))),
            "This size exists at this take as well. The question is whether 125 people get there.",
        ),
    ),
    hint="Look at the middle crossing of both lines at this take. On which side of it do 125 people stand?",
    law=LAW,
    path=f"The middle crossing lies at {first_above(float(fixed_points(Flywheel(take_rate=GREEDY)).critical_mass))} people, so the community ends with {{key}}.",
)

richer = Number(
    question=(
        f"With a pay-off of $6 the community collapses above a take of {percent(_collapse(), 3)}. Now the completed task is worth $8 to "
        "each member. Above which take does the community collapse?"
    ),
    key=lambda: _collapse(payoff=8.0),
    percent=True,
    tolerance=0.005,
    wrong=(
        Wrong(
            _collapse,
            "The same share of more money leaves more for each member. So members put up with a larger share.",
        ),
        Wrong(
            lambda: _collapse() * 8 / 6,
            "The take does not grow in proportion. Look at what is left for a member, in dollars.",
        ),
    ),
    hint="Members count dollars. Which amount is left for each of them at the edge when the pay-off is $6?",
    law="Just before the collapse the pay-off that is left for members, (1 − τ)v, is as low as it can be. This amount does not depend on v.",
    path=(
        f"At the edge a member is left with {percent(1 - _collapse(), 3)} of $6, that is {dollars(6 * (1 - _collapse()))}. The same amount "
        "out of $8 is left at a take of {key}."
    ),
)

joyful = Setting(
    question="Set the joy of taking part so that no critical mass is left: the community grows from any start.",
    model=lambda: explore(
        record=Flywheel, figure=cobweb_map, summary=summary, controls=("intrinsic_benefit",), embedded=True
    ),
    reached=lambda flywheel: bool(
        np.isnan(fixed_points(flywheel).critical_mass) and np.isfinite(fixed_points(flywheel).commons)
    ),
    now=summary,
    key=lambda: {"intrinsic_benefit": _enough_joy()},
    said=lambda values: f"a joy of ${values['intrinsic_benefit']:g} or more",
    hint="With more joy more people come without any hope of success. Raise it until only one crossing is left.",
    law="The critical mass disappears when the enthusiasts alone are enough to draw the others.",
    path="It takes {key}.",
)

critical = Order(
    question="Sort these communities by the size from which they grow by themselves.",
    items=(
        ("the defaults", _critical()),
        ("the platform takes nothing", _critical(take_rate=0.0)),
        (f"the platform takes {percent(GREEDY)}", _critical(take_rate=GREEDY)),
        ("each skill is twice as common", _critical(skill_chance=0.04)),
    ),
    ends=("smallest", "largest"),
    hint="Which change lets fewer people hold all the skills? Which change leaves more for each member?",
    law="In these scenarios the task matters more than the take: where skills are common, few people hold all of them.",
    path="The sizes are: {key}.",
)

members = Code(
    question=(
        "A community starts with 110 people. Compute with path the members after each of the first six rounds, and call the result "
        "members."
    ),
    name="members",
    right=lambda members: np.shape(members) == (7,) and np.allclose(members, path(Flywheel(), 6, 110), atol=0.5),
    key=lambda: path(Flywheel(), 6, 110),
    said=lambda members: _said(members[-1]),
    hint="Its arguments are the community, the number of rounds, and the start.",
    law=LAW,
    path="path(Flywheel(), 6, 110) gives seven numbers, the start among them; the last one is {key}.",
)


def _enough_joy():
    """The least joy, in whole cents, at which a stub takes off by itself."""

    def above(joy):
        return tipping_take_rates(Flywheel(intrinsic_benefit=joy)).revival - Flywheel().take_rate

    return ceil(100 * float(bisection(above, 0.2, 0.6))) / 100
