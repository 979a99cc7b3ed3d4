"""The exponents of a log under every choice of window, size, output and estimator, with two nulls and a verdict in words.

There is no function that gives one exponent: the sign depends on the choices in most logs (ten of 13 public repositories
that peerkit measured), so the table is the answer.

>>> import numpy as np
>>> from peerkit.evidence.simulate import simulate
>>> study = scaling(simulate("turnover", days=900, rng=np.random.default_rng(1)), rng=np.random.default_rng(2), draws=5)
>>> study.verdict
'the sign depends on the method'
>>> row = study.rows[0]
>>> row.window_days, row.size, row.output, row.estimator, round(row.exponent, 2)
(1, 'active', 'count', 'ols', 1.01)

Source: peerkit's own; the estimators are described in `peerkit.evidence.estimators`, the nulls in `peerkit.evidence.nulls`,
and how often the intervals hold in `peerkit.evidence.held`.
"""

from typing import Mapping, NamedTuple

from peerkit.evidence import estimators, nulls
from peerkit.evidence.estimators import Fit
from peerkit.evidence.held import held, held_in_words, holds
from peerkit.evidence.nulls import NULLS, Placebo, placebo
from peerkit.evidence.scaling_verdict import verdict, verdicts
from peerkit.evidence.windows import (
    TRAILING,
    WINDOWS,
    counts_of,
    dense_team,
    engine_counts,
    fetched_panel,
    pairs_of,
    panel_rows,
    span,
    team_of,
)
from peerkit.models.spurious_scaling import activity_seen, common_shock_elasticity

DRAWS = 40
"""Draws of each null."""
LARGEST_LOG = 1_000_000
"""Contributions up to which authors are compared and nulls drawn: both need every contributor's days on this machine."""
LONGEST = 100_000
"""Days that a log may span: beyond, some dates are wrong."""
ESTIMATORS = {
    "ols": "least squares through the logarithms",
    "mean": "mean output per size",
    "median": "median output per size",
    "poisson": "Poisson pseudo-likelihood",
    "author": "authors compared with themselves",
    "truncated": "authors compared with themselves, unseen windows allowed for",
}
"""The estimators and their names for people; the last two compare authors, all others windows."""
OF_AUTHORS = ("author", "truncated")
SIZES = {"active": "contributors active in the window", "team": f"team of the last {TRAILING} days"}


class Row(NamedTuple):
    """One exponent of the table, or the reason why it is refused.

    `interval` is the nominal 95% interval; `held` says in which share of simulated logs it held the truth, by true
    exponent, and `held_in_words` the same in a sentence. `placebos` has a `Placebo` for each null, and `placebo_interval`
    spans both. `common_shock` is the exponent that good and bad times alone would give at the observed rate if all
    contributed at one rate, `common_shock_unequal` the same for contributors who differ. `n` counts `of`: windows, sizes
    or authors' windows.
    """

    window_days: int
    size: str
    output: str
    estimator: str
    exponent: float | None
    interval: tuple[float, float] | None
    placebo_interval: tuple[float, float] | None
    n: int
    of: str
    refused: str
    common_shock: float | None
    common_shock_unequal: float | None
    held: Mapping[str, float]
    held_in_words: str
    placebos: Mapping[str, Placebo]

    @property
    def side(self):
        """1 if the whole interval lies above 1, -1 if below, 0 if it contains 1 or is refused."""
        return 0 if self.interval is None else int(self.interval[0] > 1) - int(self.interval[1] < 1)

    @property
    def beyond(self):
        """1 if the exponent lies above what both nulls give, -1 if below, 0 if among them, None if not drawn."""
        if self.placebo_interval is None or self.exponent is None:
            return None
        low, high = self.placebo_interval
        return int(self.exponent > high) - int(self.exponent < low)

    @property
    def holds(self):
        """True if the interval held the truth in all kinds of simulated logs."""
        return holds(self.held)

    def as_dict(self):
        """The row for JSON."""
        return {
            **self._asdict(),
            "interval": None if self.interval is None else list(self.interval),
            "placebo_interval": None if self.placebo_interval is None else list(self.placebo_interval),
            "held": dict(self.held),
            "holds": self.holds,
            "placebos": {
                name: {"mean": each.mean, "interval": each.interval and list(each.interval), "draws": each.draws}
                for name, each in self.placebos.items()
            },
        }


class Shock(NamedTuple):
    """The exponents that good and bad times shared by everybody would give without any interaction.

    `activity` is the number of contributions per contributor and window [1] that fits the log if all were alike, and `alike`
    the exponent it implies. `unequal` allows for contributors who differ; None where nobody is seen exactly once.
    """

    activity: float
    alike: float
    unequal: float | None


def shock_prediction(active, once, contributions):
    r"""The `Shock` of windows with so many `active` contributors in all, `once` of them with a single contribution.

    .. math:: \frac{d\ln R}{d\ln c} = \frac{\sum_i (1 - e^{-\lambda_i})}{\sum_i \lambda_i e^{-\lambda_i}}

    The upper sum is the expected number of contributors seen, the lower one of those seen exactly once, so the ratio
    of both needs no law for how rates differ. It takes contributions for independent; bursts raise it.

    >>> shock = shock_prediction(active=632, once=368, contributions=1000)
    >>> round(shock.activity, 2), round(shock.alike, 2), round(shock.unequal, 2)
    (1.0, 1.72, 1.72)

    Source: peerkit's own derivation, for a fixed pool whose rates all change by the same factor.
    """
    rate = float(activity_seen(contributions / active))
    return Shock(rate, float(common_shock_elasticity(rate)), active / once if once else None)


class ScalingStudy(NamedTuple):
    """All exponents of a log, and what can be said: `verdict` in a few words, `verdicts` in sentences.

    `shocks` has the prediction of common shocks by length of windows. `draws` counts those of each null.
    """

    rows: tuple[Row, ...]
    shocks: Mapping[int, "Shock"]
    draws: int
    verdict: str
    verdicts: tuple[str, ...]
    notes: tuple[str, ...]

    def as_dict(self):
        """The rows for JSON: the list `scaling`."""
        return [row.as_dict() for row in self.rows]


def scaling(log, *, rng, progress=None, draws=DRAWS) -> ScalingStudy:
    """The `ScalingStudy` of a log; `rng` draws the nulls, each `draws` times.

    `progress` is told a sentence and the share done. Authors' estimators are given for windows in which an author seen
    makes at least 1.2 contributions on average, and at least half of all authors' windows belong to authors seen in
    several; otherwise there is nobody to compare, and the row says so. They have one definition of size, the active
    contributors: output per author times authors is output only for these.
    """
    tell = progress or _silent
    covered = span(log)
    if refused := _impossible(covered):
        return ScalingStudy((), {}, 0, "no exponent can be estimated", (refused,), (refused,))
    table = _Table(log, covered)
    tell("Counting windows", 0.0)
    many = panel_rows(log)
    if covered.rows > LARGEST_LOG:
        note = (
            f"The log has {covered.rows:,} contributions by {many:,} contributors' days. Above {LARGEST_LOG:,} "
            "contributions authors are not compared and no nulls are drawn; analyse some years of it for both."
        )
        table.count_on_engine()
        return table.study(0, (note,))
    note = f"The table of contributors by day has {many:,} rows; it was fetched for the nulls."
    tell(f"Fetching {many:,} contributors' days", 0.05)
    table.count_here()
    tell("Estimating exponents", 0.1)
    table.estimate()
    for now in range(draws):
        tell(f"Logs without interaction: {now} of {draws} drawn", 0.2 + 0.8 * now / draws)
        table.draw(rng)
    tell("Exponents estimated", 1.0)
    return table.study(draws, (note,))


def fits(pairs, counts):
    """Every `Fit` of one length of windows, by size, output and estimator; without `pairs` none that compares authors."""
    return {key: use(*given) for key, use, given in _asked(pairs, counts, "")}


def slopes(pairs, counts, wanted):
    """The exponents alone of those keys of `fits` that are `wanted`."""
    return {key: use(*given) for key, use, given in _asked(pairs, counts, "_slope") if key in wanted}


def _asked(pairs, counts, ending):
    """One triple per estimate: its key, the estimator, and the arrays that it takes."""
    for output in ("count", "amount"):
        made = counts.contributions if output == "count" else counts.amount
        if made is None:
            continue
        for size, many, inside in (("active", counts.active, slice(None)), ("team", counts.team, counts.settled)):
            for name in ("ols", "mean", "median", "poisson"):
                yield (size, output, name), getattr(estimators, name + ending), (many[inside], made[inside])
        if pairs is not None:
            by_author = pairs.contributions if output == "count" else pairs.amount
            for name in OF_AUTHORS if output == "count" else OF_AUTHORS[:1]:
                given = (pairs, counts.active, by_author)
                yield ("active", output, name), getattr(estimators, name + ending), given


def _impossible(covered):
    if covered is None:
        return "The log is empty, so there is no exponent."
    if covered.days > LONGEST:
        return f"The log spans {covered.days:,} days, so some of its dates are wrong; leave these out first."
    return ""


def _silent(sentence, share):
    return None


class _Table:
    """The table while it is made: counts and fits by length of windows, and the exponents of the nulls."""

    def __init__(self, log, covered):
        self.log, self.span = log, covered
        self.counts, self.fits = {}, {}
        self.daily = None
        self.drawn = {name: {days: {} for days in WINDOWS} for name in NULLS}

    def count_on_engine(self):
        """Windows counted by the engine, for logs too large to hand over."""
        team = dense_team(self.log, self.span)
        for days in WINDOWS:
            self.counts[days] = engine_counts(self.log, self.span, days, team)
            self.fits[days] = fits(None, self.counts[days])

    def count_here(self):
        """Contributors and days, once, from the engine."""
        self.daily = fetched_panel(self.log, self.span)

    def estimate(self):
        """Fits of the log itself."""
        team = team_of(self.daily, self.span)
        for days in WINDOWS:
            pairs = pairs_of(self.daily, self.span, days)
            self.counts[days] = counts_of(pairs, self.span, days, team)
            self.fits[days] = fits(pairs, self.counts[days])

    def draw(self, rng):
        """One more draw of each null; only exponents that the log itself has are estimated."""
        for name in NULLS:
            daily = getattr(nulls, name)(self.daily, self.span.days, rng)
            team = team_of(daily, self.span)
            for days in WINDOWS:
                wanted = {key for key, fit in self.fits[days].items() if not fit.refused}
                pairs = pairs_of(daily, self.span, days)
                counts = counts_of(pairs, self.span, days, team)
                for key, exponent in slopes(pairs, counts, wanted).items():
                    self.drawn[name][days].setdefault(key, []).append(exponent)

    def study(self, draws, notes):
        """The `ScalingStudy`."""
        shocks = {days: _shock(counts) for days, counts in self.counts.items() if counts.active.any()}
        rows = tuple(
            self._row(days, key, fit, shocks.get(days)) for days in WINDOWS for key, fit in self.fits[days].items()
        )
        return ScalingStudy(rows, shocks, draws, verdict(rows), verdicts(rows, shocks), notes)

    def _row(self, days, key, fit: Fit, shock):
        size, output, name = key
        placebos = {null: placebo(self.drawn[null][days].get(key, [])) for null in NULLS}
        ends = [end for each in placebos.values() if each.interval for end in each.interval]
        both = all(each.interval for each in placebos.values())
        concerned = (size, output) == ("active", "count")
        shares = held(days, size, output, name)
        return Row(
            window_days=days,
            size=size,
            output=output,
            estimator=name,
            exponent=fit.exponent,
            interval=fit.interval,
            placebo_interval=(min(ends), max(ends)) if both else None,
            n=fit.n,
            of="authors' windows" if name in OF_AUTHORS else "sizes" if name in ("mean", "median") else "windows",
            refused=fit.refused,
            common_shock=shock.alike if shock and concerned else None,
            common_shock_unequal=shock.unequal if shock and concerned else None,
            held=shares,
            held_in_words=held_in_words(shares),
            placebos=placebos,
        )


def _shock(counts):
    return shock_prediction(int(counts.active.sum()), int(counts.once.sum()), int(counts.contributions.sum()))
