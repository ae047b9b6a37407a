"""What a design has to be able to do."""

from typing import Protocol

import numpy as np


class Design(Protocol):
    """Anything that has a shape and gives the dense block of a slice of rows; a NumPy matrix is one."""

    @property
    def shape(self) -> tuple[int, int]: ...

    def __getitem__(self, rows: slice) -> np.ndarray: ...
