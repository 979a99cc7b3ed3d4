r"""A power law of whole numbers, such as contributions per person: probabilities, draws, and the precision of a sample.

.. math::
    P(x) = \frac{x^{-\alpha}}{\zeta(\alpha, x_{min})}, \qquad
    P(X \ge x) = \frac{\zeta(\alpha, x)}{\zeta(\alpha, x_{min})}, \qquad
    \sigma_{\hat\alpha} \approx \frac{1}{\sqrt{n\,\partial_\alpha^2 \ln \zeta(\alpha, x_{min})}}

with Hurwitz's zeta function :math:`\zeta(\alpha, q) = \sum_{k \ge 0} (q + k)^{-\alpha}`. `peerkit.models.power_law_fit`
finds exponent and start of the tail in data; `peerkit.models.tail_comparison` asks whether it is a power law at all.

Source: A. Clauset, C. R. Shalizi and M. E. J. Newman, Power-law distributions in empirical data, SIAM Review 51(4),
2009, 661-703, doi 10.1137/070710111 (as commonly cited; their fits are confirmed through the data sets of the powerlaw
package).
"""

from typing import ClassVar, Literal, NamedTuple

import numpy as np
from pydantic import Field

from peerkit.models.hurwitz_zeta import LARGEST_START, log_zeta, log_zeta_slopes
from peerkit.models.sample_inequality import histogram
from peerkit.records.about import About, Source
from peerkit.records.checks import between
from peerkit.records.outcomes import Outcome, Outcomes
from peerkit.records.parameter import parameter
from peerkit.records.record import Record

STEEPEST = 20.0
"""The largest exponent of a discrete law here: beyond it nothing is left of a tail."""
LARGEST_SAMPLE = 10**7
"""The largest sample that is drawn: some hundred megabytes and a second or two."""
LOG_BEYOND_COUNTING = 300.0
"""Logarithm of the size at which draws stop, for exponents near 1 that ask for more: beyond every count."""
CEILING = 100
"""The ceiling in `sample`: at this multiple of the start of the tail the chances have fallen to 1/e."""


class PowerLaw(Record):
    """Contributions per person that follow a power law from the start of the tail on, or only look like it (`origin`)."""

    origin: Literal["power_law", "power_law_with_a_ceiling", "lognormal"] = Field(
        "power_law", title="What the sample is drawn from"
    )
    exponent: float = parameter(
        r"\alpha",
        "Exponent",
        unit="1",
        meaning="Says how much rarer large contributors are. With an exponent of 2, a hundredth as many people make 100 "
        "contributions as make 10; with 3, a thousandth.",
        default=2.3,
        gt=1,
        le=STEEPEST,
        explore=(1.5, 3.5),
        step=0.01,
        why="near 2.28, reported for edits of Wikipedia",
        source="Wilkinson 2008; the link opens its abstract, which does not give the exponent",
        url="http://hinet.lindayi.me/paper.php?id=1071522",
        status="unconfirmed",
    )
    tail_start: int = parameter(
        r"x_{\min}",
        "Start of the tail",
        unit="contributions",
        meaning="The number of contributions from which on the law holds. Nothing is claimed about people who make fewer.",
        default=1,
        ge=1,
        le=10**15,
        explore=(1, 50),
        scale="log",
        why="1 claims the law for everyone; fitted tails start higher",
        measure="the start that fits the contribution counts of your community best",
    )
    contributors: int = parameter(
        "n",
        "Contributors in the tail",
        unit="people",
        meaning="How many people with at least that many contributions are observed.",
        default=1000,
        ge=2,
        le=10**12,
        explore=(50, 100_000),
        scale="log",
        why="a community of middling size; an exponent is rarely given for fewer than 50 people",
        measure="a count of the people with at least that many contributions",
    )

    about: ClassVar[About] = About(
        claim="Contributions per person follow a power law, so one exponent describes a community.",
        equations=(
            r"P(x) = \frac{x^{-\alpha}}{\zeta(\alpha, x_{\min})}, \quad x \ge x_{\min}",
            r"\hat\alpha:\ \frac{\zeta'(\hat\alpha, x_{\min})}{\zeta(\hat\alpha, x_{\min})} = -\overline{\ln x}",
        ),
        assumes=(
            "P(x) is the share of people with x contributions, for x from the start of the tail on. The Greek letter zeta is "
            "Hurwitz's zeta function: the sum of 1/k to the power of alpha over all whole numbers k from the start of the tail "
            "on. The hat marks an estimate, and the bar the average of the logarithm of x over the people in the tail.",
            "People contribute independently of each other.",
            "One law holds from the start of the tail to the largest contributor.",
        ),
        evidence_against=(
            "On more than 6,000 wikis the pure power law does poorly; with a cut-off it is better or tied in 99.3%.",
            "A straight line on logarithmic axes does not show a power law: lognormals look straight over a wide range, and "
            "a line through a histogram gives a wrong exponent.",
            "Published p-values for the same data and method range from 0.43 to 0.68 (words in Moby Dick).",
        ),
        leaves_out=(
            "People who contribute less than the start of the tail: often most people.",
            "A ceiling: nobody can contribute more than a life allows.",
            "The reason why the tail is heavy. Momentum, a mix of people and growth by a random factor all give a heavy tail.",
        ),
        sources=(
            Source(
                "Clauset, Shalizi and Newman, Power-law distributions in empirical data, SIAM Review 51(4), 2009",
                "unconfirmed",
                "https://doi.org/10.1137/070710111",
            ),
            Source(
                "Fits of their data sets, as shipped and tested by the powerlaw package",
                "confirmed",
                "https://github.com/jeffalstott/powerlaw",
            ),
            Source("Tenorio-Fornes and others 2022, PeerJ", "confirmed", "https://peerj.com/articles/cs-792"),
            Source("The ceiling and the lognormal that samples can be drawn from", "derived"),
            Source(
                "p-values for Moby Dick in the poweRlaw package and its paper",
                "confirmed",
                "https://github.com/csgillespie/poweRlaw",
            ),
        ),
    )


class Line(NamedTuple):
    """The exponent a straight line suggests [1], its claimed standard error, the points, and what speaks against it."""

    exponent: float
    standard_error: float
    points: int
    evidence_against: str


def probability(power_law, contributions):
    r"""Chance that a person of the tail makes exactly x contributions [probability], 0 below the start of the tail.

    `contributions` x, whole numbers [contributions].

    >>> print(round(float(probability(PowerLaw(exponent=2), 1)), 6))
    0.607927
    """
    x = between(-LARGEST_START, LARGEST_START, "contributions", contributions)
    inside = (x >= power_law.tail_start) & (x == np.round(x))
    logs = -power_law.exponent * np.log(np.where(inside, x, 1.0)) - log_zeta(power_law.exponent, power_law.tail_start)
    return np.where(inside, np.exp(np.minimum(logs, 0.0)), 0.0)[()]


def survival(power_law, contributions):
    r"""Chance that a person of the tail makes at least x contributions [probability].

    .. math:: P(X \ge x) = \frac{\zeta(\alpha, x)}{\zeta(\alpha, x_{min})}

    `contributions` x [contributions]; between two whole numbers the next one counts.

    >>> print(round(float(survival(PowerLaw(exponent=2), 2)), 6))
    0.392073
    """
    x = np.maximum(
        np.ceil(between(-LARGEST_START, LARGEST_START, "contributions", contributions)), power_law.tail_start
    )
    return np.exp(log_zeta(power_law.exponent, x) - log_zeta(power_law.exponent, power_law.tail_start))


def precision(power_law):
    r"""Standard error of the exponent that this many contributors allow, when the start of the tail is known [1].

    .. math:: \sigma = \frac{1}{\sqrt{n\,\partial_\alpha^2 \ln\zeta(\alpha, x_{min})}} \approx \frac{\alpha-1}{\sqrt n}

    >>> print(round(float(precision(PowerLaw(exponent=2.5, tail_start=20, contributors=100))), 4))
    0.15

    Source: elementary (Fisher information); the approximation is the one of continuous data.
    """
    curvature = log_zeta_slopes(power_law.exponent, power_law.tail_start).second
    return (1 / np.sqrt(power_law.contributors * curvature))[()]


def draws(power_law, size, rng):
    r"""That many draws from the tail, exact for every exponent, drawn with `rng` [contributions].

    `size` is a number or a shape; parameters of a batch broadcast against it. A continuous Pareto draw is rounded down
    to k and kept in proportion to :math:`1/(k(1-(1+1/k)^{1-\alpha}))`, which leaves chances of :math:`k^{-\alpha}`.

    >>> draws(PowerLaw(), 6, np.random.default_rng(2024)).tolist()
    [1.0, 1.0, 1.0, 2.0, 1.0, 1.0]

    Source: rejection as for the zeta law in L. Devroye, Non-Uniform Random Variate Generation, 1986, chapter X.6
    (unconfirmed), here for any start.
    """
    exponent = np.broadcast_to(np.asarray(power_law.exponent, float), size).ravel()
    start = np.broadcast_to(np.asarray(power_law.tail_start, float), size).ravel()
    kept = np.empty(start.shape)
    waiting = np.arange(start.size)
    while waiting.size:
        a, least = exponent[waiting], start[waiting]
        log_size = np.log(least) + rng.standard_exponential(waiting.size) / (a - 1)
        proposal = np.maximum(np.floor(np.exp(np.minimum(log_size, LOG_BEYOND_COUNTING))), least)
        accepted = rng.random(waiting.size) * _rounding(a, least) < _rounding(a, proposal)
        kept[waiting[accepted]] = proposal[accepted]
        waiting = waiting[~accepted]
    return kept.reshape(size)


def sample(power_law, rng, most=10**6):
    r"""Contributions of `contributors` people, and at most of `most`, drawn from the law named by `origin` [contributions].

    .. math:: P(x) \propto x^{-\alpha}, \qquad x^{-\alpha} e^{-x/(100 x_{min})}, \qquad
        x = x_{min} e^{\sigma |Z|} \text{ rounded, } \sigma = \frac{\sqrt{\pi/2}}{\alpha - 1}

    that is: the power law itself; one that nobody can climb far beyond a hundred times its start; and the upper half of a
    lognormal, as wide as makes a power law fitted to it find the exponent :math:`\alpha`, because then
    :math:`E \ln(x/x_{min}) = 1/(\alpha - 1)`. For one record, not a batch.

    >>> sample(PowerLaw(origin="lognormal", contributors=6), np.random.default_rng(2024)).tolist()
    [1.0, 2.0, 2.0, 1.0, 2.0, 1.0]

    Source: peerkit's own choice of what to confuse with a power law.
    """
    people, start = int(min(power_law.contributors, between(2, LARGEST_SAMPLE, "most", most))), power_law.tail_start
    if power_law.origin == "lognormal":
        spread = np.sqrt(np.pi / 2) / (power_law.exponent - 1)
        logs = np.log(start - 0.5) + spread * np.abs(rng.standard_normal(people))
        return np.floor(np.exp(np.minimum(logs, LOG_BEYOND_COUNTING)) + 0.5)
    if power_law.origin == "power_law":
        return draws(power_law, people, rng)
    return _draws_below_ceiling(power_law, people, rng)


def _draws_below_ceiling(power_law, people, rng):
    """Draws from the law with a ceiling: a Pareto draw that ends forty ceilings up, rounded down and partly kept."""
    a, start, kept = power_law.exponent, power_law.tail_start, np.empty(0)
    inside = -np.expm1((1 - a) * np.log(40 * CEILING))
    while kept.size < people:
        uniform, chance = rng.random((2, people - kept.size))
        proposal = np.maximum(np.floor(start * np.exp(-np.log1p(-uniform * inside) / (a - 1))), start)
        law = _rounding(a, proposal) * np.exp((start - proposal) / (CEILING * start))
        kept = np.append(kept, proposal[chance * _rounding(a, start) < law])
    return kept


def _rounding(exponent, size):
    """Chance of a size under the discrete law over that under the rounded continuous one, up to a factor."""
    return -1 / (size * np.expm1((1 - exponent) * np.log1p(1 / size)))


def log_log_line(contributions, counts=None):
    r"""The exponent that a least-squares line through the histogram suggests: a warning, not an estimate.

    It fits :math:`\ln(\text{people}) = a - \alpha \ln(\text{contributions})`, so one person at 5,000 weighs as much as
    a thousand at 1. `counts`: see `peerkit.models.sample_inequality.histogram`.

    >>> print(round(log_log_line([1, 2, 4, 8], [64, 16, 4, 1]).exponent, 6))
    2.0

    Source: elementary; that it is biased is the first lesson of Clauset, Shalizi and Newman 2009.
    """
    values, times = histogram(contributions, counts)
    if not (values.size >= 3 and values[0] > 0):
        raise ValueError(
            f"contributions must be above 0 and take at least 3 values, got {values.size} from {values[0]:g}"
        )
    x, y = np.log(values), np.log(times)
    spread = np.sum((x - x.mean()) ** 2)
    slope = np.sum((x - x.mean()) * (y - y.mean())) / spread
    rest = y - y.mean() - slope * (x - x.mean())
    error = np.sqrt(np.sum(rest**2) / (values.size - 2) / spread)
    return Line(
        -slope,
        error,
        values.size,
        "The line ignores how many people stand behind each point, so the exponent is biased and the error too small.",
    )


OUTCOMES = Outcomes(PowerLaw, (Outcome("precision", "standard error of the exponent", "1", lambda r: precision(r)),))
