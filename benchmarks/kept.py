"""The table of a run as JSON, and the ratios that later runs are held against.

Only ratios are compared, for seconds belong to a machine. What is kept lies in `benchmarks/kept.json` and is replaced
on purpose, by `python -m benchmarks --keep`; a figure that is not measured in a run keeps its old entry.
"""

import json
import math
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from benchmarks.figure import RATIO, Figure

TOLERANCE = 0.20
KEPT = Path(__file__).with_name("kept.json")
LAST = Path("build/bench.json")


def write(figures: Iterable[Figure], said: str, path: Path = LAST) -> None:
    """All figures of a run, with what was said of date, commit and machine."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_json({"run": said, "figures": [asdict(one) for one in figures]}))


def keep(figures: Iterable[Figure], said: str, path: Path = KEPT) -> None:
    """Make the ratios of a run those that later ones are held against."""
    ratios = _read(path) | {one.name: {"value": one.value, "run": said} for one in figures if _compared(one)}
    path.write_text(_json(dict(sorted(ratios.items()))))


def worse(figures: Iterable[Figure], path: Path = KEPT) -> list[str]:
    """One line for every ratio that is more than the tolerance on the wrong side of what was kept."""
    known = _read(path)
    return [
        f"{one.name}: {one.value:.4g} × after {known[one.name]['value']:.4g} × ({known[one.name]['run']})"
        for one in figures
        if _compared(one) and one.name in known and _loss(one, known[one.name]["value"]) > TOLERANCE
    ]


def _compared(one: Figure) -> bool:
    return one.unit == RATIO and math.isfinite(one.value) and one.value > 0


def _loss(one: Figure, before: float) -> float:
    """How much of the kept ratio is lost: 0.25 where 5 × became 6.25 × (or, of what should be large, 4 ×)."""
    return (before / one.value if one.at_least else one.value / before) - 1


def _read(path: Path) -> dict[str, dict]:
    return json.loads(path.read_text()) if path.exists() else {}


def _json(what: object) -> str:
    return json.dumps(what, ensure_ascii=False, indent=1) + "\n"
