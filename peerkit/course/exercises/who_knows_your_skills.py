"""The exercises of lesson 5, *Who knows what you are good at?*"""

from peerkit import explore
from peerkit.course.kinds import Choice, Code, Number, Order, Setting, Vote, Words, Wrong
from peerkit.figures.selection import better_match
from peerkit.figures.words import number, percent
from peerkit.models.selection import Selection, breakeven_pool, correlation, noise_at, picks

LAW = "The person found is ρ times the best of n: the error sets ρ, the number of people sets the best of n."
CLOSE = 0.01
MISJUDGED = round(float(noise_at(0.3)), 2)
"""The error at which people's opinion of themselves correlates 0.3 with what they can do."""
CLUB = Selection(pool=20, self_noise=1.5)
WINNER = {"the pool wins": "the crowd does", "the manager wins": "the manager does", "even": "neither does"}


def says(selection):
    """The person that the crowd finds and the one that the manager finds, in a sentence.

    >>> says(Selection())
    'The crowd finds a person 2.29 standard deviations above the average. The manager finds one 1.38 above it.'
    """
    manager, pool, _ = picks(selection)
    return (
        f"The crowd finds a person {number(pool)} standard deviations above the average. "
        f"The manager finds one {number(manager)} above it."
    )


def crowds(**changes):
    """The person that the crowd finds [standard deviations above the average]."""
    return float(picks(Selection(**changes)).pool)


def winner(**changes):
    """The side that finds the better person, in words."""
    return WINNER[picks(Selection(**changes)).outcome]


def _enough(**changes):
    return float(breakeven_pool(Selection(**changes)).size)


def _as_good(selection):
    manager, pool, _ = picks(selection)
    return abs(pool - manager) <= CLOSE


def _level_error():
    """The error at which the crowd's best opinion is worth as much as the manager's."""
    start = Selection()
    return float(noise_at(correlation(start.manager_noise) * crowds(self_noise=0, pool=10) / crowds(self_noise=0)))


million = Vote(
    question=(
        f"1,000 people see the task. The person whom this crowd finds is {number(crowds())} standard deviations above the "
        "average. Now a million people see the task, a thousand times as many. How far above the average is the person whom "
        "the crowd finds?"
    ),
    key=lambda: crowds(pool=1_000_000),
    wrong=(
        Wrong(
            lambda: 1000 * crowds(),
            "A thousand times as many people look like a thousand times the result. That is how it works when you add up what "
            "they do. Here only the best one counts.",
        ),
        Wrong(
            lambda: 2 * crowds(),
            "A larger crowd does contain better people. But very good people are rare, and the next better one is rarer still.",
        ),
    ),
    said=lambda pick: f"{number(pick)} standard deviations",
    then="Now set the number of people to 1,000,000 and read the sentence under the figure aloud.",
    law="The best of n lies about √(2 ln n) standard deviations above the average: it grows, but more and more slowly.",
    path="In the model the person is {key} above the average.",
)

misjudged = Vote(
    question=(
        "1,000 people see the task, and the manager sees 10 candidates. People now misjudge themselves: the error rises from 1 "
        f"to {MISJUDGED}, and ρ falls from 0.71 to 0.30. Who finds the better person?"
    ),
    key=lambda: winner(self_noise=MISJUDGED),
    wrong=(
        Wrong(
            "the crowd does",
            "The better people are in the crowd, a hundred times as many to choose from. But they cannot be told from those "
            "who only believe in themselves.",
        ),
        Wrong(
            "neither does",
            "A larger number on one side and better judgement on the other side look like a draw. They do not weigh the same.",
        ),
    ),
    then=f"Now set the error in what people think of themselves to {MISJUDGED} and read the sentence under the figure aloud.",
    law="The error multiplies the whole result. The number of people acts only through the best of n, which grows slowly.",
    path="In the model {key}.",
)

few = Vote(
    question=(
        f"People misjudge themselves as before (error {MISJUDGED}), but now the manager may look at 3 candidates only, not at "
        "10. Who finds the better person?"
    ),
    key=lambda: winner(self_noise=MISJUDGED, candidates=3),
    wrong=(
        Wrong(
            "the manager does",
            "After the last experiment the manager looks like the better judge. She still is. But she has nearly nobody to "
            "choose from.",
        ),
        Wrong("neither does", "Each side has one weakness now. The two weaknesses are not equally large."),
    ),
    then="Now set the candidates to 3 and read the sentence under the figure aloud.",
    law=LAW + " Good judgement is worth little where there is hardly any choice.",
    path="In the model {key}.",
)

doubled = Choice(
    question="Start from 1,000 people with an error of 1. Twice as many see the task. How much better is the person found?",
    key=lambda: round(crowds(pool=2000) / crowds() - 1, 2),
    wrong=(
        Wrong(2000 / 1000 - 1, "Twice as many people look like twice the result, as when one adds up what they do."),
        Wrong(
            0.5,
            "Half as much again looks careful. But even ten times as many people give less than that, as the figure shows.",
        ),
    ),
    said=lambda more: f"{percent(more)} better",
    hint="In the figure of experiment 1 ten times as many people add about 0.4. Twice as many are a third of that step.",
    law="The best of n grows about with the square root of the logarithm of n.",
    path=f"The model gives {number(crowds(pool=2000))} instead of {number(crowds())}: " + "{key}.",
)

twenty = Number(
    question=(
        f"A manager sees 10 candidates. {number(_enough())} people who choose themselves do as well as she does. Now she sees "
        "20 candidates, and judges them as well as before. How many people who choose themselves do as well then?"
    ),
    key=lambda: _enough(candidates=20),
    unit="people",
    tolerance=1,
    wrong=(
        Wrong(
            lambda: 2 * _enough(),
            "Twice the candidates look like twice the crowd. But the crowd needs more than twice as many people to make up for "
            "the larger error.",
        ),
        Wrong(_enough, "This crowd matches a manager with 10 candidates. Twenty candidates make her pick better."),
    ),
    hint="Set the candidates to 20. Then look for the point where the crowd's line meets the manager's line.",
    law=LAW + " With the larger error the crowd climbs more slowly, so each step of the manager costs it more people.",
    path="The two lines meet at {key}.",
)

level = Setting(
    question=(
        "1,000 people see the task, the manager sees 10 candidates. Set the error in what people think of themselves so that "
        "both sides find equally good people, give or take 0.01 standard deviations."
    ),
    model=lambda: explore(record=Selection, figure=better_match, summary=says, controls=("self_noise",), embedded=True),
    reached=_as_good,
    now=says,
    key=lambda: {"self_noise": round(_level_error(), 2)},
    said=lambda values: f"an error of {number(values['self_noise'])}",
    hint="At an error of 1 the crowd is ahead. Raise the error until its point lies on the manager's line.",
    law="At this error ρ for the crowd, times the best of 1,000, equals ρ for the manager, times the best of 10.",
    path="Both sides are level at {key}. So in a crowd of 1,000 people may judge themselves four times as badly as the manager judges them.",
)

four = Order(
    question="Sort these four by how good the person is whom each finds.",
    items=(
        ("a manager who sees 10 candidates (error 0.5)", lambda: float(picks(Selection()).manager)),
        (
            f"a million people who misjudge themselves (error {MISJUDGED})",
            lambda: crowds(pool=10**6, self_noise=MISJUDGED),
        ),
        ("a thousand people (error 1)", crowds),
        ("a hundred people who know themselves well (error 0.2)", lambda: crowds(pool=100, self_noise=0.2)),
    ),
    ends=("least good person", "best person"),
    hint="Judge by the error first, by the number of people second.",
    law=LAW + " A small error is worth more than a large crowd.",
    path="From the least good to the best: {key}.",
)

club_picks = Code(
    question=(
        "A small club has 20 members, and their error about themselves is 1.5. Compute with picks what the manager finds and "
        "what the club finds, and call the result club."
    ),
    name="club",
    right=lambda club: abs(club.pool - picks(CLUB).pool) < 1e-3 and abs(club.manager - picks(CLUB).manager) < 1e-3,
    key=lambda: picks(CLUB),
    said=lambda club: f"{number(club.manager)} for the manager and {number(club.pool)} for the club",
    hint="picks takes one Selection. The club's members are its pool, their error is its self_noise.",
    law="In a small club that misjudges itself, a manager who looks at ten people does better.",
    path="picks(Selection(pool=20, self_noise=1.5)) gives {key}.",
)

who_steps_forward = Words(
    question=(
        "In many communities anybody may correct a spelling mistake, but members vote on who may sign contracts. Explain both "
        "rules with the model, in two sentences."
    ),
    model=(
        "A reader who sees a spelling mistake knows that he can correct it: the error is small, so whoever steps forward is "
        "right for it, and a large crowd helps. Whether somebody will sign good contracts must be judged in advance and with "
        "a large error, so it is better if others who know a few candidates well compare them."
    ),
    points=(
        "For the spelling mistake the error about oneself is small.",
        "For the contracts the error about oneself is large.",
        "With a large error a few well-known candidates beat a large crowd.",
    ),
)
