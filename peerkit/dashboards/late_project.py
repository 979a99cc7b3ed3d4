"""When do more people make a project later? A team, the time left, and what a newcomer costs."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.late_project import finish, summary
from peerkit.models.late_project import LateProject

QUESTION = Question(
    LateProject,
    figure=finish,
    summary=summary,
    controls=("members", "time_left", "channel_cost", "training_time", "mentoring"),
    presets=(
        Preset("Half a year to go"),
        Preset("Three months to go", {"time_left": 3.0}),
        Preset("Three people, one year", {"members": 3, "time_left": 12.0}),
        Preset("A dozen people", {"members": 12}),
        Preset("Newcomers read the manual", {"training_time": 0.5, "mentoring": 0.05}),
    ),
    notice=(
        "The dip is shallow and the slope behind it steep: the right help gains little, too much help costs a lot.",
        "Each newcomer adds one worker, but as many conversations as there are people already.",
        "In modules the line keeps falling: only the cut, not the people, has changed.",
    ),
    tries=(
        Try(
            "Predict first: 3 months are left instead of 6. How many people should be added?",
            {"time_left": 3.0},
            "Nobody. A newcomer takes half a month of somebody's time to train and is ready for the last month only; "
            "after talk they bring 0.4 of a month's work. It takes 3.25 months for one person to pay.",
        ),
        Try(
            "Now there are two years left (24). Does it pay to add many?",
            {"time_left": 24.0},
            "Four are best, and they save 15 percent of the time for 41 percent more pay. From 9 on it gets later. "
            "With so much time training hardly matters any more; talk still does.",
        ),
        Try(
            "Start with 10 people instead of 6. How many should be added?",
            {"members": 10},
            "Nobody, however much time is left: the eleventh takes in talk all they bring. But the same 10 people, "
            "their work cut into modules, would be done in 3.82 months instead of 6.",
        ),
    ),
)


def dashboard():
    """Time until the project is done against people added on the left; team, time left and newcomers on the right."""
    return Explorer(QUESTION)
