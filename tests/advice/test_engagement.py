"""The engagement file: what it needs, what it refuses and in which words, and that it is never half written."""

import json

import pytest

from peerkit.advice.engagement import EngagementError, as_text, load, new, parse, save
from peerkit.advice.keeping import KeepingError

LEAST = {"peerkit": "engagement", "schema": 1, "client": {"name": "A choir"}, "answers": {}}


def text(**changes):
    return json.dumps(LEAST | changes)


def test_four_fields_are_enough():
    engagement = parse(text())
    assert engagement.client.name == "A choir"
    assert engagement.level("5") == -1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ("{", "Line 1, column 2 is not valid JSON."),
        ("[]", "This is not an engagement: the file must hold one object in braces."),
        ("{}", "This is not an engagement: the field peerkit is missing."),
        (text(peerkit="notebook"), "the field peerkit says notebook"),
        (text(schema=3), "This file has format 3; this peerkit reads up to 1. Update peerkit."),
        (text(schema=True), "The field schema must be a whole number from 1 on."),
        (text(answers={"5": {"value": 7}}), "answers.5.value is 7 but must be a whole number from 0 to 4."),
        (text(answers={"5": {"value": True}}), "answers.5.value is true but must be a whole number from 0 to 4."),
        (text(answers={"5": {"value": 2.5}}), "answers.5.value is 2.5 but must be"),
        (text(answers={"1": {"value": 2}}), "answers.1.value is 2 but must be cheap, both, expensive or null."),
        (text(answers={"8": {"value": 1}}), "answers.8 is not a question"),
        (text(answers={"5": {"how": "heard"}}), "answers.5.how is heard but must be"),
        (text(client={"name": " "}), "client.name must not be empty."),
        (text(client={"name": "x" * 3000}), "client.name must have at most 2,000 characters, and has 3,000."),
        (text(colour="red"), "colour is not known here."),
        (text(numbers={"flywheel.payof": {"best": 1}}), "numbers.flywheel.payof is no parameter of a model"),
        (text(numbers={"flywheel.take_rate": {"best": 3}}), "numbers.flywheel.take_rate.best is 300 % but must be"),
        (text(numbers={"flywheel.payoff": {"best": 3, "low": 4}}), "must rise in this order"),
        ('{"peerkit": NaN}', "NaN is not a number that a file may hold."),
        ("[" * 100_000, "nests too deeply"),
        ('"' + "x" * 2_100_000 + '"', "an engagement has at most 2,000,000"),
    ],
)
def test_what_cannot_be_trusted_is_refused_in_a_sentence(wrong, sentence):
    with pytest.raises(EngagementError) as refusal:
        parse(wrong)
    assert sentence in str(refusal.value)
    assert str(refusal.value).endswith("Nothing was opened; the file is untouched.")


def test_a_saved_engagement_is_read_as_it_was_and_the_older_one_is_kept(tmp_path):
    path = tmp_path / "choir.peerkit.json"
    first = new("A choir", fictional=True)
    save(first, path)
    assert load(path) == first
    second = first.model_copy(update={"revision": 1})
    save(second, path)
    assert load(path) == second
    assert load(path.with_name(path.name + ".old")) == first
    assert as_text(second) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("hostile", ["<img onerror=alert(1)>", "=HYPERLINK(1)", "</script>", "\u202eabc", "a\0b", "🎻"])
def test_hostile_text_survives_as_text(tmp_path, hostile):
    path = tmp_path / "x.peerkit.json"
    save(new("A choir").model_copy(update={"decision": hostile}), path)
    assert load(path).decision == hostile


def test_a_save_that_fails_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "choir.peerkit.json"
    save(new("A choir"), path)
    before = path.read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(KeepingError, match="cannot be written: the disk is full. Nothing was written"):
        save(new("Another"), path)
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(EngagementError, match="missing.json cannot be read"):
        load(tmp_path / "missing.json")
    (tmp_path / "cut.json").write_bytes(text().encode()[:40])
    with pytest.raises(EngagementError, match="is not valid JSON"):
        load(tmp_path / "cut.json")
    (tmp_path / "picture.json").write_bytes(b"\x89PNG\xff\xfe")
    with pytest.raises(EngagementError, match="not text in UTF-8"):
        load(tmp_path / "picture.json")
