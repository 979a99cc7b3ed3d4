from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import betaln

from peerkit.dashboards.momentum import QUESTION
from peerkit.figures.momentum import chance_to_stop, summary
from peerkit.models.momentum import (
    Momentum,
    careers,
    observed_stops,
    probability,
    simulated_contributions,
    stop_probability,
    survival,
)
from tests.models.strategies import records

unhurried = settings(deadline=None, max_examples=40)
NODES, WEIGHTS = np.polynomial.legendre.leggauss(400)


@pytest.mark.parametrize(
    ("changes", "k", "chance"),
    [
        ({"effort": 1, "head_start": 0}, 1, 0.0),  # stop chance 1/k: nobody gets past the first
        ({"effort": 2, "head_start": 1}, 1, 0.0),  # the same with the highest effort the head start allows
        ({"effort": 1, "head_start": 1}, 9, 0.1),  # 1/(k+1), exactly Zipf's law
        ({"effort": 1e-12}, 10**6, 1.0),  # no effort: nobody stops
        ({"effort": 1.0, "head_start": 1000}, 10, 1000 / 1010),  # a long head start: the product telescopes
        ({}, 0, 1.0),  # everyone contributes once
    ],
)
def test_limiting_cases(changes, k, chance):
    assert survival(Momentum(**changes), k) == pytest.approx(chance, abs=1e-9)  # 1e-12 of effort over a million steps


@pytest.mark.parametrize(
    ("effort", "head_start", "mean", "outcome"),
    [
        (1.5, 1.0, 2.0, "finite mean"),  # c / (b - 1)
        (1.0, 1.0, np.inf, "depends on sample size"),  # the border
        (0.5, 0.0, np.inf, "depends on sample size"),  # votes: a few give nearly all
        (2.0, 1.0, 1.0, "one contribution each"),  # the first is certainly the last
        (1.0, 0.0, 1.0, "one contribution each"),  # the same without a head start, where b = 1 has a mean after all
    ],
)
def test_mean_contributions_and_their_outcome(effort, head_start, mean, outcome):
    made = careers(Momentum(effort=effort, head_start=head_start))
    assert made.mean == pytest.approx(mean)
    assert made.outcome == outcome


@unhurried
@given(records(Momentum), st.integers(1, 300))
def test_survival_is_the_product_of_not_stopping(momentum, k):
    going_on = 1 - stop_probability(momentum, np.arange(1, k + 1))
    assert survival(momentum, k) == pytest.approx(going_on.prod(), rel=1e-9, abs=1e-300)


@given(records(Momentum, effort=st.floats(0.3, 1.95)), st.floats(1.5, 4))
def test_the_tail_is_a_power_law_with_the_effort_as_exponent(momentum, factor):
    k = 10.0**9
    ratio = survival(momentum, np.round(factor * k)) / survival(momentum, k)
    # Corrections fall like (1 + c) b / k, here 1e-8; logarithms of the beta function keep nine digits.
    assert ratio == pytest.approx(factor**-momentum.effort, rel=1e-6)
    assert careers(momentum).exponent == 1 + momentum.effort


@given(records(Momentum))
def test_people_who_stop_after_each_number_are_all_people(momentum):
    k = np.arange(1, 400)
    assert probability(momentum, k).sum() + survival(momentum, 399) == pytest.approx(1)
    assert probability(momentum, 1) == pytest.approx(careers(momentum).one_timers)


@unhurried
@given(records(Momentum, effort=st.floats(1.5, 1.95)))
def test_mean_is_the_sum_of_survival(momentum):
    k = np.arange(200_000.0)
    chances = survival(momentum, k)
    # Beyond the sum the tail is k^-b times a constant, so its rest is an integral, right to one term in 200,000.
    rest = chances[-1] * k[-1] / (momentum.effort - 1)
    assert chances.sum() + rest == pytest.approx(careers(momentum).mean, rel=1e-4)


@given(records(Momentum), st.integers(0, 50), st.integers(0, 50))
def test_starting_to_count_later_is_a_longer_head_start(momentum, seen, more):
    later = momentum.replace(head_start=momentum.head_start + seen)
    both = survival(momentum, seen + more)
    assert survival(momentum, seen) * survival(later, more) == pytest.approx(both, rel=1e-9, abs=1e-300)


@given(records(Momentum, effort=st.floats(0.3, 1.5)), st.floats(0.01, 0.5), st.integers(1, 10**6))
def test_more_effort_never_lengthens_a_career_and_steepens_the_tail(momentum, more, k):
    harder = momentum.replace(effort=momentum.effort + more)
    assert survival(harder, k) < survival(momentum, k)
    assert careers(harder).exponent > careers(momentum).exponent


@unhurried
@given(records(Momentum, effort=st.floats(0.3, 1.95)))
def test_a_fixed_mix_of_people_gives_the_same_survival_without_momentum(momentum):
    """Chances to stop drawn from beta(b, 1 + c - b): the mean of (1 - p)^k, by quadrature."""
    b, spare = momentum.effort, 1 + momentum.head_start - momentum.effort
    angle = (NODES + 1) * np.pi / 4  # p = sin^4 takes the corner out of the density at 0
    p = np.sin(angle) ** 4
    log_density = (b - 1) * np.log(p) + (spare - 1) * np.log1p(-p) - betaln(b, spare)
    widths = WEIGHTS * np.pi / 4 * 4 * np.sin(angle) ** 3 * np.cos(angle)
    for k in (1, 5, 30):
        mixed = np.sum(widths * np.exp(log_density + k * np.log1p(-p)))
        assert mixed == pytest.approx(survival(momentum, k), rel=1e-4)  # corners of the density at 0 and 1


def test_simulated_contributions_follow_the_rule():
    momentum, people = Momentum(), 100_000
    drawn = simulated_contributions(momentum, people, np.random.default_rng(2024))
    for k in (1, 3, 10, 100):
        chance = survival(momentum, k)
        error = np.sqrt(chance * (1 - chance) / people)
        assert abs(np.mean(drawn > k) - chance) < 4 * error  # four standard errors
    assert np.all(simulated_contributions(Momentum(effort=2), 5, np.random.default_rng(1)) == 1)


def test_survival_reaches_a_million_millions():
    momentum = Momentum(effort=0.5, head_start=0)
    # Gamma(k + 1/2) / (Gamma(1/2) Gamma(k + 1)) tends to 1 / sqrt(pi k).
    assert survival(momentum, 10**12) == pytest.approx(1 / np.sqrt(np.pi * 1e12))


def test_a_batch_gives_what_its_records_give_one_by_one():
    effort, head_start = [0.5, 1.28, 2.0, 1.0], [0.0, 1.0, 1.0, 3.0]
    batch = Momentum.batch(effort=effort, head_start=head_start)
    single = [Momentum(effort=b, head_start=c) for b, c in zip(effort, head_start, strict=True)]
    for quantity in (stop_probability, survival, probability):
        assert list(quantity(batch, 7)) == pytest.approx([quantity(one, 7) for one in single], rel=1e-12)
    assert [list(part) for part in careers(batch)] == [list(part) for part in zip(*map(careers, single), strict=True)]


@pytest.mark.parametrize("corner", list(product(*(p.explore for p in Momentum.parameters().values()))))
def test_every_corner_of_the_teaching_box_has_an_answer(corner):
    momentum = Momentum(**dict(zip(Momentum.parameters(), corner, strict=True)))
    assert np.all((survival(momentum, [0, 1, 10**12]) >= 0) & (probability(momentum, [1, 2, 10**12]) <= 1))
    assert careers(momentum).mean >= 1
    assert np.all(simulated_contributions(momentum, 100, np.random.default_rng(1)) >= 1)


@unhurried
@given(records(Momentum, effort=st.floats(0.3, 2).filter(lambda b: abs(b - 1) > 0.05)))
def test_the_word_for_the_mean_is_what_counting_on_shows(momentum):
    """Contributions beyond 2, 4, 8, ... add less and less to the mean, or more and more, or nothing at all."""
    added = 2.0 ** np.arange(39) * survival(momentum, 2.0 ** np.arange(39))
    outcome = careers(momentum).outcome
    assert (outcome == "one contribution each") == (added.max() == 0)
    assert (outcome == "depends on sample size") == (added[-1] > added[20])
    assert np.isfinite(careers(momentum).mean) == (outcome != "depends on sample size")


@pytest.mark.parametrize(
    "corner", [(1e-300, 0.0), (1e-300, 1000.0), (1.0, 0.0), (1001.0, 1000.0), (1.0, 1000.0), (2.0, 1.0)]
)
def test_every_corner_of_the_valid_range_draws_and_says_something(corner):
    momentum = Momentum(effort=corner[0], head_start=corner[1])
    assert summary(momentum).endswith(".") and "nan" not in summary(momentum)
    assert len(chance_to_stop(momentum).data) == len(chance_to_stop(Momentum()).data)


def test_where_everybody_stops_at_once_the_figure_shows_nobody_later():
    """The rule gives a chance to stop after the tenth, but nobody gets there."""
    fig = chance_to_stop(Momentum(effort=2.0))
    rule = next(trace for trace in fig.data if trace.name == "rule")
    assert np.isfinite(rule.y).tolist() == [True] + [False] * (len(rule.y) - 1)
    words = [word for trace in fig.data if trace.mode == "text" for word in trace.text]
    assert not any("10th" in word for word in words)
    assert "nobody gets further" in summary(Momentum(effort=2.0))


def test_answers_of_the_things_to_try_say_what_the_sentence_says():
    """The answer once said 27% where the sentence said 26%."""
    tried = next(each for each in QUESTION.tries if each.values == {"effort": 0.53})
    said = summary(Momentum(effort=0.53)).partition(" stop after the first")[0]
    assert tried.answer.startswith(said)


@pytest.mark.parametrize(
    ("deed", "message"),
    [
        (lambda: stop_probability(Momentum(), "3"), "contributions must be a number, got '3'"),
        (lambda: survival(Momentum(), True), "contributions must be a number, got True"),
        (lambda: survival(Momentum(), float("nan")), "contributions must be whole numbers of at least 0, got nan"),
        (
            lambda: simulated_contributions(Momentum(), 1e9, np.random.default_rng(1)),
            "people must be at least 0 and at most 10000000",
        ),
        (lambda: Momentum(effort=0), "effort must be above 0, got 0"),
        (
            lambda: Momentum(effort=2.5),
            "effort must be at most 1 plus the head start.*got effort 2.5 with head_start 1.0",
        ),
        (lambda: Momentum.batch(effort=[0.5, 2.5]), "effort must be at most 1 plus the head start"),
        (lambda: survival(Momentum(), -1), "contributions must be whole numbers of at least 0, got -1"),
        (lambda: stop_probability(Momentum(), 0.5), "contributions must be whole numbers of at least 1, got 0.5"),
    ],
)
def test_impossible_input_is_refused_by_name(deed, message):
    with pytest.raises(ValueError, match=message):
        deed()


@pytest.mark.parametrize(
    ("contributions", "bounds", "shares"),
    [
        ([1, 1, 1, 1], [1, 2, 3], [1.0, np.nan]),  # everybody stops at once, so nobody gets to the second
        ([4, 4], [1, 2, 3, 4, 5], [0, 0, 0, 1.0]),  # all go on to the fourth
        ([1, 9], [1, 4], [0.25]),  # one chance to stop for the first person, three for the second
        ([7, 7], [2, 3], [0.0]),  # a bin in the middle: both pass through it
    ],
)
def test_limiting_cases_of_observed_stops(contributions, bounds, shares):
    assert observed_stops(contributions, bounds).share == pytest.approx(shares, nan_ok=True)


@pytest.mark.parametrize("changes", [{}, {"effort": 0.5}, {"effort": 1.8, "head_start": 5}])
def test_people_without_momentum_stop_as_the_rule_of_momentum_says(changes):
    """The mix of fixed chances and the rule cannot be told apart by when people stop."""
    momentum = Momentum(**changes)
    bounds = np.array([1, 2, 3, 4, 6])
    seen = observed_stops(simulated_contributions(momentum, 200_000, np.random.default_rng(2024)), bounds)
    for low, high, share, reached in zip(bounds[:-1], bounds[1:], seen.share, seen.reached, strict=True):
        k = np.arange(low, high)
        expected = np.average(stop_probability(momentum, k), weights=survival(momentum, k - 1))
        # Four binomial standard errors.
        assert abs(share - expected) <= 4 * np.sqrt(expected * (1 - expected) / reached)


@given(st.lists(st.integers(1, 50), min_size=1, max_size=30), st.integers(1, 5))
def test_observed_stops_count_every_contribution_and_every_person_once(contributions, step):
    seen = observed_stops(contributions, np.arange(1, 60, step))
    inside = np.minimum(contributions, np.arange(1, 60, step)[-1] - 1)
    assert seen.reached.sum() == inside.sum()
    assert seen.stops.sum() == sum(np.asarray(contributions) < np.arange(1, 60, step)[-1])


def test_copying_everybody_leaves_the_observed_shares_alone():
    made = [1, 1, 2, 5, 9]
    assert observed_stops(made * 3, [1, 2, 4, 10]).share == pytest.approx(observed_stops(made, [1, 2, 4, 10]).share)
