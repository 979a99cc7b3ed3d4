"""Diffusion: the spread of something new, and how soon sales show how large the market is."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.diffusion import sales, summary
from peerkit.figures.words import number
from peerkit.models.diffusion import Diffusion, peak, time_to_share
from peerkit.models.diffusion_fit import VCR_ESTIMATES
from peerkit.widgets.predictions import Options

FITTED = "fitted to the first {} years of video recorder sales, 1980 to 1989, by whole periods; computed here"
VCR_1986_RANGE = (44_690, 65_290)
"""The range of market sizes that the first seven years allow, in whole tens."""


def _fit(years):
    return VCR_ESTIMATES[years].changes()


def _said(years):
    return number(VCR_ESTIMATES[years].market_size, 5)


FEW = Diffusion(innovation=0.003)
LATER = ("at about the same time", "two years later", "six years later", "ten years later")


def _peak_moves(diffusion):
    years = float(peak(diffusion).time - peak(Diffusion()).time)
    return LATER[0 if years < 1 else 1 if years < 4 else 2 if years < 8 else 3]


GUESSES = (f"within a tenth of {_said(6)}", "a third less", "a third more")


def _a_year_more(diffusion):
    """The size fitted to seven years beside the one of `diffusion`, which was fitted to six, in words."""
    change = VCR_ESTIMATES[7].market_size / diffusion.market_size - 1
    return GUESSES[0 if abs(change) < 0.1 else 1 if change < 0 else 2]


QUESTION = Question(
    Diffusion,
    figure=sales,
    summary=summary,
    controls=("innovation", "imitation", "market_size"),
    presets=(
        Preset("Customary numbers", {}, "customary start values, 3% and 38% a year; the size is a scenario"),
        Preset("Recorders, seen in 1985", _fit(6), FITTED.format("six")),
        Preset("Recorders, seen in 1986", _fit(7), FITTED.format("seven")),
        Preset(
            "Recorders, all ten years",
            _fit(10),
            f"{FITTED.format('ten')}; a published fit by the density says 67,981 (github.com/agk79/Bass)",
        ),
        Preset("Advertised, not talked about", {"innovation": 0.1, "imitation": 0.05}),
    ),
    notice=(
        "The two curves begin as one. Sales alone show only late which of the two markets you are in.",
        "The peak comes before half of the people have adopted, whatever the numbers: when adoption begins to slow down, more "
        "than half are still to come.",
        "With a market of 20,000 or more, diamonds show the video recorders sold in 1980 to 1989.",
    ),
    tries=(
        Try(
            "Let ten times fewer people adopt without others (0.3% a year). When is the peak?",
            {"innovation": FEW.innovation},
            f"After {number(peak(FEW).time, 2)} years instead of {number(peak(Diffusion()).time, 2)}. The peak is hardly lower: "
            f"{number(FEW.market_size * peak(FEW).rate, 2)} people a year instead of "
            f"{number(Diffusion().market_size * peak(Diffusion()).rate, 2)}. People who need no example set the date; people who "
            "follow others set the speed.",
            predict=Options(LATER, _peak_moves),
        ),
        Try(
            f"Video recorders as seen in 1985: six years of sales say {_said(6)} in all. What does the same method say one year "
            "later?",
            _fit(6),
            f"{_said(7)}. In 1986 fewer recorders were sold than in the year before. The range of the method, meant to hold the "
            f"truth in 95% of cases, was then {VCR_1986_RANGE[0]:,} to {VCR_1986_RANGE[1]:,}; three years on the method said "
            f"{_said(10)}. In 1985 it gave no upper bound at all.",
            predict=Options(GUESSES, _a_year_more),
        ),
        Try(
            "Take the pull of earlier adopters away (0%). When is the peak?",
            {"imitation": 0.0},
            "At the launch. Adoption only falls, and half of the people have adopted after "
            f"{number(time_to_share(Diffusion(imitation=0.0), 0.5), 2)} years instead of "
            f"{number(time_to_share(Diffusion(), 0.5), 2)}.",
        ),
    ),
)


def dashboard():
    """Adopters a year here and in a market twice as large; innovation, imitation and size on the right."""
    return Explorer(QUESTION)
