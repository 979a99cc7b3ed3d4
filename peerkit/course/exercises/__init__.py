"""The exercises of the lessons: one module a lesson, with the same basename as its notebook; one name an exercise."""

import difflib
import importlib
import pkgutil
from functools import lru_cache

from peerkit.course.kinds import Exercise


@lru_cache
def lessons():
    """The names of the lessons that have exercises, in the order of the alphabet."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


def of_lesson(lesson):
    """The exercises of a lesson by name, in the order in which they are written.

    >>> list(of_lesson("why_firms_exist"))[:2]
    ['team', 'output']
    """
    if lesson not in lessons():
        raise ValueError(f"there are no exercises for {lesson!r}; {_hint(lesson, lessons())}")
    module = importlib.import_module(f"{__name__}.{lesson}")
    return {name: each for name, each in vars(module).items() if isinstance(each, Exercise)}


def exercise(name):
    """The exercise that is called ``lesson.name``.

    >>> exercise("why_firms_exist.taem")
    Traceback (most recent call last):
    ValueError: why_firms_exist has no exercise 'taem'; did you mean team?
    """
    lesson, _, wanted = str(name).partition(".")
    known = of_lesson(lesson)
    if wanted not in known:
        raise ValueError(f"{lesson} has no exercise {wanted!r}; {_hint(wanted, known)}")
    return known[wanted]


def _hint(name, known):
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f"did you mean {close[0]}?" if close else f"there are {', '.join(known)}"
