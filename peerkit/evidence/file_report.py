"""The report on a log as one HTML file: interactive figures, no network, nothing that a browser would ask for elsewhere."""

import json
from html import escape

from peerkit.evidence.report import details, drawn, summary
from peerkit.figures.theme import TEMPLATE, css_tokens
from peerkit.widgets.web import text

POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'"
STYLE = """
body{margin:0;background:var(--pk-paper);color:var(--pk-ink);font:16px/1.5 system-ui,sans-serif;overflow-wrap:break-word}
main{max-width:62rem;margin:0 auto;padding:1.5rem 1rem}h1{font-size:1.7rem;line-height:1.2}
section{background:var(--pk-card);border:1px solid var(--pk-line);border-radius:10px;padding:1rem;margin:1rem 0}
.figure{height:24rem;background:#fff;border-radius:8px}section.pk-log{font-size:1rem}footer{color:var(--pk-soft);font-size:.9rem}
@media print{section{break-inside:avoid}details{display:block}}
"""
DRAW = """
for(const each of JSON.parse(document.getElementById('figures').textContent))
  Plotly.newPlot(each.id,each.data,each.layout,{displaylogo:false,responsive:true});
"""


def html(result):
    """The report on a result (`Analysis.as_dict`) as HTML."""
    from peerkit.widgets.plotly_bundle import bundle

    parts = drawn(result)
    sections = "".join(
        f"<section><h2>{escape(each.title)}</h2><div class='figure' id='{each.key}'></div><p>{escape(each.sentence)}</p></section>"
        for each in parts
    )
    figures = [{"id": each.key, **_plain(each.figure)} for each in parts]
    title = f"{result['log']['name']}: what the log shows"
    stamp = f"{result['made_with']}, {result['made']}, engine {result['engine']}, seed {result['seed']}"
    data = json.dumps(figures, allow_nan=False).replace("<", "\\u003c")
    # The bundle ends scripts nowhere, but a later release could.
    plotly = bundle().read_text(encoding="utf-8").replace("</script", "<\\/script")
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{escape(title)}</title>
<style>{css_tokens()}{text("log_page.css")}{STYLE}</style>
</head>
<body>
<main>
<h1>{escape(title)}</h1>
{summary(result)}
{sections}
<section class="pk-told">{details(result)}</section>
<footer><p>{escape(stamp)}. Contributors are counted under pseudonyms; no name stands in this file.</p></footer>
</main>
<script type="application/json" id="figures">{data}</script>
<script>{plotly}</script>
<script>{DRAW}</script>
</body>
</html>
"""


def _plain(figure):
    from plotly.io.json import to_json_plotly

    told = json.loads(to_json_plotly(figure.to_plotly_json()))
    told["layout"]["template"] = json.loads(to_json_plotly(TEMPLATE.to_plotly_json()))
    # Paper is light, and a file has no theme of its own.
    return {"data": told["data"], "layout": {**told["layout"], "autosize": True}}


def csv(result):
    """The measures of a result as CSV, a line each, with definition, interval, seed and engine."""
    import csv as table
    import io

    file = io.StringIO()
    writer = table.writer(file, lineterminator="\n")
    writer.writerow(
        (
            "measure",
            "label",
            "unit",
            "estimate",
            "low",
            "high",
            "n",
            "of",
            "refused",
            "definition",
            "source",
            "log",
            "made",
            "engine",
            "seed",
        )
    )
    stamp = (result["log"]["name"], result["made"], result["engine"], result["seed"])
    for name, each in result["measures"].items():
        low, high = each["interval"] or ("", "")
        writer.writerow(
            (
                name,
                each["label"],
                each["unit"],
                each["estimate"],
                low,
                high,
                each["n"],
                each["of"],
                each["refused"],
                each["definition"],
                each["source"],
                *map(_harmless, stamp),
            )
        )
    return file.getvalue()


def _harmless(value):
    """Text that a spreadsheet takes for text: the name of a log is its owner's."""
    return f"'{value}" if str(value)[:1] in "=+-@\t" else value
