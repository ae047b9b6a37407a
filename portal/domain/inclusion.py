"""That one entry stands in the journal, as a small document that is checked without the journal."""

import base64
import json
from dataclasses import dataclass
from typing import Any

from portal.domain.checkpoint import Checkpoint
from portal.domain.merkle import included_root, leaf_hash

FORMAT = "jingyue-inclusion-1"


class NoInclusion(ValueError):
    """A document that is none."""


@dataclass(frozen=True, slots=True)
class Inclusion:
    """An entry as it was hashed, its place, its path to the root, and the signed checkpoint with that root."""

    content: str
    number: int
    path: tuple[bytes, ...]
    note: str

    def is_under(self, checkpoint: Checkpoint) -> bool:
        """Whether the entry and its path give the root of this checkpoint, and the entry says this place itself."""
        root = included_root(self.number, checkpoint.size, leaf_hash(self.content.encode()), self.path)
        return root == checkpoint.root and self.content.startswith(f"[{self.number},")

    def to_json(self) -> dict[str, Any]:
        """The document."""
        path = [base64.b64encode(step).decode() for step in self.path]
        return {"format": FORMAT, "entry": self.content, "number": self.number, "path": path, "checkpoint": self.note}


def from_json(text: str) -> Inclusion:
    """The inclusion of a document; NoInclusion if it is none."""
    try:
        said = json.loads(text)
        if said["format"] != FORMAT:
            raise NoInclusion(str(said["format"]))
        path = tuple(base64.b64decode(step, validate=True) for step in said["path"])
        content, number, note = said["entry"], said["number"], said["checkpoint"]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NoInclusion(type(error).__name__) from error
    if not (isinstance(content, str) and isinstance(number, int) and isinstance(note, str)):
        raise NoInclusion("type")
    return Inclusion(content, number, path, note)
