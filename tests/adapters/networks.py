"""network in the JSON is peerkit's topic networks; its estimator is in network_fit."""

from peerkit.models.networks import Network, doubling_multiplier, merger_gain, netoid, value

QUANTITIES = {
    "network.value": lambda law, n: value(Network(law=law), n),
    "network.doubling_multiplier": lambda law, n: doubling_multiplier(Network(law=law), n),
    "network.merger_gain": lambda law, n1, n2: merger_gain(Network(law=law), n1, n2),
    "network.netoid": lambda t, p, v, h: netoid(Network(ceiling=p, growth=v, midpoint=h), t),
}
