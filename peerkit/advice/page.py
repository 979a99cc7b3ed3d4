"""The page: one file with interactive figures that needs no network, and may not ask for any.

A strict policy stands in its head, so that a browser refuses whatever the file does not hold itself.
"""

import html
import json
import math
from datetime import date

from peerkit.advice import forecasts, logo, logs_read
from peerkit.advice.instrument import items
from peerkit.advice.slides import Chart, client, numbers_given, shown, slides, stroke
from peerkit.advice.written import whole
from peerkit.figures.theme import LIGHT
from peerkit.figures.words import number

POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'"
SYMBOLS = ("circle", "circle", "diamond", "square")
STYLE = """
:root{color-scheme:light dark;--paper:#fbfaf6;--card:#fff;--ink:#1d2126;--soft:#5b626b;--line:#e3dfd5;--accent:#0b6b63}
@media(prefers-color-scheme:dark){:root{--paper:#14171a;--card:#1c2024;--ink:#ebe7de;--soft:#a7adb5;--line:#31363c;--accent:#5cc9bb}}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif;overflow-wrap:break-word}
main{max-width:60rem;margin:0 auto;padding:1.5rem 1rem}
h1{font-size:1.7rem;line-height:1.2}h2{font-size:1.2rem;line-height:1.3;margin:0 0 .5rem}
section{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1rem;margin:1rem 0}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--line)}
.quiet,footer,summary{color:var(--soft);font-size:.9rem}.mark{color:#8a5a00;background:#fff4da;padding:0 .4rem;border-radius:4px}
.figure{height:22rem;width:100%}.wide{overflow-x:auto}h1,h2,p,li{overflow-wrap:anywhere}
.logo{display:block;max-width:12rem;max-height:4rem;margin:0 0 .75rem;background:#fff;padding:.25rem;border-radius:4px}
@media print{section{break-inside:avoid}}
"""
DRAW = """
const dark=matchMedia('(prefers-color-scheme: dark)');
function draw(){
  const ink=dark.matches?'#ebe7de':'#1d2126',line=dark.matches?'#31363c':'#e3dfd5';
  for(const each of JSON.parse(document.getElementById('figures').textContent)){
    const layout=structuredClone(each.layout);
    layout.font={color:ink,family:'system-ui, sans-serif',size:13};
    for(const axis of ['xaxis','yaxis']) Object.assign(layout[axis],{gridcolor:line,zerolinecolor:line,automargin:true});
    Plotly.react(each.id,each.data,layout,{displaylogo:false,responsive:true,displayModeBar:false});
  }
}
dark.addEventListener('change',draw);draw();
"""


def write_page(report, path):
    """Write the page of a report."""
    with open(path, "w", encoding="utf-8") as file:
        file.write(page(report))


def page(report):
    """The page of a report as HTML."""
    from peerkit.widgets.plotly_bundle import bundle

    shown_slides = slides(report)
    charts = [(f"figure-{i}", slide) for i, slide in enumerate(shown_slides, 1) if isinstance(slide.body, Chart)]
    figures = [{"id": name, **figure(slide.body)} for name, slide in charts]
    # The bundle ends scripts nowhere, but a later release could.
    plotly = bundle().read_text(encoding="utf-8").replace("</script", "<\\/script")
    title = f"{client(report)}: {report.diagnosis.verdict}"
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{text(title)}</title>
<style>{STYLE}</style>
</head>
<body>
<main>
{_head(report)}
{"".join(_section(slide, f"figure-{i}", report) for i, slide in enumerate(shown_slides, 1))}
{_more(report)}
<footer><p>{text(report.stamp.line)}</p></footer>
</main>
<script type="application/json" id="figures">{as_json(figures)}</script>
<script>{plotly}</script>
<script>{DRAW}</script>
</body>
</html>
"""


def text(words):
    """Text that is nothing but text in HTML.

    >>> text("<b>'&")
    '&lt;b&gt;&#x27;&amp;'
    """
    return html.escape(whole(words), quote=True)


def own(words):
    """Text of the client's: its direction of writing does not leave it."""
    return f"<bdi>{text(words)}</bdi>".replace("\n", "<br>")


def as_json(value):
    """JSON that ends no script.

    >>> as_json(["</script>"])
    '["\\\\u003c/script>"]'
    """
    return json.dumps(value, allow_nan=False).replace("<", "\\u003c")


def figure(chart):
    """A chart as plotly's traces and layout: bars lie where they have names, so that names can be read."""
    data = [_bars(chart)] if chart.categories else [_line(series, i) for i, series in enumerate(chart.series)]
    x, y = {"title": {"text": chart.x_title}}, {"title": {"text": chart.y_title}}
    if chart.categories:
        x, y = {"title": {"text": chart.y_title}}, {"autorange": "reversed"}
        x["range"] = [0, chart.top or 1.15 * max(*chart.series[0].y, 1e-9)]
        values = x
    else:
        values = y
        y["rangemode"] = x["rangemode"] = "tozero"
    if chart.percent:
        values["tickformat"] = ".0%"
    if chart.log:
        x |= {"type": "log", "dtick": 1}
        y |= {"type": "log", "dtick": 1}
    layout = {
        "xaxis": x,
        "yaxis": y,
        "margin": {"l": 60, "r": 20, "t": 10, "b": 50},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "legend": {"orientation": "h", "y": 1.12},
        "showlegend": not chart.categories,
    }
    return {"data": data, "layout": layout}


def _bars(chart):
    (series,) = chart.series
    return {
        "type": "bar",
        "orientation": "h",
        "x": list(series.y),
        "y": list(chart.categories),
        "text": [shown(value, chart) for value in series.y],
        "textposition": "auto",
        "marker": {"color": LIGHT["peers"]},
        "name": series.name,
        "hovertemplate": "%{y}: %{text}<extra></extra>",
    }


def _line(series, place):
    if series.dot:
        look = {"mode": "markers", "marker": {"size": 11, "color": LIGHT["warn"], "symbol": SYMBOLS[place % 4]}}
    else:
        look = {"mode": "lines", "line": {**stroke(series, place), "width": 3}}
    return {"type": "scatter", "x": list(series.x), "y": list(series.y), "name": series.name, **look}


def _head(report):
    engagement = report.engagement
    mark = ' <span class="mark">FICTIONAL</span>' if report.stamp.fictional else ""
    rows = [("Sector", engagement.client.sector), ("Decision", engagement.decision)]
    rows += [(f"Aim {place}", aim) for place, aim in enumerate(engagement.aims, 1)]
    rows += [(f"Guess: {who}", guess) for who, guess in engagement.guesses.items()]
    facts = "".join(f"<p><b>{own(name)}</b>: {own(value)}</p>" for name, value in rows if value)
    reasons = "".join(f"<p>{text(words)}</p>" for words in (*report.diagnosis.reasons, *report.diagnosis.warnings))
    return (
        f'{picture(report)}<p class="quiet">{own(engagement.client.name)}{mark}</p><h1>{text(report.finding("verdict").text)}</h1>'
        f"<section>{reasons}<p>{text(report.finding('risk').text)}</p>"
        f"<p>{text(report.finding('difference').text)}</p>{facts}</section>"
    )


def picture(report):
    """The client's logo as an element, "" where there is none."""
    source = logo.source(report.engagement.brand.logo)
    name = text(f"Logo of {client(report)}")
    return f'<img class="logo" src="{source}" alt="{name}">' if source else ""


def study(engagement):
    """The study that is made first as rows of a table: none where none was named."""
    named = engagement.study
    question = next((each.short for each in items() if each.key == named.question), named.question)
    rows = (("Question", question), ("What is done", named.what), ("By whom", named.owner), ("Until", named.date))
    return [(name, words) for name, words in rows if words]


def _section(slide, name, report):
    body = (
        _figure(slide, name) if isinstance(slide.body, Chart) else _table(slide.body) if slide.body else _missing(slide)
    )
    against = "".join(f"<li>{text(words)}</li>" for words in slide.against)
    topic = slide.finding.topic
    ours = "".join(f"<li>{own(words)}</li>" for words in (numbers_given(report, topic) if topic else ()))
    ours = f"<details><summary>The client's numbers</summary><ul>{ours}</ul></details>" if ours else ""
    return (
        f"<section><h2>{text(slide.finding.text)}</h2>{body}{ours}"
        f"<details><summary>What speaks against it</summary><ul>{against}</ul></details>"
        f'<p class="quiet">{text(slide.source)}</p></section>'
    )


def _figure(slide, name):
    """The place of a figure, and its numbers as a table for whoever cannot see it."""
    chart = slide.body
    if chart.categories:
        rows = zip(chart.categories, (shown(value, chart) for value in chart.series[0].y), strict=True)
        table = _table_of((chart.x_title, chart.y_title), rows)
    else:
        rows = [
            (series.name, _say(x), _say(y)) for series in chart.series for x, y in zip(series.x, series.y, strict=True)
        ]
        table = _table_of(("line", chart.x_title, chart.y_title), rows)
    label = text(slide.finding.text)
    return (
        f'<div class="figure" id="{name}" role="img" aria-label="{label}"></div>'
        f"<details><summary>The numbers as a table</summary>{table}</details>"
    )


def _say(value):
    return "none" if value is None or not math.isfinite(value) else f"{value:.6g}"


def _table(table):
    return _table_of(table.header, table.rows)


def _table_of(header, rows):
    head = "".join(f"<th>{text(cell)}</th>" for cell in header)
    body = "".join(f"<tr>{''.join(f'<td>{own(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _missing(slide):
    asked = "".join(f"<li>{text(name)}</li>" for name in slide.missing)
    return f"<p>There is no figure, because these numbers are missing:</p><ul>{asked}</ul>"


def _more(report):
    """Everything else that the client said, and what was found for the scenarios."""
    from peerkit.advice.compared import compared
    from peerkit.advice.findings import of_scenarios

    engagement, parts = report.engagement, []
    notes = [
        (item.key, answer.note, answer.how, answer.date, answer.by)
        for item in items()
        if (answer := engagement.answers.get(item.key)) and (answer.note or answer.date or answer.by)
    ]
    if notes:
        parts.append(("Notes on the answers", _table_of(("Question", "Note", "Known", "Date", "By"), notes)))
    rows = [
        (each.name, each.note, label, "" if value is None else f"{number(value)} {unit}")
        for each in compared(engagement)
        for label, unit, value in (each.answers or ((each.problem, "", None),))
    ]
    in_words = [(each.text,) for each in of_scenarios(report)]
    if in_words:
        parts.append(("Scenarios and ranges, in words", _table_of(("Finding",), in_words)))
    if rows:
        parts.append(("Scenarios", _table_of(("Scenario", "Note", "Answer", "Value"), rows)))
    canvas = list(engagement.canvas.items())
    if canvas:
        parts.append(("Canvas", _table_of(("Field", "Words"), canvas)))
    if engagement.evidence:
        rows = [(place, *pair) for place, each in enumerate(engagement.evidence, 1) for pair in logs_read.rows(each)]
        parts.append(("Evidence", _table_of(("", "Field", "Value"), rows)))
    if study(engagement):
        parts.append(("The study that comes first", _table_of(("", ""), study(engagement))))
    if engagement.forecasts:
        day = date.fromisoformat(report.stamp.date)
        table = _table_of(("Forecast", "Date", "Chance", "State"), forecasts.rows(engagement.forecasts, day))
        said = text(forecasts.in_all(engagement.forecasts, day))
        parts.append(("Forecasts", table + (f"<p>{said}</p>" if said else "")))
    return "".join(f"<section><h2>{text(title)}</h2>{body}</section>" for title, body in parts)
