"""The rules of the verdict against the rows that their design computed, and against what they promise."""

import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerkit.advice.doubt import drawn, regret, value_of_finding_out
from peerkit.advice.rules import (
    BRANCHES,
    CRITERIA,
    FIND_OUT,
    NOT,
    QUESTIONS,
    UNKNOWN,
    VERDICTS,
    VETOES,
    Answers,
    judged,
    rules,
)
from peerkit.records.ranges import STRETCH

ROWS = tomllib.loads((Path(__file__).parent / "rows.toml").read_text(encoding="utf-8"))["rows"]
HOW = {"h": "measured", "m": "seen", "l": "said"}


def told(text):
    """The levels and how each is known, of answers as a row writes them."""
    levels, how = {}, {}
    for question, answer in zip(QUESTIONS, text.split(), strict=False):
        value, known_by = answer.replace(".", "")[:1], HOW.get(answer[-1], "said")
        unknown = value in "?-"
        branch = {branch[0]: place for place, branch in enumerate(BRANCHES)}
        levels[question] = UNKNOWN if unknown else branch[value] if question == "1" else int(value)
        how[question] = known_by
    return levels, how


def asked(row):
    levels, how = told(row["answers"])
    said = {question: way == "said" for question, way in how.items()}
    carried, over = "carried" in row["answers"], "over" in row["answers"]
    return levels, how, Answers({each: np.asarray(level) for each, level in levels.items()}, said, carried, over)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_a_row_of_the_design_has_its_profile_vetoes_and_verdict(row):
    levels, vetoed, outcome, _ = judged(asked(row)[2])
    assert "".join("?" if level == UNKNOWN else str(level) for level in levels) == row["profile"]
    assert [name for name, holds in zip(VETOES, vetoed, strict=True) if holds] == row["vetoes"]
    assert VERDICTS[int(outcome)] == row["verdict"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_a_row_of_the_design_has_its_shares_its_risk_and_the_question_to_ask(row):
    levels, how, answers = asked(row)
    draws = drawn(levels, how, carried=answers.carried, over=answers.over)
    # The design's rows were drawn with other random numbers: 10,000 draws of a share err by about .01.
    assert draws.shares == pytest.approx(row["shares"], abs=0.03)
    risk, act = regret(draws)
    assert risk == pytest.approx(row["regret"], abs=0.06) and VERDICTS[act] == row["act"]
    worth = value_of_finding_out(draws)
    assert worth[row["ask"]] == pytest.approx(row["worth"], abs=0.06)
    assert max(worth.values()) - worth[row["ask"]] < 0.04


branches = st.sampled_from([UNKNOWN, 0, 1, 2])
some_levels = st.fixed_dictionaries(
    {question: branches if question == "1" else st.integers(UNKNOWN, 4) for question in QUESTIONS}
)
opinions = st.fixed_dictionaries({question: st.booleans() for question in QUESTIONS})


def of(levels, said, carried=False, over=False):
    return judged(Answers({each: np.asarray(level) for each, level in levels.items()}, said, carried, over))


@given(some_levels, opinions, st.booleans())
def test_many_answers_at_once_are_judged_as_each_alone(levels, said, carried):
    twice = {question: np.array([level, level]) for question, level in levels.items()}
    both = judged(Answers(twice, said, carried))[2]
    assert both.tolist() == [int(of(levels, said, carried)[2])] * 2


@given(some_levels, opinions)
def test_a_veto_always_ends_the_plan(levels, said):
    _, vetoed, outcome, rule = of(levels, said)
    if vetoed.any():
        assert (int(outcome), int(rule)) == (NOT, 1)


@given(some_levels, opinions)
def test_what_is_unknown_is_never_built_on(levels, said):
    profile, _, outcome, _ = of(levels, said)
    if (profile == UNKNOWN).any():
        assert VERDICTS[int(outcome)] != "Build"


@given(some_levels)
def test_finding_the_answers_seen_never_leaves_a_plan_to_be_found_out(levels):
    """With all answered and nothing only said there is a verdict."""
    known = {question: max(level, 0) for question, level in levels.items()}
    assert int(of(known, dict.fromkeys(QUESTIONS, False))[2]) != FIND_OUT


@given(some_levels, opinions)
def test_carrying_the_start_only_lifts_its_veto(levels, said):
    without, with_it = of(levels, said), of(levels, said, carried=True)
    assert (without[0] == with_it[0]).all()
    assert not with_it[1][VETOES.index("V3")]


def test_the_room_is_only_said_if_all_that_it_uses_is():
    from peerkit.advice.rules import only_said

    levels = dict(zip(QUESTIONS, [1, 3, 3, 3, 3, 3, 3, 3, 3], strict=True))
    said = dict.fromkeys(QUESTIONS, False) | {"2": True}
    room = CRITERIA.index("room")
    assert not only_said(Answers(levels, said))[room]
    assert only_said(Answers(levels, said | {"3": True}))[room]
    assert only_said(Answers(levels | {"1": 0}, said))[room]


def test_doubt_does_not_change_the_draws_of_another_answer():
    """Sharing random numbers between questions would make an answer's doubt leak into the others."""
    levels, how = told("b.m 3m 3m 3h 4h 3m 3h 2m 3m")
    one, other = drawn(levels, how), drawn(levels, how | {"7a": "said"})
    assert (one.levels["5"] == other.levels["5"]).all()
    assert (one.levels["7a"] != other.levels["7a"]).any()


def test_pages_of_models_stretch_a_clients_range_as_the_rules_do():
    """Those pages may not read the rules, so the number stands in two places."""
    assert STRETCH == rules().draws.stretch
