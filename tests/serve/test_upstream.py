"""The names of Jupyter, Voila and nbclient that peerkit leans on: each exists, and no other module imports them."""

import inspect
from functools import reduce
from importlib import import_module
from pathlib import Path

import nbformat
import pytest
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from nbclient import NotebookClient

from peerkit.serve import upstream
from peerkit.serve.upstream import NAMES, Kernels

SERVE = Path(upstream.__file__).parent


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_peerkit_leans_on_is_there(name):
    module, _, path = name.partition(":")
    try:
        reduce(getattr, path.split("."), import_module(module))
    except (ImportError, AttributeError) as error:
        pytest.fail(f"without {name} {NAMES[name]}: {error}")


@pytest.mark.parametrize("attribute", ["_kernels", "_kernel_connections", "_pending_kernels"])
def test_the_manager_of_kernels_keeps_its_books_under_these_names(attribute):
    assert isinstance(getattr(AsyncMappingKernelManager(), attribute), dict)


def test_what_peerkit_asks_of_the_manager_is_answered():
    manager = Kernels()
    assert manager.running("none") is None and manager.starting("none") is None and manager.sockets("none") == 0
    manager.forget("none")


def test_jupyter_ends_kernels_by_the_method_that_peerkit_overrides():
    # Both `shutdown_kernel` and `shutdown_all` must come by `Kernels.end`.
    assert Kernels.shutdown_kernel is Kernels._async_shutdown_kernel
    assert "self.end(" in inspect.getsource(Kernels._async_shutdown_kernel)


def test_a_notebook_runs_in_the_kernel_whose_client_it_is_given():
    runner = NotebookClient(nbformat.v4.new_notebook())
    assert "kc" in vars(runner) and "self.kc" in inspect.getsource(NotebookClient.async_execute_cell)


def test_headers_of_the_settings_reach_every_answer():
    assert 'settings["headers"]' in inspect.getsource(JupyterHandler.content_security_policy.fget)


def test_no_other_file_of_the_server_takes_a_private_name_of_jupyter():
    for path in SERVE.glob("*.py"):
        if path == Path(upstream.__file__):
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith(("from jupyter_server", "from voila", "from jupyter_client", "from nbclient")):
                taken = line.partition(" import ")[2].replace("(", "").split(",")
                assert not any(name.strip().startswith("_") for name in taken), f"{path.name}: {line}"
