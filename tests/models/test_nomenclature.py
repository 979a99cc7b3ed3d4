import peerkit.models
from peerkit.models.nomenclature import table


def test_the_docstring_of_the_models_lists_every_parameter():
    """Print the table with ``python -m peerkit.models.nomenclature``."""
    listed = [line for line in peerkit.models.__doc__.splitlines() if " · " in line and not line.startswith("name ·")]
    assert [line.strip() for line in listed] == table()
