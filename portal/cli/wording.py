"""The words of the command line: Chinese, or English where the operator's terminal is set to it."""

import gettext
from functools import cache
from pathlib import Path
from typing import Any

from portal import settings

TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"
DOMAIN = "cli"
SHARED = "study"  # what the office says in the same words


def words(key: str, **values: Any) -> str:
    """The words for a key, with the values in their places."""
    text = _catalogue().gettext(key)
    # The office's templates always put values in, so that its words double every percent sign.
    return text % values if values or key.startswith(SHARED) else text


@cache
def _catalogue() -> gettext.NullTranslations:
    language = [settings.command_line_language()]
    found = gettext.translation(DOMAIN, TRANSLATIONS, language)
    found.add_fallback(gettext.translation(SHARED, TRANSLATIONS, language))
    return found
