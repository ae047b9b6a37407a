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
    MONTH = "month"


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


class PhoneOwner(StrEnum):
    """Whose phone rang: only some files carry the number of the husband."""

    OWN = "own"
    PARTNER = "partner"
    FAMILY = "family"


class NumberOrigin(StrEnum):
    """Where the caller said that the number came from."""

    HOSPITAL = "hospital"
    COMMUNITY = "community"
    APP = "app"
    BOUGHT = "bought"
    ACQUAINTANCE = "acquaintance"
    EVASIVE = "evasive"
    NOT_ASKED = "not_asked"


class StopRequest(StrEnum):
    """Whether the caller was told to stop."""

    TOLD_NOW = "told_now"
    TOLD_BEFORE = "told_before"  # and called all the same
    NOT_TOLD = "not_told"


class CallVoice(StrEnum):
    """Who spoke."""

    PERSON = "person"
    RECORDING = "recording"
    SILENT = "silent"


class OtherHolder(StrEnum):
    """Who else has her number: sources of calls that have nothing to do with her card."""

    MATERNITY_APP = "maternity_app"
    FORMULA_CLUB = "formula_club"
    PHOTO_STUDIO = "photo_studio"
    PRIVATE_CLINIC = "private_clinic"
    COMMUNITY_VISIT = "community_visit"
    INSURANCE = "insurance"
    SHOPPING = "shopping"


class FiledBy(StrEnum):
    """Who tells."""

    MOTHER = "mother"
    FAMILY = "family"
    HOTLINE = "hotline"  # an operator of 12345 writes down what she says on the phone


class Office(StrEnum):
    """Other offices that take such a report."""

    SPAM_CENTRE = "spam_centre"  # 12321
    CITY_HOTLINE = "city_hotline"  # 12345
    CYBERSPACE = "cyberspace"  # 12377
    CARRIER = "carrier"
    POLICE = "police"


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
