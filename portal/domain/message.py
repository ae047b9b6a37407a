"""The wording of a text message, with all that differs between one mother and the next taken out."""

import re
import unicodedata

LEAST_CHARACTERS = 12  # a shorter wording is anybody's
LINK = re.compile(
    r"(?:https?://|www\.)[^\s，。；！）)]+"
    r"|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|cn|net|top|vip|cc|xyz|link|site|ltd)(?:/[^\s，。；！）)]*)?",
    re.IGNORECASE,
)
GREETED = re.compile(r"(?:尊敬的|亲爱的|你好|您好|hi|hello)[^，。！,!:：]{0,12}(?=[，。！,!:：])")
DIGITS = re.compile(r"\d+")
LEFT_OUT = re.compile(r"[\W_]+")


def fingerprint_of(message: str) -> str:
    """The same for all copies of one wording: without greeting, links, digits, punctuation; empty if too short."""
    text = unicodedata.normalize("NFKC", message).casefold()
    text = GREETED.sub("", LINK.sub("", text))
    plain = LEFT_OUT.sub("", DIGITS.sub("", text))
    return plain if len(plain) >= LEAST_CHARACTERS else ""
