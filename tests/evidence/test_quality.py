"""The quality report: every fault that real logs showed is seen, and a sound log is left in peace."""

import json

import numpy as np
import pytest

from peerkit.evidence.log import DAY, log_of
from peerkit.evidence.quality import quality

START = 1_600_000_000 // DAY * DAY
NOW = 1_717_200_000


def report(contributor, time, item=None, **more):
    time = np.asarray(time, dtype=np.int64)
    item = [f"i{number}" for number in range(len(time))] if item is None else item
    return quality(log_of({"contributor": list(contributor), "time": time, "item": item, **more}, "log"), NOW)


def sound(rows=400, seed=2024):
    rng = np.random.default_rng(seed)
    return [f"p{number % 80}" for number in rng.zipf(1.8, rows)], START + np.sort(rng.integers(0, 300 * DAY, rows))


def says(answer, words):
    return any(words in sentence for sentence in answer.sentences)


def test_a_sound_log_gets_one_sentence_and_its_report_is_json():
    answer = report(*sound(399))
    assert len(answer.sentences) == 1 and answer.sentences[0].startswith("The log has 399 contributions by ")
    assert json.loads(json.dumps(answer.as_dict()))["kept"] == 399


def test_an_empty_log_is_said():
    assert report([], []).sentences == ("The log is empty: nothing can be measured.",)


@pytest.mark.parametrize(
    "contributor, time, words",
    [
        (["a"] * 50, START + np.arange(50) * DAY, "one contributor only"),
        (list("abcdefghijkl"), START + np.arange(12), "All contributions lie on one day"),
        (list("abc"), START + np.arange(3) * DAY, "With 3 contributors every figure depends on single people"),
        (list("abcdefghijkl"), START + np.arange(12) * DAY, "The log covers 12 days"),
        (list("abc"), [NOW + 5, START, START], "1 row lies in the future"),
    ],
)
def test_what_is_too_little_is_said(contributor, time, words):
    assert says(report(contributor, time), words)


def test_clocks_before_the_project_are_told_from_its_start():
    contributor, time = sound()
    answer = report([*contributor, "x"], [*time, -429_000_000])
    assert answer.early == 1 and says(answer, "1 row lies long before the rest, the first on 1956-05-28")
    assert says(answer, "Read from 2020-09-16 on")


def test_an_import_is_seen_as_ties_and_as_a_day():
    contributor, time = sound()
    tied = report([*contributor, *["x"] * 100], [*time, *[START + 9 * DAY + 5] * 100])
    assert tied.ties == ((START + 9 * DAY + 5, 100),) and says(tied, "100 rows carry the same second")
    assert tied.bursts[0][0] == START // DAY + 9 and says(tied, "lie on 2020-09-22 alone")


def test_an_empty_spell_is_remarkable_against_the_usual_step():
    contributor, time = sound()
    late = np.where(time > START + 150 * DAY, time + 100 * DAY, time)
    answer = report(contributor, late)
    assert 95 <= answer.gaps[0][1] <= 105 and says(answer, "Is a part of the log missing?")


def test_repeated_rows_are_counted_beyond_the_first():
    answer = report(["a", "a", "a", "b"], [START] * 4, ["x", "x", "x", "x"])
    assert answer.duplicates == 2 and says(answer, "2 rows repeat another one")


def test_a_source_that_stops_at_a_number_is_noticed():
    people = [f"p{number}" for number in range(40) for _ in range(50 if number < 30 else number - 25)]
    answer = report(people, START + np.arange(len(people)) * 3_600)
    assert answer.limit == {"contributions": 50, "people": 30} and says(answer, "probably cuts off there")
    assert says(report(*sound(1_000)), "exactly 1,000 rows")


def test_dates_without_a_clock_are_no_ties():
    contributor, time = sound()
    answer = report(contributor, time // DAY * DAY)
    assert not answer.ties and says(answer, "dates without a clock")


def test_negative_and_missing_amounts_are_counted():
    answer = report(list("abc"), START + np.arange(3) * DAY, amount=[-1.0, None, 2.0])
    assert (answer.negative_amounts, answer.missing_amounts) == (1, 1)
