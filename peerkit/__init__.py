"""peerkit: the economics of peer production as models one can move, cases one can check and questions one can ask.

Nothing is imported here, so that a kernel pays only for what its page uses.
"""


def __getattr__(name):
    # Reading the metadata of an installation takes longer than importing a model.
    if name == "__version__":
        from importlib.metadata import version

        return version("peerkit")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
