"""The gain of a design over the old one against the number of modules, for few, the best and many attempts at each."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks, text
from peerkit.figures.theme import STROKES
from peerkit.figures.words import number, times
from peerkit.models.modularity import Modularity, best_design, option_value

MOST_MODULES, MOST_TRIES = 1e8, 1000


def value_of_splitting(modularity: Modularity):
    """Gain over the old design against the number of modules, for few, the best and many attempts; a `go.Figure`."""
    best = _best(modularity)
    many = min(5 * best.experiments, MOST_TRIES)
    scale = abs(best.value)
    bounds = (-0.35 * scale, 1.25 * scale) if best.value > 0 else (-3 * scale, 1.2 * scale)
    j = np.geomspace(1, _last_module(modularity, best, many), 161)
    fig = figure(
        "modules [modules]", "gain over the old design [value]", x_log=True, x_range=(1, j[-1]), y_range=bounds
    )
    line(fig, j, np.zeros_like(j), "old design", "soft", label=False, hover="the old design", width=1.5)
    text(fig, j[-1:], [0.0], ["old design"], color=STROKES["soft"]["color"], position="top left")
    for attempts, role in ((1.0, "market"), (many, "firm"), (best.experiments, "peers")):
        again = role != "peers" and attempts == best.experiments
        _curve(fig, j, option_value(modularity, j, attempts), bounds, _attempts(attempts), role, named=not again)
    place = "top left" if best.modules > 1000 else "top right"
    words = [f"best: {_modules(best.modules)}"]
    return marks(fig, [best.modules], [best.value], words, floor=bounds[0], position=place)


def _last_module(modularity, best, many):
    """The right end of the axis: a little beyond where the last of the three curves falls below the old design."""
    k = np.array([1.0, best.experiments, many])
    one = option_value(modularity, 1, k) + modularity.experiment_cost * k + modularity.interface_cost
    cost = np.maximum(modularity.experiment_cost * k + modularity.interface_cost, one / np.sqrt(MOST_MODULES))
    # The gain of one module over its cost, squared, is where the curve meets the old design.
    return max(1.6 * float(((one / cost) ** 2).max()), 1.3 * best.modules, 10)


def _curve(fig, j, worth, bounds, name, role, *, named):
    """One curve as far as the frame shows it, with its name at its peak."""
    seen = np.where(worth >= 2 * bounds[0], worth, np.nan)
    hover = f"%{{x:,.0f}} modules, {name} at each: %{{y:,.3~s}}"
    line(fig, j, seen, f"{name} each", role, label=False, hover=hover)
    peak = int(np.argmax(worth))
    words = f" <b>{name}</b>" if named and bounds[0] <= worth[peak] <= bounds[1] else ""
    text(fig, j[[peak]], seen[[peak]], [words], color=STROKES[role]["color"], position="top right")


def summary(modularity):
    """The figure in words.

    >>> summary(Modularity())  # doctest: +NORMALIZE_WHITESPACE
    'The best design has 57 modules with 7 attempts at each and gains 5.09. The best design in one piece (40 attempts) gains
    1.74, so splitting makes the gain 2.92 times as large. If the design were twice as uncertain, the best would have 226
    modules and gain 20.4.'
    """
    best, riskier = _best(modularity), _best(modularity.replace(potential=2 * modularity.potential))
    if best.value <= 0:
        rest = "still lose" if riskier.value <= 0 else f"gain {number(riskier.value)}"
        return (
            f"Keep the old design: even the best redesign loses {number(-best.value)}. If the design were twice as uncertain, "
            f"the best redesign would {rest}."
        )
    if best.outcome == "at the limit":
        return (
            f"More modules or more attempts would gain still more: counted were up to {number(MOST_MODULES)} modules with "
            f"{number(MOST_TRIES, 6)} attempts at each, which is outside anything real. Something that costs nothing here has a "
            "cost in practice."
        )
    whole = best_design(modularity, 1, MOST_TRIES)
    rise = (
        f"If the design were twice as uncertain, the best would have {_modules(riskier.modules)} and gain "
        f"{number(riskier.value)}."
    )
    if best.modules == 1:
        return (
            f"Do not split it: one piece with {_attempts(best.experiments)} gains {number(best.value)}, more than any larger "
            f"number of modules. {rise}"
        )
    return (
        f"The best design has {_modules(best.modules)} with {_attempts(best.experiments)} at each and gains "
        f"{number(best.value)}. The best design in one piece ({_attempts(whole.experiments)}) gains {number(whole.value)}, so "
        f"splitting makes the gain {times(best.value / whole.value)} as large. {rise}"
    )


def _best(modularity):
    return best_design(modularity, MOST_MODULES, MOST_TRIES)


def _modules(count):
    if count >= MOST_MODULES:
        return f"over {number(MOST_MODULES)} modules"
    return f"{number(count, 9)} module{'s' if count > 1 else ''}"


def _attempts(count):
    return f"{number(count, 6)} attempt{'' if count == 1 else 's'}"
