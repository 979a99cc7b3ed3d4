"""The deck: ten slides, each with a finding as its title and a chart that can be edited where it is shown."""

import re
import unicodedata
from datetime import datetime
from io import BytesIO

from peerkit.advice import logo
from peerkit.advice.slides import Chart, client, numbers_given, slides, stroke
from peerkit.advice.written import brief, whole
from peerkit.figures.theme import LIGHT

WIDTH, HEIGHT, EDGE = 13.333, 7.5, 0.5
"""The slide and its margin [inches]."""
TITLE, BODY, SOURCE, FOOT = (0.55, 1.15), (1.8, 4.75), (6.6, 0.3), (6.92, 0.42)
"""Top and height of each part [inches]."""
LINE = 1.22
"""Height of a line over the size of its type."""
LOGO = 1.9, 0.7
"""The most width and height of the client's logo, above the title [inches]."""
ASIDE = 0.85
"""Height of the sentences that stand above a chart [inches]."""
BOLD = 1.15
"""Width of bold type over that of plain type."""
DARKEST_LUMINANCE = 0.4
"""A brand colour lighter than this cannot be read on white, and is only used where nothing must be read."""


def write_deck(report, path):
    """Write the deck of a report."""
    from pptx import Presentation
    from pptx.util import Inches

    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    about = deck.core_properties
    about.title = brief(report.finding("verdict").text, 200)
    about.author, about.last_modified_by, about.comments = "peerkit", "peerkit", report.stamp.line[:250]
    about.created = about.modified = datetime.fromisoformat(report.stamp.date)
    for place, slide in enumerate(slides(report), 1):
        _slide(deck, report, slide, place)
    deck.save(str(path))


def _slide(deck, report, slide, place):
    shown = deck.slides.add_slide(deck.slide_layouts[5])
    _band(shown, report)
    _title(shown, slide.finding.text, _room(report))
    if slide.body is None:
        words = "There is no chart, because these numbers are missing:\n" + "\n".join(
            f"•  {name}" for name in slide.missing
        )
        _text(shown, words, BODY, largest=18)
    elif isinstance(slide.body, Chart):
        _chart(shown, slide, report, _aside(shown, report) if place == 1 else BODY)
    else:
        _table(shown, slide.body, report)
    _text(shown, slide.source, SOURCE, largest=11, colour="5b626b")
    _text(shown, f"{place}.  {report.stamp.line}", FOOT, largest=10, colour="5b626b")
    shown.notes_slide.notes_text_frame.text = _notes(report, slide, place)


def _room(report):
    """The width for the title [inches]: a logo stands beside it."""
    return WIDTH - 2 * EDGE - (LOGO[0] + 0.2 if report.engagement.brand.logo else 0)


def _aside(shown, report):
    """Say what acting now would risk, beside the verdict; returns the place that is left for the chart."""
    words = f"{report.finding('risk').text} {report.finding('difference').text}"
    _text(shown, words, (BODY[0], ASIDE), largest=14)
    return BODY[0] + ASIDE + 0.05, BODY[1] - ASIDE - 0.05


def _notes(report, slide, place):
    parts = [slide.finding.text]
    if place == 1:
        engagement = report.engagement
        parts += [f"Client: {engagement.client.name}", f"Decision: {engagement.decision}", *report.diagnosis.reasons]
        parts += [report.finding(key).text for key in ("risk", "difference")]
        parts += report.diagnosis.warnings
    if slide.finding.topic:
        parts += ["The client's numbers:", *numbers_given(report, slide.finding.topic)]
    parts += ["What speaks against it:", *slide.against, slide.source, report.stamp.line]
    return "\n".join(whole(part) for part in parts)


def brand(report):
    """The client's colour as six digits, or peerkit's where it gave none that is a colour.

    >>> from peerkit.advice.engagement import new
    >>> from peerkit.advice.findings import report
    >>> brand(report(new("A choir")))
    '0b6b63'
    """
    colour = report.engagement.brand.colour
    return colour[1:].lower() if re.fullmatch(r"#[0-9a-fA-F]{6}", colour) else LIGHT["accent"][1:]


def readable(colour):
    """True if a colour of six digits can be read on white.

    >>> readable("0b6b63"), readable("ffee00")
    (True, False)
    """
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2 < DARKEST_LUMINANCE


def lines(words, inches, size):
    """Lines that words take at a size of type [points] in a width [inches], estimated from above.

    >>> lines("a short line", 10, 20), lines("w" * 200, 10, 20)
    (1, 5)
    """
    room = inches * 72 / size
    count = 0
    for paragraph in words.split("\n"):
        count += 1
        used = 0.0
        for word in re.findall(r"\S+\s*", paragraph):
            wide = sum(map(_width, word))
            if used and used + sum(map(_width, word.rstrip())) > room:
                count, used = count + 1, 0.0
            count += int(wide // room) if wide > room else 0
            used = (used + wide) % room if wide > room else used + wide
    return count


def _width(sign):
    """Width of a sign over the size of its type."""
    if unicodedata.east_asian_width(sign) in "WF":
        return 1.05
    if sign in "mwMW%@" or sign.isupper():
        return 0.78
    return 0.3 if sign in " .,:;'ilj|!()[]" else 0.58


def fitted(words, inches, height, largest, smallest=9):
    """Words and the largest size of type [points] at which they stay in a box; what does not fit even then is cut.

    >>> fitted("A short title", 12, 1, 28)
    ('A short title', 28)
    """
    for size in range(largest, smallest - 1, -1):
        if lines(words, inches, size) * size * LINE / 72 <= height:
            return words, size
    while lines(words + "…", inches, smallest) * smallest * LINE / 72 > height:
        words = words[: int(0.9 * len(words))].rstrip()
    return words + "…", smallest


def _band(shown, report):
    from pptx.dml.color import RGBColor
    from pptx.enum.shapes import MSO_SHAPE
    from pptx.util import Inches

    band = shown.shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, Inches(WIDTH), Inches(0.12))
    band.fill.solid()
    band.fill.fore_color.rgb = RGBColor.from_string(brand(report).upper())
    band.line.fill.background()
    band.name = "band"
    _text(shown, client(report, 90), (0.2, 0.32), largest=13, colour="5b626b", wide=_room(report))
    _logo(shown, report)


def _logo(shown, report):
    """The client's logo in the upper right corner, beside the title."""
    from pptx.util import Inches

    content = logo.drawn(report.engagement.brand.logo)
    if content is None:
        return
    picture = shown.shapes.add_picture(BytesIO(content), 0, 0)
    share = min(Inches(LOGO[0]) / picture.width, Inches(LOGO[1]) / picture.height)
    picture.width, picture.height = int(picture.width * share), int(picture.height * share)
    picture.left, picture.top = Inches(WIDTH - EDGE) - picture.width, Inches(0.2)
    picture.name = "logo"
    picture._element.nvPicPr.cNvPr.set("descr", whole(f"Logo of {client(report)}"))


def _title(shown, words, wide):
    from pptx.dml.color import RGBColor
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Inches, Pt

    title = shown.shapes.title
    title.left, title.top, title.width, title.height = (Inches(each) for each in (EDGE, TITLE[0], wide, TITLE[1]))
    words, size = fitted(whole(words), (wide - 0.2) / BOLD, TITLE[1], 28)
    title.text_frame.text = words
    title.text_frame.word_wrap = True
    title.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    for paragraph in title.text_frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.font.size, paragraph.font.bold = Pt(size), True
        paragraph.font.color.rgb = RGBColor.from_string(LIGHT["ink"][1:].upper())


def _text(shown, words, place, *, largest, colour=LIGHT["ink"][1:], wide=WIDTH - 2 * EDGE):
    """A box of text over the width of the slide, or `wide` [inches], that holds all of it."""
    from pptx.dml.color import RGBColor
    from pptx.util import Inches, Pt

    top, height = place
    box = shown.shapes.add_textbox(Inches(EDGE), Inches(top), Inches(wide), Inches(height))
    frame = box.text_frame
    frame.word_wrap = True
    frame.margin_top = frame.margin_bottom = 0
    words, size = fitted(whole(words), wide - 0.2, height, largest, smallest=7)
    frame.text = words
    for paragraph in frame.paragraphs:
        paragraph.font.size = Pt(size)
        paragraph.font.color.rgb = RGBColor.from_string(colour.upper())
    return box


def _table(shown, table, report):
    from pptx.util import Inches, Pt

    wide = WIDTH - 2 * EDGE
    widths = _widths(table, wide)
    size = _table_size(table, widths)
    rows = (table.header, *table.rows)
    frame = shown.shapes.add_table(
        len(rows), len(table.header), Inches(EDGE), Inches(BODY[0]), Inches(wide), Inches(0.3 * len(rows))
    )
    frame.name = "table"
    for column, width in zip(frame.table.columns, widths, strict=True):
        column.width = Inches(width)
    for i, row in enumerate(rows):
        frame.table.rows[i].height = Inches(_row_height(row, widths, size))
        for j, words in enumerate(row):
            cell = frame.table.cell(i, j)
            cell.text = whole(words)
            cell.margin_top = cell.margin_bottom = Inches(0.03)
            if i == 0:
                cell.fill.solid()
                cell.fill.fore_color.rgb = _solid(report)
            for paragraph in cell.text_frame.paragraphs:
                paragraph.font.size = Pt(size)


def _solid(report):
    """The client's colour where white can be read on it and it can be read on white, peerkit's else."""
    from pptx.dml.color import RGBColor

    colour = brand(report)
    return RGBColor.from_string((colour if readable(colour) else LIGHT["accent"][1:]).upper())


def _widths(table, wide):
    """Widths of the columns [inches], in proportion to the longest text in each."""
    longest = [min(max(len(row[j]) for row in (table.header, *table.rows)) + 2, 90) for j in range(len(table.header))]
    words = [
        max(len(word) for row in (table.header, *table.rows) for word in (row[j].split() or [""]))
        for j in range(len(longest))
    ]
    # No word of usual length is broken.
    least = [max(0.5, 0.2 + 0.16 * min(each, 12)) for each in words]
    widths = [max(wide * each / sum(longest), low) for each, low in zip(longest, least, strict=True)]
    return [wide * each / sum(widths) for each in widths]


def _row_height(row, widths, size):
    most = max(lines(words, width - 0.25, size) for words, width in zip(row, widths, strict=True))
    return most * size * LINE / 72 + 0.08


def _table_size(table, widths):
    rows = (table.header, *table.rows)
    sizes = (size for size in range(16, 8, -1) if sum(_row_height(row, widths, size) for row in rows) <= BODY[1])
    return next(sizes, 9)


def _chart(shown, slide, report, place):
    from pptx.chart.data import CategoryChartData, XyChartData
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Inches

    chart = slide.body
    if chart.categories:
        data, kind = CategoryChartData(), XL_CHART_TYPE.BAR_CLUSTERED
        data.categories = [whole(name) for name in chart.categories]
        for series in chart.series:
            data.add_series(series.name, series.y)
    else:
        data, kind = XyChartData(), XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS
        for series in chart.series:
            points = data.add_series(series.name)
            for x, y in zip(series.x, series.y, strict=True):
                if x is not None and y is not None:
                    points.add_data_point(x, y)
    box = (Inches(each) for each in (EDGE, place[0], WIDTH - 2 * EDGE, place[1]))
    frame = shown.shapes.add_chart(kind, *box, data)
    frame.name = "chart"
    # What a screen reader says instead of the picture.
    frame._element.nvGraphicFramePr.cNvPr.set("descr", whole(slide.finding.text))
    _axes(frame.chart, chart)
    (_bars if chart.categories else _lines)(frame.chart, chart, report)


def _axes(drawn, chart):
    from pptx.enum.chart import XL_AXIS_CROSSES
    from pptx.util import Pt

    drawn.has_title = False
    drawn.font.size = Pt(12)
    across, up = drawn.category_axis, drawn.value_axis
    for axis, words in ((across, chart.x_title), (up, chart.y_title)):
        axis.has_title = True
        axis.axis_title.text_frame.text = words
        axis.axis_title.text_frame.paragraphs[0].font.size = Pt(12)
        axis.axis_title.text_frame.paragraphs[0].font.bold = False
    across.has_major_gridlines = False
    _format(up, "0%" if chart.percent else "General" if chart.categories else "#,##0")
    if chart.log:
        for axis in (across, up):
            _logarithmic(axis)
            axis.crosses = XL_AXIS_CROSSES.MINIMUM
        return
    up.minimum_scale = 0
    if chart.top:
        up.maximum_scale = chart.top
    if not chart.categories:
        last = max(x for series in chart.series for x in series.x)
        across.minimum_scale, across.maximum_scale = 0, last
        _format(across, "0%" if "[share" in chart.x_title else "#,##0" if last > 10 else "General")


def _format(axis, words):
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = words, False


def _logarithmic(axis):
    """Set a logarithmic scale, for which python-pptx has no property."""
    from pptx.oxml.ns import qn

    scaling = axis._element.find(qn("c:scaling"))
    base = scaling.makeelement(qn("c:logBase"), {"val": "10"})
    scaling.insert(0, base)


def _bars(drawn, chart, report):
    from pptx.enum.chart import XL_AXIS_CROSSES, XL_TICK_LABEL_POSITION, XL_TICK_MARK
    from pptx.util import Pt

    drawn.has_legend = False
    # The first bar stands on top, and the numbers stay below.
    drawn.category_axis.reverse_order = True
    drawn.category_axis.crosses = XL_AXIS_CROSSES.MAXIMUM
    if chart.percent:
        shape = "[=0]0%;[<0.0995]0.0%;0%"
    elif chart.top:
        shape = "0"
    else:
        shape = "[=0]0;[<0.0995]0.000;0.00"
    plot = drawn.plots[0]
    plot.gap_width = 50
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked, labels.show_value = shape, False, True
    labels.font.size = Pt(12)
    # Every bar says its number, so a scale would say it twice.
    drawn.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    drawn.value_axis.major_tick_mark = XL_TICK_MARK.NONE
    drawn.value_axis.format.line.fill.background()
    drawn.value_axis.has_major_gridlines = False
    fill = plot.series[0].format.fill
    fill.solid()
    fill.fore_color.rgb = _solid(report)


def _lines(drawn, chart, report):
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_LEGEND_POSITION, XL_MARKER_STYLE
    from pptx.enum.dml import MSO_LINE
    from pptx.util import Pt

    dashes = {"solid": MSO_LINE.SOLID, "dot": MSO_LINE.ROUND_DOT, "dash": MSO_LINE.DASH, "dashdot": MSO_LINE.DASH_DOT}
    symbols = (XL_MARKER_STYLE.CIRCLE, XL_MARKER_STYLE.CIRCLE, XL_MARKER_STYLE.DIAMOND, XL_MARKER_STYLE.SQUARE)
    drawn.has_legend = len(chart.series) > 1
    if drawn.has_legend:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        drawn.legend.font.size = Pt(12)
    for place, (series, ours) in enumerate(zip(drawn.plots[0].series, chart.series, strict=True)):
        series.smooth = False
        if ours.dot:
            series.format.line.fill.background()
            series.marker.style, series.marker.size = symbols[place % 4], 12
            series.marker.format.fill.solid()
            series.marker.format.fill.fore_color.rgb = RGBColor.from_string(LIGHT["warn"][1:].upper())
        else:
            look = stroke(ours, place)
            series.format.line.color.rgb = RGBColor.from_string(look["color"][1:].upper())
            series.format.line.width, series.format.line.dash_style = Pt(2.5), dashes.get(look["dash"], MSO_LINE.SOLID)
