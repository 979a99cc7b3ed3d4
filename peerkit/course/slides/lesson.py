"""The deck of a lesson, made from its notebook.

The notebook's own anatomy is the outline: the question, the model, experiments with a vote and a figure, the evidence
against, the summary, the exercises. Cells for instructors become notes. Answers stand in the notes only.
"""

import ast
import re
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any

from peerkit import content
from peerkit.course.exercises import exercise
from peerkit.course.kinds import Choice, Order, Vote
from peerkit.course.notebooks import LINK, checked, name
from peerkit.course.slides.slide import Deck, Frame, Play, Slide, brief, play
from peerkit.dashboards.explorer import Explorer
from peerkit.widgets.plotly_view import PlotlyView

AGAINST = re.compile(r"what speaks against|evidence against", re.IGNORECASE)
ASKING = re.compile(r"exercises|questions", re.IGNORECASE)
LEFT_OUT = re.compile(r"sources", re.IGNORECASE)
HIDDEN = re.compile(r"<details>.*?</details>", re.DOTALL)
WAY_ON = re.compile(r"^Go on with .*", re.MULTILINE)

MOST_LINES, LETTERS = 11, 70
"""Lines that a slide of words has room for, and letters in one of them."""
LONGEST_AGAINST = 220


@dataclass
class Section:
    """A part of a lesson: its heading, blocks of Markdown, notes, and what its code shows, in the order of the notebook."""

    heading: str
    blocks: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    shown: list[Any] = field(default_factory=list)


def lesson_deck(page, root=None):
    """The deck of a lesson."""
    sections = list(outline(page, root))
    against = _against(sections)
    first, *others = sections
    slides = list(_opening(first))
    for section in others:
        if not LEFT_OUT.match(section.heading):
            slides += _slides(section)
    said = 0
    for number, slide in enumerate(slides):
        # The counter-evidence stands on each slide but the first and those that hold all of it.
        if against and number and not slide.against and not AGAINST.search(slide.claim):
            slides[number] = replace(slide, against=against[said % len(against)])
            said += 1
    return Deck(name(page), page.title, tuple(slides))


def outline(page, root=None):
    """The sections of a lesson with all that its code shows; the first one has the title as its heading."""
    notebook = checked(root or content.root(), page.path)
    names = {"__name__": "__main__"}
    section = None
    for number, cell in enumerate(notebook["cells"], 1):
        tags = content.tags(cell)
        if cell["cell_type"] == "markdown" and "instructor" in tags:
            section.notes.append(cell["source"])
        elif set(tags) & set(content.KEPT_BACK):
            continue
        elif cell["cell_type"] == "markdown":
            for heading, words in _parts(cell["source"]):
                if heading:
                    if section:
                        yield section
                    section = Section(heading)
                if words:
                    section.blocks.append(words)
        elif cell["cell_type"] == "code":
            section.asked += _asked(cell["source"])
            section.shown.append(_run(cell["source"], names, f"{page.path}, cell {number}"))
    yield section


def _parts(words):
    """Markdown cut at its headings of the first two ranks: pairs of a heading, or nothing, and what follows."""
    head, *rest = re.split(r"^##? (.*)$", HIDDEN.sub("", words), flags=re.MULTILINE)
    if head.strip():
        yield "", head.strip()
    for heading, text in zip(rest[::2], rest[1::2], strict=True):
        yield heading.strip(), text.strip()


def _asked(code):
    """The names of the exercises that a cell of code asks: ``lesson.exercise`` in each call of ``ask``, no notes."""
    calls = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call) and node.args)
    asked = [call.args[0] for call in calls if getattr(call.func, "id", "") == "ask"]
    names = [each.value for each in asked if isinstance(each, ast.Constant)]
    return [name for name in names if "." in name and not name.endswith(f".{content.NOTES}")]


def _run(code, names, where):
    """Run a cell and return the value of its last expression, as a notebook shows it."""
    tree = ast.parse(code)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    try:
        exec(compile(tree, where, "exec"), names)
        return eval(compile(ast.Expression(last.value), where, "eval"), names) if last else None
    except Exception as error:
        raise ValueError(f"{where} cannot be run ({type(error).__name__}: {error})") from error


def _opening(section):
    """The title with the question and its case, then what one will be able to do."""
    before, after = [], []
    for block in _blocks(section):
        (after if after or block.startswith("You will be able") else before).append(block)
    yield Slide(claim=section.heading, text="\n\n".join(before), note=_joined(section.notes))
    if after:
        yield Slide(claim="You will be able to", text="\n\n".join(after[1:]))


def _slides(section):
    """The slides of a section: one for each exercise, or one for each vote with its figure, or its words and figures."""
    exercises = [exercise(each) for each in section.asked]
    figures = [_played(each) for each in section.shown if isinstance(each, Explorer | PlotlyView)]
    votes = [each for each in exercises if isinstance(each, Vote)]
    if ASKING.match(section.heading):
        for number, each in enumerate(exercises, 1):
            yield Slide(claim=f"Exercise {number}", text=_question(each), note=_answer(each))
        return
    if votes:
        yield from _experiment(section, votes, figures)
        return
    for number, text in enumerate(_packed(_blocks(section))):
        yield Slide(claim=section.heading, text=text, note=_joined(section.notes) if number == 0 else "")
    yield from (Slide(claim=section.heading, play=figure) for figure in figures)


def _experiment(section, votes, figures):
    """Two slides for each vote: the question with its options, and the figure that answers it.

    The words of the section are for the speaker.
    """
    scene = _joined([*section.notes, *_blocks(section)])
    for number, (vote, figure) in enumerate(zip_longest(votes, figures)):
        if vote:
            yield Slide(claim=section.heading, text=_question(vote), note=scene if number == 0 else "")
        if figure:
            yield Slide(claim=section.heading, play=figure, note=_answer(vote) if vote else "")


def _played(shown):
    """A figure of the lesson: played over its first control, or still where it has none."""
    if isinstance(shown, PlotlyView):
        return Play("Figure", (Frame("as in the lesson", shown.figure, brief(shown.label)),))
    question = shown.question
    return play(shown.start, question.figure, question.summary, question.controls[0])


def _question(each):
    """The question of an exercise, with its options or items."""
    if isinstance(each, Choice):
        listed = [f"{number}. {option}" for number, option in enumerate(each.options(), 1)]
    else:
        listed = [f"- {label}" for label in sorted(label for label, _ in each.items)] if isinstance(each, Order) else []
    return "\n\n".join([each.question, "\n".join(listed)])


def _answer(each):
    """Words for the speaker about an exercise: the answer, why the wrong ones attract, and the law."""
    wrong = [f"{each.said(_value(one.answer))}: {one.why}" for one in each.wrong] if isinstance(each, Choice) else []
    return "\n\n".join(["**Answer.** " + (each.worked() or each.said_key()), *wrong, each.law])


def _value(answer):
    return answer() if callable(answer) else answer


def _blocks(section):
    """The paragraphs, lists, tables and formulas of a section's words."""
    blocks = (block.strip() for words in section.blocks for block in re.split(r"\n\s*\n", WAY_ON.sub("", words)))
    return [block for block in blocks if block]


def _packed(blocks):
    """Blocks put together into slides, none of which is too full; a list that is longer is divided."""
    slides, lines = [], MOST_LINES + 1
    for block in (part for whole in blocks for part in _divided(whole)):
        needed = _lines(block)
        if lines + needed > MOST_LINES:
            slides.append([])
            lines = 0
        slides[-1].append(block)
        lines += needed + 0.5
    return ["\n\n".join(slide) for slide in slides]


def _divided(block):
    """A block, or the parts of a list or a table that is too long for one slide."""
    if _lines(block) <= MOST_LINES:
        return [block]
    if block.startswith("- "):
        return re.split(r"\n(?=- )", block)
    if block.startswith("|"):
        head, rule, *rows = block.split("\n")
        return ["\n".join([head, rule, *part]) for part in _parted(rows, head)]
    return [block]


def _parted(rows, head):
    """The rows of a table in as many parts as it needs slides."""
    parts = [[]]
    for row in rows:
        if parts[-1] and _lines("\n".join([head, *parts[-1], row])) > MOST_LINES:
            parts.append([])
        parts[-1].append(row)
    return parts


def _lines(block):
    """Lines that a block takes on a slide, roughly."""
    if block.startswith("$$"):
        return 3
    rows = [LINK.sub(r"\g<words>", row) for row in block.split("\n") if not row.startswith("|-")]
    if not block.startswith("|"):
        return sum(_rows(row, LETTERS) for row in rows)
    table = [[len(cell.strip()) for cell in row.strip("|").split("|")] for row in rows]
    # Columns share the width by their longest cells, and a narrow one keeps its words whole.
    widest = [max(column) for column in zip_longest(*table, fillvalue=0)]
    room = [max(LETTERS * width / sum(widest) - 4, min(width, 6)) for width in widest]
    return sum(0.4 + max(-(-cell // width) for cell, width in zip(row, room, strict=False) if width) for row in table)


def _rows(words, letters):
    return max(1, -(-len(words) // letters))


def _against(sections):
    """The points of the evidence against, each as short as a line at the foot of a slide can be."""
    points = [
        point
        for section in sections
        if AGAINST.search(section.heading)
        for block in _blocks(section)
        for point in re.findall(r"^- (.*(?:\n  .*)*)", block, flags=re.MULTILINE)
    ]
    return [brief(" ".join(point.split()), LONGEST_AGAINST) for point in points]


def _joined(words):
    return "\n\n".join(each for each in words if each)
