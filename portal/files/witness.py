"""A witness's folder: one file for each checkpoint, named by its size and never written twice.

The folder lies where the portal may add files and may not change them: another machine's share, or one with the
append-only attribute.
"""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from portal.files.durable import sync_names

DIGITS = 20
ENDING = ".checkpoint"
LONGEST = 4096


def put(folder: Path, size: int, note: str) -> bool:
    """Add a checkpoint, whole or not at all; False where one of this size is there already."""
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / f".{secrets.token_hex(8)}"
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    try:
        with os.fdopen(descriptor, "w") as out:
            out.write(note)
            out.flush()
            os.fsync(out.fileno())
        os.link(aside, _path(folder, size))
        sync_names(folder)
    except FileExistsError:
        return False
    finally:
        aside.unlink(missing_ok=True)
    return True


def notes(folder: Path) -> Iterator[tuple[Path, str]]:
    """Every checkpoint of a witness, smallest first."""
    for path in sorted(folder.glob(f"*{ENDING}")):
        yield path, _text(path)


def newest(folder: Path) -> tuple[Path, str] | None:
    """The checkpoint of the longest journal that a witness saw."""
    found = max(folder.glob(f"*{ENDING}"), default=None)
    return (found, _text(found)) if found else None


def _text(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(LONGEST).decode(errors="replace")


def _path(folder: Path, size: int) -> Path:
    return folder / f"{size:0{DIGITS}}{ENDING}"
