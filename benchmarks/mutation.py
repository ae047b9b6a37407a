"""Faults by the hundred in the vault, the guard, exports, disclosure and the journal: do the tests notice?

    python -m benchmarks.mutation                               # 60 faults in each area, drawn by chance
    python -m benchmarks.mutation --area journal --n 0          # every fault in one area
    python -m benchmarks.mutation --area journal --planted      # tests without an assertion: the score must fall
    python -m benchmarks.mutation --file portal/domain/allowance.py --tests tests/domain/test_allowance.py

A fault is one comparison, constant, condition or statement of a file changed (mutants/operators.py); it is noticed if
one of the near tests (mutants/targets.py) that run its line fails or does not end. Each fault is added to a file in
the results folder, so a run that was broken off goes on where it stopped; `--again` tries those that were not noticed
once more, `--fresh` begins again. Faults that change nothing stand with the reason in mutants/equivalent.toml.
"""

import argparse
import ast
import json
import random
import sys
import tomllib
from collections import Counter
from pathlib import Path

from tqdm import tqdm

from benchmarks.heading import heading
from benchmarks.mutants.operators import Mutant, mutants, mutated
from benchmarks.mutants.running import Reached, Room
from benchmarks.mutants.targets import AREAS, Area
from benchmarks.scans import ledger

EQUIVALENT = Path(__file__).parent / "mutants" / "equivalent.toml"
BAR = 0.85
SEED = "jingyue"
NOTICED, SURVIVED, UNREACHED, SAME = "noticed", "not noticed", "not reached", "changes nothing"


def main(arguments: list[str]) -> int:
    """Run what is missing, print the table; 1 where an area's score is below the bar."""
    options = _options(arguments)
    options.results.mkdir(parents=True, exist_ok=True)
    own = {"own": Area(tuple(options.file), tuple(options.tests))}
    areas = own if options.file else {name: AREAS[name] for name in options.area}
    done = {name: _area(name, area, options) for name, area in areas.items()}
    print(f"{heading()}{', planted: tests without assertions' * options.planted}")
    scores = [_print(name, rows) for name, rows in done.items()]
    return 1 if min(scores) < BAR else 0


def _area(name: str, area: Area, options: argparse.Namespace) -> list[dict]:
    path = options.results / f"{name}{'-planted' * options.planted}.jsonl"
    if options.fresh:
        path.unlink(missing_ok=True)
    rows = ledger.read(path)
    if options.again:
        rows = [row for row in rows if row["end"] not in (SURVIVED, UNREACHED)]
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    known = {(row["file"], row["line"], row["number"]) for row in rows}
    wanted = [one for one in _drawn(area, options.n) if (one[0], one[1].line, one[1].number) not in known]
    if wanted:
        room = Room((options.results / f"room-{name}").resolve())
        if options.planted:
            _take_assertions(room, area)
        reached = room.reached(area)
        with path.open("a") as out:
            for file, mutant in tqdm(wanted, desc=name, unit="fault"):
                row = {"file": file, "line": mutant.line, "number": mutant.number, "what": mutant.what}
                row |= _tried(room, reached, file, mutant)
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
                out.flush()
    return ledger.read(path)


def _drawn(area: Area, count: int) -> list[tuple[str, Mutant]]:
    """So many of all faults, always the same ones; none twice."""
    every = [(file, one) for file in area.files for one in mutants(Path(file).read_text())]
    random.Random(SEED).shuffle(every)  # noqa: S311 - so that a run can go on
    return every[:count] if count else every


def _tried(room: Room, reached: Reached, file: str, mutant: Mutant) -> dict[str, object]:
    source = Path(file).read_text()
    if _reason(file, mutant):
        return {"end": SAME}
    tests = reached.near(file, _statement(source, mutant.line))
    if not tests:
        return {"end": UNREACHED}
    room.put(file, mutated(source, mutant.number))
    try:
        ended = room.run(tests, reached.seconds)
    finally:
        room.put(file, source)
    return {"end": NOTICED if ended else SURVIVED, "code": ended}


def _statement(source: str, line: int) -> range:
    """The lines of the innermost statement around a line, without what is nested in it."""
    found = range(line, line + 1)
    around = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.stmt)]
    for node in sorted(around, key=lambda node: node.end_lineno - node.lineno, reverse=True):
        if node.lineno <= line <= node.end_lineno:
            body = getattr(node, "body", None)
            found = range(node.lineno, max(node.lineno, body[0].lineno - 1) + 1 if body else node.end_lineno + 1)
    return found


def _reason(file: str, mutant: Mutant) -> str:
    """Why a fault changes nothing that can be seen; empty where nobody said so."""
    listed = tomllib.loads(EQUIVALENT.read_text()).get("same", [])
    return next((one["because"] for one in listed if (one["file"], one["what"]) == (file, mutant.what)), "")


def _take_assertions(room: Room, area: Area) -> None:
    """The planted fault: what the tests find is never held against what it should be."""
    for name in area.tests:
        place = room.folder / name
        for path in place.rglob("test_*.py") if place.is_dir() else [place]:
            tree = _WithoutAssertions().visit(ast.parse(path.read_text()))
            room.put(str(path.relative_to(room.folder)), ast.unparse(ast.fix_missing_locations(tree)))


class _WithoutAssertions(ast.NodeTransformer):
    def visit_Assert(self, node: ast.Assert) -> ast.stmt:
        return ast.copy_location(ast.Expr(node.test), node)


def _print(name: str, rows: list[dict]) -> float:
    ends = Counter(row["end"] for row in rows)
    counted = len(rows) - ends[SAME]
    score = ends[NOTICED] / counted if counted else 0.0
    print(
        f"{name}: {score:.0%} of {counted:,} faults noticed; {ends[SURVIVED]:,} not noticed, {ends[UNREACHED]:,} on "
        f"lines that no near test runs, {ends[SAME]:,} more change nothing"
    )
    for row in rows:
        if row["end"] in (SURVIVED, UNREACHED):
            print(f"  {row['file']}:{row['line']}: {row['what'][:120]} ({row['end']})")
    return score


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--area", choices=AREAS, nargs="*", default=[*AREAS])
    parser.add_argument("--file", nargs="*", default=[])
    parser.add_argument("--tests", nargs="*", default=[])
    parser.add_argument("--n", type=int, default=60)
    parser.add_argument("--planted", action="store_true")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--results", type=Path, default=Path("build/mutation"))
    parser.add_argument("--fresh", action="store_true")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
