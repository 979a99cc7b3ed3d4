"""peerkit: the economics of peer production as models one can move, cases one can check and questions one can ask.

What the author of a notebook needs is offered here by name and imported when it is first used, so that a kernel pays
only for what its page uses:

- ``explore("modes")`` shows a dashboard, ``explore(record=…, figure=…, summary=…, controls=(…))`` makes a new one,
- ``show(figure)`` shows a figure, ``scenario("modes", pair_cost=0.05)`` builds the record of a topic,
- ``ask("why_firms_exist.team")`` asks an exercise of a lesson, ``ask(Choice(…))`` one of your own,
- ``load_case("flickr")`` reads a case, ``Record`` and ``parameter`` declare a model.
"""

_OFFERED = {
    "explore": "peerkit.dashboards.author",
    "show": "peerkit.dashboards.author",
    "scenario": "peerkit.dashboards.author",
    "ask": "peerkit.course.ask",
    "load_case": "peerkit.cases",
    "Record": "peerkit.records.record",
    "parameter": "peerkit.records.parameter",
}
__all__ = ["explore", "show", "scenario", "ask", "load_case", "Record", "parameter"]


def __getattr__(name):
    from importlib import import_module

    if name in _OFFERED:
        return getattr(import_module(_OFFERED[name]), name)
    # Reading the metadata of an installation takes longer than importing a model.
    if name == "__version__":
        from importlib.metadata import version

        return version("peerkit")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}; it offers {', '.join(__all__)}")


def __dir__():
    return [*__all__, "__version__"]
