"""How does something new spread, and how soon does it show how many will have it?"""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.diffusion import sales, summary
from peerkit.models.diffusion import Diffusion
from peerkit.models.diffusion_fit import VCR_ESTIMATES

FITTED = "fitted to the first {} years of video recorder sales, 1980 to 1989; {}"


def _fit(years):
    return VCR_ESTIMATES[years].changes()


QUESTION = Question(
    Diffusion,
    figure=sales,
    summary=summary,
    controls=("innovation", "imitation", "market_size"),
    presets=(
        Preset("Customary numbers", {}, "customary start values, 3 and 38 percent a year; the size is a scenario"),
        Preset("Recorders, seen in 1985", _fit(6), FITTED.format("six", "recomputed here")),
        Preset("Recorders, seen in 1986", _fit(7), FITTED.format("seven", "recomputed here")),
        Preset(
            "Recorders, all ten years",
            _fit(10),
            FITTED.format("ten", "the fit is published (github.com/agk79/Bass) and recomputed here"),
        ),
        Preset("Advertised, not talked about", {"innovation": 0.1, "imitation": 0.05}),
    ),
    notice=(
        "The two curves begin as one. Sales alone do not say which of them you are on until it is late.",
        "The peak comes before half of all have adopted, whatever the numbers: when adoption begins to slow, more than half "
        "are still to come.",
        "From a market of 20,000 on, diamonds show the video recorders sold in 1980 to 1989.",
    ),
    tries=(
        Try(
            "Predict first: ten times fewer adopt without others (0.003). Is the peak lower, later or both?",
            {"innovation": 0.003},
            "Later, by more than six years, and hardly lower: 97 a year instead of 111. Those who need no example set "
            "the date; those who follow set the pace.",
        ),
        Try(
            "Video recorders as seen in 1985, after six years (76,741 in all). What would you have told the maker?",
            _fit(6),
            "The year after sold less than before, and the same method then said 52,452, with 95% certainty below 64,723. Three "
            "years on it said 67,981. In 1985 it set no upper bound at all.",
        ),
        Try(
            "Take the pull of earlier adopters away (0). When is the peak?",
            {"imitation": 0.0},
            "At the launch. Adoption only falls, and half have adopted after 23 years instead of 6.6.",
        ),
    ),
)


def dashboard():
    """Adopters a year here and in a market twice as large; innovation, imitation and size on the right."""
    return Explorer(QUESTION)
