"""Accepted changes against developers at the Linux kernel, beside what waiting and keeping in step would allow."""

import numpy as np

from peerkit.cases import Case
from peerkit.figures.drawing import figure, line
from peerkit.figures.theme import LIGHT
from peerkit.figures.words import number, percent
from peerkit.models.scalability import Scalability, throughput

RELEASES = {"2005": "v2_6_14", "2011": "v3_0", "2025": "v6_13"}
MOST = 2500
HIGHEST = 5.0


def counted(case):
    """Developers of three releases, and their accepted changes an hour in units of the first release's: two arrays."""
    people = np.array([case.number(f"developers_{name}") for name in RELEASES.values()])
    changes = np.array([case.number(f"changes_hour_{name}") for name in RELEASES.values()])
    return people, changes / changes[0]


def times_as_much(scalability, people, first):
    """Output of `people` developers under the law, in units of the output of the `first` so many [1]."""
    return throughput(scalability, people) / throughput(scalability, first)


def changes_by_developers(scalability: Scalability, case: Case):
    """Changes against developers under the law, in proportion, and as counted in three releases."""
    people, changes = counted(case)
    n = np.linspace(1, MOST, 161)
    fig = figure(
        "developers of a release [people]",
        "changes an hour [times those of 2005]",
        x_range=(0, MOST),
        y_range=(0, HIGHEST),
    )
    hover = "%{x:,.0f} developers: %{y:.2f} times"
    line(fig, n, n / people[0], "in proportion", "soft", hover=hover, within=(0, HIGHEST))
    line(fig, n, times_as_much(scalability, n, people[0]), "the law", "peers", hover=hover, within=(0, HIGHEST))
    fig.add_scatter(
        x=people,
        y=changes,
        mode="markers+text",
        name="counted",
        text=[f"<b>{year}</b>" for year in RELEASES],
        # Away from the lines, which pass below the second point.
        textposition=["bottom right", "top left", "bottom right"],
        cliponaxis=False,
        marker={"color": LIGHT["market"], "size": 10, "symbol": "diamond"},
        hovertemplate="%{text}: %{x:,.0f} developers, %{y:.2f} times<extra>counted</extra>",
    )
    return fig


def summary(scalability, case):
    """The figure in words."""
    people, changes = counted(case)
    law = float(times_as_much(scalability, people[-1], people[0]))
    return (
        f"If {percent(scalability.contention)} of the work waits for one person and {percent(scalability.coherency)} is lost for "
        f"each pair, {people[-1]:,.0f} developers make {number(law)} times as many changes as {people[0]:,.0f}. Counted were "
        f"{number(changes[-1])} times; in proportion it would be {number(people[-1] / people[0])}."
    )
