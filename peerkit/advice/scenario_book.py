"""The scenarios of one model in an engagement: those that it holds, those that are suggested, and a change of one of them.

A scenario holds only what it changes from its parent, so a change of the parent flows down.
"""

from typing import NamedTuple

from peerkit.advice.compared import made
from peerkit.advice.engagement import LONGEST, Scenario
from peerkit.advice.levers import best_lever
from peerkit.advice.numbers import scenario
from peerkit.models.sensitivity import tornado
from peerkit.records.record import RecordError

LETTERS = "ABC"


class Shown(NamedTuple):
    """A scenario on the page: its letter, itself, its record (None where there is none), the sentence that says why, and
    True while it is only suggested."""

    letter: str
    scenario: Scenario
    record: object
    problem: str
    suggested: bool

    @property
    def title(self):
        """The name with the letter in front, unless it begins with it.

        >>> Shown("A", Scenario(name="A: as planned", model="modes"), None, "", False).title
        'A: as planned'
        >>> Shown("B", Scenario(name="Cheap", model="modes"), None, "", False).title
        'B: Cheap'
        """
        name = self.scenario.name
        own = name == self.letter or name.startswith((f"{self.letter}:", f"{self.letter} "))
        return name if own else f"{self.letter}: {name}"


def family(engagement, model):
    """The scenarios of a model, in their order."""
    return tuple(each for each in engagement.scenarios if each.model == model)


def shown(engagement, model, names=()):
    """The three scenarios that stand side by side: those named, else the first of the model, else suggestions.

    >>> from peerkit.advice.engagement import new
    >>> [each.title for each in shown(new("A choir"), "modes")]
    ['A: as it is', 'B: best lever', 'C: own idea']
    """
    own = family(engagement, model)
    chosen = [each for name in names for each in own if each.name == name]
    chosen = list(dict.fromkeys([each.name for each in (*chosen, *own)]))[: len(LETTERS)]
    kept = [next(each for each in own if each.name == name) for name in chosen]
    extra = suggested(engagement, model, kept)
    whole = engagement.model_copy(update={"scenarios": (*engagement.scenarios, *extra)})
    rows = [(each, False) for each in kept] + [(each, True) for each in extra]
    return tuple(
        Shown(letter, each, *made(whole, each), draft) for letter, (each, draft) in zip(LETTERS, rows, strict=False)
    )


def suggested(engagement, model, kept):
    """Scenarios for the places that are still free: A as it is, B with the best lever, C for the client's own idea."""
    taken = {each.name for each in engagement.scenarios}
    parent = kept[0].name if kept else _free("A: as it is", taken)
    lever = best_lever(engagement, model)
    words = lever.words if lever else "No lever of the desk moves this model, so it begins as its parent."
    made_up = (
        Scenario(name=parent, model=model),
        Scenario(
            name=_free("B: best lever", taken),
            model=model,
            parent=parent,
            changes={lever.name: lever.value} if lever else {},
            note=words[:LONGEST],
        ),
        Scenario(name=_free("C: own idea", taken), model=model, parent=parent),
    )
    return made_up[len(kept) : len(LETTERS)]


def _free(name, taken):
    return next(each for each in (name, *(f"{name} {i}" for i in range(2, 10_000))) if each not in taken)


def ground(engagement, each):
    """The record that a scenario changes: its parent's, or the client's best guesses."""
    parent = next((one for one in engagement.scenarios if one.name == each.parent), None) if each.parent else None
    record = made(engagement, parent)[0] if parent is not None else None
    return scenario(engagement, each.model) if record is None else record


def moved(engagement, name, wished):
    """The engagement with some parameters of a scenario changed; raises `RecordError` with what cannot be.

    What is as in the parent is no change.
    """
    each = next(one for one in engagement.scenarios if one.name == name)
    base = ground(engagement, each)
    wanted = (made(engagement, each)[0] or base).replace(**wished)
    changes = {
        parameter: float(getattr(wanted, parameter))
        for parameter in type(wanted).parameters()
        if getattr(wanted, parameter) != getattr(base, parameter)
    }
    return _replaced(engagement, each, changes=changes)


def renamed(engagement, name, new):
    """The engagement with a scenario under another name, also where it is a parent; ValueError for a name that cannot be."""
    new = " ".join(new.split())
    if not new:
        raise ValueError("A scenario needs a name.")
    if len(new) > LONGEST:
        raise ValueError(f"A name has at most {LONGEST:,} characters.")
    if new != name and any(each.name == new for each in engagement.scenarios):
        raise ValueError(f"There is another scenario with this name: {new[:60]}.")
    return engagement.model_copy(
        update={
            "scenarios": tuple(
                each.model_copy(
                    update={
                        "name": new if each.name == name else each.name,
                        "parent": new if each.parent == name else each.parent,
                    }
                )
                for each in engagement.scenarios
            )
        }
    )


def noted(engagement, name, note):
    """The engagement with another note on a scenario."""
    return _replaced(engagement, _named(engagement, name), note=note[:LONGEST])


def reparented(engagement, name, parent):
    """The engagement with a scenario that begins with another one ("" for the client's numbers) and says the same as before.

    ValueError where that would make a scenario its own ancestor.
    """
    each = _named(engagement, name)
    line, above = [name], parent
    while above:
        if above in line:
            raise ValueError("A scenario cannot begin with itself, or with one that begins with it.")
        line.append(above)
        above = next((one.parent for one in engagement.scenarios if one.name == above), "")
    record = made(engagement, each)[0]
    changed = _replaced(engagement, each, parent=parent)
    if record is None:
        return changed
    try:
        return moved(changed, name, record.model_dump())
    except RecordError:
        return changed


def removed(engagement, name):
    """The engagement without a scenario; those that began with it begin with its parent, and say the same as before."""
    each = _named(engagement, name)
    for child in engagement.scenarios:
        if child.parent == name:
            engagement = reparented(engagement, child.name, each.parent)
    rest = tuple(one for one in engagement.scenarios if one.name != name)
    return engagement.model_copy(update={"scenarios": rest})


def added(engagement, model):
    """The engagement with one more scenario of a model, which begins with the model's first one."""
    taken = {each.name for each in engagement.scenarios}
    own = family(engagement, model)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    free = next((letter for letter in letters if not any(name.startswith(letter) for name in taken)), "Another")
    one = Scenario(name=_free(f"{free}: another idea", taken), model=model, parent=own[0].name if own else "")
    return engagement.model_copy(update={"scenarios": (*engagement.scenarios, one)})


def kept(engagement, model, names=()):
    """The engagement that holds the suggestions that stand side by side, too."""
    extra = tuple(each.scenario for each in shown(engagement, model, names) if each.suggested)
    return engagement.model_copy(update={"scenarios": (*engagement.scenarios, *extra)})


def strongest(records, asked, given):
    """The two numbers to look at first: those that all scenarios share before the others, the strongest first."""
    names = [
        bar.name for bar in tornado(records[0], asked.of, ranges=given) if bar.name in type(records[0]).parameters()
    ]
    names.sort(key=lambda name: len({getattr(record, name) for record in records}) > 1)
    return names[:2]


def smaller_is_better(asked):
    """The first guess of the direction in which an answer is good; the reader may turn it round.

    >>> from peerkit.models.catalogue import outcomes
    >>> [smaller_is_better(each) for each in outcomes("flywheel").each]
    [True, False, False]
    """
    words = f"{asked.label} {asked.unit}"
    return any(each in words for each in _SMALL)


_SMALL = (
    "from which",
    "above which it grows",
    "critical mass",
    "effort",
    "staff for",
    "error",
    "wait",
    "time of",
    "time until",
    "time that must",
    "period in which",
    "period that",
    "members for",
    "contributions until",
    "coordination cost",
    "shrinks",
    "stop after",
    "stays undone",
    "one-timers",
    "Gini",
)
"""Parts of labels of answers of which less is better: sizes to be passed, costs and times, errors, chores left undone."""


def _named(engagement, name):
    return next(each for each in engagement.scenarios if each.name == name)


def _replaced(engagement, each, **update):
    new = each.model_copy(update=update)
    return engagement.model_copy(
        update={"scenarios": tuple(new if one is each else one for one in engagement.scenarios)}
    )
