r"""The throughput of n people who work on the same thing: Gunther's Universal Scalability Law.

.. math::
    X(n) = \frac{\lambda n}{1 + \sigma (n-1) + \kappa n (n-1)}, \qquad
    n^* = \sqrt{\frac{1-\sigma}{\kappa}}

Two things hold n contributors back. They wait in line for what only one can use at a time (contention), and they keep in
step with each other, pair by pair (coherency). Waiting flattens the curve. Keeping in step bends it down again.

Source: N. J. Gunther, Guerrilla Capacity Planning, Springer, 2007. Formula confirmed in the documentation of the Rust
crate usl (https://docs.rs/usl/0.3.0/usl/struct.Model.html); the book itself is unconfirmed.
"""

from typing import ClassVar, NamedTuple

import numpy as np

from peerkit.records.about import About, Source
from peerkit.records.checks import at_least, numbers, word
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
        meaning="Output of one contributor in a period when nobody else is there.",
        default=1.0,
        gt=0,
        explore=(0.5, 5),
        scale="log",
        why="the unit of account: everything else is measured in it",
        measure="output of contributors who work on their own",
    )
    contention: float = parameter(
        r"\sigma",
        "Contention, waiting in line",
        unit="share of work",
        meaning="Share of the work that only one contributor can do at a time, such as a sign-off by one person.",
        percent=True,
        default=0.05,
        ge=0,
        lt=1,
        explore=(0, 0.3),
        step=0.01,
        why="one twentieth of the work waits for a single person; no crowd then produces more than twenty workers would alone",
        measure="output at several group sizes, by fitting the law; or the share of time that work waits for a review",
    )
    coherency: float = parameter(
        r"\kappa",
        "Coherency, keeping in step",
        unit="share of work per pair",
        meaning="Share of a contributor's work that each pair spends on keeping in step with each other.",
        percent=True,
        default=0.001,
        ge=0,
        le=1,
        explore=(0, 0.02),
        step=0.0005,
        why="puts the peak near thirty contributors",
        measure="output at several group sizes, by fitting the law to a curve that bends down",
    )

    about: ClassVar[About] = About(
        claim="Waiting in line limits the output of a growing group. Keeping everyone in step makes the output shrink above a "
        "certain size.",
        equations=(
            r"X(n) = \frac{\lambda n}{1 + \sigma(n-1) + \kappa n(n-1)}",
            r"n^* = \sqrt{\frac{1-\sigma}{\kappa}}",
        ),
        assumes=(
            "n is the number of contributors, X(n) their output together, n* the size with the highest output.",
            "Contributors are alike, and one shared resource is the bottleneck.",
            "The cost of keeping in step is pairwise: everyone with everyone.",
            "The amount of work is not limited: there is always more to do.",
        ),
        evidence_against=(
            "The law was made for computers. That it fits groups of people is an analogy until their data say so.",
            "That everyone keeps in step with everyone is the worst case. A modular project needs far fewer pairs.",
            "Where the data end before the peak, the peak is an extrapolation from a slight bend in the curve.",
            "Zhang and Zhu (2011) find that people contributed less to Chinese Wikipedia when others were blocked from it: "
            "a larger group can also make each member contribute more, which this law cannot express.",
        ),
        leaves_out=(
            "Gains from working together: the best this law allows is proportional growth.",
            "Differences between contributors, and who comes and goes.",
            "A redesign that removes the queue.",
        ),
        studies=("Zhang and Zhu 2011",),
        sources=(
            Source(
                "The law as documented in the Rust crate usl 0.3.0",
                "confirmed",
                "https://docs.rs/usl/0.3.0/usl/struct.Model.html",
            ),
            Source("Gunther, Guerrilla Capacity Planning, Springer, 2007, a book", "unconfirmed"),
            Source(
                "Zhang and Zhu, Group Size and Incentives to Contribute, American Economic Review 101(4), 2011",
                "unconfirmed",
                "https://doi.org/10.1257/aer.101.4.1601",
            ),
            Source("The height of the peak and of the ceiling", "derived"),
        ),
    )


class Peak(NamedTuple):
    """The size with the highest throughput [people], that throughput [output per period] and the kind of peak it is."""

    size: float
    throughput: float
    outcome: str


def throughput(scalability, contributors):
    r"""Output of `contributors` n >= 0 [people] together, :math:`X(n)` [output per period].

    .. math:: X(n) = \frac{\lambda n}{1 + \sigma (n-1) + \kappa n (n-1)}

    With :math:`\kappa = 0` it is Amdahl's law, with :math:`\sigma = \kappa = 0` it is proportional to n.

    >>> print([round(float(x), 6) for x in throughput(Scalability(), [1, 10, 31, 100])])
    [1.0, 6.493506, 9.037901, 6.309148]

    Source: Gunther 2007; formula confirmed in the documentation of the Rust crate usl.
    """
    n = at_least(0, "contributors", contributors)
    return (scalability.worker_output * n * efficiency(scalability, n))[()]


def efficiency(scalability, contributors):
    """Throughput per head of `contributors` n >= 0 [people] as a share of the output of one alone [1].

    >>> print(round(float(efficiency(Scalability(), 10)), 6))
    0.649351

    Source: elementary.
    """
    n = at_least(0, "contributors", contributors)
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
    return Peak(np.maximum(size, 1)[()], best[()], word(outcome))


def whole_peak(scalability):
    """The whole number of contributors with the highest throughput, for one record [people]; infinite without a peak.

    >>> whole_peak(Scalability())
    31.0

    Source: elementary; throughput has one maximum, and the best whole number is beside it.
    """
    size = peak(scalability).size
    if not np.isfinite(size):
        return float(size)
    return max((float(np.floor(size)), float(np.floor(size)) + 1), key=lambda n: throughput(scalability, n))


def size_for_share(scalability, share):
    r"""The smallest group that produces a `share` 0 < q < 1 of the highest throughput [people].

    With :math:`x = q X(n^*)/\lambda` it is the smaller root of
    :math:`\kappa x n^2 - (1 - x(\sigma - \kappa)) n + x(1-\sigma) = 0`; infinite where throughput has no limit.

    >>> print(round(float(size_for_share(Scalability(), 0.8)), 6), round(float(peak(Scalability()).size), 6))
    12.343865 30.82207

    Source: peerkit's own derivation.
    """
    part = numbers("share", share)
    if not np.all((part > 0) & (part < 1)):
        raise ValueError(f"share must be above 0 and below 1, got {share}")
    sigma, kappa = np.asarray(scalability.contention, float), np.asarray(scalability.coherency, float)
    best = peak(scalability).throughput
    limited = np.isfinite(best)
    x = part * np.where(limited, best, scalability.worker_output) / scalability.worker_output
    half = (1 - x * (sigma - kappa)) / 2
    root = half + np.sqrt(np.maximum(half**2 - kappa * x**2 * (1 - sigma), 0))
    return np.where(limited, x * (1 - sigma) / root, np.inf)[()]


def contention_between(first, second, output_ratio):
    r"""The contention that explains an output `output_ratio` q times as large with n2 instead of n1 people, alone [share].

    .. math:: \sigma = \frac{r - 1}{(n_2 - 1) - r\,(n_1 - 1)}, \qquad r = \frac{n_2}{q\,n_1}

    `first` n1 < `second` n2 [people]; q is at least 1, since waiting alone never lowers output. 0 where output grew in proportion; negative where it grew by more than that, which
    the law cannot express.

    >>> from math import isclose
    >>> law = Scalability(contention=0.02, coherency=0)
    >>> isclose(contention_between(10, 50, throughput(law, 50) / throughput(law, 10)), 0.02)
    True

    Source: peerkit's own derivation, by solving X(n2) / X(n1) = q for the contention without coherency.
    """
    n1, n2 = at_least(1, "first", first), at_least(1, "second", second)
    if not np.all(n2 > n1):
        raise ValueError(f"second must be above first, got {first} and {second}")
    ratio = n2 / (at_least(1, "output_ratio", output_ratio) * n1)
    return ((ratio - 1) / ((n2 - 1) - ratio * (n1 - 1)))[()]


OUTCOMES = Outcomes(
    Scalability,
    (
        Outcome("size", "most productive size", "people", lambda r: peak(r).size, lambda r: peak(r).outcome),
        Outcome("throughput", "output of 100 people", "output per period", lambda r: throughput(r, 100)),
    ),
)
