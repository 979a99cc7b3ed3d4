from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerkit.models.development_effort import (
    KINDS,
    DevelopmentEffort,
    effort,
    line_cost,
    line_cost_ratio,
    productivity,
    returns_to_effort,
    schedule,
    size,
    staff,
)
from tests.models.strategies import records

projects = records(DevelopmentEffort)
lines = st.floats(0.001, 1e6)
costlier_with_size = records(DevelopmentEffort, size_elasticity=st.floats(1.01, 1.3))


@pytest.mark.parametrize(
    ("changes", "thousand_lines", "months"),
    [
        ({}, 1, 2.4),  # the first thousand lines cost the scale, whatever the elasticity
        ({"size_elasticity": 3.0}, 1, 2.4),  # the same
        ({"size_elasticity": 1.0}, 1e12, 2.4e12),  # no diseconomy: proportional
        ({"size_elasticity": 1e-12}, 1e12, 2.4),  # size is free
        ({"size_elasticity": 2.0}, 1e-12, 2.4e-24),  # almost nothing costs almost nothing
    ],
)
def test_limiting_cases(changes, thousand_lines, months):
    assert effort(DevelopmentEffort(**changes), thousand_lines) == pytest.approx(months, rel=1e-9, abs=0)


def test_against_the_example_of_the_python_package_cocomoco():
    """pypi.org/project/cocomoco: 100,000 lines, organic: 302.1 months of work, 21.9 months, 14 people, 331 lines."""
    organic = KINDS["organic"]
    assert effort(organic, 100) == pytest.approx(302.1, abs=0.05)  # published to one digit
    assert schedule(organic, 100) == pytest.approx(21.9, abs=0.05)  # published to one digit
    assert staff(organic, 100) == pytest.approx(14, abs=0.5)  # published as whole people
    assert productivity(organic, 100) == pytest.approx(331, abs=0.5)  # published as whole lines


def test_against_the_coefficients_of_the_rust_crate_codelens_core():
    """docs.rs/codelens-core, CocomoBasicModel: [a, b, c, d] for each kind of project."""
    coefficients = {kind: tuple(record.model_dump().values()) for kind, record in KINDS.items()}
    assert coefficients == {
        "organic": (2.4, 1.05, 2.5, 0.38),
        "semidetached": (3.0, 1.12, 2.5, 0.35),
        "embedded": (3.6, 1.20, 2.5, 0.32),
    }


@pytest.mark.parametrize(("kind", "elasticity"), [("organic", 0.95), ("semidetached", 0.89), ("embedded", 0.83)])
def test_against_the_output_elasticities_of_the_model_chapter(kind, elasticity):
    returns = returns_to_effort(KINDS[kind])
    assert returns.elasticity == pytest.approx(elasticity, abs=0.005)  # published to two digits
    assert returns.outcome == "diminishing"


@pytest.mark.parametrize(("elasticity", "outcome"), [(1.2, "diminishing"), (1.0, "constant"), (0.75, "increasing")])
def test_returns_are_named(elasticity, outcome):
    assert returns_to_effort(DevelopmentEffort(size_elasticity=elasticity)).outcome == outcome


def test_every_corner_of_the_teaching_box_has_an_effort():
    names, box = zip(*((name, p.explore) for name, p in DevelopmentEffort.parameters().items()), strict=True)
    for corner in product(*box):
        record = DevelopmentEffort(**dict(zip(names, corner, strict=True)))
        for figure in (effort, schedule, staff, productivity, size):
            assert np.all(np.isfinite(figure(record, [0.001, 1.0, 1e12])))


@given(projects, lines)
def test_size_undoes_effort(record, thousand_lines):
    assert size(record, effort(record, thousand_lines)) == pytest.approx(thousand_lines)


@given(projects, lines)
def test_staff_over_the_schedule_is_the_effort(record, thousand_lines):
    spent = staff(record, thousand_lines) * schedule(record, thousand_lines)
    assert spent == pytest.approx(effort(record, thousand_lines))
    assert productivity(record, thousand_lines) * spent == pytest.approx(1000 * thousand_lines)


@given(projects, st.floats(0.01, 1e5))
def test_the_output_elasticity_is_the_slope_in_logarithms(record, months):
    slope = np.log(size(record, months * 1.01) / size(record, months)) / np.log(1.01)
    assert slope == pytest.approx(returns_to_effort(record).elasticity, rel=1e-9)


@given(costlier_with_size, lines, st.floats(1.01, 100))
def test_in_a_firm_a_line_of_larger_software_costs_more(record, thousand_lines, factor):
    assert productivity(record, thousand_lines * factor) < productivity(record, thousand_lines)
    assert effort(record, thousand_lines * factor) > factor * effort(record, thousand_lines)


@given(projects, lines, st.floats(0.01, 1000))
def test_the_cost_of_a_line_grows_by_its_ratio_whatever_the_size(record, thousand_lines, factor):
    grown = line_cost(record, thousand_lines * factor)
    assert grown == pytest.approx(line_cost(record, thousand_lines) * line_cost_ratio(record, factor))


@given(projects, lines, st.integers(1, 100))
def test_separate_projects_take_the_stated_share_of_the_work(record, thousand_lines, parts):
    separate = parts * effort(record, thousand_lines / parts)
    assert separate == pytest.approx(effort(record, thousand_lines) / line_cost_ratio(record, parts))


@given(projects, lines)
def test_a_line_costs_what_a_month_of_lines_is_short_of(record, thousand_lines):
    assert line_cost(record, thousand_lines) * productivity(record, thousand_lines) == pytest.approx(1000)


@given(costlier_with_size, lines)
def test_two_projects_of_half_the_size_cost_less_than_one(record, thousand_lines):
    assert 2 * effort(record, thousand_lines / 2) < effort(record, thousand_lines)


@given(st.floats(1, 1e6))
def test_harder_kinds_of_project_take_more_work(thousand_lines):
    organic, between, embedded = (effort(KINDS[kind], thousand_lines) for kind in KINDS)
    assert organic < between < embedded


@given(projects, lines, st.floats(0.001, 1000))
def test_counting_lines_in_another_unit_leaves_effort_and_schedule_alone(record, thousand_lines, rate):
    abroad = record.replace(effort_scale=record.effort_scale * rate**-record.size_elasticity)
    assert effort(abroad, thousand_lines * rate) == pytest.approx(effort(record, thousand_lines))
    assert schedule(abroad, thousand_lines * rate) == pytest.approx(schedule(record, thousand_lines))
    assert returns_to_effort(abroad) == returns_to_effort(record)


@given(projects, lines, st.floats(0.01, 100))
def test_counting_work_in_another_unit_leaves_the_calendar_alone(record, thousand_lines, rate):
    abroad = record.replace(
        effort_scale=record.effort_scale * rate,
        schedule_scale=record.schedule_scale * rate**-record.schedule_elasticity,
    )
    assert effort(abroad, thousand_lines) == pytest.approx(effort(record, thousand_lines) * rate)
    assert schedule(abroad, thousand_lines) == pytest.approx(schedule(record, thousand_lines))


@given(records(DevelopmentEffort, size_elasticity=st.one_of(st.just(1.0), st.floats(0.1, 3))))
def test_each_word_for_returns_agrees_with_twice_the_effort_at_every_size(record):
    work = np.geomspace(1, 1e6, 200)
    gained = size(record, 2 * work) / size(record, work)
    outcome = returns_to_effort(record).outcome
    assert outcome in ("diminishing", "constant", "increasing")
    if outcome == "diminishing":
        assert (gained <= 2 * (1 + 1e-12)).all()
    elif outcome == "increasing":
        assert (gained >= 2 * (1 - 1e-12)).all()
    else:
        assert gained == pytest.approx(2)


def test_the_corners_of_what_is_allowed_raise_nothing():
    for values in product((1e-15, 1e15), (1e-15, 3.0), (1e-15, 1e15), (0.0, 1.0)):
        record = DevelopmentEffort(**dict(zip(DevelopmentEffort.parameters(), values, strict=True)))
        for figure in (effort, schedule, staff, productivity, line_cost, line_cost_ratio, size):
            assert np.all(figure(record, [1e-3, 1.0, 1e6]) >= 0)


def test_a_batch_gives_what_its_records_give_one_by_one():
    values = {"effort_scale": [2.4, 3.0, 3.6, 2.4], "size_elasticity": [1.05, 1.12, 1.2, 0.75]}
    record = DevelopmentEffort.batch(**values)
    rows = [dict(zip(values, row, strict=True)) for row in zip(*values.values(), strict=True)]
    single = [DevelopmentEffort(**row) for row in rows]
    for figure in (effort, schedule, staff, productivity, line_cost, line_cost_ratio, size):
        assert figure(record, 100) == pytest.approx([figure(one, 100) for one in single])
    assert list(returns_to_effort(record).outcome) == [returns_to_effort(one).outcome for one in single]


@pytest.mark.parametrize(
    ("impossible", "message"),
    [
        (lambda: DevelopmentEffort(effort_scale=0), "effort_scale must be above 0, got 0"),
        (lambda: DevelopmentEffort(size_elasticity=4), "size_elasticity must be above 0 and at most 3, got 4"),
        (lambda: DevelopmentEffort(schedule_elasticity=2), "schedule_elasticity must be at least 0 and at most 1"),
        (lambda: effort(KINDS["organic"], 0), "thousand_lines must be above 0, got 0"),
        (lambda: effort(KINDS["organic"], np.nan), "thousand_lines must be above 0, got nan"),
        (lambda: line_cost_ratio(KINDS["organic"], 0), "factor must be above 0, got 0"),
        (lambda: size(KINDS["organic"], -1), "person_months must be above 0, got -1"),
        (lambda: line_cost(KINDS["organic"], "10"), "thousand_lines must be a number, got '10'"),
        (lambda: productivity(KINDS["organic"], True), "thousand_lines must be a number, got True"),
    ],
)
def test_impossible_projects_are_refused(impossible, message):
    with pytest.raises(ValueError, match=message):
        impossible()
