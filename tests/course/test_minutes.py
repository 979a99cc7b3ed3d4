"""The minutes that a lesson states are those that it takes: read aloud, predicted and exercised."""

import json
import re

import pytest

from peerkit import content
from peerkit.course.exercises import exercise
from peerkit.course.kinds import Vote

WORDS_A_MINUTE = 130
VOTE, EXERCISE = 2.5, 1.5
"""Minutes that one reader takes for a prediction with its experiment, and for an exercise."""

LESSONS = [page for page in content.pages() if page.kind == "lesson" and content.asked(content.root() / page.path)[1:]]


def words(text):
    """The number of words of a markdown cell, without formulas and addresses."""
    spoken = re.sub(r"\$\$.*?\$\$", " ", text, flags=re.S)
    return len(re.findall(r"[\w'’.,%-]+", re.sub(r"\]\([^)]*\)", "]", spoken)))


def minutes(page):
    """The minutes of a lesson as a reader by himself takes it."""
    path = content.root() / page.path
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    shown = content.shown(cells)
    asked = [exercise(name) for name in content.asked(path)]
    read = sum(words("".join(cell["source"])) for cell in shown if cell["cell_type"] == "markdown")
    read += sum(words(each.question) for each in asked)
    votes = sum(isinstance(each, Vote) for each in asked)
    return read / WORDS_A_MINUTE + VOTE * votes + EXERCISE * (len(asked) - votes)


@pytest.mark.parametrize("page", LESSONS, ids=lambda page: page.address)
def test_a_lesson_takes_its_minutes_within_a_quarter(page):
    assert minutes(page) == pytest.approx(page.minutes, rel=0.25)


def test_every_lesson_with_exercises_is_timed():
    from peerkit.course.exercises import lessons

    assert {page.address.removeprefix("lessons/") for page in LESSONS} == set(lessons())
