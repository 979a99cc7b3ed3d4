"""The colours and the plotly template that every figure and every page shares, in light and in dark."""

import plotly.graph_objects as go

TOKENS = {
    "paper": ("#fbfaf6", "#14171a"),
    "card": ("#ffffff", "#1c2024"),
    "ink": ("#1d2126", "#ebe7de"),
    "soft": ("#5b626b", "#a7adb5"),
    "line": ("#e3dfd5", "#31363c"),
    "edge": ("#8b8778", "#7d848c"),
    "accent": ("#0b6b63", "#5cc9bb"),
    "accent-soft": ("#e3f1ee", "#16312e"),
    "market": ("#a8480a", "#f0a35e"),
    "firm": ("#4a3fb5", "#a79ff7"),
    "peers": ("#0b6b63", "#5cc9bb"),
    "warn": ("#8a5a00", "#f1c66a"),
    "warn-soft": ("#fff4da", "#332a14"),
}
"""Name of each colour and its (light, dark) value. Figures use the light value; a dark page swaps it for the dark one.

*edge* outlines what can be operated (3 : 1 against paper and card); *line* only separates.
"""

LIGHT = {name: light for name, (light, _) in TOKENS.items()}

STROKES = {
    "market": {"color": LIGHT["market"], "dash": "dash"},
    "firm": {"color": LIGHT["firm"], "dash": "dot"},
    "peers": {"color": LIGHT["peers"], "dash": "solid"},
    "warn": {"color": LIGHT["warn"], "dash": "dashdot"},
    "ink": {"color": LIGHT["ink"], "dash": "solid"},
    "soft": {"color": LIGHT["soft"], "dash": "longdash"},
}
"""Line styles by role: market dashed amber, firm dotted indigo, peers solid teal, everywhere; never colour alone."""

FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif'

_AXIS = {
    "gridcolor": LIGHT["line"],
    "linecolor": LIGHT["line"],
    "zerolinecolor": LIGHT["line"],
    "tickcolor": LIGHT["line"],
    "tickfont": {"color": LIGHT["soft"]},
    "title": {"font": {"color": LIGHT["soft"], "size": 13}, "standoff": 8},
    "automargin": True,
    "separatethousands": True,
}

TEMPLATE = go.layout.Template(
    layout={
        "font": {"family": FONT, "size": 13, "color": LIGHT["ink"]},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "colorway": [LIGHT["peers"], LIGHT["firm"], LIGHT["market"], LIGHT["warn"]],
        "margin": {"l": 56, "r": 84, "t": 16, "b": 48},
        "showlegend": False,
        "hovermode": "closest",
        # plotly would lay half-transparent black behind the button that resets the axes.
        "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": LIGHT["soft"], "activecolor": LIGHT["ink"]},
        "hoverlabel": {"font": {"family": FONT, "size": 13}},
        "xaxis": {**_AXIS, "ticklabeloverflow": "allow"},
        # Upright axes make room for their labels, so nothing needs to be measured and hidden.
        "yaxis": {**_AXIS, "ticklabeloverflow": "allow"},
    }
)


def dark_for_light():
    """Light colour to dark colour, for a page that turns dark: ``{"#fbfaf6": "#14171a", ...}``."""
    return {light: dark for light, dark in TOKENS.values()}


def css_tokens():
    """The same colours as CSS custom properties ``--pk-*``, by the page's theme or the reader's preference."""
    light = ";".join(f"--pk-{name}:{value}" for name, (value, _) in TOKENS.items()) + ";color-scheme:light"
    dark = ";".join(f"--pk-{name}:{value}" for name, (_, value) in TOKENS.items()) + ";color-scheme:dark"
    return (
        f":root{{{light}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}"
        f"@media screen{{:root[data-theme=dark],body[data-jp-theme-light=false]{{{dark}}}}}"
        f"body[data-jp-theme-light=true]{{{light}}}"
    )
