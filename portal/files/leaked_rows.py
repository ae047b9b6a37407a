"""A file of unknown origin as what may be traced in it: whatever a program, or a thief, made of its rows.

No table is looked for: a line is a row, and in a line references and times are found by their shape, wherever they
stand, with a header or without, separated by whatever. Nothing of the file is kept or repeated.
"""

import hashlib
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from portal.domain.delivery_mark import REFERENCE_LETTERS, LeakedRow, plain
from portal.domain.period import LOCAL_ZONE
from portal.files.opening import open_table
from portal.files.tables import ZIP, FileProblem, UnreadableFile

REFERENCE = re.compile(rf"(?<![0-9A-Z])[0-9A-Z](?:-?[0-9A-Z]){{{REFERENCE_LETTERS - 1}}}(?![0-9A-Z])")
INSTANT = re.compile(
    r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})[T ]+(\d{1,2}):(\d{2}):(\d{2})(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?",
    re.ASCII,
)
ENCODINGS = ("utf-8-sig", "gb18030")
UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_leaked(path: Path) -> tuple[list[LeakedRow], str]:
    """The rows of a file, and the SHA-256 of the file; UnreadableFile where it is neither text nor a workbook."""
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableFile(FileProblem.MISSING) from error
    except IsADirectoryError as error:
        raise UnreadableFile(FileProblem.NOT_A_FILE) from error
    digest = hashlib.sha256(content).hexdigest()
    lines = _sheet(path) if content.startswith(ZIP) else _decoded(content).splitlines()
    return [leaked_row(line) for line in lines if line.strip()], digest


def leaked_row(line: str) -> LeakedRow:
    """What may be traced in one line."""
    upper = line.upper()
    texts = frozenset(plain(found) for found in REFERENCE.findall(upper))
    instants = (_instant(found) for found in INSTANT.findall(upper))
    return LeakedRow(texts, frozenset(one for one in instants if one is not None))


def _sheet(path: Path) -> Iterable[str]:
    table = open_table(path)
    rows = [table.header, *(texts for block in table.blocks() for texts in block.texts)]
    return ["\t".join(row) for row in rows]


def _decoded(content: bytes) -> str:
    for encoding in ("utf-16",) if content.startswith(UTF16) else ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise UnreadableFile(FileProblem.NOT_A_TABLE)


def _instant(found: tuple[str, ...]) -> datetime | None:
    *parts, offset = found
    try:
        naive = datetime(*map(int, parts))  # type: ignore[arg-type,misc]  # noqa: DTZ001 - the zone comes next
        return naive.replace(tzinfo=_zone(offset)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _zone(offset: str) -> timezone | object:
    if not offset:
        return LOCAL_ZONE
    if offset == "Z":
        return UTC
    minutes = int(offset[1:3]) * 60 + int(offset[-2:])
    return timezone(timedelta(minutes=minutes if offset[0] == "+" else -minutes))
