"""The words of the command line: Chinese unless the environment's language is one that we have."""

import gettext
from functools import cache
from pathlib import Path
from typing import Any

TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"
DOMAIN = "cli"
CHINESE = "zh_Hans"


def words(key: str, **values: Any) -> str:
    """The words for a key, with the values in their places."""
    text = _catalogue().gettext(key)
    return text % values if values else text


@cache
def _catalogue() -> gettext.NullTranslations:
    try:
        # Without languages named, gettext asks the environment (LANGUAGE, LC_ALL, LC_MESSAGES, LANG).
        return gettext.translation(DOMAIN, TRANSLATIONS)
    except FileNotFoundError:
        return gettext.translation(DOMAIN, TRANSLATIONS, [CHINESE])
