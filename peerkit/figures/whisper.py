"""A message that a room passed on: the facts that arrived with each person, and a model that loses the same share each time."""

import numpy as np

from peerkit.figures.drawing import figure, keyed, line
from peerkit.figures.theme import LIGHT
from peerkit.figures.words import at_least_people, listed, percent
from peerkit.models.control_loss import ControlLoss, faithful_share, measured_compliance, whole_hierarchy
from peerkit.models.rooms import FEWEST_CHAINS, mean_share_interval

USUAL = 5
"""People in a chain when none has been typed."""


def arrived(chains):
    """The shares of the first person's facts that each person of each chain still had; `chains` are counts, one row a chain."""
    counts = np.asarray(chains, float)
    return counts / counts[:, :1]


def kept_per_pass(chains):
    """The share that each passing-on keeps, as an interval; NaN where nothing arrived, or where no interval can be given."""
    shares = arrived(chains)
    facts = float(np.mean(np.asarray(chains)[:, 0]))
    interval = mean_share_interval(shares[:, -1], facts)
    return type(interval)(*(_per_pass(each, shares.shape[1]) for each in interval))


def _per_pass(share, people):
    return float(measured_compliance(share, people)) if share > 0 else 0.0 if share == 0 else np.nan


def passed_on(chains=()):
    """The share of the facts that arrived with each person, chain by chain, on average and in the model; a `go.Figure`.

    Without chains it has the model's own loss.
    """
    typed = len(chains) > 0
    people = np.arange(1, (len(chains[0]) if typed else USUAL) + 1)
    shares = arrived(chains) if typed else np.full((1, people.size), np.nan)
    kept = kept_per_pass(chains) if typed else None
    fig = figure(
        "person in the chain [number]",
        "facts that arrived [share]",
        x_range=(0.8, people[-1] + 0.3),
        y_range=(0, 1.08),
    )
    fig.update_xaxes(dtick=1).update_yaxes(tickformat=".0%")
    _single(fig, people, shares)
    told = typed and len(chains) >= FEWEST_CHAINS
    interval = mean_share_interval(shares[:, -1], np.mean(np.asarray(chains)[:, 0])) if told else (0, np.nan, np.nan)
    _last(fig, people[-1], *interval[1:])
    compliance = kept.value if typed else ControlLoss().compliance
    model = (
        faithful_share(ControlLoss(compliance=compliance), people) if compliance > 0 else np.full(people.shape, np.nan)
    )
    line(fig, people, model, "model", "firm", hover="person %{x}: %{y:.0%}", label=False)
    line(fig, people, shares.mean(axis=0), "this room", "peers", hover="person %{x}: %{y:.0%}", label=False)
    fig.data[-1].update(mode="lines+markers", marker={"size": 8, "color": LIGHT["peers"]})
    return keyed(fig)


def _single(fig, people, shares):
    """Each chain by itself as a thin line; one trace, whatever their number."""
    gaps = np.column_stack([shares, np.full(len(shares), np.nan)]).ravel()
    line(fig, np.tile([*people, np.nan], len(shares)), gaps, "single chains", "soft", label=False, width=1)


def _last(fig, place, low, high):
    """The interval of the share that arrived, as an upright stroke beside the last person."""
    place += 0.1
    line(fig, [place, place], [low, high], "95 % interval", "ink", hover="%{y:.0%}", label=False, width=3)


def summary(chains):
    """The figure in words.

    >>> summary([[10, 8, 7, 7, 6], [10, 7, 7, 6, 6]])  # doctest: +NORMALIZE_WHITESPACE
    'With the last of 5 people 60% of the facts arrive. Each pass keeps 88%, if all passes are alike; the first kept 75%.
    Fewer than 4 chains: too few for an interval. A hierarchy whose levels keep 88% earns most with 1,555 people.'
    """
    shares, kept = arrived(chains), kept_per_pass(chains)
    last = float(shares[:, -1].mean())
    begin = f"With the last of {shares.shape[1]} people {percent(last)} of the facts arrive."
    if last == 0:
        return f"{begin} Nothing is left that could be divided among the passes."
    first = percent(float(shares[:, 1].mean()))
    alike = f" Each pass keeps {percent(kept.value)}, if all passes are alike; the first kept {first}."
    return f"{begin}{alike} {_certainty(len(chains), kept)} {_size(kept.value)}{_sizes(len(chains), kept)}"


def _certainty(chains, kept):
    if chains < FEWEST_CHAINS:
        return f"Fewer than {FEWEST_CHAINS} chains: too few for an interval."
    if np.isnan(kept.low):
        return "Where nothing is lost no interval can be given."
    return f"The 95 % interval of what a pass keeps goes from {percent(kept.low)} to {percent(kept.high)}."


def _people(compliance):
    """The staff of the best hierarchy in words."""
    if compliance <= 0:
        return at_least_people(1)
    best = whole_hierarchy(ControlLoss(compliance=compliance))
    return "no limit to its size" if np.isinf(best.employment) else at_least_people(round(float(best.employment)))


def _size(compliance):
    return f"A hierarchy whose levels keep {percent(compliance)} earns most with {_people(compliance)}."


def _sizes(chains, kept):
    if chains < FEWEST_CHAINS or np.isnan(kept.low):
        return ""
    ends = [_people(each) for each in (kept.low, kept.high)]
    return f" At the ends of the interval it would be {listed(ends)}."
