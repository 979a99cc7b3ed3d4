"""Answers on paper: exact curves against drawing lots, and intervals that hold as often as they say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerkit.models import rooms
from peerkit.models.coverage import Coverage, completion_probability
from peerkit.models.crowd import discrete_path
from peerkit.models.rooms import (
    HELD,
    best_take_of_room,
    chance_by_lot,
    chance_without_one,
    joining_share,
    mean_share_interval,
    share_interval,
)
from tests.models.room_coverage import CHAINS, FACTS, PEOPLE, SKILLS, held_by_means, held_by_shares

shares = st.lists(st.integers(0, 100).map(lambda percent: percent / 100), min_size=1, max_size=30)


@pytest.mark.parametrize("people", HELD["share"])
def test_wilsons_interval_covers_as_the_table_says(people):
    held = held_by_shares(people)
    assert HELD["share"][people] == pytest.approx((held.min(), held.max()), abs=0.0051)  # whole percent


@pytest.mark.parametrize(
    ("kind", "ways", "parts"), [("shares of people", PEOPLE, SKILLS), ("shares of chains", CHAINS, FACTS)]
)
def test_the_t_interval_covers_as_the_table_says(kind, ways, parts):
    for size, told in HELD[kind].items():
        held = held_by_means(ways, size, parts, draws=1000)
        # A thousand rooms give a share to a percent and a half.
        assert told == pytest.approx((held.min(), held.max()), abs=0.02), size


def test_an_interval_is_given_only_where_it_held_in_nine_of_ten_rooms():
    assert min(low for sizes in HELD.values() for low, _ in sizes.values()) > 0.9
    assert min(HELD["share"]) == min(HELD["shares of people"]) == rooms.FEWEST
    assert min(HELD["shares of chains"]) == rooms.FEWEST_CHAINS


def test_no_range_is_given_for_the_end_of_a_crowd_because_drawing_anew_does_not_hold():
    """The usual way out, rooms drawn anew out of the answers, holds far too seldom."""
    rng = np.random.default_rng(1)
    held = []
    for _ in range(200):
        cards, others = rng.integers(0, 20, (2, 20))
        drawn = cards[rng.integers(20, size=(400, 20))]
        low, high = np.quantile(discrete_path(drawn)[..., -1], [0.025, 0.975], method="inverted_cdf")
        held.append(low <= discrete_path(others)[-1] <= high)
    assert 0.6 < np.mean(held) < 0.85


def test_people_who_agree_by_chance_are_no_proof():
    same = mean_share_interval([0.6] * 4, 10)
    assert same.low < 0.5 and same.high > 0.7
    assert np.isnan(mean_share_interval([1.0] * 5, 10).low) and np.isnan(mean_share_interval([0.0] * 5, 10).low)
    assert np.isnan(mean_share_interval([0.4], 10).low)


def test_more_people_narrow_an_interval():
    widths = [
        interval.high - interval.low for interval in (share_interval(part, 2 * part) for part in (5, 10, 50, 500))
    ]
    assert widths == sorted(widths, reverse=True)


@given(st.integers(2, 12), st.integers(1, 5), st.integers(0, 1000))
def test_the_chance_by_lot_is_that_of_all_teams_counted(people, skills, seed):
    from itertools import combinations

    marks = np.random.default_rng(seed).random((people, skills)) < 0.4
    for team in (1, people // 2, people):
        teams = [marks[list(members)].any(axis=0).all() for members in combinations(range(people), team)]
        assert chance_by_lot(marks, team) == pytest.approx(np.mean(teams), abs=1e-9)


def test_a_large_room_of_equal_and_independent_skills_is_the_model():
    marks = np.random.default_rng(1).random((4000, 8)) < 0.25
    teams = np.array([4, 8, 12])
    model = completion_probability(Coverage(skills=8, skill_chance=0.25), teams)
    assert chance_by_lot(marks, teams) == pytest.approx(model, abs=0.03)  # four thousand people, by chance


@given(shares)
def test_fewer_work_the_more_the_platform_keeps(lowest):
    joining = joining_share(lowest, np.linspace(0, 1, 101))
    assert joining[0] == 1 and np.all(np.diff(joining) <= 0)


@given(shares)
def test_no_take_earns_more_from_a_room_than_its_best(lowest):
    takes = np.linspace(0, 1, 1001)
    best = best_take_of_room(lowest)
    assert best * joining_share(lowest, best) >= (takes * joining_share(lowest, takes)).max() - 1e-9


def test_somebody_who_wants_exactly_what_is_left_works():
    """A computer makes 0.30000000000000004 of 0.1 + 0.2."""
    assert joining_share([0.3, 0.1 + 0.2], 0.7) == 1


def test_what_cannot_be_is_refused():
    with pytest.raises(ValueError, match="yes must be at most as many as people"):
        share_interval(5, 4)
    with pytest.raises(ValueError, match="lowest_shares"):
        joining_share([1.2], 0.5)
    with pytest.raises(ValueError, match="team"):
        chance_by_lot([[True]], 2)


@pytest.mark.parametrize(("people", "team"), [(20, 10), (7, 6), (12, 1), (9, 0)])
def test_the_chance_without_a_person_is_that_of_the_room_in_which_the_person_is_not(people, team):
    marks = np.random.default_rng(people).random((people, 5)) < 0.4
    left = [chance_by_lot(np.delete(marks, place, axis=0), team) for place in range(people)]
    assert chance_without_one(marks, team) == pytest.approx(left, abs=1e-12)
