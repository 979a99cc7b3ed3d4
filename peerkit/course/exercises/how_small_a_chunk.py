"""The exercises of lesson 4, *How small should the pieces of work be?*"""

from peerkit import explore
from peerkit.course.kinds import Choice, Code, Number, Order, Setting, Vote, Words, Wrong
from peerkit.figures.granularity import chunk_size
from peerkit.figures.words import number, percent
from peerkit.models.chunk_floor import ChunkFloor, under_rule
from peerkit.models.granularity import Granularity, optimal_chunk, participation, time_use, useful_output

HERE = Granularity()
SHORT = 3
"""The piece [minutes] of the second experiment."""
NO_RULE = 1.0
"""The shortest piece [words] that means no rule."""

LAW = (
    "For a small overhead the best piece grows with the square root of the overhead: a quarter of the overhead, half the piece. It is "
    "always longer than the overhead."
)


def best(**values):
    """The best piece [minutes] with some values changed."""
    return optimal_chunk(Granularity(**values)).size


def says(granularity):
    """The best piece in a sentence, and no more: the lesson asks for the rest."""
    return f"The best piece takes {minutes(optimal_chunk(granularity).size)}."


def minutes(length):
    """A length of time as the sentence under the figure says it.

    >>> minutes(2.466), minutes(-39.01), minutes(1)
    ('2.47 minutes', '−39 minutes', '1 minute')
    """
    said = number(length).replace("-", "−")
    return f"{said} minute" if said == "1" else f"{said} minutes"


def left(words):
    """Minutes left per person after reading, when pieces with fewer `words` are refused."""
    return under_rule(ChunkFloor(floor=words)).output


def still_writing():
    """The people with time for a piece under the rule, as a share of those without a rule."""
    return under_rule(ChunkFloor()).participation / under_rule(ChunkFloor(floor=NO_RULE)).participation


def _of_hour():
    return time_use(HERE, best())


_pieces = time_use(HERE, SHORT).overhead / HERE.overhead

cheaper = Vote(
    question=(
        "The overhead falls to a hundredth: 0.05 minutes a piece instead of 5, about the time of one click. The best piece took "
        f"{minutes(best())}. How long is it then?"
    ),
    key=lambda: best(overhead=HERE.overhead / 100),
    wrong=(
        Wrong(lambda: best() / 100, "A hundredth of the cause, a hundredth of the effect is how recipes work."),
        Wrong(0.0, "When handing over costs almost nothing, pieces without any length look best."),
    ),
    said=minutes,
    then="Now set the overhead to 0.05 and read the sentence under the figure aloud.",
    path="In the model the best piece takes {key}.",
    law="The square root of a hundredth is a tenth. " + LAW,
)

tiny = Vote(
    question=(
        f"The overhead is {number(HERE.overhead)} minutes again, and each person has an hour on average. A friend says: make the pieces "
        f"tiny, {SHORT} minutes each, then nearly everybody takes part. How many useful minutes does each person give on average?"
    ),
    key=lambda: useful_output(HERE, SHORT),
    wrong=(
        Wrong(
            lambda: HERE.budget * participation(HERE, SHORT),
            "95% of the people have time for such a piece, and 95% of an hour looks like the answer.",
        ),
        Wrong(0.0, "Handing over takes longer than the work, so it looks as if nothing were left. It is worse."),
    ),
    said=minutes,
    then=f"Now find {SHORT} minutes at the bottom of the figure and read the line “useful” aloud.",
    path=(
        f"Each person finishes {number(_pieces)} pieces, and each piece takes {number(HERE.overhead - SHORT)} minutes more than it gives: "
        "{key}."
    ),
    law="A piece shorter than its overhead takes more time, that of the people who merge it included, than it gives. More of such pieces make it worse.",
)

rule = Vote(
    question=(
        f"Without a rule {minutes(left(NO_RULE))} of each writer remain useful after somebody has checked the pieces. Now pieces below "
        f"{number(ChunkFloor().floor)} words are refused. Some writers have no time for so long a piece. How many useful minutes of each "
        "writer remain?"
    ),
    key=lambda: left(ChunkFloor().floor),
    wrong=(
        Wrong(
            lambda: left(NO_RULE),
            "Writers know best how long a piece should be, so a rule looks as if it could change nothing.",
        ),
        Wrong(
            lambda: left(NO_RULE) * still_writing(),
            "Fewer people have time for a long piece, so it looks as if a rule could only take something away.",
        ),
    ),
    said=minutes,
    then="Now set the shortest piece allowed to 100 words and read the sentence under the figure aloud.",
    path="In the model {key} remain.",
    law="Writers choose by their own trouble. The reader's trouble is the same for a short piece as for a long one, and a rule makes it count.",
)


taking_part = Choice(
    question=f"The overhead is {number(HERE.overhead)} minutes. Which share of the people has time for a piece of the best size?",
    key=lambda: optimal_chunk(HERE).participation,
    wrong=(
        Wrong(1.0, "The best piece looks like one that nobody is too busy for."),
        Wrong(
            lambda: participation(HERE, best(overhead=HERE.overhead / 100)),
            "This share has time for the best piece at a hundredth of the overhead: finer pieces do let more people in.",
        ),
    ),
    said=percent,
    hint="Read the lower curve of the first figure at its marked point.",
    law="To let everybody in, pieces would have to be so small that overhead takes more than the additional people give.",
    path=f"For a piece of {minutes(best())} the share is {{key}}.",
)

heavy = Number(
    question="The overhead is 20 minutes, because somebody reads every piece with care. How long is the best piece?",
    key=lambda: best(overhead=20.0),
    unit="minutes",
    tolerance=0.5,
    wrong=(
        Wrong(
            lambda: (2 * 20 * HERE.budget) ** 0.5,
            "This is the square root alone. It holds when the overhead is small compared with an hour.",
        ),
        Wrong(
            lambda: 2 * best(),
            "Four times the overhead, twice the piece: this holds when the overhead is small compared with an hour.",
        ),
        Wrong(lambda: 4 * best(), "Four times the overhead, four times the piece is how recipes work."),
    ),
    hint="Set the overhead to 20 in the figure of the first experiment.",
    law="A large overhead pushes the piece up by more than the square root, because a piece must be longer than its overhead to give anything.",
    path="In the model the best piece takes {key}.",
)

ten = Setting(
    question="Set the overhead so that the best piece takes 10 minutes, give or take 0.2.",
    model=lambda: explore(record=Granularity, figure=chunk_size, summary=says, controls=("overhead",), embedded=True),
    reached=lambda granularity: abs(optimal_chunk(granularity).size - 10) <= 0.2,
    now=says,
    key=lambda: {"overhead": 10 + HERE.budget * (participation(HERE, 10) - 1)},
    said=lambda values: f"an overhead of {minutes(values['overhead'])}",
    hint="The piece must shrink to about two fifths. What happens to the overhead, if the piece follows its square root?",
    law=LAW,
    path="Two fifths times two fifths is about a sixth of the overhead: {key}.",
)

hour = Order(
    question=f"People have {number(HERE.budget)} minutes on average, and pieces have the best size. Sort the three uses of this time.",
    items=(
        ("useful work", lambda: _of_hour().useful),
        ("minutes too few for another piece", lambda: _of_hour().unused),
        ("overhead", lambda: _of_hour().overhead),
    ),
    ends=("fewest minutes", "most minutes"),
    hint="Read the three lines of the second figure at the best size.",
    law="With a small overhead both losses are about equal at the best size. Here the minutes left over are the larger loss.",
    path="In minutes: {key}.",
)

leisure = Code(
    question=(
        "People have ten times as much time: 600 minutes on average. Compute with optimal_chunk how long the best piece is at an overhead "
        "of 5 minutes, and call it piece."
    ),
    name="piece",
    right=lambda piece: abs(piece - best(budget=600.0)) < 0.5,
    key=lambda: best(budget=600.0),
    said=minutes,
    hint="optimal_chunk(Granularity(budget=…)) gives several numbers. The piece is its .size.",
    law="The best piece grows about with the square root of the time that people have, as it does with the overhead.",
    path="optimal_chunk(Granularity(budget=600)).size gives {key}.",
)

hundred_words = Words(
    question="Basenotes recommends at least 100 words for a review. Whose time could explain such a rule, and why do writers not see it?",
    model=(
        "The time of those who read, check and publish each piece, whatever its length. In the model "
        f"{number(left(100))} useful minutes of each writer remain with such a rule and {number(left(NO_RULE))} without it. Writers do not "
        "see this, because the reader's minutes cost them nothing. That this is why Basenotes has the rule is a guess."
    ),
    points=(
        "Whose time: that of the reader or checker.",
        "Why it is overlooked: the writer does not pay for it.",
    ),
)
