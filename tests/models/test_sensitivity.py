"""Tornado, Monte Carlo, break-even and maps: against what the model itself says at single records."""

import numpy as np
import pytest

from peerkit.models.catalogue import outcomes, topics
from peerkit.models.coverage import Coverage
from peerkit.models.modes import Modes, peers_over_firm
from peerkit.models.sensitivity import answers, break_even, drawn, grid, monte_carlo, regime_map, tornado
from peerkit.models.specialisation import Specialisation, optimal_team
from peerkit.records.parameter import parameter
from peerkit.records.record import Record, Rule


def side(symbol, default):
    return parameter(
        symbol,
        f"Side {symbol}",
        default=default,
        unit="m",
        meaning="One side of a rectangle.",
        why="easy to draw",
        source="this test",
        status="scenario",
        explore=(0, 4),
        ge=0,
    )


class Rectangle(Record):
    """A model whose rule forbids half of its teaching range."""

    width: float = side("w", 1.0)
    height: float = side("h", 2.0)

    rules = (Rule(lambda r: np.asarray(r.width) <= r.height, "width must be at most height ({height}), got {width}"),)


def area(rectangle):
    return np.asarray(rectangle.width) * rectangle.height


def start(modes):
    return peers_over_firm(modes).start


def team(specialisation):
    return optimal_team(specialisation).size


EVERY_OUTCOME = [(model, each.key) for model in topics() for each in outcomes(model).each]
every_outcome = pytest.mark.parametrize(("model", "key"), EVERY_OUTCOME, ids=[f"{m}-{k}" for m, k in EVERY_OUTCOME])


# -- every outcome of every model ------------------------------------------------------------------------------------


@every_outcome
def test_an_outcome_of_a_batch_is_what_its_records_say_one_by_one(model, key):
    about = outcomes(model).named(key)
    rng = np.random.default_rng(7)
    columns = {name: drawn(parameter, 12, rng) for name, parameter in outcomes(model).record.parameters().items()}
    base = outcomes(model).record()
    together = answers(base, about.of, columns)
    for i in np.flatnonzero(~np.isnan(together)):
        record = base.replace(**{name: column[i].item() for name, column in columns.items()})
        assert float(about.of(record)) == pytest.approx(together[i], rel=1e-9), record


@every_outcome
def test_an_outcome_answers_at_the_defaults_and_names_its_unit(model, key):
    about = outcomes(model).named(key)
    assert not np.isnan(about.of(outcomes(model).record()))
    assert about.unit and about.label[0].islower() | about.label.startswith("Gini")
    kind = about.kind(outcomes(model).record())
    assert kind is None or (isinstance(str(kind), str) and len(str(kind)) > 2)


def test_an_unknown_model_or_outcome_is_refused_with_what_there_is():
    with pytest.raises(ValueError, match="no model 'market'; there are adjacent_possible"):
        outcomes("market")
    with pytest.raises(ValueError, match="no outcome 'size'; there are peers_start"):
        outcomes("modes").named("size")


# -- tornado -------------------------------------------------------------------------------------------------------


def test_a_bar_ends_where_the_model_says():
    for bar in tornado(Modes(), start):
        assert bar.at_low == pytest.approx(start(Modes(**{bar.name: bar.low})))
        assert bar.at_high == pytest.approx(start(Modes(**{bar.name: bar.high})))


def test_bars_come_widest_first_and_an_idle_parameter_last():
    bars = tornado(Modes(), start)
    assert [bar.swing for bar in bars] == sorted((bar.swing for bar in bars), reverse=True)
    assert (bars[-1].name, bars[-1].swing) == ("contract_cost", 0.0)


def test_an_end_that_a_rule_forbids_is_approached_as_far_as_it_allows():
    bars = {bar.name: bar for bar in tornado(Rectangle(), area)}
    assert (bars["width"].low, bars["width"].high) == pytest.approx((0, 2), abs=1e-4)
    assert (bars["height"].low, bars["height"].high) == pytest.approx((1, 4), abs=1e-4)


def test_where_there_is_no_answer_the_swing_is_infinite():
    bars = tornado(Modes(), lambda m: np.where(np.asarray(m.pair_cost) > 0.05, np.nan, 1.0))
    assert (bars[0].name, bars[0].swing) == ("pair_cost", np.inf)


# -- Monte Carlo ---------------------------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_bands_and_another_seed_others():
    first, again = (monte_carlo(Modes(), start, "commons_cost", draws=50, seed=1) for _ in range(2))
    other = monte_carlo(Modes(), start, "commons_cost", draws=50, seed=2)
    assert np.array_equal(first.median, again.median) and not np.array_equal(first.median, other.median)


def test_percentiles_are_those_of_the_draws():
    # The outcome is one drawn parameter itself, uniform on a log scale: its percentiles are known.
    bands = monte_carlo(Modes(), lambda m: m.merge_cost, "commons_cost", draws=40_000, seed=3, points=2)
    low, high = Modes.parameters()["merge_cost"].explore
    for share, percentile in ((0.1, bands.low), (0.5, bands.median), (0.9, bands.high)):
        assert percentile == pytest.approx(low * (high / low) ** share, rel=0.03)


def test_draws_that_a_rule_forbids_are_left_out_and_counted():
    bands = monte_carlo(Rectangle(), lambda r: r.height, "width", draws=2000, seed=1, points=3)
    assert bands.along.tolist() == [0, 2, 4]
    # At a width of 0 every height passes, at 2 the upper half, at 4 (almost surely) none: that leaves no draw for all.
    assert bands.median[:2] == pytest.approx([2, 3], abs=0.1) and np.isnan(bands.median[2])
    assert (bands.draws, bands.used) == (2000, 0)


def test_bands_are_not_drawn_where_most_draws_have_no_answer():
    bands = monte_carlo(
        Modes(), lambda m: np.where(np.asarray(m.commons_cost) > 70, np.nan, 1.0), "commons_cost", draws=20
    )
    assert np.isnan(bands.median[bands.along > 71]).all() and (bands.median[bands.along < 69] == 1).all()


def test_whole_numbers_are_drawn_whole_and_all_of_them():
    skills = drawn(Coverage.parameters()["skills"], 20_000, np.random.default_rng(1))
    assert set(np.unique(skills)) == set(range(1, 101))


@pytest.mark.parametrize("draws", [0, 2_000_000])
def test_too_few_or_too_many_draws_are_refused(draws):
    with pytest.raises(ValueError, match="draws must be from 1 to 1,000,000"):
        monte_carlo(Modes(), start, "commons_cost", draws=draws)


# -- break-even ----------------------------------------------------------------------------------------------------


def test_at_the_break_even_the_outcome_is_the_target():
    even = break_even(Specialisation(), team, "coordination_cost", 100.0)
    assert even.outcome == "reached"
    assert [team(Specialisation(coordination_cost=value)) for value in even.values] == pytest.approx([100.0])


def test_two_break_evens_are_both_found():
    wave = break_even(Modes(), lambda m: (np.log(np.asarray(m.pair_cost)) - np.log(0.01)) ** 2, "pair_cost", 1.0)
    assert wave.values == pytest.approx((0.01 / np.e, 0.01 * np.e))


@pytest.mark.parametrize(
    ("target", "outcome"),
    [(1e-6, "always above"), (1e9, "always below")],
    ids=["below every answer", "above every answer"],
)
def test_a_target_out_of_reach_is_named(target, outcome):
    assert break_even(Modes(), start, "pair_cost", target) == ((), outcome)


def test_no_finite_answer_is_named():
    assert break_even(Modes(), lambda m: np.asarray(m.pair_cost) * np.nan, "pair_cost", 1).outcome == "no finite answer"


def test_a_whole_number_parameter_breaks_even_at_the_first_whole_number_beyond():
    even = break_even(Coverage(), lambda c: c.skills, "skills", 12.5)
    assert even.values == (13.0,)


@pytest.mark.parametrize("target", [np.nan, np.inf])
def test_a_target_must_be_a_number(target):
    with pytest.raises(ValueError, match="target must be a finite number"):
        break_even(Modes(), start, "pair_cost", target)


# -- maps ----------------------------------------------------------------------------------------------------------


def test_a_map_holds_the_answer_of_each_pair():
    here = regime_map(Modes(), start, "pair_cost", "commons_cost", points=7)
    for i, j in ((0, 0), (3, 5), (6, 2)):
        assert here.values[i, j] == pytest.approx(start(Modes(pair_cost=here.x[j], commons_cost=here.y[i])))


def test_pairs_that_a_rule_forbids_are_empty():
    here = regime_map(Rectangle(), area, "width", "height", points=5)
    assert np.array_equal(np.isnan(here.values), here.x[None, :] > here.y[:, None])


def test_a_map_needs_two_parameters():
    with pytest.raises(ValueError, match="two different parameters"):
        regime_map(Modes(), start, "pair_cost", "pair_cost")
    with pytest.raises(ValueError, match="Modes has no parameter 'price'"):
        regime_map(Modes(), start, "pair_cost", "price")


def test_a_grid_ends_at_the_teaching_range_and_whole_numbers_stay_whole():
    parameter = Coverage.parameters()["skills"]
    values = grid(parameter, 400)
    assert (values[0], values[-1]) == parameter.explore and np.array_equal(values, np.round(values))
