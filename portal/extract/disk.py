"""An extract on disk: Parquet, the calls in one row group for each month in which they were told, sorted by mother.

A month that is over never changes its calls, and a reader who needs one month, or three columns of all of them, reads
nothing else. Day numbers and codes lie packed as differences.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import parquet

from portal.extract.columns import FRAMES, LATER_FRAMES, NOT_TOLD, Extract, empty_frame

CALLS = "calls.parquet"
LISTS = ("hospitals", "districts", "recipients", "issuers", "columns")
WITHIN_A_MOTHER = ["mother", "called_at", "reported_at", "vendor", "channel", "knew"]


def write(extract: Extract, directory: Path) -> None:
    """Write the extract into a directory, which is made if need be."""
    directory.mkdir(parents=True, exist_ok=True)
    for name in FRAMES:
        if name != "calls":
            getattr(extract, name).to_parquet(directory / f"{name}.parquet", index=False)
    write_calls(extract.calls, directory / CALLS)
    _codes(extract).to_parquet(directory / "codes.parquet", index=False)


def read(directory: Path) -> Extract:
    """Read what `write` wrote; the frames are checked again, for the directory may come from elsewhere."""
    frames = {name: _read_frame(directory / f"{name}.parquet", name) for name in FRAMES}
    frames["calls"] = _by_mother(frames["calls"])
    codes = pd.read_parquet(directory / "codes.parquet").sort_values(["list", "code"])
    lists = {name: tuple(group["name"]) for name, group in codes.groupby("list")}
    parents = tuple(int(parent) for parent in codes.loc[codes["list"] == "hospitals", "parent"])
    named = {name: lists.get(name, ()) for name in LISTS}
    return Extract(**frames, **named, hospital_district=parents)


def write_calls(calls: pd.DataFrame, path: Path) -> None:
    """One row group for each month of `reported_day`, in order of time; rows stay sorted by mother within it."""
    month = calls["reported_day"].to_numpy().astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    order = np.argsort(month, kind="stable")
    bounds = np.flatnonzero(np.diff(month[order], prepend=-(1 << 40)))
    kinds = {name: FRAMES["calls"][name] for name in calls.columns}
    schema = pa.schema([(name, pa.type_for_alias(kind)) for name, kind in kinds.items()])
    packed = {name: "PLAIN" if kind == "int8" else "DELTA_BINARY_PACKED" for name, kind in kinds.items()}
    with parquet.ParquetWriter(
        path, schema, use_dictionary=False, column_encoding=packed, compression="zstd"
    ) as out:  # fmt: skip
        for rows in np.split(order, bounds[1:]):
            table = pa.Table.from_pandas(calls.iloc[rows], schema=schema, preserve_index=False)
            out.write_table(table, row_group_size=max(len(rows), 1))


def months(directory: Path) -> int:
    """How many months of calls lie in a directory."""
    return int(parquet.ParquetFile(directory / CALLS).num_row_groups)


def read_month(directory: Path, place: int, columns: Sequence[str]) -> dict[str, np.ndarray]:
    """Some columns of the calls of one month, sorted by mother."""
    with parquet.ParquetFile(directory / CALLS) as file:
        table = file.read_row_group(place, columns=list(columns), use_threads=False)
    return {name: table.column(name).to_numpy() for name in columns}


def _by_mother(calls: pd.DataFrame) -> pd.DataFrame:
    """In the order of an assembled extract; what an older file lacks is no reason to refuse it here."""
    known = [name for name in WITHIN_A_MOTHER if name in calls.columns]
    return calls.sort_values(known, kind="stable") if "mother" in known else calls


def _read_frame(path: Path, name: str) -> pd.DataFrame:
    """What an older extract has not is empty."""
    if name in LATER_FRAMES and not path.exists():
        return empty_frame(name)
    return pd.read_parquet(path)


def _codes(extract: Extract) -> pd.DataFrame:
    rows = []
    for name in LISTS:
        for code, label in enumerate(getattr(extract, name)):
            parent = extract.hospital_district[code] if name == "hospitals" else NOT_TOLD
            rows.append((name, code, label, parent))
    return pd.DataFrame(rows, columns=["list", "code", "name", "parent"])
