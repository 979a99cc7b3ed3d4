r"""Growth of an audience in which some people come by themselves and others follow. (Bass 1969)

.. math::
    \frac{dF}{dt} = (p + qF)(1 - F), \qquad
    F(t) = \frac{1-e^{-(p+q)t}}{1+\frac{q}{p}e^{-(p+q)t}}, \qquad
    t^* = \frac{\ln(q/p)}{p+q}

F is the share of all eventual adopters who have adopted by time t. Time runs in the period in which p and q are stated
(usually years) and starts at the launch, when nobody has adopted.

Source: F. M. Bass, A New Product Growth for Model Consumer Durables, Management Science 15(5), 1969, 215-227
(unconfirmed: not checked against the paper's pages; that the closed forms solve the equation is checked in the tests).
"""

from typing import ClassVar, NamedTuple

import numpy as np

from peerkit.records.about import About, Source
from peerkit.records.checks import above, at_least, numbers, word
from peerkit.records.crossing import bisection
from peerkit.records.outcomes import Outcome, Outcomes
from peerkit.records.parameter import parameter
from peerkit.records.record import Record

PEAKS, DECLINES = "interior peak", "declines from the launch"


class Diffusion(Record):
    """An audience that grows by itself and by imitation until everybody who ever will has adopted."""

    innovation: float = parameter(
        "p",
        "Adopting without others",
        unit="share per period",
        meaning="Of the people who have not adopted yet, the share who do so in one period by themselves, without following "
        "anybody.",
        default=0.03,
        gt=0,
        explore=(0.001, 0.1),
        scale="log",
        percent=True,
        why="the customary starting value, 3 percent a year; that it is the mean of 213 applications is unconfirmed",
        source="start value of github.com/agk79/Bass; attributed to Sultan, Farley and Lehmann 1990 (attribution unconfirmed)",
        status="confirmed",
        url="https://github.com/agk79/Bass",
    )
    imitation: float = parameter(
        "q",
        "Pull of earlier adopters",
        unit="share per period",
        meaning="The share that is added per period once everybody else has adopted. Before, it grows in proportion to the "
        "number of adopters.",
        default=0.38,
        ge=0,
        explore=(0, 1),
        percent=True,
        why="the customary starting value, 38 percent a year; that it is the mean of 213 applications is unconfirmed",
        source="start value of github.com/agk79/Bass; attributed to Sultan, Farley and Lehmann 1990 (attribution unconfirmed)",
        status="confirmed",
        url="https://github.com/agk79/Bass",
    )
    market_size: float = parameter(
        "m",
        "Size of the market",
        unit="adopters",
        meaning="The number of people who will have adopted in the end; nobody adopts twice and nobody leaves.",
        default=1000.0,
        gt=0,
        explore=(100, 100_000),
        scale="log",
        why="a round number: it scales every count and moves no date",
        measure="sales until long after the peak; before the peak hardly anything measures it",
    )

    about: ClassVar[About] = About(
        claim="An audience grows along an S: slowly while few can be imitated, fastest near the middle, slowly again "
        "when few are left. Two numbers fix the shape and a third the size.",
        equations=(
            r"\frac{dF}{dt} = (p + qF)(1 - F)",
            r"F(t) = \frac{1-e^{-(p+q)t}}{1+\frac{q}{p}e^{-(p+q)t}}",
            r"t^* = \frac{\ln(q/p)}{p+q}",
        ),
        assumes=(
            "F is the share of all eventual adopters who have adopted, t the time since the launch, p the share who adopt by "
            "themselves, q the pull of earlier adopters, and t with a star the time of fastest adoption.",
            "There is a fixed number of eventual adopters, and everyone meets everyone.",
            "Each adopts once and stays.",
            "Price, quality and competition do not change, or change only along with time.",
        ),
        evidence_against=(
            "Before the peak very different sizes of the market fit the sales equally well.",
            "Over thirteen software repositories the curve fits with an R squared above 0.96 every time, yet in three "
            "of them the estimated market lies at the bound of the search. A close fit is no forecast.",
            "The method of estimation changes the answer: on one series of video recorder sales the regression gives p = 0.022, "
            "the fit of whole periods p = 0.009 and the published fit p = 0.007.",
        ),
        leaves_out=(
            "Leaving. Contributors come and go, so the curve suits an audience better than a group of editors.",
            "Personal contact: in a network the first hundred people may never meet the second hundred.",
            "Repeat use, successors and rivals.",
        ),
        sources=(
            Source(
                "Bass, A New Product Growth for Model Consumer Durables, Management Science 15(5), 1969",
                "unconfirmed",
                "https://doi.org/10.1287/mnsc.15.5.215",
            ),
            Source(
                "p and q of Bass's eleven durables, in a re-implementation of Rand and Rust 2011; its address was "
                "not kept",
                "confirmed",
            ),
            Source(
                "p = 0.03 and q = 0.38 as customary start values, github.com/agk79/Bass",
                "confirmed",
                "https://github.com/agk79/Bass",
            ),
            Source(
                "Ceilings at their bound in three of thirteen repositories, peerkit's own measurement", "recomputed"
            ),
        ),
    )


class Peak(NamedTuple):
    """The time of fastest adoption [periods], the share reached by then [1], the speed [share per period], and a word."""

    time: float
    share: float
    rate: float
    outcome: str


def cumulative_share(diffusion, time):
    r"""Share of all eventual adopters who have adopted by `time` [1].

    .. math:: F(t) = \frac{1-e^{-(p+q)t}}{1+\frac{q}{p}e^{-(p+q)t}}

    `time` t >= 0 [periods since the launch], scalar or array.

    >>> print(cumulative_share(Diffusion(), 5).round(9))
    0.331198642
    """
    d, t = diffusion, at_least(0, "time", time)
    total = d.innovation + np.asarray(d.imitation, float)
    return (d.innovation * -np.expm1(-total * t) / (d.innovation + d.imitation * np.exp(-total * t)))[()]


def density(diffusion, time):
    r"""Share of all eventual adopters who adopt per period at the moment `time` [share per period].

    .. math:: f(t) = (p + qF)(1-F) = p\,e^{-(p+q)t}\left(\frac{p+q}{p+q\,e^{-(p+q)t}}\right)^2

    `time` t >= 0 [periods since the launch], scalar or array.

    >>> print(density(Diffusion(), 5).round(9), density(Diffusion(), 0).round(9))
    0.104236359 0.03
    """
    d, t = diffusion, at_least(0, "time", time)
    total = d.innovation + np.asarray(d.imitation, float)
    decay = np.exp(-total * t)
    return (d.innovation * decay * (total / (d.innovation + d.imitation * decay)) ** 2)[()]


def adopters(diffusion, time):
    r"""The number of people who have adopted by `time`: :math:`m F(t)` [adopters].

    >>> print(adopters(Diffusion(), 5).round(6))
    331.198642
    """
    return diffusion.market_size * cumulative_share(diffusion, time)


def period_adopters(diffusion, period):
    r"""The number of people who adopt in the whole of a period [adopters].

    .. math:: m\,[F(t)-F(t-1)] = m\,\frac{p(p+q)\,e^{-(p+q)(t-1)}(1-e^{-(p+q)})}
        {(p+q\,e^{-(p+q)(t-1)})(p+q\,e^{-(p+q)t})}

    `period` t >= 1 counts from 1, the first period after the launch. The second form keeps its digits in the long tail,
    where the two shares differ by less than a floating-point number can show.

    >>> print(period_adopters(Diffusion(), [1, 6]).round(3))
    [ 35.758 108.037]
    """
    d, t = diffusion, at_least(1, "period", period)
    total = d.innovation + np.asarray(d.imitation, float)
    before, after = np.exp(-total * (t - 1)), np.exp(-total * t)
    first = total * before / (d.innovation + d.imitation * before)
    second = d.innovation * -np.expm1(-total) / (d.innovation + d.imitation * after)
    return (d.market_size * first * second)[()]


def time_to_share(diffusion, share):
    r"""The time at which the cumulative share reaches `share`: the inverse of `cumulative_share` [periods since the launch].

    .. math:: t = \frac{\ln(1 + qF/p) - \ln(1-F)}{p+q}

    `share` 0 <= F < 1 [1], scalar or array.

    >>> print(time_to_share(Diffusion(), 0.5).round(6))
    6.550189

    Source: elementary, from the closed form.
    """
    d, f = diffusion, numbers("share", share)
    if not np.all((f >= 0) & (f < 1)):
        raise ValueError(f"share must be at least 0 and below 1, got {share}")
    total = d.innovation + np.asarray(d.imitation, float)
    return ((np.log1p(d.imitation * f / d.innovation) - np.log1p(-f)) / total)[()]


def peak(diffusion):
    r"""The time of fastest adoption, with the share reached by then and the speed.

    .. math:: t^* = \frac{\ln(q/p)}{p+q}, \qquad F(t^*) = \frac12 - \frac{p}{2q}, \qquad f(t^*) = \frac{(p+q)^2}{4q}

    `outcome` is ``"interior peak"``, or ``"declines from the launch"`` where imitation is not stronger than innovation
    (:math:`q \le p`): adoption is then fastest at the launch itself, at the rate p with nobody adopted.

    >>> top = peak(Diffusion())
    >>> print(top.time.round(6), top.share.round(6), top.rate.round(6), top.outcome)
    6.192619 0.460526 0.110592 interior peak
    >>> print(peak(Diffusion(innovation=0.1, imitation=0.05)).outcome)
    declines from the launch
    """
    p, q = np.asarray(diffusion.innovation, float), np.asarray(diffusion.imitation, float)
    interior = q > p
    # Where there is no interior peak q takes the value p, at which the three formulas give the launch.
    q = np.where(interior, q, p)
    outcome = np.where(interior, PEAKS, DECLINES)
    time, share, rate = (np.log(q) - np.log(p)) / (p + q), 0.5 - p / (2 * q), (p + q) * ((p + q) / (4 * q))
    return Peak(time[()], share[()], rate[()], word(outcome))


def same_start(diffusion, factor):
    r"""Another market, `factor` times as large, whose sales begin alike and grow alike at first: a `Diffusion`.

    .. math:: S = mp + (q-p)\,Y - \frac qm Y^2, \qquad
              m' = fm, \quad p' = \frac pf, \quad q' = q - p + p'

    Sales S follow cumulative sales Y along a parabola. The first two terms are equal in both markets; only the bend,
    from which alone the size can be read, differs. `factor` f is above 0. Where the second market would need a negative
    q it gets 0, and the growth of the two differs from the start.

    >>> twin = same_start(Diffusion(), 2)
    >>> print(round(twin.innovation, 6), round(twin.imitation, 6), twin.market_size)
    0.015 0.365 2000.0

    Source: peerkit's own derivation, from Bass's regression of sales on cumulative sales.
    """
    factor = float(above(0, "factor", factor))
    d, slower = diffusion, diffusion.innovation / factor
    imitation = np.maximum(np.asarray(d.imitation, float) - d.innovation + slower, 0.0)[()]
    twin = {"market_size": factor * d.market_size, "innovation": slower, "imitation": imitation}
    return d.replace(**twin) if isinstance(d, Diffusion) else Diffusion.batch(**twin)


def telling_time(diffusion, factor=2.0, gap=0.1):
    r"""The time at which sales in a market `factor` times as large differ by the fraction `gap` [periods since the launch].

    The other market has the `same_start`. Until then sales that are off by as much cannot tell the two apart. `factor`
    is above 1 and `gap` above 0 and below factor - 1.

    >>> print(telling_time(Diffusion()).round(3))
    3.326

    Source: peerkit's own derivation.
    """
    if not 0 < numbers("gap", gap) < numbers("factor", factor) - 1:
        raise ValueError(f"gap must be above 0 and below factor - 1, got {gap} for a factor of {factor}")
    larger, d = same_start(diffusion, factor), diffusion

    def excess(time):
        ratio = larger.market_size * density(larger, time) / (d.market_size * density(d, time))
        return np.abs(ratio - 1) - gap

    # Long after everything is over one market still sells and the other does not.
    end = 50 / (d.innovation + d.imitation)
    return bisection(excess, 1e-9 * end, end)


OUTCOMES = Outcomes(
    Diffusion,
    (
        Outcome("peak", "time of fastest adoption", "periods", lambda r: peak(r).time),
        Outcome("adopters", "adopters after 10 periods", "people", lambda r: adopters(r, 10.0)),
        Outcome("telling_time", "time until a market twice as large would sell a tenth more", "periods", telling_time),
    ),
)
