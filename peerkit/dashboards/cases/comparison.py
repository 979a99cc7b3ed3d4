"""All cases side by side, made from the profile that each case gives of itself, and the rule that separates them."""

from html import escape
from math import comb

from peerkit.cases import GROUPS, STATUSES, every_case, questions
from peerkit.figures.words import listed, number, percent
from peerkit.widgets.facts import Html, case_address, styled

COLUMNS = ("effort of one chunk", "useful alone", "who paid", "contributors' share", "in November 2005", "since then")
DIAGNOSIS = (5, 6, 7)
"""The three of the seven questions that a diagnosis in a few words is made of."""
SOCIAL_SEARCH = GROUPS[0]
ALIVE = STATUSES[0]


def cases():
    """The cases of the essay that can be read: those that live first, then by name."""
    return sorted(
        (case for case in every_case()[0] if case.in_essay),
        key=lambda case: (STATUSES.index(case.profile.status), case.name),
    )


def comparison(shown=None):
    """The table of all cases; every word is the case's own, and leads to its page."""
    problems = every_case()[1] if shown is None else []
    shown = cases() if shown is None else shown
    head = "".join(f"<th scope='col' role='columnheader'>{column}</th>" for column in ("case", *COLUMNS))
    table = (
        f"<table role='table'><thead role='rowgroup'><tr role='row'>{head}</tr></thead>"
        f"<tbody role='rowgroup'>{''.join(map(_row, shown))}</tbody></table>"
    )
    region = (
        f"<div class='pk-wide pk-compare' tabindex='0' role='region' aria-label='The cases side by side'>{table}</div>"
    )
    missing = "".join(f"<p class='pk-prose'>A case is missing here: {escape(problem)}</p>" for problem in problems)
    names = ", ".join(case.company for case in shown)
    return Html(styled(region + missing), f"{len(shown)} cases side by side: {names}")


def diagnosis(case):
    """Three of the answers that were possible in November 2005, in a few words.

    >>> from peerkit.cases import load_case
    >>> diagnosis(load_case("flickr"))
    [('Fine chunks?', 'Yes'), ('Network effects?', 'Likely, not measured'), ('Aligned?', 'Not known')]
    """
    said = {answer.question: answer.short for answer in case.answers}
    return [(question.short, said[question.number]) for question in questions() if question.number in DIAGNOSIS]


def _row(case):
    told = case.profile
    said = "<br>".join(f"{asked} <b>{escape(words)}</b>" for asked, words in diagnosis(case))
    alone = f"<b>{told.alone}</b>: {escape(told.alone_because)}"
    outcome = f"<b>{escape(told.status)}</b>: {escape(told.outcome)}<small>{_facts(case)}</small>"
    cells = (escape(told.effort), alone, escape(told.paid_by), escape(told.share), said, outcome)
    row = "".join(
        f"<td role='cell' data-label='{escape(label, quote=True)}'>{cell}</td>"
        for label, cell in zip(COLUMNS, cells, strict=True)
    )
    return f"<tr role='row'><th scope='row' role='rowheader'><a href='{case_address(case.name)}'>{escape(case.company)}</a></th>{row}</tr>"


def _facts(case):
    """The figures that a profile rests on, each a link to its row on the page of the case."""
    links = [
        f"<a href='{case_address(case.name)}#{name}'>{escape(_said(case, name))}</a>" for name in case.profile.facts
    ]
    return f"rests on {', '.join(links)}" if links else "no figure was found to rest it on"


def _said(case, name):
    derived = next((each for each in case.derived if each.id == name), None)
    label, unit = (name, derived.unit) if derived else (case.fact(name).metric, case.fact(name).unit)
    return f"{label.replace('_', ' ')}: {number(case.number(name))} {unit}"


def chance_of_a_grouping(cases, gone):
    """Chance that `gone` cases drawn blindly out of `cases` are exactly those that are gone [probability].

    >>> round(1 / chance_of_a_grouping(7, 3))
    35
    """
    return 1 / comb(cases, gone)


def grouping(shown=None):
    """The essay's own grouping against what became of the cases, its chance, and why that proves little; in words."""
    shown = cases() if shown is None else shown
    searching = [case for case in shown if case.profile.group == SOCIAL_SEARCH]
    others = [case for case in shown if case.profile.group != SOCIAL_SEARCH]
    gone = [case for case in shown if case.profile.status != ALIVE]
    if {case.name for case in searching} != {case.name for case in gone}:
        words = (
            "The essay puts some of its cases under social search. That does not separate the cases that are alive from "
            "the others."
        )
        return Html(f"<p class='pk-prose'>{words}</p>", words)
    separates = (
        f"The essay itself puts {listed([case.company for case in searching])} under social search. None of them is known to be "
        f"running. It puts the other {len(others)} elsewhere, and all of these are alive: {listed([case.company for case in others])}. "
        f"Somebody who draws {len(gone)} of the {len(shown)} names blindly finds exactly those that are gone once in "
        f"{number(1 / chance_of_a_grouping(len(shown), len(gone)))} times. This grouping was written down before the outcome, "
        "so it was not fitted to the outcome. But peerkit picked it out afterwards."
    )
    proves_little = (
        "Still it proves little. The essay calls all of them a bet on peer production; it does not say that social search "
        "would fail. It names another group of three, and we would have been as impressed if that group had gone, or the two "
        "groups together. Seven cases are few, and one author chose them. The three differ in how they ended: one was sold "
        "after nine years, one was open to new entries for fourteen, one left no trace. And a rule that fits says nothing about "
        "causes."
    )
    return Html(f"<p class='pk-prose'>{separates}</p><p class='pk-prose'>{proves_little}</p>", separates)


def chance_of_a_fit(number_of_cases, readings=1):
    """Chance that a trait without meaning separates the living from the dead without exception [probability].

    Each trait is a coin tossed for every case, and either side may stand for life; `readings` of them are tried, each
    tossed anew.

    >>> chance_of_a_fit(7), round(chance_of_a_fit(7, 20), 2)
    (0.015625, 0.27)
    """
    return 1 - (1 - 2.0 ** (1 - number_of_cases)) ** readings


def by_chance(shown=None, readings=20):
    """The ease with which a table as small as this one yields a trait that fits, in words."""
    shown = cases() if shown is None else shown
    alive = sum(case.profile.status == ALIVE for case in shown)
    words = (
        f"Toss a coin for each of these {len(shown)} cases and call the result a trait. Once in "
        f"{number(1 / chance_of_a_fit(len(shown)))} times it separates the {alive} that are alive from the "
        f"{len(shown) - alive} that are not, without exception. Whoever tries {readings} such traits meets one that fits with "
        f"a chance of {percent(chance_of_a_fit(len(shown), readings))}, although none of them means anything. The traits in "
        "the table above were put into words after the outcome, and each can be put in many ways."
    )
    return Html(f"<p class='pk-prose'>{words}</p>", words)
