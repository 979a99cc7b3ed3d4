"""Messages between a page and its kernel as they travel, in both protocols."""

import json
from uuid import uuid4

from jupyter_server.services.kernels.connection.base import serialize_binary_message, serialize_msg_to_ws_v1


def message(kind="comm_msg", content=None, *, buffers=(), channel="shell"):
    """A message as a page would send it."""
    header = {
        "msg_id": uuid4().hex,
        "msg_type": kind,
        "session": "test",
        "username": "",
        "date": "2026-01-01T00:00:00Z",
        "version": "5.3",
    }
    return {
        "header": header,
        "parent_header": {},
        "metadata": {},
        "content": {} if content is None else content,
        "buffers": list(buffers),
        "channel": channel,
    }


def v1(told):
    """A message as bytes of the protocol that pages prefer."""
    parts = [json.dumps(told[part]).encode() for part in ("header", "parent_header", "metadata", "content")]
    return serialize_msg_to_ws_v1([*parts, *told["buffers"]], told["channel"])


def legacy(told):
    """A message of the older protocol: text, or bytes if it carries binary data."""
    if told["buffers"]:
        return serialize_binary_message(told)
    return json.dumps({**told, "buffers": []})
