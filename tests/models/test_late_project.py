from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from peerkit.models.communication import Communication, net_output
from peerkit.models.late_project import (
    LateProject,
    best_addition,
    months,
    months_in_teams,
    most_to_add,
    person_months,
    time_that_pays,
)
from tests.models.strategies import records

projects = records(LateProject)
newcomers = st.integers(1, 40)
early = projects.filter(lambda p: p.time_left > 1.5 * p.training_time)


@pytest.mark.parametrize(
    ("changes", "added", "outcome"),
    [
        ({}, 3, "add"),  # in time: three shorten it
        ({"time_left": 3.0}, 0, "add nobody"),  # below the 3.25 months that one newcomer needs
        ({"time_left": 1.0}, 0, "add nobody"),  # over before anybody is trained
        ({"members": 12}, 0, "add nobody"),  # a team beyond its best size of ten
        ({"training_time": 0.0}, 4, "add"),  # nothing to learn: the team of ten, in a tie with eleven
        ({"training_time": 0.0, "mentoring": 0.0, "members": 1, "channel_cost": 1.0}, 0, "add nobody"),  # a tie
        ({"mentoring": 1.0, "members": 1}, 3, "add"),  # much help, but one person alone is far from any limit
        ({"time_left": 1e12}, 4, "add"),  # so much time that training does not matter
    ],
)
def test_limiting_cases(changes, added, outcome):
    best = best_addition(LateProject(**changes))
    assert (best.added, best.outcome) == (added, outcome)


@given(projects, newcomers)
def test_against_brooks_whoever_comes_when_less_is_left_than_they_must_learn_makes_it_no_earlier(project, added):
    """The rule in its own words: adding people to a late project makes it later."""
    late = project.replace(time_left=max(project.training_time, 0.1) * 0.9)
    assume(project.training_time > 0.1)
    assert months(late, added) >= late.time_left * (1 - 1e-12)
    assert best_addition(late).outcome == "add nobody"


@given(projects, newcomers)
def test_against_abdel_hamid_and_madnick_adding_always_costs_more_but_does_not_always_delay(project, added):
    """As a secondary source states their finding of 1991."""
    assert person_months(project, added) >= person_months(project, 0) * (1 - 1e-12)
    assert months(LateProject(), 3) < LateProject().time_left


def test_every_corner_of_the_teaching_box_has_a_best_addition():
    names, box = zip(*((name, p.explore) for name, p in LateProject.parameters().items()), strict=True)
    for corner in product(*box):
        record = LateProject(**dict(zip(names, corner, strict=True)))
        best = best_addition(record)
        assert np.isfinite(best.months) and best.months <= record.time_left
        assert np.all(months_in_teams(record, np.arange(30)) > 0)


@given(projects)
def test_adding_nobody_changes_nothing(project):
    assert months(project, 0) == pytest.approx(project.time_left)


@given(projects)
def test_cutting_the_work_alone_never_delays(project):
    assert months_in_teams(project, 0) <= project.time_left * (1 + 1e-12)


@given(early, newcomers)
def test_newcomers_pay_exactly_when_enough_time_is_left(project, added):
    needed = time_that_pays(project, added)
    assume(abs(project.time_left - needed) > 1e-9 * project.time_left)
    assert (months(project, added) < project.time_left) == (project.time_left > needed)


@given(projects, newcomers)
def test_at_the_time_that_just_pays_newcomers_change_nothing(project, added):
    needed = time_that_pays(project, added)
    assume(np.isfinite(needed) and needed > project.training_time * 1.001)
    assert months(project.replace(time_left=needed), added) == pytest.approx(needed)


@given(early)
def test_the_most_to_add_changes_nothing(project):
    most = most_to_add(project)
    assume(most > 0)
    assert months(project, most) == pytest.approx(project.time_left)
    assert months(project, most * 1.01) > project.time_left


@given(projects)
def test_the_best_addition_is_the_one_found_by_trying_all(project):
    tried = months(project, np.arange(400))
    best = best_addition(project)
    assert best.months == pytest.approx(tried.min())
    assert tried[int(best.added)] == pytest.approx(tried.min())
    assert best.added <= max(most_to_add(project), 0)


@given(projects, newcomers, st.floats(1.01, 3))
def test_more_help_never_makes_newcomers_more_useful(project, added, factor):
    needier = project.replace(mentoring=min(1, project.mentoring * factor))
    assert months(needier, added) >= months(project, added) * (1 - 1e-12)
    assert time_that_pays(needier, added) >= time_that_pays(project, added)


@given(projects, newcomers, st.floats(1.01, 3))
def test_slower_learning_never_makes_useful_newcomers_more_useful(project, added, factor):
    """Those who would only add talk do the less harm the later they are ready."""
    assume(np.isfinite(time_that_pays(project, added)))
    slower = project.replace(training_time=project.training_time * factor)
    assert months(slower, added) >= months(project, added) * (1 - 1e-12)
    assert time_that_pays(slower, added) >= time_that_pays(project, added)


@given(projects)
def test_without_training_the_best_team_is_that_of_the_static_rule(project):
    ready = project.replace(training_time=0)
    static = Communication(channel_cost=project.channel_cost)
    size = ready.members + best_addition(ready).added
    assert net_output(static, size) == pytest.approx(net_output(static, np.arange(ready.members, 400)).max())


@given(projects, newcomers, st.floats(0.01, 100))
def test_counting_time_in_another_unit_leaves_the_advice_alone(project, added, rate):
    abroad = project.replace(time_left=project.time_left * rate, training_time=project.training_time * rate)
    assert months(abroad, added) == pytest.approx(months(project, added) * rate)
    assert most_to_add(abroad) == pytest.approx(most_to_add(project), rel=1e-6)  # a difference of two times
    assert best_addition(abroad).months == pytest.approx(best_addition(project).months * rate)


anything = records(
    LateProject,
    members=st.integers(1, 60),
    channel_cost=st.floats(1e-4, 0.033),
    time_left=st.floats(0.1, 1000),
    training_time=st.one_of(st.just(0.0), st.floats(0, 50)),
)


@given(anything)
def test_the_advice_agrees_with_trying_all_numbers_of_people(project):
    tried = months(project, np.arange(0, 3000))
    best = best_addition(project)
    assert best.months <= tried.min() * (1 + 1e-9)
    if best.outcome == "add nobody":
        assert tried.min() >= project.time_left * (1 - 1e-9)
    else:
        assert best.added >= 1 and tried.min() < project.time_left
        assert (tried[int(np.floor(most_to_add(project) + 1e-9)) + 1 :] > project.time_left).all()


def test_the_corners_of_what_is_allowed_raise_nothing():
    for values in product((1, 10_000), (1e-15, 1e15), (1e-15, 1e-5), (0.0, 1e15), (0.0, 1.0)):
        project = LateProject(**dict(zip(LateProject.parameters(), values, strict=True)))
        best = best_addition(project)
        assert best.months <= project.time_left and best.outcome
        assert time_that_pays(project, 1) >= project.training_time and most_to_add(project) >= 0


def test_a_batch_gives_what_its_records_give_one_by_one():
    values = {"time_left": [6.0, 3.0, 1.0, 24.0], "members": [6, 6, 6, 2], "training_time": [2.0, 2.0, 2.0, 0.0]}
    rows = [dict(zip(values, row, strict=True)) for row in zip(*values.values(), strict=True)]
    batch, single = LateProject.batch(**values), [LateProject(**row) for row in rows]
    for figure in (
        most_to_add,
        lambda p: months(p, 3),
        lambda p: months_in_teams(p, 3),
        lambda p: time_that_pays(p, 3),
    ):
        assert figure(batch) == pytest.approx([figure(one) for one in single])
    for column, one_by_one in zip(best_addition(batch), zip(*map(best_addition, single), strict=True), strict=True):
        assert list(column) == list(one_by_one)


@pytest.mark.parametrize(
    ("impossible", "message"),
    [
        (lambda: LateProject(members=0), "members must be a whole number at least 1 and at most 10000, got 0"),
        (lambda: LateProject(time_left=0), "time_left must be above 0, got 0"),
        (lambda: LateProject(mentoring=2), "mentoring must be at least 0 and at most 1, got 2"),
        (lambda: LateProject(members=30), "channel_cost must leave a team of 30 some output, got 0.1"),
        (lambda: months(LateProject(), -1), "added must be at least 0, got -1"),
        (lambda: months(LateProject(), np.nan), "added must be at least 0, got nan"),
        (lambda: person_months(LateProject(), -10), "added must be at least 0, got -10"),
        (lambda: time_that_pays(LateProject(), 0), "added must be above 0, got 0"),
        (lambda: time_that_pays(LateProject(), "3"), "added must be a number, got '3'"),
    ],
)
def test_impossible_projects_are_refused(impossible, message):
    with pytest.raises(ValueError, match=message):
        impossible()
