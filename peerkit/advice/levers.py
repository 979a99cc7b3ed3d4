"""Levers: for each criterion below strong, the number of the client's that would move it, computed by a model."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from peerkit.advice.engagement import ClientNumber, new
from peerkit.advice.numbers import drawn_values, given, scenario
from peerkit.advice.rules import rules
from peerkit.figures.words import number, people, percent
from peerkit.models.capture import profit_take_rate
from peerkit.models.catalogue import outcomes
from peerkit.models.coverage import members_for
from peerkit.models.flywheel import size_to_pass
from peerkit.models.granularity import optimal_chunk
from peerkit.models.hysteresis import collapse_take
from peerkit.models.selection import breakeven_pool
from peerkit.models.sensitivity import break_even
from peerkit.models.superposition import time_until


class Lever(NamedTuple):
    """A number to move: its criterion, the parameter (``topic.name``), its value now, the value to reach, and a sentence.

    `scenario` is true where none of the numbers behind it is the client's own; `target` is None where no value reaches
    the aim.
    """

    criterion: str
    parameter: str
    now: float
    target: float | None
    words: str
    scenario: bool


class Pull(NamedTuple):
    """The best lever of a model: the parameter, the value to set, and the sentence behind it."""

    name: str
    value: float
    words: str


SAFE = 10
"""The percentile of the takes at which the community collapses that a plan should stay below."""


def best_lever(engagement, topic):
    """The lever that moves a parameter of this model, None where none does.

    >>> from peerkit.advice.engagement import new
    >>> best_lever(new("A choir"), "capture").name, best_lever(new("A choir"), "coverage")
    ('take_rate', None)
    """
    return _helping(topic, tuple((name, each.best, each.low, each.high) for name, each in engagement.numbers.items()))


@lru_cache(maxsize=8)
def _helping(topic, numbers):
    own = {name: ClientNumber(best=best, low=low, high=high) for name, best, low, high in numbers}
    engagement = new("anybody").model_copy(update={"numbers": own})
    if topic == "flywheel":
        return _safe_take(engagement)
    criterion = _MOVES.get(topic)
    if criterion is None:
        return None
    lever = _LEVERS[criterion](engagement)
    name, kind = lever.parameter.partition(".")[2], outcomes(topic).record
    way = _WAYS[topic]
    if lever.target is None or not kind.parameters()[name].holds(lever.target) or way * (lever.target - lever.now) < 0:
        return None
    return Pull(name, float(f"{lever.target:.3g}"), lever.words)


_MOVES = {"selection": "room", "superposition": "access", "granularity": "grain", "capture": "capture"}
"""The criterion whose lever is a parameter of the model."""
_WAYS = {"selection": 1, "superposition": -1, "granularity": -1, "capture": 0}
"""The direction in which that lever helps; a take can be too high or too low."""


def _safe_take(engagement):
    """A take that the community bears in nine of ten draws of the client's numbers."""
    flywheel = scenario(engagement, "flywheel")
    columns = drawn_values(engagement, "flywheel", np.random.default_rng(rules().draws.seed))
    columns.pop("take_rate", None)
    many = type(flywheel).batch(**{**flywheel.model_dump(), **columns}) if columns else flywheel
    borne = float(np.percentile(np.minimum(collapse_take(many), 1.0), SAFE))
    if not 0 < borne < flywheel.take_rate:
        return None
    # Two digits, and on the safe side.
    take = np.floor(100 * borne) / 100
    words = f"In nine of ten draws of the client's numbers the community bears a take of {percent(take)}."
    return Pull("take_rate", float(take), words)


def levers(engagement, levels):
    """The levers of the criteria whose level is below strong or unknown, in the order of the profile."""
    wanted = [name for name, level in levels.items() if level is None or level < rules().strong]
    return tuple(_LEVERS[name](engagement) for name in wanted)


def _room(engagement):
    selection = scenario(engagement, "selection")
    pool = float(breakeven_pool(selection).size)
    words = (
        f"A crowd of {people(pool)} people who choose themselves matches a manager who chooses among "
        f"{number(selection.candidates)}; the plan reaches {number(selection.pool)}."
        if np.isfinite(pool)
        else "No crowd, however large, matches the manager with these numbers."
    )
    return _lever(engagement, "room", "selection", "pool", selection.pool, pool, words)


def _access(engagement):
    superposition = scenario(engagement, "superposition")

    def wait(record):
        return time_until(record).time

    target = _reached(superposition, wait, "initial_cost", float(wait(superposition)) / 2)
    words = f"The first contribution costs {number(superposition.initial_cost)} hours to make."
    words += (
        f" At {number(target)} hours the work would be done in half the time."
        if target is not None
        else " No lower cost within reach halves the time."
    )
    return _lever(engagement, "access", "superposition", "initial_cost", superposition.initial_cost, target, words)


def _grain(engagement):
    granularity, aim = scenario(engagement, "granularity"), rules().aims.participation

    def taking_part(record):
        return optimal_chunk(record).participation

    now = float(taking_part(granularity))
    target = _reached(granularity, taking_part, "overhead", aim)
    words = (
        f"At the best piece {percent(now)} of the people have time for one. With an overhead of {number(target)} minutes a "
        f"piece instead of {number(granularity.overhead)}, {percent(aim)} would."
        if target is not None
        else f"At the best piece {percent(now)} of the people have time for one; no overhead within reach makes it {percent(aim)}."
    )
    return _lever(engagement, "grain", "granularity", "overhead", granularity.overhead, target, words)


def _pull(engagement):
    coverage, aim = scenario(engagement, "coverage"), rules().aims.completion
    members = float(members_for(coverage, aim))
    words = f"{people(members)} members hold all {number(coverage.skills)} skills with a chance of {percent(aim)}."
    return _lever(engagement, "pull", "coverage", "members", np.nan, members, words)


def _start(engagement):
    flywheel = scenario(engagement, "flywheel")
    size = float(size_to_pass(flywheel))
    words = (
        f"From {people(size)} members on the community grows by itself; until then somebody must carry the start."
        if np.isfinite(size)
        else "With these numbers the community does not grow by itself from any size."
    )
    return _lever(engagement, "start", "flywheel", "start", np.nan, size, words)


def _capture(engagement):
    capture = scenario(engagement, "capture")
    best = float(profit_take_rate(capture).take_rate)
    words = f"The take that earns the platform most is {percent(best)}; the plan takes {percent(capture.take_rate)}."
    return _lever(engagement, "capture", "capture", "take_rate", capture.take_rate, best, words)


def _fit(engagement):
    flywheel = scenario(engagement, "flywheel")
    collapse = float(collapse_take(flywheel))
    words = (
        f"Above a take of {percent(collapse)} the community collapses; the plan takes {percent(flywheel.take_rate)}."
        if np.isfinite(collapse)
        else "No take makes this community collapse at once."
    )
    return _lever(engagement, "fit", "flywheel", "take_rate", flywheel.take_rate, collapse, words)


_LEVERS = {
    "room": _room,
    "access": _access,
    "grain": _grain,
    "pull": _pull,
    "start": _start,
    "capture": _capture,
    "fit": _fit,
}


def _reached(record, answer, name, aim):
    """The value of a parameter nearest to the present one that reaches the aim; None where none does."""
    values = break_even(record, answer, name, aim).values
    here = getattr(record, name)
    return min(map(float, values), key=lambda value: abs(value - here)) if len(values) else None


def _lever(engagement, criterion, topic, name, now, target, words):
    reachable = target is not None and np.isfinite(target)
    return Lever(
        criterion,
        f"{topic}.{name}",
        float(now),
        float(target) if reachable else None,
        words,
        not given(engagement, topic),
    )
