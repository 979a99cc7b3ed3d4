"""Every exercise of every lesson: its key is computed and right, nothing gives the key away, and every lesson asks it once."""

import ast
import json
import re
from itertools import combinations
from pathlib import Path

import pytest

from peerkit import content
from peerkit.course import exercises
from peerkit.course.ask import ON_PAPER, PAGES
from peerkit.course.exercises import exercise, lessons, of_lesson
from peerkit.course.kinds import Choice, Code, Number, Order, Setting, Vote, Words

ALL = {f"{lesson}.{name}": each for lesson in lessons() for name, each in of_lesson(lesson).items()}
NOTES = re.compile(r"""ask\(["']\w+\.notes["']\)""")
FORBIDDEN = ("wrong!", "**", "`", "\\", "{key}")


def of(*kinds):
    """Parameters: the exercises of some kinds, by name."""
    there = {name: each for name, each in ALL.items() if isinstance(each, kinds)}
    return pytest.mark.parametrize("asked", there.values(), ids=list(there))


def value(answer):
    return answer() if callable(answer) else answer


def amounts(words):
    """The numbers in a sentence, as they are written.

    >>> sorted(amounts("From 2,500 people to 1.5."))
    ['1.5', '2,500']
    """
    return set(re.findall(r"\d(?:[\d,.]*\d)?", words))


def misses(asked):
    """Some answers to an exercise that are not right."""
    if isinstance(asked, Choice):
        return [words for words in asked.options() if words != asked.said_key()]
    if isinstance(asked, Number):
        scale = 100 if asked.percent else 1
        return [f"{scale * (asked.key() + way * (10 * asked.tolerance + 1)):.9f} {asked.unit}" for way in (1, -1)]
    if isinstance(asked, Order):
        return [[*asked.key()[1:], asked.key()[0]], asked.key()[::-1]]
    if isinstance(asked, Setting):
        return [asked.model().record]
    return [None, object()]


@of(object)
def test_a_right_answer_is_called_right_and_the_path_ends_at_the_key(asked):
    if isinstance(asked, Words):
        assert asked.reply("something").state == "kept" and asked.model in asked.reply("something").words
        assert asked.reply("  \n").state == "unread"
        return
    reply = asked.reply(answer(asked), tries=2 if isinstance(asked, Vote) else 1)
    assert reply.state == "right"
    assert asked.said_key() in reply.words and asked.worked() in reply.words


def answer(asked):
    """The right answer, as it arrives."""
    if isinstance(asked, Choice):
        return asked.said_key()
    if isinstance(asked, Number):
        return f"{100 * asked.key() if asked.percent else asked.key():.12g} {'%' if asked.percent else asked.unit}"
    if isinstance(asked, Setting):
        explorer = asked.model()
        assert explorer.change(asked.key()) == {}, "the key is refused by the controls"
        return explorer.record
    return asked.key()


@of(Choice, Number, Order, Setting, Code)
def test_the_first_miss_brings_a_hint_the_second_the_path(asked):
    for miss in misses(asked):
        if isinstance(asked, Vote):
            assert asked.reply(miss, 1).state == "kept" and asked.then in asked.reply(miss, 1).words
            told = asked.reply(miss, 2)
        else:
            first, told = asked.reply(miss, 1), asked.reply(miss, 2)
            assert first.state == "miss" and asked.hint and asked.hint in first.words
            assert not says(first.words, asked)
        assert told.state == "told" and asked.said_key() in told.words and asked.law in told.words


def says(words, asked):
    """True if words tell the key of an exercise."""
    key = asked.said_key()
    known = amounts(asked.question) | {number for each in getattr(asked, "items", ()) for number in amounts(each[0])}
    bare = amounts(key) - known if isinstance(asked, Number | Setting) else set()
    return key.lower() in words.lower() or bool(bare & amounts(words))


@of(Choice, Number, Order, Setting, Code)
def test_neither_question_nor_hint_nor_law_gives_the_key_away(asked):
    assert not says(asked.hint, asked) and not says(asked.law, asked)
    assert not says(asked.question, asked)
    assert asked.law and "{key}" in asked.path


@of(Choice)
def test_options_are_distinct_and_every_distractor_says_what_attracts(asked):
    options = asked.options()
    assert len({words.strip().lower() for words in options}) == len(options) == 1 + len(asked.wrong) >= 2
    assert asked.said_key() in options
    assert all(asked.why(asked.said(value(each.answer))) for each in asked.wrong)


@of(Number)
def test_no_distractor_is_right_within_the_tolerance(asked):
    assert asked.tolerance > 0
    for each in asked.wrong:
        assert not asked.near(value(each.answer)), each
        assert each.why


@of(Setting)
def test_a_model_does_not_start_where_it_shall_be_set_to(asked):
    explorer = asked.model()
    assert not asked.reached(explorer.record)
    assert set(asked.key()) <= {each["name"] for each in explorer.panel.controls}
    assert asked.now(explorer.record)


@of(Order)
def test_the_items_of_an_order_differ(asked):
    values = [each() for _, each in asked.items]
    labels = {label for label, _ in asked.items}
    assert len(labels) == len(values) >= 2
    for one, other in combinations(values, 2):
        assert abs(one - other) > 1e-9 * max(abs(one), abs(other))


@of(Words)
def test_a_model_answer_has_points_to_compare_with(asked):
    assert asked.model and asked.points and all(asked.points)


@of(object)
def test_texts_are_plain(asked):
    texts = [asked.question, asked.hint, asked.law, asked.worked() if asked.path else ""]
    texts += [each.why for each in getattr(asked, "wrong", ())]
    for text in texts:
        assert not [part for part in FORBIDDEN if part in text.lower()], text


def keys_that_are_written_down(source):
    """The lines of keys that are no function calling anything: what somebody computed once and typed."""
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        for keyword in call.keywords:
            if keyword.arg == "key" and not isinstance(keyword.value, ast.Name | ast.Attribute):
                computed = isinstance(keyword.value, ast.Lambda) and any(
                    isinstance(node, ast.Call) for node in ast.walk(keyword.value.body)
                )
                if not computed:
                    yield keyword.value.lineno


def test_a_key_that_is_written_down_is_noticed():
    assert list(keys_that_are_written_down("Number(key=lambda: 25)")) == [1]
    assert list(keys_that_are_written_down("Choice(key=lambda: 'half')\nNumber(key=lambda: size(M()))")) == [1]


@pytest.mark.parametrize("lesson", lessons())
def test_keys_are_computed(lesson):
    path = Path(exercises.__path__[0]) / f"{lesson}.py"
    assert list(keys_that_are_written_down(path.read_text(encoding="utf-8"))) == []


NOTEBOOKS = sorted(content.root().glob("notebooks/**/*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_what_a_notebook_asks_is_there(path):
    for name in content.asked(path):
        assert exercise(name) if "." in name else name in (*PAGES, *ON_PAPER)


def test_every_exercise_is_asked_once_and_in_its_lesson():
    for lesson in lessons():
        pages = [path for path in NOTEBOOKS if path.parent.name == "lessons" and path.stem.endswith(f"_{lesson}")]
        assert len(pages) == 1, f"{lesson} has exercises and {len(pages)} notebooks"
        assert sorted(content.asked(pages[0])) == sorted(f"{lesson}.{name}" for name in of_lesson(lesson))
        notes = NOTES.findall(pages[0].read_text(encoding="utf-8").replace("\\", ""))
        assert notes in ([], [f'ask("{lesson}.notes")'])


def test_no_exercise_takes_the_name_of_the_notes():
    assert not [name for name in ALL if name.endswith(".notes")]


def test_a_vote_is_followed_by_something_to_try():
    for lesson in lessons():
        for path in NOTEBOOKS:
            if path.stem.endswith(f"_{lesson}") and path.parent.name == "lessons":
                cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
                code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
                for source, following in zip(code, [*code[1:], ""], strict=True):
                    for name, each in of_lesson(lesson).items():
                        if isinstance(each, Vote) and f'"{lesson}.{name}"' in source:
                            assert following and "ask(" not in following, name
