"""What crosses the socket of the vault: frames of JSON, and only the kinds of value that its verbs take and give."""

import base64
import json
import socket
from collections.abc import Callable
from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

from portal.domain.allowance import OpeningsSpent
from portal.domain.checkpoint import Checkpoint, NotACheckpoint
from portal.domain.phone import Caller, CallerClass
from portal.vault.card_slips import InvalidSlip
from portal.vault.comparing import NumberKeys
from portal.vault.offline import UnknownRecipient
from portal.vault.receipts import InvalidReceipt
from portal.vault.recovery import Secret, VaultBusy
from portal.vault.sealing import Place, SealBroken, WrappedKey

LENGTH_BYTES = 4
LONGEST = 64 * 2**20  # a recording of the longest kind in base64, with room
RECORDS = {kind.__name__: kind for kind in (Caller, Checkpoint, NumberKeys, Place, Secret, WrappedKey)}
REFUSALS: dict[str, type[Exception]] = {
    kind.__name__: kind
    for kind in (
        InvalidReceipt, InvalidSlip, NotACheckpoint, OpeningsSpent, SealBroken, UnknownRecipient, VaultBusy,
    )
}  # fmt: skip
LEAVES: dict[str, Callable[[Any], Any]] = {
    "bytes": lambda text: base64.b64decode(text, validate=True),
    "uuid": UUID,
    "time": datetime.fromisoformat,
    "kind": CallerClass,
}


class Unreadable(ValueError):
    """A frame that is none of ours."""


def send(line: socket.socket, value: object) -> None:
    """One frame: its length, then its JSON."""
    body = json.dumps(_packed(value), ensure_ascii=False, separators=(",", ":")).encode()
    if len(body) > LONGEST:
        raise Unreadable
    line.sendall(len(body).to_bytes(LENGTH_BYTES, "big") + body)


def receive(line: socket.socket) -> Any:
    """The next frame; EOFError where the other side has hung up."""
    length = int.from_bytes(_exactly(line, LENGTH_BYTES), "big")
    if length > LONGEST:
        raise Unreadable
    body = _exactly(line, length)
    try:
        return _unpacked(json.loads(body))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Unreadable from error


def _exactly(line: socket.socket, count: int) -> bytes:
    read = bytearray()
    while len(read) < count:
        part = line.recv(count - len(read))
        if not part:
            raise EOFError
        read += part
    return bytes(read)


def _packed(value: Any) -> Any:
    if isinstance(value, CallerClass):
        return {"kind": value.value}
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode()}
    if isinstance(value, UUID):
        return {"uuid": str(value)}
    if isinstance(value, datetime):
        return {"time": value.isoformat()}
    if isinstance(value, tuple):
        return {"tuple": [_packed(one) for one in value]}
    if isinstance(value, list):
        return [_packed(one) for one in value]
    if isinstance(value, dict):
        return {"dict": [[_packed(name), _packed(one)] for name, one in value.items()]}
    if type(value) in RECORDS.values():
        return {type(value).__name__: [_packed(getattr(value, one.name)) for one in fields(value)]}
    raise Unreadable


def _unpacked(value: Any) -> Any:
    if isinstance(value, list):
        return [_unpacked(one) for one in value]
    if not isinstance(value, dict):
        return value
    ((kind, held),) = value.items()
    if kind in LEAVES:
        return LEAVES[kind](held)
    if kind == "dict":
        return {_unpacked(name): _unpacked(one) for name, one in held}
    parts = tuple(_unpacked(one) for one in held)
    return parts if kind == "tuple" else RECORDS[kind](*parts)
