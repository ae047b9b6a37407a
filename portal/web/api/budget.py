"""How much is answered, whoever asks: one budget for all, so that no address and no key need be kept."""

from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock


@dataclass(slots=True)
class Budget:
    """A bucket of answers that fills up again with time; one for each process of the web server."""

    most: float
    a_second: float
    _left: float = field(init=False)
    _at: datetime | None = field(init=False, default=None)
    _lock: Lock = field(init=False, default_factory=Lock, repr=False)

    def __post_init__(self) -> None:
        self._left = self.most

    def take(self, at: datetime) -> bool:
        """Whether there is an answer left; takes it."""
        with self._lock:
            spent = (at - self._at).total_seconds() if self._at else 0.0
            # A clock that was set back must neither fill the bucket nor drain it.
            self._left = min(self.most, self._left + max(0.0, spent) * self.a_second)
            self._at = at
            if self._left < 1:
                return False
            self._left -= 1
            return True
