"""All measures of a log, in the order of a report."""

from peerkit.evidence import activity, amounts, growth, participation, retention, reuse, tails
from peerkit.evidence.blocks import span, tables

CARDS = tuple(
    card for module in (participation, amounts, tails, activity, retention, growth, reuse) for card in module.CARDS
)
"""Every measure before it has a figure."""
NAMES = tuple(card.keywords["name"] for card in CARDS)
"""Names of all measures, which are their keys in the JSON."""
EMPTY = "The log holds no contribution, so there is nothing to measure."


def measures(log, *, rng, progress=None):
    """Every `Measure` of a `log`, each with a figure or a reason why there is none; always all of `NAMES`, in that order.

    `rng` draws the samples that test the power law. `progress` takes a sentence and the fraction that is done.

    >>> import numpy as np
    >>> from peerkit.evidence.log import log_of
    >>> log = log_of({"contributor": ["a", "a", "b"], "time": [0, 5, 9], "item": ["x", "y", "z"]}, "three")
    >>> by_name = {each.name: each for each in measures(log, rng=np.random.default_rng(2024))}
    >>> by_name["contributors"].estimate, by_name["one_timers"].estimate, by_name["gini"].refused
    (2, 1, '2 contributors are too few: this figure is given from 20 contributors on.')
    """
    told = progress or (lambda sentence, fraction: None)
    if not span(log).contributions:
        return tuple(_of_nothing(card) for card in CARDS)
    told("Telling contributors apart", 0.0)
    with tables(log) as kept:
        told("Measuring who does the work", 0.5)
        parts = [participation.participation(*kept.counts), amounts.amounts(log)]
        told("Fitting the tail", 0.6)
        parts.append(tails.tail(*kept.counts, rng))
        told("Counting who is active", 0.7)
        parts += [activity.activity(kept), retention.retention(kept)]
        told("Fitting the growth", 0.8)
        parts.append(growth.growth(kept))
    told("Following what builds on what", 0.9)
    parts.append(reuse.reuse(log))
    told("Measured", 1.0)
    return tuple(measure for part in parts for measure in part)


def _of_nothing(card):
    if card in (participation.CONTRIBUTORS, participation.CONTRIBUTIONS):
        return card(estimate=0, n=0)
    return card(estimate=None, n=0, held="", refused=EMPTY)
