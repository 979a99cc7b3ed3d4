"""One HTML file with interactive figures that needs no network, and may not ask for any.

A strict policy stands in its head, so that a browser refuses whatever the file does not hold itself.
"""

import json
from html import escape

from peerkit.widgets.plotly_bundle import bundle

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data: blob:; font-src data:; "
    "base-uri 'none'; form-action 'none'"
)


def document(title, *, style, body, figures, draw):
    """The file as text. `figures` go into the element `figures` as JSON, and the script `draw` draws them; `title` is plain text."""
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
<style>{style}</style>
</head>
<body>
<main>
{body}
</main>
<script type="application/json" id="figures">{as_json(figures)}</script>
<script>{plotly}</script>
<script>{draw}</script>
</body>
</html>
"""


def as_json(value):
    """JSON that ends no script.

    >>> as_json(["</script>"])
    '["\\\\u003c/script>"]'
    """
    return json.dumps(value, allow_nan=False).replace("<", "\\u003c")
