"""Which side of a platform should pay, and which is let in free?"""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.two_sided import prices, summary
from peerkit.models.two_sided import Membership

QUESTION = Question(
    Membership,
    figure=prices,
    summary=summary,
    controls=("audience_value", "contributors_value", "audience_interest", "contributors_interest"),
    presets=(
        Preset("Come for the content"),
        Preset("Free for creators", {"audience_value": 1.2}),
        Preset(
            "Pay for creators",
            {"audience_interest": 3.0, "audience_value": 0.9},
            "a scenario in the manner of Squidoo, which paid its writers half of its revenue; worths are not measured",
        ),
        Preset(
            "Uploaders pay",
            {"contributors_interest": 2.0, "contributors_value": 0.6, "audience_value": 0.1},
            "a scenario in the manner of Flickr until 2013: looking was free and uploading without limit cost $24.95 a "
            "year; worths are not measured",
        ),
        Preset("Alike to each other", {"contributors_value": 0.6, "audience_value": 0.6}),
    ),
    notice=(
        "The side that the other one values is let in cheaply. Who gets in free is a matter of price, not of kindness.",
        "Beyond the marked worth contributors are paid to come, although some would have paid to be there.",
    ),
    tries=(
        Try(
            "Predict first: contributors become twice as valuable to the audience (1.2). Do they pay more or less?",
            {"audience_value": 1.2},
            "Less than nothing: they are paid $0.02 each. The audience pays $0.86 instead of $0.44, and more of both "
            "come.",
        ),
        Try(
            "Turn it round: contributors want an audience (0.6), the audience does not mind them (0). How many join?",
            {"contributors_value": 0.6, "audience_value": 0.0},
            "As many as before, 63 and 44: only the sum of the two worths counts for that. What turns is the bill: "
            "contributors pay $0.63 and the audience $0.06.",
        ),
        Try(
            "Let both sides be worth 0.6 to each other. What do the prices tell about it?",
            {"contributors_value": 0.6, "audience_value": 0.6},
            "Nothing. $0.50 and $0.25 are the prices without any such worth (set both to 0). Yet 102 and 86 people "
            "join instead of 50 and 25, and profit is $72 instead of $31.",
        ),
    ),
)


def dashboard():
    """The best price for each side on the left; what each wants and what they are worth to each other on the right."""
    return Explorer(QUESTION)
