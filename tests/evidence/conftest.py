"""Shared by the tests of evidence: one Spark for all, since it takes ten seconds to start."""

import os
import shutil

import pytest


@pytest.fixture(scope="session")
def spark():
    """An Ibis connection to Spark on two cores of this machine, or a skip that says what is missing."""
    pytest.importorskip("pyspark", reason="the extra spark is not installed: pip install 'peerkit[spark]'")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("Spark needs Java 17 or later, and there is none here")
    from peerkit.evidence import engines

    connection = engines.spark()
    yield connection
    connection._session.stop()
