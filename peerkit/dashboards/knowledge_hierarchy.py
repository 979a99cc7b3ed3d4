"""Who should know what? The cost of asking against the cost of knowing."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.knowledge_hierarchy import summary, who_knows
from peerkit.models.knowledge_hierarchy import KnowledgeHierarchy

QUESTION = Question(
    KnowledgeHierarchy,
    figure=who_knows,
    summary=summary,
    controls=("question_time", "knowledge_cost", "predictability"),
    presets=(
        Preset("An expert down the hall"),
        Preset("Chat", {"question_time": 0.1}),
        Preset("Search engine", {"knowledge_cost": 0.1}),
        Preset("Chat and search engine", {"question_time": 0.1, "knowledge_cost": 0.1}),
        Preset("No two problems alike", {"predictability": 0.5}),
    ),
    notice=(
        "The height is shared out: problems the workers know at the bottom, those of the solvers above, those nobody "
        "knows at the top.",
        "Read from right to left, asking gets cheaper: workers know less and less, from some point on nothing.",
        "Solvers reach rarer problems than anyone alone, since what they learn is used by many.",
    ),
    tries=(
        Try(
            "Predict first: asking gets twice as cheap (time per question 0.25). Should workers know more or less?",
            {"question_time": 0.25},
            "Less: 28 percent of their problems instead of 55. One solver serves 5.6 of them instead of 4.4. Cheap "
            "communication makes the front line depend on those it asks.",
        ),
        Try(
            "Instead, knowing gets twice as cheap (cost of knowledge 0.15). And now?",
            {"knowledge_cost": 0.15},
            "More: 75 percent. One solver serves even more workers, 7.9, since they ask less. Both changes widen the "
            "span; they push the front line in opposite directions.",
        ),
        Try(
            "Do both at once (0.25 and 0.15). What should workers know?",
            {"question_time": 0.25, "knowledge_cost": 0.15},
            "56 percent, as if nothing had happened. But one solver now serves 9.1 workers and each makes 0.73 "
            "instead of 0.46: from what workers know one cannot tell that anything got cheaper.",
        ),
    ),
)


def dashboard():
    """What workers and solvers know against the time a question takes; asking, knowing and problems on the right."""
    return Explorer(QUESTION)
