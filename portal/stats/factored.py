"""A design of factors and a few dense columns, kept as codes: every product is a count over integer keys.

A row of a factor has one 1 at most, so X'w, X'WX and the sums by stratum are weighted counts of codes, of pairs of
codes, and of codes within strata (np.bincount). The cost does not depend on how many levels the factors have.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from scipy.sparse import csr_matrix


@dataclass(frozen=True, eq=False)
class Factored:
    """One column per level of every factor but its first, then the dense columns.

    Attributes
    ----------
    codes : one array of levels a factor, each (rows,); 0 and below belong to no column
    levels : how many levels each factor has, the first counted; at least 1
    dense : (rows, q)
    """

    codes: tuple[np.ndarray, ...]
    levels: tuple[int, ...]
    dense: np.ndarray

    @cached_property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.dense), sum(self._widths) + self.dense.shape[1]

    @property
    def _widths(self) -> tuple[int, ...]:
        return tuple(count - 1 for count in self.levels)

    @cached_property
    def _offsets(self) -> np.ndarray:
        """First column of each factor, then of the dense columns."""
        return np.concatenate([[0], np.cumsum(self._widths)]).astype(np.int64)

    @cached_property
    def _keys(self) -> tuple[np.ndarray, ...]:
        """Codes from 0, those of no column 0."""
        return tuple(np.maximum(codes, 0).astype(np.int64) for codes in self.codes)

    @cached_property
    def _marks(self) -> csr_matrix:
        """The factors' columns as a sparse matrix."""
        rows, columns = [], []
        for offset, keys in zip(self._offsets, self._keys, strict=False):
            marked = np.flatnonzero(keys)
            rows.append(marked)
            columns.append(offset + keys[marked] - 1)
        places = (np.concatenate([*rows, []]).astype(np.int64), np.concatenate([*columns, []]).astype(np.int64))
        return csr_matrix((np.ones(len(places[0])), places), shape=(len(self.dense), int(self._offsets[-1])))

    def __getitem__(self, rows: slice) -> np.ndarray:
        """The dense block of a slice of rows."""
        length = len(self.dense[rows])
        block = np.zeros((length, self.shape[1]))
        for offset, codes in zip(self._offsets, self.codes, strict=False):
            own = codes[rows]
            marked = np.flatnonzero(own > 0)
            block[marked, offset + own[marked] - 1] = 1.0
        block[:, self._offsets[-1] :] = self.dense[rows]
        return block

    def times(self, beta: np.ndarray) -> np.ndarray:
        """X beta: (rows,)."""
        value = self.dense @ beta[self._offsets[-1] :]
        for offset, width, keys in zip(self._offsets, self._widths, self._keys, strict=False):
            value = value + np.append(0.0, beta[offset : offset + width])[keys]
        return value

    def totals(self, weights: np.ndarray) -> np.ndarray:
        """X'w, or X'C for several columns of weights: (columns,) or (columns, k)."""
        if weights.ndim > 1:
            return np.vstack([self._marks.T @ weights, self.dense.T @ weights])
        parts = [np.bincount(keys, weights, count)[1:] for keys, count in zip(self._keys, self.levels, strict=True)]
        return np.concatenate([*parts, self.dense.T @ weights])

    def gram(self, weights: np.ndarray) -> np.ndarray:
        """X'WX: (columns, columns)."""
        square = np.zeros((self.shape[1],) * 2)
        offsets, widths = self._offsets, self._widths
        for one, keys in enumerate(self._keys):
            own = np.arange(offsets[one], offsets[one] + widths[one])
            square[own, own] = np.bincount(keys, weights, self.levels[one])[1:]
        for one, other in combinations(range(len(self.codes)), 2):
            shape = (self.levels[one], self.levels[other])
            keys = self._keys[one] * shape[1] + self._keys[other]
            block = np.bincount(keys, weights, shape[0] * shape[1]).reshape(shape)[1:, 1:]
            rows, columns = slice(offsets[one], offsets[one + 1]), slice(offsets[other], offsets[other + 1])
            square[rows, columns], square[columns, rows] = block, block.T
        if self.dense.shape[1]:
            across = self.totals(self.dense * weights[:, None])
            square[:, offsets[-1] :] = across
            square[offsets[-1] :, :] = across.T
        return square

    def by_stratum(self, weights: np.ndarray, stratum: np.ndarray, starts: np.ndarray) -> np.ndarray:
        """Weighted sums of the columns within strata: (strata, columns). `stratum` numbers the rows' strata from 0."""
        parts = []
        for keys, count in zip(self._keys, self.levels, strict=True):
            summed = np.bincount(stratum * count + keys, weights, len(starts) * count)
            parts.append(summed.reshape(len(starts), count)[:, 1:])
        parts.append(np.add.reduceat(self.dense * weights[:, None], starts, axis=0))
        return np.hstack(parts)

    def picked(self, rows: np.ndarray) -> "Factored":
        """Some rows."""
        return Factored(tuple(codes[rows] for codes in self.codes), self.levels, self.dense[rows])

    @property
    def factor_columns(self) -> int:
        """How many columns belong to factors; the dense ones follow."""
        return int(self._offsets[-1])

    def beside(self, codes: Sequence[np.ndarray], levels: Sequence[int], dense: Sequence[np.ndarray]) -> "Factored":
        """With further factors, and dense columns after those that are there."""
        joined = np.hstack([self.dense, *dense]) if dense else self.dense
        return Factored((*self.codes, *codes), (*self.levels, *levels), joined)
