"""Looking for markers in whatever lies about: as they are, in other encodings, and inside what is packed."""

import base64
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

STEM = "MARK-Kq7Zx"  # every marker of words begins so
LINE = "1997263"  # every marked number begins so
DEEPEST = 3  # packed in what is packed


def encodings(stem: str) -> dict[str, re.Pattern[bytes]]:
    """How a marker that begins so would look; in base64 it may begin at any of three places."""
    raw = stem.encode()
    digits = rb"\d{4}" if stem == LINE else b""
    found = {"plain": re.escape(raw) + digits}
    for name in ("utf-16-le", "utf-16-be"):
        found[name] = re.escape(stem.encode(name))
    found["hex"] = b"(?i:" + raw.hex().encode() + b")"
    for shift in range(3):
        # The letters at both ends depend on what stands beside; those between do not.
        coded = base64.b64encode(b"\0" * shift + raw)
        found[f"base64 at {shift}"] = re.escape(coded[2 * shift - (shift > 1) : (shift + len(raw)) * 8 // 6])
    return {name: re.compile(pattern) for name, pattern in found.items()}


PATTERNS = {(stem, name): found for stem in (STEM, LINE) for name, found in encodings(stem).items()}


def found_in(content: bytes, depth: int = 0) -> Counter[str]:
    """How often a marker stands in the content, by encoding."""
    found: Counter[str] = Counter()
    for (_, name), pattern in PATTERNS.items():
        found[name] += len(pattern.findall(content))
    if depth < DEEPEST:
        for part in _unpacked(content):
            found += found_in(part, depth + 1)
    return +found


def found_below(folder: Path) -> tuple[int, Counter[str]]:
    """How many bytes were looked at below a folder, and what was found, by file and encoding."""
    size, found = 0, Counter()
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.is_symlink():
            continue
        content = path.read_bytes()
        size += len(content)
        for name, count in found_in(content).items():
            found[f"{path.name}: {name}"] += count
    return size, found


def _unpacked(content: bytes) -> Iterator[bytes]:
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            yield from (packed.read(name) for name in packed.namelist())
    elif content.startswith(b"\x1f\x8b"):
        yield zlib.decompress(content, wbits=31)
