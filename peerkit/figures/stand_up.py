"""A room whose people stand up after each other: its cards, and the model with the same average and spread."""

import numpy as np

from peerkit.figures.drawing import band, figure, keyed, line, marks
from peerkit.figures.words import number, percent
from peerkit.models.crowd import decisive_person, discrete_equilibrium
from peerkit.models.rooms import FEWEST, share_interval
from peerkit.models.thresholds import Thresholds, equilibrium, joiners

SMALLEST = 1e-6
"""A spread for people who all wrote the same: the model needs some."""


def of_room(cards):
    """The `Thresholds` of a crowd with as many people as `cards`, and with their average and spread."""
    cards = np.asarray(cards, float)
    return Thresholds(mean_threshold=cards.mean(), spread=max(cards.std(), SMALLEST), members=cards.size)


def standing(cards=(), deed="stand"):
    """The people who would stand when so many stand, by the `cards` and in the model; a `go.Figure`.

    Without cards it has the model's own numbers. `deed` is the word for what people do instead of standing up.
    """
    cards = np.sort(np.asarray(cards, float))
    crowd = of_room(cards) if cards.size else Thresholds()
    others = np.arange(crowd.members + 1)
    top = 1.12 * crowd.members
    fig = figure(
        f"people who {deed} [people]",
        f"people who would then {deed} [people]",
        x_range=(0, 1.02 * crowd.members),
        y_range=(0, top),
    )
    would = np.searchsorted(cards, others, side="right") if cards.size else np.full(others.shape, np.nan)
    told = cards.size >= FEWEST
    interval = share_interval(would, crowd.members) if told else None
    ends = (interval.low, interval.high) if told else np.full((2, others.size), np.nan)
    band(fig, others, *(crowd.members * each for each in ends))
    for edge in fig.data:
        edge.line.shape = "hv"
    line(fig, others, others, f"as many as {deed}", "soft", label=False, hover=f"%{{x:,.0f}} {deed}")
    line(
        fig,
        others,
        joiners(crowd, others),
        "model",
        "firm",
        hover=f"%{{x:,.0f}} {deed}: %{{y:,.1f}} would",
        label=False,
    )
    line(fig, others, would, "this room", "peers", hover=f"%{{x:,.0f}} {deed}: %{{y:,.0f}} would", label=False)
    fig.data[-1].line.shape = "hv"
    end = np.array([discrete_equilibrium(cards)] if cards.size else [])
    side = "top left" if end.size and end[0] > crowd.members / 2 else "top right"
    return keyed(marks(fig, end, end, [f"the room ends: {number(each, 6)}" for each in end], floor=0.0, position=side))


def summary(cards):
    """The figure in words.

    >>> summary([0, 2, 2, 3])  # doctest: +NORMALIZE_WHITESPACE
    'By its cards this room of 4 stops at 1 standing. The model with the same average (1.75) and spread (1.09) says 1. One
    person more who starts unasked makes 4 of you stand. Fewer than 10 cards: too few for an interval.'
    """
    cards = np.asarray(cards, float)
    crowd = of_room(cards)
    end, model = int(discrete_equilibrium(cards)), round(float(equilibrium(crowd)))
    average, spread = (number(each) for each in (cards.mean(), cards.std()))
    told = "everybody stands" if end == crowd.members else f"this room of {crowd.members} stops at {end} standing"
    return (
        f"By its cards {told}. The model with the same average ({average}) and spread ({spread}) says {model}. "
        f"{_decisive(cards)}{_starters(cards)}"
    )


def _decisive(cards):
    """The sentence on one starter more, or on one fewer where everybody stands already."""
    decision = decisive_person(cards)
    if decision.together - decision.without <= 2:
        return ""
    if decision.starters == 1:
        return f"One person more who starts unasked makes {decision.together - 1} of you stand. "
    if decision.starters > 1:
        return f"It takes {decision.starters} people more who start unasked until {decision.together - decision.starters} of you stand. "
    stay = 1 - decision.starters
    many = "the readiest person stays" if stay == 1 else f"the {stay} readiest people stay"
    left = f"only {decision.without} of you stand" if decision.without else "nobody stands"
    return f"If {many} seated, {left}. "


def _starters(cards):
    """The sentence on those who need nobody, with its interval where there are enough cards."""
    if cards.size < FEWEST:
        return f"Fewer than {FEWEST} cards: too few for an interval."
    unasked = int((cards == 0).sum())
    share = share_interval(unasked, cards.size)
    return (
        f"{percent(share.value)} of you start unasked; in other rooms of such people it would be {percent(share.low)} to "
        f"{percent(share.high)} (95 % interval)."
    )
