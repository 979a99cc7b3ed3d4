from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerkit.models.communication import Communication, channels, net_output
from peerkit.models.modular_teams import (
    Architecture,
    fewest_channels,
    modular_channels,
    modular_output,
    optimal_modules,
)
from tests.models.extremes import extreme_records
from tests.models.strategies import records

teams = records(Communication)
sizes = st.floats(1, 1e12)


@pytest.mark.parametrize(
    ("members", "count", "left"),
    [
        (1, 1, 0),  # nobody to talk to
        (2, 2, 1),  # two teams of one: one interface
        (4, 2, 3),  # two pairs and the interface between them
        (100, 1, 4950),  # one team: everybody with everybody
        (1e12, 1e6, 1e24 / 2e6),  # large teams: what is left is inside them
    ],
)
def test_limiting_cases(members, count, left):
    assert modular_channels(members, count) == pytest.approx(left, rel=1e-5)  # the last row is an asymptote


@pytest.mark.parametrize(
    ("members", "flat", "best"), [(100, 4_950, 380), (1_000, 499_500, 8_910), (10_000, 49_995_000, 198_397)]
)
def test_against_the_channels_of_the_model_chapter(members, flat, best):
    assert channels(members) == flat
    assert optimal_modules(members).channels == pytest.approx(best, abs=0.5)  # published as whole channels


def test_every_corner_of_the_teaching_box_is_a_possible_architecture():
    box = [p.explore for p in Architecture.parameters().values()]
    for members, count in product(*box):
        divided = Architecture(members=members, teams=count)
        assert 0 < modular_channels(divided.members, divided.teams) <= channels(members)


@given(sizes)
def test_one_team_and_teams_of_one_need_every_channel(members):
    assert modular_channels(members, 1) == pytest.approx(channels(members))
    assert modular_channels(members, members) == pytest.approx(channels(members))


@given(sizes, st.floats(0, 1))
def test_no_other_number_of_teams_needs_fewer_channels(members, share):
    best = optimal_modules(members)
    other = modular_channels(members, members**share)
    assert best.channels <= other + 1e-9 * channels(members)
    assert best.channels <= channels(members) * (1 + 1e-12)


@given(sizes)
def test_the_best_number_of_teams_solves_its_cubic(members):
    m = optimal_modules(members).teams
    assert m**3 - m**2 / 2 == pytest.approx(members**2 / 2, rel=1e-9)


@pytest.mark.parametrize("members", [2, 7, 30, 100])
def test_the_best_whole_number_of_teams_is_next_to_the_divisible_one(members):
    tried = np.arange(1, members + 1)
    best = tried[np.argmin(modular_channels(members, tried))]
    assert abs(best - optimal_modules(members).teams) < 1


def test_modules_turn_the_square_of_a_large_project_into_the_four_thirds_power():
    best = optimal_modules(1e12)
    assert best.teams == pytest.approx((1e24 / 2) ** (1 / 3), rel=1e-6)
    assert best.channels == pytest.approx(1.5 * 2 ** (-2 / 3) * 1e16, rel=1e-3)  # an asymptote, not an identity


@given(teams, st.integers(1, 1000))
def test_one_team_makes_what_a_team_makes(record, members):
    scale = record.worker_output * members + record.channel_cost * members**2
    assert modular_output(record, members, 1) == pytest.approx(net_output(record, members), abs=1e-12 * scale)


@given(st.integers(1, 300))
def test_the_fewest_channels_are_those_of_the_best_whole_number_of_teams(members):
    tried = modular_channels(members, np.arange(1, members + 1))
    assert fewest_channels(members) == pytest.approx(tried.min())
    assert fewest_channels(members) <= channels(members)


def test_the_far_corners_of_the_valid_range_warn_of_nothing():
    for divided in extreme_records(Architecture):
        assert 0 <= modular_channels(divided.members, divided.teams) <= channels(divided.members) * (1 + 1e-12)
        assert fewest_channels(divided.members) <= channels(divided.members)
        assert 1 <= optimal_modules(divided.members).teams <= divided.members


@given(teams, st.floats(0.01, 100))
def test_measuring_output_in_another_unit_leaves_the_channels_alone(record, rate):
    abroad = record.replace(worker_output=record.worker_output * rate, channel_cost=record.channel_cost * rate)
    assert modular_output(abroad, 100, 7) == pytest.approx(modular_output(record, 100, 7) * rate, abs=1e-9 * rate)


def test_a_batch_of_projects_gives_what_each_gives():
    members, count = np.array([1.0, 100.0, 1e12]), np.array([1.0, 10.0, 1e6])
    single = [modular_channels(n, m) for n, m in zip(members, count, strict=True)]
    assert modular_channels(members, count) == pytest.approx(single)
    assert optimal_modules(members).teams == pytest.approx([optimal_modules(n).teams for n in members])


@pytest.mark.parametrize(
    ("impossible", "message"),
    [
        (lambda: Architecture(members=100, teams=101), r"teams must be at most members \(100\), got 101"),
        (lambda: Architecture(members=10.5), "members must be a whole number at least 1 and at most .*, got 10.5"),
        (lambda: modular_channels(10, 11), r"teams must be at least 1 and at most members \(10\), got 11"),
        (lambda: modular_channels(10, np.nan), "teams must be a number, got nan"),
        (lambda: fewest_channels("12"), "members must be a number, got '12'"),
        (lambda: modular_channels(True, 1), "members must be a number, got True"),
        (lambda: optimal_modules(0), "members must be at least 1, got 0"),
    ],
)
def test_impossible_divisions_are_refused(impossible, message):
    with pytest.raises(ValueError, match=message):
        impossible()
