"""How many complaints the vault opens within a period; a restart forgets none of them."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from portal.domain.allowance import OpeningsSpent

PERIOD_SECONDS = 3600
DEFAULT_MOST = 2000
NUMBER_BYTES, ID_BYTES = 8, 16


class Openings:
    """What was opened in the period that runs, each once; kept in a file that the next period empties."""

    def __init__(self, most: int, file: Path, clock: Callable[[], float] = time.time) -> None:
        self._most, self._file, self._clock, self._lock = most, file, clock, threading.Lock()
        self.refused = 0  # since the start; whoever watches compares
        file.touch(0o600)
        content = file.read_bytes()
        self._period = int.from_bytes(content[:NUMBER_BYTES], "big")
        whole = max(len(content) - NUMBER_BYTES, 0) // ID_BYTES  # a kill may have left half an id
        ends = range(NUMBER_BYTES, NUMBER_BYTES + whole * ID_BYTES, ID_BYTES)
        self._opened = {content[at : at + ID_BYTES] for at in ends}

    def count(self, of: UUID) -> None:
        """One opening, noted before anything opens; what was opened in this period costs nothing again."""
        with self._lock:
            self._turn_over()
            if of.bytes in self._opened:
                return
            if len(self._opened) >= self._most:
                self.refused += 1
                raise OpeningsSpent
            self._write(NUMBER_BYTES + len(self._opened) * ID_BYTES, of.bytes)
            self._opened.add(of.bytes)

    def _turn_over(self) -> None:
        period = int(self._clock() // PERIOD_SECONDS)
        if period != self._period:
            self._write(0, period.to_bytes(NUMBER_BYTES, "big"))
            self._period, self._opened = period, set()

    def _write(self, at: int, content: bytes) -> None:
        with self._file.open("r+b", buffering=0) as out:
            out.seek(at)
            out.write(content)
            out.truncate()


@dataclass(frozen=True, slots=True)
class Bounds:
    """Complaints, notes and secrets of staff; apart from them mothers' own phones, which anybody may name."""

    openings: Openings
    phones: Openings

    @classmethod
    def beside(cls, keys: Path, most: int = DEFAULT_MOST) -> "Bounds":
        """Those whose files lie beside the key file."""
        return cls(*(Openings(most, keys.with_name(f"{keys.name}.{name}")) for name in ("openings", "phones")))

    @property
    def refused(self) -> int:
        """How often one of them was met since the start."""
        return self.openings.refused + self.phones.refused
