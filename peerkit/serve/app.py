"""The server: Voila's scripts and kernels with peerkit's pages, portal and addresses. It calls nobody."""

import asyncio
import os
import shutil
import tempfile
import threading
from functools import cached_property
from importlib import import_module

import tornado.ioloop
from tornado.log import access_log, app_log, gen_log
from tornado.web import RedirectHandler
from traitlets import Int, List, Unicode, default
from traitlets.config import Config

from peerkit import content
from peerkit.serve import leftovers, sockets
from peerkit.serve.addresses import HERE, addresses, is_local
from peerkit.serve.door import LARGEST_BODY, LARGEST_HEAD, SILENT, SLOWEST, Door
from peerkit.serve.entrance import BoundedServer, known_names, policy
from peerkit.serve.frames import MOST_BYTES
from peerkit.serve.page import PageHandler
from peerkit.serve.portal import FrontPage
from peerkit.serve.room_process import RoomProcess
from peerkit.serve.site import EXTENSIONS, Site
from peerkit.serve.still import StillPages
from peerkit.serve.upstream import (
    DEFAULT_STATIC_FILES_PATH,
    KEPT_HANDLERS,
    PublicNames,
    Voila,
    collect_static_paths,
    collect_template_paths,
)

AREAS = ("evidence", "room", "serve")
"""The areas that have addresses, in the order in which they are tried: ``peerkit.AREA.handlers`` holds ``routes()``."""
MESSAGES = ["comm_open", "comm_close", "comm_msg", "comm_info_request", "kernel_info_request"]
"""The types of messages that a page may send to its kernel: those to its widgets. None of them runs code or ends it."""
ENDS_WITHIN = 5
DIES_WITHIN = 12
"""Seconds after SIGTERM until the server stops waiting for its kernels, and until it ends in whatever state."""
LOOKS_EVERY = 2
"""Seconds between two looks whether the process that started this one still runs [s]."""


def configuration(*, host, port, token, ready, most=100, base_url="/", names=(), embed_in=(), **own):
    """The traitlets configuration of a server; `own` are further traits of `PeerkitServer`."""
    config = Config()
    config.PeerkitServer.update(
        ip=host,
        port=port,
        base_url=base_url,
        open_browser=False,
        token=token,
        log_level="WARN",
        identity_provider_class="peerkit.serve.identity.RoomIdentity",
        names=list(names),
        embed_in=list(embed_in),
        **own,
    )
    config.RoomIdentity.embedded = bool(embed_in)
    config.VoilaConfiguration.update(
        extension_allowlist=list(EXTENSIONS),
        file_allowlist=[],
        multi_kernel_manager_class="peerkit.serve.kernels.ReadyKernelManager",
    )
    config.ReadyKernelManager.update(
        ready=ready, most=most, cull_interval=5, cull_idle_timeout=240, cull_connected=False
    )
    # A kernel that died took its page's widgets with it: the page says so, and a reload makes a new one.
    config.KernelManager.update(transport=sockets.transport(), autorestart=False)
    config.ConnectionFileMixin.transport = sockets.transport()
    config.KernelProvisionerFactory.default_provisioner_name = "peerkit-fork"
    if sockets.folder() is not None:
        config.PeerkitServer.connection_dir_root = sockets.folder()
    return config


class PeerkitServer(Voila):
    """Voila that serves the portal at its root and every page of peerkit below it.

    `listening` are the sockets on which it listens; `when_listening` is called soon after it does.
    """

    name = "peerkit"
    listening = ()
    when_listening = None
    ioloop = None
    started_by = None

    names = List(config=True, help="Names by which readers may call this server, besides its addresses in numbers.")
    participants = Int(1, config=True, help="People who use this server at once.")
    room_database = Unicode(
        config=True, help="The file of SQLite, or the address of a database, with the answers of rooms."
    )
    room_at = Unicode(
        config=True, help="The address at which others answer phones; empty if a process of this server does."
    )
    room_port = Int(0, config=True, help="The port on which phones are answered; 0 takes any free one.")
    most_connections = Int(None, allow_none=True, config=True, help="Connections that are taken at once.")
    logs = Unicode(config=True, help="A folder below which readers of this server may open logs; none if empty.")
    embed_in = List(config=True, help="Origins whose pages may show a page of this server inside them.")

    @default("root_dir")
    def _content(self):
        return str(content.root())

    def at_the_end(self, deed):
        """Call `deed` when the server stops."""
        self._at_the_end.append(deed)

    def folder(self, what):
        """A new folder for `what` that ends with the server. If that is killed, the next one removes the folder."""
        made = tempfile.mkdtemp(prefix=f"peerkit-{what}-")
        lock = leftovers.held(made)
        self.at_the_end(lambda: shutil.rmtree(made, ignore_errors=True))
        if lock is not None:
            self.at_the_end(lock.close)
        return made

    @cached_property
    def _at_the_end(self):
        return []

    @cached_property
    def site(self):
        """The addresses, colours and texts that templates use."""
        return Site(self)

    @cached_property
    def room(self):
        """The room's store and news, opened when somebody first asks for a room."""
        from peerkit.room.process import desk

        own = desk(self.room_database, self.participants)
        self.at_the_end(own.hub.close)
        self.at_the_end(own.database.close)
        return own

    @cached_property
    def _room_process(self):
        process = RoomProcess(
            self.log,
            host=self.ip,
            port=self.room_port,
            database=self.room_database,
            participants=self.participants,
            base_url=self.base_url,
            names=self.names,
        )
        self.at_the_end(process.close)
        return process

    async def open_room(self):
        """The addresses at which phones reach rooms, once a process answers them there; none if it is this server that does."""
        if self.room_at:
            return [] if self.room_at == HERE else [self.room_at]
        port = await self._room_process.port()
        return [f"{address}room/" for address in addresses(self.ip, port, "", self.base_url)]

    @cached_property
    def still(self):
        """The pages for whoever comes when all places are taken."""
        return StillPages()

    @cached_property
    def portal(self):
        """The front page."""
        return FrontPage(self)

    def setup_template_dirs(self):
        """Find Voila's scripts, wherever they are installed; the templates are peerkit's own."""
        self.template_paths = collect_template_paths(["voila", "nbconvert"], "lab", prune=True)
        self.static_paths = collect_static_paths(["voila", "nbconvert"], "lab")

    def init_settings(self):
        """Voila's settings, and what peerkit's handlers need."""
        # Jupyter counts the pings of its sockets in milliseconds, and tornado, which takes them for seconds, complains.
        gen_log.addFilter(lambda record: "websocket_ping_timeout" not in record.getMessage())
        for log in (self.log, access_log, app_log, gen_log):
            log.addFilter(PublicNames())
        # nbclient says so of each reader who leaves while a page is made. Where a page fails, its handler names it.
        self.log.addFilter(lambda record: "Kernel died while waiting" not in record.getMessage())
        settings = super().init_settings()
        self.kernel_manager.allowed_message_types = MESSAGES
        return {
            **settings,
            "peerkit": self,
            # Pages carry their figures; packed they are a quarter of the size.
            "compress_response": True,
            "headers": policy(self.embed_in),
            "websocket_max_message_size": MOST_BYTES,
            "xsrf_cookie_kwargs": {"samesite": "Lax", "httponly": True},
            # Jupyter's own error pages, which answer calls for kernels that have ended, cannot be made without it.
            "static_path": DEFAULT_STATIC_FILES_PATH,
        }

    def init_handlers(self):
        """The addresses of all areas, those of Voila that pages need, and every page by its short address."""
        base = self.server_url
        own = [route for area in AREAS for route in import_module(f"peerkit.{area}.handlers").routes()]
        kept = [handler for handler in super().init_handlers() if handler[1] in KEPT_HANDLERS]
        outside = (
            [] if base == "/" else [(rf"/|{base.rstrip('/')}", RedirectHandler, {"url": base, "permanent": False})]
        )
        return [
            *((base + pattern, handler, options) for pattern, handler, options in own),
            *kept,
            (base + r"(.+)", PageHandler),
            *outside,
        ]

    @property
    def known_names(self):
        """The names by which readers may call this server; None where any will do, since they must know the word."""
        return None if self.token else known_names(self.ip, self.names)

    def _fill_after(self, portal):
        if not portal.cancelled():
            if portal.exception() is not None:
                self.log.error(
                    "the portal could not be made; the next reader of it tries again", exc_info=portal.exception()
                )
            self.kernel_manager.fill()

    def listen(self):
        """Listen, make the portal, start the reserve of kernels, and serve until the server is told to end."""
        self.ioloop = tornado.ioloop.IOLoop.current()
        loop = asyncio.get_event_loop()
        _keep_signals(loop)
        lock = leftovers.held(self.connection_dir)
        if lock is not None:
            self.at_the_end(lock.close)
        # Only a proxy on this machine may say on whose behalf it asks: others could pretend to be anybody.
        http = BoundedServer(
            Door(self.app, self.known_names),
            xheaders=is_local(self.ip),
            max_header_size=LARGEST_HEAD,
            max_body_size=LARGEST_BODY,
            idle_connection_timeout=SILENT,
            body_timeout=SLOWEST,
        )
        http.most = self.most_connections
        http.add_sockets(self.listening)
        # The portal is what the first reader sees; the reserve would compete with it for the cores.
        first = asyncio.ensure_future(self.portal.html(), loop=loop)
        first.add_done_callback(lambda done: self._fill_after(done))
        if self.when_listening is not None:
            loop.call_later(0.5, self.when_listening)
        if self.started_by is not None:
            tornado.ioloop.PeriodicCallback(self._end_with_parent, 1000 * LOOKS_EVERY).start()
        try:
            self.ioloop.start()
        except KeyboardInterrupt:
            self.log.info("stopping")
        finally:
            self.stop()

    def _end_with_parent(self):
        if os.getppid() != self.started_by:
            _die_later()
            self.ioloop.stop()

    def _handle_signal_stop(self, sig, frame):
        """End in order if that is possible, and soon in any case: a busy loop would never notice the signal."""
        _die_later()
        if self.ioloop is None:
            raise SystemExit(0)
        super()._handle_signal_stop(sig, frame)

    def stop(self):
        """End all kernels, also those that are just starting; none is started for the reserve meanwhile."""
        for deed in reversed(self._at_the_end):
            deed()
        self.kernel_manager.ready = 0
        # They end in the loop that started them. Voila would use a loop of its own, which waits for this one for ever.
        self.ioloop.asyncio_loop.run_until_complete(self._end_kernels())
        shutil.rmtree(self.connection_dir, ignore_errors=True)

    async def _end_kernels(self):
        ending = asyncio.ensure_future(self.kernel_manager.shutdown_all(now=True))
        _, stuck = await asyncio.wait([ending], timeout=ENDS_WITHIN)
        if stuck:
            self.log.error("not all kernels have ended within %s s; they end with the warm process", ENDS_WITHIN)
        elif ending.exception() is not None:
            self.log.error("not all kernels could be ended", exc_info=ending.exception())


def _die_later():
    last = threading.Timer(DIES_WITHIN, os._exit, [1])
    last.daemon = True
    last.start()


def _keep_signals(loop):
    """Leave SIGINT and SIGTERM to the server; nbclient would take them for each notebook it runs, and then drop them."""

    def refuse(*_):
        raise RuntimeError("the server handles signals itself")

    loop.add_signal_handler = loop.remove_signal_handler = refuse
