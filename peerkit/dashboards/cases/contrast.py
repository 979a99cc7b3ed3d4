"""A model's sentence for each contrast case, with the numbers of the case."""

import math

from peerkit.cases import load_case
from peerkit.figures.words import number, percent
from peerkit.models.scaling import doubling_factor
from peerkit.widgets.facts import Html

STEPS = 7


def kernel_exponent(case):
    """The power of the number of developers with which accepted changes grew at the kernel, 2005 to 2025 [1]."""
    return math.log(case.number("changes_growth")) / math.log(case.number("developers_growth"))


def kernel_doubling():
    """Output of twice as many developers, by the two ends of the kernel's twenty years; in a sentence."""
    exponent = kernel_exponent(load_case("linux"))
    words = (
        f"Between the two releases changes grew with the power {number(exponent, 2)} of the number of developers. At that rate "
        f"twice as many developers make {number(doubling_factor(exponent))} times as many accepted changes: slightly less "
        "for each. Two releases are two points, and a change is no constant unit of work."
    )
    return Html(f"<p class='pk-prose'>{words}</p>", words)


def unanswered(answers_per_question):
    """Share of questions without any answer, if answers fell on questions blindly [share].

    >>> round(unanswered(1.49), 3)
    0.225
    """
    return math.exp(-answers_per_question)


def questions_without_answer():
    """Questions that a blind spread of answers would leave without any, in 2009 and 2014; in a sentence."""
    case = load_case("stackoverflow")
    early, late = (unanswered(case.number(f"answers_per_question_{year}")) for year in (2009, 2014))
    words = (
        f"If answers fell on questions blindly, {percent(early)} of the questions of 2009 would have none, and {percent(late)} "
        "of those of 2014. That is a scenario: people choose what to answer, and no source here counts the unanswered."
    )
    return Html(f"<p class='pk-prose'>{words}</p>", words)


def drafts_that_pass(chance, steps=STEPS):
    """Share of drafts that pass all of `steps` gates, each with the same `chance` [share].

    >>> round(drafts_that_pass(0.75), 3)
    0.133
    """
    return chance**steps


def gates():
    """Drafts that pass Nupedia's seven steps, for the chance that its counts imply and a better one; in a sentence."""
    chance = load_case("wikipedia").number("chance_per_step") / 100
    words = (
        f"If each of {STEPS} steps lets {percent(chance)} of the drafts pass, {percent(drafts_that_pass(chance))} pass all of "
        "them. That is Nupedia's share by the larger count of drafts, if those left over are counted as failed. With "
        f"{percent(0.95)} at each step it would be {percent(drafts_that_pass(0.95))}. Gates in a row multiply; a gate after "
        "publication stops nothing at the start."
    )
    return Html(f"<p class='pk-prose'>{words}</p>", words)
