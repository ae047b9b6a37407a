"""Blocks of a long campaign in a file: each is added when it is over, so a run that was broken off goes on there."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from tqdm import tqdm


def read(path: Path) -> list[dict[str, Any]]:
    """The blocks that are over."""
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def run(path: Path, blocks: int, block: Callable[[int], dict[str, Any]], what: str) -> list[dict[str, Any]]:
    """Run the blocks that are missing; all of them together."""
    path.parent.mkdir(parents=True, exist_ok=True)
    done = len(read(path))
    with path.open("a") as out:
        for number in tqdm(range(done, blocks), initial=done, total=blocks, desc=what, unit="block"):
            out.write(json.dumps(block(number), ensure_ascii=False) + "\n")
            out.flush()
    return read(path)


def faults_of(blocks: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    """Every fault of every block."""
    return [fault for block in blocks for fault in block["faults"]]
