"""Measures of who stays: cohorts by month of the first contribution, and the time until the last one."""

from functools import partial

import numpy as np

from peerkit.evidence.activity import date
from peerkit.evidence.blocks import MONTH
from peerkit.evidence.intervals import SURVIVAL_HELD, WILSON_HELD, survival, wilson
from peerkit.evidence.log import DAY
from peerkit.evidence.measure import Measure
from peerkit.evidence.participation import FEWEST, POINTS

SILENT = 180
"""Days of silence after which a contributor counts as gone."""
RETAINED = (1, 3, 12)
"""Months after the first one for which retention is given."""
STAYED = (90, 365)
"""Days after the first contribution for which survival is given."""
FEWEST_OBSERVED = 10
"""People still observed, below which survival is not given."""
OLDEST = 24
"""Months after the first that the grid shows."""


def _retention_card(months):
    return partial(
        Measure,
        name=f"retention_{months}_months" if months > 1 else "retention_1_month",
        label=f"Retention after {months} month{'s' * (months > 1)}",
        unit="share",
        of="contributors",
        definition=f"Share of contributors who are active in the {MONTH}-day window that begins {months * MONTH} days after the window "
        "of their first contribution. All cohorts that the log follows so long are taken together; the detail has the grid.",
        source="elementary; E. B. Wilson's score interval of 1927 as in statsmodels",
        misleads="Who pauses in this window counts as lost, who returns counts as retained. If the log begins after the community "
        "did, its first cohort holds old hands. The interval takes people as independent of each other.",
        held=f"On simulated logs of 20 to 1,000 independent people the interval held the true share in {WILSON_HELD[0]:.0%} to "
        f"{WILSON_HELD[1]:.0%} of logs; it promises 95%.",
    )


def _survival_card(days):
    return partial(
        Measure,
        name=f"survival_{days}_days",
        label=f"Still contributing after {days} days",
        unit="share",
        of="contributors",
        definition=f"Share of contributors whose last contribution comes more than {days} whole days after their first, by Kaplan and "
        f"Meier. Somebody is gone if the last {SILENT} days of the log show nothing of them. Who is seen in these days counts as "
        "observed until they began, and no further (right-censored).",
        source="Kaplan and Meier's estimator with Greenwood's variance on the scale of log(-log S), as in scipy.stats.ecdf (read); "
        "GrimoireLab's panels count three months of silence as leaving (read), 180 days are peerkit's own",
        misleads=f"Who pauses for longer than {SILENT} days at the end of the log counts as gone. If the log begins after the "
        "community did, old hands look like newcomers.",
        held=f"On simulated logs of 50 to 1,000 independent people who contribute at least monthly the interval held the true share in "
        f"{SURVIVAL_HELD[30][0]:.0%} to {SURVIVAL_HELD[30][1]:.0%} of logs; it promises 95%. Where they contribute every four months it "
        f"held in {SURVIVAL_HELD[120][0]:.0%} at worst. Where they contribute once a year it does not hold, {SURVIVAL_HELD[365][0]:.0%} at "
        "worst, because pauses look like leaving.",
    )


RETENTION = {months: _retention_card(months) for months in RETAINED}
SURVIVAL = {days: _survival_card(days) for days in STAYED}
CARDS = (*RETENTION.values(), *SURVIVAL.values())


def retention(tables):
    """Retention by cohort, and survival from the first contribution on."""
    cohorts = tables.cohorts
    end = tables.span.last - SILENT * DAY
    return tuple(retained(cohorts, months) for months in RETAINED) + stayed(tables.tenures(end), tables.span)


def retained(cohorts, months):
    """The measure of retention after so many months of 30 days."""
    card = RETENTION[months]
    ages = cohorts.active.shape[1]
    followed = cohorts.active[:, months] >= 0 if months < ages else np.zeros(ages, bool)
    people = int(cohorts.size[followed].sum())
    detail = {"grid": _shown(cohorts)} if months == RETAINED[0] else {}
    if people < FEWEST:
        refused = f"The log follows {people} contributors for {months} months or longer: this figure is given from {FEWEST} on."
        return card(estimate=None, n=people, held="", refused=refused, detail=detail)
    back = int(cohorts.active[followed, months].sum())
    return card(estimate=back / people, n=people, interval=wilson(back, people), detail=detail)


def stayed(tenures, span):
    """The measures of survival, from days of tenure, contributors gone and contributors still there after so many."""
    people = int(np.sum(tenures[1]) + np.sum(tenures[2]))
    if people < FEWEST:
        refused = (
            f"{people} contributors began {SILENT} days or longer before the log ends: survival is given from {FEWEST} on, "
            f"because {SILENT} days of silence are needed to see that somebody is gone."
        )
        return tuple(card(estimate=None, n=people, held="", refused=refused) for card in SURVIVAL.values())
    curve = survival(*tenures)
    return tuple(_after(curve, days, people, span) for days in STAYED)


def at(curve, days):
    """Share still there after more than `days`, its interval (None if it has none), and people observed that long.

    >>> from peerkit.evidence.intervals import survival
    >>> share, (low, high), observed = at(survival([0, 10, 20], [5, 3, 1], [0, 1, 0]), 5)
    >>> share, round(low, 4), round(high, 4), observed
    (0.5, 0.1836, 0.7532, 5)
    """
    where = int(np.searchsorted(curve.days, days, side="right")) - 1
    observed = int(curve.observed[where + 1]) if where + 1 < curve.days.size else 0
    if where < 0:
        return 1.0, None, observed
    ends = float(curve.low[where]), float(curve.high[where])
    return float(curve.share[where]), None if np.isnan(ends[0]) else ends, observed


def _after(curve, days, people, span):
    card, (share, interval, observed) = SURVIVAL[days], at(curve, days)
    detail = {"curve": _curve(curve)} if days == STAYED[0] else {}
    if span.days < days + SILENT or (observed < FEWEST_OBSERVED and share > 0 and not _all_gone(curve, days)):
        refused = f"{observed} contributors are observed for longer than {days} days: this figure is given from {FEWEST_OBSERVED} on."
        return card(estimate=None, n=people, held="", refused=refused, detail=detail)
    held = (
        {}
        if interval
        else {"held": "No interval: everybody or nobody stayed so long, and the formula has none for that."}
    )
    return card(estimate=share, n=people, interval=interval, detail=detail, **held)


def _all_gone(curve, days):
    """True if everybody was observed to leave by `days`: then few are left because they left."""
    return curve.observed[-1] <= 0 or curve.days[-1] <= days and curve.share[-1] == 0


def _curve(curve):
    chosen = np.unique(np.linspace(0, curve.days.size - 1, min(POINTS, curve.days.size)).astype(int))
    ends = {
        name: [None if np.isnan(end) else float(end) for end in getattr(curve, name)[chosen]]
        for name in ("low", "high")
    }
    return {"days": curve.days[chosen].tolist(), "share": curve.share[chosen].tolist(), **ends}


def _shown(cohorts):
    ages = min(OLDEST + 1, cohorts.active.shape[1])
    # Nothing is shown of windows that the log does not cover.
    active = [[None if many < 0 else int(many) for many in row[:ages]] for row in cohorts.active]
    kept = [place for place, size in enumerate(cohorts.size) if size]
    return {
        "cohort": [date(cohorts.start[place]) for place in kept],
        "contributors": [int(cohorts.size[place]) for place in kept],
        "active": [active[place] for place in kept],
    }
