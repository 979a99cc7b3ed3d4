"""How few people do how much of the work?"""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.inequality import few_and_much, summary
from peerkit.models.inequality import Participation

QUESTION = Question(
    Participation,
    figure=few_and_much,
    summary=summary,
    controls=("exponent", "top_fraction"),
    presets=(
        Preset(
            "Wikipedia's top thousand",
            {"exponent": 2.106, "top_fraction": 0.0147},
            "1,000 of 68,000 active people made two thirds of the edits (Nielsen 2006); the exponent is what that implies",
        ),
        Preset(
            "Wikipedia's Gini",
            {"exponent": 2.034},
            "Gini 0.936 (Ortega and Gonzalez-Barahona 2007, as quoted by Reagle); the exponent is what that implies",
        ),
        Preset(
            "Apache's code",
            {"exponent": 2.06, "top_fraction": 0.0375},
            "15 of 400 people made 83% of the new code (Mockus, Fielding and Herbsleb 2002); the exponent is what that "
            "implies",
        ),
        Preset(
            "NASA's Clickworkers",
            {"exponent": 2.478},
            "people who came once did 37% of the work (Benkler 2002); the exponent is what that implies",
        ),
        Preset(
            "The rule 90-9-1",
            {"exponent": 2.023},
            "the top 1% make 90% (a folk rule, Nielsen 2006); the exponent is what that implies",
        ),
    ),
    height=640,
    notice=(
        "Both pictures show the same people. The upper one counts from the least active, the lower one from the most active "
        "and stretches the end where things happen.",
        "The orange points are what communities reported. No setting of the exponent passes through all of them.",
        "At every exponent above 2 most people contribute only once. How much of the work they do is another matter: 3% "
        "at 2.03, 37% at 2.48.",
    ),
    tries=(
        Try(
            "Predict first: an exponent of 2.28 was reported for edits of Wikipedia. Its measured Gini is 0.936. Does the "
            "exponent give that?",
            {"exponent": 2.28},
            "No: 0.641. Either the exponent describes only part of the people, or the law is not the right one. The "
            "measured Gini would need 2.034.",
        ),
        Try(
            "Make the curve pass the uppermost Wikipedia point, 2% of the people with 73% of the edits (2.086 and 0.02). "
            "What does it say of Flickr's top 20%?",
            {"exponent": 2.086, "top_fraction": 0.2},
            "It says 88%; reported are 82%. And Amazon's point lies far below. Each community has its own curve.",
        ),
        Try(
            "Go below 2 (exponent 1.9). What happens to the shares?",
            {"exponent": 1.9},
            "They lose their meaning. With so heavy a tail there is no average contribution, and every share depends on "
            "how many people were counted.",
        ),
    ),
)


def dashboard():
    """Lorenz curve above, shares of the most active below; the exponent and who counts as the top on the right."""
    return Explorer(QUESTION)
