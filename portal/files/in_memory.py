"""A file that was sent and never lies on a disk."""

from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from typing import IO, Any


@dataclass(frozen=True, slots=True)
class InMemory:
    """Opens as a path does."""

    content: bytes

    def open(self, mode: str = "r", *, encoding: str | None = None, newline: str | None = None) -> IO[Any]:
        """The content from its beginning, as bytes or as text."""
        raw = BytesIO(self.content)
        return raw if "b" in mode else TextIOWrapper(raw, encoding=encoding, newline=newline)
