from fractions import Fraction
from math import comb, factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peerkit.dashboards.coupon_collector import QUESTION
from peerkit.figures.coupon_collector import pieces_done, summary
from peerkit.figures.words import people
from peerkit.models.coupon_collector import (
    OUTCOMES,
    CouponCollector,
    blind_factor,
    completion_probability,
    contributions_spread,
    expected_contributions,
    progress,
)
from tests.models.extremes import extreme_records
from tests.models.strategies import records

collectors = records(CouponCollector, informed_share=0.0)
with_a_list = records(CouponCollector, pieces=st.integers(2, 60))
# Whole curves of up to fourteen thousand points: fewer of them, and no clock on any.
curves = settings(max_examples=25, deadline=None)


def in_integers(pieces, contributions):
    """The alternating sum without any rounding."""
    favourable = sum((-1) ** j * comb(pieces, j) * (pieces - j) ** contributions for j in range(pieces + 1))
    return float(Fraction(favourable, pieces**contributions))


def one_by_one(pieces, contributions):
    """The chance from the Markov chain of how many different pieces are done: each pick is new or a repetition."""
    done = np.zeros(pieces + 1)
    done[0] = 1.0
    known = np.arange(pieces + 1) / pieces
    for _ in range(contributions):
        done = done * known + np.concatenate([[0.0], (done * (1 - known))[:-1]])
    return done[-1]


@pytest.mark.parametrize(
    ("pieces", "contributions", "chance"),
    [
        (1, 0, 0.0),  # nothing done without a contribution
        (1, 1, 1.0),  # the only piece is done by the first
        (2, 2, 0.5),  # the second differs from the first half the time
        (6, 5, 0.0),  # five throws of a die cannot show six faces
        (6, 6, 720 / 6**6),  # all different: K!/K^K
        (50, 10**12, 1.0),  # sooner or later everything gets done
        (365, 0, 0.0),  # an empty encyclopaedia
    ],
)
def test_limiting_cases(pieces, contributions, chance):
    assert completion_probability(CouponCollector(pieces=pieces), contributions) == pytest.approx(chance, abs=1e-15)


@pytest.mark.parametrize("pieces", [2, 3, 20, 100, 365, 1000])
@pytest.mark.parametrize("rounds", [1, 1.01, 1.2, 2, 4, 6.3, 7, 9])
def test_integer_arithmetic_gives_the_same_chance(pieces, rounds):
    contributions = int(pieces * rounds)
    exact = in_integers(pieces, contributions)
    if exact > 1e-300:  # below, floating point itself has few digits left
        got = completion_probability(CouponCollector(pieces=pieces), contributions)
        assert got == pytest.approx(exact, rel=1e-10, abs=0)


def test_against_the_dice_and_birthday_numbers_of_the_textbooks():
    """Six faces take 14.7 throws on average, 365 birthdays 2,365 people."""
    assert expected_contributions(CouponCollector(pieces=6)) == pytest.approx(14.7)
    assert expected_contributions(CouponCollector(pieces=365)) == pytest.approx(2364.64602343634)


@given(st.integers(1, 60), st.integers(0, 400))
def test_the_markov_chain_of_pieces_done_gives_the_same_chance(pieces, contributions):
    got = completion_probability(CouponCollector(pieces=pieces), contributions)
    assert got == pytest.approx(one_by_one(pieces, contributions), rel=1e-10, abs=1e-300)


@curves
@given(collectors)
def test_the_chances_of_not_being_done_add_up_to_the_mean_and_the_spread(record):
    n = np.arange(40 * record.pieces)
    unfinished = 1 - completion_probability(record, n)
    mean = unfinished.sum()
    assert mean == pytest.approx(expected_contributions(record))
    assert np.sqrt(((2 * n + 1) * unfinished).sum() - mean**2) == pytest.approx(contributions_spread(record))


@given(collectors)
def test_the_mean_is_the_sum_of_waiting_times_for_the_next_new_piece(record):
    new = np.arange(1, record.pieces + 1) / record.pieces
    assert expected_contributions(record) == pytest.approx((1 / new).sum())
    assert contributions_spread(record) == pytest.approx(np.sqrt(((1 - new) / new**2).sum()))
    assert blind_factor(record) == pytest.approx(expected_contributions(record) / record.pieces)


@curves
@given(collectors)
def test_nothing_is_complete_before_every_piece_could_have_been_done(record):
    chances = completion_probability(record, np.arange(record.pieces + 1))
    assert np.all(chances[:-1] == 0)
    if record.pieces <= 100:
        every_pick_new = factorial(record.pieces) / record.pieces**record.pieces
        assert chances[-1] == pytest.approx(every_pick_new, rel=1e-10, abs=0)


@curves
@given(collectors)
def test_another_contribution_never_lowers_the_chance(record):
    chances = completion_probability(record, np.arange(0, 12 * record.pieces, 3))
    # Ten digits hold, so close to certainty a step may be lost in them.
    assert np.all(np.diff(chances) >= -1e-11)


@given(collectors, st.integers(0, 3000))
def test_another_piece_never_raises_the_chance(record, contributions):
    harder = record.replace(pieces=record.pieces + 1)
    assert completion_probability(harder, contributions) <= completion_probability(record, contributions) + 1e-11


@given(st.floats(-1, 5))
def test_for_many_pieces_the_chance_has_the_shape_of_gumbel(x):
    record = CouponCollector(pieces=1000)
    contributions = round(1000 * (np.log(1000) + x))
    # The limit is off by terms of the order (ln K)^2/K.
    expected = np.exp(-1000 * np.exp(-contributions / 1000))
    assert completion_probability(record, contributions) == pytest.approx(expected, rel=0.05)


@given(collectors)
def test_counting_work_in_rounds_of_all_pieces_leaves_only_the_harmonic_number(record):
    rounds = expected_contributions(record) / record.pieces
    assert np.log(record.pieces) + 0.577 < rounds < np.log(record.pieces) + 0.578 + 0.5 / record.pieces


def test_simulated_communities_take_as_long_as_expected():
    rng = np.random.default_rng(2024)
    record = CouponCollector(pieces=20)
    picks = rng.integers(0, 20, size=(4000, 60))
    complete = np.mean([np.unique(row).size == 20 for row in picks])
    chance = completion_probability(record, 60)
    assert complete == pytest.approx(chance, abs=4 * np.sqrt(chance * (1 - chance) / 4000))  # four standard errors


@pytest.mark.parametrize(
    ("changes", "expected", "spread"),
    [
        ({"informed_share": 1}, 50, 0),  # everybody does what is missing
        (
            {"informed_share": 1 - 9.9e-5},
            50 + 9.9e-5 * 24.5 + 9.9e-5**2 * 16.17,
            0.0493,
        ),  # hardly anybody picks blindly
        ({"pieces": 1, "informed_share": 0.3}, 1, 0),  # one piece, one contribution
        (
            {"pieces": 2, "informed_share": 0.5},
            1 + 1 / 0.75,
            np.sqrt(0.25) / 0.75,
        ),  # the last is met three times in four
    ],
)
def test_a_list_at_the_limits(changes, expected, spread):
    record = CouponCollector(**changes)
    assert expected_contributions(record) == pytest.approx(expected)
    assert contributions_spread(record) == pytest.approx(spread, abs=1e-4)
    assert completion_probability(record, 10**9) == pytest.approx(1)
    assert completion_probability(record, record.pieces - 1) == 0


def test_with_a_list_for_all_the_last_piece_is_done_by_contribution_number_k():
    assert completion_probability(CouponCollector(informed_share=1), [49, 50]).tolist() == [0, 1]


@curves
@given(collectors)
def test_without_a_list_the_chain_ends_where_the_closed_form_does(record):
    n = np.arange(0, 6 * record.pieces, 7)
    chain = progress(record, n[-1])
    assert chain.complete[n] == pytest.approx(completion_probability(record, n), rel=1e-9, abs=1e-12)
    # Each piece is still missing with the chance that nobody picked it.
    assert chain.done == pytest.approx(1 - (1 - 1 / record.pieces) ** np.arange(n[-1] + 1))


@curves
@given(with_a_list)
def test_with_a_list_too_the_chances_of_not_being_done_add_up_to_the_mean_and_the_spread(record):
    n = np.arange(40 * record.pieces)
    unfinished = 1 - completion_probability(record, n)
    mean = unfinished.sum()
    assert mean == pytest.approx(expected_contributions(record))
    assert np.sqrt(((2 * n + 1) * unfinished).sum() - mean**2) == pytest.approx(contributions_spread(record), abs=1e-5)


@given(with_a_list, st.floats(0.01, 1))
def test_more_people_who_look_never_take_longer(record, more):
    better = record.replace(informed_share=min(1.0, record.informed_share + more))
    assert expected_contributions(better) <= expected_contributions(record)
    assert record.pieces <= expected_contributions(better) <= record.pieces * blind_factor(record) * (1 + 1e-12)
    assert np.all(progress(better, 40).done >= progress(record, 40).done - 1e-12)


@given(with_a_list, st.integers(0, 60))
def test_the_way_to_some_missing_and_the_rest_of_the_way_make_the_whole_way(record, missing):
    new = record.informed_share + (1 - record.informed_share) * np.arange(1, record.pieces + 1) / record.pieces
    rest = (1 / new[:missing]).sum()
    assert expected_contributions(record) == pytest.approx((1 / new).sum())
    assert expected_contributions(record, missing) + rest == pytest.approx(expected_contributions(record))


def test_simulated_communities_with_a_list_get_as_far_as_expected():
    rng, runs, record = np.random.default_rng(2024), 3000, CouponCollector(pieces=20, informed_share=0.2)
    missing, done = np.full(runs, 20), []
    for _ in range(40):
        missing = missing - ((missing > 0) & (rng.random(runs) < 0.2 + 0.8 * missing / 20))
        done.append(1 - missing.mean() / 20)
    assert done == pytest.approx(progress(record, 40).done[1:], abs=4 * missing.std() / 20 / np.sqrt(runs) + 0.01)


def test_a_long_chain_stops_when_nothing_is_left_and_gives_what_all_its_steps_give():
    record = CouponCollector(pieces=30, informed_share=0.1)
    long = progress(record, 5000)
    assert long.complete[-1] == 1 and long.done[-1] == 1
    new = np.append(0, 0.1 + 0.9 * np.arange(1, 31) / 30)
    state, complete = np.eye(31)[-1], [0.0]
    for _ in range(5000):
        state = state * (1 - new) + np.append((state * new)[1:], 0)
        complete.append(state[0])
    assert long.complete == pytest.approx(complete, abs=1e-12)


def test_the_far_corners_of_the_valid_range_warn_of_nothing():
    for record in extreme_records(CouponCollector):
        assert expected_contributions(record) >= record.pieces * (1 - 1e-12)
        assert contributions_spread(record) >= 0
        assert np.all(completion_probability(record, [0, 1, 7000, 10**15]) <= 1)
        assert len(pieces_done(record).data) == len(pieces_done(CouponCollector()).data)
        assert len(summary(record)) > 20


@given(records(CouponCollector, pieces=st.integers(2, 60)))
def test_what_the_list_saves_is_the_difference_to_a_blind_community(record):
    saved = OUTCOMES.named("saved").of(record)
    blind = expected_contributions(record.replace(informed_share=0.0))
    assert saved == pytest.approx(1 - expected_contributions(record) / blind, abs=1e-9)
    assert -1e-9 <= saved < 1


def test_the_answers_of_the_page_name_numbers_of_the_model():
    answers = " ".join(each.answer for each in QUESTION.tries)
    for changes in ({"informed_share": 0.1}, {}, {"pieces": 100}, {"pieces": 365}):
        assert people(expected_contributions(CouponCollector(**changes))) in answers


def test_a_batch_gives_what_its_records_give_one_by_one():
    pieces, contributions = [1, 6, 50, 365], [[0], [10], [225], [2400]]
    batch = CouponCollector.batch(pieces=pieces)
    rows = [CouponCollector(pieces=one) for one in pieces]
    single = [[completion_probability(row, n[0]) for row in rows] for n in contributions]
    assert np.allclose(completion_probability(batch, contributions), single, rtol=1e-12, atol=0)
    for formula in (expected_contributions, blind_factor, contributions_spread):
        assert formula(batch) == pytest.approx([formula(row) for row in rows])
    mixed = CouponCollector.batch(pieces=[5, 9, 30], informed_share=[0, 0.2, 1])
    rows = [CouponCollector(pieces=k, informed_share=s) for k, s in ((5, 0), (9, 0.2), (30, 1))]
    assert completion_probability(mixed, 30) == pytest.approx([completion_probability(row, 30) for row in rows])
    for field in (0, 1):
        assert progress(mixed, 30)[field] == pytest.approx(np.array([progress(row, 30)[field] for row in rows]))
    assert expected_contributions(mixed, 2) == pytest.approx([expected_contributions(row, 2) for row in rows])


@pytest.mark.parametrize(
    ("attempt", "message"),
    [
        (lambda: CouponCollector(pieces=0), "pieces must be a whole number at least 1 and at most 1000, got 0"),
        (lambda: CouponCollector(informed_share=1.1), "informed_share must be at least 0 and at most 1, got 1.1"),
        (lambda: progress(CouponCollector(), -1), "most must be a whole number of at least 0, got -1"),
        (lambda: progress(CouponCollector(), 10**9), "most must be at most 100,000, got 1000000000"),
        (lambda: expected_contributions(CouponCollector(), -5), "missing must be a whole number of at least 0, got -5"),
        (lambda: expected_contributions(CouponCollector(), "5"), "missing must be a number, got '5'"),
        (lambda: completion_probability(CouponCollector(), "12"), "contributions must be a number, got '12'"),
        (lambda: completion_probability(CouponCollector(), True), "contributions must be a number, got True"),
        (lambda: completion_probability(CouponCollector(), 2.5), "contributions must be a whole number of at least 0"),
        (lambda: completion_probability(CouponCollector(), -1), "contributions must be a whole number .* got -1"),
        (lambda: completion_probability(CouponCollector(), float("nan")), "contributions must be .* got nan"),
    ],
)
def test_impossible_input_is_refused_by_name(attempt, message):
    with pytest.raises(ValueError, match=message):
        attempt()
