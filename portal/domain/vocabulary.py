"""The closed word lists of the field: the codes of files, of forms and of the extract.

The order of every list is part of the contract: the extract stores positions, so new members go to the end.
Wording for people lives in the translation catalogues under `vendor.<code>`, `stage.<code>` and so on.
"""

from enum import IntEnum, StrEnum


class VendorType(StrEnum):
    """What the caller sold."""

    MATERNITY_CLASS = "maternity_class"
    CONFINEMENT_NANNY = "confinement_nanny"
    INFANT_FORMULA = "infant_formula"
    LANUGO_BRUSH = "lanugo_brush"
    HAND_FOOT_PRINT = "hand_foot_print"
    POSTNATAL_FITNESS = "postnatal_fitness"
    BABY_PHOTOGRAPHY = "baby_photography"
    EARLY_EDUCATION = "early_education"
    CORD_BLOOD = "cord_blood"
    INSURANCE = "insurance"
    OTHER = "other"


class Stage(StrEnum):
    """Where in the pregnancy, or after the birth, a call fell; computed, never asked."""

    FIRST_TRIMESTER = "first_trimester"
    SECOND_TRIMESTER = "second_trimester"
    THIRD_TRIMESTER = "third_trimester"
    CONFINEMENT = "confinement"
    TO_HUNDRED_DAYS = "to_hundred_days"
    AFTER_HUNDRED_DAYS = "after_hundred_days"


class Channel(StrEnum):
    """How the vendor reached her."""

    CALL = "call"
    SMS = "sms"
    WECHAT = "wechat"
    VISIT = "visit"


class Precision(StrEnum):
    """How exactly she knows when the call came."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"


class DatePrecision(StrEnum):
    """How exactly a calendar date is known."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class TimeSource(StrEnum):
    """What she read the time of a call from."""

    CALL_LOG = "call_log"
    SCREENSHOT = "screenshot"
    MESSAGE = "message"
    MEMORY = "memory"


class Knew(StrEnum):
    """What the caller already knew; also the columns of an export that matter to the question."""

    NAME = "name"
    BABY_BIRTH_DATE = "baby_birth_date"
    DUE_DATE = "due_date"
    HOSPITAL = "hospital"
    ADDRESS = "address"
    HOUSEHOLD_TYPE = "household_type"
    PHONE_OWNER = "phone_owner"


class Tier(IntEnum):
    """How well it is established that a reporter is a registered mother."""

    ANONYMOUS = 0
    PHONE_VERIFIED = 1
    REGISTRATION_CONFIRMED = 2


class Verdict(StrEnum):
    """What a finding says of one source."""

    IMPLICATED = "implicated"
    RULED_OUT = "ruled_out"
    NOT_IMPLICATED = "not_implicated"
    UNDETERMINED = "undetermined"
