"""What everybody may read of the fixed tables, and that nothing small comes of subtracting."""

from collections.abc import Mapping
from datetime import date

import pytest

from portal.casework.disclosing import Released, Subtractable, check, published
from portal.domain.disclosure import dominated, told_by, unsafe
from portal.domain.opendata import TABLES, TOTAL, OtherQuarter, Place, TableName, Voice, tallies
from portal.domain.period import Period
from portal.domain.quarter import Quarter
from portal.domain.vocabulary import Stage, VendorType

QUARTER = Quarter(2026, 3)
HOSPITALS = {"晨曦区": ("甲", "乙", "丙"), "云溪区": ("丁",), "长宁区": ("戊", "己", "庚")}
STAGE, VENDOR = Stage.SECOND_TRIMESTER, VendorType.INFANT_FORMULA


def voices(
    count: int, *, vendor: VendorType = VENDOR, stage: Stage | None = STAGE, district: str = "晨曦区", month: int = 7
) -> list[Voice]:
    """So many mothers, spread over the hospitals of their district."""
    inside = HOSPITALS[district]
    return [Voice(date(2026, month, 3), vendor, stage, district, inside[one % len(inside)]) for one in range(count)]


def told(*groups: list[Voice], quarter: Quarter = QUARTER) -> dict[Place, int | None]:
    everybody = [voice for group in groups for voice in group]
    return published(tallies(everybody, quarter=quarter, districts=list(HOSPITALS)))


def at(
    cells: Mapping[Place, int | None], row: str, column: str, table: TableName = TableName.VENDOR_STAGE
) -> int | None:
    return cells[Place(table, row, column)]


def test_counts_are_rounded_and_small_ones_hidden() -> None:
    cells = told(voices(43), voices(9, vendor=VendorType.CORD_BLOOD), voices(61, vendor=VendorType.INSURANCE))
    assert at(cells, VENDOR, STAGE) == 45
    assert at(cells, VendorType.CORD_BLOOD, STAGE) is None
    assert at(cells, VendorType.LANUGO_BRUSH, STAGE) == 0
    assert at(cells, TOTAL, TOTAL) == 115


def test_a_lone_small_cell_is_not_left_to_subtraction() -> None:
    cells = told(voices(40), voices(3, stage=Stage.CONFINEMENT), voices(50, vendor=VendorType.INSURANCE))
    hidden = [place for place, count in cells.items() if count is None and place.table is TableName.VENDOR_STAGE]
    assert len(hidden) >= 2
    assert {place.row for place in hidden} >= {VENDOR}


def test_an_empty_district_is_hidden_and_an_empty_stage_is_not() -> None:
    cells = told(voices(40), voices(40, district="云溪区"))
    assert at(cells, "长宁区", str(QUARTER), TableName.DISTRICT_QUARTER) is None
    assert at(cells, VENDOR, Stage.CONFINEMENT) == 0


def test_a_district_of_one_hospital_is_that_hospitals_figure() -> None:
    nowhere = [Voice(date(2026, 7, 3), VENDOR, STAGE, None, None)] * 30
    cells = told(voices(90), voices(200, district="云溪区"), voices(80, district="长宁区"), nowhere)
    shown = {name: at(cells, name, str(QUARTER), TableName.DISTRICT_QUARTER) for name in ("云溪区", "晨曦区", "长宁区")}
    # Another one is hidden with it: subtracted from the total, 200 would be known within a tenth.
    assert shown == {"云溪区": None, "晨曦区": 90, "长宁区": 80}
    assert at(cells, "unknown", str(QUARTER), TableName.DISTRICT_QUARTER) is None


@pytest.mark.parametrize("count", [0, 1, 9])
def test_a_quarter_of_fewer_than_ten_says_nothing_at_all(count: int) -> None:
    assert set(told(voices(count)).values()) == {None}


def test_the_same_total_is_said_in_every_table() -> None:
    cells = told(voices(40), voices(12, vendor=VendorType.INSURANCE, month=8))
    for vendor in VendorType:
        assert at(cells, vendor, TOTAL) == at(cells, vendor, TOTAL, TableName.VENDOR_MONTH)
    assert len({count for place, count in cells.items() if not place.figure}) == 1


def test_one_voice_a_table() -> None:
    counted = tallies(voices(7), quarter=QUARTER, districts=list(HOSPITALS))
    for table in TABLES:
        assert sum(tally.total() for place, tally in counted.items() if place.table is table.name and place.inner) == 7


def test_a_voice_of_another_quarter_is_refused() -> None:
    with pytest.raises(OtherQuarter):
        told(voices(1, month=6))


def test_the_next_quarter_is_nobodys_difference() -> None:
    before = Released(QUARTER.period, told(voices(40)))
    later = QUARTER.following
    check(Released(later.period, told([], quarter=later)), [before])


def test_a_longer_period_that_adds_three_is_refused() -> None:
    first = told(voices(40), voices(20, vendor=VendorType.INSURANCE))
    more = told(voices(43), voices(20, vendor=VendorType.INSURANCE))
    longer = Period(QUARTER.period.start, date(2026, 11, 1))
    with pytest.raises(Subtractable):
        check(Released(longer, more), [Released(QUARTER.period, first)])


def test_the_same_quarter_with_other_figures_is_refused() -> None:
    first, again = (Released(QUARTER.period, told(voices(count))) for count in (40, 90))
    with pytest.raises(Subtractable, match="same people"):
        check(again, [first])
    check(first, [first])


def test_a_release_reached_through_another_is_held_against_it_too() -> None:
    months = [Period(date(2026, 7, 1), date(2026, 8, 1)), Period(date(2026, 7, 1), date(2026, 9, 1))]
    place = Place(TableName.VENDOR_STAGE, TOTAL, TOTAL)
    # July 100, July and August 200, August and September 95: September has next to nobody.
    earlier = [Released(months[0], {place: 100}), Released(months[1], {place: 200})]
    with pytest.raises(Subtractable):
        check(Released(Period(date(2026, 8, 1), date(2026, 10, 1)), {place: 95}), earlier)


@pytest.mark.parametrize(
    ("contributions", "few"),
    [([50], True), ([50, 50], True), ([50, 40, 9], True), ([40, 40, 20], False), ([96, 2, 2], True), ([], False)],
)
def test_one_or_two_that_hold_nine_tenths_dominate(contributions: list[int], few: bool) -> None:
    assert dominated(contributions) is few


def test_the_second_largest_could_subtract_herself() -> None:
    assert dominated([100, 50, 9])


def test_what_is_small_for_everybody() -> None:
    assert [unsafe(count, zeros_hidden=False) for count in (0, 1, 9, 10)] == [False, True, True, False]
    assert unsafe(0, zeros_hidden=True)
    assert [told_by(shown) for shown in (0, 10, 15)] == [(0, 0), (10, 12), (13, 17)]


def test_a_quarter_of_ten_says_so_and_one_of_nine_says_nothing() -> None:
    assert at(told(voices(10)), TOTAL, TOTAL) == 10
    assert set(told(voices(9)).values()) == {None}


def test_two_figures_of_the_same_people_that_differ_are_refused_however_large() -> None:
    whole = Place(TableName.VENDOR_STAGE, TOTAL, TOTAL)
    one, other = (Released(QUARTER.period, {whole: count}) for count in (100, 200))
    check(one, [one])
    with pytest.raises(Subtractable):
        check(other, [one])
