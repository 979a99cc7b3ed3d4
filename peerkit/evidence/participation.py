"""Measures of who does the work: how many people contribute, how unequally, and how many the project depends on.

The numbers of contributors who made 1, 2, 3, ... contributions hold all that these measures need.
"""

from functools import partial

import numpy as np

from peerkit.evidence.intervals import WILSON_HELD, wilson
from peerkit.evidence.measure import Measure
from peerkit.models.sample_inequality import HELD, lorenz_curve, sample_gini, sample_top_share

FEWEST = 20
"""Contributors below which no share or coefficient of inequality is given."""
FEWEST_FOR_TOP_1 = 100
"""Contributors below which the top 1% would be less than one person."""
POINTS = 200
"""Points of a curve that a figure shows."""

EXACT = "No interval: this is an exact count of this log, not an estimate."
DESCRIBED = "No interval: the figure describes this log exactly."
OWN = "peerkit's own"

CONTRIBUTORS = partial(
    Measure,
    name="contributors",
    label="Contributors",
    unit="people",
    of="contributors",
    definition="Different pseudonyms in the log.",
    source="elementary",
    misleads="One person with two addresses counts twice, a shared account once, and a bot that no rule finds counts as a "
    "person. Readers do not appear in a log of contributions.",
    held=EXACT,
)
CONTRIBUTIONS = partial(
    Measure,
    name="contributions",
    label="Contributions",
    unit="contributions",
    of="contributions",
    definition="Rows of the log that could be used.",
    source="elementary",
    misleads="A large and a small contribution count alike. Imports and squashed histories put much work into one row, or one "
    "day.",
    held=EXACT,
)
ONE_TIMERS = partial(
    Measure,
    name="one_timers",
    label="One-timers",
    unit="people",
    of="contributors",
    definition="Contributors with exactly one contribution in the log.",
    source="elementary",
    misleads="Who came shortly before the log ends may still return. Who was active before the log begins looks like a "
    "one-timer.",
    held=EXACT,
)
ONE_TIMER_SHARE = partial(
    Measure,
    name="one_timer_share",
    label="Share of contributors who contribute once",
    unit="share",
    of="contributors",
    definition="One-timers divided by contributors. The interval is Wilson's and speaks of the community behind the log: the "
    "chance that somebody who contributes does so only once.",
    source="elementary; E. B. Wilson's score interval of 1927 as in statsmodels",
    misleads="The interval takes contributors as independent of each other. A workshop or a campaign brings many one-timers at "
    "once, and then it is too narrow.",
    held=f"On simulated logs of 20 to 1,000 independent contributors the interval held the true share in {WILSON_HELD[0]:.0%} to "
    f"{WILSON_HELD[1]:.0%} of logs; it promises 95%.",
)
ONE_TIMER_WORK_SHARE = partial(
    Measure,
    name="one_timer_work_share",
    label="Share of work by one-timers",
    unit="share",
    of="contributions",
    definition="Contributions by one-timers divided by all contributions.",
    source="elementary",
    misleads="Each contribution counts alike, so a share of contributions is not a share of effort or of value.",
    held=DESCRIBED,
)
GINI = partial(
    Measure,
    name="gini",
    label="Gini coefficient",
    unit="1",
    of="contributors",
    definition="Twice the area between the Lorenz curve of contributions and the line of equality: 0 if all contributors make "
    "the same number, near 1 if one makes nearly all.",
    source="elementary; formula in peerkit.models.sample_inequality",
    misleads="Readers who never contribute are left out; with them it would be larger. With a heavy tail it grows with the "
    "length of the log, so logs of different length cannot be compared.",
)
TOP_1 = partial(
    Measure,
    name="top_1_percent_share",
    label="Share of work by the top 1%",
    unit="share",
    of="contributors",
    definition="Contributions by the most active 1% of contributors divided by all. Where 1% is not a whole number of people, "
    "one person counts in part.",
    source="elementary; formula in peerkit.models.sample_inequality",
    misleads="1% of contributors, not of users. The share follows a handful of people.",
)
TOP_10 = partial(
    Measure,
    name="top_10_percent_share",
    label="Share of work by the top 10%",
    unit="share",
    of="contributors",
    definition="Contributions by the most active 10% of contributors divided by all.",
    source="elementary; formula in peerkit.models.sample_inequality",
    misleads="10% of contributors, not of users: under the rule 90-9-1 these are the 1% of all users who do nearly all.",
)
RULE_90_9_1 = partial(
    Measure,
    name="participation_90_9_1",
    label="Contributors who make 90% of the work",
    unit="share",
    of="contributors",
    definition="Smallest share of contributors who together made at least 90% of the contributions. The detail has the shares "
    "of work of the top 1%, the next 9% and the other 90% of contributors.",
    source="The rule is popularised by J. Nielsen, The 90-9-1 Rule for Participation Inequality, 2006, "
    "nngroup.com/articles/participation-inequality (summary read): 90% of users never contribute, 9% a little, 1% nearly all. "
    "The measure is peerkit's own.",
    misleads="The rule speaks of users, and a log knows contributors only. If 90% of users never contribute, then the rule's 1% "
    "are 10% of the contributors: compare this figure with 10%, not with 1%.",
    held=DESCRIBED,
)
ABSENCE = partial(
    Measure,
    name="contributor_absence_factor",
    label="Contributor absence factor",
    unit="people",
    of="contributors",
    definition="Smallest number of people who together made at least half of all contributions.",
    source="CHAOSS, Contributor Absence Factor, github.com/chaoss/wg-risk (read)",
    misleads="It counts past work. Who did half of it long ago may have left already, and nobody's absence has been tried.",
    held=EXACT,
)
CARDS = (
    CONTRIBUTORS,
    CONTRIBUTIONS,
    ONE_TIMERS,
    ONE_TIMER_SHARE,
    ONE_TIMER_WORK_SHARE,
    GINI,
    TOP_1,
    TOP_10,
    RULE_90_9_1,
    ABSENCE,
)


def participation(values, times):
    """Measures of participation, from each number of contributions and how many contributors made that many.

    >>> chaoss = participation([33, 42, 90, 202, 332, 343, 433, 1000], [1] * 8)
    >>> int(next(each.estimate for each in chaoss if each.name == "contributor_absence_factor"))
    2
    """
    values, times = np.asarray(values, float), np.asarray(times, float)
    people, work = int(times.sum()), int(np.sum(values * times))
    once = int(times[values == 1].sum())
    return (
        CONTRIBUTORS(estimate=people, n=people),
        CONTRIBUTIONS(estimate=work, n=work),
        ONE_TIMERS(estimate=once, n=people),
        enough(people, lambda: ONE_TIMER_SHARE(estimate=once / people, n=people, interval=wilson(once, people)))
        or too_few(ONE_TIMER_SHARE, people),
        ONE_TIMER_WORK_SHARE(estimate=once / work, n=work),
        *concentration(values, times, GINI, TOP_1, TOP_10),
        _rule(values, times, people),
        ABSENCE(estimate=people_behind(values, times, 0.5), n=people),
    )


def concentration(values, times, gini, top_1, top_10):
    """Gini coefficient with its Lorenz curve, and the shares of the top 1% and 10%; on the cards given."""
    people = int(np.sum(times))
    if people < FEWEST:
        return tuple(too_few(card, people) for card in (gini, top_1, top_10))
    held = no_interval(values, times)
    shares = [float(sample_top_share(values, top, times).estimate) for top in (0.01, 0.1)]
    return (
        gini(
            estimate=float(sample_gini(values, times).estimate),
            n=people,
            held=held,
            detail={"lorenz": _lorenz(values, times)},
        ),
        top_1(estimate=shares[0], n=people, held=held)
        if people >= FEWEST_FOR_TOP_1
        else too_few(top_1, people, FEWEST_FOR_TOP_1),
        top_10(estimate=shares[1], n=people, held=held),
    )


def people_behind(values, times, share):
    """Smallest number of people who together made at least this `share` of the work [people].

    >>> people_behind([1, 5], [5, 1], 0.5)
    1
    """
    work = np.sum(values * np.asarray(times, float))
    ahead = missing = share * work * (1 - 1e-12)
    people = 0
    for value, many in zip(values[::-1], times[::-1], strict=True):
        if value * many >= missing:
            return int(people + np.ceil(missing / value))
        missing, people = missing - value * many, people + many
    return int(people) if ahead else 0


def too_few(card, people, fewest=FEWEST):
    """The card, refused because there are too few contributors."""
    said = f"{people:,} contributors are too few: this figure is given from {fewest} contributors on."
    return card(estimate=None, n=people, held="", refused=said.replace("1 contributors are", "1 contributor is"))


def enough(people, measure):
    """The measure if there are at least `FEWEST` people, else None."""
    return measure() if people >= FEWEST else None


def no_interval(values, times):
    """A sentence on the coverage that was measured for samples of about this size."""
    people = np.sum(times)
    size = min(HELD, key=lambda n: abs(np.log(n / people)))
    least, most = HELD[size]
    return (
        f"No interval: the usual one, two standard errors to either side, promises 95%. In simulated samples of {size:,} people "
        f"it held the true Gini coefficient in {least:.0%} of samples with a very heavy tail and in {most:.0%} at best."
    )


def _rule(values, times, people):
    if people < FEWEST:
        return too_few(RULE_90_9_1, people)
    top_1, top_10 = (float(sample_top_share(values, top, times).estimate) for top in (0.01, 0.1))
    parts = {"top_1_percent": top_1, "next_9_percent": top_10 - top_1, "other_90_percent": 1 - top_10}
    return RULE_90_9_1(estimate=people_behind(values, times, 0.9) / people, n=people, detail={"work_share": parts})


def _lorenz(values, times):
    curve = lorenz_curve(values, times)
    # Evenly along the curve, whose interesting part is the steep end.
    along = curve.people + curve.contributions
    chosen = np.unique(np.searchsorted(along, np.linspace(0, 2, POINTS)).clip(max=along.size - 1))
    chosen = np.union1d(chosen, [0, along.size - 1])
    return {"people": curve.people[chosen].tolist(), "contributions": curve.contributions[chosen].tolist()}
