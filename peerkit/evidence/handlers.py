"""The addresses of the evidence page: send a log in pieces, have it analysed, ask how far it is, stop it, get the result."""

import json
import weakref
from pathlib import Path

from jupyter_server.base.handlers import JupyterHandler
from tornado.web import authenticated, stream_request_body

from peerkit.evidence.jobs import Jobs, Refused
from peerkit.evidence.samples import SAMPLES

MARK = "X-Peerkit"
"""A header that no form of another site can send: with it a browser asks this server first, which does not answer."""
LARGEST_ORDER = 65_536
LARGEST_PIECE = 4 * 1024**2
"""Bytes of one piece of an upload [B]."""
SEED = 2005

_OF_SERVERS = weakref.WeakKeyDictionary()


def jobs_of(server):
    """The analyses of a server, made when somebody first asks."""
    if server not in _OF_SERVERS:
        jobs = _OF_SERVERS[server] = Jobs(server.log, folder=server.folder("logs"))
        server.at_the_end(jobs.close)
    return _OF_SERVERS[server]


class EvidenceHandler(JupyterHandler):
    """The base of all addresses of this area: JSON in and out, refusals in sentences, nothing kept by browsers."""

    def check_xsrf_cookie(self):
        """Refuse what does not carry the mark of this server's own pages."""
        if self.request.method not in ("GET", "HEAD") and self.request.headers.get(MARK) != "1":
            raise Refused("Open the page on this server and try again.", 403)

    @property
    def jobs(self):
        """The analyses of this server."""
        return jobs_of(self.settings["peerkit"])

    def answer(self, content, status=200):
        """Send `content` as JSON."""
        self.set_status(status)
        self.set_header("Content-Type", "application/json")
        self.set_header("Cache-Control", "no-store")
        self.finish(content if isinstance(content, bytes) else json.dumps(content))

    def order(self):
        """The wish in the body of a request: a mapping."""
        try:
            wish = json.loads(self.request.body)
        except (ValueError, RecursionError):
            wish = None
        if not isinstance(wish, dict):
            raise Refused("This wish cannot be read.")
        return wish

    def write_error(self, status_code, **kwargs):
        """A refusal as the sentence in it; anything else as a plain one."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        if isinstance(error, Refused):
            self.answer({"problem": str(error)}, error.status)
        else:
            self.answer({"problem": "That did not work. The server's log says why."}, status_code)

    def log_exception(self, kind, error, trace):
        """A refusal is an answer and no fault."""
        if not isinstance(error, Refused):
            super().log_exception(kind, error, trace)


class UploadsHandler(EvidenceHandler):
    """Begins uploads."""

    @authenticated
    def post(self):
        """201 with the id of a new upload, and the most bytes that a piece may have."""
        wish = self.order()
        identity = self.jobs.begin(wish.get("name", ""), wish.get("bytes"))
        self.answer({"id": identity, "piece": LARGEST_PIECE}, 201)


@stream_request_body
class UploadHandler(EvidenceHandler):
    """Takes the pieces of an upload, each once, in their order."""

    async def prepare(self):
        """Let a piece of a known upload be larger than anything else that is sent to this server."""
        self._piece = bytearray()
        await super().prepare()
        if self.current_user is None:
            raise Refused("Open the portal first: it asks for the word of this server.", 403)
        self.jobs.uploaded(self.path_args[0])
        self.request.connection.set_max_body_size(LARGEST_PIECE)

    def data_received(self, chunk):
        """Keep what has arrived of the piece."""
        self._piece += chunk

    @authenticated
    def get(self, identity):
        """The number of bytes that have arrived."""
        self.answer({"there": self.jobs.uploaded(identity)})

    @authenticated
    def put(self, identity):
        """Add the piece that begins at byte `from`."""
        start = self.get_query_argument("from", "0")
        if not (start.isascii() and start.isdigit()):
            raise Refused("Say where the piece begins: a whole number of bytes.")
        self.answer({"there": self.jobs.append(identity, int(start[:15]), bytes(self._piece))})


class AnalysesHandler(EvidenceHandler):
    """Starts analyses."""

    @authenticated
    def get(self):
        """The logs that may be analysed here: `paths` is true where the server opens the logs of a folder."""
        self.answer({"paths": bool(self.settings["peerkit"].logs)})

    @authenticated
    def post(self):
        """202 with the state of the analysis of a `sample`, of an `upload`, or of a `path` that this server allows."""
        wish = self.order()
        order = {"seed": SEED, "columns": _columns(wish.get("columns"))}
        if wish.get("upload") is not None:
            job = self.jobs.analyse(order, upload=str(wish["upload"]))
        elif wish.get("path") is not None:
            job = self.jobs.analyse(order | {"path": str(self._allowed(wish["path"]))})
        elif wish.get("sample") in SAMPLES:
            job = self.jobs.analyse(order | {"sample": wish["sample"]})
        else:
            raise Refused("Choose a sample, a file or a path.")
        self.answer(state(self.jobs, job), 202)

    def _allowed(self, wish):
        """The file or folder below the folder of logs that whoever runs the server has named."""
        folder = self.settings["peerkit"].logs
        if not folder:
            raise Refused("This server opens no path of its own. Send the file, or start it with --logs FOLDER.", 403)
        base = Path(folder).resolve()
        path = (base / str(wish)).resolve() if "\0" not in str(wish) else base.parent
        if not path.is_relative_to(base) or not path.exists():
            raise Refused("There is no such log in the folder that this server may open.", 404)
        return path


class AnalysisHandler(EvidenceHandler):
    """Says how far an analysis is, and stops it."""

    @authenticated
    def get(self, identity):
        """The state of the analysis."""
        self.answer(state(self.jobs, self.jobs.job(identity)))

    @authenticated
    def delete(self, identity):
        """Stop it."""
        self.jobs.stop(identity)
        self.answer(state(self.jobs, self.jobs.job(identity)))


class ResultHandler(EvidenceHandler):
    """Hands out the result of an analysis."""

    @authenticated
    def get(self, identity):
        """The result as ``peerkit evidence --json`` writes it."""
        self.answer(self.jobs.result(identity))


def state(jobs, job):
    """The state of an analysis as the page gets it."""
    return {
        "id": job.id,
        "state": job.state,
        "sentence": job.sentence,
        "share": job.share,
        "ahead": jobs.ahead(job),
    }


def _columns(wish):
    """Names of columns that a reader gave, by canonical name; what is empty is left to be guessed."""
    if not isinstance(wish, dict):
        return {}
    return {str(name)[:40]: str(column)[:200] for name, column in list(wish.items())[:6] if column}


def routes():
    """The addresses of this area below the server's own."""
    return (
        (r"evidence/api/uploads", UploadsHandler, {}),
        (r"evidence/api/uploads/([0-9a-f]{32})", UploadHandler, {}),
        (r"evidence/api/analyses", AnalysesHandler, {}),
        (r"evidence/api/analyses/([0-9a-f]{32})", AnalysisHandler, {}),
        (r"evidence/api/analyses/([0-9a-f]{32})/result", ResultHandler, {}),
    )
