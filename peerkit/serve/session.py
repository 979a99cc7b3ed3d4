"""A page's kernel after the page was sent: talk to it, ask whether it is there, end it."""

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler


class ChannelsHandler(VoilaKernelWebsocketHandler):
    """The socket between a page and its kernel."""

    async def open(self, kernel_id):
        """Send each answer at once. The system would hold small ones back until the browser has confirmed the last,
        which it does after 40 ms.
        """
        self.set_nodelay(True)
        await super().open(kernel_id)


class AliveHandler(JupyterHandler):
    """Whether the kernel behind a page is still there."""

    @allow_unauthenticated
    async def get(self, kernel_id):
        """204 if it is, 404 if it has ended. Who knows the id of a kernel has been let in to its page before."""
        there = kernel_id in self.kernel_manager and await self.kernel_manager.get_kernel(kernel_id).is_alive()
        self.set_status(204 if there else 404)
        self.finish()


class ShutdownHandler(VoilaShutdownKernelHandler):
    """Ends the kernel of a page that is left. The browser sends this while it closes the page, without any header."""

    def check_xsrf_cookie(self):
        """Nothing to check: the address names an unguessable kernel, and ending it is all this can do."""

    async def post(self, kernel_id):
        """204, also where the kernel has ended already."""
        if kernel_id in self.kernel_manager:
            await self.kernel_manager.shutdown_kernel(kernel_id, now=True)
        self.set_status(204)
        self.finish()
