"""What may be released of callers: who was reported by enough mothers, as digests in broad ranges.

Whoever looks something up fetches a whole range and compares by herself; the range is the first hexadecimal digit of
the digest, so that one request stands for a sixteenth of all numbers that there are.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.domain.phone import CallerClass
from portal.domain.vocabulary import VendorType

LEAST_MOTHERS = 10  # fewer could be one family, or one person who frames a number
LEAST_FOR_A_MOBILE = 20  # it may be a private person's
ROUNDED_TO = 5
BUSINESS = (CallerClass.LANDLINE, CallerClass.SHARED_COST, CallerClass.SERVICE, CallerClass.SMS_GATEWAY)
RANGES = tuple("0123456789abcdef")
COUNTRY = re.compile(r"^\+86")


class PublishedKind(StrEnum):
    """What a published line is about."""

    NUMBER = "number"
    WORDING = "wording"


@dataclass(frozen=True, slots=True)
class PublishedLine:
    """One line as everybody may read it."""

    kind: PublishedKind
    digest: bytes
    mothers: int
    vendor_type: VendorType | None
    last_month: date

    @property
    def range(self) -> str:
        """The broad range that it is fetched with."""
        return range_of(self.digest)


def enough(kind: CallerClass | None, mothers: int) -> bool:
    """Whether a number of this kind may be published when so many mothers reported it; most kinds never are."""
    if kind is CallerClass.MOBILE:
        return mothers >= LEAST_FOR_A_MOBILE
    return kind in BUSINESS and mothers >= LEAST_MOTHERS


def shown(mothers: int) -> int:
    """A count as it is published: rounded down, so that one more report does not show."""
    return mothers - mothers % ROUNDED_TO


def number_digest(normal: str) -> bytes:
    """The public digest of a number; a browser computes the same of what she types."""
    return _digest(PublishedKind.NUMBER, COUNTRY.sub("", normal))


def wording_digest(fingerprint: str) -> bytes:
    """The public digest of a wording."""
    return _digest(PublishedKind.WORDING, fingerprint)


def range_of(digest: bytes) -> str:
    """The range of a digest."""
    return digest.hex()[0]


def _digest(kind: PublishedKind, text: str) -> bytes:
    return hashlib.sha256(f"jingyue|{kind}|{text}".encode()).digest()
