"""granularity in the JSON is peerkit's topic granularity: o is overhead, mu the mean budget, a its tail, g a chunk."""

from peerkit.models.granularity import Granularity, optimal_chunk, optimal_chunk_pareto, participation, useful_output


def markup(o, a):
    # The JSON's rule is for chunks no shorter than the shortest budget: a mean budget of o makes sure of that.
    return optimal_chunk_pareto(Granularity(overhead=o, budget=o, tail=a)).size


QUANTITIES = {
    "granularity.g_star_exponential": lambda o, mu: optimal_chunk(Granularity(overhead=o, budget=mu)).size,
    "granularity.max_net_per_contributor": lambda o, mu: optimal_chunk(Granularity(overhead=o, budget=mu)).output,
    "granularity.net_per_contributor": lambda g, o, mu: useful_output(Granularity(overhead=o, budget=mu), g),
    "granularity.participation_share": lambda g, mu: participation(Granularity(budget=mu), g),
    "granularity.g_star_pareto": markup,
}
