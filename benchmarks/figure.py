"""One measured figure, and how a list of them is written down."""

from collections.abc import Iterable
from dataclasses import dataclass

RATIO = "×"


@dataclass(frozen=True)
class Figure:
    """What was measured, how much of what, and beside what it stands.

    A figure whose unit is × compares two things measured in the same run; these are kept (`benchmarks/kept.py`).
    `limit` is what it shall not exceed or, with `at_least`, not fall short of.
    """

    name: str
    value: float
    unit: str
    beside: str = ""
    limit: float | None = None
    at_least: bool = False

    @property
    def missed(self) -> bool:
        """Whether it is on the wrong side of its limit."""
        return self.limit is not None and ((self.value < self.limit) if self.at_least else (self.value > self.limit))

    def line(self) -> str:
        """As a line to read or to paste."""
        bar = "" if self.limit is None else f"bar {'≥' if self.at_least else '≤'} {self.limit:g}"
        bar += ": missed" if self.missed else ""
        said = "; ".join(part for part in (bar, self.beside) if part)
        return f"{self.name:<52}{self.value:>10.4g} {self.unit:<8}{said}".rstrip()


def table(figures: Iterable[Figure]) -> str:
    """The figures as lines to read or to paste."""
    return "\n".join(one.line() for one in figures)
