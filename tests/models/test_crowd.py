import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from peerkit.models.crowd import (
    decisive_person,
    discrete_equilibrium,
    discrete_path,
    drawn_thresholds,
    spaced_thresholds,
    started_path,
)
from peerkit.models.thresholds import Thresholds

# No time limit for an example: the machine may be busy.
unhurried = settings(deadline=None)
individuals = st.lists(st.integers(0, 30), min_size=1, max_size=30)


def test_against_granovetter_1978_one_changed_threshold_turns_a_hundred_rioters_into_one():
    """Thresholds 0 to 99, and the same with 1 made 2; confirmed in The Rules of Contagion."""
    assert discrete_equilibrium(range(100)) == 100
    assert discrete_equilibrium([0, 2, *range(2, 100)]) == 1


def test_the_jump_moves_with_the_rounding_of_thresholds():
    spreads = np.arange(110, 140) / 10

    def jump(rounding):
        sizes = [discrete_equilibrium(rounding(spaced_thresholds(Thresholds(spread=spread)))) for spread in spreads]
        return spreads[np.argmax(np.array(sizes) == 100)]

    assert jump(lambda thresholds: thresholds) == pytest.approx(12.6)  # the first tenth beyond 12.55
    assert jump(np.floor) == pytest.approx(11.9)
    assert jump(np.round) == pytest.approx(12.3)  # the first tenth beyond 12.25


@unhurried
@given(individuals, st.data())
def test_one_threshold_lowered_never_lowers_the_discrete_equilibrium(individual, data):
    which = data.draw(st.integers(0, len(individual) - 1))
    lowered = [*individual[:which], data.draw(st.integers(0, individual[which])), *individual[which + 1 :]]
    assert discrete_equilibrium(lowered) >= discrete_equilibrium(individual)


@unhurried
@given(individuals)
def test_the_discrete_equilibrium_is_the_smallest_crowd_that_wants_to_be_its_own_size(individual):
    wanted = [sum(threshold <= size for threshold in individual) for size in range(len(individual) + 1)]
    assert discrete_equilibrium(individual) == next(size for size, want in enumerate(wanted) if want == size)


@unhurried
@given(individuals)
def test_every_round_of_the_discrete_path_counts_who_was_content_with_the_last(individual):
    course = discrete_path(individual)
    assert course[0] == 0
    for before, after in zip(course[:-1], course[1:], strict=True):
        assert after == sum(threshold <= before for threshold in individual)


def test_one_person_who_starts_unasked_brings_a_hundred():
    """The crowd of the defaults: three join by themselves, all of them and the starter with one person more."""
    crowd = spaced_thresholds(Thresholds())
    assert decisive_person(crowd) == (1, 3, 101)
    assert discrete_equilibrium(crowd) == 3


@pytest.mark.parametrize(
    ("individual", "decision"),
    [
        (range(100), (0, 0, 100)),  # Granovetter's crowd needs everyone: the readiest first of all
        ([0, 2, *range(2, 100)], (1, 1, 101)),  # his other crowd needs one more
        ([5] * 8, (5, 4, 13)),  # all alike: as many starters as the threshold, and the last of them decides
        ([50] * 8, (-7, 0, 0)),  # a threshold out of reach: nobody decides over anybody
    ],
)
def test_the_decisive_person_of_simple_crowds(individual, decision):
    decided = decisive_person(individual)
    assert decided == decision or decided.together - decided.without <= 1


@unhurried
@given(individuals)
def test_no_starter_and_nobody_kept_at_home_makes_a_larger_difference_than_the_decisive_person(individual):
    decided, crowd = decisive_person(individual), len(individual)
    ends = [started_path(individual, starters)[-1] for starters in range(-crowd, crowd + 1)]
    assert decided.together - decided.without == max(np.diff(ends))
    assert ends[decided.starters + crowd] == decided.together and ends[decided.starters + crowd - 1] == decided.without
    assert ends[crowd] == discrete_equilibrium(individual) and np.all(np.diff(ends) >= 0)


@unhurried
@given(individuals, st.integers(0, 20))
def test_a_starter_is_worth_one_less_in_everybodys_threshold(individual, starters):
    lowered = np.maximum(np.array(individual) - starters, 0)
    assert started_path(individual, starters)[-1] == starters + discrete_equilibrium(lowered)


def test_spaced_thresholds_are_symmetric_about_the_mean_until_zero_cuts_them_off():
    spaced = spaced_thresholds(Thresholds(mean_threshold=50, spread=10))
    assert spaced + spaced[::-1] == pytest.approx(100)
    assert norm.cdf(spaced, 50, 10) * 100 == pytest.approx(np.arange(100) + 0.5)
    assert spaced_thresholds(Thresholds(mean_threshold=0)).min() == 0


def test_drawn_thresholds_are_normal():
    drawn = drawn_thresholds(Thresholds(mean_threshold=50, spread=8, members=10_000), np.random.default_rng(2024))
    # Four standard errors of a mean of ten thousand, and of their standard deviation.
    assert drawn.mean() == pytest.approx(50, abs=4 * 0.08)
    assert drawn.std() == pytest.approx(8, abs=4 * 0.08 / np.sqrt(2))


def test_a_batch_of_known_crowds_gives_what_they_give_one_by_one():
    crowds = [[0, 1, 2, 3], [0, 2, 2, 3], [1, 1, 1, 1], [0, 0, 2, 3]]
    assert discrete_equilibrium(crowds).tolist() == [discrete_equilibrium(crowd) for crowd in crowds] == [4, 1, 0, 4]


@pytest.mark.parametrize("deed", [discrete_equilibrium, discrete_path, decisive_person])
def test_a_negative_threshold_is_refused(deed):
    with pytest.raises(ValueError, match="individual must be at least 0"):
        deed([0, -1])


@pytest.mark.parametrize(
    ("starters", "message"),
    [
        (10**9, "starters must be at least -100000 and at most 100000, got 1000000000"),
        (1.5, "starters must be a whole number, got 1.5"),
        ("3", "starters must be a number, got '3'"),
        (True, "starters must be a number, got True"),
    ],
)
def test_impossible_starters_are_refused(starters, message):
    with pytest.raises(ValueError, match=message):
        started_path([1, 2], starters)


@pytest.mark.parametrize("individual", ["3", [True, False]])
def test_thresholds_that_are_no_numbers_are_refused(individual):
    with pytest.raises(ValueError, match="individual must be a number"):
        discrete_path(individual)
