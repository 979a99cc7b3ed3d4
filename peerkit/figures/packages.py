"""The packages that others build on: the most reused by name, and the number of those that nobody needs."""

from peerkit.figures.drawing import figure
from peerkit.figures.theme import LIGHT
from peerkit.figures.words import number


def reuse_bars(reused, most=12):
    """Bars of how many others need each of the `most` reused packages, from a dictionary of counts; a `go.Figure`.

    >>> reuse_bars({"text": 2, "grid": 1, "page": 0}).data[0].y
    ('grid', 'text')
    """
    shown = [(name, count) for name, count in sorted(reused.items(), key=lambda each: -each[1])[:most] if count][::-1]
    names, counts = [name for name, _ in shown], [count for _, count in shown]
    fig = figure("needed by [packages]", "package [name]")
    fig.add_bar(
        x=counts,
        y=names,
        name="needed by",
        orientation="h",
        marker={"color": LIGHT["peers"]},
        texttemplate="%{x:,}",
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{x:,} others need %{y}<extra></extra>",
    )
    fig.update_xaxes(rangemode="tozero")
    fig.update_yaxes(type="category", showgrid=False, ticksuffix=" ")
    fig.update_layout(margin_r=56, bargap=0.25)
    return fig


def summary(packages, needing, reused):
    """The figure in two sentences: the packages that need another, and the package that most need.

    >>> summary(3, 2, {"text": 2, "grid": 1, "page": 0})
    'Of 3 packages 2 need at least one other. The most reused package, text, is needed by 2 others. No other needs 1 of the 3.'
    """
    if not any(reused.values()):
        return f"None of the {number(packages, 6)} packages here needs another."
    first, times = max(reused.items(), key=lambda each: each[1])
    alone = sum(count == 0 for count in reused.values())
    others = "1 other" if times == 1 else f"{number(times, 6)} others"
    return (
        f"Of {number(packages, 6)} packages {number(needing, 6)} need at least one other. The most reused package, {first}, is "
        f"needed by {others}. No other needs {number(alone, 6)} of the {number(packages, 6)}."
    )
