r"""Chance to stop contributing, which falls with every contribution a person has made. (Wilkinson 2008)

.. math::
    P(\text{stop after } k) = \frac{b}{k + c}, \qquad
    P(\text{more than } k) = \prod_{j=1}^{k}\left(1 - \frac{b}{j+c}\right)
    = \frac{\Gamma(1+c)\,\Gamma(k+1+c-b)}{\Gamma(1+c-b)\,\Gamma(k+1+c)} \sim k^{-b}

So contributions per person have a power-law tail with exponent :math:`\alpha = 1 + b`: the more effort a task takes,
the rarer are people who do it very often. The rule is Wilkinson's; the head start c and the closed forms are peerkit's own.

Source: D. M. Wilkinson, Strong regularities in online peer production, ACM Conference on Electronic Commerce, 2008. The
abstract (stop chance inversely proportional to contributions, exponent proportional to effort) is confirmed; the fitted
exponents are unconfirmed.
"""

from typing import ClassVar, NamedTuple

import numpy as np
from scipy.special import betaln

from peerkit.records.about import About, Source
from peerkit.records.checks import between, numbers, word
from peerkit.records.outcomes import Outcome, Outcomes
from peerkit.records.parameter import parameter
from peerkit.records.record import Record, Rule

FINITE, UNBOUNDED, ONE_EACH = "finite mean", "depends on sample size", "one contribution each"
MOST_PEOPLE = 10**7
"""The largest simulated crowd: some hundred megabytes and a second."""


class Momentum(Record):
    """A chance to stop contributing that falls with the contributions that a person has already made."""

    effort: float = parameter(
        "b",
        "Effort per contribution",
        unit="1",
        meaning="How much a contribution demands of its author. The chance to stop after the k-th contribution is this "
        "number divided by k plus the head start.",
        default=1.28,
        gt=0,
        explore=(0.3, 2),
        step=0.01,
        why="gives the exponent 2.28 reported for edits of Wikipedia; votes are easier (0.47), comments on bugs lie "
        "between (0.98)",
        source="Wilkinson 2008; the link opens its abstract, which does not give the exponent",
        url="http://hinet.lindayi.me/paper.php?id=1071522",
        status="unconfirmed",
    )
    head_start: float = parameter(
        "c",
        "Head start of a newcomer",
        unit="contributions",
        meaning="Momentum that a person brings along, as if so many contributions had been made before the first one.",
        default=1.0,
        ge=0,
        le=1000,
        explore=(1, 10),
        scale="log",
        why="the smallest whole number that lets effort exceed 1; it changes the start of the curve, not its tail",
        measure="how many newcomers make a second contribution",
    )

    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            lambda m: np.asarray(m.effort, float) <= 1 + np.asarray(m.head_start, float),
            "effort must be at most 1 plus the head start, so that the chance to stop is at most 1, got effort "
            "{effort} with head_start {head_start}",
        ),
    )

    about: ClassVar[About] = About(
        claim="Participation has momentum: each contribution makes the next more likely. This alone makes a few people "
        "contribute very much, the more so the easier the task.",
        equations=(
            r"P(\mathrm{stop\ after\ } k) = \frac{b}{k + c}",
            r"P(\mathrm{more\ than\ } k) \sim k^{-b}",
            r"\alpha = 1 + b",
        ),
        assumes=(
            "P is a probability, b the effort, c the head start and k a number of contributions. The Greek letter alpha is "
            "the exponent of the tail: the number of people who make k contributions falls like k to the power of minus "
            "alpha.",
            "Everyone follows the same rule; only what they have done so far matters.",
            "People who stop do not come back.",
            "Effort is a property of the task, the same for all its contributors.",
        ),
        evidence_against=(
            "Counts cannot show momentum. A mix of people with fixed, different chances to stop (a beta distribution of "
            "chances) gives exactly the same counts without any momentum.",
            "In Apache the task that takes more effort is the more concentrated one: 15 people made 83% of the changes that "
            "added functions, the 15 most active reporters sent 5% of the problem reports. The likely reason is that few "
            "people may commit code.",
            "The exponents quoted for Wikipedia, Digg and others are not checked against the paper's own tables.",
            "An experiment shows more than counts. Awards given to newcomers of Wikipedia by lot had a sizeable effect on "
            "how many stayed (Gallus 2017). So staying can be changed; that one contribution leads to the next is another "
            "claim.",
        ),
        leaves_out=(
            "Access rules, roles and pay.",
            "Time: a person who paused looks like a person who stopped.",
            "People who never make a first contribution.",
        ),
        studies=("Gallus 2017",),
        sources=(
            Source(
                "Wilkinson, Strong regularities in online peer production, 2008, abstract",
                "confirmed",
                "http://hinet.lindayi.me/paper.php?id=1071522",
            ),
            Source(
                "Wilkinson 2008, table of exponents; the link opens the abstract, which does not give it",
                "unconfirmed",
                "http://hinet.lindayi.me/paper.php?id=1071522",
            ),
            Source("Closed forms, mean, and the equivalence with a mix of people", "derived"),
            Source(
                "Mockus, Fielding and Herbsleb 2002, Apache, from course notes on the paper",
                "secondary",
                "http://www.adamfourney.com/cs889/cases-studies-for-foss-development/",
            ),
            Source(
                "Gallus, Fostering Public Good Contributions with Symbolic Awards, Management Science, 2017, abstract",
                "confirmed",
                "https://doi.org/10.1287/mnsc.2016.2540",
            ),
        ),
    )


class Careers(NamedTuple):
    """Exponent of the tail, fraction who contribute once [1], mean contributions per person, and the kind of mean."""

    exponent: float
    one_timers: float
    mean: float
    outcome: str


class Stops(NamedTuple):
    """Share of contributions that were a person's last [1], how many were, and how many there were, bin by bin."""

    share: np.ndarray
    stops: np.ndarray
    reached: np.ndarray


def stop_probability(momentum, contributions):
    r"""Chance that the k-th contribution is a person's last [probability]: :math:`b/(k+c)`.

    `contributions` k = 1, 2, 3, ... [contributions].

    >>> print(stop_probability(Momentum(effort=0.5, head_start=0), 10))
    0.05
    """
    k = _whole(contributions, 1)
    return (momentum.effort / (k + momentum.head_start))[()]


def survival(momentum, contributions):
    r"""Chance that a person contributes more than k times [probability].

    .. math:: \frac{\Gamma(1+c)\,\Gamma(k+1+c-b)}{\Gamma(1+c-b)\,\Gamma(k+1+c)}
        = \frac{B(k+1+c-b,\; b)}{B(1+c-b,\; b)}

    `contributions` k = 0, 1, 2, ... [contributions]. As beta functions it keeps eight digits up to k = 10^12.

    >>> print(round(float(survival(Momentum(effort=0.5, head_start=0), 10)), 6))
    0.176197

    Source: the product is Wilkinson's rule; the closed form is peerkit's own derivation.
    """
    k = _whole(contributions, 0)
    b, spare = np.asarray(momentum.effort, float), _spare(momentum)
    # With nothing to spare the first contribution is certainly the last, and the beta function has a pole.
    stays = np.where(spare > 0, spare, 1.0)
    ratio = np.exp(betaln(k + stays, b) - betaln(stays, b))
    return np.where(k == 0, 1.0, np.where(spare > 0, ratio, 0.0))[()]


def probability(momentum, contributions):
    """Chance that a person contributes exactly k times [probability]: `survival` to k - 1, then a stop.

    `contributions` k = 1, 2, 3, ... [contributions].

    >>> print(probability(Momentum(effort=0.5, head_start=0), 1))
    0.5
    """
    k = _whole(contributions, 1)
    return survival(momentum, k - 1) * stop_probability(momentum, k)


def careers(momentum):
    r"""Exponent of the tail, the one-timers, and contributions per person, in one record.

    .. math:: \alpha = 1 + b, \qquad P(1) = \frac{b}{1+c}, \qquad \text{mean} = \frac{c}{b-1} \quad (b > 1)

    `outcome` is ``"finite mean"``; ``"depends on sample size"`` for :math:`b \le 1`, where the mean is infinite; or
    ``"one contribution each"`` where the first contribution is certain to be the last (:math:`b = 1 + c`).

    >>> made = careers(Momentum(effort=1.5, head_start=2))
    >>> print(made.exponent, made.one_timers, made.mean, made.outcome)
    2.5 0.5 4.0 finite mean

    Source: the exponent is Wilkinson's; mean and one-timers are peerkit's own derivation.
    """
    b, c, spare = np.broadcast_arrays(np.asarray(momentum.effort, float), momentum.head_start, _spare(momentum))
    finite = (b > 1) | (spare == 0)
    mean = np.where(spare == 0, 1.0, np.where(finite, c / np.where(b > 1, b - 1, 1.0), np.inf))
    outcome = np.where(spare == 0, ONE_EACH, np.where(finite, FINITE, UNBOUNDED))
    return Careers((1 + b)[()], (b / (1 + c))[()], mean[()], word(outcome))


def simulated_contributions(momentum, people, rng):
    """Contributions of `people` people who follow the rule, drawn with `rng` [contributions]; one record, not a batch.

    Each person gets a fixed chance to stop from a beta distribution, which gives exactly the counts of the rule: what
    looks like momentum may be a mix of people.

    >>> simulated_contributions(Momentum(), 6, np.random.default_rng(2024)).tolist()
    [1.0, 1.0, 2.0, 1.0, 2.0, 1.0]

    Source: peerkit's own derivation.
    """
    people = int(_whole(between(0, MOST_PEOPLE, "people", people), 0, "people"))
    spare = float(_spare(momentum))
    if spare == 0:
        return np.ones(people)
    going_on = -np.log1p(-rng.beta(momentum.effort, spare, people).clip(1e-300, 1 - 1e-16))
    return 1 + np.floor(rng.standard_exponential(people) / going_on)


def observed_stops(contributions, bounds):
    """The share of people for whom a contribution was the last, of those who got as far, bin by bin.

    `contributions` holds one whole number >= 1 per person [contributions]; bin i runs from `bounds[i]` up to but not
    including `bounds[i + 1]`. A person who made x contributions could have stopped x times and did so once. Returns a
    `Stops`; a bin that nobody reached has a share of NaN.

    >>> [part.tolist() for part in observed_stops([1, 1, 1, 2, 3, 4], [1, 2, 4])]
    [[0.5, 0.4], [3.0, 2.0], [6.0, 5.0]]

    Source: elementary, the life table.
    """
    made, low = _whole(contributions, 1), _whole(bounds, 1, "bounds")
    bins = zip(low[:-1], low[1:], strict=True)
    reached = np.array([np.clip(made - start + 1, 0, end - start).sum() for start, end in bins])
    stops = np.histogram(made[made < low[-1]], low)[0].astype(float)
    return Stops(np.where(reached > 0, stops / np.maximum(reached, 1), np.nan), stops, reached)


def _spare(momentum):
    return 1 + np.asarray(momentum.head_start, float) - momentum.effort


def _whole(values, least, name="contributions"):
    whole = numbers(name, values)
    if not np.all((whole >= least) & (whole == np.round(whole))):
        raise ValueError(f"{name} must be whole numbers of at least {least}, got {values}")
    return whole


OUTCOMES = Outcomes(
    Momentum,
    (
        Outcome(
            "mean",
            "contributions per person",
            "contributions",
            lambda r: careers(r).mean,
            lambda r: careers(r).outcome,
        ),
        Outcome(
            "one_timers",
            "share of people who stop after the first contribution",
            "share",
            lambda r: careers(r).one_timers,
        ),
    ),
)
