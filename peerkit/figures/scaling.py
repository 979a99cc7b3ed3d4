"""Output per person against the size of a community: one log, two definitions of size, and a placebo."""

from functools import lru_cache

import numpy as np

from peerkit.figures.drawing import apart, figure, line, text
from peerkit.figures.theme import STROKES
from peerkit.figures.words import number
from peerkit.models.contribution_log import simulated_log, window_counts
from peerkit.models.scaling import Scaling, exponents_over_draws, scaling_table

SEED = 1
MORE = tuple(range(2, 8))
ACROSS, UP, DRAWN = (0.28, 3.6), (0.36, 2.8), (0.32, 3.1)
GAP = 0.16
TICKS = (0.5, 1, 2, 3)
TOO_FEW = "too few windows with contributions to fit a line"


def output_per_head(scaling: Scaling):
    """Output per person against size, by two definitions of size, with a placebo; one log of seed 1; a `go.Figure`."""
    fig, counts = slopes(scaling), _measured(scaling)[0]
    for name, role, symbol in (("active", "peers", "circle"), ("team", "market", "diamond")):
        x, y = _relative(getattr(counts, name), counts.output)
        fig.add_scatter(
            x=x,
            y=y,
            mode="markers",
            name=f"a window, by {name}",
            marker={"color": STROKES[role]["color"], "size": 4, "opacity": 0.2, "symbol": symbol},
            hovertemplate="%{x:.2f} times as many, %{y:.2f} times as much each<extra>%{fullData.name}</extra>",
        )
    return fig


MEASURES = {"active": "peers", "team": "market", "shuffled": "firm"}
"""The ways to measure one log, and the colour of each; "shuffled" is the placebo."""
SAID = {
    "active": "Counted by the people active in a window",
    "team": "Counted by the team",
    "shuffled": "With the authors shuffled, so that nobody meets anybody",
}


def measured_by(scaling: Scaling, name):
    """Output per person against size in one way of `MEASURES` alone, and the truth; one log of seed 1; a `go.Figure`."""
    role, exponent = MEASURES[name], getattr(_measured(scaling)[1], name).exponent
    fig = _frame()
    size = np.geomspace(*DRAWN, 21)
    hover = "%{x:.2f} times as many: %{y:.2f} times as much each"
    line(fig, size, np.ones_like(size), "truth", "soft", label=False, hover=hover)
    line(fig, size, size ** (exponent - 1), name, role, label=False, hover=hover)
    ends = apart(np.log([1.0, size[-1] ** (exponent - 1)]) if np.isfinite(exponent) else np.zeros(2), GAP)
    words = [" <b>truth</b> 2", f" <b>{name}</b> {_factor(2.0**exponent)}" if np.isfinite(exponent) else ""]
    for end, said, colour in zip(ends, words, ("soft", role), strict=True):
        text(fig, [size[-1]], [np.exp(end)], [said], color=STROKES[colour]["color"])
    return fig


def factor_words(scaling, name):
    """The factor of output for twice as many people, in one way of `MEASURES`, in a sentence.

    >>> factor_words(Scaling(shock=0.0), "active")
    'Counted by the people active in a window, twice as many people seem to make 2 times as much. In truth it is 2 times.'
    """
    exponent = getattr(_measured(scaling)[1], name).exponent
    if not np.isfinite(exponent):
        return f"This log has {TOO_FEW}. Change the windows, or let people contribute more often."
    return f"{SAID[name]}, twice as many people seem to make {_factor(2.0**exponent)} times as much. In truth it is 2 times."


def slopes(scaling: Scaling):
    """The lines of that figure alone: both definitions, the placebo, the truth, and six more logs; a `go.Figure`."""
    _, table, more = _measured(scaling)
    fig = _frame()
    size = np.geomspace(*DRAWN, 21)
    fitted = np.isfinite([table.active.exponent, table.team.exponent, table.shuffled.exponent]).all()
    text(fig, [1.0], [2.0], ["" if fitted else TOO_FEW], position="top center")
    for name, role in (("active", "peers"), ("team", "market")):
        _fan(fig, size, getattr(more, name), f"{len(MORE)} more logs, by {name}", role)
    shown = {
        "active": (table.active.exponent - 1, "peers"),
        "placebo": (table.shuffled.exponent - 1, "firm"),
        "truth": (0.0, "soft"),
        "team": (table.team.exponent - 1, "market"),
    }
    for name, (slope, role) in shown.items():
        line(
            fig, size, size**slope, name, role, label=False, hover="%{x:.2f} times as many: %{y:.2f} times as much each"
        )
        fig.data[-1].line.width = 3
    ends = apart(
        np.clip(
            [slope * np.log(size[-1]) for slope, _ in shown.values()], np.log(UP[0]) + GAP / 2, np.log(UP[1]) - GAP / 2
        ),
        GAP,
    )
    for (name, (_, role)), end in zip(shown.items(), ends, strict=True):
        factor = 2.0 ** (shown[name][0] + 1)
        words = f" <b>{name}</b> {_factor(factor)}" if np.isfinite(factor) else ""
        text(fig, [size[-1]], [np.exp(end)], [words], color=STROKES[role]["color"])
    return fig


def _frame():
    """The empty figure of people counted across and output per person upwards, both as ratios."""
    fig = figure(
        "people counted [times the typical window]",
        "output per person [times the typical]",
        x_log=True,
        y_log=True,
        x_range=ACROSS,
        y_range=UP,
    )
    for axis in (fig.layout.xaxis, fig.layout.yaxis):
        axis.update(tickvals=TICKS, ticktext=[f"{tick:g}" for tick in TICKS])
    return fig


def summary(scaling):
    """The figure in words.

    >>> summary(Scaling())  # doctest: +NORMALIZE_WHITESPACE
    'In this simulated log nobody helps or hinders anybody, so twice as many people make twice as much. Counting the people
    active in a window gives 2.19 times as much, counting the team 1.63 times, shuffled authors (the placebo) 2.08 times. In 6
    more such logs the team gives 1.46 to 3.27 times.'
    """
    _, table, more = _measured(scaling)
    active, team, shuffled = (2.0**fit.exponent for fit in (table.active, table.team, table.shuffled))
    if not np.isfinite([active, team, shuffled]).all():
        return f"This log has {TOO_FEW}. Change the windows, or let people contribute more often."
    teams = 2.0 ** more.team[np.isfinite(more.team)]
    others = f" In {len(teams)} more such logs the team gives {_span(teams)} times." if len(teams) else ""
    return (
        "In this simulated log nobody helps or hinders anybody, so twice as many people make twice as much. Counting the people "
        f"active in a window gives {_factor(active)} times as much, counting the team {_factor(team)} times, shuffled authors "
        f"(the placebo) {_factor(shuffled)} times.{others}"
    )


def _span(factors):
    return f"{_factor(factors.min())} to {_factor(factors.max())}"


def _factor(value):
    return number(value) if 0.01 < value < 100 else "over 100" if value > 1 else "almost 0"


@lru_cache(maxsize=16)
def _measured(scaling):
    """The log of seed 1 in windows, its exponents, and those of six more logs: figure and sentence share them."""
    rng = np.random.default_rng(SEED)
    log = simulated_log(scaling, rng)
    return window_counts(scaling, log), scaling_table(scaling, log, rng), exponents_over_draws(scaling, MORE)


def _relative(size, output):
    some = (size > 0) & (output > 0)
    if not some.any():
        return np.empty(0), np.empty(0)
    people, each = np.log(size[some]), np.log(output[some] / size[some])
    return np.exp(people - people.mean()), np.exp(each - each.mean())


def _fan(fig, size, exponents, name, role):
    ends = size[[0, -1]]
    x = np.tile(np.append(ends, np.nan), exponents.size)
    y = np.concatenate([np.append(ends ** (exponent - 1), np.nan) for exponent in exponents])
    line(fig, x, y, name, role, label=False, hover="", width=0.8)
