"""Languages: simplified Chinese is the source and the default; a browser that prefers another one of ours gets it."""

from typing import Any

from flask import Flask, Response, request
from flask_babel import Babel, format_date, format_datetime, get_locale

from portal.domain.period import LOCAL_ZONE
from portal.web import cookies

# One canonical code everywhere: a catalogue for zh_Hans_CN is not found for the locale zh_Hans, nor the other way.
CHINESE = "zh_Hans"
TRADITIONAL = "zh_Hant"
ENGLISH = "en"
DOMAINS = (
    "shared", "vocabulary", "public", "paste", "asked", "quiet", "lookup", "keep", "packets", "evidence", "pocket",
    "phone", "card_slip", "opendata", "office", "casework", "study", "dossier", "overview", "admin", "door", "audit",
    "keeping", "breach", "trail", "delivery", "cli",
)  # fmt: skip
LANGUAGE_COOKIE = "jingyue_language"
LANGUAGE_PARAMETER = "lang"
COOKIE_SECONDS = 180 * 24 * 3600
PARAMETER_VALUES = {"zh": CHINESE, "hant": TRADITIONAL, "en": ENGLISH}
HTML_LANGUAGE = {CHINESE: "zh-Hans", TRADITIONAL: "zh-Hant", ENGLISH: "en"}
OWN_NAMES = {"zh": "简体", "hant": "繁體", "en": "English"}
WRITES_TRADITIONAL = {"hant", "tw", "hk", "mo"}


def register(app: Flask) -> None:
    """Connect the catalogues and the choice of language."""
    app.config["BABEL_DEFAULT_LOCALE"] = CHINESE
    app.config["BABEL_DEFAULT_TIMEZONE"] = LOCAL_ZONE.key
    app.config["BABEL_DOMAIN"] = ";".join(DOMAINS)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(["translations"] * len(DOMAINS))
    Babel(app, locale_selector=chosen_language)
    app.context_processor(_languages)
    app.add_template_global(get_locale, "get_locale")
    app.add_template_filter(format_date, "local_date")
    app.add_template_filter(format_datetime, "local_datetime")
    app.after_request(_remember_choice)


def chosen_language() -> str:
    """What she asked for, else what she asked for before, else what her browser says, else Chinese."""
    wanted = request.args.get(LANGUAGE_PARAMETER) or cookies.shown(LANGUAGE_COOKIE)
    if wanted in PARAMETER_VALUES:
        return PARAMETER_VALUES[wanted]
    return negotiated([code for code, _ in request.accept_languages])


def negotiated(accepted: list[str]) -> str:
    """The first language we have. Mapped by hand: library negotiation answers English to `zh-CN,zh;q=0.9,en;q=0.8`."""
    for code in accepted:
        primary, *rest = code.lower().replace("_", "-").split("-")
        if primary == "zh" and WRITES_TRADITIONAL & set(rest) and "hans" not in rest:
            return TRADITIONAL
        if primary in ("zh", "en"):
            return PARAMETER_VALUES[primary]
    return CHINESE


def _languages() -> dict[str, Any]:
    current = str(get_locale())
    offered = [
        {
            "tag": HTML_LANGUAGE[locale],
            "name": OWN_NAMES[value],
            "value": value,
            "href": f"?{LANGUAGE_PARAMETER}={value}",
            "current": locale == current,
        }
        for value, locale in PARAMETER_VALUES.items()
    ]
    return {"locale_tag": HTML_LANGUAGE[current], "languages": offered}


def _remember_choice(response: Response) -> Response:
    wanted = request.args.get(LANGUAGE_PARAMETER)
    if wanted in PARAMETER_VALUES:
        cookies.give(response, LANGUAGE_COOKIE, wanted, same_site="Lax", seconds=COOKIE_SECONDS)
    return response
