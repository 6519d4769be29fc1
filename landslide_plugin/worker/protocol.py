"""The language between QGIS and the engine: JSON-RPC 2.0, one JSON object a line. Standard library only, both sides.

QGIS asks: `hello` first (versions), then the engine's jobs, at last `shutdown`; it notifies `cancel` {"id"}. While a
job runs it asks `control` {"id", "action"}, answered at once, where action is `pause`, `resume`, or `finish`: stop now
and keep what there is. The engine answers each request and notifies `progress` {"id", "fraction", "message",
"seconds_left", "megapixels_per_second"} and `event` {"id", "name", "content"}, whatever else a job has to tell. Pixels
travel as files, never in messages.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

PROTOCOL_VERSION = 1

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
METHOD_NOT_FOUND = -32601
INVALID_PARAMS = -32602
INPUT_REFUSED = -32001
CANCELLED = -32002
JOB_FAILED = -32003

ACTIONS = ("pause", "resume", "finish")

Message = dict[str, Any]


class ProtocolError(ValueError):
    """A line that is no message.

    Args:
        code: the JSON-RPC error code to answer with.
        message: what is wrong with it.
    """

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Progress:
    """How far a job is.

    Args:
        fraction: share of the work done, 0-1.
        message: what is being done, a few words.
        seconds_left: estimate, None while unknown.
        megapixels_per_second: speed, None where it means nothing.
    """

    fraction: float
    message: str = ""
    seconds_left: float | None = None
    megapixels_per_second: float | None = None


@dataclass(frozen=True)
class Event:
    """Something that a job tells of, e.g. that an epoch is over.

    Args:
        name: what kind.
        content: what about it.
    """

    name: str
    content: Message


def request(identity: int, method: str, params: Message) -> Message:
    """A call that wants an answer."""
    return {"jsonrpc": "2.0", "id": identity, "method": method, "params": params}


def cancel_notification(identity: int) -> Message:
    """Tells the engine to stop the request with that id."""
    return {"jsonrpc": "2.0", "method": "cancel", "params": {"id": identity}}


def control_request(identity: int, job: int, action: str) -> Message:
    """Asks the engine to do one of `ACTIONS` with the running job of that id."""
    return request(identity, "control", {"id": job, "action": action})


def event_notification(identity: Any, event: Event) -> Message:
    """Tells QGIS what happened in the request with that id."""
    return {"jsonrpc": "2.0", "method": "event", "params": {"id": identity, **asdict(event)}}


def event_of(message: Message, identity: int) -> Event | None:
    """The event that a message tells of the request with that id; None when it is another message."""
    params = message.get("params")
    if message.get("method") != "event" or not isinstance(params, dict) or params.get("id") != identity:
        return None
    return Event(params["name"], params["content"])


def progress_notification(identity: Any, progress: Progress) -> Message:
    """Tells QGIS how far the request with that id is."""
    return {"jsonrpc": "2.0", "method": "progress", "params": {"id": identity, **asdict(progress)}}


def progress_of(message: Message, identity: int) -> Progress | None:
    """The progress that a message reports on the request with that id; None when it is another message."""
    params = message.get("params")
    if message.get("method") != "progress" or not isinstance(params, dict) or params.get("id") != identity:
        return None
    return Progress(**{name: value for name, value in params.items() if name in Progress.__dataclass_fields__})


def answers(message: Message, identity: int) -> bool:
    """Whether a message is the answer of the request with that id."""
    return message.get("id") == identity and ("result" in message or "error" in message)


def result(identity: Any, value: Message) -> Message:
    """The answer of a request that went well."""
    return {"jsonrpc": "2.0", "id": identity, "result": value}


def error(identity: Any, code: int, text: str, traceback: str | None = None) -> Message:
    """The answer of a request that did not; `identity` is None where the request could not be read."""
    content: Message = {"code": code, "message": text}
    if traceback is not None:
        content["data"] = {"traceback": traceback}
    return {"jsonrpc": "2.0", "id": identity, "error": content}


def encode(message: Message) -> bytes:
    """A message as one line.

    Raises:
        TypeError: it holds something that JSON has no word for.
    """
    return json.dumps(message, separators=(",", ":")).encode("utf-8") + b"\n"


def decode(line: bytes) -> Message:
    """A line as a message.

    Raises:
        ProtocolError: it is not JSON, or not a JSON object.
    """
    try:
        message = json.loads(line)
    except ValueError as problem:
        raise ProtocolError(PARSE_ERROR, f"The line is not JSON: {problem}.") from problem
    if not isinstance(message, dict):
        raise ProtocolError(INVALID_REQUEST, "The line is not a JSON object.")
    return message
