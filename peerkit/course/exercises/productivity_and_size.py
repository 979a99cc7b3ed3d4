"""The exercises of lesson 10, *Does productivity rise with size?*"""

from functools import lru_cache, partial

import numpy as np

from peerkit import explore
from peerkit.course.kinds import Choice, Code, Number, Order, Setting, Vote, Words, Wrong
from peerkit.figures.scaling import SEED, factor_words, measured_by, slopes
from peerkit.figures.words import number, times
from peerkit.models.contribution_log import simulated_log
from peerkit.models.scaling import Scaling, doubling_factor, exponents_over_draws, scaling_table
from peerkit.models.spurious_scaling import common_shock_activity, common_shock_elasticity

LAW = "Twice as many people make 2 to the power β times as much. Before you explain such a β, measure a log in which the cause is missing."
PUBLISHED = 4 / 3
"""The median exponent that Sornette and others report (abstract)."""
FALLING = 3 / 4
NEAR = 0.2
MONTH = 30
SHORT = 100
"""A trailing window that is long already [day]."""

by_active = partial(measured_by, name="active")
says_active = partial(factor_words, name="active")
by_shuffled = partial(measured_by, name="shuffled")
says_shuffled = partial(factor_words, name="shuffled")
by_team = partial(measured_by, name="team")
says_team = partial(factor_words, name="team")


@lru_cache(maxsize=16)
def table(scaling):
    """The exponents of the log that the figures show."""
    rng = np.random.default_rng(SEED)
    return scaling_table(scaling, simulated_log(scaling, rng), rng)


def factor(name, **changes):
    """The factor of output for twice as many people, measured in one way, to two decimals [1].

    >>> factor("active", shock=0.0)
    2.0
    """
    return round(float(doubling_factor(getattr(table(Scaling(**changes)), name).exponent)), 2)


def distance(scaling):
    """The difference of the two factors, by active people and by team [1]."""
    both = table(scaling)
    return float(abs(doubling_factor(both.active.exponent) - doubling_factor(both.team.exponent)))


def says_both(scaling):
    """Both factors in a sentence."""
    both = (doubling_factor(each.exponent) for each in (table(scaling).active, table(scaling).team))
    active, team = (number(each) for each in both)
    return (
        f"With a trailing window of {number(scaling.trailing_window)} days, twice as many active people seem to make {active} times as "
        f"much, and twice the team {team} times."
    )


def _as_much(value):
    return "no more than before" if value == 1 else f"{times(value)} as much"


active = Vote(
    question=(
        "Nobody helps or hinders anybody in this log. Now good and bad times come that everybody shares: their strength rises from 0 "
        "to 0.8. Count the people active in a window. How much do twice as many of them seem to make?"
    ),
    key=lambda: factor("active"),
    wrong=(
        Wrong(
            2,
            "Nobody helps anybody, so twice as many should make twice as much. That is the truth, and the measure misses it.",
        ),
        Wrong(
            lambda: round(float(doubling_factor(PUBLISHED)), 2),
            "This is the published number. It is the one that people helping each other would make. Here nobody helps.",
        ),
    ),
    said=_as_much,
    then="Now set “Good and bad times” to 0.8 and read the sentence under the figure aloud.",
    law="In good times more of the same people are seen, and each of them more often. So output rises faster than the number seen.",
    path="Measured in this log: {key}.",
)

shuffled = Vote(
    question=(
        f"Authors are shuffled. With windows of 5 days twice as many active people seem to make {times(factor('shuffled'))} as much. Now "
        f"count by windows of {MONTH} days. The log itself then gives {times(factor('active', window=MONTH))} as much. How much does the "
        "shuffled log give?"
    ),
    key=lambda: factor("shuffled", window=MONTH),
    wrong=(
        Wrong(2, "In a longer window chance should even out, and the placebo come to the truth."),
        Wrong(
            lambda: factor("active", window=MONTH),
            "A placebo keeps everything but the cause, so it should show at most what the log itself shows.",
        ),
    ),
    said=_as_much,
    then=f"Now set the window to {MONTH} days and read the sentence under the figure aloud.",
    law="If the placebo has the steeper slope, the slope says nothing about people who help each other.",
    path="In the shuffled log: {key}. The pattern is there although its supposed cause is gone.",
)

team = Vote(
    question=(
        "The same log again, with good and bad times at 0.8. Now count the team: everybody who contributed lately. With the last "
        f"{SHORT} days as “lately”, twice the team seems to make {times(factor('team', trailing_window=SHORT))} as much. Take the last "
        "295 days instead. How much does twice the team seem to make?"
    ),
    key=lambda: factor("team"),
    wrong=(
        Wrong(
            2,
            "A longer look back should measure better, one thinks, and come to the truth. It counts people who left long ago.",
        ),
        Wrong(
            lambda: factor("team", trailing_window=SHORT),
            "It is the same log with the same work. But a number that was measured in one way need not hold in another way.",
        ),
    ),
    said=_as_much,
    then="Now set the trailing window to 295 days and read the sentence under the figure aloud.",
    law="A long window counts people who left long ago. Where many of them are counted, output per head looks small.",
    path="Measured by team: {key}. One measure finds that size helps, the other that it harms, and neither is true.",
)

power = Choice(
    question="The exponent β is 3/4. Twice as many people then make how much?",
    key=lambda: round(float(doubling_factor(FALLING)), 2),
    wrong=(
        Wrong(2 * FALLING, "This multiplies 2 by 3/4. An exponent is a power."),
        Wrong(2, "So it would be at an exponent of 1."),
    ),
    said=_as_much,
    hint="Take 2 to the power β. The power 1 gives 2, the power 0 gives 1.",
    law="Twice as many people make 2 to the power β times as much.",
    path=f"2 to the power 3/4 is {{key}}. So each person makes {number(doubling_factor(FALLING) / 2)} times as much as before.",
)

shocks = Number(
    question=(
        "A pool of constant size, in which nobody helps anybody, has good and bad times. These alone give the exponent (e^λ − 1)/λ, "
        "where λ is the number of contributions for each member and window. At which λ is the exponent 4/3?"
    ),
    key=lambda: float(common_shock_activity(PUBLISHED)),
    tolerance=0.01,
    unit="contributions",
    wrong=(
        Wrong(PUBLISHED, "This is the exponent itself. The question is about the number of contributions."),
        Wrong(0.75, "This is 1 divided by 4/3. The formula has no such shortcut."),
    ),
    hint=(
        f"Try it out: at λ = 0.4 the formula gives {number(common_shock_elasticity(0.4), 4)}, at λ = 0.7 it gives "
        f"{number(common_shock_elasticity(0.7), 4)}."
    ),
    law="In good times more of the same people are seen, and each of them more often. The more often people contribute, the steeper.",
    path="At {key} for each member and window the formula gives 4/3.",
)

agree = Setting(
    question=(
        "Set the trailing window so that both ways of counting agree: so that the factor by active people and the factor by team are at "
        "most 0.2 apart."
    ),
    model=lambda: explore(
        record=Scaling, figure=slopes, summary=says_both, controls=("trailing_window",), embedded=True
    ),
    reached=lambda scaling: distance(scaling) <= NEAR,
    now=says_both,
    key=lambda: {
        "trailing_window": next(days for days in (60, 50, 40, 30) if distance(Scaling(trailing_window=days)) <= NEAR)
    },
    said=lambda values: f"a trailing window of {number(values['trailing_window'])} days",
    hint="Members stay for about a month here. How long should somebody count as a member of the team?",
    law="The two measures differ because a long window counts people who have left. Count only those who are there, and they agree.",
    path="It is enough to take {key}. No truth about the community changed, only the way of counting.",
)

exponents = Order(
    question="Good and bad times are at 0.8. Sort these four exponents of the same simulated log.",
    items=(
        ("by team", lambda: float(table(Scaling()).team.exponent)),
        ("by active people", lambda: float(table(Scaling()).active.exponent)),
        ("by active people, authors shuffled", lambda: float(table(Scaling()).shuffled.exponent)),
        ("the truth", lambda: 1.0),
    ),
    ends=("smallest", "largest"),
    hint="Which of them lies below the truth? Which of them still contains who worked with whom?",
    law=LAW,
    path="The exponents are: {key}.",
)

placebo = Words(
    question=(
        "A founder shows you a log: “Twice as many active people make 2.2 times as much. Our members make each other better.” "
        "Which measurement do you ask for, and what would it have to show? Answer in two sentences."
    ),
    model=(
        "Shuffle the authors within each year and measure again, with the same windows. Only if the exponent of the real log is clearly "
        "above that of the shuffled logs does it say anything about people helping each other."
    ),
    points=(
        "You name a log in which the supposed cause is missing.",
        "You compare with the same measure and the same windows.",
        "You say which result would speak against the founder.",
    ),
    law="What would we see if the claim were false? If we would see the same, then what we saw is no evidence.",
)

below = Code(
    question=(
        "Draw twenty logs of the same community, with the seeds range(20), and count those whose exponent by team lies below 1. Call "
        "the result below."
    ),
    name="below",
    right=lambda below: np.ndim(below) == 0 and below == _teams_below(),
    key=lambda: _teams_below(),
    said=lambda below: f"{below} of 20",
    hint="exponents_over_draws gives the exponents by team as .team; compare them with 1 and add up.",
    law="By team, the luck of the draw decides on which side of 1 the exponent lies, although the truth is the same in every log.",
    path="sum(exponents_over_draws(Scaling(), range(20)).team < 1) gives {key}.",
)


@lru_cache
def _teams_below():
    return int((exponents_over_draws(Scaling(), range(20)).team < 1).sum())
