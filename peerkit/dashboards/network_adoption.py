"""Adoption with network effects: some good things never catch on, others do all at once."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.network_adoption import demand, summary
from peerkit.figures.words import number, percent
from peerkit.models.network_adoption import NetworkAdoption, equilibria, regimes, smallest_network
from peerkit.widgets.predictions import Mark, Options

DEARER, TOO_DEAR, USEFUL = (
    NetworkAdoption(cost=0.24),
    NetworkAdoption(cost=0.26),
    NetworkAdoption(standalone_value=0.25),
)


def _stays(network):
    return float(equilibria(network).adoption)


def _must_pass(network):
    return percent(equilibria(network).critical_mass)


STAY = ("about half", "about a quarter", "nobody")


def _who_stays(network):
    return STAY[0 if _stays(network) > 0.35 else 1 if _stays(network) > 0.05 else 2]


MASS = ("it stays at 28%", "it falls to about 10%", "nothing has to be passed any more")


def _mass_moves(network):
    mass = float(equilibria(network).critical_mass)
    return MASS[0 if mass > 0.2 else 1 if mass > 0 else 2]


QUESTION = Question(
    NetworkAdoption,
    figure=demand,
    summary=summary,
    controls=("cost", "standalone_value", "network_value"),
    presets=(
        Preset("A telephone"),
        Preset("Just bearable", {"cost": DEARER.cost}),
        Preset(
            "Useful alone as well",
            {"standalone_value": USEFUL.standalone_value},
            "a scenario in the manner of del.icio.us, where a bookmark was useful to the person who kept it; nobody has measured "
            "these values",
        ),
        Preset("Nearly free", {"cost": 0.02}),
    ),
    notice=(
        "Where the curve lies above the price, more people come; where it lies below, people leave. The arrows show it.",
        "So two sizes last: nobody and many. The size between them does not last: it is the one to get past.",
        "Below the top of the curve nothing lasts. A network that fails does not become small; it disappears.",
    ),
    tries=(
        Try(
            f"The price rises by a fifth, to {number(DEARER.cost)}. {percent(_stays(NetworkAdoption()))} of all people had it. How "
            "many stay?",
            {"cost": DEARER.cost},
            f"{percent(_stays(DEARER))}, if they expect each other to stay. The size to get past rises from "
            f"{_must_pass(NetworkAdoption())} to {_must_pass(DEARER)}, so there is less room for a bad expectation.",
            predict=Mark(_stays, "of all people", low=0, high=1, said=percent),
        ),
        Try(
            f"The price rises a little more, to {number(TOO_DEAR.cost)}. How many stay now?",
            {"cost": TOO_DEAR.cost},
            f"Nobody. At a price of {number(smallest_network(TOO_DEAR).cost)} it could still have lasted, with "
            f"{percent(smallest_network(TOO_DEAR).adoption)} of all people. For all together it would be best even now if "
            f"{percent(regimes(TOO_DEAR).planner)} had it. But nobody counts what their joining is worth to the others.",
            predict=Options(STAY, _who_stays),
        ),
        Try(
            "Make it worth 0.25 to the keenest person alone. How does the size to get past change?",
            {"standalone_value": USEFUL.standalone_value},
            "Nothing has to be passed: people who want it for themselves begin, and it grows to "
            f"{percent(_stays(USEFUL))}. A tool for one person can become a network that could not have begun as a network.",
            predict=Options(MASS, _mass_moves),
        ),
    ),
)


def dashboard():
    """The price the last adopter would pay against how many adopt; the price and the two worths on the right."""
    return Explorer(QUESTION)
