"""inequality.momentum_survival in the JSON is peerkit's topic momentum."""

from peerkit.models.momentum import Momentum, survival

QUANTITIES = {
    "inequality.momentum_survival": lambda k, b, c: survival(Momentum(effort=b, head_start=c), k),
}
