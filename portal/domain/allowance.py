"""How much of what is sealed one official may open, and how fast: enough for a day's work, too little for a harvest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

DAY = timedelta(hours=24)
MOMENT = timedelta(minutes=10)


class OpeningsSpent(RuntimeError):
    """The whole portal opened so many complaints within an hour that the vault opens no other one."""


class Sealed(StrEnum):
    """What is counted together."""

    WORDS = "words"  # her words, her files, letters
    CONTACT = "contact"
    LINE = "line"  # asking who else told of a number
    TAKING = "taking"  # taking up what nobody has


@dataclass(frozen=True, slots=True)
class Allowance:
    """The verbs that count, and how many complaints within ten minutes and within a day."""

    of: Sealed
    verbs: tuple[str, ...]
    a_moment: int
    a_day: int
    each: bool = False  # every deed counts; otherwise a complaint counts once however often it is opened


@dataclass(frozen=True, slots=True)
class Reached:
    """An official is at the end of an allowance; `again_at` is when it goes on."""

    of: Sealed
    most: int
    within: timedelta
    again_at: datetime


# 30 a day and 5 in ten minutes: research/security.md, T01. The others are our own numbers; no law names any of them.
ALLOWANCES = {
    one.of: one
    for one in (
        Allowance(
            Sealed.WORDS, ("complaint.open_sealed", "complaint.open_attachment", "complaint.open_letters"), 10, 30
        ),
        Allowance(Sealed.CONTACT, ("complaint.open_identity",), 5, 30),
        Allowance(Sealed.LINE, ("complaint.look_up_line",), 10, 30, each=True),
        Allowance(Sealed.TAKING, ("complaint.take_up",), 10, 30),
    )
}


def reached(allowance: Allowance, done: Sequence[tuple[str, datetime]], subject: str, at: datetime) -> Reached | None:
    """What ends an allowance when one more deed on a subject comes after those done; None while nothing does."""
    for most, within in ((allowance.a_moment, MOMENT), (allowance.a_day, DAY)):
        recent = [(about, when) for about, when in done if when > at - within]
        if not allowance.each:
            recent = list(dict(sorted(recent, key=lambda deed: deed[1])).items())
            if any(about == subject for about, _ in recent):
                continue
        if len(recent) >= most:
            ends = sorted(when for _, when in recent)
            return Reached(allowance.of, most, within, ends[len(ends) - most] + within)
    return None
