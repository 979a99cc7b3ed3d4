"""Scenarios against each other: borders are break-evens, shared numbers move in all, a scenario's own only in those that differ."""

import numpy as np
import pytest

from peerkit.models.catalogue import outcomes
from peerkit.models.contest import NOBODY, SAME, Contest
from peerkit.models.granularity import Granularity
from peerkit.models.modes import Modes
from peerkit.models.sensitivity import break_even
from peerkit.records.outcomes import Outcome
from peerkit.records.ranges import Range

START = outcomes("modes").named()
LEAN = Modes(commons_cost=30, merge_cost=0.2)


def contest(first, second, across, *, more=False, asked=START, **rest):
    up = next(name for name in type(first).parameters() if name != across)
    return Contest(asked, {"A": first, "B": second}, across, up, more=more, **rest)


def test_a_border_is_where_the_difference_is_zero():
    (b, a) = contest(Modes(), LEAN, "commons_cost").wins
    (even,) = break_even(LEAN, START.of, "commons_cost", float(START.of(Modes()))).values
    assert (b.winner, a.winner) == ("B", "A") and b.high == a.low == pytest.approx(even, rel=1e-3)


def test_a_number_that_the_second_changes_moves_in_the_second_only():
    both = contest(Modes(), LEAN, "commons_cost")
    at = both.answers({"commons_cost": np.array([10.0, 500.0])})
    assert at["A"].tolist() == [float(START.of(Modes()))] * 2 and at["B"][0] < at["B"][1]
    shared = contest(Modes(), LEAN, "pair_cost").answers({"pair_cost": np.array([0.005, 0.05])})
    assert shared["A"][0] > shared["A"][1]


def test_less_and_more_turn_the_winner_round_and_equals_are_said():
    less, more = (contest(Modes(), LEAN, "governance_cost", more=each).wins for each in (False, True))
    assert [each.winner for each in (*less, *more)] == ["B", "A"]
    assert contest(Modes(), Modes(), "pair_cost").wins[0].winner == SAME


def test_no_answer_loses_and_an_answer_without_limit_is_the_largest():
    def of(answers):
        asked = Outcome("x", "x", "1", lambda r: np.asarray(r.overhead) * 0 + answers[float(np.ravel(r.budget)[0])])
        pair = [Granularity(budget=budget) for budget in answers]
        return [contest(*pair, "overhead", asked=asked, more=more).wins[0].winner for more in (True, False)]

    assert of({50.0: np.nan, 60.0: 1.0}) == ["B", "B"]
    assert of({50.0: np.inf, 60.0: 1.0}) == ["A", "B"]
    assert of({50.0: np.nan, 60.0: np.nan}) == [NOBODY, NOBODY]


def test_the_map_agrees_with_the_stretches_and_ranges_widen_to_the_scenarios():
    here = contest(Modes(), LEAN, "commons_cost", ranges={"commons_cost": Range(50, 60, 70, 1.0)})
    assert here.parameter("commons_cost").explore == (30, 70)
    row = here.map.values[np.argmin(np.abs(here.map.y - getattr(Modes(), here.up)))]
    assert {"A", "B"} <= set(row.tolist())
