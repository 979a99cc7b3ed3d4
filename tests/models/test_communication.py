from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerkit.models.communication import (
    Communication,
    break_even_team,
    channels,
    marginal_output,
    net_output,
    optimal_team,
    optimal_whole_team,
)
from tests.models.strategies import records

teams = records(Communication)
interior = records(Communication, channel_cost=st.floats(0.005, 0.5))


@pytest.mark.parametrize(
    ("changes", "size", "outcome"),
    [
        ({}, 10.5, "interior"),  # ten or eleven at the defaults
        ({"channel_cost": 1e-12}, 1e12 + 0.5, "interior"),  # talk almost free: a team of a trillion
        ({"channel_cost": 1.0}, 1.5, "interior"),  # one channel costs one worker: the second changes nothing
        ({"channel_cost": 2.0}, 1, "work alone"),  # the parabola peaks at the first member
        ({"channel_cost": 50.0}, 1, "work alone"),  # talk so expensive that any second member is a loss
        ({"channel_cost": 1e-140}, 1e140, "interior"),  # still a team that a number can hold
        ({"channel_cost": 5e-324}, np.inf, "no limit"),  # and one that it cannot
        ({"channel_cost": 0.0}, np.inf, "no limit"),  # free talk: output proportional to people
    ],
)
def test_limiting_cases(changes, size, outcome):
    team = optimal_team(Communication(**changes))
    assert team.size == pytest.approx(size)
    assert team.outcome == outcome


@pytest.mark.parametrize(
    ("worker_output", "channel_cost", "smallest", "largest", "outcome"),
    [
        (1, 0.1, 10, 11, "tie"),  # w/c is 10: the eleventh adds exactly what the talk takes
        (0.3, 0.1, 3, 4, "tie"),  # w/c is 3 but for rounding, which puts 0.3/0.1 just below
        (1, 0.11, 10, 10, "single"),  # w/c is 9.09: the tenth still pays
        (1, 1, 1, 2, "tie"),  # one channel costs one worker
        (1, 3, 1, 1, "single"),  # the second member is a loss
        (1, 0, np.inf, np.inf, "no limit"),  # free talk
    ],
)
def test_limiting_cases_of_whole_people(worker_output, channel_cost, smallest, largest, outcome):
    team = optimal_whole_team(Communication(worker_output=worker_output, channel_cost=channel_cost))
    assert (team.smallest, team.largest, team.outcome) == (smallest, largest, outcome)


@pytest.mark.parametrize(("record", "function"), [(Communication, optimal_team), (Communication, optimal_whole_team)])
def test_every_corner_of_the_teaching_box_has_a_best_team(record, function):
    box = [p.explore for p in record.parameters().values()]
    for corner in product(*box):
        assert np.all(np.isfinite(function(record(**dict(zip(record.parameters(), corner, strict=True))))[:2]))


@given(records(Communication, channel_cost=st.one_of(st.just(0.0), st.floats(1e-4, 10))))
def test_each_word_for_the_best_team_agrees_with_trying_all_sizes(record):
    team, whole = optimal_team(record), optimal_whole_team(record)
    n = np.geomspace(1, 1e7, 4001)
    made = net_output(record, n)
    if team.outcome == "no limit":
        assert (np.diff(made) > 0).all() and whole.outcome == "no limit"
        return
    slack = 1e-9 * record.worker_output * n
    assert (made <= team.output + slack).all()
    if team.outcome == "work alone":
        assert made.argmax() == 0 and whole.smallest == 1
    last = net_output(record, np.arange(max(1, whole.smallest - 1), whole.largest + 2))
    assert last.max() == pytest.approx(whole.output)


def test_the_corners_of_what_is_allowed_raise_nothing():
    for values in product((1e-15, 1e15), (0.0, 1e-15, 1e15)):
        record = Communication(**dict(zip(Communication.parameters(), values, strict=True)))
        assert optimal_team(record).outcome and optimal_whole_team(record).outcome
        assert break_even_team(record) >= 1


@given(st.integers(0, 10**6))
def test_a_newcomer_opens_one_channel_to_each_member(members):
    assert channels(members + 1) - channels(members) == members


@given(teams, st.integers(0, 1000))
def test_marginal_output_is_the_difference_of_two_teams(record, members):
    difference = net_output(record, members + 1) - net_output(record, members)
    scale = abs(net_output(record, members)) + record.worker_output
    assert marginal_output(record, members) == pytest.approx(difference, abs=1e-9 * scale)


@given(teams, st.floats(0, 1e4), st.floats(0, 1e4))
def test_net_output_is_concave(record, one, other):
    middle, ends = net_output(record, (one + other) / 2), net_output(record, [one, other])
    assert middle >= ends.mean() - 1e-9 * (np.abs(ends).max() + 1)


@given(interior, st.floats(0.001, 100))
def test_no_other_team_does_better(record, size):
    team = optimal_team(record)
    assert net_output(record, team.size) == pytest.approx(team.output)
    assert net_output(record, size) <= team.output * (1 + 1e-12)


@given(teams)
def test_the_best_team_of_whole_people_is_the_one_found_by_trying_all(record):
    tried = net_output(record, np.arange(1, 1100))
    team = optimal_whole_team(record)
    assert team.output == pytest.approx(tried.max())
    assert tried[int(team.smallest) - 1] == pytest.approx(tried.max())
    assert tried[int(team.largest) - 1] == pytest.approx(tried.max())


@given(st.integers(1, 10**6), st.floats(0.001, 1000))
def test_a_whole_ratio_of_output_to_cost_is_a_tie(ratio, cost):
    team = optimal_whole_team(Communication(worker_output=ratio * cost, channel_cost=cost))
    assert (team.smallest, team.largest, team.outcome) == (ratio, ratio + 1, "tie")


@given(st.integers(1, 10**6), st.floats(1e-6, 1 - 1e-6), st.floats(0.001, 1000))
def test_any_other_ratio_has_a_single_best_team(whole, rest, cost):
    team = optimal_whole_team(Communication(worker_output=(whole + rest) * cost, channel_cost=cost))
    assert (team.smallest, team.largest, team.outcome) == (whole + 1, whole + 1, "single")


@given(teams)
def test_the_break_even_team_makes_nothing(record):
    size = break_even_team(record)
    assert net_output(record, size) == pytest.approx(0, abs=1e-9 * record.worker_output * size)


@given(interior, st.floats(1.01, 100))
def test_more_expensive_talk_never_enlarges_the_team_or_its_output(record, factor):
    costlier = record.replace(channel_cost=record.channel_cost * factor)
    assert optimal_team(costlier).size < optimal_team(record).size
    assert optimal_team(costlier).output <= optimal_team(record).output * (1 + 1e-12)
    assert optimal_whole_team(costlier).smallest <= optimal_whole_team(record).smallest


@given(teams, st.floats(0.01, 100))
def test_measuring_output_in_another_unit_leaves_the_team_alone(record, rate):
    abroad = record.replace(worker_output=record.worker_output * rate, channel_cost=record.channel_cost * rate)
    assert optimal_team(abroad).size == pytest.approx(optimal_team(record).size)
    assert optimal_team(abroad).output == pytest.approx(optimal_team(record).output * rate)
    assert break_even_team(abroad) == pytest.approx(break_even_team(record))


@pytest.mark.parametrize("function", [optimal_team, optimal_whole_team])
def test_a_batch_gives_what_its_records_give_one_by_one(function):
    cost, output = [0.1, 0.0, 3.0, 0.1, 1.0], [1.0, 1.0, 1.0, 0.3, 1.0]
    batch = function(Communication.batch(channel_cost=cost, worker_output=output))
    rows = zip(cost, output, strict=True)
    single = [function(Communication(channel_cost=c, worker_output=w)) for c, w in rows]
    for column, values in zip(batch, zip(*single, strict=True), strict=True):
        assert list(column) == pytest.approx(list(values)) if column.dtype.kind == "f" else list(column) == list(values)


@pytest.mark.parametrize(
    ("impossible", "message"),
    [
        (lambda: Communication(channel_cost=-1), "channel_cost must be at least 0, got -1"),
        (lambda: Communication(worker_output=0), "worker_output must be above 0, got 0"),
        (lambda: channels(-3), "members must be at least 0, got -3"),
        (lambda: net_output(Communication(), float("nan")), "members must be at least 0, got nan"),
        (lambda: marginal_output(Communication(), "4"), "members must be a number, got '4'"),
    ],
)
def test_impossible_teams_are_refused(impossible, message):
    with pytest.raises(ValueError, match=message):
        impossible()
