"""Rooms with a known truth, and the share of them in which an interval of `peerkit.models.room_estimates` holds it."""

import numpy as np

from peerkit.models.room_estimates import (
    chance_by_lot_interval,
    mean_interval,
    nobody_pays,
    retention_fit,
    supply_elasticity_fit,
    threshold_fit,
)
from peerkit.room import whisper


def held(interval, truth):
    """True if an interval holds the truth."""
    return interval.low <= truth <= interval.high


def thresholds(rng, people):
    """Normal thresholds, cut off at nobody and at never: whether mean and spread were held."""
    mean, spread = [(0.35, 0.25), (0.6, 0.4), (0.2, 0.3)][rng.integers(3)]
    others = people - 1
    drawn = rng.normal(mean, spread, people) * others
    given = np.where(drawn > others + 0.5, np.inf, np.clip(np.round(drawn), 0, others))
    fit = threshold_fit(given, others)
    return held(fit.mean, mean), held(fit.spread, spread)


def elasticity(rng, people):
    """Lowest shares from a supply with a constant elasticity, in whole percent as a slider gives them."""
    truth = [0.4, 1.0, 2.5][rng.integers(3)]
    takes = np.round(100 * (1 - rng.random(people) ** (1 / truth)))
    return (held(supply_elasticity_fit(1 - takes / 100), truth),)


def nobody(rng, people):
    """People who pay with a known chance, in groups of two, five and ten."""
    share, group = rng.choice([0.2, 0.4, 0.7]), int(rng.choice([2, 5, 10]))
    return (
        held(nobody_pays(rng.binomial(people, share), people, min(group, people)), (1 - share) ** min(group, people)),
    )


def by_lot(rng, people):
    """Skills of uneven rarity: the chance of five people by lot in a room of very many such people."""
    chances = np.array([0.6, 0.5, 0.45, 0.4, 0.35, 0.3, 0.3, 0.25])
    truth = float(np.prod(1 - (1 - chances) ** 9))
    return (held(chance_by_lot_interval(rng.random((people, chances.size)) < chances, 9), truth),)


def retention(rng, chains):
    """Chains in which each pass keeps a detail with a known chance and guesses it otherwise, as on the phone."""
    keep = rng.choice([0.7, 0.85, 0.95])
    lengths = [whisper.LENGTHS[place % 3] for place in range(chains)]
    told = []
    for length in lengths:
        right = [8]
        held_now = np.ones(8, bool)
        for _ in range(length):
            held_now = held_now & (rng.random(8) < keep)
            right.append(int(held_now.sum()))
        told.append(right)
    return (held(retention_fit(told), keep),)


def gain(rng, people):
    """Gains of self-selection with heavy and light tails."""
    drawn = rng.standard_t(5, people) if rng.random() < 0.5 else rng.normal(0, 1, people)
    return (held(mean_interval(drawn + 0.2), 0.2),)


def shares(way, size, draws, seed=1):
    """The share of `draws` rooms of a `size` in which each interval of `way` held the truth."""
    rng = np.random.default_rng(seed)
    return np.mean([way(rng, size) for _ in range(draws)], axis=0)
