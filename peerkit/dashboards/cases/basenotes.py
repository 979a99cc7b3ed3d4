"""A floor under the length of a review: its effect, and the case in which none is needed."""

from peerkit.cases import load_case
from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.chunk_floor import floor_curve, summary
from peerkit.models.chunk_floor import ChunkFloor, net_output
from peerkit.widgets.predictions import Options

LEFT = ("under 5 minutes", "5 to 15 minutes", "over 15 minutes")


def _left(rule):
    """The option that holds the useful minutes left under a rule."""
    minutes = net_output(rule, rule.floor)
    return LEFT[int(minutes >= 5) + int(minutes > 15)]


TRIES = (
    Try(
        "Drop the rule (floor 1). How many of a person's 30 minutes are left after reading?",
        {"floor": 1},
        "2.66, where a rule of 100 words leaves 9.92. Reviews become shorter and more numerous, and each costs somebody "
        "else 3 minutes.",
        predict=Options(LEFT, _left),
    ),
    Try(
        "Ask for the longest review that is recommended (floor 500). Who is lost, and is it worth it?",
        {"floor": 500},
        "57% of the people no longer have the time. Still 16.8 minutes are left, against 18.2 at the best rule and 2.66 "
        "without a rule: here a rule that is too strict costs less than no rule.",
    ),
    Try(
        "Go back to e-mail: 10 minutes of trouble for the writer, and no rule (floor 1). How long are reviews now?",
        {"own_overhead": 10, "floor": 1},
        "567 words, and nobody had to ask for them. The trouble does what a rule would do, at a price: 39% have time for a "
        "review, and 9.76 minutes are left instead of 18.2.",
    ),
)


def question():
    """The dashboard of the case; the lengths in words are Basenotes' own, all minutes are scenarios."""
    case = load_case("basenotes")
    shortest, longest = case.number("review_length_shortest"), case.number("review_length_longest")
    note = "the length is from Basenotes' guidelines; all minutes are a scenario, since nobody has measured them"
    return Question(
        ChunkFloor,
        figure=floor_curve,
        summary=summary,
        controls=("floor", "own_overhead", "reading_overhead", "budget", "pace"),
        presets=(
            Preset("Shortest recommended", {"floor": shortest}, note),
            Preset("Longest recommended", {"floor": longest}, note),
            Preset(
                "What if no rule",
                {"floor": 1},
                "a scenario; the guidelines refuse a thumb without words, and since when is not known",
            ),
            Preset(
                "Reviews by e-mail",
                {"floor": 1, "own_overhead": 10, "reading_overhead": 10},
                "a scenario for 2000, when reviews came by e-mail and were pasted in by hand; the minutes are not known",
            ),
            Preset(
                "Likes that nobody reads",
                {"floor": 1, "own_overhead": 0.05, "reading_overhead": 0},
                "a scenario: a like is counted by the machine",
            ),
        ),
        notice=(
            "To the left the rule changes nothing: people write more than it asks for anyway.",
            "The dotted curve is what writers see. It hardly falls where the solid curve rises: a rule costs writers little.",
            "The trouble of both sides counts, but each side feels only its own.",
        ),
        tries=TRIES,
    )


def dashboard():
    """Useful time against the shortest piece allowed; the rule, both troubles, time and pace on the right."""
    return Explorer(question())
