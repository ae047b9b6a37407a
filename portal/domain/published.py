"""What may be released of callers: who was reported by enough mothers, as digests in broad ranges."""

from enum import StrEnum

LEAST_MOTHERS = 10  # fewer could be one family, or one person who frames a number


class PublishedKind(StrEnum):
    """What a published line is about."""

    NUMBER = "number"
    WORDING = "wording"
