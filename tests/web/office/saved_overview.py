"""The pictures of the overview, the paths and the parties in small, beside the saved analysis of `saved.py`."""

from dataclasses import replace
from itertools import product

from portal.domain.alarm import Alarms, ClassAlarm
from portal.domain.data_path import DataPath, PathRun, Paths, PathVersion
from portal.domain.overview import Basis, Overview, Place, Portion, ReportBin, Slice, StageCell
from portal.domain.vendor_group import Called, Held, Lines, Party, Together, Vendors
from tests.web.office.saved import CITY, CLINIC, DRAWN, FIRM, WOMEN

EAST, WEST = "晨曦区", "望潮区"
STAGES = (StageCell("infant_formula", "third_trimester", 40), StageCell("insurance", "confinement", None))


def part(district: str, calls: int) -> Slice:
    """A slice of four weeks."""
    bins = (
        ReportBin("2026-01-05", calls, calls, 8, 12),
        ReportBin("2026-01-12", None, None, None, 7),
        ReportBin("2026-01-19", 31, 30, 20, None),
        ReportBin("2026-02-23", 9, 9, 9, 60),
    )
    return Slice(district, 412, 1790, 1873, 7, bins, STAGES)


def portions() -> tuple[Portion, ...]:
    """The whole cube of two districts, two quarters and two tiers."""
    quarters = {"": 3, "2025-Q4": 1, "2026-Q1": 2}
    tiers = {None: 3, 1: 1, 2: 2}
    districts = {"": 30, EAST: 20, WEST: 10}
    made = []
    for (district, many), (quarter, part), (tier, share) in product(districts.items(), quarters.items(), tiers.items()):
        calls = many * part * share
        made.append(Portion(district, quarter, tier, calls // 2, calls - 1, calls))
    hidden = (replace(one, mothers=None, days=None, calls=None) if one.calls <= 10 else one for one in made[1:])
    return (Portion("", "", None, 412, 1790, 1873), *hidden)


def party(number: int, *recipients: Held) -> Party:
    """A party of the city."""
    return Party(
        number, "infant_formula", ("shared_cost", "mobile"), 7, 2, 31, 40, 41, "2025-11-08", "2026-02-27", STAGES[:1],
        (Called("晨曦医院", 30), Called("望潮医院", None)), recipients, 0,
        (Lines("mobile", 2), Lines("shared_cost", 5)), ("range", "wording"),
    )  # fmt: skip


OVERVIEW = Overview(
    "2026-03-01",
    "2026-02-16",
    (part("", 90), part(EAST, 50), part(WEST, 40)),
    (
        Place("", "", 412, 1873, 9800, 400, 40.8, 37.0, 44.9, Basis.TOTALS, "2025-07-01", "2026-01-01", 184),
        Place(EAST, EAST, 210, 990, 5200, 204, 39.2, 34.1, 44.8),
        Place("晨曦医院", EAST, 210, 990),
        Place(WEST, WEST, 202, 883),
        Place("望潮医院", WEST, None, None, 300),
    ),
    portions(),
)
PATHS = Paths(
    "2026-03-01",
    3,
    (
        DataPath(
            CITY,
            (
                PathVersion("2025-11-05", "2026-01-05", 2, ("name", "phone"), (), ()),
                PathVersion("2026-02-15", "2026-02-15", 1, ("due_date", "name", "phone"), (EAST,), ()),
            ),
            (
                PathRun("2025-11-05", "on_time", "2025-11-05", None, "2025-10-01", "2025-11-01", 900),
                PathRun("2025-12-05", "skipped", "2025-12-05", None, "2025-11-01", "2025-12-01", None),
                PathRun("2026-02-15", "late", "2026-02-05", 10, "2026-01-01", "2026-02-01", 880),
                PathRun("2026-03-05", "due", "2026-03-05", None, "2026-02-01", "2026-03-01", None),
            ),
        ),
        DataPath(
            FIRM,
            (PathVersion("2025-11-09", "2025-11-09", 1, (), (), ("晨曦医院",)),),
            (PathRun("2025-11-09", "no_plan", None, None, "2025-10-01", "2025-11-01", None),),
        ),
        DataPath(WOMEN, (), ()),
    ),
)
VENDORS = Vendors(
    5,
    1400,
    900,
    (Held(CITY, 700, 0.5), Held(FIRM, 140, 0.1)),
    (party(1, Held(CITY, 38, 0.93), Held(FIRM, None, None)), party(2, Held(CITY, 20, 0.49), Held(FIRM, 6, 0.15))),
    (Together(1, 2, 19, 6.2, 3.06, 0.0004),),
    (Called("晨曦医院", 560), Called("望潮医院", 840)),
)
ALARMS = Alarms(
    "2026-02-23",
    0.05,
    (
        ClassAlarm((CITY,), "2026-02-23", 6, 90, 80, 41.0, 9.1, 3.4, "2025-12-29", "2025-11-05", 54, 31),
        ClassAlarm((WOMEN, CLINIC), "2026-02-23", 6, None, None, None, None, None, None, None, None, None),
    ),
)
DRAWN_WITH_OVERVIEW = replace(DRAWN, overview=OVERVIEW, paths=PATHS, vendors=VENDORS, alarms=ALARMS)
WITH_OVERVIEW = DRAWN_WITH_OVERVIEW.to_json()
