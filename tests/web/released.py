"""A released quarter for the tests of the page and of the API."""

from datetime import UTC, datetime

from portal.casework.disclosing import published
from portal.domain.opendata import Release, Voice, tallies
from portal.domain.quarter import Quarter
from portal.domain.vocabulary import Stage, VendorType
from portal.storage import released
from portal.storage.database import Store

QUARTER = Quarter(2026, 1)
RELEASED_AT = datetime(2026, 4, 20, 1, 0, tzinfo=UTC)
HOSPITALS = {"晨曦区": ("甲院", "乙院", "丙院"), "=云溪区": ("丁院", "戊院", "己院")}
GROUPS = (
    (VendorType.INFANT_FORMULA, Stage.SECOND_TRIMESTER, 83),
    (VendorType.INFANT_FORMULA, Stage.THIRD_TRIMESTER, 41),
    (VendorType.LANUGO_BRUSH, Stage.CONFINEMENT, 57),
    (VendorType.LANUGO_BRUSH, Stage.THIRD_TRIMESTER, 4),
    (VendorType.CORD_BLOOD, Stage.THIRD_TRIMESTER, 22),
    (VendorType.LANUGO_BRUSH, Stage.SECOND_TRIMESTER, 36),
    (VendorType.INSURANCE, Stage.SECOND_TRIMESTER, 48),
    (VendorType.INSURANCE, Stage.CONFINEMENT, 33),
    (VendorType.MATERNITY_CLASS, None, 31),
)


def add_release(store: Store, quarter: Quarter = QUARTER) -> Release:
    """Release an invented quarter."""
    voices = []
    for vendor, stage, mothers in GROUPS:
        for number in range(mothers):
            district = list(HOSPITALS)[number % 2]
            hospital = HOSPITALS[district][number % 3]
            voices.append(Voice(quarter.months[number % 3], vendor, stage, district, hospital))
    cells = published(tallies(voices, quarter=quarter, districts=list(HOSPITALS)))
    release = Release(quarter, RELEASED_AT, cells)
    with store.write() as connection:
        released.add(connection, release)
    return release
