"""A page's kernel after the page was sent: talk to it, ask whether it is there, end it."""

import asyncio
import re
from collections import defaultdict

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from tornado import web
from tornado.websocket import WebSocketClosedError

from peerkit.serve import frames
from peerkit.serve.upstream import KernelWebsocketHandler, VoilaShutdownKernelHandler, public_name

MALFORMED = (ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, RecursionError)
TOLD = {
    "comm_open",
    "comm_msg",
    "comm_close",
    "comm_info_reply",
    "kernel_info_reply",
    "status",
    "display_data",
    "update_display_data",
    "clear_output",
}
"""The types of messages that a page gets from its kernel. What a kernel prints, and its errors, go to the log."""
UNREADABLE, GOING_AWAY, REPLACED = 1007, 1001, 1008
"""Codes with which a socket is closed: by this server, by a browser that closes the page, and for a newer one."""
MOST_SOCKETS = 2
"""Sockets of one page: its own, and that of Jupyter's manager where a page has widgets that only that can draw."""
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def unheard(sending):
    """The same task, whose failure nobody needs to hear: a reader who leaves while a message is on its way is no fault.

    Nobody waits for it, so its failure would go to the log, with a traceback.
    """
    if sending is not None:
        sending.add_done_callback(lambda done: done.cancelled() or done.exception())
    return sending


class ChannelsHandler(KernelWebsocketHandler):
    """The socket between a page and its kernel.

    Not Voila's: that reads every answer with binary data as one of the newer protocol, and believes its lengths. In the
    older protocol one such answer would occupy the server for ever.
    """

    _open = defaultdict(list)
    """The open sockets of each kernel, the oldest first."""

    async def open(self, kernel_id):
        """Send each answer at once. The system would hold small ones back until the browser has confirmed the last,
        which it does after 40 ms.
        """
        if self.connection is None:
            return
        self.set_nodelay(True)
        self._make_room(kernel_id)
        await super().open(kernel_id)

    def _make_room(self, kernel_id):
        """Close the oldest socket of a kernel that has too many: each costs the server ten open files.

        A page that lost its network comes with a new one, so the newest is the one that somebody uses.
        """
        opened = self._open[kernel_id]
        opened.append(self)
        for old in opened[:-MOST_SOCKETS]:
            opened.remove(old)
            old.close(REPLACED, "a newer socket of this page")
            # At once: a browser that does not answer would keep its files open for five seconds more.
            old.on_close()

    def _forget(self):
        opened = self._open.get(self.kernel_id, [])
        if self in opened:
            opened.remove(self)
        if not opened:
            self._open.pop(self.kernel_id, None)

    def select_subprotocol(self, subprotocols):
        """The protocol of the socket; none where the page was left before its socket was open, which is no failure."""
        return None if self.connection is None else super().select_subprotocol(subprotocols)

    def on_message(self, frame):
        """Pass a message on to the kernel. Whoever sends something else loses this socket, and nobody else notices."""
        if self.connection is None or self.ws_connection is None:
            # It is closed already, and what the browser has sent meanwhile still arrives.
            return
        wrong = frames.problem(frame, self.selected_subprotocol)
        if not wrong and not self.kernel_manager.takes(self.kernel_id, len(frame)):
            wrong = "it sends more than a page ever does"
        if not wrong:
            try:
                super().on_message(frame)
            except MALFORMED as error:
                wrong = f"{type(error).__name__} while it was read"
        if wrong:
            self.log.warning("a socket of kernel %s is closed: %s", public_name(self.kernel_id), wrong)
            self.close(UNREADABLE, "this is not a message")

    def on_close(self):
        """Note when the page was closed. A connection that broke is silent, and its page may come back to its kernel."""
        self._forget()
        if self.connection is None:
            return
        super().on_close()
        if self.close_code == GOING_AWAY:
            self.kernel_manager.close_page(self.kernel_id)

    def write_message(self, message, binary=False):
        """Send a message to the page, or put it into the log if it is not for readers."""
        kind, content = frames.kind(message)
        if kind in TOLD:
            try:
                return unheard(super().write_message(message, binary))
            except WebSocketClosedError:
                return None
        if kind == "error":
            lines = [COLOUR.sub("", line) for line in content.get("traceback", ())]
            self.log.error("kernel %s: %s", public_name(self.kernel_id), "\n".join(lines) or content.get("evalue"))
        return None


class AliveHandler(JupyterHandler):
    """Says whether the kernel behind a page is still there."""

    @allow_unauthenticated
    async def get(self, kernel_id):
        """204 if it is, 404 if it has ended. Who knows the id of a kernel has been let in to its page before."""
        there = kernel_id in self.kernel_manager and await self.kernel_manager.get_kernel(kernel_id).is_alive()
        self.set_status(204 if there else 404)
        self.finish()

    head = get


class PlacesHandler(JupyterHandler):
    """Tells a page that has no kernel whether it would get one now."""

    @web.authenticated
    def get(self):
        """True under `free` if a place is free."""
        self.set_header("Cache-Control", "no-store")
        free = self.kernel_manager.free > 0
        if not free:
            self.kernel_manager.note_waiting()
        self.finish({"free": free})


class ShownHandler(JupyterHandler):
    """Waits with a browser that shows a page until the page's scripts are there and talk to the kernel.

    Whoever leaves before breaks off this request, and the kernel ends. The message with which a page takes its leave would
    tell the same, but a browser that closes a page so early seldom sends it.
    """

    def check_xsrf_cookie(self):
        """Nothing to check: the address names an unguessable kernel."""

    @allow_unauthenticated
    async def post(self, kernel_id):
        """204, also where there is no such kernel."""
        await self.kernel_manager.visited(kernel_id)
        self.set_status(204)
        self.finish()

    def on_connection_close(self):
        """End the kernel, unless the page talks to it already."""
        super().on_connection_close()
        # The browser may be gone before `post` is reached.
        kernel_id = self.path_args[0]
        if not self.kernel_manager.sockets(kernel_id):
            asyncio.ensure_future(self.kernel_manager.release(kernel_id))


class ShutdownHandler(VoilaShutdownKernelHandler):
    """Ends the kernel of a page that is left. The browser sends this while it closes the page, without any header."""

    def check_xsrf_cookie(self):
        """Nothing to check: the address names an unguessable kernel, and ending it is all this can do."""

    async def post(self, kernel_id):
        """204, also where the kernel has ended already, or has not started: then it never does."""
        await self.kernel_manager.release(kernel_id)
        self.set_status(204)
        self.finish()
