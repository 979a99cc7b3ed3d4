"""Is it a power law? You know where the sample comes from; see whether the tests find out."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.power_law import summary, tail_and_fits
from peerkit.models.power_law import PowerLaw

CEILING = "power_law_with_a_ceiling"
DRAWN = "a scenario: the sample is drawn by computer, with a fixed seed"

QUESTION = Question(
    PowerLaw,
    figure=tail_and_fits,
    summary=summary,
    controls=("origin", "exponent", "contributors", "tail_start"),
    presets=(
        Preset("A power law", note=DRAWN),
        Preset("A power law, few people", {"contributors": 50, "exponent": 1.5}, DRAWN),
        Preset("A ceiling nobody sees", {"origin": CEILING}, DRAWN),
        Preset("The same ceiling, more people", {"origin": CEILING, "contributors": 20_000}, DRAWN),
        Preset("A lognormal in disguise", {"origin": "lognormal", "contributors": 20_000}, DRAWN),
    ),
    notice=(
        "On these axes a power law is a straight line. Cover the lines and guess from the points alone: lognormals and "
        "laws with a ceiling look straight, too, over most of their way.",
        "The pale band is the 95% interval of the exponent. It says how well the exponent is known if the law is right, and "
        "nothing about whether it is.",
        "The lognormal looks clumsy beside a true power law because its middle has to lie among the data. Left free, with "
        "its middle far below them, it could imitate any power law and no test could tell.",
        "With a ceiling, chances fall off beyond a hundred times the start of the tail. The lognormal is as wide as makes a "
        "power law fitted to all of it find about the exponent you set.",
    ),
    tries=(
        Try(
            "Predict first: nobody can go far beyond a hundred contributions (power law with a ceiling). Do 1,000 people "
            "show it?",
            {"origin": CEILING},
            "No: the tests prefer a pure power law and are wrong. With 5,000 people they find the cut-off (p = 0.002). A "
            "law that holds in small communities need not hold in large ones.",
        ),
        Try(
            "Draw 100,000 people from a lognormal. With so many, do the tests reject the power law?",
            {"origin": "lognormal", "contributors": 100_000},
            "They do not prefer it, but they do not show the lognormal either. The search for the start of the tail retreats "
            "to the largest 1,270 people, and there the two cannot be told apart (p = 0.65). A warning is the exponent: 3.14 "
            "with 1,000 people, 4.27 now.",
        ),
        Try(
            "The true exponent is 2.3 and a straight line through the histogram says 0.98. Does the line get it right with "
            "100,000 people?",
            {"contributors": 100_000},
            "No: 1.39. Most points of the histogram are large values that one person has, and they pull the line flat. The "
            "likeliest exponent is 2.30, give or take 0.01.",
        ),
    ),
)


def dashboard():
    """Sample, fitted power law and lognormal on the left; where the sample comes from on the right."""
    return Explorer(QUESTION)
