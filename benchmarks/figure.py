"""One measured figure, and how a list of them is written down."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """What was measured, how much of what, and beside what it stands."""

    name: str
    value: float
    unit: str
    beside: str = ""


def table(figures: Iterable[Figure]) -> str:
    """The figures as lines to read or to paste."""
    return "\n".join(f"{one.name:<44}{one.value:>10.4g} {one.unit:<12}{one.beside}".rstrip() for one in figures)
