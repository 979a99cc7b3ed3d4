"""Skills: who could do what tomorrow? Together people chosen by lot complete a task that needs all of them.

The model is `peerkit.models.coverage`.
"""

from peerkit.room.experiment import Experiment, Field, Part

SKILLS = (
    "take a good photograph of a building",
    "write a short text without a mistake",
    "translate a page into another language",
    "read a balance sheet",
    "repair a bicycle tyre",
    "write a small computer program",
    "draw a face that people recognise",
    "cook for twenty people",
    "explain a contract",
    "play a tune on an instrument",
    "speak before a hundred people",
    "find a fault in a statistic",
)
"""Of uneven rarity on purpose: the sum of a room lives on what few can."""


def form(settings, expected, number):
    """Twelve boxes; none ticked is an answer too."""
    words = "Tick what you could do tomorrow without help. Nobody sees your list, only sums. You may tick none."
    return (Part("main", words, (Field("skills", "ticks", "I could", options=SKILLS),)),)


def simulate(rng, parts, settings, expected, truth):
    """A person who has each skill by chance, the later ones in the list less often."""
    chance = truth["chance"]
    last = len(SKILLS) - 1
    return {"main": {"skills": [k for k in range(len(SKILLS)) if rng.random() < chance * (1.6 - 1.2 * k / last)]}}


EXPERIMENT = Experiment(
    kind="skills",
    title="Who can do it together?",
    minutes=4,
    least=15,
    form=form,
    simulate=simulate,
    truth={"chance": 0.25},
    columns={"skills": "places in the list of twelve skills, from 0, that this person ticked"},
)
