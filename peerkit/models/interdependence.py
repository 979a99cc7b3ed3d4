r"""Interdependence as a brake: designs that look finished although a better one exists. (Kauffman)

.. math::
    E[\text{local optima}] = \prod_{\text{blocks}} \frac{2^{B}}{B+1}, \qquad
    \text{one block of all } N \text{ parts: } \frac{2^N}{N+1}

A design has N parts, each in one of two versions. Parts in the same block of B depend on all the others in it; blocks
do not depend on each other. Inside a block every change redraws how well its parts do, so a block is a local optimum
with chance 1/(B+1): the best of itself and its B neighbours. Blocks of one part are a perfectly modular design, one
block of all parts is Kauffman's landscape with K = N - 1.

Source: S. A. Kauffman's NK landscapes (unconfirmed). The product over blocks and the heights are peerkit's own
derivation.
"""

from functools import lru_cache
from math import comb, factorial
from typing import ClassVar, NamedTuple

import numpy as np

from peerkit.records.about import About, Source
from peerkit.records.outcomes import Outcome, Outcomes
from peerkit.records.parameter import parameter
from peerkit.records.record import Record

LARGEST_BLOCK = 20


class Interdependence(Record):
    """A design of parts that depend on each other inside blocks and not across them."""

    components: int = parameter(
        "N",
        "Parts of the design",
        unit="parts",
        meaning="Parts that can be changed one at a time, each existing in two versions.",
        default=12,
        ge=1,
        le=1000,
        explore=(2, 20),
        why="4,096 designs: too many to try by hand, few enough to count by computer",
        measure="a list of the parts that contributors change separately",
    )
    block_size: int = parameter(
        "B",
        "Parts that depend on each other",
        unit="parts per block",
        meaning="Size of the blocks. Inside a block every part affects how well every other part works; across blocks none does.",
        default=3,
        ge=1,
        le=LARGEST_BLOCK,
        explore=(1, 20),
        why="small modules",
        measure="which files are changed together in the history of a project",
    )

    about: ClassVar[About] = About(
        claim="Combining pays less when pieces depend on each other: the search gets stuck in more and more designs "
        "that no single change improves.",
        equations=(
            r"E[\mathrm{local\ optima}] = \left(\frac{2^B}{B+1}\right)^{N/B}",
            r"B = N: \quad \frac{2^N}{N+1}",
        ),
        assumes=(
            "E is the expected number of designs that look finished: no change of a single part improves them (local "
            "optima). N/B is the number of blocks.",
            "Each part has two versions, and one part is changed at a time.",
            "Inside a block any change redraws the contribution of every part at random.",
            "Blocks of equal size; what is left over forms a smaller block.",
            "A search keeps any change of one part that does better, and stops where there is none.",
        ),
        evidence_against=(
            "In patents a medium amount of interdependence does best: much of it hurts, but some of it helps.",
            "How much the parts of a real design depend on each other is inferred, not observed.",
        ),
        leaves_out=(
            "Overlapping interactions, as in Kauffman's landscapes with K between 0 and N - 1.",
            "The cost of making a design modular in the first place.",
            "Foresight: people know something about what fits, copy, and change several parts at once.",
        ),
        sources=(
            Source(
                "S. Kauffman and S. Levin, Towards a general theory of adaptive walks on rugged landscapes, Journal of "
                "Theoretical Biology 128, 1987: 2^N/(N+1) expected local optima for K = N - 1",
                "recomputed",
                "https://doi.org/10.1016/S0022-5193(87)80029-2",
            ),
            Source(
                "L. Fleming and O. Sorenson, Technology as a complex adaptive system: evidence from patent data, "
                "Research Policy 30, 2001 (the abstract was read)",
                "confirmed",
                "https://doi.org/10.1016/S0048-7333(00)00135-9",
            ),
            Source(
                "Product over blocks; height of a typical local optimum, of the best, and of a search's end", "derived"
            ),
        ),
    )


class Landscape(NamedTuple):
    """The score of each of 2^N designs (between 0 and 1), and true where no single change improves it."""

    performance: np.ndarray
    is_local_optimum: np.ndarray


def expected_local_optima(interdependence):
    r"""Expected number of designs that no change of a single part improves [designs].

    .. math:: \left(\frac{2^B}{B+1}\right)^{\lfloor N/B \rfloor} \frac{2^r}{r+1}, \qquad r = N \bmod B

    A block larger than the design is the whole design.

    >>> print(expected_local_optima(Interdependence(components=4, block_size=4)))
    3.2
    >>> print(expected_local_optima(Interdependence(components=4, block_size=1)))
    1.0

    Source: Kauffman for one block (unconfirmed); the product is peerkit's own derivation.
    """
    parts, block = _parts(interdependence)
    blocks, rest = parts // block, parts % block
    # All powers of two together, and one division, keep whole results whole.
    return (np.exp2(parts) / ((block + 1) ** blocks * (rest + 1)))[()]


def expected_height(interdependence):
    r"""Score of a typical local optimum, from 0 to 1 with 1/2 for a design picked blindly [1].

    .. math:: h(B) = E\left[\max_{B+1} \frac{U_1 + \dots + U_B}{B}\right]

    Inside a block of B parts a local optimum is the best of B + 1 averages of B uniform draws; the design averages its
    blocks, weighted by size. A little interdependence lifts the height, much of it brings it back towards 1/2.

    >>> [round(float(expected_height(Interdependence(components=12, block_size=b))), 4) for b in (1, 2, 12)]
    [0.6667, 0.675, 0.6385]

    Source: peerkit's own derivation; Kauffman calls the fall the complexity catastrophe (unconfirmed).
    """
    return averaged_over_blocks(interdependence, _typical)


def expected_best(interdependence):
    r"""Score of the best of all designs, from 0 to 1 with 1/2 for a design picked blindly [1].

    .. math:: E\left[\max_{2^B} \frac{U_1 + \dots + U_B}{B}\right]

    as in `expected_height`, with every design of a block in the draw instead of one and its neighbours. It rises with
    interdependence: parts that may fit each other in many ways offer more than parts that stand alone.

    >>> [round(float(expected_best(Interdependence(components=12, block_size=b))), 4) for b in (1, 2, 12)]
    [0.6667, 0.7121, 0.7881]

    Source: peerkit's own derivation.
    """
    return averaged_over_blocks(interdependence, _largest)


def averaged_over_blocks(interdependence, height):
    """Score of a whole design when a block of b parts scores `height(b)`: blocks count by their size [1].

    >>> print(averaged_over_blocks(Interdependence(components=5, block_size=2), lambda block: 1 / block))
    0.6
    """
    parts, block = _parts(interdependence)
    whole, rest = parts // block * block, parts % block
    sizes = np.unique(np.concatenate([np.minimum(block, parts).ravel(), rest.ravel()])).astype(int)
    heights = np.zeros(sizes.max() + 1)
    heights[sizes] = [height(int(size)) if size else 0.0 for size in sizes]
    in_blocks = np.where(whole > 0, heights[np.minimum(block, parts).astype(int)], 0.0)
    return ((whole * in_blocks + rest * heights[rest.astype(int)]) / parts)[()]


def landscape(interdependence, rng):
    """One random landscape over all 2^N designs of at most 16 parts, for one record; `rng` is a numpy Generator.

    Design number d has part i in the version that bit i of d says.

    >>> drawn = landscape(Interdependence(components=10, block_size=10), np.random.default_rng(2024))
    >>> len(drawn.performance), int(drawn.is_local_optimum.sum())  # 93.1 expected
    (1024, 87)

    Source: peerkit's own simulation of the module's model.
    """
    parts, block = interdependence.components, interdependence.block_size
    if not parts <= 16:
        raise ValueError(f"components must be at most 16 to list every design, got {parts}")
    designs = np.arange(2**parts)
    performance = np.zeros(2**parts)
    for start in range(0, parts, block):
        size = min(block, parts - start)
        contributions = rng.random((2**size, size)).sum(axis=1)
        performance += contributions[(designs >> start) % 2**size] / parts
    best = np.ones(2**parts, dtype=bool)
    for part in range(parts):
        best &= performance > performance[designs ^ (1 << part)]
    return Landscape(performance, best)


def _parts(interdependence):
    parts = np.asarray(interdependence.components, float)
    return np.broadcast_arrays(parts, np.asarray(interdependence.block_size, float))


def _typical(block):
    return _expected_best_of(block, block + 1)


def _largest(block):
    return _expected_best_of(block, 2.0**block)


@lru_cache
def _expected_best_of(block, draws):
    """Expected best of `draws` averages of `block` uniform numbers, by Gauss-Legendre on each unit of their sum."""
    nodes, weights = np.polynomial.legendre.leggauss(40)
    edges = np.arange(block)[:, None]
    total = edges + (nodes + 1) / 2
    return float(1 - np.sum(weights / 2 * _sum_below(block, total) ** draws) / block)


def _sum_below(count, total):
    """Chance that `count` uniform draws add up to at most `total` (Irwin and Hall)."""
    lower = np.minimum(total, count - total)
    # The alternating sum is exact in the lower half only; the upper half is its mirror image.
    ks = range(count // 2 + 1)
    half = sum((-1) ** k * comb(count, k) * np.maximum(lower - k, 0.0) ** count for k in ks) / factorial(count)
    return np.where(total > lower, 1 - half, half)


OUTCOMES = Outcomes(
    Interdependence,
    (
        Outcome("optima", "number of designs that look finished", "designs", expected_local_optima),
        Outcome("height", "score of a typical design that looks finished", "0 to 1", expected_height),
        Outcome("best", "score of the best design", "0 to 1", expected_best),
    ),
)
