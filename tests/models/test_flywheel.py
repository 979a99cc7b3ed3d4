from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from peerkit.models.coverage import Coverage, completion_probability
from peerkit.models.flywheel import (
    Flywheel,
    cobweb,
    fixed_points,
    joiners,
    path,
    platform_income,
    resting_size,
    slope,
)
from peerkit.models.hysteresis import hysteresis, tipping_take_rates
from tests.models.strategies import records

# Each example solves several wheels by bisection.
unhurried = settings(deadline=None, max_examples=50)
wheels = records(Flywheel)


@st.composite
def tipping_wheels(draw, collapse=None):
    """Wheels that tip, built backwards: few enough enthusiasts, and a pay-off that puts the collapse at `collapse`.

    The take rate lies between the two tipping rates, so that stub, critical mass and commons all exist.
    """
    wheel = draw(records(Flywheel, skills=st.integers(2, 100)))
    reach = -np.log1p(-wheel.skill_chance)
    population = np.log(wheel.skills) / reach * draw(st.floats(2, 200))
    enthusiasts = (np.log(wheel.skills) - 1 + 1 / wheel.skills) / reach * draw(st.floats(0.001, 0.95))
    wheel = wheel.replace(
        population=population, intrinsic_benefit=enthusiasts * wheel.outside_option / population, take_rate=0.0
    )
    collapse = draw(st.floats(0.1, 0.9)) if collapse is None else collapse
    wheel = wheel.replace(payoff=wheel.payoff * (1 - tipping_take_rates(wheel).collapse) / (1 - collapse))
    rates = tipping_take_rates(wheel)
    low = max(rates.revival, 0.0)
    return wheel.replace(take_rate=low + draw(st.floats(0.05, 0.95)) * (rates.collapse - low))


def sizes(found):
    return [float(size) for size in found[:3] if not np.isnan(size)]


def right_hand_side(wheel, n):
    """The equation of the model chapter, with the powers written out."""
    chance = (1 - (1 - wheel.skill_chance) ** n) ** wheel.skills
    worth = wheel.intrinsic_benefit + (1 - wheel.take_rate) * wheel.payoff * chance
    return wheel.population * np.clip(worth / wheel.outside_option, 0, 1)


@pytest.mark.parametrize(
    ("changes", "expected", "outcome"),
    [
        ({"take_rate": 1}, [20], "stub only"),  # the platform takes all: only enthusiasts are left
        ({"intrinsic_benefit": 10}, [1000], "commons only"),  # joy outweighs everything else: everybody
        ({"intrinsic_benefit": 0, "take_rate": 1}, [0], "stub only"),  # no joy and no pay: nobody
        ({"skill_chance": 1 - 1e-12}, [620 - 1e-9], "commons only"),  # everyone can do everything: 20 + 600
        ({"skill_chance": 1e-12}, [20], "stub only"),  # nobody can do anything
        ({"skills": 1, "intrinsic_benefit": 0, "payoff": 0.1}, [0], "stub only"),  # one skill, too small a pay-off
    ],
)
def test_limiting_cases(changes, expected, outcome):
    found = fixed_points(Flywheel(**{"take_rate": 0, **changes}))
    assert sizes(found) == pytest.approx(expected, rel=1e-9)
    assert found.outcome == outcome


def test_without_enthusiasts_a_single_skill_has_a_threshold_at_nobody():
    wheel = Flywheel(skills=1, intrinsic_benefit=0)
    found = fixed_points(wheel)
    assert np.isnan(found.stub) and found.critical_mass == 0 and slope(wheel, 0) > 1
    assert resting_size(wheel, 0) == 0
    assert resting_size(wheel, 1e-9) == found.commons > 400


def test_without_enthusiasts_several_skills_leave_nobody_as_a_stub():
    found = fixed_points(Flywheel(intrinsic_benefit=0))
    assert found.stub == 0 and found.critical_mass > 100 and found.outcome == "stub or commons"
    assert tipping_take_rates(Flywheel(intrinsic_benefit=0)).revival == -np.inf


def test_against_the_worked_case_of_the_model_chapter():
    """Take rate 0.3 to 0.6 moves the critical mass from 102 to 146 and the commons from 439 to 237."""
    before, after = fixed_points(Flywheel()), fixed_points(Flywheel(take_rate=0.6))
    assert [round(size) for size in sizes(before)] == [20, 102, 439]
    assert [round(size) for size in sizes(after)] == [20, 146, 237]
    barren = Flywheel(
        population=2000, outside_option=20, intrinsic_benefit=0.1, payoff=9, take_rate=0.5, skills=30, skill_chance=0.01
    )
    assert sizes(fixed_points(barren)) == pytest.approx([10])


@unhurried
@given(wheels, st.floats(0, 1))
def test_joiners_are_those_of_the_equation_with_the_coverage_of_a_task(wheel, part):
    n = part * wheel.population
    assert joiners(wheel, n) == pytest.approx(right_hand_side(wheel, n), rel=1e-9)
    coverage = Coverage(skills=wheel.skills, skill_chance=wheel.skill_chance)
    chance = completion_probability(coverage, n)
    assert platform_income(wheel, n) == pytest.approx(wheel.take_rate * wheel.payoff * chance * n)


@unhurried
@given(wheels)
def test_every_fixed_point_satisfies_the_equation(wheel):
    for size in sizes(fixed_points(wheel)):
        assert right_hand_side(wheel, size) == pytest.approx(size, rel=1e-9, abs=1e-12)


@unhurried
@given(st.one_of(wheels, tipping_wheels()))
def test_no_fixed_point_is_missed_by_a_search_with_a_fine_comb(wheel):
    assume(wheel.intrinsic_benefit > 1e-6)
    gap = lambda n: right_hand_side(wheel, n) - n  # noqa: E731
    grid = np.geomspace(1e-10, 1, 20_001) * wheel.population
    above = gap(grid) >= 0
    crossings = [
        brentq(gap, grid[i], grid[i + 1], xtol=1e-12, rtol=1e-13) for i in np.flatnonzero(above[1:] != above[:-1])
    ]
    everybody = [wheel.population] if above[-1] else []
    # Two solutions within one tooth of the comb could be missed by the comb, never the other way round.
    assert sizes(fixed_points(wheel)) == pytest.approx(crossings + everybody, rel=1e-6)


@unhurried
@given(st.one_of(wheels, tipping_wheels()))
def test_stable_and_unstable_sizes_alternate(wheel):
    assume(wheel.skills > 1 or wheel.intrinsic_benefit > 0)
    found = fixed_points(wheel)
    present = sizes(found)
    assert present == sorted(present) and len(present) in (1, 3)
    assert (len(present) == 3) == (found.outcome == "stub or commons")
    steepness = slope(wheel, np.array(present))
    # At a size where two are about to meet the slope is 1 to the last digits.
    assert np.all(steepness[::2] <= 1 + 1e-6) and np.all(steepness[1::2] >= 1 - 1e-6)


@unhurried
@given(tipping_wheels())
def test_the_slope_is_the_rise_of_joiners_per_member(wheel):
    for part in (0.1, 0.5, 1, 2):
        n = part * np.log(wheel.skills) / -np.log1p(-wheel.skill_chance)
        step = 1e-4 * n
        assume(joiners(wheel, n + step) < wheel.population)
        rise = (joiners(wheel, n + step) - joiners(wheel, n - step)) / (2 * step)
        # A central difference errs by the square of its step times the bend, where joiners still have digits to show.
        assert slope(wheel, n) == pytest.approx(rise, rel=1e-3, abs=1e-9 * wheel.population / n)


@unhurried
@given(tipping_wheels(), st.floats(0.01, 0.9))
def test_a_higher_take_rate_shrinks_the_commons_and_raises_the_critical_mass(wheel, part):
    take_rate = wheel.take_rate + part * (tipping_take_rates(wheel).collapse - wheel.take_rate)
    before, after = fixed_points(wheel), fixed_points(wheel.replace(take_rate=take_rate))
    assert before.outcome == after.outcome == "stub or commons"
    assert after.commons <= before.commons
    assert after.critical_mass > before.critical_mass
    assert after.stub <= before.stub * (1 + 1e-12)


@unhurried
@given(tipping_wheels(), st.integers(1, 20))
def test_a_more_varied_task_shrinks_the_commons_and_raises_the_critical_mass(wheel, more):
    before, after = fixed_points(wheel), fixed_points(wheel.replace(skills=wheel.skills + more))
    if after.outcome == "stub or commons":
        assert after.commons <= before.commons
        assert after.critical_mass > before.critical_mass
    else:
        assert after.outcome == "stub only"


@unhurried
@given(wheels, st.floats(0.1, 0.99))
def test_less_joy_never_enlarges_any_community(wheel, factor):
    assume(wheel.intrinsic_benefit > 0)
    less = wheel.replace(intrinsic_benefit=wheel.intrinsic_benefit * factor)
    for start in (0.0, wheel.population):
        assert resting_size(less, start) <= resting_size(wheel, start) * (1 + 1e-9)


@unhurried
@given(wheels, st.floats(0.01, 100))
def test_counting_money_in_another_currency_moves_nobody(wheel, rate):
    money = ("outside_option", "intrinsic_benefit", "payoff")
    abroad = wheel.replace(**{name: rate * getattr(wheel, name) for name in money})
    assert joiners(abroad, 50) == pytest.approx(joiners(wheel, 50))
    assert fixed_points(abroad).outcome == fixed_points(wheel).outcome
    # Near a tangency a rounding in the fifteenth digit moves a solution in the eighth.
    assert sizes(fixed_points(abroad)) == pytest.approx(sizes(fixed_points(wheel)), rel=1e-6)
    assert platform_income(abroad, 50) == pytest.approx(rate * platform_income(wheel, 50))


@pytest.mark.parametrize("distance", [1e-3, 1e-6, 1e-9, 1e-11])
@unhurried
@given(wheel=tipping_wheels())
def test_nearly_tangent_fixed_points_are_told_apart(distance, wheel):
    collapse = tipping_take_rates(wheel).collapse
    before, after = (wheel.replace(take_rate=collapse + side * distance * (1 - collapse)) for side in (-1, 1))
    assume(tipping_take_rates(wheel).revival < before.take_rate)
    assert fixed_points(before).outcome == "stub or commons"
    assert fixed_points(after).outcome == "stub only"
    for size in sizes(fixed_points(before)):
        assert right_hand_side(before, size) == pytest.approx(size, rel=1e-9)


@unhurried
@given(tipping_wheels())
def test_at_the_collapse_the_curve_of_joiners_touches_the_line_or_ends_on_it(wheel):
    edge = wheel.replace(take_rate=tipping_take_rates(wheel).collapse * (1 - 1e-12))
    found = fixed_points(edge)
    if found.commons < wheel.population * (1 - 1e-6):
        # The two sizes meet like a square root of the distance to the collapse.
        assert found.critical_mass == pytest.approx(found.commons, rel=1e-3)
        assert slope(edge, found.commons) == pytest.approx(1, abs=1e-2)


@unhurried
@given(tipping_wheels(), st.floats(0.05, 0.9))
def test_a_stub_takes_off_below_the_revival_rate(wheel, rate):
    needed = wheel.payoff * (1 - tipping_take_rates(wheel).revival)
    assume(needed < 1e12)
    wheel = wheel.replace(payoff=needed / (1 - rate))
    assert tipping_take_rates(wheel).revival == pytest.approx(rate)
    below, above = (wheel.replace(take_rate=rate + side * 1e-9) for side in (-1, 1))
    assert fixed_points(below).outcome == "commons only"
    assert fixed_points(above).outcome == "stub or commons"


@unhurried
@given(wheels, st.floats(1.0001, 100))
def test_there_is_no_tipping_where_enthusiasts_outnumber_the_bound(wheel, excess):
    bound = (np.log(wheel.skills) - 1 + 1 / wheel.skills) / -np.log1p(-wheel.skill_chance)
    joy = (bound + 1e-6) * excess * wheel.outside_option / wheel.population
    wheel = wheel.replace(intrinsic_benefit=joy)
    assert tipping_take_rates(wheel).outcome == "no tipping"
    found = fixed_points(Flywheel.batch(**{**wheel.model_dump(), "take_rate": np.linspace(0, 1, 21)}))
    assert np.all(np.isnan(found.critical_mass))


@unhurried
@given(tipping_wheels())
def test_what_was_lost_while_the_take_rate_rose_is_not_there_when_it_falls(wheel):
    tips = tipping_take_rates(wheel)
    rates = np.linspace(0, 0.99, 34)
    # On a tipping rate itself rounding decides which side it is.
    rates = rates[(np.abs(rates - tips.collapse) > 1e-9) & (np.abs(rates - tips.revival) > 1e-9)]
    sweep = hysteresis(wheel, rates)
    assert np.all(np.diff(sweep.rising) <= 1e-9) and np.all(np.diff(sweep.falling) <= 1e-9)
    remembers = (rates > tips.revival) & (rates < tips.collapse)
    assert np.all(sweep.falling[remembers] < sweep.rising[remembers])
    assert sweep.falling[~remembers] == pytest.approx(sweep.rising[~remembers])


def test_a_sweep_that_stays_below_the_collapse_forgets_nothing():
    sweep = hysteresis(Flywheel(), [0.0, 0.2, 0.4, 0.6])
    assert sweep.falling == pytest.approx(sweep.rising)


@unhurried
@given(tipping_wheels(collapse=0.8), st.floats(0.01, 0.7))
def test_a_sweep_ends_where_patient_rounds_end(wheel, rate):
    sweep = hysteresis(wheel, [rate, 1.0])
    # Away from the collapse the slope at rest is well below 1, and five hundred rounds arrive.
    at_rest = path(wheel.replace(take_rate=rate), 500, wheel.population)[-1]
    assert at_rest == pytest.approx(sweep.rising[0], rel=1e-6)


@unhurried
@given(tipping_wheels())
def test_a_community_goes_to_the_side_of_the_critical_mass_on_which_it_starts(wheel):
    found = fixed_points(wheel)
    assume(found.commons > 1.03 * found.critical_mass and found.stub < 0.97 * found.critical_mass)
    assert resting_size(wheel, found.critical_mass * 1.000001) == found.commons
    assert resting_size(wheel, found.critical_mass * 0.999999) == found.stub
    assert resting_size(wheel, found.critical_mass) == found.critical_mass
    grown, shrunk = path(wheel, 200, found.critical_mass * 1.01), path(wheel, 200, found.critical_mass * 0.99)
    assert np.all(np.diff(grown) >= -1e-9) and np.all(np.diff(shrunk) <= 1e-9)


@unhurried
@given(wheels, st.floats(0, 1), st.integers(1, 20))
def test_the_cobweb_climbs_from_the_line_to_the_curve_and_back(wheel, part, rounds):
    start = part * wheel.population
    web, course = cobweb(wheel, rounds, start), path(wheel, rounds, start)
    assert web.expected[0] == web.members[0] == start
    assert web.members[1::2] == pytest.approx(joiners(wheel, web.expected[1::2]))
    assert np.array_equal(web.expected[::2], web.members[::2])
    assert np.array_equal(web.members[::2], course)


def test_large_communities_and_rare_skills_are_no_obstacle():
    wheel = Flywheel(population=1e12, skills=1000, skill_chance=1e-9, payoff=9, intrinsic_benefit=1e-9)
    found = fixed_points(wheel)
    assert found.outcome == "stub or commons"
    assert found.stub == pytest.approx(100)
    assert found.commons == pytest.approx(0.7 * 9e11, rel=1e-6)  # all but certain to complete, so M (1-tau) v / C
    rare = wheel.replace(skill_chance=1e-12)
    assert fixed_points(rare).outcome == "stub only"


def test_every_corner_of_the_teaching_box_has_a_resting_size():
    names = list(Flywheel.parameters())
    corners = np.array(list(product(*(p.explore for p in Flywheel.parameters().values()))))
    together = Flywheel.batch(**dict(zip(names, corners.T, strict=True)))
    sweep = hysteresis(together, np.linspace(0, 1, 11))
    assert np.all(np.isfinite(resting_size(together, 50.0))) and np.all(np.isfinite(sweep.rising + sweep.falling))
    for i, corner in enumerate(corners):
        values = dict(zip(names, corner.tolist(), strict=True))
        alone = Flywheel(**{**values, "skills": int(values["skills"])})
        assert resting_size(alone, 50.0) == pytest.approx(resting_size(together, 50.0)[i])


def test_a_batch_gives_what_its_records_give_one_by_one():
    values = {
        "take_rate": [0.3, 0.6, 0.9, 0.3, 0.3, 0.0, 0.3],
        "intrinsic_benefit": [0.2, 0.2, 0.2, 0.0, 0.0, 20.0, 0.2],
        "skills": [12, 12, 12, 1, 12, 12, 1000],
    }
    batch = Flywheel.batch(**values)
    singles = [Flywheel(**dict(zip(values, row, strict=True))) for row in zip(*values.values(), strict=True)]
    for function in (fixed_points, tipping_take_rates):
        together, apart = function(batch), [function(one) for one in singles]
        for i in range(len(together) - 1):
            assert together[i] == pytest.approx([one[i] for one in apart], nan_ok=True)
        assert list(together.outcome) == [one.outcome for one in apart]
    for formula in (joiners, slope, platform_income, resting_size):
        assert formula(batch, 200.0) == pytest.approx([formula(one, 200.0) for one in singles])
    assert path(batch, 4, 150) == pytest.approx(np.array([path(one, 4, 150) for one in singles]))
    rates = [0.1, 0.5, 0.9]
    assert hysteresis(batch, rates).falling == pytest.approx(
        np.array([hysteresis(one, rates).falling for one in singles])
    )


@pytest.mark.parametrize(
    ("attempt", "message"),
    [
        (lambda: Flywheel(take_rate=1.1), "take_rate must be at least 0 and at most 1, got 1.1"),
        (lambda: Flywheel(skills=0), "skills must be a whole number at least 1 and at most 1000, got 0"),
        (lambda: Flywheel(payoff=0), "payoff must be above 0, got 0"),
        (lambda: joiners(Flywheel(), -1), "members must be at least 0, got -1"),
        (lambda: resting_size(Flywheel(), -1), "start must be at least 0, got -1"),
        (lambda: path(Flywheel(), 3, float("nan")), "start must be at least 0, got nan"),
        (lambda: hysteresis(Flywheel(), [0.5, 0.2]), "take_rates must increase along one axis"),
        (lambda: hysteresis(Flywheel(), [0.5, 1.2]), "take_rate must be at least 0 and at most 1, got 1.2"),
    ],
)
def test_impossible_input_is_refused(attempt, message):
    with pytest.raises(ValueError, match=message):
        attempt()
