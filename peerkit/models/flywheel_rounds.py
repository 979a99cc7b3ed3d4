"""The flywheel in rounds, each of which joins on the size of the one before: the path, and its staircase in the figure."""

from typing import NamedTuple

import numpy as np

from peerkit.models.flywheel import joiners
from peerkit.records.checks import at_least, between

MOST_ROUNDS = 10_000


class Cobweb(NamedTuple):
    """The corners of a cobweb: members expected [people] across, members who come [people] upwards."""

    expected: np.ndarray
    members: np.ndarray


def path(flywheel, rounds, start):
    """Members after 0, 1, ... `rounds` rounds, when each round joins on the size of the one before [people].

    `start` N_0 >= 0 [people]. Rounds run along the last axis.

    >>> from peerkit.models.flywheel import Flywheel
    >>> print(path(Flywheel(), 3, 110).round(1))
    [110.  126.1 177.8 320.4]
    """
    if not between(0, MOST_ROUNDS, "rounds", rounds) == np.round(rounds):
        raise ValueError(f"rounds must be a whole number, got {rounds}")
    states = [np.broadcast_to(at_least(0, "start", start), np.shape(joiners(flywheel, start)))]
    for _ in range(int(rounds)):
        states.append(joiners(flywheel, states[-1]))
    return np.stack(states, axis=-1)


def cobweb(flywheel, rounds, start):
    """The corners of the staircase between the curve of joiners and the line on which all expected come.

    `rounds` and `start` are as in `path`; corners run along the last axis.

    >>> from peerkit.models.flywheel import Flywheel
    >>> web = cobweb(Flywheel(), 1, 110)
    >>> print(web.expected.round(1), web.members.round(1))
    [110.  110.  126.1] [110.  126.1 126.1]
    """
    twice = np.repeat(path(flywheel, rounds, start), 2, axis=-1)
    return Cobweb(twice[..., :-1], twice[..., 1:])
