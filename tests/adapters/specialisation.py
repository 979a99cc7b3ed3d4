"""becker_murphy in the JSON is peerkit's topic specialisation."""

from peerkit.models.specialisation import Specialisation, net_output, optimal_team, specialisation_multiplier


def record(A=1.0, H=1.0, gamma=0.5, theta=0.5, lam=0.1, beta=1.0):
    return Specialisation(
        technology=A,
        knowledge=H,
        knowledge_effect=gamma,
        specialisation_elasticity=theta,
        coordination_cost=lam,
        coordination_elasticity=beta,
    )


QUANTITIES = {
    "becker_murphy.net_output": lambda n, **inputs: net_output(record(**inputs), n),
    "becker_murphy.n_star": lambda **inputs: optimal_team(record(**inputs)).size,
    "becker_murphy.y_star": lambda **inputs: optimal_team(record(**inputs)).output,
    "becker_murphy.specialisation_multiplier": lambda theta, beta, lam_old, lam_new: specialisation_multiplier(
        record(theta=theta, beta=beta, lam=lam_old), lam_new / lam_old
    ),
}
