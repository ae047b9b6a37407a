"""Small counts cannot be read, nor computed back."""

from portal.domain.disclosure import published, suppressed, suppressed_all, suppressed_grid, suppressed_table


def test_small_counts_are_hidden_and_zero_is_not_small():
    assert [suppressed(count) for count in (0, 1, 4, 5)] == [0, None, None, 5]


def test_a_single_hidden_count_takes_the_next_smallest_with_it():
    assert suppressed_all([3, 20, 8]) == [None, 20, None]
    assert suppressed_all([3, 2, 8]) == [None, None, 8]
    assert suppressed_all([3, 0]) == [None, 0]


def test_a_table_keeps_its_cells():
    assert suppressed_table({"a": 1, "b": 7, "c": 9}) == {"a": None, "b": None, "c": 9}


def test_in_a_grid_no_row_and_no_column_has_exactly_one_hidden():
    shown = suppressed_grid([[3, 20, 30], [8, 9, 40], [50, 60, 70]])
    for line in [*shown, *zip(*shown, strict=True)]:
        assert list(line).count(None) != 1
    assert shown[2][2] == 70


def test_a_grid_of_nothing_and_of_zeros_stays_as_it_is():
    assert suppressed_grid([]) == []
    assert suppressed_grid([[0, 3], [0, 0]]) == [[0, None], [0, 0]]


def test_published_counts_are_hidden_below_ten_and_rounded_to_five():
    assert published([0, 9, 12, 13, 40]) == [0, None, 10, 15, 40]
