"""Caller identifications as a Chinese call log shows them: kept raw, normalised and classified, never rejected.

The only module that knows phonenumbers. That library calls service numbers, hotlines and SMS gateways
invalid, so its verdict is one input of the classification and never a reason to refuse.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

REGION = "CN"
LONGEST_RAW = 64

HIDDEN_WORDS = frozenset(
    "未知号码 未知 隐藏号码 隐藏 私人号码 匿名 无号码 未显示 无主叫号码 "
    "private unknown anonymous withheld hidden nocallerid privatenumber unknownnumber".split()
)
HOTLINES = frozenset("12345 12315 12320 12321 12377 12333 12348 12381 12300 96110 114 12580 11185".split())
EMERGENCY = frozenset("110 119 120 122".split())
CARRIERS = re.compile(r"100(00|01|10|86|99|16|50)\d{0,6}")
SMS_GATEWAY = re.compile(r"106\d{5,17}")
SERVICE = re.compile(r"9[56]\d{3,10}")
SHARED_COST = re.compile(r"[48]00\d{7}")
DIALLING_PREFIX = re.compile(r"^(?:12593|17951|17909|17911|10193)(?=1[3-9]\d{9}$)")
AREA_THEN_SERVICE = re.compile(r"^0\d{2,3}(95\d{3,6}|96\d{3,4})$")
WITH_COUNTRY = re.compile(r"^(?:00)?86(?=1[3-9]|0?[2-9])")
LOCAL_LANDLINE = re.compile(r"[2-8]\d{6,7}")
EXTENSION = re.compile(r"(?:转|分机|ext\.?|x|#|,|;|－|-)\s*(\d{1,6})#?$", re.IGNORECASE)


class CallerClass(StrEnum):
    """What kind of line shows such an identification."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    LANDLINE_WITHOUT_AREA = "landline_without_area"
    SHARED_COST = "shared_cost"  # 400, 800
    SERVICE = "service"  # 95xxx, 96xxx
    CARRIER = "carrier"  # 10086 and the like
    HOTLINE = "hotline"
    EMERGENCY = "emergency"
    SMS_GATEWAY = "sms_gateway"  # 106…
    FOREIGN = "foreign"
    HIDDEN = "hidden"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Caller:
    """A caller identification: her words, what we read from them, and what kind it is."""

    raw: str
    kind: CallerClass
    normal: str | None = None
    extension: str | None = None


def classify(raw: str) -> Caller:
    """Read a caller identification; whatever cannot be read stays as it was written."""
    text = unicodedata.normalize("NFKC", raw).strip()[:LONGEST_RAW]
    if _is_hidden(text):
        return Caller(raw, CallerClass.HIDDEN)
    # Letters would be dropped or read as keypad digits by the library: +86955xx for a word with 955 in it.
    number, extension = _split_extension(text)
    if re.search(r"[^\d\s()+.\-–—/]", number):
        return Caller(raw, CallerClass.UNREADABLE)
    digits = re.sub(r"\D", "", number)
    inland = _inland(number, digits)
    special = _special(inland) if inland else None
    if special:
        return Caller(raw, special[0], special[1], extension)
    return _by_library(raw, number, digits, extension)


def masked(normal: str | None) -> str:
    """A number with its middle hidden: enough to recognise one's own, too little to dial."""
    if not normal:
        return ""
    if len(normal) < 7:
        return normal
    shown = 3 if len(normal) < 11 else 4
    head = 3 if not normal.startswith("+") else 6
    return f"{normal[:head]}****{normal[-shown:]}"


def _is_hidden(text: str) -> bool:
    squeezed = re.sub(r"[\s_.\-]", "", text).casefold()
    return not squeezed or squeezed in HIDDEN_WORDS


def _inland(number: str, digits: str) -> str | None:
    """The digits as they are dialled within the country; None for a line of another one."""
    if number.lstrip().startswith("+"):
        return digits[2:] if digits.startswith("86") else None
    return digits[4:] if digits.startswith("0086") else digits


def _split_extension(text: str) -> tuple[str, str | None]:
    found = EXTENSION.search(text)
    # A hyphen also stands inside plain numbers, so it starts an extension only after a whole number.
    if found and len(WITH_COUNTRY.sub("", re.sub(r"\D", "", text[: found.start()]))) >= 10:
        return text[: found.start()], found.group(1)
    return text.rstrip("#"), None


def _special(digits: str) -> tuple[CallerClass, str] | None:
    digits = re.sub(r"^(?:0086|86)(?=1[3-9]\d{9}$|[48]00\d{7}$)", "", digits)
    after_area = AREA_THEN_SERVICE.match(digits)
    if after_area:
        return CallerClass.SERVICE, after_area.group(1)
    for kind, matches in (
        (CallerClass.EMERGENCY, digits in EMERGENCY),
        (CallerClass.HOTLINE, digits in HOTLINES),
        (CallerClass.CARRIER, bool(CARRIERS.fullmatch(digits))),
        (CallerClass.SMS_GATEWAY, bool(SMS_GATEWAY.fullmatch(digits))),
        (CallerClass.SHARED_COST, bool(SHARED_COST.fullmatch(digits))),
        (CallerClass.SERVICE, len(digits) < 11 and bool(SERVICE.fullmatch(digits))),
    ):
        if matches:
            return kind, digits
    return None


def _by_library(raw: str, number: str, digits: str, extension: str | None) -> Caller:
    if LOCAL_LANDLINE.fullmatch(digits):
        return Caller(raw, CallerClass.LANDLINE_WITHOUT_AREA, digits, extension)
    dialled = DIALLING_PREFIX.sub("", digits)
    try:
        parsed = phonenumbers.parse(dialled if dialled != digits else number, REGION)
    except NumberParseException:
        return Caller(raw, CallerClass.UNREADABLE, digits or None, extension)
    if not phonenumbers.is_valid_number(parsed):
        return Caller(raw, CallerClass.UNREADABLE, digits or None, extension)
    normal = phonenumbers.format_number(parsed, PhoneNumberFormat.E164)
    return Caller(raw, _kind_of(parsed), normal, extension)


def _kind_of(parsed: phonenumbers.PhoneNumber) -> CallerClass:
    if parsed.country_code != phonenumbers.country_code_for_region(REGION):
        return CallerClass.FOREIGN
    if phonenumbers.number_type(parsed) == PhoneNumberType.MOBILE:
        return CallerClass.MOBILE
    return CallerClass.LANDLINE
