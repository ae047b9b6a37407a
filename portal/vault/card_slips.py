"""Codes of card slips: 50 random bits and two check characters, in the alphabet of the receipts.

Against a hundred thousand slips that are out, ten thousand million guesses find one; a slip confirms a report and
opens none, so that is enough, and a tired hand types twelve characters only.
"""

import secrets

from portal.domain.crockford import ALPHABET, grouped
from portal.vault import receipts

SECRET_CHARACTERS = 10


class InvalidSlip(ValueError):
    """What was typed cannot be the code of a slip."""


def new_code() -> str:
    """A fresh random code, in groups of four."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(SECRET_CHARACTERS))
    return grouped(body + receipts.check_characters(body))


def normalised(typed: str) -> str:
    """The code as plain characters, look-alikes read as what they stand for; refused if it cannot be one."""
    plain = receipts.plain_characters(typed)
    body = plain[:SECRET_CHARACTERS]
    if plain != body + receipts.check_characters(body) or len(body) != SECRET_CHARACTERS:
        raise InvalidSlip
    return plain
