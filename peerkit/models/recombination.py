r"""Pieces that can be combined: the value that merging two pools adds, and the stock above which ideas breed ideas.

.. math::
    V(n) = v n + s\,\frac{n(n-1)}{2}, \qquad
    A_{t+1} = A_t + \pi\left[\binom{A_t}{2} - \binom{A_{t-1}}{2}\right], \qquad
    R_t = \frac{A_{t+1}-A_t}{A_t-A_{t-1}} = \pi\,\frac{A_t + A_{t-1} - 1}{2}

Only pairs that nobody has tried count, so a path needs two starting stocks. The bracket telescopes, and what is left is
a map of one variable, :math:`A_{t+1} = A_1 + \pi[\binom{A_t}{2} - \binom{A_0}{2}]`, whose fate is known in closed form.

Source: M. L. Weitzman, Recombinant Growth, Quarterly Journal of Economics 113(2), 1998, 331-360 (unconfirmed). That
n(n-1)/2 pairs are possible and that limits lie in processing rather than in ideas stands in secondary sources
(mattsclancy.substack.com, mindstalk.net, study.space). The reproduction number, the fate and the critical stock are
peerkit's own derivation.
"""

from typing import ClassVar, NamedTuple

import numpy as np

from peerkit.records.about import About, Source
from peerkit.records.checks import at_least, between, word
from peerkit.records.outcomes import Outcome, Outcomes
from peerkit.records.parameter import parameter
from peerkit.records.record import Record

LARGEST = 1e12
"""Stock [chunks] beyond which a path is cut off and reported as infinite."""

MOST_PERIODS = 100_000
"""Longest path that is computed [periods]: it takes about a second."""


class Recombination(Record):
    """A collection of reusable pieces (chunks): their worth alone and in pairs, and how pairs turn into new pieces."""

    chunk_value: float = parameter(
        "v",
        "Value of one piece",
        unit="pieces, the unit of account",
        meaning="The worth of a piece when nothing is combined with it.",
        default=1.0,
        ge=0,
        le=1e9,
        explore=(0, 5),
        why="the unit of account: a pair is worth so many pieces",
        measure="what people pay for a piece that is sold alone",
    )
    pair_value: float = parameter(
        "s",
        "Extra value of a pair",
        unit="pieces per pair",
        meaning="The worth of a pair of pieces beyond its two parts, averaged over all pairs that may be combined.",
        default=0.01,
        ge=0,
        le=1e9,
        explore=(0, 0.1),
        step=0.005,
        why="one pair in a hundred is worth as much as a piece; licences decide who may combine what, and so set it",
        measure="prices of bundles against prices of their parts, for pairs picked at random",
    )
    starting_stock: float = parameter(
        "A_0",
        "Pieces at the start",
        unit="pieces",
        meaning="Pieces in the collection before the first period.",
        default=80.0,
        ge=1,
        le=1e9,
        explore=(1, 300),
        step=1,
        why="a little above the critical stock at the other defaults, so that lowering it shows the turn",
        measure="a count of the reusable pieces in the collection",
    )
    first_additions: float = parameter(
        "A_1 - A_0",
        "Pieces added at first",
        unit="pieces",
        meaning="Pieces contributed in the first period from outside; later ones come from combining.",
        default=5.0,
        ge=0,
        le=1e9,
        explore=(0, 30),
        step=0.5,
        why="a sixteenth of the starting stock",
        measure="the log of contributions of the first month or release",
    )
    success_chance: float = parameter(
        r"\pi",
        "Chance that a pair works",
        unit="of the pairs not tried before",
        meaning="Chance that a pair nobody has tried turns out to be a new piece worth keeping.",
        default=0.01,
        ge=0,
        le=1,
        explore=(0.001, 0.05),
        scale="log",
        percent=True,
        why="the collection then grows by itself from about a hundred pieces on (one divided by this chance)",
        measure="a count of combinations tried and combinations kept",
    )
    processing_limit: float = parameter(
        r"\bar g",
        "Most that can be processed",
        unit="of the collection per period",
        meaning="The largest growth of the collection in one period that people can review, test and absorb.",
        default=0.2,
        gt=0,
        le=100,
        explore=(0.02, 0.5),
        step=0.01,
        percent=True,
        why="a fifth of the collection a period; that processing is the limit is Weitzman's theme",
        measure="pieces reviewed per period where a queue of unreviewed ones waits",
    )

    about: ClassVar[About] = About(
        claim="A collection of pieces is worth more than the sum of its pieces. Above a critical size, combining pieces "
        "makes new pieces faster and faster.",
        equations=(
            r"V(n) = v n + s \frac{n(n-1)}{2}",
            r"A_{t+1} = A_t + \pi \frac{(A_t - A_{t-1})(A_t + A_{t-1} - 1)}{2}",
            r"R_t = \pi \frac{A_t + A_{t-1} - 1}{2}",
        ),
        assumes=(
            "V(n) is the value of n pieces together; n(n-1)/2 is the number of their pairs.",
            "A with the index t is the number of pieces in period t. R is the number of new pieces next period for each "
            "new piece of this period; above 1 the collection grows by itself.",
            "Any piece may be combined with any other, and every pair is as promising as every other.",
            "Every new pair is tried once, in the period after it became possible.",
            "A piece, once there, stays useful.",
        ),
        evidence_against=(
            "Most combinations are worth nothing, and neither the value of a pair nor its chance has been observed.",
            "In US patents the rates of reuse and of novelty stayed the same while new building blocks came more "
            "slowly: combinations are in effect inexhaustible, and growth is limited elsewhere.",
            "Possible pairs explode; the time to try them does not. With a limit on processing, growth settles at it.",
            "Work on whether ideas get harder to find (Bloom and others 2020; Jones 2009) says that a new idea takes "
            "more and more research effort; here every pair keeps the same chance.",
        ),
        leaves_out=(
            "Licences, formats and attention, which decide how much can be reused at all.",
            "Interdependence: pieces that fit only each other.",
            "Combinations of three and more, and pieces that go out of date.",
        ),
        sources=(
            Source(
                "M. L. Weitzman, Recombinant Growth, Quarterly Journal of Economics 113(2), 1998, 331-360",
                "unconfirmed",
                "https://doi.org/10.1162/003355398555595",
            ),
            Source(
                "Pairs n(n-1)/2 and processing as the limit, as retold at mattsclancy.substack.com, mindstalk.net and "
                "study.space",
                "secondary",
                "https://study.space/p/Recombinant_Growth",
            ),
            Source("Reproduction number, fate and critical stock", "derived"),
            Source(
                "H. Youn, D. Strumsky, L. Bettencourt and J. Lobo, Invention as a combinatorial process: evidence from "
                "US patents, Journal of the Royal Society Interface 12, 2015 (the abstract was read)",
                "confirmed",
                "https://doi.org/10.1098/rsif.2015.0272",
            ),
            Source(
                "W. B. Arthur, The Nature of Technology, 2009, a book: the narrative, not the parameters", "unconfirmed"
            ),
            Source(
                "N. Bloom, C. Jones, J. Van Reenen and M. Webb, Are Ideas Getting Harder to Find?, American Economic "
                "Review 110(4), 2020",
                "unconfirmed",
                "https://doi.org/10.1257/aer.20180338",
            ),
        ),
    )


class Fate(NamedTuple):
    """The stock in the end [chunks], and a word for it: ``"constant"``, ``"converges"`` or ``"explodes"``."""

    limit: float
    outcome: str


class Path(NamedTuple):
    """The stock period by period [chunks] (time is the last axis), and how it goes on.

    From the period `blow_up` on the stock exceeds 10^12 and is reported as infinite; `blow_up` is infinite where that
    does not happen within the periods asked for.
    """

    stock: np.ndarray
    blow_up: float
    outcome: str


def pairs(chunks):
    r"""Pairs that can be made of `chunks` n >= 0 [chunks]: :math:`n(n-1)/2` [pairs].

    >>> print(pairs(7))
    21.0

    Source: elementary.
    """
    n = at_least(0, "chunks", chunks)
    # A difference, because the product of 0 and -1 would be -0.
    return ((n * n - n) / 2)[()]


def value(recombination, chunks):
    r"""Value of a pool, :math:`V(n) = v n + s\,n(n-1)/2` [chunks, the unit of account].

    `chunks` n >= 0 [chunks], scalar or array.

    >>> print(value(Recombination(pair_value=0.1), 10))
    14.5

    Source: peerkit's own; a supermodular value in its simplest form.
    """
    n = at_least(0, "chunks", chunks)
    return recombination.chunk_value * n + recombination.pair_value * pairs(n)


def merger_surplus(recombination, first, second):
    r"""Gain of two pools that merge: :math:`V(n_1+n_2) - V(n_1) - V(n_2) = s\,n_1 n_2` [chunks, the unit of account].

    `first` n_1 and `second` n_2 are sizes >= 0 [chunks]. Nothing is gained only if pairs are worth nothing extra.

    >>> print(merger_surplus(Recombination(pair_value=0.1), 10, 20))
    20.0

    Source: peerkit's own derivation.
    """
    n1, n2 = at_least(0, "first", first), at_least(0, "second", second)
    return (recombination.pair_value * n1 * n2)[()]


def reproduction_number(recombination, previous, stock):
    r"""New chunks next period for each new chunk of this one: :math:`R_t = \pi (A_t + A_{t-1} - 1)/2` [1].

    `previous` :math:`A_{t-1}` and `stock` :math:`A_t` are two stocks in a row [chunks]. R rises with the stock:
    above 1 an explosion is certain; below 1 it is not ruled out, see `fate`.

    >>> print(round(float(reproduction_number(Recombination(success_chance=0.03), 40, 45)), 9))
    1.26

    Source: peerkit's own derivation.
    """
    before, now = at_least(0, "previous", previous), at_least(0, "stock", stock)
    return (recombination.success_chance * (now + before - 1) / 2)[()]


def critical_stock(recombination):
    r"""Starting stock above which the stock explodes, given the first additions [chunks].

    .. math:: A_c = \frac{1}{\pi} + \frac12 - \sqrt{\frac{2 (A_1 - A_0)}{\pi}}

    Large first additions lower it; where it would be negative it is 0, and every stock explodes. Infinite where no
    stock explodes: no pair ever works, or nothing is added at first, so that there is no new pair to try.

    >>> print(round(float(critical_stock(Recombination())), 6))
    68.877223

    Source: peerkit's own derivation.
    """
    chance, additions = (
        np.asarray(each, float) for each in (recombination.success_chance, recombination.first_additions)
    )
    moves = (chance > 0) & (additions > 0)
    safe = np.where(moves, chance, 1.0)
    # Divided by the root of the chance last, because one over a tiny chance has no square.
    critical = 1 / safe + 0.5 - np.sqrt(2 * additions) / np.sqrt(safe)
    return np.where(moves, np.maximum(critical, 0.0), np.inf)[()]


def fate(recombination):
    r"""The finite stock that the unlimited path approaches [chunks], or that it explodes.

    .. math:: A_\infty = A_0 + \frac{2d}{u + \sqrt{u^2 - 2\pi d}}, \qquad u = 1 + \tfrac{\pi}{2} - \pi A_0, \quad
              d = A_1 - A_0

    It explodes exactly if u <= 0 or u^2 < 2 pi d. `outcome` is ``"constant"`` where nothing is ever found (no first
    additions, or no pair that works), ``"converges"`` or ``"explodes"`` (infinite limit).

    >>> fate(Recombination(starting_stock=99, first_additions=2)).outcome  # although R = 0.995 at the start
    'explodes'
    >>> print(round(float(fate(Recombination(starting_stock=10, first_additions=1)).limit), 6))
    11.111802

    Source: peerkit's own derivation: the lower fixed point of the map in the module's docstring.
    """
    r = recombination
    d, chance = np.asarray(r.first_additions, float), np.asarray(r.success_chance, float)
    still = (d == 0) | (chance == 0)
    u, square, settles = _settles(chance, np.asarray(r.starting_stock, float), d)
    limit = r.starting_stock + 2 * d / np.where(settles & ~still, u + np.sqrt(np.maximum(square, 0.0)), 1.0)
    limit = np.where(still, r.starting_stock + d, np.where(settles, limit, np.inf))
    outcome = np.where(still, "constant", np.where(settles, "converges", "explodes"))
    return Fate(limit[()], word(outcome))


def path(recombination, periods):
    """The stock at the start, after the first additions, and for `periods` T >= 0 periods more, without limit [chunks].

    `outcome` is that of `fate`: it tells how the path goes on after the last period shown.

    >>> course = path(Recombination(starting_stock=150, first_additions=10), 3)
    >>> [round(float(stock), 2) for stock in course.stock], course.outcome
    ([150.0, 160.0, 175.45, 201.29, 249.82], 'explodes')

    Source: Weitzman 1998 (unconfirmed) for the recursion.
    """
    stocks = _stocks(recombination, periods, np.inf)
    outcome = np.broadcast_to(fate(recombination).outcome, stocks.shape[:-1])
    return _cut(stocks, outcome)


def processing_limited_path(recombination, periods):
    r"""The stock when no period can absorb more than a fraction of it: :math:`A_{t+1} - A_t \le \bar g A_t` [chunks].

    Returns `periods` T >= 0 periods after the first two stocks. Pairs left untried are lost, and the first additions
    are not limited. `outcome` is what is certain by the last period: ``"constant"``, ``"converges"``, ``"grows at the
    processing limit"`` or ``"undecided"``, where a longer path would tell.

    >>> course = processing_limited_path(Recombination(starting_stock=150, first_additions=10), 5)
    >>> [round(float(stock), 2) for stock in course.stock], course.outcome
    ([150.0, 160.0, 175.45, 201.29, 241.54, 289.85, 347.82], 'grows at the processing limit')

    Source: Weitzman's theme (in secondary sources) with peerkit's own limit.
    """
    r = recombination
    stocks = _stocks(r, periods, r.processing_limit)
    previous, stock = stocks[..., -2], stocks[..., -1]
    _, _, settles = _settles(np.asarray(r.success_chance, float), previous, stock - previous)
    ignited = (reproduction_number(r, previous, stock) >= 1) & ((stock > previous) | (stock >= LARGEST))
    still = np.broadcast_to(fate(r).outcome == np.asarray("constant"), stock.shape)
    outcome = np.where(ignited, "grows at the processing limit", np.where(settles, "converges", "undecided"))
    return _cut(stocks, np.where(still, "constant", outcome))


def _settles(chance, previous, step):
    """The distance u of a stock from ignition, u^2 - 2 pi d, and whether the path from there has a finite limit.

    A finite limit needs a fixed point above the stock. Limiting the steps cannot undo it, since the next stock only
    gets smaller and the map rises.
    """
    u = 1 + chance / 2 - chance * previous
    square = u**2 - 2 * chance * step
    return u, square, (step == 0) | ((u > 0) & (square >= 0))


def _stocks(recombination, periods, limit):
    r, periods = recombination, _whole(periods)
    shape = np.broadcast_shapes(*(np.shape(getattr(r, name)) for name in Recombination.model_fields))
    previous = np.broadcast_to(np.asarray(r.starting_stock, float), shape)
    stock = previous + r.first_additions
    stocks = [previous, stock]
    for _ in range(periods):
        additions = r.success_chance * (stock - previous) * (stock + previous - 1) / 2
        previous, stock = stock, np.minimum(stock + np.minimum(additions, limit * stock), LARGEST)
        stocks.append(stock)
    return np.stack(stocks, axis=-1)


def _whole(periods):
    if not between(0, MOST_PERIODS, "periods", periods) == np.round(periods):
        raise ValueError(f"periods must be a whole number, got {periods}")
    return int(periods)


def _cut(stocks, outcome):
    beyond = stocks >= LARGEST
    blow_up = np.where(beyond.any(axis=-1), beyond.argmax(axis=-1), np.inf)
    return Path(np.where(beyond, np.inf, stocks), blow_up[()], word(outcome))


def _value_of_a_hundred(recombination):
    return value(recombination, 100)


def _kind(recombination):
    return fate(recombination).outcome


OUTCOMES = Outcomes(
    Recombination,
    (
        Outcome(
            "critical_stock",
            "size from which the collection grows by itself",
            "pieces",
            critical_stock,
            _kind,
            regime_label="what becomes of the collection",
        ),
        Outcome("value", "value of a collection of 100 pieces", "pieces, the unit of account", _value_of_a_hundred),
    ),
)
