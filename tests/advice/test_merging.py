"""Two copies of an engagement: what one changed is taken, where both changed nobody wins, and nothing disappears unsaid."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerkit.advice.diagnosis import diagnose
from peerkit.advice.engagement import load, parse, save
from peerkit.advice.merging import beside, merged
from peerkit.advice.rules import BRANCHES, QUESTIONS
from peerkit.cli import main


def engagement(client="A choir", answers=None, **fields):
    table = {"peerkit": "engagement", "schema": 1, "client": {"name": client}, "answers": answers or {}}
    return parse(json.dumps(table | fields))


BASE = engagement(answers={"5": {"value": 2, "how": "seen", "note": "before"}}, decision="Whether", aims=["a"])


def test_a_change_on_one_side_is_taken_whichever_side_it_is():
    changed = engagement(
        answers={"5": {"value": 3, "how": "measured", "note": "before"}, "4": {"value": 1}},
        decision="Whether or not",
        aims=["a", "b"],
        numbers={"flywheel.payoff": {"best": 7.0, "low": 5.0, "high": 9.0}},
        carried=True,
    )
    for made in (merged(changed, BASE, BASE), merged(BASE, changed, BASE)):
        assert made.conflicts == ()
        assert made.engagement.model_copy(update={"revision": 0, "rules": None, "seed": None}) == changed


def test_changes_to_different_leaves_come_together():
    ours = engagement(answers={"5": {"value": 3, "how": "seen", "note": "before"}}, decision="Whether", aims=["a"])
    theirs = engagement(answers={"5": {"value": 2, "how": "seen", "note": "after"}}, decision="Whether", aims=["a"])
    made = merged(ours, theirs, BASE)
    assert made.conflicts == ()
    assert (made.engagement.answers["5"].value, made.engagement.answers["5"].note) == (3, "after")


def test_what_one_took_away_is_gone():
    without = engagement(answers={}, decision="Whether")
    made = merged(without, BASE, BASE)
    assert made.conflicts == () and made.engagement.answers == {} and made.engagement.aims == ()


@pytest.mark.parametrize(("theirs", "again"), [(4, False), (1, True), (0, True)])
def test_two_answers_to_one_question_leave_it_unknown_and_say_so(theirs, again):
    made = merged(engagement(answers={"5": {"value": 3}}), engagement(answers={"5": {"value": theirs}}))
    (conflict,) = made.conflicts
    assert (conflict.ours, conflict.theirs) == (3, theirs)
    assert made.engagement.answers["5"].value is None
    assert ("Read the anchors again." in conflict.words) == again
    assert (made.ours.answers["5"].value, made.theirs.answers["5"].value) == (3, theirs)


def test_a_note_of_one_alone_is_no_conflict():
    made = merged(engagement(answers={"5": {"value": 3}}), engagement(answers={"5": {"value": 3, "note": "seen it"}}))
    assert made.conflicts == () and made.engagement.answers["5"].note == "seen it"


def test_of_two_grounds_the_weaker_is_kept():
    ours, theirs = (engagement(answers={"5": {"value": 3, "how": how}}) for how in ("measured", "said"))
    made = merged(ours, theirs)
    assert made.engagement.answers["5"].how == "said" and len(made.conflicts) == 1


def test_a_number_in_conflict_is_as_it_was_before():
    low, mid, high = (
        engagement(numbers={"flywheel.payoff": {"best": best, "low": best - 1, "high": best + 1}})
        for best in (4.0, 7.0, 10.0)
    )
    made = merged(low, high, mid)
    assert made.engagement.numbers == mid.numbers and "4 here, 10 there" in made.conflicts[0].words
    assert merged(low, high).engagement.numbers == {}


def test_answers_in_conflict_are_drawn_half_and_half():
    answers = {question: {"value": 3, "how": "seen"} for question in QUESTIONS[1:]} | {"1": {"value": "both"}}
    ours, theirs = engagement(answers=answers), engagement(answers=answers | {"5": {"value": 0, "how": "seen"}})
    made = merged(ours, theirs)
    expected = (diagnose(ours).shares["Build"] + diagnose(theirs).shares["Build"]) / 2
    assert made.shares()["Build"] == pytest.approx(expected)
    assert sum(made.shares().values()) == pytest.approx(1)


values = st.fixed_dictionaries(
    {},
    optional={
        question: st.fixed_dictionaries(
            {
                "value": st.sampled_from([None, *BRANCHES])
                if question == "1"
                else st.sampled_from([None, 0, 1, 2, 3, 4]),
                "how": st.sampled_from(["said", "seen", "measured"]),
                "note": st.sampled_from(["", "a", "b"]),
            }
        )
        for question in QUESTIONS
    },
)
copies = st.builds(
    lambda answers, decision, carried: engagement(answers=answers, decision=decision, carried=carried),
    values,
    st.sampled_from(["", "a", "b"]),
    st.booleans(),
)


@given(copies, copies, copies)
def test_either_order_gives_the_same_answers_and_conflicts(ours, theirs, base):
    one, other = merged(ours, theirs, base), merged(theirs, ours, base)
    plain = [
        {key: (answer.value, answer.how, answer.note) for key, answer in sorted(each.engagement.answers.items())}
        for each in (one, other)
    ]
    assert plain[0] == plain[1]
    assert {(c.path, c.ours, c.theirs) for c in one.conflicts} == {(c.path, c.theirs, c.ours) for c in other.conflicts}


@given(copies, copies)
def test_a_copy_merged_with_itself_or_with_its_base_is_itself(ours, base):
    for made in (merged(ours, ours, base), merged(ours, base, base), merged(base, ours, base)):
        assert made.conflicts == ()
        assert made.engagement.answers == ours.answers and made.engagement.decision == ours.decision


def test_conflicts_are_settled_by_a_choice_for_each():
    ours = engagement(answers={"5": {"value": 3}, "4": {"value": 1}}, decision="a", aims=["x"])
    theirs = engagement(answers={"5": {"value": 1}, "4": {"value": 2}}, decision="b")
    assert {".".join(each.path) for each in merged(ours, theirs).conflicts} == {
        "answers.5.value", "answers.4.value", "decision",
    }  # fmt: skip
    made = merged(ours, theirs, sides={"answers.5.value": "theirs", "decision": "ours", "nothing": "ours"})
    assert (made.engagement.answers["5"].value, made.engagement.decision) == (1, "a")
    assert [each.path for each in made.conflicts] == [("answers", "4", "value")]
    assert made.engagement.answers["4"].value is None


def test_both_answers_stand_side_by_side_and_far_ones_are_read_again():
    ours = engagement(answers={"1": {"value": "cheap"}, "5": {"value": 4, "how": "seen"}, "4": {"value": 2}})
    theirs = engagement(answers={"1": {"value": "expensive"}, "5": {"value": 2}, "6a": {"value": 1}})
    words = {each.question: (each.gap, each.words) for each in beside(ours, theirs)}
    assert list(words) == list(QUESTIONS)
    assert words["5"] == (2, "Read the anchors again.") and words["1"] == (0, "You differ.")
    assert words["4"][1] == words["6a"][1] == "One of you does not know." and words["7a"] == (0, "")


@pytest.fixture
def two_files(tmp_path):
    files = tmp_path / "a.peerkit.json", tmp_path / "b.peerkit.json"
    for file, level in zip(files, (4, 1), strict=True):
        save(engagement(answers={"5": {"value": level}}, decision="<img onerror=alert(1)>\u202e", id="f00d"), file)
    return files


def test_the_command_compares_and_merges(two_files, tmp_path, capsys):
    assert main(["merge", *map(str, two_files)]) == 0
    said = capsys.readouterr().out
    assert "The smallest piece" in said and "Read the anchors again." in said and "drawn half and half" in said
    assert len(list(tmp_path.iterdir())) == 2, "nothing is written unless asked for"
    out = tmp_path / "both.peerkit.json"
    assert main(["merge", *map(str, two_files), "-o", str(out)]) == 0
    assert load(out).answers["5"].value is None and load(out).id == "f00d"
    assert main(["merge", *map(str, two_files), "--base", str(two_files[0]), "-o", str(out)]) == 0
    assert load(out).answers["5"].value == 1


def test_a_copy_that_is_none_is_refused_and_nothing_is_written(two_files, tmp_path, capsys):
    two_files[1].write_text("{", encoding="utf-8")
    assert main(["merge", *map(str, two_files), "-o", str(tmp_path / "out.json")]) == 1
    assert "is not valid JSON" in capsys.readouterr().err and not (tmp_path / "out.json").exists()
