"""The pages of the room that need no kernel: one file each, so that a slow phone asks only once."""

import re
from functools import lru_cache
from pathlib import Path

from peerkit.figures.theme import css_tokens
from peerkit.widgets.web import text

HERE = Path(__file__).parent / "web"
SCRIPTS = {"phone": ("link.js", "chart.js", "phone.js"), "wall": ("link.js", "chart.js", "wall.js")}
"""The scripts of each page, behind the one by which all of peerkit's scripts make elements."""
TITLES = {"phone": "Room", "wall": "Room: wall"}
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>{title} · peerkit</title>
<style nonce="{nonce}">{css}</style>
</head>
<body class="{name}">
<main id="main"></main>
<noscript><p>This page needs JavaScript. Ask the person beside you to answer on one phone for both.</p></noscript>
<script nonce="{nonce}">{script}</script>
</body>
</html>
"""


def policy(nonce):
    """The rules for a browser: the page's own script and style, calls to this server, nothing else."""
    return (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def html(name, nonce):
    """The page `name` ("phone" or "wall") with its nonce."""
    css, script = _parts(name)
    return PAGE.format(title=TITLES[name], name=name, nonce=nonce, css=css, script=script)


@lru_cache
def _parts(name):
    css = css_tokens() + (HERE / "room.css").read_text(encoding="utf-8")
    script = text("make.js") + "".join((HERE / file).read_text(encoding="utf-8") for file in SCRIPTS[name])
    # Indentation and comments of their own lines are for us.
    return css, re.sub(r"^\s+|^\s*//.*\n", "", script, flags=re.MULTILINE)
