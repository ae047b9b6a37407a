"""Files that were made to break what reads them: good ones with bytes changed, cut, doubled, put together."""

import io
import random
import zipfile
from functools import cache
from pathlib import Path

from benchmarks.hostile.values import hostile
from tests.files.conftest import CALL, write_csv, write_xlsx
from tests.files.media import picture, plain_wave, recording

MEDIA, TABLES = ("jpeg", "png", "webp", "m4a", "ogg", "wav"), ("csv", "xlsx")
NUMBERS = (b"\x00\x00\x00\x00", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\x80\x00\x00\x00", b"\x00\x01", b"\xff")
MOST_BYTES_DOUBLED = 400
FORMULAS = ("=1+1", '=HYPERLINK("http://evil.example")', "@SUM(A1)", "+1", "-1")


@cache
def sound_file(kind: str) -> bytes:
    """A file of the kind that nothing is wrong with."""
    if kind in ("jpeg", "png", "webp"):
        return picture(kind.upper(), size=(24, 16))
    containers = {"m4a": ("mp4", "aac", 16_000), "ogg": ("ogg", "libopus", 48_000)}
    if kind in containers:
        container, codec, rate = containers[kind]
        return recording(container, codec, seconds=1, rate=rate)
    return plain_wave()


def broken_media(kind: str, chance: random.Random) -> bytes:
    """A picture or a recording with something wrong in it; its first bytes still promise what it is."""
    content = _changed(sound_file(kind), chance, kept=4)
    return content + sound_file(chance.choice(MEDIA)) if chance.random() < 0.1 else content


def broken_table(kind: str, chance: random.Random, folder: Path) -> Path:
    """A file of reports with hostile cells, or broken as a file, or both."""
    rows = [dict(CALL, mother=f"m{number}") for number in range(chance.randint(1, 6))]
    for row in rows:
        for name in chance.sample(sorted(row), chance.randint(0, 3)):
            row[name] = chance.choice((hostile(chance)[:2_000], chance.choice(FORMULAS)))
    path = folder / f"reports.{kind}"
    if kind == "csv":
        write_csv(path, rows)
    else:
        write_xlsx(path, rows)
    if chance.random() < 0.5:
        content = path.read_bytes()
        inside = kind == "xlsx" and chance.random() < 0.7
        path.write_bytes(_changed_inside(content, chance) if inside else _changed(content, chance, kept=0))
    return path


def _changed_inside(content: bytes, chance: random.Random) -> bytes:
    """The archive is whole, one of its parts is not."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        victim = chance.choice(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, _changed(part, chance, kept=0) if name == victim else part)
    return out.getvalue()


def _changed(content: bytes, chance: random.Random, kept: int) -> bytes:
    letters = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 3, 12))):
        place = chance.randint(kept, max(kept, len(letters) - 1))
        deed = chance.randrange(6)
        if deed == 0:
            letters[place : place + 1] = chance.randbytes(1)
        elif deed == 1:
            number = chance.choice(NUMBERS)
            letters[place : place + len(number)] = number
        elif deed == 2:
            del letters[place : place + chance.randint(1, 40)]
        elif deed == 3:
            letters[place:place] = letters[place : place + chance.randint(1, MOST_BYTES_DOUBLED)]
        elif deed == 4:
            letters[place:place] = chance.randbytes(chance.randint(1, 60))
        elif chance.random() < 0.3:
            del letters[place:]
    return bytes(letters)
