"""Adoption of something like a Jetpak, with and without use to its maker alone."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.network_adoption import demand, summary
from peerkit.models.network_adoption import NetworkAdoption, equilibria
from peerkit.widgets.predictions import Options

SCENARIO = "a scenario: there is no figure of JetEye at all, so neither cost nor worth was ever measured"

FALLS = ("it falls by less than half", "it falls by more than half", "it is gone")


def _falls(network):
    """The option that holds what becomes of the critical mass, against no use to the maker alone."""
    before, after = (equilibria(each).critical_mass for each in (NetworkAdoption(), network))
    if not after > 0:
        return FALLS[2]
    return FALLS[int(after < before / 2)]


QUESTION = Question(
    NetworkAdoption,
    figure=demand,
    summary=summary,
    controls=("standalone_value", "cost", "network_value"),
    presets=(
        Preset("Of use only with others", {}, SCENARIO),
        Preset("Some use alone", {"standalone_value": 0.1}, f"{SCENARIO}; an analyst saw some use alone at the launch"),
        Preset("What if useful to its maker alone", {"standalone_value": 0.25}, SCENARIO),
        Preset("What if it recorded by itself", {"cost": 0.02}, f"{SCENARIO}; a friend gave the founder this advice"),
        Preset("A sign-up that fails", {"cost": 0.26}, f"{SCENARIO}; a critic reported failed sign-ups in June 2006"),
    ),
    notice=(
        "Read the cost as trouble: finding, gathering, signing up. Read the worth as what somebody gets for that trouble.",
        "Where the price meets the curve at the left, more have to be there before more will come. A new service has nobody yet.",
        "Use alone lifts the left end of the curve. Once that end is above the price, the first one comes without the others.",
    ),
    tries=(
        Try(
            "Give a Jetpak some use to its maker alone, half of what it costs (0.1). What happens to the critical mass, the "
            "size that must be reached before more come by themselves?",
            {"standalone_value": 0.1},
            "It falls by more than half, from 28% to 13%. But it is still there, and a new service has nobody yet.",
            predict=Options(FALLS, _falls),
        ),
        Try(
            "Make it worth slightly more alone than it costs (0.21). What changes more, the beginning or the end?",
            {"standalone_value": 0.21},
            "The beginning. The critical mass is gone, while the size at which it rests goes from 72% to 80%.",
        ),
        Try(
            "Take the friend's advice instead: it records by itself (cost 0.02) and is of no use alone. Does it begin?",
            {"cost": 0.02},
            "Nearly. The critical mass falls from 28% to 2%. Less trouble does almost what use alone does, but the first "
            "few still need a reason.",
        ),
    ),
)


def dashboard():
    """The most that the last adopter would pay against how many adopt, with and without use to the maker alone."""
    return Explorer(QUESTION)
