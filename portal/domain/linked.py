"""What linkage found among callers' lines and wordings, by their digests."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Linked:
    """What was found, by digests of lines and wordings.

    `joined` gives each that is joined to another the digest that stands for its party; `unsure` gives each line that
    may be a mistyped one the line that is perhaps meant.
    """

    joined: Mapping[bytes, bytes] = field(default_factory=dict)
    unsure: Mapping[bytes, bytes] = field(default_factory=dict)

    def party(self, one: bytes | None) -> bytes | None:
        """What stands for the party of a line or wording."""
        return None if one is None else self.joined.get(one, one)

    def perhaps(self, one: bytes | None) -> bytes | None:
        """What stands for the party of the line that is perhaps meant; None where nothing looks mistyped."""
        meant = None if one is None else self.party(self.unsure.get(one))
        return None if meant == self.party(one) else meant
