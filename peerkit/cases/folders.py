"""Cases in their folders: `case.toml` and `facts.csv`, read strictly and checked against each other."""

from pathlib import Path

from peerkit import content
from peerkit.cases.case import Case, CaseError, CaseFile
from peerkit.cases.facts import read_facts
from peerkit.cases.formulas import evaluate
from peerkit.cases.questions import questions
from peerkit.records.files import FileError, read_toml

MOST_TURNS = 5


def names(folder=None):
    """The names of all cases that come with this installation."""
    return tuple(sorted(path.parent.name for path in _root(folder).glob("*/case.toml")))


def load_case(name, folder=None):
    """The case called `name` (the name of its folder).

    Raises `CaseError` for an unknown case, for a file with an unknown key, a missing key or a wrong type, for any fact
    without source, unit or date, and for an answer, formula or picture that rests on a fact that is not there or that
    is too late.

    >>> flickr = load_case("flickr")
    >>> flickr.fact("members_2005_03").value, flickr.number("members_per_employee_2005").__round__()
    (250000.0, 22727)
    """
    root = _root(folder)
    if name not in names(root):
        raise CaseError(f"there is no case {name!r}; there are {', '.join(names(root)) or 'none'}")
    path = root / name / "case.toml"
    try:
        told = read_toml(path, CaseFile)
        case = Case(name=name, rows=read_facts(root / name / "facts.csv"), **dict(told))
    except FileError as error:
        raise CaseError(str(error)) from None
    problem = next(_problems(case), None)
    if problem:
        raise CaseError(f"{path}: {problem}")
    return case


def every_case(folder=None):
    """All cases that can be read, and what is wrong with the others, in a sentence each: a pair of lists."""
    cases, problems = [], []
    for name in names(folder):
        try:
            cases.append(load_case(name, folder))
        except CaseError as error:
            problems.append(str(error))
    return cases, problems


def _root(folder):
    return Path(folder) if folder else content.root() / "case_studies"


def _problems(case):
    yield from _unknown_facts(case)
    yield from _wrong_answers(case)
    yield from _wrong_pictures(case)


def _unknown_facts(case):
    facts = {row.id for row in case.rows}
    for derived in case.derived:
        if derived.id in facts:
            yield f"derived {derived.id!r} is already a fact"
        try:
            evaluate(derived.formula, case.fact)
        except ValueError as error:
            yield f"derived {derived.id!r}: {error}"
    for name in case.profile.facts:
        if name not in facts | {derived.id for derived in case.derived}:
            yield f"the profile rests on {name!r}, which is neither a fact nor derived"
    for answer in case.answers:
        for name in answer.facts:
            if name not in facts:
                yield f"answer {answer.question} rests on {name!r}, which is not in facts.csv"


def _wrong_answers(case):
    asked, answered = [each.number for each in questions()], [each.question for each in case.answers]
    if answered != asked:
        yield f"the answers must be to the questions {asked}, in this order, got {answered}"
    for answer in case.answers:
        for fact in map(case.fact, answer.facts):
            if fact.end > case.as_of:
                yield (
                    f"answer {answer.question} is as of {case.as_of} and rests on {fact.id!r}, which may be as late as "
                    f"{fact.end}"
                )


def _wrong_pictures(case):
    metrics = {row.metric for row in case.rows}
    drawn = {"cover": case.cover.metrics, "replay": case.replay.metrics if case.replay else {}}
    for picture, named in drawn.items():
        for metric in named:
            if metric not in metrics:
                yield f"{picture}: there is no fact of the metric {metric!r}"
    if case.replay:
        yield from _wrong_turns(case, case.replay)


def _wrong_turns(case, play):
    if play.curve and play.curve not in play.metrics:
        yield f"replay: curve {play.curve!r} is not one of its metrics"
    if len(play.turns) > MOST_TURNS:
        yield f"replay: at most {MOST_TURNS} turns can be guessed, got {len(play.turns)}"
    for name in play.turns:
        if name not in {row.id for row in case.series(*play.metrics)}:
            yield f"replay: turn {name!r} is not a fact of its metrics"
    outside = [row.id for row in case.series(*play.metrics) if not play.low <= row.value <= play.high]
    if outside:
        yield f"replay: the axis from {play.low:g} to {play.high:g} leaves out {', '.join(outside)}"
