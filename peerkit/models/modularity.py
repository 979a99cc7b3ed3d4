r"""The worth of a modular design to people who experiment with its parts.

.. math::
    V(j, k) = \sigma \sqrt{j}\, Q(k) - c\,j\,k - Z j, \qquad
    Q(k) = E\max(0, Z_1, \dots, Z_k) = \int_0^\infty \bigl(1 - \Phi(x)^k\bigr)\,dx

The technical potential :math:`\sigma^2` of a design is shared among its j equal modules. Each module is redesigned k
times in parallel, and the best redesign replaces the old module only if it is better: an option on every part
instead of one option on the whole. Each experiment costs c, each module costs Z to make visible. V is the gain over the old
design.

Source: C. Y. Baldwin and K. B. Clark, Design Rules, 2000, and The Architecture of Participation, Management Science
52(7), 2006. That potential, cost of experiments and visibility make up the value is confirmed in abstracts; the formula
is unconfirmed.
"""

from functools import lru_cache
from typing import ClassVar, NamedTuple

import numpy as np
from scipy.special import log_ndtr

from peerkit.models.order_statistics import MOST, expected_maximum_normal
from peerkit.records.about import About, Source
from peerkit.records.checks import between, numbers, word
from peerkit.records.outcomes import Outcome, Outcomes
from peerkit.records.parameter import parameter
from peerkit.records.record import Record

MOST_TRIES = 100_000
"""The largest number of experiments per module that `best_design` counts through."""


class Modularity(Record):
    """The promise of a design, and the cost of experiments with its modules."""

    potential: float = parameter(
        r"\sigma",
        "Technical potential",
        unit="units of value",
        meaning="Standard deviation of what a redesign of the whole would be worth: how uncertain the design is, and therefore "
        "how promising.",
        default=1.0,
        gt=0,
        explore=(0.2, 5),
        scale="log",
        why="the unit of account: costs are measured in it",
        measure="how far past redesigns of the same product fell apart in value",
    )
    experiment_cost: float = parameter(
        "c",
        "Cost of an attempt",
        unit="units of value per attempt",
        meaning="What one attempt to redesign one module costs.",
        default=0.01,
        ge=0,
        explore=(0.001, 0.2),
        scale="log",
        why="a hundredth of the potential",
        measure="the hours of one redesign that was tried and dropped",
    )
    interface_cost: float = parameter(
        "Z",
        "Cost of a module's interface",
        unit="units of value per module",
        meaning="What it costs to document, publish and test the interface of one module, so that others can work on it.",
        default=0.02,
        ge=0,
        explore=(0.001, 0.5),
        scale="log",
        why="as much as two attempts",
        measure="the hours spent on documenting and testing one interface",
    )

    about: ClassVar[About] = About(
        claim="If a design is cut into modules, uncertainty becomes an asset: many people can redesign parts at the same time, "
        "and each part keeps the best attempt.",
        equations=(
            r"V(j, k) = \sigma \sqrt{j} Q(k) - c j k - Z j",
            r"Q(k) = E \max(0, Z_1, \dots, Z_k) = \int_0^\infty \left( 1 - \Phi(x)^k \right) dx",
        ),
        assumes=(
            "All j modules are equal. The worth of a redesign is normal and independent of the other modules.",
            "The old module stays if no redesign is better: Q(k) is what the best of k attempts Z adds then, on average, and Φ "
            "is the normal distribution. E is an average, here over the worth x of the best attempt.",
            "Every module gets the same number k of attempts, at the same cost. V is the gain over the old design.",
        ),
        evidence_against=(
            "25 modules with 25 attempts each gain 24.6 times as much as one attempt at the whole, before costs. A factor of 5 "
            "comes from splitting and one of 4.9 from trying, which is possible with a design in one piece too.",
            "Where parts interact, the values of modules are neither independent nor normal.",
            "Design Rules is said to speak of a 25-fold gain from 25 modules. That has not been checked in the book.",
        ),
        leaves_out=(
            "The cost of splitting a design once, and who pays it.",
            "Interfaces are hard to change later: they make some redesigns easy and others nearly impossible.",
            "Who makes the attempts and why; the volunteer's dilemma looks at that. Who owns a module that others must use "
            "(hold-up) is left out as well.",
        ),
        sources=(
            Source(
                "Baldwin and Clark, The Architecture of Participation, Management Science 52(7), 2006, abstract: potential, cost "
                "of experiments, visibility",
                "confirmed",
                "https://doi.org/10.1287/mnsc.1060.0546",
            ),
            Source("Baldwin and Clark, Design Rules, 2000, a book: the formula", "unconfirmed"),
            Source("Design Rules: a 25-fold gain from 25 modules; peerkit's arithmetic gives 24.6", "recomputed"),
            Source("The best numbers of modules and experiments", "derived"),
        ),
    )


class Design(NamedTuple):
    """A design: its value [units of value], modules, experiments per module, and the kind of optimum it is."""

    value: float
    modules: float
    experiments: float
    outcome: str


class Gain(NamedTuple):
    """Factors by which a design is worth more than one redesign in one piece: by splitting, by trying, together [1]."""

    splitting: float
    experimenting: float
    total: float


def best_of_experiments(experiments):
    r"""The worth of the best of `experiments` when the old design can be kept: Q(k) [standard deviations].

    .. math::
        Q(k) = \int_0^\infty \bigl(1 - \Phi(x)^k\bigr)\,dx = m_k + \int_0^\infty \Phi(-x)^k\,dx \approx \sqrt{2 \ln k}

    `experiments` k >= 1 [experiments], scalar or array. Q is larger than the expected maximum :math:`m_k`, which counts
    losses too.

    >>> [round(float(best), 6) for best in best_of_experiments([1, 3, 10])]
    [0.398942, 0.888147, 1.538865]

    Source: elementary; as a part of Baldwin and Clark's value of a modular design unconfirmed.
    """
    x, weights = _nodes()
    k = between(1, MOST, "experiments", experiments)
    spared = np.exp(k[..., None] * log_ndtr(-x)) @ weights
    return (expected_maximum_normal(k) + spared)[()]


def option_value(modularity, modules, experiments):
    r"""Gain over the old design from `experiments` in each of `modules` [units of value].

    .. math:: V(j, k) = \sigma \sqrt{j}\,Q(k) - c\,j\,k - Z j

    `modules` j >= 1 and `experiments` k >= 1 per module, scalars or arrays. Negative where costs exceed the options.

    >>> risky = Modularity(potential=2, experiment_cost=0.05)
    >>> print(round(float(option_value(risky, 16, 5)), 6))
    5.037639

    Source: Baldwin and Clark, Design Rules, 2000, unconfirmed. Leaves out what splitting the design costs once.
    """
    m, j, k = modularity, between(1, MOST, "modules", modules), numbers("experiments", experiments)
    return (m.potential * np.sqrt(j) * best_of_experiments(k) - (m.experiment_cost * k + m.interface_cost) * j)[()]


def gain_over_monolith(modules, experiments):
    r"""The worth of a design with free experiments as a multiple of a single redesign in one piece [1].

    .. math:: \frac{V(j, k)}{V(1, 1)} = \sqrt{j} \cdot \frac{Q(k)}{Q(1)} \qquad (c = Z = 0)

    >>> [round(float(factor), 2) for factor in gain_over_monolith(25, 25)]
    [5.0, 4.93, 24.63]

    Source: recomputed; Design Rules is said to speak of a 25-fold gain for 25 modules (unconfirmed).
    """
    splitting = np.sqrt(between(1, MOST, "modules", modules))[()]
    experimenting = best_of_experiments(experiments) / best_of_experiments(1)
    return Gain(splitting, experimenting, splitting * experimenting)


def best_design(modularity, largest_modules=1000, largest_experiments=100):
    r"""The numbers of modules and of experiments per module with the highest value, among whole numbers.

    For given k the value is concave in j, with its peak at :math:`\sqrt{j} = \sigma Q(k) / (2(ck + Z))`; so k is
    searched up to `largest_experiments` and j, up to `largest_modules`, is one of two neighbours of the peak.
    More expensive interfaces mean fewer modules with more experiments in each; more expensive experiments mean fewer in all.

    `largest_modules` is at most 10^15 and `largest_experiments` at most 100,000. `outcome` is ``"interior"``; ``"one
    module"`` where splitting does not pay; ``"at the limit"`` where j or k is the largest allowed (one module among no
    others is no limit); ``"keep the old design"`` where even the best redesign loses (its negative value is returned).

    >>> value, modules, experiments, outcome = best_design(Modularity())
    >>> print(round(float(value), 6), modules, experiments, outcome)
    5.088141 57.0 7.0 interior

    Source: peerkit's own derivation.
    """
    most_modules = float(between(1, MOST, "largest_modules", largest_modules))
    k = np.arange(1.0, float(between(1, MOST_TRIES, "largest_experiments", largest_experiments)) + 1)
    fields = ("potential", "experiment_cost", "interface_cost")
    potential, trial, interface = (np.asarray(getattr(modularity, name), float)[..., None] for name in fields)
    gain, cost = potential * best_of_experiments(k), trial * k + interface
    # The root of the peak, never above that of the largest number allowed, so that free experiments divide by no zero.
    root = gain / np.maximum(2 * cost, gain / np.sqrt(most_modules))
    below = np.maximum(np.floor(root**2), 1.0)
    modules = np.stack([below, np.minimum(below + 1, most_modules)], axis=-1)
    value = gain[..., None] * np.sqrt(modules) - cost[..., None] * modules
    return _best(value, modules, k, most_modules)


def _best(value, modules, experiments, most_modules):
    """The design of the highest value, whose last two axes are experiments and the two neighbours of the peak."""
    flat = value.reshape(*value.shape[:-2], -1)
    place = np.argmax(flat, axis=-1)
    worth = np.take_along_axis(flat, place[..., None], axis=-1)[..., 0]
    j = np.take_along_axis(modules.reshape(flat.shape), place[..., None], axis=-1)[..., 0]
    k = experiments[place // 2]
    limit = ((j == most_modules) & (most_modules > 1)) | (k == experiments[-1])
    kind = np.where(limit, "at the limit", np.where(j > 1, "interior", "one module"))
    outcome = np.where(worth > 0, kind, "keep the old design")
    return Design(value=worth[()], modules=j[()], experiments=k[()], outcome=word(outcome))


@lru_cache(maxsize=1)
def _nodes():
    """Gauss-Legendre nodes and weights on [0, 9], beyond which no normal tail counts; they crowd at 0, as it does."""
    x, weights = np.polynomial.legendre.leggauss(64)
    return 4.5 * (x + 1), 4.5 * weights


SEARCHED = (1_000_000, 200)
"""Modules, and attempts at each, among which the outcomes look for the best design."""


def _worth_of_splitting(modularity):
    """The value of the best design over that of the best one in one piece [units of value]."""
    return best_design(modularity, *SEARCHED).value - best_design(modularity, 1, SEARCHED[1]).value


OUTCOMES = Outcomes(
    Modularity,
    (
        Outcome(
            "modules",
            "best number of modules",
            "modules",
            lambda r: best_design(r, *SEARCHED).modules,
            lambda r: best_design(r, *SEARCHED).outcome,
            "kind of best design",
        ),
        Outcome("value", "value of the best design", "units of value", lambda r: best_design(r, *SEARCHED).value),
        Outcome("splitting", "value that splitting adds", "units of value", _worth_of_splitting),
    ),
)
