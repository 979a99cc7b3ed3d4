"""The worth of a collection above the sum of its pieces, and the limit to it."""

import numpy as np

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.recombination import PERIODS, summary, whole_and_sum
from peerkit.figures.words import number, percent
from peerkit.models.recombination import Recombination, critical_stock, fate, path, processing_limited_path, value
from peerkit.widgets.predictions import Options

BASE = Recombination()
SMALL, IDEAS, FEW = ({"starting_stock": 60.0}, {"success_chance": 0.02}, {"processing_limit": 0.03})
MORE_REVIEWERS = {"processing_limit": 0.25}
ENDS = ("a quarter smaller", "half as large", "less than a hundredth")


def _stock(periods=PERIODS, **changes):
    """Pieces in the period `periods` of the limited path."""
    return processing_limited_path(BASE.replace(**changes), periods - 1).stock[-1]


def _reached(**changes):
    """The first period in which the limit holds."""
    record = BASE.replace(**changes)
    return int(np.argmax(path(record, PERIODS).stock > 1.001 * processing_limited_path(record, PERIODS).stock))


def _overtakes():
    """The first period in which more reviewers have given more pieces than better combinations have."""
    reviewers, ideas = (processing_limited_path(BASE.replace(**each), 100).stock for each in (MORE_REVIEWERS, IDEAS))
    return int(np.argmax(reviewers > ideas))


def _how_much_smaller(record):
    share = fate(record).limit / _stock()
    return ENDS[2] if share < 0.01 else ENDS[1] if share < 0.6 else ENDS[0]


def _times_the_sum(**changes):
    record, stock = BASE.replace(**changes), _stock(**changes)
    return value(record, stock) / (record.chunk_value * stock)


QUESTION = Question(
    Recombination,
    figure=whole_and_sum,
    summary=summary,
    controls=("starting_stock", "first_additions", "success_chance", "processing_limit", "pair_value"),
    presets=(
        Preset("Large enough"),
        Preset("A little too small", SMALL),
        Preset("A strong first push", {"starting_stock": 60.0, "first_additions": 10.0}),
        Preset("Few reviewers", FEW),
        Preset("Licences forbid mixing", {"success_chance": 0.001, "pair_value": 0.0}),
    ),
    notice=(
        "Twice as many pieces make four times as many pairs. While the collection grows by 20% a period, the whole grows "
        f"by {percent(1.2**2 - 1)}.",
        f"From about {number(1 / BASE.success_chance)} pieces on (one divided by the chance that a pair works), each new "
        "piece makes more than one further piece. A collection that does not get so far stops growing. So a collection "
        "has a critical size, as a community has a critical mass (the size from which it grows by itself).",
        "Where the lines part, there are more untested pairs than people can test. After that only the limit counts.",
    ),
    tries=(
        Try(
            "Start with 60 pieces instead of 80, a quarter less. How much smaller is the collection in period "
            f"{PERIODS}?",
            SMALL,
            f"It stops at {number(fate(BASE.replace(**SMALL)).limit)} pieces. From 80 pieces it reaches {number(_stock())} "
            f"in period {PERIODS} and goes on. 60 lies below the critical size of {number(np.ceil(critical_stock(BASE)))}.",
            predict=Options(ENDS, _how_much_smaller),
        ),
        Try(
            "Two ways to help: combinations that work twice as often (2% instead of 1%), or people who can process 25% "
            "instead of 20% more a period. Which one gives more in the long run? The button shows the first; set the "
            "second by hand.",
            IDEAS,
            f"Better combinations save time once: the limit is reached in period {_reached(**IDEAS)} instead of "
            f"{_reached()}. More processing helps in every period: at 25% the whole grows by {percent(1.25**2 - 1)} a period "
            f"instead of {percent(1.2**2 - 1)}, and from period {_overtakes()} on it is ahead.",
        ),
        Try(
            f"Few reviewers: people can process only 3% more a period. How many of the {number(_stock())} pieces are there "
            f"in period {PERIODS}?",
            FEW,
            f"{number(_stock(**FEW))}. The pairs are there, but nobody has the time to try them. The whole is then worth "
            f"{number(_times_the_sum(**FEW))} times the sum, not {number(_times_the_sum())} times.",
        ),
    ),
)


def dashboard():
    """Value of the collection as a sum and as a whole on the left; size, chance, limit and worth of a pair on the right."""
    return Explorer(QUESTION)
