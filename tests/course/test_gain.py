"""The concept inventory and what is computed from its lines; the interval of the gain is measured, not believed."""

import json

import numpy as np
import pytest

from peerkit.course.ask import ask
from peerkit.course.gain import FEWEST, Lines, gain_of, handed_over, normalised_gain, rows, verdict
from peerkit.course.inventory import ITEMS, LETTERS, Inventory, key_letters, letters
from tests.course.test_exercises import keys_that_are_written_down, value

RNG = np.random.default_rng
EVERY = pytest.mark.parametrize("item", ITEMS.values(), ids=list(ITEMS))


@EVERY
def test_an_item_has_one_right_option_and_two_that_attract(item):
    options = item.options()
    assert len({words.lower() for words in options}) == len(LETTERS) == len(options)
    assert item.said_key() in options
    assert all(item.why(item.said(value(each.answer))) for each in item.wrong)
    assert item.law and item.said_key() in item.worked()
    assert item.said_key() not in item.question


def test_the_items_are_those_of_the_curriculum():
    keys = {name: item.said_key() for name, item in ITEMS.items()}
    assert keys == {
        "talk": "it becomes 16 times as large",
        "contracts": "the market",
        "everybody": "1.4%",
        "skills": "it becomes 1.3 times as large",
        "pieces": "it becomes half as large",
        "volunteers": "the manager wins",
        "reuse": "it stops growing at about 61 pieces",
        "share": "it falls by 14%",
        "collapse": "next to nothing",
        "crowd": "4 and 100",
        "slope": "nothing yet: such a slope also arises where nobody helps",
        "traits": "51%",
    }


def test_the_keys_of_the_items_are_computed():
    import peerkit.course.inventory as module

    with open(module.__file__, encoding="utf-8") as file:
        assert list(keys_that_are_written_down(file.read())) == []


def test_the_letters_do_not_tell_the_key():
    """Whoever always takes the same letter is right in fewer than half of the questions."""
    counts = [key_letters().count(letter) for letter in LETTERS]
    assert sum(counts) == len(ITEMS) and min(counts) >= 2 and max(counts) < 6


def test_letters_follow_the_order_of_the_options():
    item = ITEMS["everybody"]
    place = list(ITEMS).index("everybody")
    assert [letters({"everybody": words})[place] for words in item.options()] == list(LETTERS)
    assert letters({}) == letters({"everybody": "no option"}) == "-" * len(ITEMS)


def test_no_key_travels_with_the_questions_and_none_before_all_are_answered():
    shown = json.dumps(ask("inventory").shown)
    assert not [item for item in ITEMS.values() if item.law in shown or item.worked() in shown]
    answers = {name: item.said_key() for name, item in ITEMS.items()}
    whole = Inventory().told({"before": {}, "after": answers})
    assert whole["state"] == "right" and "12 of 12" in whole["words"] and "Before" not in whole["words"]
    del answers["talk"]
    told = Inventory().told({"after": answers})
    assert (told["state"], told["words"]) == ("unread", "1 of 12 questions has no answer yet.")
    for broken in (None, [], {"after": 3}, {"after": {"talk": ["x"]}}):
        assert Inventory().told(broken)["state"] == "unread"


def line(name, word, right, minutes=5):
    """A line with so many right answers, the others wrong."""
    wrong = {"a": "b", "b": "c", "c": "a"}
    given = "".join(key if place < right else wrong[key] for place, key in enumerate(key_letters()))
    return f"{name} {word} {minutes} {given}"


def group(people, before=3, after=9):
    return "\n".join(
        line(name, f"w{i}", right) for i in range(people) for name, right in (("before", before), ("after", after))
    )


def test_a_gain_is_given_from_ten_pairs_on():
    few, enough = handed_over(group(FEWEST - 1)), handed_over(group(FEWEST))
    assert gain_of(few, RNG(1)) is None and "from 10 pairs on" in verdict(few)
    gain = gain_of(enough, RNG(1))
    assert gain.gain == pytest.approx((9 / 12 - 3 / 12) / (1 - 3 / 12))
    assert "67%" in verdict(enough) and "does not show" in verdict(enough)


def test_only_paired_people_count_for_the_gain_and_all_for_the_shares():
    told = handed_over(group(FEWEST) + "\n" + "\n".join(line("after", f"late{i}", 0) for i in range(10)))
    assert gain_of(told, RNG(1)).gain == pytest.approx(2 / 3)
    assert [row.after for row in rows(told)][:9] == [0.5] * 9


def test_the_commonest_distractor_is_named_and_equals_are_named_together():
    first, item = key_letters()[0], next(iter(ITEMS.values()))
    others = [letter for letter in LETTERS if letter != first]
    rest = key_letters()[1:]
    lines = [f"after w{i} 5 {letter}{rest}" for i, letter in enumerate([others[0], others[0], others[1], first])]
    row = rows(handed_over("\n".join(lines)))[0]
    assert row.distractor == item.options()[LETTERS.index(others[0])] and row.after == 0.25
    assert np.isnan(row.before)
    row = rows(handed_over("\n".join(lines[1:])))[0]
    assert " or " in row.distractor
    assert rows(handed_over(line("after", "w", 12)))[0].distractor == ""


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("after otter 7", "must have four parts"),
        ("later otter 7 abcabcabcabc", "must begin with before or after, not with “later”"),
        ("after <b> 7 abcabcabcabc", "cannot pair two lines"),
        ("after otter seven abcabcabcabc", "minutes must be a whole number"),
        ("after otter -7 abcabcabcabc", "minutes must be a whole number"),
        ("after otter 7 abcabc", "12 letters"),
        ("after otter 7 abcabcabcabd", "must be the letters a, b, c"),
        ("9" * 1_000_000, "must have four parts"),
    ],
)
def test_a_broken_line_is_named_with_its_number_and_the_rest_counts(broken, reason):
    told = handed_over(f"{line('before', 'otter', 3)}\n\n{broken}\n  AFTER Otter 9 {key_letters().upper()} \n")
    (problem,) = told.problems
    assert problem.startswith("Line 3: ") and reason in problem and len(problem) < 200
    assert told.pairs == ["otter"]


def test_a_line_handed_over_twice_counts_once():
    told = handed_over("\n".join([line("after", "otter", 3), line("after", "otter", 12)]))
    assert "twice" in told.problems[0] and rows(told)[11].after == 0


def test_the_page_of_the_instructor_answers_whatever_is_pasted():
    assert Lines().told("  \n")["state"] == Lines().told(None)["state"] == "unread"
    told = Lines().told(group(12))
    assert len(told["rows"]) == len(ITEMS) and told["problems"] == []
    assert json.loads(json.dumps(told)) == told
    huge = Lines().told("x\n" * 500_000)
    assert "the rest was left out" in huge["problems"][-1] and len(json.dumps(huge)) < 100_000


def test_whoever_knew_everything_could_gain_nothing():
    assert np.isnan(normalised_gain([1.0] * 12, [1.0] * 12, RNG(1)).gain)
    assert "nothing to gain" in verdict(handed_over(group(12, before=12, after=12)))


def test_the_gain_does_not_depend_on_the_scale_of_what_was_missing():
    """Twice the missing share before and after is the same gain."""
    before, after = np.linspace(0.5, 0.8, 20), np.linspace(0.75, 0.9, 20)
    one = normalised_gain(before, after, RNG(1))
    other = normalised_gain(1 - 2 * (1 - before), 1 - 2 * (1 - after), RNG(1))
    assert other == pytest.approx(one)


def group_of(people, gain, rng):
    """Shares right before and after of people who differ, and of whom each learns a share `gain` of what is missing."""
    knows = rng.beta(2, 3, people)
    return rng.binomial(12, knows) / 12, rng.binomial(12, knows + gain * (1 - knows)) / 12


# Coverage of the 95 % interval in 1,000 simulated groups (rng 0), true gain 0.4; in brackets a plain percentile bootstrap,
# whose intervals are too narrow. Their standard error is 0.007.
#
# people   coverage
#     10   0.954 (0.887)
#     15   0.943
#     20   0.947 (0.925)
#     40   0.956 (0.928)
#     80   0.953
def test_the_interval_holds_the_true_gain_as_often_as_it_says():
    rng = RNG(0)
    gains = (normalised_gain(*group_of(FEWEST, 0.4, rng), rng) for _ in range(1000))
    held = [low <= 0.4 <= high for _, low, high in gains]
    # Three standard errors around 0.95; a plain percentile bootstrap does not reach the lower end.
    assert 0.929 <= np.mean(held) <= 0.971
