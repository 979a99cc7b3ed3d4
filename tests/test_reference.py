"""Every reference value, computed independently of peerkit (40-digit arithmetic, quadrature, brute force), is hit."""

import pytest

from tests.reference import NOT_BUILT, VALUES, evaluate


def _within(got, value, tolerance, kind):
    if isinstance(value, dict):
        assert got.keys() == value.keys()
        for key in value:
            _within(got[key], value[key], tolerance, kind)
    elif isinstance(value, list):
        assert len(got) == len(value)
        for one, other in zip(got, value, strict=True):
            _within(one, other, tolerance, kind)
    else:
        limits = {"rel": tolerance, "abs": 0} if kind == "rel" else {"rel": 0, "abs": tolerance}
        assert got == pytest.approx(value, **limits)


@pytest.mark.parametrize(
    "value",
    [value for value in VALUES if f"{value['model']}.{value['quantity']}" not in NOT_BUILT],
    ids=lambda value: value["id"],
)
def test_reference_value(value):
    got = evaluate(value["model"], value["quantity"], value["inputs"])
    _within(got, value["output"], value["tolerance"], value["tolerance_type"])


def test_every_reference_quantity_is_built():
    assert NOT_BUILT == [], f"{len(NOT_BUILT)} quantities have no function yet"


def test_a_quantity_that_is_not_built_is_named():
    with pytest.raises(LookupError, match="unknown.thing is not built yet"):
        evaluate("unknown", "thing", {})
