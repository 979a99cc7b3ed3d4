"""The names of `tests/data/reference_values.json` mapped to peerkit's functions.

Each topic declares its quantities in `tests/adapters/<topic>.py` as a dictionary `QUANTITIES` from
``"model.quantity"`` to a function that takes the JSON's inputs by name and returns the JSON's shape.
"""

import importlib.util
import json
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
VALUES = json.loads((HERE / "data" / "reference_values.json").read_text(encoding="utf-8"))


def _quantities():
    quantities = {}
    for path in sorted((HERE / "adapters").glob("[!_]*.py")):
        spec = importlib.util.spec_from_file_location(f"peerkit_adapters_{path.stem}", path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        twice = quantities.keys() & module.QUANTITIES.keys()
        if twice:
            raise ValueError(f"{path.name} declares again {sorted(twice)}")
        quantities.update(module.QUANTITIES)
    return quantities


QUANTITIES = _quantities()
NOT_BUILT = sorted({f"{value['model']}.{value['quantity']}" for value in VALUES} - QUANTITIES.keys())


def evaluate(model, quantity, inputs):
    """The value of `model.quantity` at `inputs` (names as in the JSON): a number, a list or a dictionary of them."""
    name = f"{model}.{quantity}"
    if name not in QUANTITIES:
        raise LookupError(f"{name} is not built yet; built are {', '.join(sorted(QUANTITIES))}")
    return _plain(QUANTITIES[name](**inputs))


def _plain(result):
    if isinstance(result, dict):
        return {key: _plain(value) for key, value in result.items()}
    if isinstance(result, (list, tuple, np.ndarray)):
        return [_plain(value) for value in result]
    return result.item() if isinstance(result, np.generic) else result
