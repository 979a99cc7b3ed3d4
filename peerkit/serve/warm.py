"""Importing this imports what any page needs, so that a kernel forked or kept in reserve has paid for it already."""

import importlib
import pkgutil

import peerkit.cases
import peerkit.dashboards

for module in pkgutil.iter_modules(peerkit.dashboards.__path__, "peerkit.dashboards."):
    importlib.import_module(module.name)
