"""How often is the engine right? Simulated worlds by the hundred, with the Monte-Carlo error of every figure.

    python -m benchmarks.calibration

Every finished world is appended to a file in the results folder, so a run that was broken off goes on where it
stopped; `--fresh` begins again. `--worlds` runs as many of every row instead of each row's own number.
"""

import argparse
import json
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from tqdm import tqdm

from benchmarks.calibration_worlds import ROWS, Row
from benchmarks.heading import heading
from portal.aggregation.pipeline import examine
from portal.simulator.world import simulate
from portal.stats.binomial_interval import binomial_interval

FIRST_SEED = 2_000_000  # the worlds of the tests begin at 0; rules were chosen while looking at some from 1,000,000 on


def main() -> None:
    """Run the table and print it."""
    options = _options()
    options.results.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the processes share the cores; threads on top only wait
    chosen = [row for row in ROWS if not options.only or row.name in options.only]
    for row in chosen:
        _run(row, options)
    print(f"{heading()}, seeds from {FIRST_SEED:,}\n")
    print(_table(chosen, options.results))


def judge(name: str, seed: int) -> dict[str, object]:
    """One world of one row: whether it came out right, and what was named."""
    row = next(one for one in ROWS if one.name == name)
    said = examine(simulate(row.plan(seed), seed).extract())
    tested = [one.p_value for one in said.sources if one.p_value is not None]
    answer = {"seed": seed, "right": row.right(said), "named": list(said.implicated)}
    return answer | {"alarm": said.alarm.raised, "least_p": min(tested, default=1.0)}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=int, help="worlds of every row")
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    parser.add_argument("--only", nargs="*", help="names of rows")
    parser.add_argument("--results", type=Path, default=Path("build/calibration"))
    parser.add_argument("--fresh", action="store_true")
    return parser.parse_args()


def _run(row: Row, options: argparse.Namespace) -> None:
    path = options.results / f"{row.name}.jsonl"
    if options.fresh:
        path.unlink(missing_ok=True)
    done = {one["seed"] for one in _read(path)}
    worlds = options.worlds or row.worlds
    missing = [seed for seed in range(FIRST_SEED, FIRST_SEED + worlds) if seed not in done]
    fresh = multiprocessing.get_context("spawn")  # so that each process reads the environment before NumPy does
    with path.open("a") as out, ProcessPoolExecutor(options.processes, mp_context=fresh) as pool:
        answers = pool.map(judge, [row.name] * len(missing), missing, chunksize=4)
        for answer in tqdm(answers, total=len(missing), desc=row.name, unit="world"):
            out.write(json.dumps(answer, ensure_ascii=False) + "\n")
            out.flush()


def _read(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def _table(rows: list[Row], results: Path) -> str:
    lines = [
        "| world | worlds | right | 95 % interval | nobody named | bar | what is right |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        answers = _read(results / f"{row.name}.jsonl")
        if answers:
            right = sum(bool(one["right"]) for one in answers)
            silent = np.mean([not one["named"] for one in answers])
            low, high = binomial_interval(right, len(answers))
            cells = (row.name, len(answers), f"{right / len(answers):.1%}", f"{low:.1%}–{high:.1%}", f"{silent:.0%}")
            lines.append("| " + " | ".join(str(cell) for cell in (*cells, f"{row.bar:.0%}", row.says)) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
