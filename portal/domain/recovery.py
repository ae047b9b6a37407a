"""Words and a PIN of her own choosing, instead of a lost receipt."""

from datetime import timedelta
from itertools import pairwise

FEWEST_WORD_CHARACTERS = 4
LONGEST_WORDS = 60
PIN_DIGITS = 6
ATTEMPTS = 5  # with the same words, right or wrong, known or not
ATTEMPTS_WITHIN = timedelta(days=1)


def is_guessable(pin: str) -> bool:
    """Whether a PIN is among the first that anybody tries: one digit throughout, or counted up or down."""
    steps = {(int(later) - int(earlier)) % 10 for earlier, later in pairwise(pin)}
    return len(steps) == 1 and steps <= {0, 1, 9}
