"""Two advisers' copies of one engagement made into one, leaf by leaf.

What one of them changed is taken. Where both changed the same thing differently nobody wins: an answer becomes unknown, a
number or a text is as it was before, and the two stand side by side in the list of conflicts.
"""

from typing import Any, NamedTuple

from peerkit.advice.diagnosis import diagnose
from peerkit.advice.engagement import Engagement, as_text, parse
from peerkit.advice.instrument import item
from peerkit.advice.rules import HOW, QUESTIONS

FAR = 2
"""The gap between two answers from which the two advisers read the scale differently."""
AGAIN = "Read the anchors again."
OURS_ALONE = ("peerkit", "schema", "id", "revision", "made_with", "rules", "seed", "last")
"""Fields that describe the copy and not the client."""
TRACES = ("date", "by", "rev")
"""Parts of an answer that say when and by whom; they go with its value."""
PARTS = {"how": "how it is known", "note": "the note"}
ABSENT = object()


class Conflict(NamedTuple):
    """A leaf that both changed differently: its path in the file, both values, and a sentence."""

    path: tuple[str, ...]
    ours: Any
    theirs: Any
    words: str


class Merged(NamedTuple):
    """The merged engagement, its conflicts, and the two versions of it in which one side wins every conflict."""

    engagement: Engagement
    conflicts: tuple[Conflict, ...]
    ours: Engagement
    theirs: Engagement

    def shares(self):
        """The share of each verdict if the answers in conflict are drawn half and half."""
        one, other = diagnose(self.ours).shares, diagnose(self.theirs).shares
        return {name: (one[name] + other[name]) / 2 for name in one}


class Beside(NamedTuple):
    """One question in two copies: both answers and how each is known, the steps between them, and what to do about it."""

    question: str
    ours: Any
    ours_how: str
    theirs: Any
    theirs_how: str
    gap: int
    words: str


def beside(ours, theirs):
    """The answers of two copies, question by question.

    >>> choir = '{"peerkit": "engagement", "schema": 1, "client": {"name": "A choir"}, "answers": {"5": {"value": %s}}}'
    >>> beside(parse(choir % 3), parse(choir % 1))[4]
    Beside(question='5', ours=3, ours_how='said', theirs=1, theirs_how='said', gap=2, words='Read the anchors again.')
    """
    return tuple(_beside(question, ours.answers.get(question), theirs.answers.get(question)) for question in QUESTIONS)


def _beside(question, here, there):
    values = [None if each is None else each.value for each in (here, there)]
    gap = _gap(question, *values)
    alone = [value is None for value in values]
    if gap >= FAR:
        words = AGAIN
    elif values[0] != values[1] and any(alone):
        words = "One of you does not know."
    else:
        words = "" if values[0] == values[1] else "You differ."
    hows = ["" if each is None or each.value is None else each.how for each in (here, there)]
    return Beside(question, values[0], hows[0], values[1], hows[1], gap, words)


def merged(ours, theirs, base=None, sides=None):
    """The `Merged` of two copies; `base` is the engagement that both began with, None where nobody has it.

    Without a base, what stands in one copy alone counts as its change. `sides` settles conflicts: the path of each, joined
    by dots, with ``ours`` or ``theirs``.

    >>> choir = '{"peerkit": "engagement", "schema": 1, "client": {"name": "A choir"}, "answers": {"5": {"value": %s}}}'
    >>> both = merged(parse(choir % 3), parse(choir % 1))
    >>> both.engagement.answers["5"].value, both.conflicts[0].words
    (None, '5 The smallest piece: 3 here, 1 there. Read the anchors again.')
    """
    tables = [_leaves(each) if each is not None else {} for each in (ours, theirs, base)]
    paths = list(dict.fromkeys([*tables[0], *tables[1], *tables[2]]))
    leaves, conflicts = {}, []
    for path in paths:
        here, there, before = (table.get(path, ABSENT) for table in tables)
        value, conflict = _decided(path, here, there, before)
        leaves[path] = value
        conflicts += [conflict] if conflict is not None else []
    chosen = {c.path: getattr(c, (sides or {})[name]) for c in conflicts if (name := ".".join(c.path)) in (sides or {})}
    leaves |= {path: ABSENT if value is None and path[-1] != "value" else value for path, value in chosen.items()}
    conflicts = [each for each in conflicts if each.path not in chosen]
    revision = max(ours.revision, theirs.revision) + 1
    first, second = ({c.path: side for c in conflicts for side in (c[1 + place],)} for place in (0, 1))
    versions = [_engagement(leaves | won, ours, revision) for won in ({}, first, second)]
    return Merged(versions[0], tuple(conflicts), versions[1], versions[2])


def _decided(path, here, there, before):
    """The value of a leaf, and the conflict if there is one."""
    if here == there or there is before or there == before:
        return here, None
    if here is before or here == before:
        return there, None
    # Without a base, only what both hold can be in conflict.
    if before is ABSENT and ABSENT in (here, there):
        return (there if here is ABSENT else here), None
    if path[0] == "answers" and path[-1] in TRACES:
        return here, None
    conflict = Conflict(path, _none(here), _none(there), _words(path, _none(here), _none(there)))
    if path[0] == "answers" and path[-1] == "value":
        return None, conflict
    if path[0] == "answers" and path[-1] == "how":
        return _weaker(here, there), conflict
    return before, conflict


def _none(value):
    return None if value is ABSENT else value


def _weaker(*ways):
    """The weaker of two grounds; an answer may be trusted less than somebody says, not more."""
    return max((way for way in ways if way is not ABSENT), key=HOW.index, default="said")


def _words(path, ours, theirs):
    said = f"{_name(path)}: {_brief(ours)} here, {_brief(theirs)} there."
    if path[0] == "answers" and path[-1] == "value" and _gap(path[1], ours, theirs) >= FAR:
        return f"{said} {AGAIN}"
    return said


def _name(path):
    """The name of a leaf for a reader."""
    if path[0] != "answers":
        return " ".join(path)
    short = item(path[1]).short
    return f"{path[1]} {short}" if path[-1] == "value" else f"{path[1]} {short}, {PARTS.get(path[-1], path[-1])}"


def _gap(question, ours, theirs):
    """The steps between two answers; branches have no steps."""
    if item(question).choices or ours is None or theirs is None:
        return 0
    return abs(ours - theirs)


def _brief(value):
    if value is None:
        return "nothing"
    if isinstance(value, dict) and "best" in value:
        return f"{value['best']:g}"
    text = str(value)
    return text if len(text) <= 60 else text[:60] + "…"


def _leaves(engagement):
    """The leaves of an engagement by path. A number is one leaf, since its three values belong together; so is a list."""
    table = engagement.model_dump(by_alias=True, exclude_defaults=True, mode="json")
    leaves = {}
    for name, value in table.items():
        if name in OURS_ALONE:
            continue
        if name == "answers":
            leaves |= {
                (name, key, part): each
                for key, answer in engagement.answers.items()
                for part, each in answer.model_dump().items()
                if each != ""
            }
        elif isinstance(value, dict):
            leaves |= {(name, key): each for key, each in value.items()}
        else:
            leaves[(name,)] = value
    return leaves


def _engagement(leaves, ours, revision):
    table = {name: each for name, each in ours.model_dump(by_alias=True, mode="json").items() if name in OURS_ALONE}
    table |= {"revision": revision, "client": {}, "answers": {}}
    for path, value in leaves.items():
        if value is ABSENT or (value is None and path[-1] != "value"):
            continue
        place = table
        for name in path[:-1]:
            place = place.setdefault(name, {})
        place[path[-1]] = value
    # A conflict over the name leaves nobody's; a file must have one.
    table["client"].setdefault("name", ours.client.name)
    return parse(as_text(Engagement.model_validate(table, strict=False)))
