"""Reads the published case-series tables of ../shared/data; tests that need them skip where they are absent."""

import csv
from pathlib import Path

import numpy as np
import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


def shared_file(*parts: str) -> Path:
    """A file of the shared data, or a skip that says which is missing."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"published data absent: {path}")
    return path


def intervals(model: str) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, list[str]]:
    """Stratum, days, events, treatment-coded design and its column names, as R's formatdata cut them."""
    with shared_file("sccs", f"intervals_{model}.csv").open() as handle:
        rows = list(csv.DictReader(handle))
    factors = [name for name in rows[0] if name not in ("indivL", "event", "interval")]
    columns, names = [], []
    for factor in factors:
        values = [row[factor] for row in rows]
        for level in sorted(set(values), key=int)[1:]:
            names.append(f"{factor}{level}")
            columns.append([float(value == level) for value in values])
    stratum = np.array([row["indivL"] for row in rows])
    days = np.array([float(row["interval"]) for row in rows])
    events = np.array([float(row["event"]) for row in rows])
    return stratum, days, events, np.array(columns).T, names


def reference(model: str, engine: str = "clogit") -> dict[str, dict[str, float]]:
    """Coefficient, standard error and log likelihood of each term by one engine."""
    with shared_file("sccs", "reference_estimates.csv").open() as handle:
        rows = [row for row in csv.DictReader(handle) if row["model"] == model and engine in row["engine"]]
    return {row["term"]: {key: float(row[key]) for key in ("coef", "se", "loglik")} for row in rows}
