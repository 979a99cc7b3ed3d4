"""How many modules, and how many tries at each: what a design is worth to people who experiment with its parts."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks, text
from peerkit.figures.theme import STROKES
from peerkit.figures.words import number, times
from peerkit.models.modularity import Modularity, best_design, option_value

MOST_MODULES, MOST_TRIES = 1e8, 1000
PLACES = {"market": "bottom right", "firm": "top left"}


def value_of_splitting(modularity: Modularity):
    """Gain over the old design against the number of modules, for few, the best and many tries; a `go.Figure`."""
    best = _best(modularity)
    j = np.geomspace(1, max(40 * best.modules, 60), 161)
    scale = abs(best.value)
    # Below `lowest` no line is drawn: the words of the optimum stand there.
    bounds, lowest = (
        ((-0.35 * scale, 1.25 * scale), -0.06 * scale) if best.value > 0 else ((-3 * scale, scale), -2.3 * scale)
    )
    fig = figure(
        "modules [modules]", "gain over the old design [value]", x_log=True, x_range=(1, j[-1]), y_range=bounds
    )
    line(fig, j, np.zeros_like(j), "old design", "soft", label=False, hover="the old design", width=1.5)
    text(fig, j[-1:], [0.0], ["old design"], color=STROKES["soft"]["color"], position="bottom left")
    many = min(5 * best.experiments, MOST_TRIES)
    for tries, role in ((1.0, "market"), (many, "firm"), (best.experiments, "peers")):
        worth = option_value(modularity, j, tries)
        name = _tries(tries)
        seen = np.where(worth >= lowest, worth, np.nan)
        hover = f"%{{x:,.0f}} modules, {name} each: %{{y:,.3~s}}"
        line(fig, j, seen, f"{name} each", role, label=False, hover=hover)
        peak = int(np.argmax(worth))
        where = [peak // 2 if role == "market" else peak]
        position = "top right" if role == "peers" or j[peak] < 3 else PLACES[role]
        distinct = role == "peers" or tries != best.experiments
        words = [f" <b>{name}</b>" if distinct and np.isfinite(seen[where[0]]) else ""]
        text(fig, j[where], np.maximum(worth[where], lowest), words, color=STROKES[role]["color"], position=position)
    place = "top left" if best.modules > 1000 else "top right"
    return marks(
        fig, [best.modules], [best.value], [f"best: {_modules(best.modules)}"], floor=bounds[0], position=place
    )


def summary(modularity):
    """What the figure says, in words.

    >>> summary(Modularity())  # doctest: +NORMALIZE_WHITESPACE
    'The best design has 57 modules with 7 tries at each and gains 5.09, which is 2.92 times the best in one piece (40
    tries, 1.74). Twice the uncertainty would make it 226 modules, and the gain 4 times as large.'
    """
    best, riskier = _best(modularity), _best(modularity.replace(potential=2 * modularity.potential))
    if best.value <= 0:
        return (
            f"Keep the old design: even the best redesign loses {number(-best.value)}. Twice the uncertainty would "
            f"{'still not be enough' if riskier.value <= 0 else f'make it gain {number(riskier.value)}'}."
        )
    whole = best_design(modularity, 1, MOST_TRIES)
    rise = f"Twice the uncertainty would make it {_modules(riskier.modules)}, and the gain {times(riskier.value / best.value)} as large."
    if best.modules == 1:
        return (
            f"Do not split it: one piece with {_tries(best.experiments)} gains {number(best.value)}, more than any number "
            f"of modules. {rise}"
        )
    return (
        f"The best design has {_modules(best.modules)} with {_tries(best.experiments)} at each and gains "
        f"{number(best.value)}, which is {times(best.value / whole.value)} the best in one piece "
        f"({_tries(whole.experiments)}, {number(whole.value)}). {rise}"
    )


def _best(modularity):
    return best_design(modularity, MOST_MODULES, MOST_TRIES)


def _modules(count):
    return (
        "over 100 million modules" if count >= MOST_MODULES else f"{number(count, 6)} module{'s' if count > 1 else ''}"
    )


def _tries(count):
    return f"{number(count, 6)} {'try' if count == 1 else 'tries'}"
