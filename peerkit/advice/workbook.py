"""The workbook: inputs as named cells, live formulas for the closed forms, and every other number with where it comes from.

Formulas are peerkit's own and stand in `closed_forms`; all text, also a client's ``=HYPERLINK(…)``, is written as text.
"""

from datetime import date, datetime
from io import BytesIO

from peerkit.advice import forecasts, logo, logs_read
from peerkit.advice.closed_forms import cell_formula, closed_forms, input_name, record, result_name, said, topics
from peerkit.advice.compared import compared, moved
from peerkit.advice.instrument import items
from peerkit.advice.numbers import scenario
from peerkit.advice.page import study
from peerkit.advice.rules import CRITERIA, rules
from peerkit.advice.written import brief, whole

LONGEST_CELL = 32_000
"""A cell holds 32,767 characters."""
VALUES_ONLY = ("flywheel", "selection", "superposition", "thresholds")
"""Models without a closed form whose answers the verdict or its levers rest on."""


def write_workbook(report, path):
    """Write the workbook of a report."""
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    try:
        _write(xlsxwriter, report, path)
    except FileCreateError as error:
        # The error of the system stands within that of the library.
        raise error.args[0] from None


def _write(xlsxwriter, report, path):
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, options) as book:
        stamp = report.stamp
        book.set_properties(
            {
                "title": brief(report.finding("verdict").text, 200),
                "comments": stamp.line,
                "created": datetime.fromisoformat(stamp.date),
            }
        )
        book.set_calc_mode("auto")
        book.set_size(1800, 1200)
        pages = _Pages(book, report)
        for fill in (_summary, _inputs, _answers, _results, _scenarios, _sensitivity, _evidence, _assumptions):
            fill(pages)


class _Pages:
    """The book with its formats, and the sheet that is being written, row by row."""

    def __init__(self, book, report):
        self.book, self.report, self.engagement = book, report, report.engagement
        base = {"valign": "top", "text_wrap": True}
        self.plain = book.add_format(base)
        self.quiet = book.add_format({**base, "font_color": "#5b626b", "italic": True})
        self.head = book.add_format({**base, "bold": True, "bottom": 1})
        self.title = book.add_format({"bold": True, "font_size": 15})
        self.input = book.add_format({"valign": "top", "bg_color": "#fff4da", "border": 1, "border_color": "#8b8778"})
        self.live = book.add_format({"valign": "top", "bg_color": "#e3f1ee"})
        self.sheet, self.row = None, 0

    def page(self, name, words, widths):
        """A new sheet: its title, the stamp, a sentence on what it holds."""
        self.sheet, self.row = self.book.add_worksheet(name), 0
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
        client = brief(self.engagement.client.name, 60)
        fictional = " (FICTIONAL)" if self.report.stamp.fictional else ""
        self.text(0, f"{name}: {client}{fictional}", self.title)
        self.row += 1
        # Lines above the table are long and must not be squeezed into the first column.
        unwrapped = self.book.add_format({"font_color": "#5b626b"})
        for line in (self.report.stamp.line, words):
            self.text(0, line, unwrapped)
            self.row += 1
        self.row += 1
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer("&L" + self.report.stamp.line.replace("&", "&&")[:250])

    def text(self, column, words, style=None):
        """Text that stays text, whatever it begins with."""
        words = whole(words)
        words = words if len(words) <= LONGEST_CELL else f"{words[:LONGEST_CELL]}…"
        self.sheet.write_string(self.row, column, words, style or self.plain)

    def put(self, column, value, style=None):
        """A number, or text; what is no number is said in words."""
        value = "" if value is None else value
        value = said(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
        if isinstance(value, float):
            self.sheet.write_number(self.row, column, value, style or self.plain)
        else:
            self.text(column, str(value), style)

    def line(self, *values, style=None):
        """One row of values."""
        for column, value in enumerate(values):
            self.put(column, value, style)
        self.row += 1

    def header(self, *names):
        """The names of the columns, which stay in sight."""
        self.line(*names, style=self.head)
        self.sheet.freeze_panes(self.row, 0)


def _summary(pages):
    pages.page("Summary", "What the answers and the numbers add up to.", (16, 90, 16, 20, 34))
    engagement, diagnosis = pages.engagement, pages.report.diagnosis
    for name, value in (
        ("Client", engagement.client.name),
        ("Id", engagement.id),
        ("Made with", engagement.made_with),
        ("Sector", engagement.client.sector),
        ("Decision", engagement.decision),
        *((f"Aim {place}", aim) for place, aim in enumerate(engagement.aims, 1)),
        *((f"Guess: {who}", _shown(guess)) for who, guess in engagement.guesses.items()),
        *((f"Canvas: {name}", words) for name, words in engagement.canvas.items()),
        *((f"Study: {name.lower()}", words) for name, words in study(engagement)),
        ("Colour", engagement.brand.colour),
    ):
        pages.line(name, value)
    _logo(pages)
    _forecasts(pages)
    pages.row += 1
    pages.header("Finding", "In words", "Value", "Unit", "Function of peerkit")
    for each in pages.report.findings:
        pages.line(each.key, each.text, each.value, each.unit, f"peerkit.{_home(each.function)}")
    for words in (*diagnosis.reasons, *diagnosis.warnings):
        pages.line("reason", words)
    for words in diagnosis.limits:
        pages.line("limit", words)
    pages.row += 1
    pages.line("Verdict", "", "Share of draws", style=pages.head)
    for verdict, share in diagnosis.shares.items():
        pages.line(verdict, "", share)


def _logo(pages):
    """The client's logo, to the right of the sentences."""
    content = logo.drawn(pages.engagement.brand.logo)
    if content:
        words = brief(f"Logo of {pages.engagement.client.name}", 100)
        options = {"image_data": BytesIO(content), "x_scale": 0.4, "y_scale": 0.4, "description": words}
        pages.sheet.insert_image(3, 4, "logo.png", options)


def _forecasts(pages):
    if not pages.engagement.forecasts:
        return
    day = date.fromisoformat(pages.report.stamp.date)
    pages.row += 1
    pages.line("Forecast", "", "Date", "Chance", "State", style=pages.head)
    for says, by, chance, state in forecasts.rows(pages.engagement.forecasts, day):
        pages.line("", says, by, chance, state)
    pages.line("", forecasts.in_all(pages.engagement.forecasts, day))


def _home(function):
    return function if function.startswith("advice.") else f"models.{function}"


def _pairs(table):
    return "; ".join(f"{name}: {value}" for name, value in table.items())


def _inputs(pages):
    words = "Change a yellow cell: the green cells of Results follow. Names of cells are model_parameter."
    pages.page("Inputs", words, (20, 34, 34, 14, 12, 12, 22, 30, 14, 12))
    columns = ("Model", "Parameter", "Name of the cell", "Value", "Lowest", "Highest", "Unit", "From", "Date", "Status")
    pages.header(*columns)
    for topic in topics():
        here = _record(pages.engagement, topic)
        for name, parameter in type(here).parameters().items():
            number = pages.engagement.numbers.get(f"{topic}.{name}")
            low, high = (number.low, number.high) if number else parameter.explore
            cell = input_name(topic, name)
            pages.put(0, topic)
            pages.put(1, parameter.label)
            pages.put(2, cell)
            pages.sheet.write_number(pages.row, 3, float(getattr(here, name)), pages.input)
            pages.book.define_name(cell, f"=Inputs!$D${pages.row + 1}")
            pages.put(4, low)
            pages.put(5, high)
            pages.put(6, (number and number.unit) or parameter.unit)
            pages.put(7, number.origin if number else "")
            pages.put(8, number.date if number else "")
            pages.put(9, "the client's" if number else parameter.status)
            pages.row += 1


def _record(engagement, topic):
    """The record of a topic with the client's numbers; models that the catalogue does not know keep their defaults."""
    from peerkit.models.catalogue import known

    return scenario(engagement, topic) if known(topic) else record(topic)()


def _answers(pages):
    pages.page("Answers", "The seven questions: 6 and 7 ask for two answers each.", (8, 26, 52, 12, 44, 12, 60, 14, 18))
    pages.header("Question", "Short", "Asked", "Answer", "Which means", "How known", "Note", "Date", "By")
    for item in items():
        answer = pages.engagement.answers.get(item.key)
        value = answer.value if answer else None
        place = item.choices.index(value) if item.choices and value in item.choices else value
        anchor = item.anchors[place] if value is not None else "not known"
        rest = (answer.how, answer.note, answer.date, answer.by) if answer else ("", "", "", "")
        pages.line(item.key, item.short, item.asked, "?" if value is None else value, anchor, *rest)
    pages.row += 1
    pages.line("", "Start carried", "", "yes" if pages.engagement.carried else "no")
    pages.row += 1
    pages.line("", "Criterion", "", "Level", style=pages.head)
    for name in CRITERIA:
        level = pages.report.diagnosis.profile[name]
        pages.line("", name, "", "?" if level is None else level)


def _results(pages):
    words = (
        "Green cells are formulas of the yellow cells of Inputs. Grey rows are steps. Below: values that do not follow."
    )
    pages.page("Results", words, (20, 60, 38, 20, 30))
    pages.header("Model", "Answer", "Name of the cell", "Value", "Unit")
    for topic in topics():
        here = _record(pages.engagement, topic)
        for row in closed_forms(topic):
            style = pages.quiet if row.step else pages.plain
            for column, words in enumerate((topic, row.label, result_name(topic, row.key))):
                pages.put(column, words, style)
            pages.sheet.write_formula(pages.row, 3, cell_formula(row), pages.live, row.value(here))
            pages.book.define_name(result_name(topic, row.key), f"=Results!$D${pages.row + 1}")
            pages.put(4, row.unit, style)
            pages.row += 1
    pages.row += 1
    pages.line(
        "Values of peerkit, which do not follow the yellow cells: these models have no closed form.", style=pages.title
    )
    for topic, one, value in _values(pages.engagement):
        pages.line(topic, one.label, "", value, one.unit)


def _values(engagement):
    from peerkit.models.catalogue import outcomes

    asked = sorted({*VALUES_ONLY, *(name.partition(".")[0] for name in engagement.numbers)})
    for topic in asked:
        labels = {row.label for row in closed_forms(topic)}
        for one in outcomes(topic).each:
            if one.label not in labels:
                yield topic, one, float(one.of(scenario(engagement, topic)))


def _scenarios(pages):
    pages.page(
        "Scenarios", "Values of peerkit; a scenario changes what its parent says.", (30, 16, 26, 40, 56, 16, 24, 50)
    )
    pages.header("Scenario", "Model", "Parent", "Changes", "Answer", "Value", "Unit", "Note")
    for each in compared(pages.engagement):
        changes = _pairs(each.changes)
        for label, unit, value in each.answers or ((each.problem, "", None),):
            pages.line(each.name, each.model, each.parent, changes, label, value, unit, each.note)
    if not pages.engagement.scenarios:
        pages.line("No scenario has been written.")


def _sensitivity(pages):
    words = (
        f"The first answer of each model, when one number goes to the ends of the client's range and the rest stays. Each range "
        f"is stretched by {rules().draws.stretch:g}, because ranges of experts are too narrow."
    )
    pages.page("Sensitivity", words, (18, 48, 24, 12, 12, 16, 16, 16, 22))
    pages.header(
        "Model", "Answer", "Number moved", "Lowest", "Highest", "Answer now", "At lowest", "At highest", "Unit"
    )
    rows = moved(pages.engagement)
    for row in rows:
        at = (row.base, row.at_low, row.at_high)
        pages.line(row.topic, row.outcome, row.parameter, row.low, row.high, *at, row.unit)
    if not rows:
        pages.line("The client gave no ranges.")


def _evidence(pages):
    pages.page("Evidence", "What was read from records. Rows of a log never leave the client.", (24, 90))
    pages.header("Field", "Value")
    for place, each in enumerate(pages.engagement.evidence, 1):
        for name, value in logs_read.rows(each):
            pages.line(f"{place}. {name}", _shown(value))
    if not pages.engagement.evidence:
        pages.line("No record has been read.")


def _shown(value):
    """A value of a file: a number where it is one that a cell can hold, text else."""
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e300:
        return str(value)
    return float(value)


def _assumptions(pages):
    pages.page(
        "Assumptions", "Where each number comes from, and what speaks against each model.", (20, 36, 14, 90, 14, 50)
    )
    pages.header("Model", "Parameter", "Default", "Why, or what is said", "Status", "Source, or what would measure it")
    for topic in topics():
        kind = record(topic)
        for parameter in kind.parameters().values():
            source = parameter.source or f"to measure: {parameter.measure}"
            pages.line(topic, parameter.label, float(parameter.default), parameter.why, parameter.status, source)
        for sort, sentences in (
            ("assumes", kind.about.assumes),
            ("evidence against", kind.about.evidence_against),
            ("leaves out", kind.about.leaves_out),
        ):
            for sentence in sentences:
                pages.line(topic, sort, "", sentence)
