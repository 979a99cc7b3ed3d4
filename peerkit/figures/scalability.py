"""The output of a growing group: without friction, with waiting only, and with keeping in step as well."""

import numpy as np

from peerkit.figures.drawing import figure, line, marks
from peerkit.figures.words import at_least_people, headcount, number, percent
from peerkit.models.scalability import Scalability, peak, size_for_share, throughput, whole_peak

MOST_OF_IT = 0.8
NARROWEST, WIDEST = 10, 1e6
"""The axis ends between these numbers of people."""


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
    line(fig, n, queues, "waiting", "market", hover=hover, within=_unless(scalability.coherency == 0, bounds))
    line(fig, n, output, "output", "peers", hover=hover, within=bounds)
    size, words = whole_peak(scalability), f"{headcount(whole_peak(scalability))}: highest output"
    if top.outcome == "ceiling":
        size = size_for_share(scalability, MOST_OF_IT)
        words = f"{at_least_people(size)}: {percent(MOST_OF_IT)} of the limit"
    if not size <= last:
        return marks(fig, [], [], [], floor=0.0)
    position = "top right" if size < 0.6 * last else "top left"
    return marks(fig, [size], [throughput(scalability, size)], [words], floor=0.0, position=position)


def summary(scalability):
    """The best size of the group, and the gain from less friction, in words.

    >>> summary(Scalability())  # doctest: +NORMALIZE_WHITESPACE
    'Output is highest with 31 people. They produce as much as 9 who never wait and need not keep in step; 13 people produce
    80% of that. Half as much waiting would raise the highest output by 28%, half as much keeping in step by 19%.'
    """
    top = peak(scalability)
    if top.outcome == "no limit":
        return "Nobody waits and nobody must keep in step: output grows in proportion to the group, without limit."
    if top.outcome == "work alone":
        return "Work alone: to keep two people in step costs more than the second one produces."
    worth = number(top.throughput / scalability.worker_output, 2)
    most = f"{at_least_people(size_for_share(scalability, MOST_OF_IT))} produce {percent(MOST_OF_IT)} of that."
    if top.outcome == "ceiling":
        return (
            "A larger group never produces less, but waiting in line limits it: however many people come, they never "
            f"produce more than {worth} who never wait. {most}"
        )
    return (
        f"Output is highest with {headcount(whole_peak(scalability))}. They produce as much as {worth} who never wait and "
        f"need not keep in step; {most} {_gains(scalability)}"
    )


def _gains(scalability):
    """The gain in the highest output from halving each friction that there is."""
    step = f"half as much keeping in step by {_gain(scalability, 'coherency')}."
    if scalability.contention == 0:
        return f"Half as much keeping in step would raise the highest output by {_gain(scalability, 'coherency')}."
    return f"Half as much waiting would raise the highest output by {_gain(scalability, 'contention')}, {step}"


def _gain(scalability, friction):
    halved = scalability.replace(**{friction: getattr(scalability, friction) / 2})
    return percent(peak(halved).throughput / peak(scalability).throughput - 1)


def _width(scalability, top):
    if top.outcome == "ceiling":
        return 2 * size_for_share(scalability, MOST_OF_IT)
    return 3 * top.size if np.isfinite(top.size) else 100


def _unless(hidden, bounds):
    """The visible range, or one that nothing is in: a line without a label."""
    return (-2.0, -1.0) if hidden else bounds
