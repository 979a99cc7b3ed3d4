"""The inequality of plays and tags at Last.fm, beside the power law that one exponent would mean."""

import numpy as np

from peerkit.cases import Case
from peerkit.figures.drawing import text
from peerkit.figures.theme import LIGHT
from peerkit.figures.top_share import marked, top_share
from peerkit.figures.words import number, percent
from peerkit.models.inequality import Participation, concentration, one_timers

MEASURED = (("plays", "market", "diamond"), ("tags", "firm", "square"))
TOPS = (1, 10, 20)


def plays_and_tags(participation: Participation, case: Case, *, only=("plays", "tags"), tops=TOPS):
    """The share of the most active: under a power law, and as measured for plays and tags of the same people.

    `only` says which of the two are drawn, `tops` for which parts of the people [percent].
    """
    fig = top_share(participation, "people, most active first [share]", "contributions they produced [share]")
    for name, role, symbol in MEASURED:
        if name in only and tops:
            _measured(fig, case, name, LIGHT[role], symbol, tops)
    share = percent(concentration(participation).top_share)
    return marked(fig, participation, f"the top {percent(participation.top_fraction)} produce: {share}")


def cover(case: Case):
    """The same for the card of the case, with the defaults of the model."""
    return plays_and_tags(Participation(), case)


def _measured(fig, case, name, color, symbol, tops):
    """The measured shares of the top so many percent, with two standard errors to either side."""
    shares = [case.number(f"top{top}_share_of_{name}_2011_05") / 100 for top in tops]
    errors = [case.number(f"top{top}_share_of_{name}_error_2011_05") / 100 for top in tops]
    x, middle = np.array(tops) / 100, slice(len(tops) // 2, len(tops) // 2 + 1)
    fig.add_scatter(
        x=x,
        y=shares,
        error_y={"type": "data", "array": 2 * np.array(errors), "color": color, "thickness": 1.5},
        mode="markers",
        name=f"{name}, measured",
        marker={"color": color, "size": 9, "symbol": symbol},
        hovertemplate=f"{name}: the top %{{x:.0%}} made %{{y:.1%}}<extra></extra>",
    )
    text(fig, x[middle], shares[middle], [f"<b>{name}</b>  "], color=color, position="middle left")


def summary(participation, case):
    """The figure in one or two sentences."""
    p = participation
    spread, once = concentration(p), one_timers(p)
    measured = (
        f"Measured at Last.fm: Gini {number(case.number('gini_plays_2011_05'))} for plays and "
        f"{number(case.number('gini_tags_2011_05'))} for tags, and {number(case.number('one_tag_people_2011_05'))}% of the "
        "people tagged only once."
    )
    if spread.outcome != "finite mean":
        return f"With an exponent of {number(p.exponent)} there is no average: the share of the top grows with the sample. {measured}"
    return (
        f"Under a power law with exponent {number(p.exponent)} the most active {percent(p.top_fraction)} produce "
        f"{percent(spread.top_share)} of all contributions, the Gini coefficient is {number(spread.gini)}, and {percent(once.people_share)} of the "
        f"people contribute only once. {measured}"
    )
