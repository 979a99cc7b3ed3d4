"""volunteer in the JSON is peerkit's topic volunteer, with one chore: c is the cost, v the benefit, N the members."""

from peerkit.models.volunteer import Volunteer, equilibrium


def result(c, v, N):
    return equilibrium(Volunteer(cost=c, benefit=v, members=N))


QUANTITIES = {
    "volunteer.prob_contribute": lambda **inputs: result(**inputs).volunteering,
    "volunteer.prob_nobody": lambda **inputs: result(**inputs).undone,
}
