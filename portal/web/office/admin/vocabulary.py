"""The closed word lists with their words in each language, and the languages themselves; to read only."""

from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

from flask import render_template
from flask_babel import force_locale, get_domain, gettext

from portal.domain.access import Permission, Role
from portal.domain.report import ClosingNote, Status
from portal.domain.vocabulary import (
    CallVoice,
    Channel,
    DatePrecision,
    FiledBy,
    Knew,
    NumberOrigin,
    Office,
    OtherHolder,
    PhoneOwner,
    Precision,
    Stage,
    StopRequest,
    Tier,
    TimeSource,
    VendorType,
    Verdict,
)
from portal.web.guard import requires
from portal.web.office.blueprint import blueprint
from portal.web.wording import CHINESE, OWN_NAMES, PARAMETER_VALUES

# By the beginning of their keys in the catalogues; where each is used stands under `vocabulary.used.<family>`.
FAMILIES: dict[str, type[Enum]] = {
    "vendor": VendorType,
    "channel": Channel,
    "precision": Precision,
    "date_precision": DatePrecision,
    "time_source": TimeSource,
    "knew": Knew,
    "phone_owner": PhoneOwner,
    "number_origin": NumberOrigin,
    "stop_request": StopRequest,
    "voice": CallVoice,
    "other_holder": OtherHolder,
    "filed_by": FiledBy,
    "other_office": Office,
    "stage": Stage,
    "tier": Tier,
    "status": Status,
    "closing": ClosingNote,
    "verdict": Verdict,
    "role": Role,
}


@dataclass(frozen=True, slots=True)
class Words:
    """One code with its word in each language, in the order of the languages."""

    code: str
    words: list[str]


@dataclass(frozen=True, slots=True)
class Language:
    """A language: how many texts it has, and which ones of the Chinese it lacks."""

    name: str
    offered_as: str
    texts: int
    missing: list[str]


@blueprint.get("/admin/vocabulary")
@requires(Permission.ADMINISTER)
def vocabulary() -> Any:
    families = {family: _worded(family, codes) for family, codes in FAMILIES.items()}
    count = sum(len(found) for found in families.values())
    return render_template("office/admin/vocabulary.html", families=families, count=count, languages_shown=_names())


@blueprint.get("/admin/languages")
@requires(Permission.ADMINISTER)
def languages() -> Any:
    source = _keys(CHINESE)
    found = [
        Language(OWN_NAMES[value], value, len(_keys(locale)), sorted(source - _keys(locale)))
        for value, locale in PARAMETER_VALUES.items()
    ]
    missing = sum(len(one.missing) for one in found)
    return render_template("office/admin/languages.html", found=found, missing=missing)


def _worded(family: str, codes: type[Enum]) -> list[Words]:
    keys = [(str(code.value), f"{family}.{code.value}") for code in codes]
    columns = []
    for locale in PARAMETER_VALUES.values():
        with force_locale(locale):
            columns.append([gettext(key) for _code, key in keys])
    return [Words(code, [column[row] for column in columns]) for row, (code, _key) in enumerate(keys)]


def _names() -> list[str]:
    return [OWN_NAMES[value] for value in PARAMETER_VALUES]


@cache
def _keys(locale: str) -> frozenset[str]:
    with force_locale(locale):
        # gettext has no public way to list what a catalogue holds.
        catalogue = get_domain().get_translations()._catalog
    return frozenset(str(key[0] if isinstance(key, tuple) else key) for key, text in catalogue.items() if key and text)
