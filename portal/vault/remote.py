"""The vault in a process of its own, met over a unix socket: the verbs of Vault, and no complaint's key comes out."""

import os
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from portal.vault import wire
from portal.vault.sealing import ComplaintKey, Place, WrappedKey
from portal.vault.vault import Vault

LOCAL = frozenset({"new_key", "unwrap"})  # what gives a key open in-process: here it gives a handle
VERBS = frozenset(name for name in vars(Vault) if not name.startswith("_")) - LOCAL
KEY_VERBS = frozenset({"fresh_key", "check_key", "seal_under", "open_under"})
GUARDED = frozenset(
    {"complaint_for", "open_case_note", "open_code_secret", "own_phone", "refused_openings", "sealed_copy"}
)
PATIENCE_SECONDS = 15


class VaultAway(RuntimeError):
    """The vault's process does not answer; nothing was sealed, opened or written."""


@dataclass(frozen=True, slots=True)
class RemoteKey(ComplaintKey):
    """The key of one complaint by name: it stays in the vault, which seals and opens."""

    ask: Callable[..., Any]
    complaint: UUID
    stored: WrappedKey

    def seal_content(self, content: bytes, place: Place) -> bytes:
        """Have it sealed."""
        return cast(bytes, self.ask("seal_under", self.complaint, self.stored, content, place))

    def open_content(self, sealed: bytes, place: Place) -> bytes:
        """Have it opened."""
        return cast(bytes, self.ask("open_under", self.complaint, self.stored, sealed, place))


class RemoteVault(Vault):
    """The same verbs, each asked of the other process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lines = threading.local()

    def __getattribute__(self, name: str) -> Any:
        if name in VERBS:
            return lambda *told: self._ask(name, *told)
        return super().__getattribute__(name)

    def new_key(self, complaint: UUID) -> tuple[ComplaintKey, WrappedKey]:
        """A fresh key: its handle, and its wrapped form."""
        stored = self._ask("fresh_key", complaint)
        return RemoteKey(b"", self._ask, complaint, stored), stored

    def unwrap(self, complaint: UUID, stored: WrappedKey) -> ComplaintKey:
        """The handle of a stored key that opens; SealBroken where it does not."""
        self._ask("check_key", complaint, stored)
        return RemoteKey(b"", self._ask, complaint, stored)

    def hang_up(self) -> None:
        """End this thread's connection; the next question makes a new one."""
        self._lines.line = None

    def _ask(self, verb: str, *told: Any) -> Any:
        kept = getattr(self._lines, "line", None)
        try:
            try:
                said, value = self._exchange(self._line(), verb, told)
            except (OSError, EOFError):
                if kept is None:
                    raise
                # The vault was started anew since: no verb changes anything there, so it may be asked again.
                self.hang_up()
                said, value = self._exchange(self._line(), verb, told)
        except (OSError, EOFError, wire.Unreadable) as error:
            self.hang_up()
            raise VaultAway from error
        if said == "refused":
            raise wire.REFUSALS.get(value, VaultAway)
        return value

    def _exchange(self, line: socket.socket, verb: str, told: tuple[Any, ...]) -> Any:
        wire.send(line, [verb, list(told)])
        return wire.receive(line)

    def _line(self) -> socket.socket:
        """This thread's connection; a forked process never shares its parent's."""
        kept = getattr(self._lines, "line", None)
        if kept is None or kept.process != os.getpid():
            kept = self._lines.line = _Line(self._path)
        return cast(socket.socket, kept.socket)


class _Line:
    """A connection that ends with the thread that made it."""

    def __init__(self, path: Path) -> None:
        self.process, self.socket = os.getpid(), socket.socket(socket.AF_UNIX)
        self.socket.settimeout(PATIENCE_SECONDS)
        self.socket.connect(str(path))

    def __del__(self) -> None:
        self.socket.close()
