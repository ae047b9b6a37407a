"""How much is answered, whoever asks: one budget for all, so that no address and no key need be kept.

It stands in a file, because several processes of the web server share one machine, and the machine is what it protects.
"""

import os
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from portal.web.shared_file import locked

LAYOUT = struct.Struct("=dq")  # answers left, microseconds from the epoch to the last one
EPOCH = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class Budget:
    """A bucket of answers that fills up again with time; every process and thread that names the file shares it."""

    path: Path
    most: float
    a_second: float

    def take(self, at: datetime) -> bool:
        """Whether there is an answer left; takes it."""
        with locked(self.path) as file:
            now = (at - EPOCH) // timedelta(microseconds=1)
            left = self._left(os.pread(file, LAYOUT.size, 0), now)
            enough = left >= 1
            os.pwrite(file, LAYOUT.pack(left - enough, now), 0)
        return enough

    def _left(self, stood: bytes, now: int) -> float:
        if len(stood) < LAYOUT.size:
            return self.most
        left, then = LAYOUT.unpack(stood)
        # A clock that was set back must neither fill the bucket nor drain it.
        return min(self.most, left + max(0, now - then) * self.a_second / 1_000_000)
