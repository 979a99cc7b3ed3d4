"""Why do some good things never catch on, and others all at once?"""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.network_adoption import demand, summary
from peerkit.models.network_adoption import NetworkAdoption

QUESTION = Question(
    NetworkAdoption,
    figure=demand,
    summary=summary,
    controls=("cost", "standalone_value", "network_value"),
    presets=(
        Preset("A telephone"),
        Preset("Barely bearable", {"cost": 0.24}),
        Preset(
            "Useful alone as well",
            {"standalone_value": 0.25},
            "a scenario in the manner of del.icio.us, where a bookmark served the one who kept it; worths are not "
            "measured",
        ),
        Preset("Nearly free", {"cost": 0.02}),
    ),
    notice=(
        "Where the curve lies above the price more people come, where it lies below they leave: the arrows show it.",
        "So two sizes hold, nobody and many. The one between them does not: it is the size to get past.",
        "Below the top of the curve nothing holds. A network that fails does not become small, it goes.",
    ),
    tries=(
        Try(
            "Predict first: the price rises by a fifth (0.24). How many of the 72 percent stay?",
            {"cost": 0.24},
            "60%, if they expect each other to. The size to get past rises from 28% to 40%: the room for error has "
            "shrunk by more than half.",
        ),
        Try(
            "Raise the price a little more (0.26). And now?",
            {"cost": 0.26},
            "Nobody. At 0.25 half of all still had it. For all together it would even now be best if everybody did, but "
            "nobody counts what joining is worth to the others.",
        ),
        Try(
            "Make it worth 0.25 to the keenest person alone. What becomes of the size to get past?",
            {"standalone_value": 0.25},
            "It is gone: those who want it for themselves begin, and it grows to 81%. A tool for one can become a network "
            "that could not have begun as one.",
        ),
    ),
)


def dashboard():
    """What the last adopter would pay against how many adopt; the price and the two worths on the right."""
    return Explorer(QUESTION)
