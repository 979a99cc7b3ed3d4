"""A floor under the length of a review: its effect, and the case in which none is needed."""

from peerkit.cases import load_case
from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.chunk_floor import floor_curve, summary
from peerkit.figures.words import number, percent
from peerkit.models.chunk_floor import ChunkFloor, best_rule, chosen_length, given_up, net_output, participation
from peerkit.widgets.predictions import Options

LEFT = ("under 5 minutes", "5 to 15 minutes", "over 15 minutes")
START = ChunkFloor()
NO_RULE, LONGEST, BY_MAIL = {"floor": 1.0}, {"floor": 500.0}, {"own_overhead": 10.0, "floor": 1.0}
STRICT, MAIL = START.replace(**LONGEST), START.replace(**BY_MAIL)


def _left(rule):
    """The option that holds the useful minutes left under a rule."""
    minutes = net_output(rule, rule.floor)
    return LEFT[int(minutes >= 5) + int(minutes > 15)]


def _minutes(rule, floor):
    return number(net_output(rule, floor))


BEST = number(best_rule(START).output)
"""Minutes left per person under the best rule."""
TRIES = (
    Try(
        f"Drop the rule (floor 1). How many of a person's {number(START.budget)} minutes are left after reading?",
        NO_RULE,
        f"{_minutes(START, 1)}, where a rule of {number(START.floor)} words leaves {_minutes(START, START.floor)}. Reviews become "
        f"shorter and more numerous, and each costs somebody else {number(START.reading_overhead)} minutes.",
        predict=Options(LEFT, _left),
    ),
    Try(
        f"Ask for the longest review that is recommended (floor {number(STRICT.floor)}). Who is lost, and is it worth it?",
        LONGEST,
        f"{percent(1 - participation(STRICT, STRICT.floor))} of the people no longer have the time. Still "
        f"{_minutes(STRICT, STRICT.floor)} minutes are left, against {BEST} at the best rule and {_minutes(START, 1)} without a "
        "rule: here a rule that is too strict costs less than no rule.",
    ),
    Try(
        f"Go back to e-mail: {number(MAIL.own_overhead)} minutes of trouble for the writer, and no rule (floor 1). How long are "
        "reviews now?",
        BY_MAIL,
        f"{number(chosen_length(MAIL))} words, and nobody had to ask for them. The trouble does what a rule would do, at a price: "
        f"{percent(participation(MAIL, 1))} have time for a review, and {_minutes(MAIL, 1)} minutes are left instead of {BEST}.",
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
            "The dotted curve is what writers see. It falls where the solid curve rises: under the best rule of the opening scenario "
            f"writers give up {percent(given_up(START))} of their useful minutes, and what is left after reading rises from "
            f"{_minutes(START, 1)} to {BEST}.",
            "The trouble of both sides counts, but each side feels only its own.",
        ),
        tries=TRIES,
    )


def dashboard():
    """Useful time against the shortest piece allowed; the rule, both troubles, time and pace on the right."""
    return Explorer(question())
