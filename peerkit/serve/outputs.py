"""Outputs of a cell as HTML: tables and pictures as they are, widgets with the state they are drawn from.

A page draws its widgets from this state before its kernel is asked for anything, and needs no widget manager of Jupyter's.
Only widgets of other packages, which `live.js` cannot draw, still get Voila's.
"""

import json
import re
from typing import NamedTuple

VIEW = "application/vnd.jupyter.widget-view+json"
PLOTLY = "application/vnd.plotly.v1+json"
BOXES = {"BoxModel", "HBoxModel", "VBoxModel"}
DRAWN = BOXES | {"AnyModel", "HTMLModel"}
ADDRESS = re.compile(r'import\(location\.origin \+ "([^"]+)"\)')
REFERENCE = "IPY_MODEL_"


class Tree(NamedTuple):
    """The widget shown (`root`, an id) and the states of it and of all widgets inside it, by id."""

    root: str
    states: dict


class Foreign(ValueError):
    """A widget that only Jupyter's own manager can draw."""


def tree(root, states, binary=()):
    """The `Tree` below the widget `root`, made from the `states` of all widgets of a kernel.

    Raises `Foreign` where a widget among them is none of peerkit's, no anywidget and no box, or where it is one of the
    widgets with `binary` data (ids), which cannot stand in a page.
    """
    own, waiting = {}, [root]
    while waiting:
        name = waiting.pop()
        state = states.get(name, {})
        if state.get("_model_name") not in DRAWN:
            raise Foreign(f"{state.get('_model_name')} is drawn by Jupyter's widget manager")
        if name in binary:
            raise Foreign("binary data is brought by Jupyter's widget manager")
        own[name] = _slim(state)
        if state["_model_name"] in BOXES:
            waiting += [child.removeprefix(REFERENCE) for child in state["children"]]
    return Tree(root, own)


def _slim(state):
    """A state without what only Jupyter's manager needs; a module that the server has is named by its address."""
    kept = {
        name: value
        for name, value in state.items()
        if name in ("_model_name", "_dom_classes", "_css", "_esm") or not name.startswith("_")
        if name not in ("layout", "tabbable", "tooltip")
    }
    if isinstance(kept.get("spec"), str):
        # A figure is JSON already; as a text within JSON it would be twice as long.
        kept["spec"] = json.loads(kept["spec"] or "null")
    served = ADDRESS.search(kept.get("_esm", "")[:300])
    if served:
        kept |= {"module": served[1]}
        del kept["_esm"]
    return kept


def still(number, figure, modules):
    """The `Tree` of a plotly figure that a notebook shows without a widget."""
    layout = {name: value for name, value in figure["layout"].items() if name != "template"}
    name = f"still-{number}"
    state = {
        "_model_name": "AnyModel",
        "_dom_classes": [],
        "module": modules["plotly_view.js"],
        "spec": {"data": figure["data"], "layout": layout},
        "label": layout.get("title", {}).get("text", ""),
        "title": "",
        "height": layout.get("height", 420),
    }
    return Tree(name, {name: state})
