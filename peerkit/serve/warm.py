"""Importing this imports what every page needs, so that a kernel forked or kept in reserve has paid for it already."""

import peerkit.cases  # noqa: F401
import peerkit.dashboards.coverage  # noqa: F401
import peerkit.dashboards.explorer  # noqa: F401
import peerkit.dashboards.flywheel  # noqa: F401
import peerkit.dashboards.granularity  # noqa: F401
import peerkit.dashboards.modes  # noqa: F401
import peerkit.dashboards.specialisation  # noqa: F401
