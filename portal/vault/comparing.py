"""Numbers compared without being shown: keyed digests of a number's block, and of what a typing error leaves of it.

Made for one comparison and never stored. Two numbers that differ in one digit, or in the order of two neighbours,
agree in exactly one of these digests.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from portal.vault.blind_index import Purpose, blind
from portal.vault.keyring import Keyring

LEAST_DIGITS = 8  # shorter service numbers stand alone: 95555 and 95588 are two banks
BLOCK_DIGITS = 2  # an extension block of a hundred lines is what one subscriber is given


@dataclass(frozen=True, slots=True)
class NumberKeys:
    """What two numbers may be compared by: their block of a hundred, and one digest for each likely typing error."""

    block: bytes = field(repr=False)
    near: tuple[bytes, ...] = field(repr=False)


def number_keys(keyring: Keyring, normal: str) -> NumberKeys | None:
    """The digests of a number in normal form; None if it is too short to have a neighbour."""
    if len(normal) < LEAST_DIGITS:
        return None
    block = blind(keyring, Purpose.NUMBER_BLOCK, normal[:-BLOCK_DIGITS])
    return NumberKeys(block, tuple(blind(keyring, Purpose.NEAR_NUMBER, one) for one in _misspelt(normal)))


def _misspelt(normal: str) -> Iterator[str]:
    """What is left of a number when one digit is open, and when two neighbours stand in either order."""
    for place, sign in enumerate(normal):
        if sign.isdigit():
            yield f"{normal[:place]}?{normal[place + 1 :]}"
    for place, pair in enumerate(pairwise(normal)):
        if "".join(pair).isdigit() and pair[0] != pair[1]:
            yield f"{normal[:place]}{''.join(sorted(pair))}~{normal[place + 2 :]}"
