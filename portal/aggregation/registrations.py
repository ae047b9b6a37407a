"""How many were registered: the rows of the files that held exactly one place, and the reporters among them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from portal.extract.columns import NOT_TOLD, Extract


@dataclass(frozen=True)
class Registered:
    """Registrations that files counted in their periods, and the mothers registered in the same periods who told."""

    registrations: int
    reporters: int


def counted(
    extract: Extract, reporters: np.ndarray, district: int | None, hospital: int | None, as_of: int
) -> Registered | None:
    """The registrations of everybody, one district or one hospital; None where no file counted just these.

    Parameters
    ----------
    reporters : mothers of the place who told of a call
    """
    files = _files(extract, district, hospital, as_of)
    if not len(files):
        return None
    days = extract.mothers.loc[extract.mothers["mother"].isin(reporters), "registered_day"].to_numpy()
    covered = np.zeros(len(days), dtype=bool)
    for file in files.itertuples():
        covered |= (days >= file.registered_from) & (days < file.registered_until)
    total = int(files["rows"].sum())
    return Registered(total, int(covered.sum())) if total else None


def _files(extract: Extract, district: int | None, hospital: int | None, as_of: int) -> pd.DataFrame:
    """Files of exactly this scope whose periods do not overlap; of two over the same days the longer counts."""
    districts = () if district is None or hospital is not None else (district,)
    hospitals = () if hospital is None else (hospital,)
    exports = extract.exports
    exact = [
        (one, other) == (districts, hospitals)
        for one, other in zip(exports["districts"], exports["hospitals"], strict=True)
    ]
    known = (exports["rows"] != NOT_TOLD) & ~exports["planned"] & (exports["exported_day"] <= as_of)
    files = exports[np.array(exact, dtype=bool) & known.to_numpy()]
    length = files["registered_until"] - files["registered_from"]
    files = files.assign(length=-length).sort_values(
        ["length", "registered_from", "rows"], ascending=[True, True, False]
    )
    kept: list[int] = []
    for place, file in enumerate(files.itertuples()):
        taken = files.iloc[kept]
        apart = (taken["registered_until"] <= file.registered_from) | (
            taken["registered_from"] >= file.registered_until
        )
        if bool(apart.all()):
            kept.append(place)
    return files.iloc[kept]
