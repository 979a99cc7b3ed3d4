r"""Inequality of contributions under a power law: one exponent gives the Gini coefficient and every share.

.. math::
    P(x) \propto x^{-\alpha}, \qquad
    G = \frac{1}{2\alpha-3}, \qquad
    \text{share of the top } P = P^{(\alpha-2)/(\alpha-1)}, \qquad
    \text{work done by one-timers} = \frac{1}{\zeta(\alpha-1)}

The first three hold for a Pareto law (contributions of any size above a minimum), the last for its whole-number twin,
the zeta law on 1, 2, 3, ... For :math:`\alpha \le 2` the law has no mean: every share in a sample then depends on how many
people were counted. Samples are measured in `peerkit.models.sample_inequality`.

Source: elementary (Pareto and zeta laws); the one-timers' share is peerkit's own derivation.
"""

from typing import ClassVar, NamedTuple

import numpy as np
from scipy.special import zeta, zetac

from peerkit.records.about import About, Source
from peerkit.records.checks import above, between, numbers, word
from peerkit.records.crossing import bisection
from peerkit.records.outcomes import Outcome, Outcomes
from peerkit.records.parameter import parameter
from peerkit.records.record import Record

FINITE = "finite mean"
UNBOUNDED = "depends on sample size"


class Participation(Record):
    """A community whose contributions per person follow a power law from the first contribution on."""

    exponent: float = parameter(
        r"\alpha",
        "Exponent of the power law",
        unit="1",
        meaning="Says how much rarer large contributors are than small ones. With an exponent of 2, a hundredth as many "
        "people make 10 contributions as make one. A smaller exponent means a more unequal community.",
        default=2.1,
        gt=1,
        le=20,
        explore=(1.5, 3.5),
        step=0.01,
        why="close to 2.106, the exponent at which the top 1,000 of 68,000 people make two thirds of the edits, as was "
        "reported for Wikipedia",
        source="computed from a figure in Nielsen 2006",
        status="derived",
        url="https://www.nngroup.com/articles/participation-inequality/",
    )
    top_fraction: float = parameter(
        "P",
        "Who counts as the most active",
        unit="share of contributors",
        meaning="The part of the contributors that is called the most active: the question is how much they make. "
        "People who contribute nothing are not counted.",
        default=0.01,
        gt=0,
        le=1,
        explore=(0.001, 0.2),
        scale="log",
        percent=True,
        why="a round number; published figures speak of the top 0.5% to the top 20%",
        measure="nothing needs to be measured: it is a choice of whom to ask about",
    )

    about: ClassVar[About] = About(
        claim="In open communities a few people do most of the work, and one exponent sums up how few.",
        equations=(
            r"P(x) \propto x^{-\alpha}",
            r"G = \frac{1}{2\alpha - 3}",
            r"\mathrm{share}(P) = P^{(\alpha-2)/(\alpha-1)}",
            r"\mathrm{one\mbox{-}timers} = \frac{1}{\zeta(\alpha-1)}",
        ),
        assumes=(
            "x is the number of contributions of one person and P(x) how often it occurs. G is the Gini coefficient: 0 "
            "if all do the same, 1 if one person does everything. The Greek letter zeta is Riemann's zeta function, the "
            "sum of 1/k to the power of its argument over k = 1, 2, 3 and so on.",
            "One-timers are people who contribute exactly once; the formula gives their share of all contributions.",
            "The same power law holds from the smallest contributor to the largest.",
            "Contributions can be counted and are worth the same.",
            "People who contributed nothing are not in the count.",
        ),
        evidence_against=(
            "Published figures do not agree on one exponent. Gini coefficients and top shares of Wikipedia and Apache's "
            "code imply 2.03 to 2.16, shares of one-timers 2.48 to 2.73. The first look at the most active, the second at "
            "the least active, so no single power law describes both.",
            "An exponent of 2.28, reported for Wikipedia, would give a Gini coefficient of 0.64; 0.936 was measured.",
            "On more than 6,000 wikis a power law with a cut-off fits better or as well in 99.3%.",
            "The rule 90-9-1 is a rule of thumb. Nielsen, who made it popular, gives 95-5-0.1 for blogs and "
            "99.8-0.2-0.003 for Wikipedia.",
            "Who is allowed to do the task matters as well. In Apache 15 of about 400 people made 83% of the changes that "
            "added functions, but the 15 most active reporters sent 5% of the problem reports.",
        ),
        leaves_out=(
            "How valuable a contribution is. Only the number of contributions counts here.",
            "Readers who never contribute. Counting them makes every figure more extreme.",
            "One person with many names, programs that contribute, and imported history.",
            "Causes. Field experiments changed how much people contribute, by awards (Gallus 2017) and by telling them what "
            "others do (Chen and others 2010); a distribution cannot show such effects.",
        ),
        studies=(
            "Gallus 2017",
            "Chen and others 2010",
        ),
        sources=(
            Source("Pareto and zeta laws", "elementary"),
            Source("Share of work done by one-timers under a zeta law", "derived"),
            Source(
                "Nielsen, Participation inequality, 2006",
                "confirmed",
                "https://www.nngroup.com/articles/participation-inequality/",
            ),
            Source(
                "Ortega and Gonzalez-Barahona 2007, Gini of English Wikipedia, as a page of Reagle quotes them; its "
                "address was not kept",
                "secondary",
            ),
            Source(
                "Mockus, Fielding and Herbsleb 2002, Apache, from course notes on the paper",
                "secondary",
                "http://www.adamfourney.com/cs889/cases-studies-for-foss-development/",
            ),
            Source(
                "Wales quoted by Swartz 2006, and Suh and others 2009, as quoted in a footnote at informit; the "
                "link opens Swartz's page",
                "secondary",
                "http://www.aaronsw.com/2002/whowriteswikipedia/",
            ),
            Source(
                "Ochoa and Duval 2008, as a page of open2learn reports them: Amazon, LibraryThing, Merlot; its "
                "address was not kept",
                "secondary",
            ),
            Source(
                "Prieur and others 2008, Flickr, as reported by influxinsights",
                "secondary",
                "http://influxinsights.com/2008/technology/deep-diving-into-2-0-data-learning-from-flickr/",
            ),
            Source("Tenorio-Fornes and others 2022, PeerJ", "confirmed", "https://peerj.com/articles/cs-792"),
            Source(
                "Wilkinson 2008, exponent 2.28 for Wikipedia; the link opens the abstract, which does not give it",
                "unconfirmed",
                "http://hinet.lindayi.me/paper.php?id=1071522",
            ),
            Source(
                "Gallus, Fostering Public Good Contributions with Symbolic Awards, Management Science, 2017, abstract",
                "confirmed",
                "https://doi.org/10.1287/mnsc.2016.2540",
            ),
            Source(
                "Chen, Harper, Konstan and Li, Social Comparisons and Contributions to Online Communities, American "
                "Economic Review 100(4), 2010, abstract",
                "confirmed",
                "https://doi.org/10.1257/aer.100.4.1358",
            ),
        ),
    )


class Concentration(NamedTuple):
    """Gini coefficient and share of the top fraction [1], and whether they settle as more people are counted."""

    gini: float
    top_share: float
    outcome: str


class OneTimers(NamedTuple):
    """Fraction of people who contribute once and of the work they do [1], and whether the mean exists."""

    people_share: float
    work_share: float
    outcome: str


class Reported(NamedTuple):
    """A published figure: the most active fraction of people made this fraction of the contributions [1], and whose."""

    community: str
    top_fraction: float
    share: float
    source: str


REPORTED = (
    Reported("Wikipedia", 0.007, 0.50, "Wales, quoted by Swartz 2006"),
    Reported("Wikipedia", 0.01, 0.55, "Suh and others 2009"),
    Reported("Wikipedia", 1000 / 68000, 2 / 3, "Nielsen 2006"),
    Reported("Wikipedia", 0.02, 0.734, "Wales, quoted by Swartz 2006"),
    Reported("Apache code", 15 / 400, 0.83, "Mockus, Fielding and Herbsleb 2002"),
    Reported("Apache reports", 15 / 3000, 0.05, "Mockus, Fielding and Herbsleb 2002"),
    Reported("Amazon", 0.10, 0.50, "Ochoa and Duval 2008, reviews"),
    Reported("LibraryThing", 0.10, 0.64, "Ochoa and Duval 2008"),
    Reported("Merlot", 0.10, 0.75, "Ochoa and Duval 2008"),
    Reported("Flickr", 0.20, 0.82, "Prieur and others 2008, photos in 2006"),
)
"""Figures as published, read in secondary sources except Nielsen's: the points that one exponent would have to fit."""


def concentration(participation):
    r"""Gini coefficient and share of the top fraction of a Pareto law [1].

    .. math:: G = \frac{1}{2\alpha-3}, \qquad s(P) = P^{(\alpha-2)/(\alpha-1)}, \qquad \alpha > 2

    For :math:`\alpha \le 2` both tend to 1 as more people are counted; these limits come back with the outcome
    ``"depends on sample size"`` instead of ``"finite mean"``.

    >>> unequal = concentration(Participation(exponent=2.5))
    >>> print(unequal.gini, round(float(unequal.top_share), 6), unequal.outcome)
    0.5 0.215443 finite mean
    """
    a = np.asarray(participation.exponent, float)
    finite = a > 2
    gini = np.where(finite, 1 / np.where(finite, 2 * a - 3, 1.0), 1.0)
    share = np.asarray(participation.top_fraction, float) ** np.where(finite, (a - 2) / (a - 1), 0.0)
    return Concentration(gini[()], share, _outcome(finite))


def lorenz_share(participation, poorest_fraction):
    r"""Share of all contributions made by the least active fraction of people [1].

    .. math:: L(F) = 1 - (1-F)^{(\alpha-2)/(\alpha-1)}

    `poorest_fraction` F from 0 to 1 [1]. For :math:`\alpha \le 2` the limit: nothing for anyone but the very last.

    >>> print(round(float(lorenz_share(Participation(exponent=2.5), 0.99)), 6))
    0.784557
    """
    a, rest = np.asarray(participation.exponent, float), between(0, 1, "poorest_fraction", poorest_fraction)
    power = np.where(a > 2, (a - 2) / (a - 1), 0.0)
    within = rest < 1
    return np.where(within, -np.expm1(power * np.log1p(-np.where(within, rest, 0.0))), 1.0)[()]


def zeta_probability(participation, contributions):
    r"""Chance that a person makes exactly this many contributions under the zeta law [probability].

    .. math:: P(k) = \frac{k^{-\alpha}}{\zeta(\alpha)}

    `contributions` k = 1, 2, 3, ... [contributions]. With :math:`\alpha = 2` it is Lotka's law of scientific papers.

    >>> print(round(float(zeta_probability(Participation(exponent=2), 1)), 6))
    0.607927

    Source: elementary; that Lotka's law leaves 60.8% of authors with one paper is recomputed.
    """
    k = numbers("contributions", contributions)
    if not np.all((k >= 1) & (k == np.round(k))):
        raise ValueError(f"contributions must be whole numbers of at least 1, got {contributions}")
    return k ** -np.asarray(participation.exponent, float) / zeta(participation.exponent)


def zeta_moment(participation, order=1):
    r"""Mean of the contributions raised to `order` under the zeta law: :math:`\zeta(\alpha-m)/\zeta(\alpha)`.

    `order` m > 0; 1 gives contributions per person. Infinite where :math:`\alpha \le m + 1`: the sample mean then grows
    with the sample.

    >>> print(round(float(zeta_moment(Participation(exponent=2.5))), 6), zeta_moment(Participation(exponent=2)))
    1.947372 inf
    """
    reduced = np.asarray(participation.exponent, float) - above(0, "order", order)
    finite = reduced > 1
    return np.where(finite, zeta(np.where(finite, reduced, 2.0)) / zeta(participation.exponent), np.inf)[()]


def one_timers(participation):
    r"""Fraction of people who contribute exactly once, and the fraction of the work they do, under the zeta law [1].

    .. math:: \text{people} = \frac{1}{\zeta(\alpha)}, \qquad \text{work} = \frac{1}{\zeta(\alpha-1)}

    For :math:`\alpha \le 2` their share of the work falls to 0 as more people are counted.

    >>> print(round(float(one_timers(Participation(exponent=2.45)).work_share), 6))
    0.353208

    Source: peerkit's own derivation.
    """
    a = np.asarray(participation.exponent, float)
    finite = a > 2
    work = np.where(finite, 1 / zeta(np.where(finite, a - 1, 2.0)), 0.0)
    return OneTimers(1 / zeta(a), work[()], _outcome(finite))


def exponent_from_gini(gini):
    r"""The exponent of the Pareto law with this Gini coefficient [1]: :math:`\alpha = (1/G+3)/2`, for 0 < G < 1.

    >>> print(round(exponent_from_gini(0.936), 3))
    2.034
    """
    value = _inside("gini", gini)
    return ((1 / value + 3) / 2)[()]


def exponent_from_top_share(top_fraction, share):
    r"""The exponent of the Pareto law whose top P makes this share of the contributions [1].

    .. math:: \alpha = 1 + \frac{\ln P}{\ln P - \ln \text{share}}

    `top_fraction` 0 < P < 1 [share of contributors], `share` above P and at most 1 [share of contributions]: the most
    active cannot make less than their part.

    >>> print(round(exponent_from_top_share(0.02, 0.734), 3))
    2.086
    """
    top, made = _inside("top_fraction", top_fraction), between(0, 1, "share", share)
    if not np.all(made > top):
        raise ValueError(f"share must be above top_fraction and at most 1, got {share}")
    # log1p keeps its digits where the most active make hardly more than their part.
    return (1 - np.log(top) / np.log1p((made - top) / top))[()]


def exponent_from_one_timer_share(work_share):
    r"""The exponent of the zeta law in which one-timers do this share of the work [1].

    .. math:: \zeta(\alpha-1) = \frac{1}{s}

    `work_share` 0 < s < 1 [fraction of contributions].

    >>> print(round(exponent_from_one_timer_share(0.37), 3))
    2.478

    Source: peerkit's own derivation.
    """
    share = _inside("work_share", work_share)
    # zeta - 1 instead of zeta, so that a share close to 1 keeps its digits.
    excess = bisection(
        lambda s: (1 - share) / share - zetac(1 + s), np.full(share.shape, 1e-15), np.full(share.shape, 60.0)
    )
    return (2 + excess)[()]


def _outcome(finite):
    return word(np.where(finite, FINITE, UNBOUNDED))


def _inside(name, values):
    """`values` as floats; ValueError with their `name` unless all lie above 0 and below 1."""
    inside = numbers(name, values)
    if not np.all((inside > 0) & (inside < 1)):
        raise ValueError(f"{name} must be above 0 and below 1, got {values}")
    return inside


OUTCOMES = Outcomes(
    Participation,
    (
        Outcome(
            "gini",
            "Gini coefficient",
            "1",
            lambda r: concentration(r).gini,
            lambda r: concentration(r).outcome,
        ),
        Outcome(
            "top_share",
            "share that the most active make",
            "share of contributions",
            lambda r: concentration(r).top_share,
        ),
        Outcome(
            "one_timers",
            "share of work done by one-timers",
            "share of contributions",
            lambda r: one_timers(r).work_share,
        ),
    ),
)
