"""A slip that a hospital hands to whoever shows her card there: it confirms a registration and bears nobody's name."""

from dataclasses import dataclass
from datetime import timedelta

LIVES = timedelta(days=90)  # from printing to the last day on which it confirms anything
PRINTS = (12, 24, 48)  # how many leave the printer at once
A_DAY = 240  # of one hospital: more than the largest of a city registers
WITHIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SlipOf:
    """Whose a slip is, and whether it has confirmed something already."""

    hospital_id: int
    hospital: str
    used: bool


@dataclass(frozen=True, slots=True)
class Printed:
    """What a verifier takes from the printer; the codes are shown once and kept nowhere."""

    hospital: str
    codes: tuple[str, ...]
