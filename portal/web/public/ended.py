"""Stays that were closed, until they would have ended by themselves: a copy of the cookie opens nothing afterwards.

They stand in a file that all processes of the web server share: random numbers and times, nothing of whose stay it was.
"""

import os
import struct
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from portal.web.shared_file import locked

LAYOUT = struct.Struct("=16sq")  # the stay's number, until which second its cookie could have been good


@dataclass(frozen=True, slots=True)
class EndedStays:
    """Which stays were closed."""

    path: Path

    def add(self, number: bytes, until: datetime, at: datetime) -> None:
        """Close a stay; what would be over by now is forgotten."""
        with locked(self.path) as file:
            kept = [stay for stay in self._read(file) if stay[1] > at.timestamp()]
            kept.append((number, int(until.timestamp()) + 1))
            os.ftruncate(file, 0)
            os.pwrite(file, b"".join(LAYOUT.pack(*stay) for stay in kept), 0)

    def holds(self, number: bytes) -> bool:
        """Whether a stay was closed."""
        if not self.path.exists():
            return False
        with locked(self.path) as file:
            return any(stay == number for stay, _ in self._read(file))

    @staticmethod
    def _read(file: int) -> list[tuple[bytes, int]]:
        written = os.pread(file, os.fstat(file).st_size, 0)
        whole = len(written) - len(written) % LAYOUT.size
        return [(number, until) for number, until in LAYOUT.iter_unpack(written[:whole])]
