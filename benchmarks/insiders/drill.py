"""What a drill tells: whether the insider was stopped, and after how long somebody saw it."""

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.insiders.scene import BAR_SECONDS, Scene


@dataclass(frozen=True)
class Told:
    """Blocked, or alarmed after some seconds, or neither; and by what."""

    blocked: bool
    seconds: float | None = None
    by: str = ""

    @property
    def holds(self) -> bool:
        """Whether the drill is passed."""
        return self.blocked or (self.seconds is not None and self.seconds <= BAR_SECONDS)

    def __str__(self) -> str:
        blocked = ["blocked"] if self.blocked else []
        alarmed = [f"alarm {self.seconds:.1f} s"] if self.seconds is not None else []
        return f"{' and '.join(blocked + alarmed) or 'NEITHER'}: {self.by}"


Drill = Callable[[Scene], Told]
