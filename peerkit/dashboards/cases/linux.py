"""Waiting and keeping in step at the Linux kernel: the law of scalability beside three releases."""

from dataclasses import replace
from functools import partial

from peerkit.cases import load_case
from peerkit.dashboards.explorer import Explorer, Preset, Try
from peerkit.dashboards.scalability import QUESTION
from peerkit.figures.linux import changes_by_developers, counted, summary, times_as_much
from peerkit.figures.words import number, percent
from peerkit.models.scalability import Scalability, contention_between
from peerkit.widgets.predictions import Options

ONE_PERCENT, PAIRS = {"contention": 0.01, "coherency": 0.0}, {"contention": 0.0, "coherency": 1e-6}
RANGES = ("less than one and a half times", "about twice", "more than three times")


def dashboard():
    """Changes against developers on the left; waiting and keeping in step on the right."""
    return Explorer(question())


def waiting(case):
    """The contention that the two ends of the twenty years imply, if pairs cost nothing [share, two digits]."""
    people, changes = counted(case)
    return float(f"{contention_between(people[0], people[-1], changes[-1]):.2g}")


def question():
    """The question of the larger group, asked of the kernel's developers."""
    case = load_case("linux")
    start = {"contention": waiting(case), "coherency": 0.0}
    signed = case.number("top_signer_2_6_14") / 100
    return replace(
        QUESTION,
        start=start,
        figure=partial(changes_by_developers, case=case),
        summary=partial(summary, case=case),
        controls=("contention", "coherency"),
        presets=(
            Preset(
                "As counted, 2005 and 2025",
                start,
                "computed from the two releases: the waiting they imply if pairs cost nothing",
            ),
            Preset("Nobody waits", {"contention": 0.0, "coherency": 0.0}, "a scenario: output in proportion to people"),
            Preset("One percent waits", ONE_PERCENT, "a scenario: a hundredth of the work waits for one person"),
            Preset(
                "One person signs, as in 2005",
                {"contention": round(signed, 3), "coherency": 0.0},
                "a scenario: the share of changes that one person signed in 2005 is read as work that waits for that person",
            ),
            Preset("Each pair costs a millionth", PAIRS, "a scenario: everybody keeps in step with everybody"),
        ),
        notice=(
            "The law says nothing of reasons. If it holds, a waiting as small as the counted one means that hardly anything at "
            "the kernel waits for a single person; delegated review would be one reason.",
            "The release of 2011 lies above the line in proportion. A law without gains from working together cannot reach it.",
            "Three releases are three points, and a change is no constant unit of work. The law also holds tools fixed: twenty "
            "years of better tools may have made up for waiting that this figure cannot show.",
        ),
        tries=_tries(case),
        height=440,
    )


def _tries(case):
    people, changes = counted(case)

    def law(values):
        return float(times_as_much(Scalability(**values), people[-1], people[0]))

    def span(scalability):
        times = float(times_as_much(scalability, people[-1], people[0]))
        return RANGES[int(times >= 1.5) + int(times > 3)]

    whom = f"{people[-1]:,.0f} developers instead of {people[0]:,.0f}"
    return (
        Try(
            f"Let one percent of the work wait for one person (contention 1%). How many times as many changes do {whom} make?",
            ONE_PERCENT,
            f"{number(law(ONE_PERCENT))} times. Counted were {number(changes[-1])} times, which leaves room for "
            f"{percent(waiting(case))} of waiting. In the model, growth "
            "like this leaves no room for one person whom everybody waits for.",
            predict=Options(RANGES, span),
        ),
        Try(
            "Let nobody wait, and let each pair of developers cost a millionth of somebody's work (coherency 0.0001%). How many "
            "times now?",
            PAIRS,
            f"{number(law(PAIRS))} times: the larger group would make less than the smaller one. In the model so "
            "many people can add to each other only if most pairs have nothing to do with each other.",
            predict=Options(RANGES, span),
        ),
    )
