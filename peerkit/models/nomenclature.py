"""The table of names: every parameter of every record, so that one word means one thing."""

import importlib
import pkgutil

import peerkit.models
from peerkit.models.record import Record


def records():
    """Every record of the library, by module and name."""
    modules = [
        importlib.import_module(f"peerkit.models.{m.name}") for m in pkgutil.iter_modules(peerkit.models.__path__)
    ]
    found = {
        (module.__name__, name): value
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, type) and issubclass(value, Record) and value.__module__ == module.__name__
    }
    return [found[key] for key in sorted(found) if found[key] is not Record]


def table():
    """The lines ``name · symbol · label [unit] (record)``, in the order of the alphabet."""
    lines = {
        f"{p.name} · {p.symbol} · {p.label} [{p.unit}] ({record.__name__})"
        for record in records()
        for p in record.parameters().values()
    }
    return sorted(lines)


if __name__ == "__main__":
    print("\n".join(table()))  # noqa: T201
