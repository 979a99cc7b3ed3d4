"""Outputs of a cell become widgets that the browser draws by itself, or are left to Jupyter's manager."""

import json

import pytest

from peerkit.serve.outputs import Foreign, still, tree

BOX = {
    "_model_name": "BoxModel",
    "_dom_classes": ["pk-explorer"],
    "children": ["IPY_MODEL_figure"],
    "layout": "IPY_MODEL_l",
}
FIGURE = {
    "_model_name": "AnyModel",
    "_anywidget_id": "x",
    "_css": "",
    "_esm": 'const module = await import(location.origin + "/assets/abc/widgets/plotly_view.js");\nexport default module.default;',
    "_view_count": None,
    "spec": json.dumps({"data": [], "layout": {}}),
    "tooltip": None,
}


def test_a_tree_holds_what_its_widgets_are_drawn_from_and_nothing_else():
    box = tree("box", {"box": BOX, "figure": FIGURE, "another page's": {"_model_name": "AnyModel"}})
    assert box.root == "box"
    assert box.states == {
        "box": {"_model_name": "BoxModel", "_dom_classes": ["pk-explorer"], "children": ["IPY_MODEL_figure"]},
        "figure": {
            "_model_name": "AnyModel",
            "_css": "",
            "module": "/assets/abc/widgets/plotly_view.js",
            "spec": {"data": [], "layout": {}},
        },
    }


def test_a_widget_with_binary_data_is_left_to_the_manager_that_brings_it():
    with pytest.raises(Foreign, match="binary"):
        tree("figure", {"figure": FIGURE}, binary={"figure": {}})


def test_an_anywidget_of_somebody_else_brings_its_own_module():
    module = "export default { render({ el }) { el.textContent = 'mine' } }"
    states = tree("mine", {"mine": {"_model_name": "AnyModel", "_esm": module}}).states
    assert states["mine"]["_esm"] == module
    assert "module" not in states["mine"]


@pytest.mark.parametrize(
    "states",
    [
        {"root": {"_model_name": "FloatSliderModel"}},
        {"root": BOX | {"children": ["IPY_MODEL_slider"]}, "slider": {"_model_name": "FloatSliderModel"}},
        {},  # closed again before the cell was done
    ],
)
def test_what_only_jupyter_can_draw_is_said(states):
    with pytest.raises(Foreign, match="drawn by Jupyter's widget manager"):
        tree("root", states)


def test_a_figure_without_a_widget_leaves_the_template_behind():
    figure = {"data": [{"x": [1]}], "layout": {"template": {"layout": {}}, "height": 300, "title": {"text": "Growth"}}}
    shown = still("2-0", figure, {"plotly_view.js": "/assets/abc/widgets/plotly_view.js"})
    state = shown.states[shown.root]
    assert state["spec"] == {"data": [{"x": [1]}], "layout": {"height": 300, "title": {"text": "Growth"}}}
    assert (state["label"], state["height"]) == ("Growth", 300)
