"""The measures of a log: figures that can be counted by hand, against other packages, and refusals in words."""

import json

import numpy as np
import pytest

from peerkit.evidence.amounts import amounts
from peerkit.evidence.growth import bass
from peerkit.evidence.intervals import survival, wilson
from peerkit.evidence.log import DAY, log_of
from peerkit.evidence.measures import EMPTY, NAMES, measures
from peerkit.evidence.participation import participation, people_behind
from peerkit.evidence.reuse import reuse

REQUIRED = (
    "contributors contributions one_timers one_timer_work_share gini top_1_percent_share top_10_percent_share "
    "contributor_absence_factor power_law_alpha power_law_xmin"
).split()


def named(given):
    return {each.name: each for each in given}


def small_log(people=60, seed=2024, **columns):
    rng = np.random.default_rng(seed)
    times = np.sort(rng.integers(10**9, 10**9 + 900 * DAY, 40 * people))
    who = [f"p{int(number)}" for number in rng.zipf(1.6, times.size) % people]
    items = [f"i{number}" for number in range(times.size)]
    return log_of({"contributor": who, "time": times, "item": items, **columns}, "made up")


@pytest.fixture(scope="module")
def measured():
    return named(measures(small_log(), rng=np.random.default_rng(1)))


def test_every_name_of_the_json_is_there_in_order(measured):
    assert tuple(measured) == NAMES and set(REQUIRED) <= set(NAMES) and len(set(NAMES)) == len(NAMES)


def test_each_has_a_figure_or_a_reason_and_a_whole_card(measured):
    for each in measured.values():
        assert (each.estimate is None) == bool(each.refused)
        assert each.interval is None or each.interval[0] <= each.estimate <= each.interval[1]
        assert each.refused or each.held, each.name
        assert all((each.label, each.unit, each.of, each.definition, each.source, each.misleads))


def test_all_of_it_is_ready_for_json_without_infinities(measured):
    written = json.dumps([each._asdict() for each in measured.values()], allow_nan=False)
    assert json.loads(written)[0]["name"] == "contributors"


def test_the_example_of_chaoss():
    """Contributor Absence Factor, chaoss/wg-risk: half of 2,475 is 1,237.5, and the first two made 1,433."""
    assert people_behind(*np.unique([1000, 202, 90, 33, 332, 343, 42, 433], return_counts=True), 0.5) == 2


@pytest.mark.parametrize(
    ("contributions", "people"), [([1, 1], 1), ([1, 1, 1], 2), ([5, 5, 5, 5], 2), ([9, 1], 1), ([1], 1)]
)
def test_the_fewest_people_behind_half_the_work(contributions, people):
    assert people_behind(*np.unique(contributions, return_counts=True), 0.5) == people


def test_participation_that_can_be_counted_by_hand():
    counted = named(participation([1, 10], [90, 10]))
    assert (counted["contributors"].estimate, counted["contributions"].estimate) == (100, 190)
    assert counted["one_timer_share"].estimate == 0.9 and counted["one_timer_work_share"].estimate == 90 / 190
    assert counted["top_10_percent_share"].estimate == pytest.approx(100 / 190)
    assert counted["top_1_percent_share"].estimate == pytest.approx(10 / 190)
    assert counted["participation_90_9_1"].estimate == 0.81  # 171 of 190: 10 people make 100, 71 more make 71
    assert sum(counted["participation_90_9_1"].detail["work_share"].values()) == pytest.approx(1)


def test_below_the_stated_minimum_shares_are_refused_with_the_reason():
    counted = named(participation([1, 5], [18, 1]))
    assert counted["contributors"].estimate == 19
    for name in ("gini", "top_10_percent_share", "one_timer_share", "participation_90_9_1"):
        assert counted[name].estimate is None and "19 contributors are too few" in counted[name].refused


def test_intervals_equal_those_of_scipy_and_statsmodels():
    from scipy.stats import CensoredData, ecdf
    from statsmodels.stats.proportion import proportion_confint

    for successes, trials in ((0, 20), (3, 20), (700, 1000), (20, 20)):
        assert wilson(successes, trials) == pytest.approx(proportion_confint(successes, trials, method="wilson"))
    rng = np.random.default_rng(2024)
    days, gone = rng.integers(0, 60, 80), rng.random(80) < 0.7
    values = np.unique(days)
    left, stayed = ([np.sum((days == each) & side) for each in values] for side in (gone, ~gone))
    ours = survival(values, left, stayed)
    theirs = ecdf(CensoredData(uncensored=days[gone], right=days[~gone])).sf
    # Where nobody or everybody is left there is no interval, and scipy says so.
    with np.errstate(all="ignore"), pytest.warns(RuntimeWarning, match="undefined at some observations"):
        low, high = (end.evaluate(values) for end in theirs.confidence_interval(method="log-log"))
    inside = (ours.share > 0) & (ours.share < 1)
    assert ours.share == pytest.approx(theirs.evaluate(values))
    assert ours.low[inside] == pytest.approx(low[inside]) and ours.high[inside] == pytest.approx(high[inside])


def test_a_log_of_nothing_says_so():
    empty = log_of(
        {"contributor": np.array([], str), "time": np.array([], np.int64), "item": np.array([], str)}, "none"
    )
    given = named(measures(empty, rng=np.random.default_rng(1)))
    assert tuple(given) == NAMES and given["contributors"].estimate == 0
    assert {each.refused for name, each in given.items() if name not in ("contributors", "contributions")} == {EMPTY}


@pytest.mark.parametrize("case", ["one contributor", "one day", "all ties"])
def test_degenerate_logs_get_counts_and_refusals(case):
    many = 60
    who = ["only"] * many if case == "one contributor" else [f"p{number}" for number in range(many)]
    times = [0] * many if case == "all ties" else list(range(0, 600 * many, 600))
    items = [f"i{number}" for number in range(many)]
    given = named(
        measures(log_of({"contributor": who, "time": times, "item": items}, case), rng=np.random.default_rng(1))
    )
    assert given["contributions"].estimate == many and given["contributors"].estimate == len(set(who))
    for name in ("power_law_alpha", "survival_90_days", "drifting_away", "bass_ceiling", "net_arrivals"):
        assert given[name].estimate is None and given[name].refused.endswith(".")


def test_progress_is_told_from_the_beginning_to_the_end():
    told = []
    measures(small_log(5), rng=np.random.default_rng(1), progress=lambda sentence, fraction: told.append(fraction))
    assert told == sorted(told) and (told[0], told[-1]) == (0, 1)


def with_amounts(values):
    many = len(values)
    columns = {"contributor": [f"p{place % 25}" for place in range(many)], "time": list(range(many))}
    return log_of(columns | {"item": [f"i{place}" for place in range(many)], "amount": values}, "amounts")


def test_amounts_are_shared_out_over_contributors():
    counted = named(amounts(with_amounts([1.0] * 24 + [76.0])))
    assert counted["amount_total"].estimate == 100
    assert counted["amount_top_10_percent_share"].estimate == pytest.approx(0.775)  # two and a half people
    assert counted["amount_top_1_percent_share"].estimate is None


def test_negative_amounts_are_refused_in_words():
    refused = amounts(with_amounts([-3.0] + [1.0] * 30))
    assert {each.estimate for each in refused} == {None}
    assert all("The smallest amount is -3" in each.refused for each in refused)


def test_reuse_of_a_graph_that_can_be_counted_by_hand():
    rows = {
        "contributor": ["a", "a", "b", "b", "c"],
        "time": [1, 2, 3, 4, 5],
        "item": ["1", "2", "3", "4", "4"],
        "parent": [None, "1", "1", "elsewhere", "3"],
    }
    counted = named(reuse(log_of(rows, "graph")))
    # Links 2-1 (within a), 3-1 (b on a), 4-3 (within b, who began 4).
    assert (counted["reuse_links"].estimate, counted["reuse_share"].estimate) == (3, 0.75)
    assert counted["reuse_crossing_share"].estimate == pytest.approx(1 / 3)
    assert counted["reuse_superadditivity"].estimate == pytest.approx(1 / 6)
    # At random: a made one link and has 2 of 4 items, b made two and has 2 of 4.
    assert counted["reuse_crossing_share"].detail["at_random"] == pytest.approx(1 / 2)


def test_splitting_at_random_loses_as_many_links_as_is_said():
    rng = np.random.default_rng(2024)
    who, parent = rng.integers(0, 30, 400), [None] + [f"i{rng.integers(0, place)}" for place in range(1, 400)]
    rows = {
        "contributor": [f"p{each}" for each in who],
        "time": list(range(400)),
        "item": [f"i{k}" for k in range(400)],
    }
    said = named(reuse(log_of(rows | {"parent": parent}, "graph")))["reuse_superadditivity"].estimate
    of = np.array([int(name[1:]) for name in parent[1:]])
    halves = rng.random((2000, 30)) < 0.5
    lost = np.mean(halves[:, who[1:]] != halves[:, who[of]])
    assert said == pytest.approx(lost, abs=0.005)  # 2,000 splits


def test_without_parents_reuse_is_refused():
    assert {each.refused for each in reuse(small_log(3))} == {
        "The log has no column of parents, so nothing shows which item builds on which."
    }


def test_a_ceiling_that_arrivals_do_not_show_is_refused_however_close_the_fit():
    ceiling, innovation, _ = bass(np.round(5 * 1.3 ** np.arange(14)), 30)
    assert ceiling.estimate is None and innovation.estimate is None
    assert ceiling.refused.startswith("The arrivals so far do not show a ceiling.")


def test_newcomers_and_drifters_are_told_by_their_dates():
    last = 1000 * DAY
    events = {
        "end": [0, last],
        "drifting": [last - 300 * DAY],
        "long gone": [last - 400 * DAY],
        "promising": [last - 80 * DAY, last - 70 * DAY, last - 60 * DAY],
        "one day": [last - 80 * DAY] * 3,
    }
    who = [name for name, times in events.items() for _ in times]
    times = [time for each in events.values() for time in each]
    items = [str(number) for number in range(len(times))]
    given = named(
        measures(log_of({"contributor": who, "time": times, "item": items}, "dates"), rng=np.random.default_rng(1))
    )
    assert (given["drifting_away"].estimate, given["drifting_away"].n) == (1, 4)
    assert (given["new_and_promising"].estimate, given["new_and_promising"].n) == (1, 2)
