"""The vault's own process: it alone reads the key file, and answers the verbs of the interface to known users.

`python -m portal.vault.serving SOCKET KEYS USER... [--openings N] [--sealed-to FILE]`. It loads neither Flask nor the
database.
"""

import argparse
import os
import pwd
import socket
import socketserver
import struct
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from portal.domain.allowance import OpeningsSpent
from portal.vault import offline, wire
from portal.vault.keyring import KeyFile
from portal.vault.openings import DEFAULT_MOST, Bounds, Openings
from portal.vault.remote import GUARDED, KEY_VERBS, VERBS
from portal.vault.sealing import Place, WrappedKey
from portal.vault.vault import Vault

CREDENTIALS = struct.Struct("3i")  # SO_PEERCRED: process, user, group
PHONES = "phone_codes"  # the table of numbers that wait for a code
SPENT = '{"level": "error", "logger": "portal.vault", "event": "vault.spent"}'


class Keeper:
    """The verbs for one caller that touch keys, or that this process bounds."""

    def __init__(self, vault: Vault, bounds: Bounds, sealed_to: Path | None) -> None:
        self._vault, self._bounds, self._sealed_to = vault, bounds, sealed_to
        self._hers: UUID | None = None

    def fresh_key(self, complaint: UUID) -> WrappedKey:
        """A fresh key, wrapped."""
        return self._vault.new_key(complaint)[1]

    def check_key(self, complaint: UUID, stored: WrappedKey) -> None:
        """SealBroken if the stored key does not open."""
        self._vault.unwrap(complaint, stored)

    def seal_under(self, complaint: UUID, stored: WrappedKey, content: bytes, place: Place) -> bytes:
        """Seal under a stored key."""
        return self._vault.unwrap(complaint, stored).seal_content(content, place)

    def open_under(self, complaint: UUID, stored: WrappedKey, sealed: bytes, place: Place) -> bytes:
        """Open under a stored key; it counts, unless the receipt was just shown."""
        key = self._vault.unwrap(complaint, stored)
        if place.table == PHONES:
            self._counted(complaint, self._bounds.phones)
        elif complaint != self._hers:
            self._counted(complaint, self._bounds.openings)
        return key.open_content(sealed, place)

    def complaint_for(self, code: str) -> UUID:
        """The complaint that a receipt opens: until another one is shown here, it may be read without counting."""
        self._hers = self._vault.complaint_for(code)
        return self._hers

    def open_case_note(self, sealed: bytes, note: UUID) -> str:
        """It counts."""
        self._counted(note, self._bounds.openings)
        return self._vault.open_case_note(sealed, note)

    def open_code_secret(self, staff_id: UUID, sealed: bytes) -> str:
        """It counts."""
        self._counted(staff_id, self._bounds.openings)
        return self._vault.open_code_secret(staff_id, sealed)

    def refused_openings(self) -> int:
        """How often the bound was met since this process started."""
        return self._bounds.refused

    def own_phone(self, normal: str) -> bytes:
        """It counts: else all numbers of a land could be tried against what is stored."""
        digest = self._vault.own_phone(normal)
        self._counted(UUID(bytes=digest[:16]), self._bounds.phones)
        return digest

    def sealed_copy(self, to: Sequence[str]) -> bytes:
        """A copy of the key file for offline keys that this process was told of, and for nobody else's."""
        known = offline.public_keys(self._sealed_to.read_text()) if self._sealed_to else []
        if not to or not set(to) <= set(known):
            raise offline.UnknownRecipient
        return self._vault.sealed_copy(to)

    def _counted(self, of: UUID, bound: Openings) -> None:
        try:
            bound.count(of)
        except OpeningsSpent:
            print(SPENT, file=sys.stderr, flush=True)  # for whoever reads this process's log: the web may be theirs
            raise


class VaultServer(socketserver.ThreadingUnixStreamServer):
    """Answers whoever the kernel says is one of the callers."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(
        self, path: Path, vault: Vault, callers: frozenset[int], bounds: Bounds, sealed_to: Path | None = None
    ) -> None:
        self.vault, self.callers = vault, callers
        self.keeper = lambda: Keeper(vault, bounds, sealed_to)
        path.unlink(missing_ok=True)
        before = os.umask(0o117)
        super().__init__(str(path), Conversation)
        os.umask(before)

    def verify_request(self, request: Any, client_address: Any) -> bool:
        """The kernel's word on who calls."""
        told = request.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, CREDENTIALS.size)
        return CREDENTIALS.unpack(told)[1] in self.callers

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that hung up or spoke nonsense: its line is closed, and nothing of it is printed."""

    def answer(self, keeper: Keeper, verb: Any, told: Any) -> list[Any]:
        """One verb; what breaks is named by its kind alone."""
        try:
            if verb in KEY_VERBS | GUARDED:
                return ["given", getattr(keeper, verb)(*told)]
            if verb in VERBS:
                return ["given", getattr(self.vault, verb)(*told)]
        except Exception as error:
            return ["refused", type(error).__name__]
        return ["refused", "Unreadable"]


class Conversation(socketserver.BaseRequestHandler):
    """One connection: questions and answers until it ends."""

    server: VaultServer

    def handle(self) -> None:
        """Answer until the caller hangs up."""
        keeper = self.server.keeper()
        while True:
            try:
                verb, told = wire.receive(self.request)
            except (EOFError, OSError, ValueError, TypeError):
                return
            wire.send(self.request, self.server.answer(keeper, verb, told))


def main(told: Sequence[str]) -> None:
    """Serve until killed."""
    parser = argparse.ArgumentParser(prog="portal.vault.serving")
    parser.add_argument("socket", type=Path)
    parser.add_argument("keys", type=Path)
    parser.add_argument("users", nargs="*")
    parser.add_argument("--openings", type=int, default=DEFAULT_MOST)
    parser.add_argument("--sealed-to", type=Path)
    asked = parser.parse_args(told)
    file = KeyFile(asked.keys)
    callers = frozenset({os.getuid(), *(pwd.getpwnam(user).pw_uid for user in asked.users)})
    bounds = Bounds.beside(asked.keys, asked.openings)
    vault = Vault(file.newest(), file.newest)
    VaultServer(asked.socket, vault, callers, bounds, asked.sealed_to).serve_forever()


if __name__ == "__main__":
    main(sys.argv[1:])
