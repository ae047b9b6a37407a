"""What the portal's processes did to a folder, and when a report was acknowledged, in one file in their order.

`recorder.c` writes the deeds, compiled when it is first needed; the load adds its acknowledgements to the same file.
An acknowledgement comes after the answer, and the answer after the deeds it rests on, so the file's order is true.
"""

import os
import struct
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

HEAD = struct.Struct("<IIQqc")
SOURCE = Path(__file__).with_name("recorder.c")


class Deed(StrEnum):
    """What was done; the letters of recorder.c, and one of ours."""

    CREATE = "o"
    EMPTY = "z"
    WRITE = "w"
    TRUNCATE = "t"
    SYNC = "s"
    REMOVE = "u"
    MAKE_FOLDER = "m"
    RENAME = "r"
    LINK = "l"
    ACKNOWLEDGE = "A"


@dataclass(frozen=True, slots=True)
class Record:
    """One deed: to which file, where in it (or to what size), and what was written; of two paths, the second."""

    deed: Deed
    inode: int
    offset: int
    path: str
    content: bytes


class Recording:
    """A file of records."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._out = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def acknowledge(self, what: str, number: int) -> None:
        """Whoever sent it has read the answer."""
        name = what.encode()
        os.write(self._out, HEAD.pack(len(name), 0, 0, number, Deed.ACKNOWLEDGE.encode()) + name)

    def environment(self, library: Path, folder: Path) -> dict[str, str]:
        """What a process needs to be recorded."""
        return {"LD_PRELOAD": str(library), "JINGYUE_RECORDED": str(folder), "JINGYUE_RECORD": str(self.path)}

    def records(self) -> Iterator[Record]:
        """All of them, oldest first."""
        with self.path.open("rb") as file:
            while head := file.read(HEAD.size):
                path, content, inode, offset, letter = HEAD.unpack(head)
                name = file.read(path).decode()
                yield Record(Deed(letter.decode()), inode, offset, name, file.read(content))

    def close(self) -> None:
        """Nothing more is acknowledged."""
        os.close(self._out)


def compiled(folder: Path) -> Path:
    """The library that records."""
    library = folder / "recorder.so"
    command = ["cc", "-shared", "-fPIC", "-O2", "-Wall", "-Wextra", "-Werror", "-o", str(library), str(SOURCE)]
    subprocess.run([*command, "-ldl", "-lpthread"], check=True)
    return library
