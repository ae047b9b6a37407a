"""The words of the command line: Chinese, or English where the operator's terminal is set to it."""

import gettext
from functools import cache
from pathlib import Path
from typing import Any

from portal import settings

TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"
DOMAIN = "cli"
PHONE = "phone"
SHARED = "study"  # what the office says in the same words


def words(key: str, **values: Any) -> str:
    """The words for a key, with the values in their places."""
    text = _catalogue().gettext(key)
    # The office's templates always put values in, so that its words double every percent sign.
    return text % values if values or key.startswith(SHARED) else text


def phone_message(code: str) -> str:
    """What is sent to a mother's phone, always in Chinese: it names neither us nor why, for others may read it."""
    return gettext.translation(PHONE, TRANSLATIONS, ["zh_Hans"]).gettext("phone.message") % {"code": code}


@cache
def _catalogue() -> gettext.NullTranslations:
    language = [settings.command_line_language()]
    found = gettext.translation(DOMAIN, TRANSLATIONS, language)
    found.add_fallback(gettext.translation(SHARED, TRANSLATIONS, language))
    return found
