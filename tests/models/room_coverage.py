"""Rooms with a known truth, and the share of them in which an interval of `peerkit.models.rooms` holds it."""

import numpy as np
from scipy.stats import binom

from peerkit.models.rooms import mean_share_interval, share_interval

SHARES = np.arange(1, 10) / 10
SKILLS, FACTS, PASSES = 8, 10, 4


def held_by_shares(people):
    """The share of rooms in which Wilson's interval holds the true share: exact sums, for nine true shares."""
    yes = np.arange(people + 1)
    interval = share_interval(yes, people)
    inside = (interval.low[:, None] <= SHARES) & (SHARES <= interval.high[:, None])
    return (inside * binom.pmf(yes[:, None], people, SHARES)).sum(axis=0)


def marks_of_equal_people(rng, people):
    """Everybody has each skill with a chance of a quarter."""
    return rng.binomial(SKILLS, 0.25, people) / SKILLS, 0.25


def marks_of_unequal_people(rng, people):
    """The chance itself differs from person to person, a quarter on average."""
    return rng.binomial(SKILLS, rng.beta(1, 3, people)) / SKILLS, 0.25


def marks_of_rare_skills(rng, people):
    """Some skills are rare: from every second person to one in ten."""
    chances = np.array([0.5, 0.4, 0.3, 0.25, 0.2, 0.15, 0.1, 0.1])
    return (rng.random((people, SKILLS)) < chances).mean(axis=1), chances.mean()


def chains_with(losses):
    """Chains whose passes keep a fact with the chances that `losses` draws."""

    def drawn(rng, chains):
        left = np.full(chains, FACTS)
        for place in range(PASSES):
            left = rng.binomial(left, losses(rng, place, chains))
        return left / FACTS

    return drawn


def equal_passes(rng, chains):
    """Every pass keeps 88 % of the facts."""
    return chains_with(lambda rng, place, chains: 0.88)(rng, chains), 0.88**PASSES


def lossy_first_passes(rng, chains):
    """The first pass keeps 70 %, the others 95 %."""
    return chains_with(lambda rng, place, chains: 0.95 if place else 0.7)(rng, chains), 0.7 * 0.95 ** (PASSES - 1)


def passes_of_unequal_people(rng, chains):
    """People differ in how well they listen; they keep 88 % on average."""
    return chains_with(lambda rng, place, chains: rng.beta(8.8, 1.2, chains))(rng, chains), 0.88**PASSES


def poor_passes(rng, chains):
    """Every pass keeps 70 % only."""
    return chains_with(lambda rng, place, chains: 0.7)(rng, chains), 0.7**PASSES


PEOPLE = (marks_of_equal_people, marks_of_unequal_people, marks_of_rare_skills)
CHAINS = (equal_passes, lossy_first_passes, passes_of_unequal_people, poor_passes)


def held_by_means(ways, size, parts, draws):
    """The share of rooms in which the t interval holds the true average, for each way in which rooms are drawn.

    Rooms for which no interval is given do not count.
    """
    rng = np.random.default_rng(size)
    return np.array([_held(way, rng, size, parts, draws) for way in ways])


def _held(way, rng, size, parts, draws):
    held = []
    for _ in range(draws):
        shares, truth = way(rng, size)
        interval = mean_share_interval(shares, parts)
        if not np.isnan(interval.low):
            held.append(interval.low <= truth <= interval.high)
    return np.mean(held)
