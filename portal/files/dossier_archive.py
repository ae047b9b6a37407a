"""The files of a dossier as one zip without a clock, and back from a zip or the folder it was unpacked to."""

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

BEGINNING = (1980, 1, 1, 0, 0, 0)  # the first instant that a zip can name; a dossier's own is in its manifest
MODE = 0o644 << 16
LEVEL = 9
UNIX = 3
MOST_BYTES = 256 * 1024**2
MOST_FILES = 1_000


class NoDossier(ValueError):
    """Neither a zip nor a folder, or one too large to be a dossier."""


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The files by name; a zip may hold a name twice, and unpackers disagree on which one counts."""

    files: Mapping[str, bytes] = field(repr=False)
    twice: tuple[str, ...] = ()


def pack(files: Mapping[str, bytes]) -> bytes:
    """The same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, BEGINNING)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, MODE, UNIX
            packed.writestr(entry, files[name], compresslevel=LEVEL)
    return out.getvalue()


def unpack(path: Path) -> Unpacked:
    """Read a dossier into memory; nothing is written anywhere."""
    if path.is_dir():
        return Unpacked(_folder(path))
    try:
        with zipfile.ZipFile(path) as packed:
            return _zip(packed)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise NoDossier(path.name) from error


def part(archive: bytes, name: str) -> bytes:
    """One file of an archive of our own."""
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        return packed.read(name)


def _zip(packed: zipfile.ZipFile) -> Unpacked:
    entries = [entry for entry in packed.infolist() if not entry.is_dir()]
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise NoDossier(str(packed.filename))
    names = [entry.filename for entry in entries]
    twice = tuple(sorted({name for name in names if names.count(name) > 1}))
    return Unpacked({entry.filename: packed.read(entry) for entry in entries}, twice)


def _folder(path: Path) -> dict[str, bytes]:
    found = sorted(file for file in path.rglob("*") if file.is_file() and not file.is_symlink())
    if len(found) > MOST_FILES or sum(file.stat().st_size for file in found) > MOST_BYTES:
        raise NoDossier(path.name)
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in found}
