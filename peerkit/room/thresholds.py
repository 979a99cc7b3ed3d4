"""Thresholds: how many others must have joined before you would? The room's own cascade follows from the answers.

M. Granovetter, Threshold Models of Collective Behavior, American Journal of Sociology 83(6), 1978 (the model is in
`peerkit.models.thresholds`).
"""

from peerkit.room.experiment import Experiment, Field, Part

NEVER = "never"


def form(settings, expected, number):
    """One stepper from nobody to everybody else; N is frozen when the round opens."""
    others = max(1, expected - 1)
    words = (
        "We start a shared list of good books. Adding yours takes ten minutes and helps everybody. "
        f"{'One other person is' if others == 1 else f'{others} others are'} here. "
        "How many others must have joined before you would?"
    )
    field = Field(
        "threshold", "number", "others who must have joined", low=0, high=others, unit="of the others", instead=NEVER
    )
    return (Part("main", words, (field,)),)


def simulate(rng, parts, settings, expected, truth):
    """A person whose threshold is normal around a mean share of the others, cut off at nobody and at never."""
    others = max(1, expected - 1)
    drawn = rng.gauss(truth["mean"], truth["spread"]) * others
    return {"main": {"threshold": NEVER if drawn > others + 0.5 else max(0, min(others, round(drawn)))}}


EXPERIMENT = Experiment(
    kind="thresholds",
    title="How many before you?",
    minutes=4,
    least=15,
    form=form,
    simulate=simulate,
    truth={"mean": 0.35, "spread": 0.25},
    columns={"threshold": "number of others who must have joined before this person would, or never"},
)
