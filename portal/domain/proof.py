"""A proof of filing: that a report of so many calls lay with us on a day, and a digest of what it said."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

HEADING = "jingyue-proof-1"
FIELDS = re.compile(
    rf"{HEADING}\s+received\s+(?P<received>\d{{4}}-\d\d-\d\d)\s+stated\s+(?P<stated>\d{{4}}-\d\d-\d\d)\s+"
    r"calls\s+(?P<calls>\d{1,4})\s+content\s+(?P<content>[0-9a-f]{64})\s+"
    r"(?:journal\s+(?P<journal>\d{1,18})\s+)?signature\s+(?P<signature>[0-9a-f]{128})"
)


class Unreadable(ValueError):
    """Not a proof of filing."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What is attested; `content` is a keyed digest that tells nothing by itself.

    `journal` is the number of the entry that her report left in the journal: what an inclusion proof is asked for by.
    """

    received_on: date
    stated_on: date
    calls: int
    content: str
    journal: int | None = None

    @property
    def text(self) -> str:
        """The lines that are signed."""
        return (
            f"{HEADING}\nreceived {self.received_on}\nstated {self.stated_on}\n"
            f"calls {self.calls}\ncontent {self.content}\n" + (f"journal {self.journal}\n" if self.journal else "")
        )


def written(proof: Proof, signature: bytes) -> str:
    """The whole proof as she keeps it."""
    return f"{proof.text}signature {signature.hex()}\n"


def read(text: str) -> tuple[Proof, bytes]:
    """A proof and its signature, out of whatever text holds one; line breaks and spaces do not matter."""
    found = FIELDS.search(unicodedata.normalize("NFKC", text))
    if not found:
        raise Unreadable
    try:
        received, stated = date.fromisoformat(found["received"]), date.fromisoformat(found["stated"])
    except ValueError as error:
        raise Unreadable from error
    entry = int(found["journal"]) if found["journal"] else None
    return Proof(received, stated, int(found["calls"]), found["content"], entry), bytes.fromhex(found["signature"])
