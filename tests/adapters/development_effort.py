"""cocomo in the JSON is peerkit's topic development_effort."""

from peerkit.models.development_effort import DevelopmentEffort, effort

QUANTITIES = {
    "cocomo.effort_pm": lambda a, b, kloc: effort(DevelopmentEffort(effort_scale=a, size_elasticity=b), kloc),
}
