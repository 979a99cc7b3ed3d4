"""Figures of the opening presentation that play something other than one parameter of a model."""

import numpy as np

from peerkit.cases import ALONE, STATUSES, every_case
from peerkit.course.slides.slide import Frame, Play
from peerkit.figures.answers import setting
from peerkit.figures.cases import comparison
from peerkit.figures.drawing import text
from peerkit.figures.hysteresis import take_rate_sweep
from peerkit.figures.information_cost import regime_map
from peerkit.figures.scaling import SEED, slopes
from peerkit.figures.sensitivity import tornado_chart
from peerkit.figures.theme import LIGHT
from peerkit.figures.words import headcount, listed, number, percent, times
from peerkit.models.catalogue import outcomes
from peerkit.models.contribution_log import simulated_log
from peerkit.models.flywheel import Flywheel
from peerkit.models.hysteresis import hysteresis
from peerkit.models.information_cost import cheapest_at
from peerkit.models.modes import Modes, cheapest
from peerkit.models.scaling import Scaling, doubling_factor, scaling_table
from peerkit.models.sensitivity import Study
from peerkit.models.specialisation import optimal_team

MODES = {"market": "a market is", "firm": "a firm is", "peers": "peers are"}
UP = (0.3, 0.4, 0.5, 0.6, 0.63, 0.64, 0.7)
"""Takes on the way up; the way down ends at nothing."""


def cases_one_by_one():
    """The cases of the essay, and what became of each, one after the other."""
    cases = [case for case in every_case()[0] if case.in_essay]
    frames = [Frame("none yet", _cases_shown(cases, 0), "Which of these seven communities are still alive?")]
    for count, case in enumerate(cases, 1):
        profile = case.profile
        words = f"{_short(case)}: {profile.status}. Useful to its maker alone: {profile.alone}."
        frames.append(Frame(f"{count} of {len(cases)}", _cases_shown(cases, count), words))
    alive = [_short(case) for case in cases if case.profile.status == "alive"]
    frames.append(Frame("all seven", frames[-1].figure, f"{listed(alive)} are alive: {len(alive)} of the seven."))
    return Play("Cases shown", tuple(frames), paper=len(frames) - 1)


def _cases_shown(cases, count):
    fig = comparison()
    x, y = (np.array(fig.data[0][axis], float) for axis in "xy")
    # The picture on a card has places for dots; names beside them need rows of their own.
    rows = [
        sum(p.profile.alone == c.profile.alone and p.profile.status == c.profile.status for p in cases[:i])
        for i, c in enumerate(cases)
    ]
    x, y = np.floor(x + 0.5) - 0.3, y + 0.24 * np.array(rows) - 0.3
    fig.update_traces(x=x[:count], y=y[:count], marker_size=13)
    fig.update_layout(xaxis_range=(-0.5, len(ALONE) - 0.4), yaxis_range=(len(STATUSES) - 0.5, -0.5))
    return text(fig, x[:count], y[:count], [f" {_short(case)}" for case in cases[:count]])


def _short(case):
    return case.title.partition(":")[0]


def weak_gain(record, relative_to):
    """The best team and its output beside those of the record `relative_to`, in a sentence."""
    if record == relative_to:
        return f"The best team has {headcount(optimal_team(record).size)}. Now make talk cheaper."
    team, before = optimal_team(record), optimal_team(relative_to)
    return (
        f"The best team has {headcount(team.size)}: {times(team.size / before.size)} as many as at a coordination cost of "
        f"{number(relative_to.coordination_cost)}. Each member produces {times(team.output / before.output)} as much."
    )


def followed_down(people, costs):
    """The map of the three modes, with one community on its way down as information becomes cheaper."""
    modes = Modes()
    frames = []
    for cost in costs:
        mode = str(cheapest_at(modes, people, cost))
        fig = regime_map(modes)
        fig.add_scatter(
            x=[people],
            y=[cost],
            name=headcount(people),
            mode="markers",
            marker={"size": 16, "color": LIGHT["warn"], "symbol": "diamond"},
        )
        setting = "as today" if cost == 1 else f"{number(cost)} times today's"
        when = "today's cost" if cost == 1 else f"{number(cost)} times today's cost"
        frames.append(Frame(setting, fig, f"{headcount(people)}, information at {when}: {MODES[mode]} cheapest."))
    return Play("Cost of information", tuple(frames), costs.index(1), paper=len(costs) - 1)


def up_and_down():
    """The take of a platform on its way up and back: members fall at one place and do not return."""
    flywheel = Flywheel()
    rates = np.unique([*UP, 0.0, 0.2])
    sweep = hysteresis(flywheel, rates)
    place = {float(rate): i for i, rate in enumerate(rates)}
    down = sorted({0.6, 0.5, 0.4, 0.3, 0.2, 0.0}, reverse=True)
    way = [("rises to", rate, sweep.rising[place[rate]]) for rate in UP]
    way += [("falls back to", rate, sweep.falling[place[rate]]) for rate in down]
    frames = [_on_the_way(flywheel, *each) for each in way]
    return Play("The take", tuple(frames), paper=len(frames) - 1)


def _on_the_way(flywheel, direction, rate, members):
    fig = take_rate_sweep(flywheel)
    fig.add_scatter(
        x=[rate],
        y=[members],
        name="now",
        mode="markers",
        marker={"size": 16, "color": LIGHT["warn"], "symbol": "diamond"},
    )
    return Frame(
        f"{direction} {percent(rate)}", fig, f"The take {direction} {percent(rate)}: {headcount(members)} stay."
    )


def shocks(values):
    """The slopes of one simulated log as good and bad times grow stronger."""
    frames = []
    for value in values:
        scaling = Scaling(shock=value)
        rng = np.random.default_rng(SEED)
        table = scaling_table(scaling, simulated_log(scaling, rng), rng)
        active, team, shuffled = (
            number(doubling_factor(fit.exponent)) for fit in (table.active, table.team, table.shuffled)
        )
        words = f"Twice as many active people seem to produce {active} times as much, twice the team {team} times. With authors shuffled: {shuffled} times."
        frames.append(Frame(setting(Scaling.parameters()["shock"], value), slopes(scaling), words))
    return Play(Scaling.parameters()["shock"].label, tuple(frames), values.index(Scaling().shock))


def reversals(sizes):
    """The advice for projects of several sizes, and the cost of the commons that would reverse it."""
    frames = []
    for size in sizes:
        study = Study(outcomes("modes").named("peers_start"), Modes(), "commons_cost", "pair_cost", target=float(size))
        fig = tornado_chart(study)
        rows = fig.layout.yaxis.categoryarray
        fig.add_scatter(
            x=[size, size],
            y=[rows[0], rows[-1]],
            name="the project",
            mode="lines",
            line={"color": LIGHT["warn"], "width": 4, "dash": "dash"},
        )
        fig.add_scatter(
            x=[size],
            y=[rows[0]],
            text=[" <b>the project</b> "],
            mode="text",
            textposition="middle left",
            textfont={"color": LIGHT["warn"]},
            meta={"peerkit": "decoration"},
        )
        frames.append(Frame(headcount(size), fig, _advice(study, size)))
    return Play("The project", tuple(frames), sizes.index(40))


def _advice(study, size):
    mode = str(cheapest(study.record, size))
    (border,) = study.break_even.values
    side = "below" if mode != "peers" else "above"
    return (
        f"For {headcount(size)} {MODES[mode]} cheapest. The answer changes if the commons cost {side} "
        f"{number(border)} contracts instead of {number(study.record.commons_cost)}."
    )
