"""The flow of questions at Stack Overflow: a network that is worth more the more people use it, and its fall."""

from dataclasses import replace
from functools import partial

from peerkit.cases import load_case
from peerkit.dashboards.cases.jeteye import QUESTION
from peerkit.dashboards.explorer import Explorer, Preset, Try
from peerkit.figures.stackoverflow import demand_and_levels, levels, summary
from peerkit.figures.words import number, percent
from peerkit.models.network_adoption import NetworkAdoption, equilibria, smallest_network, willingness_to_pay
from peerkit.widgets.predictions import Options

ALONE = 0.4
FALLS = ("it falls a little", "it falls to about a half", "it falls to nothing")
SCENARIO = "worth and cost are scenarios; the levels are counts of visible questions"


def dashboard():
    """Demand against the share who ask, with three counted levels; worth alone, cost and worth of a full network."""
    return Explorer(question())


def cost_at(level, alone=0.0):
    """The cost at which a network of the size `level` rests [money per person, three digits]."""
    return float(f"{willingness_to_pay(NetworkAdoption(standalone_value=alone), level):.3g}")


def question():
    """The question of the network that lasts, asked of those who ask."""
    case = load_case("stackoverflow")
    before, after, _ = levels(case)
    start = {"cost": cost_at(before)}
    return replace(
        QUESTION,
        start=start,
        figure=partial(demand_and_levels, case=case),
        summary=partial(summary, case=case),
        presets=(
            Preset("November 2022", start, f"the cost at which the level of that month rests; {SCENARIO}"),
            Preset("November 2018", {"cost": 0.0}, f"everybody of 2018 asks; {SCENARIO}"),
            Preset(
                "A third more cost",
                {"cost": _dearer(before)},
                f"asking elsewhere became easier by as much; {SCENARIO}",
            ),
            Preset(
                "If asking helped without the others",
                {"standalone_value": ALONE, "cost": cost_at(after, ALONE)},
                f"the level of November 2023 rests here; {SCENARIO}",
            ),
        ),
        notice=(
            "Read the cost as the trouble of asking here instead of somewhere else. A machine that answers makes it larger.",
            "The levels lie on the axis. All people are those who asked in November 2018.",
            "The model has no time in it. A fall below the smallest network that lasts fits people who leave because others "
            "leave, and also people who each leave for reasons of their own. The counts cannot tell the two apart.",
        ),
        tries=_tries(before, after),
    )


def _dearer(level):
    return float(f"{cost_at(level) * 4 / 3:.3g}")


def _tries(before, after):
    dearer, helped = {"cost": _dearer(before)}, {"standalone_value": ALONE, "cost": cost_at(after, ALONE)}

    def falls(network):
        rest = float(equilibria(network).adoption)
        return FALLS[2 if rest < 0.2 else 1 if rest < 0.6 else 0]

    least = percent(smallest_network(NetworkAdoption()).adoption)
    return (
        Try(
            f"Make asking a third more costly ({number(dearer['cost'])} instead of {number(cost_at(before))}). From "
            f"{percent(before)}, how far does the network fall?",
            dearer,
            f"To nothing. Without use alone no network below {least} lasts, and the level of November 2023 "
            f"({percent(after)}) is below that. In the model such a level is a stage of a fall, not a place to rest.",
            predict=Options(FALLS, falls),
        ),
        Try(
            f"Let asking be worth {number(ALONE)} without any others, at a cost of {number(helped['cost'])}. Can a level like that "
            "of November 2023 last now?",
            helped,
            f"Yes: the network rests at {percent(equilibria(NetworkAdoption(**helped)).adoption)}. The counts of later years are "
            "lower still, so this reading does not hold up either, unless the cost kept rising.",
        ),
    )
