"""Where a short message leaves: into a spool folder, or through a gateway over HTTP."""

import json
import os
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

TIMEOUT_SECONDS = 10.0
FILE_MODE = 0o600


class NotSent(RuntimeError):
    """The message did not leave. Says nothing of whom it was for."""


class Outlet(Protocol):
    """Sends one message to one number, or raises NotSent."""

    def send(self, message_id: uuid.UUID, number: str, text: str) -> None:
        """The same id again is the same message."""


@dataclass(frozen=True, slots=True)
class Spool:
    """A folder with one file a message: for demonstrations and tests, or for a program that empties it."""

    folder: Path

    def send(self, message_id: uuid.UUID, number: str, text: str) -> None:
        """Written aside and moved into place, so that nobody reads half a message."""
        written = json.dumps({"id": str(message_id), "to": number, "text": text}, ensure_ascii=False)
        aside = self.folder / f".{message_id}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with open(aside, "w", opener=_only_ours) as out:
                out.write(written)
                out.flush()
                os.fsync(out.fileno())
            aside.replace(self.folder / f"{message_id}.json")
            _sync(self.folder)
        except OSError as error:
            raise NotSent(type(error).__name__) from None


@dataclass(frozen=True, slots=True)
class Gateway:
    """An operator's gateway: JSON by POST, with a bearer token; redirects are not followed."""

    url: str
    token: str = field(repr=False)
    timeout: float = TIMEOUT_SECONDS

    def send(self, message_id: uuid.UUID, number: str, text: str) -> None:
        """Sent once the gateway answers with 2xx."""
        body = json.dumps({"id": str(message_id), "to": number, "text": text}).encode()
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        request = urllib.request.Request(self.url, body, headers, method="POST")  # noqa: S310 (settings allow http only)
        try:
            with _OPENER.open(request, timeout=self.timeout) as answer:
                answer.read(0)
        except urllib.error.HTTPError as error:
            error.close()
            raise NotSent(str(error.code)) from None
        except (OSError, ValueError) as error:
            raise NotSent(type(error).__name__) from None


class _Stay(urllib.request.HTTPRedirectHandler):
    """Another address than the configured one is never told a number."""

    def redirect_request(self, *_: object) -> None:
        return None


_OPENER = urllib.request.build_opener(_Stay)


def _sync(folder: Path) -> None:
    """Without it, a loss of power takes the name of the file, and so the file."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _only_ours(path: str, flags: int) -> int:
    return os.open(path, flags, FILE_MODE)
