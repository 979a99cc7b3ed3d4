r"""How does throughput grow when n work on the same thing? (Gunther's Universal Scalability Law)

.. math::
    X(n) = \frac{\lambda n}{1 + \sigma (n-1) + \kappa n (n-1)}, \qquad
    n^* = \sqrt{\frac{1-\sigma}{\kappa}}

Two things hold n contributors back. They queue for what only one can use at a time (contention), and they keep one
another up to date, pair by pair (coherency). Queueing flattens the curve; keeping up to date bends it down again.

Source: N. J. Gunther, Guerrilla Capacity Planning, Springer, 2007. Formula confirmed in the documentation of the Rust
crate usl (https://docs.rs/usl/0.3.0/usl/struct.Model.html); the book itself is unconfirmed.
"""

from typing import ClassVar, NamedTuple

import numpy as np

from peerkit.records.about import About, Source
from peerkit.records.outcomes import Outcome, Outcomes
from peerkit.records.parameter import parameter
from peerkit.records.record import Record

FREE = 1e-300
"""Frictions smaller than this count as none: the peak that they allow is too large for a number."""


class Scalability(Record):
    """Contributors who wait for one another and keep one another informed."""

    worker_output: float = parameter(
        r"\lambda",
        "Output of one worker",
        unit="output per period",
        meaning="What one contributor produces in a period when nobody else is there.",
        default=1.0,
        gt=0,
        explore=(0.5, 5),
        scale="log",
        why="the unit of account: everything else is measured in it",
        source="peerkit's own choice of unit",
        status="scenario",
    )
    contention: float = parameter(
        r"\sigma",
        "Contention, waiting in line",
        unit="share of work, 0 to 1",
        meaning="Share of the work that only one contributor can do at a time, such as a sign-off by one person.",
        default=0.05,
        ge=0,
        lt=1,
        explore=(0, 0.3),
        step=0.01,
        why="one twentieth of the work waits for a single person, a scenario; it caps output at twenty workers' worth",
        source="scenario",
        status="scenario",
    )
    coherency: float = parameter(
        r"\kappa",
        "Coherency, keeping in step",
        unit="share of work per pair",
        meaning="Share of a contributor's work that each pair spends on keeping in step with each other.",
        default=0.001,
        ge=0,
        le=1,
        explore=(0, 0.02),
        step=0.0005,
        why="puts the peak near thirty contributors, a scenario",
        source="scenario",
        status="scenario",
    )

    about: ClassVar[About] = About(
        claim="Queues cap what a growing group can make; keeping everyone in step makes it shrink again beyond a peak.",
        equations=(
            r"X(n) = \frac{\lambda n}{1 + \sigma(n-1) + \kappa n(n-1)}",
            r"n^* = \sqrt{\frac{1-\sigma}{\kappa}}",
        ),
        assumes=(
            "Contributors are alike, and one shared resource is the bottleneck.",
            "The cost of keeping in step is pairwise: everyone with everyone.",
            "The amount of work is not limited: there is always more to do.",
        ),
        evidence_against=(
            "The law was made for computers. That it fits groups of people is an analogy until their data say so.",
            "Pairwise coherency is the worst case. A modular project needs far fewer pairs.",
            "Where data end before the peak, it is an extrapolation from a slight bend in the curve.",
        ),
        leaves_out=(
            "Gains from working together: the best this law allows is proportional growth.",
            "Differences between contributors, and who comes and goes.",
            "A redesign that removes the queue.",
        ),
        sources=(
            Source(
                "The law as documented in the Rust crate usl 0.3.0",
                "confirmed",
                "https://docs.rs/usl/0.3.0/usl/struct.Model.html",
            ),
            Source("Gunther, Guerrilla Capacity Planning, Springer, 2007", "unconfirmed"),
            Source("The height of the peak and of the ceiling", "derived"),
        ),
    )


class Peak(NamedTuple):
    """The size with the highest throughput [people], that throughput [output per period] and the kind of peak it is."""

    size: float
    throughput: float
    outcome: str


def throughput(scalability, contributors):
    r"""What `contributors` n >= 0 [people] make together, :math:`X(n)` [output per period].

    .. math:: X(n) = \frac{\lambda n}{1 + \sigma (n-1) + \kappa n (n-1)}

    With :math:`\kappa = 0` it is Amdahl's law, with :math:`\sigma = \kappa = 0` it is proportional to n.

    >>> print([round(float(x), 6) for x in throughput(Scalability(), [1, 10, 31, 100])])
    [1.0, 6.493506, 9.037901, 6.309148]

    Source: Gunther 2007; formula confirmed in the documentation of the Rust crate usl.
    """
    return scalability.worker_output * np.asarray(contributors, float) * efficiency(scalability, contributors)


def efficiency(scalability, contributors):
    """Throughput per head of `contributors` n >= 0 [people] as a share of what one makes alone [1].

    >>> print(round(float(efficiency(Scalability(), 10)), 6))
    0.649351

    Source: elementary.
    """
    n = np.asarray(contributors, float)
    return (1 / (1 + scalability.contention * (n - 1) + scalability.coherency * n * (n - 1)))[()]


def peak(scalability):
    r"""The number of contributors with the highest throughput, :math:`n^*` [people], and that throughput.

    .. math:: n^* = \sqrt{\frac{1-\sigma}{\kappa}}, \qquad
        X(n^*) = \frac{\lambda}{\sigma - \kappa + 2\sqrt{\kappa(1-\sigma)}}

    `outcome` is ``"interior"``; ``"ceiling"`` without coherency cost (size infinite, throughput approaches
    :math:`\lambda/\sigma`); ``"no limit"`` where nothing holds contributors back; ``"work alone"`` where
    :math:`\kappa \ge 1-\sigma`, so that a second contributor never helps (size 1).

    >>> top = peak(Scalability())
    >>> print(round(float(top.size), 6), round(float(top.throughput), 6), top.outcome)
    30.82207 9.037984 interior

    Source: size of the peak from Gunther 2007, equation (4.33) by the documentation of the R package usl; its height
    is peerkit's own derivation.
    """
    output, sigma, kappa = np.broadcast_arrays(
        *(np.asarray(x, float) for x in (scalability.worker_output, scalability.contention, scalability.coherency))
    )
    bends, alone = kappa > FREE, kappa >= 1 - sigma
    kappa = np.where(bends, kappa, 0.0)
    size = np.where(bends, np.sqrt((1 - sigma) / np.where(bends, kappa, 1.0)), np.inf)
    drag = np.where(alone, 1.0, sigma - kappa + 2 * np.sqrt(kappa * (1 - sigma)))
    limited = drag > FREE * output
    best = np.where(limited, output / np.where(limited, drag, 1.0), np.inf)
    unbounded = np.where(limited, "ceiling", "no limit")
    outcome = np.where(bends, np.where(alone, "work alone", "interior"), unbounded)
    return Peak(np.maximum(size, 1)[()], best[()], str(outcome) if outcome.ndim == 0 else outcome)


def size_for_share(scalability, share):
    r"""The smallest group that makes a `share` 0 < q < 1 of the highest throughput [people].

    With :math:`x = q X(n^*)/\lambda` it is the smaller root of
    :math:`\kappa x n^2 - (1 - x(\sigma - \kappa)) n + x(1-\sigma) = 0`; infinite where throughput has no limit.

    >>> print(round(float(size_for_share(Scalability(), 0.8)), 6), round(float(peak(Scalability()).size), 6))
    12.343865 30.82207

    Source: peerkit's own derivation.
    """
    share = np.asarray(share, float)
    if not np.all((share > 0) & (share < 1)):
        raise ValueError(f"share must be above 0 and below 1, got {share}")
    sigma, kappa = np.asarray(scalability.contention, float), np.asarray(scalability.coherency, float)
    best = peak(scalability).throughput
    limited = np.isfinite(best)
    x = share * np.where(limited, best, scalability.worker_output) / scalability.worker_output
    half = (1 - x * (sigma - kappa)) / 2
    root = half + np.sqrt(np.maximum(half**2 - kappa * x**2 * (1 - sigma), 0))
    return np.where(limited, x * (1 - sigma) / root, np.inf)[()]


OUTCOMES = Outcomes(
    Scalability,
    (
        Outcome("size", "most productive size", "people", lambda r: peak(r).size, lambda r: peak(r).outcome),
        Outcome("throughput", "throughput of 100 people", "output per period", lambda r: throughput(r, 100)),
    ),
)
