"""The sentences that the desk shows of a diagnosis and of the client's numbers."""

import numpy as np

from peerkit.advice.doubt import pilots
from peerkit.advice.instrument import item
from peerkit.advice.numbers import given, scenario
from peerkit.advice.rules import BRANCHES
from peerkit.figures.words import number, people, percent
from peerkit.models.coverage import members_for
from peerkit.models.granularity import optimal_chunk
from peerkit.models.hysteresis import collapse_take

AIM = 0.9
"""The chance of completion from which a mass of members is called critical."""
ACTS = {
    "Build": "build",
    "Build on terms": "build on terms",
    "Host a commons": "host a commons",
    "Not as planned": "drop the present plan",
}


def told(engagement, diagnosis):
    """The diagnosis as the desk shows it: sentences, and the levels and shares that it draws."""
    return {
        "profile": diagnosis.profile,
        "verdict": diagnosis.verdict,
        "reasons": list(diagnosis.reasons),
        "agreement": _agreement(diagnosis),
        "shares": [[name, share, percent(share)] for name, share in diagnosis.shares.items()],
        "risk": f"Whoever must act today risks least by the choice to {ACTS[diagnosis.act]}: {pilots(diagnosis.risk)} on average.",
        "difference": diagnosis.difference,
        "flips": [_flip(engagement, flip) for flip in diagnosis.flips],
        "find_out": [
            f"{item(each.question).key}. {item(each.question).short}: worth up to {pilots(each.worth)}."
            for each in diagnosis.find_out[:3]
        ],
        "levers": [[lever.criterion, lever.words, lever.scenario] for lever in diagnosis.levers],
        "warnings": list(diagnosis.warnings),
        "limits": list(diagnosis.limits),
        "rules": diagnosis.rules,
        "numbers": from_numbers(engagement),
    }


def _agreement(diagnosis):
    if diagnosis.verdict == "Find out first":
        return "No share stands behind this verdict: it says that too little is known."
    meaning = {
        "firm": "The verdict is firm.",
        "leaning": "The verdict leans this way.",
        "open": "The verdict is open: most draws lead elsewhere.",
    }[diagnosis.agreement]
    return f"{percent(diagnosis.share)} of the draws of what the truth may be agree. {meaning}"


def _flip(engagement, flip):
    changes = " and ".join(_change(engagement, question, to) for question, to in flip.changes.items())
    return f"If {changes}, the verdict is {flip.verdict}."


def _change(engagement, question, to):
    name = f"{question} ({item(question).short})"
    answer = engagement.answers.get(question)
    if answer is not None and answer.value == to:
        return f"the answer to {name} is seen and not only said"
    words = item(question).anchors[BRANCHES.index(to) if question == "1" else to]
    return f"the answer to {name} is {to} ({words})"


def from_numbers(engagement):
    """Three sentences on what the client's numbers say; each with True where none of them is the client's own.

    >>> from peerkit.advice.engagement import new
    >>> from_numbers(new("A choir"))[1]
    ['Best piece: 26.3 minutes of work.', True]
    """
    return [
        [_mass(engagement), not given(engagement, "coverage")],
        [_piece(engagement), not given(engagement, "granularity")],
        [_take(engagement), not given(engagement, "flywheel")],
    ]


def _mass(engagement):
    members = float(members_for(scenario(engagement, "coverage"), AIM))
    return f"Critical mass: {people(members)} members hold all skills with a chance of {percent(AIM)}."


def _piece(engagement):
    return f"Best piece: {number(float(optimal_chunk(scenario(engagement, 'granularity')).size))} minutes of work."


def _take(engagement):
    collapse = float(collapse_take(scenario(engagement, "flywheel")))
    if not np.isfinite(collapse):
        return "Tipping take: no take makes this community collapse at once."
    return f"Tipping take: above {percent(collapse)} the community collapses."
