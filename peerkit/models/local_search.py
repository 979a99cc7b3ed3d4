"""Searches that change one part of an interdependent design at a time, on random landscapes, until they are stuck.

The landscapes are those of `peerkit.models.interdependence`. None of them is stored, so designs of 20 parts cost no more
than designs of 10: a design's contributions are computed from a key of the landscape and the design when they are asked
for.

Source: S. A. Kauffman's adaptive walk (unconfirmed); the drawing without storing is peerkit's own.
"""

from typing import NamedTuple

import numpy as np

from peerkit.models.interdependence import LARGEST_BLOCK
from peerkit.records.checks import between

MOST_LANDSCAPES = 10_000
"""Most searches at once: a block of 20 parts then takes about half a second."""


class Searches(NamedTuple):
    """The score of the design at which each search ends (between 0 and 1), and the number of changes that led there."""

    performance: np.ndarray
    changes: np.ndarray


def searches(interdependence, rng, landscapes):
    """Ends of searches that change one part at a time and keep what scores better, one on each random landscape.

    Each search starts at a design drawn blindly and picks among the better neighbours blindly. A landscape is not
    stored: `rng` draws a key for each, and a design's contributions are drawn from the key and the design, so that the
    same design keeps its score. `landscapes` is a whole number from 1 to 10,000. For one record, not a batch.

    >>> from peerkit.models.interdependence import Interdependence
    >>> ends = searches(Interdependence(components=20, block_size=20), np.random.default_rng(2024), 200)
    >>> print(round(float(ends.performance.mean()), 2), round(float(ends.changes.mean()), 1))
    0.64 3.0
    """
    if not between(1, MOST_LANDSCAPES, "landscapes", landscapes) == int(landscapes):
        raise ValueError(f"landscapes must be a whole number, got {landscapes}")
    parts, block = interdependence.components, interdependence.block_size
    sizes = [min(block, parts - start) for start in range(0, parts, block)]
    # Blocks do not depend on each other, so each can be searched by itself.
    ends = [_search(size, rng, landscapes) for size in sizes]
    performance = sum(size * end.performance for size, end in zip(sizes, ends, strict=True)) / parts
    return Searches(performance, sum(end.changes for end in ends))


def _search(block, rng, landscapes):
    keys = rng.integers(2**63, size=(landscapes, 1), dtype=np.uint64)
    design = rng.integers(2**block, size=(landscapes, 1), dtype=np.uint64)
    flips = np.uint64(1) << np.arange(block, dtype=np.uint64)
    performance, changes = _contributions(keys, design, block), np.zeros(landscapes)
    while True:
        neighbours = _contributions(keys, design ^ flips, block)
        better = neighbours > performance
        if not better.any():
            return Searches(performance[:, 0], changes)
        moves = better.any(axis=1)
        chosen = np.where(better, rng.random(better.shape), -1.0).argmax(axis=1)[:, None]
        design = np.where(moves[:, None], design ^ flips[chosen], design)
        performance = np.where(moves[:, None], np.take_along_axis(neighbours, chosen, axis=1), performance)
        changes += moves


def _contributions(keys, designs, block):
    """Average of `block` uniform numbers that depend on key and design only."""
    seeds = _mixed(_mixed(keys) ^ designs)
    draws = ((_mixed(seeds + step) >> np.uint64(11)).astype(float) for step in _STEPS[:block])
    return sum(draws) / (2.0**53 * block)


def _mixed(numbers):
    """64 bits mixed so that neighbouring numbers have nothing in common (splitmix64)."""
    mixed = numbers + _STEPS[1]
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


_STEPS = np.arange(LARGEST_BLOCK, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
