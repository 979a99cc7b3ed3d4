"""Every name of Jupyter, Voila and nbclient that peerkit leans on although it is private or was made for something else.

The rest of peerkit takes these names from here. `NAMES` says what breaks when one of them changes; a test looks for
each, so that a new major version is tried here first. Upper bounds in pyproject.toml keep such a version away until then.
"""

import logging
import os
import re
from hashlib import sha256

import voila.app
from jupyter_server import DEFAULT_STATIC_FILES_PATH
from jupyter_server.base.handlers import FileFindHandler
from jupyter_server.services.kernels.handlers import KernelHandler, _kernel_id_regex
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler
from voila.exporter import VoilaMarkdownRenderer
from voila.paths import collect_static_paths, collect_template_paths
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.static_file_handler import MultiStaticFileHandler

__all__ = [
    "DEFAULT_STATIC_FILES_PATH",
    "KERNEL_ID",
    "KEPT_HANDLERS",
    "KernelWebsocketHandler",
    "Kernels",
    "Voila",
    "VoilaMarkdownRenderer",
    "VoilaShutdownKernelHandler",
    "collect_static_paths",
    "collect_template_paths",
    "public_name",
]

KERNEL_ID = _kernel_id_regex
KEPT_HANDLERS = (KernelHandler, MultiStaticFileHandler, FileFindHandler)
"""Voila's handlers that pages need: the state of their kernel, and scripts that an older page may still ask for.

Everything else that Voila serves (file tree, contents, files, notebooks by path, themes) is left out.
"""

Voila = voila.app.Voila


def public_name(kernel_id):
    """The name of a kernel in files and logs. Its id is known to its page alone: whoever knows the id can talk to it.

    >>> public_name("5b1a1c6e-0000-4000-8000-000000000000")
    '5c4765b7224f'
    """
    return sha256(kernel_id.encode()).hexdigest()[:12]


IDS = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
"""The ids of kernels in a text."""


class PublicNames(logging.Filter):
    """Writes the public names of kernels into a log instead of their ids, also into what Jupyter and tornado say."""

    def filter(self, record):
        """Change the record, and keep it."""
        said = record.getMessage()
        if IDS.search(said):
            record.msg, record.args = IDS.sub(lambda each: public_name(each[0]), said), ()
        return True


NAMES = {
    "voila.app:Voila.init_handlers": "peerkit's addresses are not served, Voila's are",
    "voila.app:Voila.init_settings": "handlers do not know the server",
    "voila.app:Voila.setup_template_dirs": "Voila's scripts are not served",
    "voila.app:Voila.listen": "the server opens another port than the one that was promised",
    "voila.app:Voila.stop": "kernels outlive the server",
    "voila.app:Voila._handle_signal_stop": "SIGTERM is ignored",
    "voila.exporter:VoilaMarkdownRenderer": "formulas in texts are not drawn",
    "voila.paths:collect_static_paths": "Voila's scripts are not found",
    "voila.utils:get_page_config": "pages do not know where their scripts are",
    "voila.shutdown_kernel_handler:VoilaShutdownKernelHandler": "kernels of pages that were left stay",
    "jupyter_server.base.handlers:JupyterHandler.prepare": "nobody is asked for the word",
    "jupyter_server.base.handlers:AuthenticatedHandler.content_security_policy": "pages can be framed by anybody",
    "jupyter_server.auth.identity:IdentityProvider.get_user": "nobody is asked for the word",
    "jupyter_server.auth.identity:IdentityProvider.get_handlers": "Jupyter's own login page answers",
    "jupyter_server.auth.identity:IdentityProvider.is_token_authenticated": "the check of origins is left out",
    "jupyter_server.services.kernels.handlers:_kernel_id_regex": "sockets of kernels have no address",
    "jupyter_server.services.kernels.websocket:KernelWebsocketHandler.on_message": "malformed frames are believed",
    "jupyter_server.services.kernels.websocket:KernelWebsocketHandler.write_message": "readers see tracebacks",
    "jupyter_server.services.kernels.kernelmanager:MappingKernelManager.cull_kernel_if_idle": "kernels stay for ever",
    "jupyter_server.services.kernels.kernelmanager:MappingKernelManager.notify_connect": "kernels in use are ended",
    "jupyter_server.services.kernels.kernelmanager:MappingKernelManager.notify_disconnect": "kernels stay busy for nobody",
    "jupyter_server.services.kernels.kernelmanager:MappingKernelManager._async_shutdown_kernel": "ending a kernel twice is an error",
    "jupyter_server.services.kernels.kernelmanager:MappingKernelManager.start_buffering": "channels of pages that were left stay open",
    "jupyter_client.multikernelmanager:MultiKernelManager.new_kernel_id": "pages cannot know their kernel in advance",
    "jupyter_client.multikernelmanager:MultiKernelManager.pre_start_kernel": "files tell the secret names of kernels",
    "jupyter_client.provisioning:LocalProvisioner.launch_kernel": "kernels are not forked",
    "comm.base_comm:CommManager.unregister_target": "browsers can make widgets of any kind in their kernel",
    "nbclient:NotebookClient.async_execute_cell": "notebooks cannot be run cell by cell",
}
"""Each name (module, then name), and the fault that a reader or the person who runs the server would see without it."""


class Kernels(AsyncMappingKernelManager):
    """Jupyter's manager of kernels, with what peerkit asks of it under names of its own."""

    def pre_start_kernel(self, kernel_name, kwargs):
        """Name the files of a kernel by its public name: other kernels can list the folder, and the id is a secret."""
        kernel, kernel_name, kernel_id = super().pre_start_kernel(kernel_name, kwargs)
        kernel.connection_file = os.path.join(self.connection_dir, f"kernel-{public_name(kernel_id)}.json")
        return kernel, kernel_name, kernel_id

    def running(self, kernel_id):
        """The manager of one kernel; None if there is no such kernel."""
        return self._kernels.get(kernel_id)

    def sockets(self, kernel_id):
        """Number of pages that are connected to a kernel."""
        return self._kernel_connections.get(kernel_id, 0)

    def starting(self, kernel_id):
        """The task that starts or ends a kernel at this moment; None if there is none."""
        return self._pending_kernels.get(kernel_id)

    def forget(self, kernel_id):
        """Drop what is remembered of a start that failed. Jupyter would keep it for ever."""
        self._pending_kernels.pop(kernel_id, None)

    async def end(self, kernel_id, now=False, restart=False):
        """End a kernel. Jupyter calls this under names of its own, which is why subclasses override this one."""
        try:
            await super()._async_shutdown_kernel(kernel_id, now=now, restart=restart)
        finally:
            if kernel_id not in self:
                self.drop_kept_messages(kernel_id)

    def drop_kept_messages(self, kernel_id):
        """Close the channels on which messages are kept for a page that may come back to a kernel.

        A page that is left ends its kernel and closes its socket in the same moment. If the socket closes second, Jupyter
        keeps the four channels for the reader's return, and nothing would ever close them: a server that may open a
        thousand files would be full after a few hundred pages.
        """
        for stream in self._kernel_buffers.pop(kernel_id, {"channels": {}})["channels"].values():
            if not stream.closed():
                stream.on_recv(None)
                stream.close()

    async def _async_shutdown_kernel(self, kernel_id, now=False, restart=False):
        await self.end(kernel_id, now=now, restart=restart)

    shutdown_kernel = _async_shutdown_kernel
