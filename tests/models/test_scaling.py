from itertools import product

import numpy as np
import pytest

from peerkit.dashboards.scaling import QUESTION
from peerkit.figures.scaling import TOO_FEW, output_per_head, slopes, summary
from peerkit.models.contribution_log import EventLog, simulated_log, window_counts
from peerkit.models.exponent_fit import loglog_exponent
from peerkit.models.scaling import Scaling, doubling_factor, exponents_over_draws, scaling_table
from peerkit.models.spurious_scaling import common_shock_elasticity


def drawn(record, seed, days=1825.0):
    rng = np.random.default_rng(seed)
    return scaling_table(record, simulated_log(record, rng, days), rng)


@pytest.mark.parametrize(
    ("exponent", "factor"),
    [
        (1, 2),  # twice as many, twice as much
        (0, 1),  # size makes no difference
        (-1, 0.5),  # twice as many, half as much
    ],
)
def test_doubling_at_the_limits(exponent, factor):
    assert doubling_factor(exponent) == factor
    assert doubling_factor([exponent, exponent]) == pytest.approx([factor, factor])


def test_against_sornette_maillart_and_ghezzi_one_plus_one_makes_2_5():
    """PLoS ONE e103023, abstract: a median exponent of about 4/3, so that doubling multiplies output by 2.5."""
    assert doubling_factor(4 / 3) == pytest.approx(2.5, abs=0.05)  # published to one digit


def test_one_seed_makes_one_table():
    assert drawn(Scaling(), 7) == drawn(Scaling(), 7)


def test_without_common_shocks_active_contributors_give_an_exponent_of_one():
    calm = Scaling(contributors=150, shock=0, tenure=100)
    tables = [drawn(calm, seed) for seed in range(12)]
    exponents = np.array([table.active.exponent for table in tables])
    # Four standard errors, and 0.01 because a logarithm of a mean is not the mean of the logarithm.
    assert exponents.mean() == pytest.approx(1, abs=4 * exponents.std() / np.sqrt(12) + 0.01)
    assert np.mean([table.active.low <= 1.01 and table.active.high >= 0.99 for table in tables]) > 0.5


@pytest.mark.parametrize("activity", [0.1, 0.3, 0.55])
def test_common_shocks_in_a_constant_pool_give_the_predicted_exponent(activity):
    steady = Scaling(
        contributors=500, daily_rate=activity / 5, shock=0.4, wave=0, tenure=1e6, memory=60, trailing_window=5
    )
    counts = [window_counts(steady, simulated_log(steady, np.random.default_rng(seed), 1000)) for seed in range(6)]
    exponent = np.mean([loglog_exponent(one.active, one.output).exponent for one in counts])
    # A curve of log output on log size is not quite a line, and sampling noise in the size pulls towards 1.
    assert exponent == pytest.approx(common_shock_elasticity(activity), abs=0.05)


def test_under_common_shocks_a_longer_window_gives_a_larger_exponent_on_the_same_log():
    shaken = Scaling(contributors=150, daily_rate=0.1, wave=0, tenure=1000, memory=100)
    log = simulated_log(shaken, np.random.default_rng(2024))
    exponents = [
        scaling_table(shaken.replace(window=days), log, np.random.default_rng(1)).active.exponent
        for days in (1, 2, 5, 10, 20)
    ]
    assert np.all(np.diff(exponents) > 0)


def test_the_two_definitions_of_size_disagree_about_the_sign_on_one_log_without_interaction():
    table = drawn(Scaling(), 1)
    assert table.active.low > 1
    assert table.team.high < 1
    assert f"{table.active.exponent:.2f} by contributors active" in table.evidence_against
    assert f"{table.team.exponent:.2f} by the team" in table.evidence_against


def test_shuffled_authors_still_show_an_exponent_above_one():
    exponents = np.array([drawn(Scaling(), seed).shuffled.exponent for seed in range(8)])
    assert exponents.mean() - 4 * exponents.std() / np.sqrt(8) > 1  # four standard errors


def test_over_draws_the_active_exponent_is_above_one_every_time_and_the_team_one_is_a_lottery():
    """Nobody interacts in these logs; the page says so of seeds 0 to 19."""
    draws = exponents_over_draws(Scaling(), range(20))
    assert draws.active.min() > 1.1
    assert (draws.team.min(), draws.team.max()) == pytest.approx((0.42, 1.71), abs=0.01)
    assert draws.active[7] == drawn(Scaling(), 7).active.exponent
    assert draws.team[7] == drawn(Scaling(), 7).team.exponent
    assert exponents_over_draws(Scaling(), ()).team.shape == (0,)


def test_every_corner_of_the_teaching_box_has_an_answer():
    names = Scaling.parameters()
    for corner in product(*(p.explore for p in names.values())):
        table = drawn(Scaling(**dict(zip(names, corner, strict=True))), 2024, 400)
        for line in table[:4]:
            assert np.isfinite(line.exponent) == (line.outcome == "estimated")


@pytest.mark.parametrize(
    "log", [EventLog(np.array([]), np.array([], int), 1000.0), EventLog(np.ones(1), np.ones(1, int), 3.0)]
)
def test_a_log_that_is_empty_or_too_short_says_so(log):
    table = scaling_table(Scaling(), log, rng())
    assert table.active.outcome == table.team.outcome == "too few observations"
    assert np.isnan(table.activity) and np.isnan(table.common_shock)


def rng():
    return np.random.default_rng(0)


@pytest.mark.parametrize(
    ("attempt", "message"),
    [
        (lambda: Scaling(shock=4), "shock must be at least 0 and at most 3, got 4"),
        (lambda: Scaling(windows=4), "no parameter 'windows'; did you mean window?"),
    ],
)
def test_impossible_input_is_refused_by_name(attempt, message):
    with pytest.raises(ValueError, match=message):
        attempt()


def test_answers_of_the_things_to_try_are_what_the_page_says():
    calm, month, team = QUESTION.tries
    assert "gives 2 times" in summary(Scaling(**calm.values)) and "make 2 times" in calm.answer
    assert "1.66 times" in summary(Scaling(**calm.values)) and "1.66 times" in calm.answer
    for tried, numbers in ((month, ("2.35", "2.05")), (team, ("2.17", "2.07"))):
        said = summary(Scaling(**tried.values))
        assert all(number in said and number in tried.answer for number in numbers)


@pytest.mark.parametrize(
    "changes",
    [
        {"trailing_window": 1e15},  # no window has so long a past
        {"contributors": 0.01, "daily_rate": 1e-6},  # hardly anybody, hardly ever
        {"window": 1e15},  # one window is longer than the log
        {"tenure": 1e15, "memory": 1e15},  # nobody leaves, times never change
        {"window": 0.05, "contributors": 1.0},  # mostly empty windows
    ],
)
def test_every_corner_of_the_valid_range_is_drawn_and_said(changes):
    record = Scaling(**changes)
    assert summary(record).endswith((".", ".)")) and "nan" not in summary(record)
    assert len(output_per_head(record).data) == len(output_per_head(Scaling()).data)
    words = [word for trace in slopes(record).data if trace.mode == "text" for word in trace.text]
    assert any(TOO_FEW in word for word in words) == (TOO_FEW in summary(record)), "an empty frame says why"
