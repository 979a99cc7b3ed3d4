"""The exercises of lesson 8, *Why do few do most?*"""

from peerkit import explore, load_case
from peerkit.course.kinds import Choice, Number, Order, Setting, Vote, Words, Wrong
from peerkit.figures.inequality import top_shares
from peerkit.figures.lastfm import TOPS, plays_and_tags
from peerkit.figures.words import number, percent
from peerkit.models.inequality import (
    REPORTED,
    UNBOUNDED,
    Participation,
    concentration,
    exponent_from_gini,
    exponent_from_top_share,
    lorenz_share,
    one_timers,
)

LAW = "Under a power law one exponent fixes everything: the Gini coefficient is 1/(2α − 3), and every share follows from α as well."
TWO_ENDS = "An exponent that fits one end of the people need not fit the other. So ask for a second figure before you trust the first."


def measured(name):
    """A share of Last.fm that was measured in May 2011 [1].

    >>> measured("gini_tags")
    0.763
    """
    value = load_case("lastfm").number(f"{name}_2011_05")
    return value if name.startswith("gini") else value / 100


def fitted(name):
    """The power law with the measured Gini coefficient of the plays or of the tags at Last.fm, to two decimals of its exponent.

    >>> fitted("plays").exponent, fitted("tags").exponent
    (2.39, 2.16)
    """
    return Participation(exponent=round(float(exponent_from_gini(measured(f"gini_{name}"))), 2))


def says_all(law):
    """Every share that the exponent fixes, in a sentence.

    >>> says_all(Participation())
    'The Gini coefficient is 0.833. The most active 1% make 66% of all contributions. 64% of the people contribute only once, and they make 9.4% of all contributions.'
    """
    shares, once = concentration(law), one_timers(law)
    people = f"{percent(once.people_share)} of the people contribute only once"
    if shares.outcome == UNBOUNDED:
        return (
            f"With this exponent there is no average, and each share depends on how many people are counted. {people}."
        )
    return (
        f"The Gini coefficient is {number(shares.gini)}. The most active {percent(law.top_fraction)} make {percent(shares.top_share)} of "
        f"all contributions. {people}, and they make {percent(once.work_share)} of all contributions."
    )


def plays_at_the_top(law):
    """The power law, and the measured share of the plays for the part of the people that is looked at; a `go.Figure`."""
    return plays_and_tags(law, load_case("lastfm"), only=("plays",), tops=_looked_at(law))


def tags_at_the_top(law):
    """The power law, and the measured shares of the tags; a `go.Figure`."""
    return plays_and_tags(law, load_case("lastfm"), only=("tags",))


def _looked_at(law):
    return tuple(top for top in TOPS if abs(law.top_fraction - top / 100) < 1e-9)


def says_top(law):
    """The share that the law gives to the most active, in a sentence, with the measured one where there is one."""
    law_says = (
        f"The law gives the most active {percent(law.top_fraction)} a share of {percent(concentration(law).top_share)}."
    )
    for top in _looked_at(law):
        return f"{law_says} Measured for the plays: {percent(measured(f'top{top}_share_of_plays'), 3)}."
    return f"{law_says} Measured are the most active 1%, 10% and 20%."


def says_once(law):
    """The part of the people who contribute only once, in a sentence; the measured one where the law fits the tags."""
    gini, wanted = concentration(law).gini, measured("gini_tags")
    once = (
        f"Under this law the Gini coefficient is {number(gini)}, and {percent(one_timers(law).people_share)} of the people contribute "
        "only once."
    )
    if abs(gini - wanted) > 0.03:
        return f"{once} The tags need a Gini coefficient of {number(wanted)}."
    return f"{once} Measured for the tags: Gini {number(wanted)}, and {percent(measured('one_tag_people'))} tagged only once."


def says_share(law):
    """The share of the most active in a sentence."""
    share = percent(concentration(law).top_share, 3)
    return f"With an exponent of {number(law.exponent, 4)} the most active {percent(law.top_fraction)} make {share} of all contributions."


def _of(share):
    return f"{percent(share)} of the plays"


def _people(share):
    return f"{percent(share)} of them"


def _work(share):
    return f"{percent(share)} of the work"


top = Vote(
    question=(
        f"With an exponent of {number(fitted('plays').exponent)} the law has the Gini coefficient that was measured for the plays. "
        "Under this law the most active 1% hold "
        f"{percent(concentration(fitted('plays')).top_share)} of the plays. Which share was measured?"
    ),
    key=lambda: measured("top1_share_of_plays"),
    wrong=(
        Wrong(
            lambda: float(concentration(fitted("plays")).top_share),
            "One number that fits one measure looks as if it fits all of them. It is easy to carry.",
        ),
        Wrong(0.01, "One percent of the people with one percent of the plays: this is what equality would be."),
    ),
    said=_of,
    then="Now set “Who counts as the most active” to 1% and read the sentence under the figure aloud.",
    law=TWO_ENDS,
    path="In the rows it is {key}. A day has only so many hours, so nobody can listen as much as the law wants.",
)

once = Vote(
    question=(
        f"With an exponent of {number(fitted('tags').exponent)} the law has the Gini coefficient that was measured for the tags. "
        "Under this law "
        f"{percent(one_timers(fitted('tags')).people_share)} of the people tag only once. How many did so in the rows of Last.fm?"
    ),
    key=lambda: measured("one_tag_people"),
    wrong=(
        Wrong(
            lambda: float(one_timers(fitted("tags")).people_share),
            "The law fits the tags in one respect. A pattern that fits in one place looks like proof of the whole law.",
        ),
        Wrong(
            lambda: float(one_timers(fitted("tags")).work_share),
            "This is the work of the one-timers under the law. The question is about how many people they are.",
        ),
    ),
    said=_people,
    then="Now type the exponent of the tags and read the sentence under the figure aloud.",
    law=TWO_ENDS,
    path="In the rows it is {key}. The law is far off among those who do least.",
)

work = Choice(
    question=(
        f"With an exponent of 2.3, {percent(one_timers(Participation(exponent=2.3)).people_share)} of the people contribute only "
        "once. Which part of all contributions do these people make together?"
    ),
    key=lambda: float(one_timers(Participation(exponent=2.3)).work_share),
    wrong=(
        Wrong(
            lambda: float(one_timers(Participation(exponent=2.3)).people_share),
            "This is their part of the people. Each of them does less than others do.",
        ),
        Wrong(0.01, "Somebody who comes once looks like nothing. But there are very many of them."),
    ),
    said=_work,
    hint="People or work? Set the exponent of the first figure to 2.3 and read the whole sentence.",
    law="Share of people is 1/ζ(α), share of work is 1/ζ(α − 1). The second number is always the smaller one.",
    path="They do {key}.",
)

flickr = Number(
    question=(
        "At Flickr the most active 20% had put up 82% of the public photos of 2006. Which exponent does a power law need to say "
        "so? Type it with two decimals."
    ),
    key=lambda: float(exponent_from_top_share(0.2, load_case("flickr").number("top20_share_2006") / 100)),
    tolerance=0.005,
    wrong=(
        Wrong(
            lambda: float(exponent_from_gini(0.82)),
            "This takes 82% for a Gini coefficient. It is the share of the top fifth.",
        ),
    ),
    hint="In the figure with two controls, set “Who counts as the most active” to 20%. Then move the exponent until the sentence says 82%.",
    law="The share of the top P is P to the power (α − 2)/(α − 1).",
    path="The law gives the top fifth 82% at an exponent of {key}.",
)

ninety = Setting(
    question=(
        "People say that 1% do 90% of the work. Set the exponent so that the most active 1% make 90% of the contributions, give or "
        "take 1.5 percentage points."
    ),
    model=lambda: explore(
        record=Participation, figure=top_shares, summary=says_share, controls=("exponent",), embedded=True, exponent=2.4
    ),
    reached=lambda law: law.top_fraction == 0.01 and abs(concentration(law).top_share - 0.9) <= 0.015,
    now=says_share,
    key=lambda: {"exponent": round(float(exponent_from_top_share(0.01, 0.9)), 2)},
    said=lambda values: f"an exponent of {number(values['exponent'])}",
    hint="A smaller exponent means a more unequal community. The aim lies close to the place where shares stop settling.",
    law="Close to 2 a hundredth more or less in the exponent moves the share by several points.",
    path="It takes {key}, to two decimals. Such a rule is fragile: look what the next hundredth does.",
)


def _reported(community, place=0):
    each = [report for report in REPORTED if report.community == community][place]
    return lambda: float(exponent_from_top_share(each.top_fraction, each.share))


unequal = Order(
    question="Each report implies an exponent. Sort the communities by it, the most unequal one first.",
    items=(
        ("Amazon, reviews: the top 10% made 50%", _reported("Amazon")),
        ("Apache, code: the top 3.75% made 83%", _reported("Apache code")),
        ("Flickr, photos: the top 20% made 82%", _reported("Flickr")),
        ("Wikipedia, edits: the top 2% made 73.4%", _reported("Wikipedia", 3)),
    ),
    ends=("most unequal", "least unequal"),
    hint="In the figure with two controls, the point that lies highest above the curve needs the smallest exponent.",
    law="A smaller exponent means a more unequal community. Four communities, four exponents.",
    path="By exponent: {key}.",
)

idle = Words(
    question=(
        "A manager wants to drop the least active 80% of the contributors, because “they do next to nothing”. The community "
        "follows the law with an exponent of 2.1. Answer in one or two sentences."
    ),
    model=(
        f"These people make {percent(lorenz_share(Participation(), 0.8))} of all contributions. And those who will do most next "
        "year are among them today: everybody starts with one contribution."
    ),
    points=(
        "You say how much work would be lost, as a share.",
        "You say that the next core comes from this group.",
        "You do not take a share of people for a share of work.",
    ),
    law="A share of people says nothing about a share of work until you look at the curve.",
)
