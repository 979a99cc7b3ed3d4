"""flywheel in the JSON is peerkit's topic flywheel."""

import numpy as np

from peerkit.models.flywheel import Flywheel, fixed_points


def sizes(M, Cbar, b, v, tau, K, p):
    points = fixed_points(
        Flywheel(
            population=M, outside_option=Cbar, intrinsic_benefit=b, payoff=v, take_rate=tau, skills=K, skill_chance=p
        )
    )
    return [size for size in points[:3] if not np.isnan(size)]


QUANTITIES = {"flywheel.fixed_points": sizes}
