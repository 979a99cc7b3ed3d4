"""Scenarios against each other: their answers along one number, and the one that wins at each pair of numbers."""

import numpy as np

from peerkit.figures.answer_axis import frame_of, visible
from peerkit.figures.answers import in_unit, is_share, said
from peerkit.figures.drawing import figure, line
from peerkit.figures.sensitivity import answer_title, number_ticks, number_title, regime_names, regimes
from peerkit.figures.theme import LIGHT, STROKES
from peerkit.figures.words import listed, percent
from peerkit.models.contest import NOBODY, SAME
from peerkit.models.sensitivity import grid

ROLES = ("firm", "peers", "market")
"""The strokes of A, B and C."""
SYMBOLS = ("circle", "diamond", "square")
POINTS = 61


def lines_chart(contest):
    """The answer of each scenario along a parameter, and where the winner changes; a `go.Figure`."""
    across = contest.across
    parameter = contest.parameter(across)
    along = grid(parameter, POINTS)
    each = contest.answers({across: along})
    here = {name: float(contest.asked.of(record)) for name, record in contest.records.items()}
    frame = frame_of([*here.values(), *np.concatenate(list(each.values()))], next(iter(here.values())))
    fig = figure(
        number_title(parameter),
        answer_title(contest.asked),
        x_log=parameter.scale == "log",
        y_log=frame.log,
        x_range=parameter.explore,
        y_range=frame[:2],
    )
    number_ticks(fig.update_xaxes, parameter)
    if is_share(contest.asked):
        fig.update_yaxes(tickformat=".2~%")
    borders = [win.low for win in contest.wins[1:]]
    fig.add_scatter(
        x=[value for border in borders for value in (border, border, None)],
        y=[value for _ in borders for value in (*frame[:2], None)],
        name="another one wins from here",
        mode="lines",
        line={**STROKES["ink"], "width": 1, "dash": "dot"},
        hovertemplate="another one wins from %{x:,.3~g}<extra></extra>",
    )
    for (name, values), role in zip(each.items(), ROLES, strict=False):
        line(fig, along, visible(values, frame), name, role, within=frame[:2], hover="%{x:,.3~g}: %{y:,.3~s}")
    for (name, record), role, symbol in zip(contest.records.items(), ROLES, SYMBOLS, strict=False):
        fig.add_scatter(
            x=[float(getattr(record, across))],
            y=[frame.held(here[name])],
            name=f"{name} as it is",
            mode="markers",
            marker={"symbol": symbol, "size": 11, "color": STROKES[role]["color"]},
            hovertemplate=f"{name}: {said(contest.asked, here[name])}<extra></extra>",
        )
    return fig


def wins_words(contest):
    """The stretches of a parameter with the scenario that wins in each, in words.

    >>> from peerkit.models.catalogue import outcomes
    >>> from peerkit.models.contest import Contest
    >>> from peerkit.models.modes import Modes
    >>> lean = Modes(commons_cost=30, merge_cost=0.2)
    >>> two = {"A": Modes(), "B": lean}
    >>> wins_words(Contest(outcomes("modes").named(), two, "commons_cost", "pair_cost", more=False))
    'B wins while “Cost of the commons” of B is below 48.4 contracts; from there on A wins.'
    >>> wins_words(Contest(outcomes("modes").named(), two, "governance_cost", "pair_cost", more=False))
    'B wins at every value of “Cost of being a firm” from 1 contract to 50 contracts.'
    """
    parameter, wins = contest.parameter(contest.across), contest.wins
    label = f"“{parameter.label}”{_of(contest, contest.across)}"
    if len(wins) == 1:
        low, high = (in_unit(parameter, value) for value in (wins[0].low, wins[0].high))
        return f"{_wins(wins[0].winner)} at every value of {label} from {low} to {high}."
    first, *rest = wins
    words = f"{_wins(first.winner)} while {label} is below {in_unit(parameter, first.high)}"
    for win in rest[:-1]:
        words += f"; from there to {in_unit(parameter, win.high)} {_wins(win.winner, inside=True)}"
    return f"{words}; from there on {_wins(rest[-1].winner, inside=True)}."


def _of(contest, across):
    moving = contest.moving(across)
    return "" if len(moving) == len(contest.records) else f" of {listed(moving)}"


def _wins(winner, inside=False):
    words = {SAME: "there is no difference", NOBODY: "no scenario has an answer"}.get(winner)
    if words is None:
        return f"{winner} {'win' if ' and ' in winner else 'wins'}"
    return words if inside else words[0].upper() + words[1:]


def wins_map(contest):
    """The winner over two parameters, and where each scenario is; a `go.Figure`."""
    across, up, here = contest.across, contest.up, contest.map
    names, index = _kinds(here)
    fig = regimes(contest.parameter(across), contest.parameter(up), here, [_label(name) for name in names], index)
    regime_names(fig, here, [_label(name) for name in names], index)
    for (name, record), symbol in zip(contest.records.items(), SYMBOLS, strict=False):
        fig.add_scatter(
            x=[float(getattr(record, across))],
            y=[float(getattr(record, up))],
            name=f"{name} as it is",
            mode="markers+text",
            text=[f" {name}"],
            textposition="middle right",
            marker={"symbol": symbol, "size": 10, "color": LIGHT["accent"]},
            hovertemplate=f"{name} as it is<extra></extra>",
        )
    return fig


def map_words(contest):
    """The map of winners in words: the share of it that each scenario wins."""
    names, index = _kinds(contest.map)
    shares = sorted(((float((index == i).mean()), name) for i, name in enumerate(names)), reverse=True)
    parts = [f"{_wins(name, inside=True)} on {percent(share)}" for share, name in shares]
    of = [f"“{contest.parameter(each).label}”{_of(contest, each)}" for each in (contest.across, contest.up)]
    return f"Over {listed(of)}, {listed(parts)} of the map."


def _kinds(here):
    names = sorted(set(here.values.ravel().tolist()))
    return names, np.vectorize(names.index, otypes=[int])(here.values)


def _label(name):
    return name if name in (SAME, NOBODY) else f"{name} win" if " and " in name else f"{name} wins"
