"""A phone verified by a code: how long a code lives, how often it may be tried, and how many are sent."""

import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from portal.domain.phone import CallerClass, classify

CODE_DIGITS = 6
LIVES = timedelta(minutes=10)
TRIES = 5  # of one code: five in a million
WITHIN = timedelta(days=1)
# Within a day. A number gets few, so that nobody can be pestered; a report asks for few, so that nobody tries numbers.
CODES_A_NUMBER = 3
CODES_A_COMPLAINT = 5
CODES_IN_ALL = 2_000  # what pumping messages can cost on one day
FIRST_PAUSE = timedelta(seconds=10)  # before a failed sending is tried again; each further pause is twice as long
UNKNOWN_OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class PhoneCode:
    """A code that was asked for; the code itself follows from its id, in the vault."""

    complaint_id: UUID
    id: UUID
    phone_index: bytes = field(repr=False)
    asked_at: datetime
    tries: int = 0
    issuer: str = UNKNOWN_OPERATOR
    sent_at: datetime | None = None

    def is_good(self, at: datetime) -> bool:
        """Whether it may still be typed."""
        return at < self.asked_at + LIVES and self.tries < TRIES


@dataclass(frozen=True, slots=True)
class VerifiedPhone:
    """A phone that answered: one phone, one voice."""

    complaint_id: UUID
    phone_index: bytes = field(repr=False)
    issuer: str
    verified_at: datetime


def mobile_of(text: str) -> str | None:
    """The mobile number that was written, in normal form; None for everything that no code can be sent to."""
    caller = classify(text)
    return caller.normal if caller.kind is CallerClass.MOBILE else None


def digits_of(text: str) -> str:
    """A code as typed, whatever width its digits have."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(character for character in plain if not character.isspace() and character != "-")


def next_try(failed: int, at: datetime) -> datetime:
    """When a sending that failed so often is tried again."""
    return at + FIRST_PAUSE * 2 ** min(failed - 1, 5)
