"""What a reader can find out of a hidden figure, and that enough is hidden beside it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from portal.stats.suppression import Contradiction, Line, closely, protected

ROWS, COLUMNS = 3, 4
CELLS = ROWS * COLUMNS
WIDTH = np.full(CELLS + ROWS + COLUMNS + 1, 10.0)
LINES = [
    *(Line(CELLS + row, tuple(range(row * COLUMNS, (row + 1) * COLUMNS))) for row in range(ROWS)),
    *(Line(CELLS + ROWS + column, tuple(range(column, CELLS, COLUMNS))) for column in range(COLUMNS)),
    Line(CELLS + ROWS + COLUMNS, tuple(range(CELLS, CELLS + ROWS))),
]


def intervals(
    low: NDArray[np.float64], high: NDArray[np.float64], lines: list[Line], wanted: list[int]
) -> NDArray[np.float64]:
    """Everything is found out within less than infinity."""
    found = closely(low, high, lines, wanted, np.full(len(low), np.inf))
    return np.array([(least, most) for _, least, most in found]).reshape(-1, 2)


def figures(cells: list[int]) -> NDArray[np.int64]:
    """Cells, the totals of rows and of columns, and the grand total."""
    inner = np.array(cells).reshape(ROWS, COLUMNS)
    return np.concatenate([inner.ravel(), inner.sum(1), inner.sum(0), [inner.sum()]])


def test_the_textbooks_table_is_found_out() -> None:
    # Willenborg, de Waal 2001, section 6.2: two cells hidden in each of two rows, unrounded; every one moves together.
    low = np.array([20, 0, 0, 10, 0, 0, 60, 45, 30, 18, 27, 15.0])
    high = np.where(low == 0, np.inf, low)
    lines = [Line(6, (0, 1, 2)), Line(7, (3, 4, 5)), Line(9, (0, 3)), Line(10, (1, 4)), Line(11, (2, 5))]
    low[8], high[8] = 0, np.inf
    low[[6, 7, 9, 10, 11]] = high[[6, 7, 9, 10, 11]] = [60, 45, 30, 42, 33]
    found = intervals(low, high, lines, [1, 2, 4, 5])
    # By hand: x1 + x2 = 40, x4 + x5 = 35, x1 + x4 = 42, x2 + x5 = 33.
    assert found.tolist() == [[7, 40], [0, 33], [2, 35], [0, 33]]


def test_what_contradicts_itself_is_said() -> None:
    told = np.array([17.0, 5.0, 30.0])
    with pytest.raises(Contradiction):
        intervals(told, told, [Line(2, (0, 1))], [0])


def test_one_small_cell_takes_a_second_with_it() -> None:
    cells = [40, 50, 60, 70, 3, 80, 90, 100, 45, 55, 65, 75]
    values = figures(cells)
    shown = protected(values, values * 1.0, values * 1.0, values < 10, LINES, width=WIDTH)
    hidden = np.flatnonzero(~shown).tolist()
    assert (4 in hidden, len(hidden)) == (True, 4), "a rectangle is the least that protects"
    assert len({place // COLUMNS for place in hidden}) == len({place % COLUMNS for place in hidden}) == 2
    # Rounded to fives, the row hides it already, and one more in its column is enough.
    rounded = protected(values, values - 2.0, values + 2.0, values < 10, LINES, width=WIDTH)
    assert np.flatnonzero(~rounded).tolist() == [0, 4]


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    values = figures(list(range(20, 20 + CELLS)))
    assert protected(values, values - 2.0, values + 2.0, values < 10, LINES, width=WIDTH).all()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([0, 1, 2, 5, 9, 10, 12, 30, 55, 200]), min_size=CELLS, max_size=CELLS))
def test_every_hidden_figure_stays_open(cells: list[int]) -> None:
    values = figures(cells)
    low, high = np.maximum(values - 2.0, 0), values + 2.0
    shown = protected(values, low, high, (values > 0) & (values < 10), LINES, width=WIDTH)
    hidden = np.flatnonzero(~shown)
    found = intervals(np.where(shown, low, 0), np.where(shown, high, np.inf), LINES, hidden.tolist())
    assert (found[:, 1] - found[:, 0] >= 10).all()
    assert ((found[:, 0] <= values[hidden]) & (values[hidden] <= found[:, 1])).all()
    assert not shown[(values > 0) & (values < 10)].any()


def test_a_figure_that_is_open_over_exactly_its_width_is_open() -> None:
    low, high = np.array([0.0, 10.0, 20.0]), np.array([np.inf, 20.0, 20.0])
    line = [Line(2, (0, 1))]
    assert list(closely(low, high, line, [0], np.full(3, 10.0))) == []
    assert list(closely(low, high, line, [0], np.full(3, 11.0))) == [(0, 0.0, 10.0)]
