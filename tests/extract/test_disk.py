"""Calls on disk: one row group a month, sorted by mother, and the same extract again."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from portal.extract.columns import FRAMES, Extract
from portal.extract.digest import digest
from portal.extract.disk import months, read, read_month, write
from portal.simulator.cities import city, city_leak
from portal.simulator.world import simulate


@pytest.fixture(scope="module")
def extract() -> Extract:
    return simulate(city(60, leaks=(city_leak(),)), 4).extract()


def test_the_same_extract_is_read_again_row_by_row(extract: Extract, tmp_path: Path) -> None:
    write(extract, tmp_path)
    again = read(tmp_path)
    assert digest(again) == digest(extract)
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(again, name), getattr(extract, name))


def test_each_row_group_is_one_month_sorted_by_mother(extract: Extract, tmp_path: Path) -> None:
    write(extract, tmp_path)
    seen = []
    for place in range(months(tmp_path)):
        part = read_month(tmp_path, place, ("mother", "reported_day"))
        month = np.unique(part["reported_day"].astype("datetime64[D]").astype("datetime64[M]"))
        assert (len(month), bool((np.diff(part["mother"]) >= 0).all())) == (1, True)
        seen.extend(month.tolist())
    assert len(seen) > 10
    assert seen == sorted(set(seen))
    assert sum(len(read_month(tmp_path, place, ("mother",))["mother"]) for place in range(len(seen))) == len(
        extract.calls
    )


def test_an_extract_without_a_call_is_kept_too(extract: Extract, tmp_path: Path) -> None:
    silent = Extract(
        **{name: getattr(extract, name) for name in ("mothers", "contacts", "exports")},
        calls=extract.calls.iloc[:0],
        **{name: getattr(extract, name) for name in ("hospitals", "hospital_district", "districts")},
        **{name: getattr(extract, name) for name in ("recipients", "issuers", "columns")},
    )
    write(silent, tmp_path)
    assert digest(read(tmp_path)) == digest(silent)
