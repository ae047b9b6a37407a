"""Designs that are too long to stand in memory as one matrix: built for a slice of rows when it is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np


class Design(Protocol):
    """Anything that has a shape and gives the dense block of a slice of rows; a NumPy matrix is one."""

    @property
    def shape(self) -> tuple[int, int]: ...

    def __getitem__(self, rows: slice) -> np.ndarray: ...


HELD_NUMBERS = 40_000_000  # 320 MB


def held(design: Design) -> Design:
    """The design as one matrix if that is of modest size, as it is otherwise: the same numbers, sooner at hand."""
    rows, width = design.shape
    return design[0:rows] if rows * width <= HELD_NUMBERS else design


@dataclass(frozen=True, eq=False)
class Indicators:
    """One column per level of a factor, the first level left out as the reference.

    `codes` are integers from 0; a code of -1 belongs to no level.
    """

    codes: np.ndarray
    levels: int

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.codes), max(self.levels - 1, 0)

    def __getitem__(self, rows: slice) -> np.ndarray:
        codes = self.codes[rows]
        block = np.zeros((len(codes), self.shape[1]))
        marked = np.flatnonzero(codes > 0)
        block[marked, codes[marked] - 1] = 1.0
        return block


@dataclass(frozen=True, eq=False)
class Looked:
    """Columns read from a table by one integer per row; past its end the last line holds, below zero the first."""

    places: np.ndarray
    table: np.ndarray

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.places), self.table.shape[1]

    def __getitem__(self, rows: slice) -> np.ndarray:
        return self.table[np.clip(self.places[rows], 0, len(self.table) - 1)]


@dataclass(frozen=True, eq=False)
class Within:
    """The columns of another design where a mark stands, zero elsewhere."""

    design: Design
    mark: np.ndarray

    @property
    def shape(self) -> tuple[int, int]:
        return self.design.shape

    def __getitem__(self, rows: slice) -> np.ndarray:
        return self.design[rows] * self.mark[rows, None]


@dataclass(frozen=True, eq=False)
class Beside:
    """Several designs of one length, side by side."""

    parts: Sequence[Design]

    @property
    def shape(self) -> tuple[int, int]:
        return self.parts[0].shape[0], sum(part.shape[1] for part in self.parts)

    def __getitem__(self, rows: slice) -> np.ndarray:
        return np.hstack([part[rows] for part in self.parts])
