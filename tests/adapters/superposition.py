"""superposition in the JSON is peerkit's topic superposition; its mu is the arrival rate, called m in the formula."""

from peerkit.models.superposition import Superposition, completion_probability


def done_by(t, mu, c0, b, delta):
    return completion_probability(Superposition(arrival_rate=mu, initial_cost=c0, mean_benefit=b, easing_rate=delta), t)


QUANTITIES = {"superposition.prob_done_by": done_by}
