"""The take: above which share would you leave a platform? The answers make a supply curve, and a take that earns most.

The models are `peerkit.models.capture` and `peerkit.models.rooms.best_take_of_room`.
"""

from peerkit.room.experiment import Experiment, Field, Part

UNPAID = "I stay without pay"


def form(settings, expected, number):
    """One slider in percent, or staying without pay."""
    words = "You earn 100 a month through a platform that keeps a part. Above which part would you leave?"
    field = Field("take", "slider", "I leave when it keeps more than", low=0, high=100, unit="percent", instead=UNPAID)
    return (Part("main", words, (field,)),)


def simulate(rng, parts, settings, expected, truth):
    """A person whose lowest kept share follows a power law with the planted elasticity, or who stays without pay."""
    if rng.random() < truth["unpaid"]:
        return {"main": {"take": UNPAID}}
    kept = rng.random() ** (1 / truth["elasticity"])
    return {"main": {"take": round(100 * (1 - kept))}}


EXPERIMENT = Experiment(
    kind="take",
    title="When would you leave?",
    minutes=4,
    least=10,
    form=form,
    simulate=simulate,
    truth={"elasticity": 1.2, "unpaid": 0.1},
    columns={
        "take": "highest share in percent that a platform may keep before this person leaves, or staying without pay"
    },
)
