"""Calls by pattern and day, in integers: what is counted once can be added to, taken from, and put together.

A pattern is a set of mothers whose days look the same to whoever asks: the same first and last day, and whatever else
the question needs. A new report is added, a withdrawn one taken, an amended one taken as it was and added as it is; two
batches are merged; and patterns fall together under another question, so a changed export schedule never has the calls
read again. Sums of integers do not depend on their order: whatever the way, it is what a recount would say.

Counting goes over fused integer keys, block by block: the row of a call is where its mother's pattern begins, less her
first day, plus the day of the call. No join, for a mother's number is a position; calls sorted by mother, mothers by
what they say, fall into few rows at a time, and the block's counts stay in the cache.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array

from portal.aggregation.patterns import patterns, run_heads
from portal.aggregation.told import Told

CALLS_A_BLOCK = 1 << 17  # 0.5 MB of keys: they stay in the cache from the first pass to the last
LONG_RUN = 1024  # calls of one pattern in a row, from which shifting them all at once is cheaper than one by one
SPREAD = 8  # rows for each call of a block, beyond which its counts are added one by one
MOTHERS_A_SLICE = 1 << 19


class NotCounted(ValueError):
    """What is to be taken away was never added."""


class Tally:
    """Calls by pattern and day.

    Attributes
    ----------
    keys : (patterns, columns) what makes each pattern, in the order in which they were met
    mothers : (patterns,) how many mothers were added up; 0 where all were taken away again
    first_row : (patterns,) row of the pattern's first day; its days follow each other
    calls : (rows,) calls of each pattern and day
    """

    def __init__(self, columns: int) -> None:
        self._place: dict[bytes, int] | None = {}
        self._keys = _Growing(np.int64, columns)
        self._mothers = _Growing(np.int64)
        self._first_row = _Growing(np.int64)
        self._calls = _Growing(np.int32)

    @classmethod
    def of(cls, told: Told) -> "Tally":
        """A tally of one batch."""
        made = cls(len(told.alike))
        made.add(told)
        return made

    @property
    def keys(self) -> np.ndarray:
        """What makes each pattern: (patterns, columns)."""
        return self._keys.values

    @property
    def mothers(self) -> np.ndarray:
        """Mothers of each pattern: (patterns,)."""
        return self._mothers.values

    @property
    def first_row(self) -> np.ndarray:
        """Row of each pattern's first day: (patterns,)."""
        return self._first_row.values

    @property
    def calls(self) -> np.ndarray:
        """Calls of each pattern and day: (rows,)."""
        return self._calls.values

    def add(self, told: Told, *, known: bool = False) -> None:
        """Count a batch in; of mothers who are `known` and have not changed, the calls alone."""
        for begin in range(0, len(told.alike[0]), MOTHERS_A_SLICE):
            self._count(told, begin, 1, known)

    def take(self, told: Told, *, known: bool = False) -> None:
        """Count a batch out that was counted in; of mothers who stay `known`, the calls alone.

        Raises
        ------
        NotCounted
            If it was not; the tally is then as it was before.
        """
        for begin in range(0, len(told.alike[0]), MOTHERS_A_SLICE):
            if not self._count(told, begin, -1, known):
                for done in range(0, begin + 1, MOTHERS_A_SLICE):
                    self._count(told, done, 1, known)
                raise NotCounted("this batch was never counted in")

    def merge(self, other: "Tally") -> None:
        """Add up what another tally has counted."""
        place, sizes = self._places(other.keys), _sizes(other.keys)
        self.mothers[place] += other.mothers
        self.calls[_spans(self.first_row[place], sizes)] += other.calls[_spans(other.first_row, sizes)]

    def under(self, alike: Sequence[np.ndarray]) -> "Tally":
        """The same calls with other patterns: those that are alike in the new columns fall together.

        Parameters
        ----------
        alike : columns of (patterns,) integers; the first two the first and last day of each, as they are now
        """
        made = Tally(len(alike))
        kept = np.flatnonzero(self.mothers)
        groups = patterns([np.asarray(column)[kept] for column in alike])
        stays = kept[groups.example]
        made._keys.longer(len(stays))[:] = np.column_stack([column[stays] for column in alike])
        made._place = None
        made._mothers.longer(len(stays))[:] = np.bincount(groups.of, self.mothers[kept])
        made._first_row.longer(len(stays))[:] = self.first_row[stays]
        made._calls.longer(len(self.calls))[:] = self.calls
        joins = np.ones(len(kept), dtype=bool)
        joins[groups.example] = False
        begins, sizes = self.first_row[kept[joins]], _sizes(self.keys[kept[joins]])
        rows = _spans(begins, sizes)
        np.add.at(made.calls, _spans(made.first_row[groups.of[joins]], sizes), self.calls[rows])
        made.calls[rows] = 0
        return made

    def content(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Keys, mothers and calls sorted by key, without what was taken away again: equal for equal counts."""
        kept = np.flatnonzero(self.mothers)
        order = kept[np.lexsort(self.keys[kept].T[::-1])]
        rows = _spans(self.first_row[order], _sizes(self.keys[order]))
        return self.keys[order], self.mothers[order], self.calls[rows]

    def _count(self, told: Told, begin: int, sign: int, known: bool) -> bool:
        """Count some mothers in or out; whether nothing fell below nought."""
        alike = [column[begin : begin + MOTHERS_A_SLICE] for column in told.alike]
        size = len(alike[0])
        heads = run_heads(alike)
        place = self._places(np.column_stack([column[heads] for column in alike]).astype(np.int64))
        lengths = np.diff(np.append(heads, size))
        if not known:
            np.add.at(self.mothers, place, sign * lengths)
        first, keys = self.first_row[place], self.keys[place]
        bounds = np.searchsorted(told.mother, np.append(heads + begin, begin + size).astype(told.mother.dtype))
        runs = _Runs(first - keys[:, 0], first, first + _sizes(keys), bounds)
        whole = _count_rows(self.calls, runs, told.day, sign)
        return whole and (sign > 0 or int(self.mothers[place].min()) >= 0)

    def _places(self, keys: np.ndarray) -> np.ndarray:
        """The number of each key; what was never met gets the next number and rows for its days."""
        rows = np.ascontiguousarray(keys, dtype=np.int64)
        if self._place is None:  # made by `under`, and most of those are only read
            self._place = {name: place for place, name in enumerate(_names(self.keys))}
        names, known = _names(rows), self._place
        before = len(known)
        place = np.array([known.setdefault(name, len(known)) for name in names], dtype=np.int64)
        if len(known) > before:
            fresh = np.unique(place, return_index=True)
            new = rows[fresh[1][fresh[0] >= before]]
            sizes = _sizes(new)
            self._keys.longer(len(new))[:] = new
            self._mothers.longer(len(new))
            self._first_row.longer(len(new))[:] = len(self.calls) + np.cumsum(sizes) - sizes
            self._calls.longer(int(sizes.sum()))
        return place


class _Growing:
    """An array at whose end there is more room than it uses; room that was never written to costs no memory."""

    def __init__(self, kind: type, *shape: int) -> None:
        self._room, self._used = np.zeros((0, *shape), dtype=kind), 0

    @property
    def values(self) -> np.ndarray:
        return self._room[: self._used]

    def longer(self, count: int) -> np.ndarray:
        """Zeros after what is there, to be written to."""
        used = self._used + count
        if used > len(self._room):
            wider = np.zeros((2 * used, *self._room.shape[1:]), dtype=self._room.dtype)
            wider[: self._used] = self.values
            self._room = wider
        self._used = used
        return self._room[used - count : used]


@dataclass(frozen=True, eq=False)
class _Runs:
    """Runs of calls that belong to one pattern each.

    Attributes
    ----------
    base : (runs,) what makes a row out of a day
    low, high : (runs,) first row of the pattern, and the one after its last
    bounds : (runs + 1,) first call of each run, and where the last one ends
    """

    base: np.ndarray
    low: np.ndarray
    high: np.ndarray
    bounds: np.ndarray

    def blocks(self) -> Iterator[tuple[int, int, int, int]]:
        """Blocks of calls: the first, the one after the last, and the same of the runs that they touch."""
        last = int(self.bounds[-1])
        for begin in range(int(self.bounds[0]), last, CALLS_A_BLOCK):
            end = min(begin + CALLS_A_BLOCK, last)
            one, until = np.searchsorted(self.bounds, begin, "right") - 1, np.searchsorted(self.bounds, end)
            yield begin, end, int(one), int(until)


def _count_rows(calls: np.ndarray, runs: _Runs, day: np.ndarray, sign: int) -> bool:
    """Add 1 (or −1) to `calls` at base + day for every call, block by block; whether nothing fell below nought."""
    whole = True
    most = min(CALLS_A_BLOCK, int(runs.bounds[-1] - runs.bounds[0]))
    rows, ones = np.empty(most, dtype=np.int32), np.ones(most, dtype=np.int32)
    for begin, end, one, until in runs.blocks():
        row = rows[: end - begin]
        np.copyto(row, day[begin:end], casting="same_kind")
        low, high = int(runs.low[one:until].min()), int(runs.high[one:until].max())
        base = (runs.base[one:until] - low).astype(np.int32)
        bounds = np.clip(runs.bounds[one : until + 1], begin, end) - begin
        if (until - one) * LONG_RUN < len(row):
            for shift, first, last in zip(base.tolist(), bounds.tolist(), bounds[1:].tolist(), strict=False):
                row[first:last] += shift
        else:
            row += np.repeat(base, np.diff(bounds))
        part = calls[low:high]
        if high - low < SPREAD * len(row):
            part += np.int32(sign) * _histogram(row, ones[: len(row)], high - low)
            least = part
        else:
            places = row.astype(np.intp)
            np.add.at(part, places, np.int32(sign))
            least = part[places] if sign < 0 else part[:0]
        whole = whole and (sign > 0 or int(least.min()) >= 0)
    return whole


def _histogram(codes: np.ndarray, ones: np.ndarray, size: int) -> np.ndarray:
    """How often each code occurs: `numpy.bincount` for 32-bit codes, which that would first widen.

    A sparse column with a one for every code adds its repeated rows up where it is multiplied.
    """
    column = csc_array((ones, codes, np.array([0, len(codes)], dtype=np.int32)), shape=(size, 1))
    counts: np.ndarray = column @ ones[:1]
    return counts


def _names(rows: np.ndarray) -> list[bytes]:
    names: list[bytes] = rows.view(f"V{rows.shape[1] * rows.itemsize}").reshape(-1).tolist()
    return names


def _sizes(keys: np.ndarray) -> np.ndarray:
    return keys[:, 1] - keys[:, 0] + 1


def _spans(begins: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """All rows of several spans, one after the other."""
    ends = np.cumsum(sizes)
    return np.arange(int(sizes.sum())) + np.repeat(begins - (ends - sizes), sizes)
