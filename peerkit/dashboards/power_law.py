"""Power laws and their tests, on samples whose origin the reader knows."""

import numpy as np

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.power_law import MOST, SEED, summary, tail_and_fits
from peerkit.figures.words import percent
from peerkit.models.power_law import PowerLaw, log_log_line, sample
from peerkit.models.power_law_fit import HELD
from peerkit.widgets.predictions import Options

CEILING = "power_law_with_a_ceiling"
DRAWN = "a scenario: the sample is drawn by computer, with a fixed seed"

FOUND = ("yes, they find the ceiling", "no, they choose a pure power law")


def _ceiling_found(power_law):
    return FOUND["which is wrong here" in summary(power_law)]


CLOSE = ("to within 0.1", "it is still too low", "it is now too high")


def _line_is(power_law):
    line = log_log_line(sample(power_law, np.random.default_rng(SEED), MOST)).exponent
    return CLOSE[0 if abs(line - power_law.exponent) <= 0.1 else 1 if line < power_law.exponent else 2]


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
        "On these axes a power law is a straight line. Cover the lines and guess from the points alone: lognormals and laws "
        "with a ceiling look straight, too, over most of their range.",
        "The pale band is meant to hold the true exponent in 95% of samples. In simulated samples from a true power law it "
        f"did so in {percent(HELD[0])} to {percent(HELD[1])}, because the start of the tail is searched as well. The band says "
        "how well the exponent is known if the law is right, not if the law is right.",
        "The lognormal fits badly beside a true power law because its middle has to lie among the data. With its middle far "
        "below the data it could imitate any power law, and no test could tell them apart.",
        "With a ceiling, chances fall off beyond a hundred times the start of the tail. The lognormal is so wide that a power "
        "law fitted to all of it finds about the exponent you set.",
    ),
    tries=(
        Try(
            "Let nobody go far beyond a hundred contributions (power law with a ceiling). Do the tests find the ceiling with "
            "1,000 people?",
            {"origin": CEILING},
            "No: the tests choose a pure power law, which is wrong. With 5,000 people they find the cut-off (p = 0.0014). A law "
            "that seems to hold in small communities need not hold in large ones.",
            predict=Options(FOUND, _ceiling_found),
        ),
        Try(
            "Draw 100,000 people from a lognormal. With so many people, do the tests show that it is a lognormal?",
            {"origin": "lognormal", "contributors": 100_000},
            "They do not choose a power law, but they do not show the lognormal either. The fit retreats to the largest 1,270 "
            "people, and there the two cannot be told apart (p = 0.65). A warning is the exponent, which depends on how many "
            "people are drawn: 3.14 with 1,000, 4.27 with 100,000.",
        ),
        Try(
            "The true exponent is 2.3, and with 1,000 people a straight line through the histogram says 0.98. How close does the "
            "line come with 100,000 people?",
            {"contributors": 100_000},
            "It says 1.39. Most points of the histogram are large numbers that only one person has, and they pull the line flat. "
            "The most likely exponent is 2.303 ± 0.009.",
            predict=Options(CLOSE, _line_is),
        ),
    ),
)


def dashboard():
    """Sample, fitted power law and lognormal on the left; the origin of the sample on the right."""
    return Explorer(QUESTION)
