"""Measures of growth: people who arrive and leave, and how large the community would become if arrivals follow Bass's curve."""

from functools import partial

import numpy as np

from peerkit.evidence.activity import date
from peerkit.evidence.blocks import MONTH
from peerkit.evidence.log import DAY
from peerkit.evidence.measure import Measure
from peerkit.evidence.participation import EXACT
from peerkit.evidence.retention import SILENT
from peerkit.models.diffusion import Diffusion, period_adopters
from peerkit.models.diffusion_fit import difference_fit
from peerkit.models.diffusion_verdict import HELD, WHOLE_PERIODS

SERIES_HELD = HELD[WHOLE_PERIODS]
YEAR = 12
"""Windows of 30 days that make about a year."""
FEWEST_PERIODS, FEWEST_ARRIVALS = 12, 50
"""Periods and arrivals below which no curve is fitted. Without this minimum the range held in 88% of 57 simulated logs of 300
people over 8 periods that showed a ceiling at all."""
MOST_PERIODS = 60
"""Longer logs are counted in longer periods, so that single arrivals do not make up a period."""
BASS_HELD = 1.0
"""Smallest share of simulated logs, of 300 and 1,000 people over 12 to 60 periods, in which the range held the true size of the
community (tests/evidence/interval_coverage.py)."""

ARRIVALS = partial(
    Measure,
    name="arrivals",
    label="Arrivals per 30 days",
    unit="people per 30 days",
    of="windows",
    definition="Contributors who made their first contribution in a window of 30 days: the mean over the last 12 windows that lie "
    "wholly inside the log, or over all if there are fewer. The detail has every window.",
    source="elementary",
    misleads="In the first windows of a log that begins after the community did, old hands look like arrivals. People with a second "
    "address arrive twice.",
    held="No interval: arrivals come in waves, for which the usual one is too narrow.",
)
NET = partial(
    Measure,
    name="net_arrivals",
    label="Arrivals minus departures in a year",
    unit="people",
    of="arrivals and departures",
    definition=f"Contributors who arrived minus contributors who made their last contribution, in the last 12 windows of 30 days that "
    f"ended at least {SILENT} days before the log does. Above 0 the community grew, below 0 it leaked.",
    source="peerkit's own",
    misleads=f"The last {SILENT} days are left out, because only silence shows that somebody left. One-timers arrive and leave at once, "
    "so they change both numbers and not the difference.",
    held=EXACT,
)
CEILING = partial(
    Measure,
    name="bass_ceiling",
    label="Community size that arrivals point to",
    unit="people",
    of="arrivals",
    definition="The number of people who will ever have contributed if arrivals follow Bass's diffusion curve, fitted to arrivals "
    "per period since the log began. Refused unless the arrivals show where the curve bends.",
    source="F. M. Bass 1969; fit of whole periods after Srinivasan and Mason 1986 (neither read); formula in "
    "peerkit.models.diffusion_fit",
    misleads="A close fit proves nothing: on thirteen software repositories R squared was above 0.96 each time, and in three of them "
    "the ceiling was not identified. On early data many ceilings fit alike. On video recorders one more year moved the estimate "
    "by a third. A new use or a new region starts another curve.",
)
INNOVATION = partial(
    Measure,
    name="bass_innovation",
    label="Arrivals of their own accord",
    unit="per 30 days",
    of="arrivals",
    definition="Bass's p: the chance per 30 days that somebody who is still to come arrives without any influence of others.",
    source="F. M. Bass 1969 (not read); formula in peerkit.models.diffusion_fit",
    misleads="Advertising and news look like a change of p. It is given only where the ceiling is identified.",
    held="No interval: how often one would hold was not measured.",
)
IMITATION = partial(
    Measure,
    name="bass_imitation",
    label="Arrivals by imitation",
    unit="per 30 days",
    of="arrivals",
    definition="Bass's q: how much that chance grows, per 30 days, as the share of those who have already come goes from 0 to 1.",
    source="F. M. Bass 1969 (not read); formula in peerkit.models.diffusion_fit",
    misleads="Any wave looks like imitation: the curve cannot tell it from a season or from fame.",
    held="No interval: how often one would hold was not measured.",
)
CARDS = (ARRIVALS, NET, CEILING, INNOVATION, IMITATION)


def growth(tables):
    """Arrivals, arrivals minus departures, and the three figures of Bass's curve."""
    start = np.arange(tables.span.first // (MONTH * DAY), tables.span.last // (MONTH * DAY) + 1) * MONTH * DAY
    days = MONTH * max(1, int(np.ceil(tables.span.days / MONTH / MOST_PERIODS)))
    flows = start, tables.arrivals, tables.departures
    return (_arrivals(flows, tables.span), _net(flows, tables.span), *bass(tables.joined(days), days))


def bass(arrivals, days):
    """Ceiling, innovation and imitation from arrivals in whole periods of so many `days` since the log began."""
    arrivals = np.asarray(arrivals, float)
    total = int(arrivals.sum())
    if arrivals.size < FEWEST_PERIODS or total < FEWEST_ARRIVALS:
        refused = (
            f"The log holds {total} arrivals in {arrivals.size} whole periods of {days} days: a curve is fitted from "
            f"{FEWEST_ARRIVALS} arrivals in {FEWEST_PERIODS} periods on."
        )
        return tuple(
            card(estimate=None, n=total, held="", refused=refused) for card in (CEILING, INNOVATION, IMITATION)
        )
    fit = difference_fit(arrivals)
    detail = _fitted(fit, arrivals, days)
    if fit.outcome != "ceiling identified":
        refused = (
            f"The arrivals so far do not show a ceiling. {fit.evidence_against.replace('market', 'community size')}"
        )
        return tuple(
            card(estimate=None, n=total, held="", refused=refused, detail=detail if card is CEILING else {})
            for card in (CEILING, INNOVATION, IMITATION)
        )
    held = (
        "If the curve is right: where people come independently of each other the range is wider than it needs to be. It promises "
        f"95% and held the true size in {BASS_HELD:.0%} of simulated logs of 12 to 60 periods. On series with noise of 2% to 10% it "
        f"held in {SERIES_HELD[0]:.0%} to {SERIES_HELD[1]:.0%}. It covers no wrong curve."
    )
    interval = float(fit.market_size_low), float(fit.market_size_high)
    monthly = MONTH / days
    return (
        CEILING(estimate=float(fit.market_size), n=total, interval=interval, held=held, detail=detail),
        INNOVATION(estimate=float(fit.innovation) * monthly, n=total),
        IMITATION(estimate=float(fit.imitation) * monthly, n=total),
    )


def _fitted(fit, arrivals, days):
    detail = {
        "period_days": days,
        "arrivals": arrivals.tolist(),
        "outcome": fit.outcome,
        "against": fit.evidence_against,
    }
    if fit.outcome == "no ceiling" or not np.isfinite(fit.market_size):
        return detail
    curve = Diffusion(
        innovation=float(fit.innovation), imitation=float(fit.imitation), market_size=float(fit.market_size)
    )
    return detail | {"fitted": period_adopters(curve, np.arange(1, arrivals.size + 1)).tolist()}


def _arrivals(flows, span):
    start, arrived, left = flows
    whole = (start >= span.first) & (start + MONTH * DAY <= span.last + 1)
    detail = {
        "start": [date(each) for each in start],
        "arrivals": arrived.tolist(),
        "last_contributions": left.tolist(),
        "whole": whole.tolist(),
    }
    recent = arrived[whole][-YEAR:]
    if recent.size < 3:
        refused = f"The log holds {recent.size} whole windows of 30 days: a mean of arrivals is given from 3 on."
        return ARRIVALS(estimate=None, n=int(recent.size), held="", refused=refused, detail=detail)
    return ARRIVALS(estimate=float(recent.mean()), n=int(recent.size), detail=detail)


def _net(flows, span):
    start, arrived, left = flows
    settled = (start >= span.first) & (start + (MONTH + SILENT) * DAY <= span.last + 1)
    came, went = int(arrived[settled][-YEAR:].sum()), int(left[settled][-YEAR:].sum())
    if settled.sum() < YEAR:
        days = YEAR * MONTH + SILENT
        refused = f"The log spans {span.days:.0f} days: this figure needs a year and {SILENT} days after it, about {days + MONTH} days."
        return NET(estimate=None, n=came + went, held="", refused=refused)
    return NET(estimate=came - went, n=came + went, detail={"arrivals": came, "departures": went})
