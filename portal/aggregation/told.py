"""What a tally counts: mothers, as far as a question can tell them apart, and their calls."""

from dataclasses import dataclass

import numpy as np

from portal.aggregation.patterns import run_heads

CALLS_A_BLOCK = 1 << 17  # looked at in one go, so that looking takes no memory beside a hundred million calls


class NotTold(ValueError):
    """Calls that do not fit their mothers: out of order, or on a day outside her time."""


@dataclass(frozen=True, eq=False)
class Told:
    """Mothers, as far as the question can tell them apart, and their calls.

    Attributes
    ----------
    alike : columns of (mothers,) integers, the same ones for all that is put into one tally; the first two are the
        first and the last day of her time, both in. Mothers that are alike in all of them are added up
    mother : (calls,) position of the mother, ascending
    day : (calls,) day number, within her time

    Raises
    ------
    NotTold
        If calls are out of order or outside their mothers' time.
    """

    alike: tuple[np.ndarray, ...]
    mother: np.ndarray
    day: np.ndarray

    def __post_init__(self) -> None:
        for begin in range(0, len(self.mother), CALLS_A_BLOCK):
            block = self.mother[begin : begin + CALLS_A_BLOCK + 1]  # one more, to see how the next block begins
            if (block[1:] < block[:-1]).any():
                raise NotTold("calls must be sorted by mother")
        if len(self.mother) and not 0 <= int(self.mother[0]) <= int(self.mother[-1]) < len(self.alike[0]):
            raise NotTold("a call of nobody")
        heads = run_heads(self.alike[:2])
        begins = np.searchsorted(self.mother, heads.astype(self.mother.dtype))
        some = np.flatnonzero(np.diff(begins, append=len(self.mother)))
        if len(some):
            first, last = (column[heads[some]] for column in self.alike[:2])
            low, high = (reduce.reduceat(self.day, begins[some]) for reduce in (np.minimum, np.maximum))
            if (low < first).any() or (high > last).any():
                raise NotTold("a call lies outside its mother's time")
