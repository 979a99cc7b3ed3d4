import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import log_ndtr

from peerkit.figures.modularity import summary, value_of_splitting
from peerkit.models.modularity import (
    Modularity,
    best_design,
    best_of_experiments,
    gain_over_monolith,
    option_value,
)
from tests.models.extremes import extreme_records
from tests.models.strategies import records

designs = records(Modularity)
free = records(Modularity, experiment_cost=0.0, interface_cost=0.0)
counts = st.integers(1, 200)


@pytest.mark.parametrize(
    ("experiments", "best"),
    [
        (1, 1 / math.sqrt(2 * math.pi)),  # half of one normal draw, its upper half
        (2, (1 + math.sqrt(2)) / (2 * math.sqrt(math.pi))),  # E max(0, Z1, Z2) in closed form
        (1e12, 7.112463684767471),  # the old design no longer matters: the expected maximum, from 30-digit arithmetic
    ],
)
def test_limiting_cases_of_the_best_experiment(experiments, best):
    assert best_of_experiments(experiments) == pytest.approx(best, rel=1e-13)


@pytest.mark.parametrize(
    ("changes", "modules", "experiments", "outcome"),
    [
        ({}, 57, 7, "interior"),  # the defaults
        ({"potential": 0.2}, 2, 8, "interior"),  # two modules are more than one
        ({"experiment_cost": 0, "interface_cost": 0}, 1000, 100, "at the limit"),  # nothing speaks against more
        ({"experiment_cost": 0}, None, 100, "at the limit"),  # free experiments
        ({"potential": 1e12}, 1000, 100, "at the limit"),  # costs that do not count
        (
            {"potential": 0.5, "experiment_cost": 0.1, "interface_cost": 0.1},
            1,
            None,
            "one module",
        ),  # splitting is expensive
        ({"potential": 0.2, "experiment_cost": 0.2, "interface_cost": 0.5}, 1, None, "keep the old design"),  # all is
    ],
)
def test_corners_of_the_best_design_are_named(changes, modules, experiments, outcome):
    best = best_design(Modularity(**changes))
    assert modules is None or best.modules == modules
    assert experiments is None or best.experiments == experiments
    assert best.outcome == outcome


def test_against_the_values_of_q_in_the_model_chapter():
    """Q(1) to Q(10) and Q(25), given there to six digits and computed with 40."""
    published = [0.398942, 0.681037, 0.888147, 1.045756, 1.169705, 1.270073, 1.353426, 1.424153, 1.485261, 1.538865]
    values = best_of_experiments(np.array([*range(1, 11), 25]))
    assert values == pytest.approx([*published, 1.965315], abs=5e-7)  # published to six digits


def test_twenty_five_modules_with_twenty_five_experiments_are_worth_24_6_redesigns():
    """The arithmetic behind the 25-fold gain attributed to Design Rules, recomputed."""
    assert gain_over_monolith(25, 25).total == pytest.approx(24.6, abs=0.05)  # published to one digit
    assert gain_over_monolith(25, 25).splitting == pytest.approx(5)


@pytest.mark.parametrize("experiments", [1, 1.5, 3, 10, 60, 1000, 1e9])
def test_the_best_experiment_against_quadrature_of_its_definition(experiments):
    numeric = quad(lambda x: -np.expm1(experiments * log_ndtr(x)), 0, 40, epsabs=1e-12, limit=400, points=[2, 4, 6, 8])[
        0
    ]
    # The quadrature, not the function, has this error.
    assert best_of_experiments(experiments) == pytest.approx(numeric, abs=1e-9)


@given(designs, st.integers(1, 60), st.integers(1, 20))
def test_the_best_design_is_the_best_of_all_counted_out(record, largest_modules, largest_experiments):
    modules, experiments = np.arange(1, largest_modules + 1), np.arange(1, largest_experiments + 1)
    values = option_value(record, modules[:, None], experiments)
    best = best_design(record, largest_modules, largest_experiments)
    assert best.value == pytest.approx(values.max(), rel=1e-12, abs=1e-15)
    assert option_value(record, best.modules, best.experiments) == pytest.approx(best.value, rel=1e-12, abs=1e-15)


@given(designs, st.integers(2, 60), st.integers(2, 20))
def test_the_kind_of_best_design_is_what_counting_them_all_says(record, largest_modules, largest_experiments):
    modules, experiments = np.arange(1, largest_modules + 1), np.arange(1, largest_experiments + 1)
    values = option_value(record, modules[:, None], experiments)
    j, k = np.unravel_index(np.argmax(values), values.shape)
    outcome = best_design(record, largest_modules, largest_experiments).outcome
    second = np.sort(values.ravel())[-2]
    if values.max() - second < 1e-12 or abs(values.max()) < 1e-12:
        return  # two designs are equally good, or worth exactly nothing: either word may be used
    limit = j + 1 == largest_modules or k + 1 == largest_experiments
    assert (outcome == "keep the old design") == (values.max() <= 0)
    if values.max() > 0:
        assert outcome == ("at the limit" if limit else "one module" if j == 0 else "interior")


@given(designs)
def test_even_one_attempt_at_each_module_gains_with_the_root_of_modules_before_costs(record):
    gain = option_value(record.replace(experiment_cost=0, interface_cost=0), np.array([1, 4, 9]), 1)
    assert gain / gain[0] == pytest.approx([1, 2, 3])


def test_the_far_corners_of_the_valid_range_warn_of_nothing():
    for record in extreme_records(Modularity):
        assert np.isfinite(best_design(record).value)
        assert np.isfinite(option_value(record, 1e6, 1e6))
        assert len(value_of_splitting(record).data) == len(value_of_splitting(Modularity()).data)
        assert len(summary(record)) > 20


@settings(max_examples=30)
@given(designs)
def test_the_best_design_stands_inside_the_frame_and_every_curve_comes_down_in_it(record):
    fig = value_of_splitting(record)
    dot = next(trace for trace in fig.data if trace.name == "thresholds")
    assert 0 <= np.log10(dot.x[0]) < fig.layout.xaxis.range[1]
    assert fig.layout.yaxis.range[0] < dot.y[0] < fig.layout.yaxis.range[1]
    last = 10 ** fig.layout.xaxis.range[1]
    assert option_value(record, last, best_design(record, 1e8, 1000).experiments) <= 0


def test_every_further_experiment_adds_less():
    best = best_of_experiments(np.arange(1, 400))
    assert np.all(np.diff(best) > 0)
    assert np.all(np.diff(best, 2) < 0)


@given(st.floats(math.log(10), math.log(1e12)).map(math.exp))
def test_the_best_of_many_experiments_grows_towards_its_square_root_bound(experiments):
    ratio = best_of_experiments(experiments) / np.sqrt(2 * np.log(experiments))
    assert 0.7 < ratio < 1
    assert best_of_experiments(experiments**1.001) / np.sqrt(2 * np.log(experiments**1.001)) > ratio


@given(free, counts, counts)
def test_without_costs_value_grows_with_the_root_of_modules_and_with_potential(record, modules, experiments):
    value = option_value(record, modules, experiments)
    assert option_value(record, 4 * modules, experiments) == pytest.approx(2 * value)
    assert option_value(record.replace(potential=3 * record.potential), modules, experiments) == pytest.approx(
        3 * value
    )
    assert value / option_value(record, 1, 1) == pytest.approx(gain_over_monolith(modules, experiments).total)


@given(designs, st.floats(1.01, 10), counts, counts)
def test_risk_raises_value(record, factor, modules, experiments):
    riskier = record.replace(potential=record.potential * factor)
    assert option_value(riskier, modules, experiments) > option_value(record, modules, experiments)
    assert best_design(riskier).value > best_design(record).value


@given(designs, st.floats(1.01, 10))
def test_costlier_interfaces_never_add_modules_and_never_raise_value(record, factor):
    costlier = record.replace(interface_cost=record.interface_cost * factor)
    assert best_design(costlier).modules <= best_design(record).modules
    assert best_design(costlier).value < best_design(record).value


@given(designs, st.floats(1.01, 10))
def test_costlier_experiments_never_add_experiments_in_all_and_never_raise_value(record, factor):
    costlier = record.replace(experiment_cost=record.experiment_cost * factor)
    before, after = best_design(record), best_design(costlier)
    assert after.modules * after.experiments <= before.modules * before.experiments
    assert after.value < before.value


def test_costlier_interfaces_mean_more_experiments_in_each_of_the_fewer_modules():
    interfaces = Modularity.batch(interface_cost=[0.01, 0.02, 0.05, 0.1, 0.2])
    best = best_design(interfaces)
    assert list(best.modules) == [82, 57, 26, 13, 6]
    assert list(best.experiments) == [6, 7, 10, 13, 18]


@given(designs, st.floats(0.01, 100), counts, counts)
def test_quoting_value_in_another_currency_leaves_the_design_alone(record, rate, modules, experiments):
    abroad = Modularity(**{name: value * rate for name, value in record.model_dump().items()})
    value = option_value(record, modules, experiments)
    scale = option_value(record.replace(experiment_cost=0, interface_cost=0), modules, experiments)
    assert option_value(abroad, modules, experiments) == pytest.approx(value * rate, abs=1e-12 * scale * rate)
    here, there = best_design(record), best_design(abroad)
    assert there.value == pytest.approx(here.value * rate, abs=1e-12 * rate)
    # Two designs can be equally good to the last digit; then either may be named.
    assert option_value(record, there.modules, there.experiments) == pytest.approx(here.value, abs=1e-12)


def test_redesigns_drawn_at_random_have_the_value_the_formula_says():
    rng, trials, modules, experiments = np.random.default_rng(2024), 20_000, 9, 5
    drawn = rng.standard_normal((trials, modules, experiments)) / math.sqrt(modules)
    value = np.maximum(drawn.max(axis=2), 0).sum(axis=1)
    record = Modularity(experiment_cost=0, interface_cost=0)
    four_errors = 4 * value.std() / math.sqrt(trials)
    assert value.mean() == pytest.approx(option_value(record, modules, experiments), abs=four_errors)


def test_a_batch_gives_what_its_records_give_one_by_one():
    values = {
        "potential": [1, 2, 0.2, 0.5, 1e12],
        "experiment_cost": [0.01, 0.05, 0.2, 0.1, 0],
        "interface_cost": [0.02, 0.02, 0.5, 0.1, 0],
    }
    rows = [Modularity(**dict(zip(values, row, strict=True))) for row in zip(*values.values(), strict=True)]
    many, single = best_design(Modularity.batch(**values)), [best_design(row) for row in rows]
    assert list(many.outcome) == [one.outcome for one in single]
    for name in ("value", "modules", "experiments"):
        assert getattr(many, name) == pytest.approx([getattr(one, name) for one in single], rel=1e-12)
    worth = option_value(Modularity.batch(**values), 16, 5)
    assert worth == pytest.approx([option_value(row, 16, 5) for row in rows], rel=1e-12)


def test_scalars_in_give_scalars_out():
    assert isinstance(best_of_experiments(5), float)
    assert all(np.ndim(value) == 0 for value in best_design(Modularity()))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Modularity(potential=0), "potential must be above 0, got 0"),
        (lambda: Modularity(interface_cost=-1), "interface_cost must be at least 0, got -1"),
        (lambda: best_of_experiments(0), "experiments must be at least 1 and at most .*, got 0"),
        (lambda: option_value(Modularity(), 0, 5), "modules must be at least 1 and at most .*, got 0"),
        (lambda: option_value(Modularity(), 5, np.nan), "experiments must be at least 1 and at most .*, got nan"),
        (
            lambda: best_design(Modularity(), 100, 10**9),
            "largest_experiments must be at least 1 and at most 100000, got",
        ),
        (lambda: option_value(Modularity(), "5", 5), "modules must be a number, got '5'"),
        (
            lambda: best_design(Modularity(), largest_modules=0),
            "largest_modules must be at least 1 and at most .*, got 0",
        ),
    ],
)
def test_impossible_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
