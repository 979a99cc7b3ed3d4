"""A widget that shows a `go.Figure`: only the figure travels, plotly.js is loaded once for the whole page."""

import json
from base64 import b64encode

import anywidget
import numpy as np
import traitlets

from peerkit.figures.theme import TEMPLATE, css_tokens, dark_for_light
from peerkit.widgets.moved import OnlyMoved
from peerkit.widgets.plotly_bundle import BASIC_TYPES, bundle
from peerkit.widgets.web import module, style, text

PARTS = ("numbers.js", "figure_table.js", "figure_labels.js", "figure_export.js", "figure_marks.js", "plotly_view.js")


def source():
    """The widget's module: its parts one after the other, with the template, the colours and what the small plotly.js can draw in them."""
    template = json.dumps(TEMPLATE.to_plotly_json())
    code = "".join(map(text, PARTS)).replace("/*TEMPLATE*/ {}", template)
    code = code.replace("/*BASIC*/ []", json.dumps(BASIC_TYPES))
    return code.replace("/*DARK*/ {}", json.dumps(dark_for_light()))


class PlotlyView(OnlyMoved, anywidget.AnyWidget):
    """Shows a figure with tooltips, image download, its data as a table, and the colours of the page's theme.

    `label` is the figure in words for those who cannot see it; with a `title` it stands below the figure for all. `height` is in pixels (a phone may get more).
    A new figure with the same traces in the same order replaces the old one in place (`show`).
    """

    _esm = module("plotly_view.js", source())
    _css = style(css_tokens() + text("plotly_view.css"))

    spec = traitlets.Unicode().tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)
    title = traitlets.Unicode().tag(sync=True)
    height = traitlets.Int(420).tag(sync=True)

    def __init__(self, figure=None, *, label="", title="", height=420):
        super().__init__(label=label, title=title, height=height)
        self.figure = None
        self.on_msg(self._answer)
        if figure is not None:
            self.show(figure, label=label)

    def show(self, figure, *, label=None):
        """Replace the figure, and what it says in words."""
        self.figure = figure
        with self.hold_sync():
            self.spec = _json(_plain(figure))
            if label is not None:
                self.label = label

    def _answer(self, _, content, buffers):
        if content.get("kind") == "plotly":
            wide = bool(content.get("wide"))
            self.send({"kind": "plotly", "wide": wide}, buffers=[bundle(wide).read_bytes()])

    def __repr__(self):
        return f"PlotlyView({self.label!r})"


def _plain(figure):
    """The data and layout that the page draws of a figure; the template is the same for all figures and is already in the page."""
    # plotly's own `to_plotly_json` packs the template too, which takes longer than all the rest.
    layout = figure.layout.to_plotly_json()
    layout.pop("template", None)
    return {"data": [_packed(trace.to_plotly_json()) for trace in figure.data], "layout": _packed(layout)}


def _packed(value):
    """The same value with its arrays of decimals as plotly.js reads them fastest: a type, and the bytes in base64.

    >>> _packed({"x": np.array([1.0, 2.0]), "name": "line"})
    {'x': {'dtype': 'f8', 'bdata': 'AAAAAAAA8D8AAAAAAAAAQA=='}, 'name': 'line'}
    """
    if isinstance(value, dict):
        return {name: _packed(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_packed(each) for each in value]
    if isinstance(value, np.ndarray) and value.dtype == "<f8" and value.ndim == 1 and value.size:
        return {"dtype": "f8", "bdata": b64encode(value).decode("ascii")}
    return value


def _json(plain):
    # plotly's encoder knows dates, NaN and the arrays that are left; the fast path of a bare figure avoids validating it once more.
    from plotly.io.json import to_json_plotly

    return to_json_plotly(plain)
