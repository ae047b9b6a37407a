"""Who looks the same in every column: rows numbered by one fused integer key, exactly.

Each column becomes a code between 0 and its width, and the codes of a row the digits of one integer in mixed radix.
Where the digits would overflow, what there is so far is numbered anew. Neighbours that are alike are looked at once:
an extract is sorted by what its mothers say, so most are.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

WIDEST = 1 << 16  # codes of one column; a wider range (a day that never came) is numbered by its values
LARGEST = 1 << 62  # key


@dataclass(frozen=True, eq=False)
class Patterns:
    """Rows that are alike.

    Attributes
    ----------
    of : (rows,) the number of each row's pattern; numbers follow the lexicographic order of the columns
    example : (patterns,) the first row of each
    """

    of: np.ndarray
    example: np.ndarray


def patterns(columns: Sequence[np.ndarray]) -> Patterns:
    """Number the distinct rows of some integer or boolean columns of equal length.

    Parameters
    ----------
    columns : at least one, the most significant first

    Examples
    --------
    >>> found = patterns([np.array([7, 5, 7]), np.array([1, 9, 1])])
    >>> found.of.tolist(), found.example.tolist()
    ([1, 0, 1], [1, 0])
    """
    heads = run_heads(columns)
    key = np.zeros(len(heads), dtype=np.int64)
    size = 1
    for column in columns:
        code, width = _codes(column[heads])
        if size * width > LARGEST:
            key, size = _dense(key)
        key *= width
        key += code
        size *= width
    place, count = _dense(key)
    first = np.full(count if len(key) else 0, len(key))
    np.minimum.at(first, place, np.arange(len(place)))
    lengths = np.diff(np.append(heads, len(columns[0])))
    return Patterns(np.repeat(place, lengths), heads[first])


def run_heads(columns: Sequence[np.ndarray]) -> np.ndarray:
    """The first row of every run of rows that are alike."""
    count = len(columns[0])
    differs = np.zeros(count, dtype=bool)
    differs[:1] = True
    for column in columns:
        differs[1:] |= column[1:] != column[:-1]
    return np.flatnonzero(differs)


def _codes(values: np.ndarray) -> tuple[np.ndarray, int]:
    """Values as codes in the same order, and how many codes there may be."""
    if not len(values):
        return np.empty(0, dtype=np.int64), 1
    low, high = int(values.min()), int(values.max())
    if high - low < WIDEST:
        return values.astype(np.int64) - low, high - low + 1
    return _dense(values.astype(np.int64))


def _dense(values: np.ndarray) -> tuple[np.ndarray, int]:
    """Distinct values numbered in their order, by a hash table and a sort of the distinct ones alone."""
    place, labels = pd.factorize(values)
    order = np.argsort(labels)
    number = np.empty(len(labels), dtype=np.int64)
    number[order] = np.arange(len(labels))
    return number[place], max(len(labels), 1)
