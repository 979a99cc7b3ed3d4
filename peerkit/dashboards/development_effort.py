"""Do large projects cost more per line? The published effort of firms, and what is claimed for communities."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.development_effort import cost_of_a_line, summary
from peerkit.models.development_effort import KINDS, DevelopmentEffort

PUBLISHED = "published coefficients of basic COCOMO, as in the Rust crate codelens-core"

QUESTION = Question(
    DevelopmentEffort,
    figure=cost_of_a_line,
    summary=summary,
    controls=("size_elasticity", "effort_scale", "schedule_elasticity", "schedule_scale"),
    presets=(
        Preset("Easy: a team on known ground", note=f"{PUBLISHED}: organic"),
        Preset("Middling", KINDS["semidetached"].changes(), f"{PUBLISHED}: semidetached"),
        Preset("Hard constraints", KINDS["embedded"].changes(), f"{PUBLISHED}: embedded"),
        Preset(
            "Claimed for open source",
            {"size_elasticity": 0.75},
            "a scenario: an output that grows with the power 4/3 of the group, as Sornette and others (2014) report, "
            "would be an elasticity of 0.75 if active developers were effort; Scholtes and others (2016) find the "
            "opposite",
        ),
    ),
    notice=(
        "All three published kinds rise: no firm in this formula gets cheaper with size.",
        "The kind of project decides how many people a million lines take (62, 125 or 268), but hardly how long "
        "(55, 55 or 53 months).",
    ),
    tries=(
        Try(
            "Predict first: under hard constraints (1.2, 3.6, schedule 0.32), how much dearer is a line in a project "
            "a hundred times as large?",
            dict(KINDS["embedded"].changes()),
            "2.5 times as dear; for the easy kind it is 26 percent more. The difference between 1.05 and 1.2 looks "
            "small and compounds with every doubling.",
        ),
        Try(
            "Shorten the calendar: schedule elasticity 0.32 instead of 0.38. Does the project get cheaper?",
            {"schedule_elasticity": 0.32},
            "No. A million lines still take 3,390 person-months; 101 people do in 34 months what 62 did in 55. In "
            "this formula time is bought with people, at no extra work, which is more than Brooks would grant.",
        ),
        Try(
            "Set the elasticity to 0.75, as claimed for open source. What does a line cost in a project a hundred "
            "times as large?",
            {"size_elasticity": 0.75},
            "A third (32 percent). Cutting the project into ten would then cost 78 percent more work. So much hangs "
            "on whether the elasticity lies above or below 1, and for communities that is contested.",
        ),
    ),
)


def dashboard():
    """What a line costs against the size of the software; how effort and schedule grow on the right."""
    return Explorer(QUESTION)
