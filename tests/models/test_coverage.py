from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import brentq, minimize_scalar

from peerkit.figures.coverage import completion, summary
from peerkit.models.coverage import (
    Coverage,
    completion_probability,
    critical_mass,
    marginal_probability,
    members_for,
    peak_marginal_value,
    unequal_completion_probability,
    voluntary_window,
)
from tests.models.extremes import extreme_records
from tests.models.strategies import records

SIZES = np.array([0, 1, 2.5, 10, 100, 1e4])
several = records(Coverage, skills=st.integers(2, 100))
# A stake that draws volunteers, as a multiple of the least that would.
drawn = st.floats(1.05, 1e3)


def with_volunteers(record, multiple):
    return record.replace(stake=record.stake * multiple * record.contribution_cost / peak_marginal_value(record))


@pytest.mark.parametrize(
    ("changes", "members", "chance"),
    [
        ({}, 0, 0.0),  # nobody has nothing
        ({}, 1e12, 1.0),  # everybody has everything
        ({"skills": 1}, 1, 0.02),  # one skill and one person: the chance to have it
        ({"skill_chance": 1 - 1e-12}, 1, 1 - 12e-12),  # everyone knows everything: one person is enough
        ({"skill_chance": 1e-12}, 1, 0.0),  # a person who knows nothing completes with chance 1e-144
        ({"skills": 1, "skill_chance": 1e-12}, 1e12, 1 - np.exp(-1)),  # rare skill, huge crowd: one expected bearer
        ({"skills": 2, "skill_chance": 0.5}, 1, 0.25),  # two coins, both heads
    ],
)
def test_limiting_cases(changes, members, chance):
    assert completion_probability(Coverage(**changes), members) == pytest.approx(chance, abs=1e-12)


@pytest.mark.parametrize(
    ("result", "changes", "outcome"),
    [
        (critical_mass, {"skills": 1}, "no critical mass"),  # concave from the first member on
        (critical_mass, {"skills": 2}, "interior"),  # two skills are enough for a critical mass
        (voluntary_window, {"skills": 1}, "from the first member"),  # nothing to carry anybody over
        (voluntary_window, {"skills": 1, "stake": 10}, "nobody joins"),  # 10 times 0.02 does not cover 1
        (voluntary_window, {"stake": 128}, "nobody joins"),  # just below the least stake
        (voluntary_window, {"stake": 129}, "between"),  # just above it
    ],
)
def test_corners_are_named(result, changes, outcome):
    assert result(Coverage(**changes)).outcome == outcome


def test_a_single_skill_needs_no_founder():
    window = voluntary_window(Coverage(skills=1))
    assert window.start == 0
    assert 200 * marginal_probability(Coverage(skills=1), window.end) == pytest.approx(1)


def test_nobody_joins_has_no_ends():
    assert np.isnan(voluntary_window(Coverage(stake=10))[:2]).all()


def test_against_the_one_over_e_rule_of_the_model_chapter():
    """At the critical mass completion is about 37% certain: (1-1/K)^K, for 100 skills 0.366032."""
    assert critical_mass(Coverage(skills=1000)).probability == pytest.approx(np.exp(-1), abs=2e-4)  # 1/(2eK) away
    assert critical_mass(Coverage(skills=100)).probability == pytest.approx(0.36603234127323)


def test_brute_force_over_who_has_what_gives_the_same_chance():
    chance, members, skills = Fraction(3, 10), 3, 2
    total = Fraction(0)
    for has in product((0, 1), repeat=members * skills):
        if all(any(has[s * members : (s + 1) * members]) for s in range(skills)):
            total += chance ** sum(has) * (1 - chance) ** (members * skills - sum(has))
    assert completion_probability(Coverage(skills=skills, skill_chance=0.3), members) == pytest.approx(float(total))


@given(records(Coverage))
def test_skills_equally_common_are_the_zipf_case_with_exponent_zero(record):
    equal = record.replace(supply_inequality=0)
    assert unequal_completion_probability(equal, SIZES) == pytest.approx(completion_probability(record, SIZES))


@given(several)
def test_the_critical_mass_is_where_a_newcomer_adds_most(record):
    mass = critical_mass(record).members
    best = minimize_scalar(lambda n: -marginal_probability(record, n), bounds=(0, 10 * mass), method="bounded")
    assert -best.fun == pytest.approx(marginal_probability(record, mass))
    assert record.stake * marginal_probability(record, mass) == pytest.approx(peak_marginal_value(record))


@given(several)
def test_the_chance_at_the_critical_mass_depends_on_the_number_of_skills_alone(record):
    mass = critical_mass(record)
    assert completion_probability(record, mass.members) == pytest.approx(mass.probability)
    assert mass.probability == pytest.approx((1 - 1 / record.skills) ** record.skills)


@given(records(Coverage), st.floats(0.01, 10))
def test_the_marginal_is_the_slope_of_the_chance(record, where):
    n = where / record.skill_chance
    step = 1e-4 * n
    # A central difference is off by the third derivative times step^2, relative to the peak of the slope.
    slope = (completion_probability(record, n + step) - completion_probability(record, n - step)) / (2 * step)
    peak = peak_marginal_value(record) / record.stake
    assert marginal_probability(record, n) == pytest.approx(slope, abs=1e-5 * peak)


@given(several, st.floats(0.01, 0.99), st.floats(1.01, 5))
def test_the_chance_accelerates_up_to_the_critical_mass_and_slows_down_beyond(record, below, above):
    mass = critical_mass(record).members
    assert marginal_probability(record, below * mass) <= marginal_probability(record, mass)
    assert marginal_probability(record, above * mass) <= marginal_probability(record, mass)
    assert marginal_probability(record, below**2 * mass) <= marginal_probability(record, below * mass)
    assert marginal_probability(record, above**2 * mass) <= marginal_probability(record, above * mass)


@given(records(Coverage), st.floats(1.01, 10))
def test_more_members_and_commoner_skills_never_lower_the_chance(record, factor):
    for chance in (completion_probability, unequal_completion_probability):
        assert np.all(chance(record, SIZES * factor) >= chance(record, SIZES))
        commoner = record.replace(skill_chance=min(record.skill_chance * factor, 0.99))
        assert np.all(chance(commoner, SIZES) >= chance(record, SIZES) - 1e-12)


@given(records(Coverage), st.integers(1, 20))
def test_a_task_with_more_skills_is_never_likelier_to_be_completed(record, more):
    harder = record.replace(skills=record.skills + more)
    assert np.all(completion_probability(harder, SIZES) <= completion_probability(record, SIZES))


@given(records(Coverage), st.floats(0.01, 1))
def test_a_more_unequal_supply_never_raises_the_chance(record, more):
    steeper = record.replace(supply_inequality=record.supply_inequality + more)
    after, before = (unequal_completion_probability(one, SIZES) for one in (steeper, record))
    assert np.all(after <= before + 1e-12)


@given(several)
def test_twice_as_many_skills_ask_for_the_same_number_of_extra_members(record):
    further = critical_mass(record.replace(skills=2 * record.skills)).members - critical_mass(record).members
    assert further == pytest.approx(np.log(2) / -np.log1p(-record.skill_chance))


@given(st.floats(-1, 5))
def test_for_many_skills_the_chance_has_the_shape_of_gumbel(x):
    record = Coverage(skills=1000, skill_chance=0.01)
    members = (np.log(1000) + x) / -np.log1p(-0.01)
    # The relative error of (1-y/K)^K as exp(-y) is y^2/(2K), at most 0.0037 for y = e.
    assert completion_probability(record, members) == pytest.approx(np.exp(-np.exp(-x)), rel=0.004)


@given(records(Coverage), st.floats(0.001, 0.999))
def test_members_for_a_chance_reach_that_chance(record, wanted):
    assert completion_probability(record, members_for(record, wanted)) == pytest.approx(wanted)


@given(several, drawn)
def test_at_both_ends_of_the_window_the_gain_is_the_cost(record, multiple):
    record = with_volunteers(record, multiple)
    window = voluntary_window(record)
    assert window.outcome == "between"
    assert 0 < window.start < critical_mass(record).members < window.end
    gains = record.stake * marginal_probability(record, np.array(window[:2]))
    assert gains == pytest.approx(record.contribution_cost)


@given(several, drawn)
def test_a_root_finder_on_the_plain_formula_finds_the_same_window(record, multiple):
    record = with_volunteers(record, multiple)
    window, mass = voluntary_window(record), critical_mass(record).members

    def gain(n):
        return record.stake * marginal_probability(record, n) - record.contribution_cost

    assert brentq(gain, 0, mass, xtol=1e-13, rtol=1e-14) == pytest.approx(window.start, rel=1e-6)
    assert brentq(gain, mass, 2 * window.end, rtol=1e-14) == pytest.approx(window.end, rel=1e-6)


@given(several, drawn, st.floats(1.01, 10))
def test_a_higher_stake_widens_the_window_on_both_sides(record, multiple, factor):
    before = with_volunteers(record, multiple)
    after = before.replace(stake=before.stake * factor)
    assert voluntary_window(after).start < voluntary_window(before).start
    assert voluntary_window(after).end > voluntary_window(before).end


@given(records(Coverage), st.floats(0.1, 0.99))
def test_nobody_joins_when_the_most_useful_newcomer_gains_less_than_the_cost(record, multiple):
    assert voluntary_window(with_volunteers(record, multiple)).outcome == "nobody joins"


@given(records(Coverage), st.floats(0.01, 100))
def test_counting_stake_and_cost_in_another_currency_moves_no_window(record, rate):
    assume(abs(peak_marginal_value(record) / record.contribution_cost - 1) > 1e-9)  # a tie may round either way
    abroad = record.replace(stake=record.stake * rate, contribution_cost=record.contribution_cost * rate)
    assert voluntary_window(abroad)[:2] == pytest.approx(voluntary_window(record)[:2], nan_ok=True)


@given(records(Coverage), st.integers(2, 20))
def test_counting_members_in_teams_leaves_the_chance_alone(record, size):
    assume((1 - record.skill_chance) ** size > 1e-6)  # beyond it 1 - p keeps too few digits
    teams = record.replace(skill_chance=-np.expm1(size * np.log1p(-record.skill_chance)))
    for chance in (completion_probability, unequal_completion_probability):
        assert chance(teams, SIZES / size) == pytest.approx(chance(record, SIZES), rel=1e-6)  # 1 - p lost ten digits


def test_a_batch_gives_what_its_records_give_one_by_one():
    values = {
        "skills": [1, 2, 40, 12],
        "skill_chance": [0.1, 0.5, 0.01, 0.02],
        "supply_inequality": [0, 1.5, 0.5, 0],
        "stake": [200, 50, 5000, 10],
    }
    rows = [Coverage(**dict(zip(values, row, strict=True))) for row in zip(*values.values(), strict=True)]
    batch = Coverage.batch(**values)
    for formula in (completion_probability, unequal_completion_probability, marginal_probability):
        assert formula(batch, 30) == pytest.approx([formula(row, 30) for row in rows])
    assert members_for(batch, 0.9) == pytest.approx([members_for(row, 0.9) for row in rows])
    assert peak_marginal_value(batch) == pytest.approx([peak_marginal_value(row) for row in rows])
    for result in (critical_mass, voluntary_window):
        single = [result(row) for row in rows]
        together = result(batch)
        assert together[0] == pytest.approx([one[0] for one in single], nan_ok=True)
        assert together[1] == pytest.approx([one[1] for one in single], nan_ok=True)
        assert list(together.outcome) == [one.outcome for one in single]


def test_every_corner_of_the_teaching_box_has_an_answer():
    for corner in product(*(p.explore for p in Coverage.parameters().values())):
        record = Coverage(**dict(zip(Coverage.parameters(), corner, strict=True)))
        assert np.isfinite(unequal_completion_probability(record, SIZES)).all()
        assert np.isfinite(critical_mass(record)[:2]).all()
        window = voluntary_window(record)
        assert np.isfinite(window[:2]).all() == (window.outcome != "nobody joins")


@given(records(Coverage))
def test_the_window_says_what_a_fine_grid_of_sizes_says(record):
    """Brute force over every size up to ten times the critical mass, and well beyond any window."""
    window = voluntary_window(record)
    n = np.linspace(0, 40 / -np.log1p(-record.skill_chance) + 10 * critical_mass(record).members, 20_001)
    joins = record.stake * marginal_probability(record, n) >= record.contribution_cost * (1 + 1e-9)
    if window.outcome == "nobody joins":
        assert not joins.any()
    else:
        assert np.all((n[joins] >= window.start * (1 - 1e-9)) & (n[joins] <= window.end * (1 + 1e-9)))
        inside = (n > window.start * 1.001) & (n < window.end * 0.999)
        assert np.all(record.stake * marginal_probability(record, n[inside]) >= record.contribution_cost * (1 - 1e-9))


@given(records(Coverage))
def test_there_is_a_critical_mass_only_where_some_newcomer_helps_more_than_the_one_before(record):
    n = np.linspace(0, 10 / record.skill_chance, 4001)
    rises = np.diff(marginal_probability(record, n)) > 0
    assert rises.any() == (critical_mass(record).outcome == "interior")


def test_a_chance_of_next_to_nothing_takes_next_to_nobody_and_no_negative_zero():
    """q^(1/12) is 1e-25 here, so the size is 1e-25 over the reach; it came out as -0.0."""
    size = members_for(Coverage(skills=12), 1e-300)
    assert size == pytest.approx(1e-25 / -np.log1p(-0.02), rel=1e-9, abs=0)
    assert completion_probability(Coverage(skills=12), size) == pytest.approx(1e-300, rel=1e-9, abs=0)


def test_the_far_corners_of_the_valid_range_warn_of_nothing():
    for record in extreme_records(Coverage):
        for size in (0, 1, 1e15):
            assert 0 <= completion_probability(record, size) <= 1
            assert marginal_probability(record, size) >= 0
        assert 0 <= unequal_completion_probability(record, 100) <= 1
        window = voluntary_window(record)
        assert window.outcome == "nobody joins" or 0 <= window.start <= window.end
        assert members_for(record, 0.9) > 0
        completion(record), summary(record)


def test_the_sentence_and_the_figure_round_the_same_number_alike():
    """It was 2,484 people in the figure and 2,480 in the sentence, and 4 against 3.58."""
    for chance, size in ((0.001, "2,484"), (0.5, "4")):
        record = Coverage(skill_chance=chance)
        assert f"about {size} people" in summary(record)
        assert f"<b>{size} people</b>" in completion(record).data[4].text[0]


def test_what_one_more_adds_has_a_panel_and_a_unit_of_its_own():
    fig = completion(Coverage())
    one_more = next(trace for trace in fig.data if trace.name == "one more")
    assert one_more.yaxis == "y2" and fig.layout.yaxis2.title.text.endswith("[points]")
    assert max(one_more.y) == pytest.approx(100 * marginal_probability(Coverage(), 123), rel=1e-3)


@pytest.mark.parametrize("members", [0, 1e-12, 1, 1e12])
@pytest.mark.parametrize("changes", [{"skill_chance": 1e-12}, {"skill_chance": 1 - 1e-12}, {"skills": 1000}])
def test_extreme_sizes_give_a_probability(changes, members):
    record = Coverage(supply_inequality=3, **changes)
    for chance in (completion_probability, unequal_completion_probability):
        assert 0 <= chance(record, members) <= 1


@pytest.mark.parametrize(
    ("attempt", "message"),
    [
        (lambda: Coverage(skills=0), "skills must be a whole number at least 1 and at most 1000, got 0"),
        (lambda: Coverage(skills=2.5), "skills must be a whole number"),
        (lambda: Coverage(skill_chance=1), "skill_chance must be above 0 and below 1, got 1"),
        (lambda: Coverage(stake=float("nan")), "stake must be above 0 and at most .*, got nan"),
        (lambda: completion_probability(Coverage(), -1), "members must be at least 0, got -1"),
        (lambda: completion_probability(Coverage(), float("nan")), "members must be at least 0, got nan"),
        (lambda: completion_probability(Coverage(), "12"), "members must be a number, got '12'"),
        (lambda: marginal_probability(Coverage(), True), "members must be a number, got True"),
        (lambda: members_for(Coverage(), "0.5"), "probability must be a number, got '0.5'"),
        (lambda: Coverage(skills="12"), "skills must be a whole number .* got '12'"),
        (lambda: Coverage(skills=True), "skills must be a whole number .* got True"),
        (lambda: members_for(Coverage(), 1), "probability must be above 0 and below 1, got 1"),
    ],
)
def test_impossible_input_is_refused_by_name(attempt, message):
    with pytest.raises(ValueError, match=message):
        attempt()
