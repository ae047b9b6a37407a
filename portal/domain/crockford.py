"""Crockford's base 32: letters and digits that no eye takes for each other (no I, L, O, U), in groups for reading."""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS = 5  # of a character
GROUP = 4


def written(number: int, length: int) -> str:
    """The lowest bits of a number as so many characters, the lowest first."""
    return "".join(ALPHABET[number >> BITS * place & 31] for place in range(length))


def grouped(plain: str) -> str:
    """Characters in groups of four, for eyes."""
    return "-".join(plain[start : start + GROUP] for start in range(0, len(plain), GROUP))
