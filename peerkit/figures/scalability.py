"""What a growing group makes: without friction, with queues only, and with everybody kept in step as well."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks
from peerkit.figures.words import number, people
from peerkit.models.scalability import Scalability, peak, size_for_share, throughput

MOST_OF_IT = 0.8
NARROWEST, WIDEST = 30, 300


def group_output(scalability: Scalability):
    """Output against contributors under no friction, queues only and both, the peak marked; a `go.Figure`."""
    top = peak(scalability)
    last = float(np.clip(_width(scalability, top), NARROWEST, WIDEST))
    n = np.linspace(1, last, 161)
    queues = throughput(scalability.replace(coherency=0), n)
    output = throughput(scalability, n)
    bounds = (0.0, min(1.15 * float(queues.max()), 2.2 * float(output.max())))
    fig = figure("contributors [people]", "output [output per period]", x_range=(0, last), y_range=bounds)
    hover = "%{x:,.0f} people: %{y:,.3~s}"
    free = throughput(scalability.replace(coherency=0, contention=0), n)
    # Lines that coincide carry one label: that of the last.
    line(fig, n, free, "no friction", "soft", hover=hover, within=_unless(scalability.contention == 0, bounds))
    line(fig, n, queues, "queues", "market", hover=hover, within=_unless(scalability.coherency == 0, bounds))
    line(fig, n, output, "output", "peers", hover=hover, within=bounds)
    size, words = top.size, f"{number(np.round(top.size))} people: most output"
    if top.outcome == "ceiling":
        size = size_for_share(scalability, MOST_OF_IT)
        words = f"{people(size)} people: 80% of the ceiling"
    if not size <= last:
        return marks(fig, [], [], [], floor=0.0)
    position = "top right" if size < 0.6 * last else "top left"
    return marks(fig, [size], [throughput(scalability, size)], [words], floor=0.0, position=position)


def summary(scalability):
    """What the figure says, in words.

    >>> summary(Scalability())  # doctest: +NORMALIZE_WHITESPACE
    'Output is highest with 31 people, who make what 9.04 would without friction; 13 people make four fifths of that.
    Halving the queue would raise the highest output by 28%, halving the keeping in step by 19%.'
    """
    top = peak(scalability)
    if top.outcome == "no limit":
        return "Nobody waits and nobody needs to be told: output grows in proportion to the group, without limit."
    worth = number(top.throughput / scalability.worker_output)
    if top.outcome == "work alone":
        return "Work alone: keeping two people in step costs more than the second one makes."
    if top.outcome == "ceiling":
        return (
            f"Nobody makes the group slower, but the queue is a ceiling: however many come, they never make more than "
            f"{worth} would without friction. {people(size_for_share(scalability, MOST_OF_IT))} people make four fifths "
            "of that."
        )
    gains = [_gain(scalability, name) for name in ("contention", "coherency")]
    queue = (
        f"Halving the queue would raise the highest output by {gains[0]}, halving"
        if scalability.contention
        else "Halving"
    )
    return (
        f"Output is highest with {number(np.round(top.size))} people, who make what {worth} would without friction; "
        f"{people(size_for_share(scalability, MOST_OF_IT))} people make four fifths of that. {queue} the keeping in step "
        f"{'' if scalability.contention else 'would raise the highest output '}by {gains[1]}."
    )


def _gain(scalability, friction):
    halved = scalability.replace(**{friction: getattr(scalability, friction) / 2})
    return f"{number(100 * (peak(halved).throughput / peak(scalability).throughput - 1), 2)}%"


def _width(scalability, top):
    if top.outcome == "ceiling":
        return 2 * size_for_share(scalability, MOST_OF_IT)
    return 3 * top.size if np.isfinite(top.size) else 100


def _unless(hidden, bounds):
    """The visible range, or one that nothing is in: a line without a label."""
    return (-2.0, -1.0) if hidden else bounds
