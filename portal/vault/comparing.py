"""Numbers compared without being shown: keyed digests of a number's block and of the number with one digit left open.

Made for one comparison and never stored. Two numbers that differ in one digit agree in exactly one of these digests.
"""

from dataclasses import dataclass, field

from portal.vault.blind_index import Purpose, blind
from portal.vault.keyring import Keyring

LEAST_DIGITS = 8  # shorter service numbers stand alone: 95555 and 95588 are two banks
BLOCK_DIGITS = 2  # an extension block of a hundred lines is what one subscriber is given


@dataclass(frozen=True, slots=True)
class NumberKeys:
    """What two numbers may be compared by: their block of a hundred, and one digest for each digit left open."""

    block: bytes = field(repr=False)
    near: tuple[bytes, ...] = field(repr=False)


def number_keys(keyring: Keyring, normal: str) -> NumberKeys | None:
    """The digests of a number in normal form; None if it is too short to have a neighbour."""
    if len(normal) < LEAST_DIGITS:
        return None
    block = blind(keyring, Purpose.NUMBER_BLOCK, normal[:-BLOCK_DIGITS])
    opened = (f"{normal[:place]}?{normal[place + 1 :]}" for place in range(len(normal)) if normal[place].isdigit())
    return NumberKeys(block, tuple(blind(keyring, Purpose.NEAR_NUMBER, one) for one in opened))
