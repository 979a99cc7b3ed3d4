"""The exercises of lesson 6, *Is the whole more than the sum?*"""

import numpy as np

from peerkit import explore
from peerkit.course.kinds import Choice, Code, Number, Order, Setting, Vote, Words, Wrong
from peerkit.figures.recombination import PERIODS, whole_and_sum
from peerkit.figures.words import number, times
from peerkit.models.recombination import (
    Recombination,
    critical_stock,
    fate,
    merger_surplus,
    pairs,
    processing_limited_path,
    value,
)

VALUE = "The value is v·n + s·n(n − 1)/2: the pieces, and what the pairs are worth besides."
GROWTH = "A collection that is large enough grows by itself, and in the end as fast as people can review: by the limit ḡ a period."
SMALL, SLOW, LUCKY, QUICK = 60, 0.03, 0.02, 0.25
"""A smaller start [pieces], fewer reviewers [of the collection], better combinations [of the pairs], more reviewers."""


def says(recombination):
    """The collection at the start and in the last period shown, in two sentences.

    >>> says(Recombination())
    'The collection starts with 80 pieces and has 11,200 in period 40. Then the whole is worth 56.9 times the sum of its parts.'
    """
    r = recombination
    last = processing_limited_path(r, PERIODS - 1).stock[-1]
    if not np.isfinite(last):
        return f"The collection starts with {number(r.starting_stock)} pieces and has more than a trillion in period {PERIODS}."
    parts = r.chunk_value * last
    worth = (
        f" Then the whole is worth {times(value(r, last) / parts)} the sum of its parts."
        if parts > 0
        else " Pieces alone are worth nothing here."
    )
    return f"The collection starts with {number(r.starting_stock)} pieces and has {number(last)} in period {PERIODS}.{worth}"


def in_the_end(**changes):
    """The pieces in the last period that the figure shows [pieces]."""
    return float(processing_limited_path(Recombination(**changes), PERIODS - 1).stock[-1])


def smallest_push(stock):
    """The smallest first additions, in steps of half a piece, from which a collection of this size grows by itself [pieces]."""
    steps = np.arange(0, stock, 0.5)
    return float(next(push for push in steps if _grows(_pushed(stock, push))))


def pushed(recombination):
    """The push of a record and where the collection ends, in a sentence."""
    end = fate(recombination)
    push = f"With {number(recombination.first_additions)} pieces added at first the collection"
    if end.outcome == "explodes":
        return f"{push} grows by itself."
    return f"{push} stops at {number(end.limit)}."


def _pushed(stock, push):
    return Recombination(starting_stock=stock, first_additions=push)


def _grows(recombination):
    return fate(recombination).outcome == "explodes"


def _just_grows(recombination):
    """True if the collection grows by itself, and would not with half a piece less."""
    less = max(0.0, recombination.first_additions - 0.5)
    return _grows(recombination) and not _grows(recombination.replace(first_additions=less))


def _pieces(stock):
    return f"{number(stock)} pieces"


def _ratio(pieces, **changes):
    r = Recombination(**changes)
    return float(value(r, 2 * pieces) / value(r, pieces))


smaller = Vote(
    question=(
        f"A collection of 80 pieces grows to {number(in_the_end())} pieces in {PERIODS} periods. Now it starts with {SMALL} "
        f"pieces, a quarter less. How many pieces does it have in period {PERIODS}?"
    ),
    key=lambda: in_the_end(starting_stock=SMALL),
    wrong=(
        Wrong(
            lambda: in_the_end() * SMALL / Recombination().starting_stock,
            "A quarter less at the start, a quarter less at the end: that is how recipes work.",
        ),
        Wrong(
            in_the_end,
            "A collection that grows by combining looks as if it would catch up, because there are always more pairs than "
            "pieces. But most pairs do not work.",
        ),
    ),
    said=_pieces,
    then=f"Now set the pieces at the start to {SMALL} and read the sentence under the figure aloud.",
    law="From about a hundred pieces on, each new piece leads to more than one further piece. A collection that starts too small "
    "never gets there.",
    path="The model gives {key}: the collection grows a little and stops.",
)

slower = Vote(
    question=(
        "The collection starts with 80 pieces again. People can now review only 3% more a period instead of 20% more. Nothing "
        f"else changes: the same pairs are possible. How many pieces does it have in period {PERIODS}?"
    ),
    key=lambda: in_the_end(processing_limit=SLOW),
    wrong=(
        Wrong(
            in_the_end,
            "What can be combined will be combined, one might think, because possible pairs are easily counted. But a pair "
            "becomes a piece only when somebody tries it.",
        ),
        Wrong(
            lambda: in_the_end() * SLOW / Recombination().processing_limit,
            "Three twentieths of the reviewers, three twentieths of the pieces: that would be right in one period. Growth "
            "multiplies in each of forty.",
        ),
    ),
    said=_pieces,
    then="Now set the most that can be processed to 3% and read the sentence under the figure aloud.",
    law=GROWTH,
    path="The model gives {key}.",
)

luckier = Vote(
    question=(
        "Now pairs work twice as often, 2% of them instead of 1%, and people can review 20% more a period as at first. How many "
        f"times as many pieces does the collection have in period {PERIODS}?"
    ),
    key=lambda: round(in_the_end(success_chance=LUCKY) / in_the_end(), 1),
    wrong=(
        Wrong(LUCKY / Recombination().success_chance, "Twice the chance, twice the result: that is how recipes work."),
        Wrong(
            1,
            "After the last experiment only the reviewers seem to count. In the end they do. But a collection that reaches "
            "their limit earlier keeps its lead.",
        ),
    ),
    said=lambda factor: "as many as before" if factor == 1 else f"{times(factor)} as many",
    then="Now set the chance that a pair works to 2% and read the sentence under the figure aloud.",
    law="Better combinations let the collection reach the limit earlier. From then on it grows as fast as before, with a lead.",
    path="In the model the collection has {key}.",
)

doubled = Choice(
    question="A collection has 200 pieces instead of 100. How many times as much is it worth?",
    key=lambda: round(_ratio(100), 2),
    wrong=(
        Wrong(200 / 100, "This counts the pieces. Their pairs are worth something too."),
        Wrong(
            lambda: round(float(pairs(200) / pairs(100))),
            "This counts the pairs alone. The pieces are worth something too, and they only doubled.",
        ),
    ),
    said=lambda factor: f"{times(factor)} as much",
    hint="The value has two parts. By how much does each of them grow?",
    law=VALUE,
    path=(
        f"100 pieces are worth {number(value(Recombination(), 100), 4)}, 200 pieces are worth "
        f"{number(value(Recombination(), 200))}: " + "{key}."
    ),
)

merged = Number(
    question=(
        "Two collections, of 50 and of 150 pieces, become one. How much more is it worth than both were apart? Count in pieces: a piece "
        "alone is worth 1, a pair adds 0.01."
    ),
    key=lambda: float(merger_surplus(Recombination(), 50, 150)),
    unit="pieces",
    tolerance=1,
    wrong=(
        Wrong(0, "The pieces are the same as before. But each piece can now meet the pieces of the other collection."),
        Wrong(
            lambda: float(Recombination().pair_value * pairs(200)),
            "These are all pairs of 200 pieces. Some of them existed before, inside each collection.",
        ),
    ),
    hint="Count the pairs with one piece from each side.",
    law="The gain is s·n₁·n₂: the pairs across the two collections, times what a pair adds.",
    path="50 times 150 new pairs, worth 0.01 each, add {key}.",
)

push = Setting(
    question=(
        f"The collection starts with {SMALL} pieces and would stop. Find the smallest number of pieces added at first, in steps "
        "of half a piece, from which it grows by itself."
    ),
    model=lambda: explore(
        record=Recombination,
        figure=whole_and_sum,
        summary=pushed,
        controls=("first_additions",),
        embedded=True,
        starting_stock=SMALL,
    ),
    reached=_just_grows,
    now=pushed,
    key=lambda: {"first_additions": smallest_push(SMALL)},
    said=lambda values: _pieces(values["first_additions"]),
    hint="Add half a piece at a time, until the sentence under the figure changes.",
    law="A larger push at the start lowers the critical size. A collection that is too small can still be pushed over it.",
    path="It grows by itself from {key} on. With half a piece less it stops.",
)

ends = Order(
    question=f"Sort these collections by the number of pieces that they have in period {PERIODS}.",
    items=(
        ("as at first", in_the_end),
        ("people can review 3% more a period", lambda: in_the_end(processing_limit=SLOW)),
        ("people can review 25% more a period", lambda: in_the_end(processing_limit=QUICK)),
        ("2% of the pairs work", lambda: in_the_end(success_chance=LUCKY)),
    ),
    ends=("fewest pieces", "most pieces"),
    hint="The limit multiplies in every period. Better combinations give a lead once. Forty periods are not very many.",
    law=GROWTH,
    path="From few to many: {key}.",
)

critical = Code(
    question=(
        f"Compute with critical_stock from how many pieces on a collection grows by itself if {number(100 * LUCKY)}% of the pairs "
        "work, and call the result size."
    ),
    name="size",
    right=lambda size: abs(size - critical_stock(Recombination(success_chance=LUCKY))) < 0.01,
    key=lambda: critical_stock(Recombination(success_chance=LUCKY)),
    said=_pieces,
    hint="critical_stock takes one Recombination. The chance is its success_chance, as a fraction.",
    law="With no push at all the critical size would be about one divided by the chance, here 50. The pieces added at first lower it.",
    path="critical_stock(Recombination(success_chance=0.02)) gives {key}.",
)

licence = Words(
    question=(
        "Two communities share their pieces under two licences, and each licence forbids mixing with the other. What does this "
        "cost, and who notices it?"
    ),
    model=(
        "It costs all pairs with one piece from each side, s·n₁·n₂. Inside each collection nothing changes. Nobody notices "
        "the loss, because the combinations were never made and nobody misses them."
    ),
    points=(
        "The loss is in the pairs across, not in the pieces.",
        "It grows with both collections: with one times the other.",
        "Nobody sees what was never made.",
    ),
)
