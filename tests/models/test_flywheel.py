from itertools import product

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from peerkit.figures.flywheel import cobweb_map
from peerkit.figures.flywheel import summary as words_of_sizes
from peerkit.figures.hysteresis import summary as words_of_takes
from peerkit.figures.hysteresis import take_rate_sweep
from peerkit.models import flywheel as flywheel_module
from peerkit.models import hysteresis as hysteresis_module
from peerkit.models.coverage import Coverage, completion_probability
from peerkit.models.flywheel import (
    Flywheel,
    fixed_points,
    joiners,
    largest_size,
    platform_income,
    resting_size,
    size_to_pass,
    slope,
)
from peerkit.models.flywheel_rounds import cobweb, path
from peerkit.models.hysteresis import collapse_take, hysteresis, revival_take, tipping_take_rates
from peerkit.models.sensitivity import tornado
from tests.models.extremes import extreme_records, plain
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


def sizes(points):
    return [float(size) for size in points[:3] if not np.isnan(size)]


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
    points = fixed_points(Flywheel(**{"take_rate": 0, **changes}))
    assert sizes(points) == pytest.approx(expected, rel=1e-9)
    assert points.outcome == outcome


def test_without_enthusiasts_a_single_skill_has_a_threshold_at_nobody():
    wheel = Flywheel(skills=1, intrinsic_benefit=0)
    points = fixed_points(wheel)
    assert np.isnan(points.stub) and points.critical_mass == 0 and slope(wheel, 0) > 1
    assert resting_size(wheel, 0) == 0
    assert resting_size(wheel, 1e-9) == points.commons > 400


def test_without_enthusiasts_several_skills_leave_nobody_as_a_stub():
    points = fixed_points(Flywheel(intrinsic_benefit=0))
    assert points.stub == 0 and points.critical_mass > 100 and points.outcome == "stub or commons"
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

    def gap(n):
        return right_hand_side(wheel, n) - n

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
    points = fixed_points(wheel)
    present = sizes(points)
    assert present == sorted(present) and len(present) in (1, 3)
    assert (len(present) == 3) == (points.outcome == "stub or commons")
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
    points = fixed_points(edge)
    if points.commons < wheel.population * (1 - 1e-6):
        # The two sizes meet like a square root of the distance to the collapse.
        assert points.critical_mass == pytest.approx(points.commons, rel=1e-3)
        assert slope(edge, points.commons) == pytest.approx(1, abs=1e-2)


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
    points = fixed_points(Flywheel.batch(**{**wheel.model_dump(), "take_rate": np.linspace(0, 1, 21)}))
    assert np.all(np.isnan(points.critical_mass))


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
    points = fixed_points(wheel)
    assume(points.commons > 1.03 * points.critical_mass and points.stub < 0.97 * points.critical_mass)
    assert resting_size(wheel, points.critical_mass * 1.000001) == points.commons
    assert resting_size(wheel, points.critical_mass * 0.999999) == points.stub
    assert resting_size(wheel, points.critical_mass) == points.critical_mass
    grown, shrunk = path(wheel, 200, points.critical_mass * 1.01), path(wheel, 200, points.critical_mass * 0.99)
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
    points = fixed_points(wheel)
    assert points.outcome == "stub or commons"
    assert points.stub == pytest.approx(100)
    assert points.commons == pytest.approx(0.7 * 9e11, rel=1e-6)  # all but certain to complete, so M (1-tau) v / C
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
        (lambda: Flywheel(payoff=0), "payoff must be above 0 and at most 1e[+]15, got 0"),
        (lambda: path(Flywheel(), 1e9, 5), "rounds must be at least 0 and at most 10000, got 1000000000.0"),
        (lambda: path(Flywheel(), 2.5, 5), "rounds must be a whole number, got 2.5"),
        (lambda: platform_income(Flywheel(), -1), "members must be at least 0, got -1"),
        (lambda: platform_income(Flywheel(), "12"), "members must be a number, got '12'"),
        (lambda: joiners(Flywheel(), -1), "members must be at least 0, got -1"),
        (lambda: resting_size(Flywheel(), -1), "start must be at least 0, got -1"),
        (lambda: path(Flywheel(), 3, float("nan")), "start must be at least 0, got nan"),
        (lambda: hysteresis(Flywheel(), [0.5, 0.2]), "take_rates must increase along one axis"),
        (lambda: hysteresis(Flywheel(), [0.5, 1.2]), "take_rates must be at least 0 and at most 1, got"),
    ],
)
def test_impossible_input_is_refused(attempt, message):
    with pytest.raises(ValueError, match=message):
        attempt()


def comes_to(wheel, start, rounds=4000):
    """The size after many rounds of the equation, from `start` members."""
    n = start
    for _ in range(rounds):
        before, n = n, float(right_hand_side(wheel, n))
        if abs(n - before) < 1e-9 * (1 + n):
            break
    return n


@unhurried
@given(st.one_of(wheels, tipping_wheels()))
def test_every_word_about_sizes_agrees_with_brute_force(wheel):
    said, points = words_of_sizes(wheel), fixed_points(wheel)
    starts = np.array([1e-3, 0.01, 0.1, 0.3, 0.6, 1]) * wheel.population
    # Next to the size that must be passed rounds take for ever.
    starts = [n for n in starts if not abs(n - points.critical_mass) < 0.02 * n]
    ends = np.array([comes_to(wheel, n) for n in starts])
    if said.startswith("However many"):
        assert ends == pytest.approx(largest_size(wheel), rel=1e-3, abs=0.01)
        assert ("nobody remains" in said) == (largest_size(wheel) < 0.5)
    else:
        passed = np.array(starts) > size_to_pass(wheel)
        assert ends[passed] == pytest.approx(points.commons, rel=1e-3)
        assert ends[~passed] == pytest.approx(0 if np.isnan(points.stub) else points.stub, rel=1e-3, abs=0.01)


@settings(deadline=None, max_examples=30)
@given(st.one_of(wheels, tipping_wheels()))
@example(Flywheel(skills=1, intrinsic_benefit=0))  # shrinks smoothly to nobody, and stays there
@example(Flywheel(payoff=1, intrinsic_benefit=0, outside_option=50, skills=1, skill_chance=0.001))  # nobody at all
@example(Flywheel(intrinsic_benefit=0.6))  # comes back at a lower take
def test_every_word_about_takes_agrees_with_a_sweep(wheel):
    said, rates = words_of_takes(wheel), np.linspace(0, 1, 41)
    sweep = hysteresis(wheel, rates)
    lost = np.abs(sweep.rising - sweep.falling) > 1e-6 * wheel.population
    collapse, revival = collapse_take(wheel), revival_take(wheel)
    if "no tipping point" in said or "Nobody joins" in said:
        assert not lost.any() and np.isinf(collapse)
        assert ("Nobody joins" in said) == (sweep.rising.max() < 0.5)
    elif "no sudden fall" in said:
        # Nobody is left at some take, and nobody comes back; until then the way is smooth.
        assert sweep.rising[-1] < 0.5 and not lost[sweep.rising < 1e-3 * wheel.population].any() and np.isinf(collapse)
    elif "no thriving community lasts" in said:
        assert not lost.any() and collapse == 0
    elif "the community falls" in said:
        # Steps of a hundredth lie on the side of the fall that the sentence says.
        assert not lost[rates > collapse + 1e-9].any()
        assert ("comes back only" in said) == (revival >= 0)
        assert lost[(rates < collapse - 1e-9) & (rates > revival + 1e-9)].all()


def test_a_community_without_enthusiasts_is_not_said_to_live_on_them():
    wheel = Flywheel(payoff=1, intrinsic_benefit=0, outside_option=50, skills=1, skill_chance=0.001)
    assert words_of_takes(wheel).startswith("Nobody joins at any take")


def test_a_size_that_does_not_exist_has_no_income_and_raises_nothing():
    wheel = Flywheel(take_rate=0.95)
    assert np.isnan(platform_income(wheel, fixed_points(wheel).commons))
    assert platform_income(wheel, [np.nan, 0.0])[1] == 0


@pytest.mark.parametrize("module", [flywheel_module, hysteresis_module])
def test_sensitivity_has_a_value_at_every_end(module):
    """The ends were NaN where a size or a take does not exist; they are 0 or infinite now, with a meaning."""
    for outcome in module.OUTCOMES.each:
        for bar in tornado(Flywheel(), outcome.of):
            assert plain([bar.at_low, bar.at_high])


def test_a_subsidy_is_not_called_a_take():
    """The take below which it comes back was said to be -739."""
    assert tipping_take_rates(Flywheel()).revival < -700 and revival_take(Flywheel()) == -np.inf


def test_the_ends_of_the_valid_range_are_computed_drawn_and_said():
    for i, wheel in enumerate(extreme_records(Flywheel)):
        for outcome in (*flywheel_module.OUTCOMES.each, *hysteresis_module.OUTCOMES.each):
            assert plain(outcome.of(wheel))
        assert "no value" not in words_of_sizes(wheel) + words_of_takes(wheel)
        if i % 8 == 0:
            cobweb_map(wheel)
            take_rate_sweep(wheel)


def test_marks_lie_inside_the_frame_and_every_size_has_its_words():
    ends = [(name, value) for name, p in Flywheel.parameters().items() for value in p.explore]
    for name, value in ends:
        wheel = Flywheel(**{name: value})
        for fig in (cobweb_map(wheel), take_rate_sweep(wheel)):
            mark = next(trace for trace in fig.data if trace.name == "thresholds")
            words = fig.data[[t.name for t in fig.data].index("thresholds") + 1].text or ()
            assert all(0 <= x <= fig.layout.xaxis.range[1] for x in mark.x)
            assert all(0 <= y <= fig.layout.yaxis.range[1] for y in mark.y)
            assert len(words) == len(mark.x) and all(word.strip() for word in words)
