"""What a list may have been cut from: one batch, consecutive batches of one recipient, the database up to a day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from portal.aggregation.list_rows import UNKNOWN, ListRows, day_at
from portal.domain.list_origin import HypothesisKind
from portal.domain.period import day_number, local_day
from portal.domain.recipient import ExportRun
from portal.stats.seized import draw_ratio


@dataclass(frozen=True, eq=False)
class Hypothesis:
    """One explanation on the grid.

    Attributes
    ----------
    days : (length + 1,) bool, the registrations that it holds
    hospitals : (hospitals,) bool
    columns : codes of its files; None where no file says
    left : (length + 1,) day number on which the last of its files with a registration day left; UNKNOWN where none
    """

    kind: HypothesisKind
    recipient: str | None
    runs: tuple[ExportRun, ...]
    days: np.ndarray
    hospitals: np.ndarray
    columns: frozenset[str] | None
    left: np.ndarray


def hypotheses(
    rows: ListRows, runs: Sequence[ExportRun], district_of: Mapping[str, str], error_rate: float
) -> Iterator[Hypothesis]:
    """Every explanation that is looked at.

    Unions are formed only between the first and the last batch of a recipient that hold a row of the list: one that
    reaches further explains no row more and is never better.
    """
    for recipient in sorted({run.recipient for run in runs}):
        own = sorted((run for run in runs if run.recipient == recipient), key=_by_window)
        single = [_batch(rows, run, district_of) for run in own]
        yield from single
        counts = rows.day_counts
        hit = [place for place, one in enumerate(single) if counts[one.days].sum()]
        for start in range(hit[0], hit[-1]) if hit else ():
            union = single[start]
            for one in single[start + 1 : hit[-1] + 1]:
                union = _joined(union, one)
                yield union
    yield from _database(rows, error_rate)


def _joined(one: Hypothesis, other: Hypothesis) -> Hypothesis:
    columns = None if one.columns is None or other.columns is None else one.columns | other.columns
    return Hypothesis(
        HypothesisKind.BATCHES,
        one.recipient,
        one.runs + other.runs,
        one.days | other.days,
        one.hospitals | other.hospitals,
        columns,
        np.maximum(one.left, other.left),
    )


def _batch(rows: ListRows, run: ExportRun, district_of: Mapping[str, str]) -> Hypothesis:
    days = rows.days_of(run.registered.start, run.registered.until)
    return Hypothesis(
        HypothesisKind.BATCH,
        run.recipient,
        (run,),
        days,
        rows.hospitals_of(run.scope, district_of),
        run.columns or None,
        np.where(days, day_number(local_day(run.exported_at)), UNKNOWN),
    )


def _database(rows: ListRows, error_rate: float) -> Iterator[Hypothesis]:
    """All registrations up to the day at which this explains the list best."""
    counts = rows.day_counts
    if not counts[: rows.length].any():
        return
    until = np.arange(1, rows.length + 1)
    densities = np.tri(rows.length, rows.length + 1) / until[:, None]
    best = int(draw_ratio(counts, densities, rows.reference_days, error_rate).argmax())
    days = rows.days_of(day_at(rows, 0), day_at(rows, best + 1))
    everywhere, never = np.ones(len(rows.hospitals), dtype=bool), np.full(rows.length + 1, UNKNOWN)
    yield Hypothesis(HypothesisKind.DATABASE, None, (), days, everywhere, None, never)


def _by_window(run: ExportRun) -> tuple[object, ...]:
    return run.registered.start, run.registered.until, run.exported_at
