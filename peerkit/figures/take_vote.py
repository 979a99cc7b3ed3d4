"""A vote on the lowest share one would work for: the income of a platform from this room, and in the model."""

import numpy as np

from peerkit.figures.drawing import band, figure, keyed, line, marks
from peerkit.figures.words import number, percent
from peerkit.models.capture import Capture, network_blind_take_rate
from peerkit.models.rooms import FEWEST, best_take_of_room, joining_share, share_interval

SCENARIO = Capture(network_elasticity=0.0)
"""The model beside the room: nobody draws others, since in the vote nobody sees who else works."""


def model_take():
    """The take that earns most in the model [fraction]."""
    return float(network_blind_take_rate(SCENARIO))


def _model_joining(take):
    """The share of people who work in the model, counted from those who would work at a take of nothing."""
    return (1 - np.asarray(take, float)) ** SCENARIO.supply_elasticity


def _takes(lowest):
    """Takes along the axis, with both sides of each at which somebody leaves."""
    edges = 1 - np.asarray(lowest, float)
    return np.unique(np.clip(np.concatenate([np.linspace(0, 1, 101), edges, edges + 1e-6]), 0, 1))


def income(lowest=()):
    """The income of a platform against its take, in this room and in the model; a `go.Figure`.

    It counts as a share of what everybody together could earn; `lowest` are the lowest shares that people work for.
    """
    typed = len(lowest) > 0
    takes = _takes(lowest)
    joining = joining_share(lowest, takes) if typed else np.full(takes.shape, np.nan)
    told = typed and len(lowest) >= FEWEST
    fig = figure("share that the platform keeps [%]", "income of the platform [% of all]", x_range=(0, 1))
    fig.update_xaxes(tickformat=".0%").update_yaxes(tickformat=".0%")
    ends = share_interval(joining * len(lowest), len(lowest))[1:] if told else np.full((2, takes.size), np.nan)
    band(fig, takes, *(takes * each for each in ends))
    line(
        fig, takes, takes * _model_joining(takes), "model", "firm", hover="keeps %{x:.0%}: earns %{y:.0%}", label=False
    )
    line(fig, takes, takes * joining, "this room", "peers", hover="keeps %{x:.0%}: earns %{y:.0%}", label=False)
    best = np.array([best_take_of_room(lowest)] if typed else [model_take()])
    height = best * (joining_share(lowest, best) if typed else _model_joining(best))
    highest = np.nanmax([0.27, *(takes * joining), *(takes * ends[1])])
    fig.update_yaxes(range=(0, 1.18 * float(highest)))
    whose = "this room" if typed else "model"
    words = [f"best for {whose}: {percent(float(best[0]))}"]
    return keyed(marks(fig, best, height, words, floor=0.0, position="top center"))


def summary(lowest):
    """The figure in words.

    >>> print(summary([0.3, 0.5, 0.5, 0.8]))  # doctest: +NORMALIZE_WHITESPACE
    From you a platform would earn most if it keeps 50%: 3 of 4 work, and it earns 38% of what all of you together would bring in. The model says
    50% and 25%. At a take of 50%, 3 of 4 work (75%); the model expects 50%. Fewer than 10 people: too few for an interval.
    """
    blind, people, model = float(joining_share(lowest, model_take())), len(lowest), model_take()
    return (
        f"{best(lowest)} The model says {percent(model)} and "
        f"{percent(model * float(_model_joining(model)))}. At a take of {percent(model)}, {_of(blind, people)} work "
        f"({percent(blind)}); the model expects {percent(float(_model_joining(model)))}. {_certainty(blind, people)}"
    )


def best(lowest):
    """The take that would earn most from this room, in a sentence.

    >>> best([0.3, 0.5, 0.5, 0.8])
    'From you a platform would earn most if it keeps 50%: 3 of 4 work, and it earns 38% of what all of you together would bring in.'
    """
    take = float(best_take_of_room(lowest))
    working = float(joining_share(lowest, take))
    return (
        f"From you a platform would earn most if it keeps {percent(take)}: {_of(working, len(lowest))} work, and it earns "
        f"{percent(take * working)} of what all of you together would bring in."
    )


def _of(part, people):
    return f"{number(round(part * people), 6)} of {people}"


def _certainty(part, people):
    if people < FEWEST:
        return f"Fewer than {FEWEST} people: too few for an interval."
    interval = share_interval(round(part * people), people)
    expected = float(_model_joining(model_take()))
    fits = interval.low <= expected <= interval.high
    return (
        f"The 95 % interval of your share goes from {percent(interval.low)} to {percent(interval.high)}, "
        f"{'so the model may be right about you there' if fits else 'so at this take you are not like the model'}."
    )
