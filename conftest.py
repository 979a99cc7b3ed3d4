"""Settings of nbval that have no command-line option, and what every test shares."""

from hypothesis import settings

# The same draws on every machine, and no verdict that depends on how busy it is.
settings.register_profile("peerkit", deadline=None, derandomize=True)
# `make check` draws fewer records for each law, `make test` all of them.
settings.register_profile("quick", settings.get_profile("peerkit"), max_examples=20)
settings.load_profile("peerkit")


def pytest_collectstart(collector):
    if type(collector).__name__ == "IPyNbFile":
        # Figures are tested as data elsewhere; what a library warns on stderr names temporary files.
        collector.skip_compare += ("stderr", "application/vnd.plotly.v1+json")


def pytest_collection_modifyitems(items):
    for item in items:
        if type(item).__name__ == "IPyNbCell":
            item.output_timeout = 60
