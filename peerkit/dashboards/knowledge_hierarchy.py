"""The best split of knowledge between workers and solvers: the page."""

from peerkit.dashboards.explorer import Explorer, Preset, Question, Try
from peerkit.figures.knowledge_hierarchy import summary, who_knows
from peerkit.figures.words import number, percent
from peerkit.models.knowledge_hierarchy import (
    KnowledgeHierarchy,
    answered_share,
    asking_threshold,
    optimal_layers,
)
from peerkit.widgets.predictions import Mark, Options

HERE = KnowledgeHierarchy()
ASKING = {"question_time": 0.25}
LEARNING = {"knowledge_cost": 0.15}
KNOW = ("clearly less", "about the same", "clearly more")


def _share(hierarchy):
    """The share of the problems that workers should know."""
    return float(answered_share(hierarchy, optimal_layers(hierarchy).worker_knowledge))


def _compared(hierarchy):
    """The share that workers should know, compared with the default."""
    change = _share(hierarchy) - _share(HERE)
    return KNOW[0 if change < -0.05 else 2 if change > 0.05 else 1]


def _known(values):
    return percent(_share(HERE.replace(**values)))


def _span(values):
    return number(optimal_layers(HERE.replace(**values)).span, 2)


def _produced(values):
    return number(optimal_layers(HERE.replace(**values)).output, 2)


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
        "The height is divided: at the bottom the problems that workers know, above them those that solvers know, at the "
        "top those that nobody knows.",
        "Read from right to left: asking becomes cheaper, and workers should know less and less. On the left they should "
        "know nothing.",
        "Solvers know rarer problems than anyone would learn alone, because many people use what they know.",
    ),
    tries=(
        Try(
            "Asking becomes twice as cheap (time per question 25 %). Should workers know less or more?",
            ASKING,
            f"Less: {_known(ASKING)} of their problems instead of {_known({})}. One solver serves {_span(ASKING)} workers "
            f"instead of {_span({})}. Cheap communication makes workers depend on the people they ask.",
            predict=Options(KNOW, _compared),
        ),
        Try(
            "Instead, learning becomes twice as cheap (cost of knowledge 0.15). Should workers know less or more?",
            LEARNING,
            f"More: {_known(LEARNING)}. One solver serves even more workers, {_span(LEARNING)}, because they ask less often. "
            "Both changes let one solver serve more workers, but they change the workers' knowledge in opposite directions.",
            predict=Options(KNOW, _compared),
        ),
        Try(
            "Both become twice as cheap (25 % and 0.15). Should workers know less or more?",
            ASKING | LEARNING,
            f"About the same: {_known(ASKING | LEARNING)} instead of {_known({})}. But one solver now serves "
            f"{_span(ASKING | LEARNING)} workers, and each person produces {_produced(ASKING | LEARNING)} instead of "
            f"{_produced({})}. The workers' knowledge alone does not show that anything became cheaper.",
            predict=Options(KNOW, _compared),
        ),
        Try(
            "Everything is at its default again. How short must a question be before workers should know nothing at all?",
            {},
            f"{percent(asking_threshold(HERE))} of a period or less. From there on, it is cheaper to ask about everything.",
            predict=Mark(asking_threshold, "of a period", low=0.05, high=1, log=True, said=percent),
        ),
    ),
)


def dashboard():
    """Knowledge of workers and solvers against the time a question takes; asking, knowing and problems on the right."""
    return Explorer(QUESTION)
