"""The wording as files: one catalogue for each language and domain, the keys that code and templates ask for."""

import io
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tests.architecture.source_tree import ROOT

LANGUAGES = ("zh_Hans", "en")
TRANSLATIONS = ROOT / "portal" / "translations"
WEB = ROOT / "portal" / "web"
KEYWORDS = {
    name: None for name in ("_", "gettext", "lazy_gettext", "ngettext", "lazy_ngettext", "pgettext", "say", "l_")
}
METHODS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract"), ("**.txt", "jinja2.ext:babel_extract")]


def domains() -> list[str]:
    """The domains that any language has a catalogue of."""
    return sorted({path.stem for path in TRANSLATIONS.glob("*/LC_MESSAGES/*.po")})


def catalogue(language: str, domain: str) -> Catalog:
    """One catalogue, as people edit it."""
    with _file(language, domain, "po").open("rb") as file:
        return read_po(file, locale=language, domain=domain, abort_invalid=True)


def wording(catalogue: Catalog) -> dict[str, object]:
    """What each key says: a text, or a tuple of plural forms."""
    return {_key(message.id): message.string for message in catalogue if message.id}


def compiled(language: str, domain: str) -> dict[object, str]:
    """What the portal reads."""
    with _file(language, domain, "mo").open("rb") as file:
        return _texts(GNUTranslations(file))


def compiled_anew(catalogue: Catalog) -> dict[object, str]:
    """What it would read if the catalogue were compiled now."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    file.seek(0)
    return _texts(GNUTranslations(file))


def asked_for(folder: Path = WEB) -> Iterator[tuple[str, str]]:
    """Where (file and line) which key is asked for; keys put together at run time are not seen here."""
    for name, line, message, _comments, _context in extract_from_dir(
        folder, METHODS, {}, KEYWORDS, strip_comment_tags=True
    ):
        yield f"{name}:{line}", _key(message)


def _key(message: object) -> str:
    return message[0] if isinstance(message, list | tuple) else str(message)


def _file(language: str, domain: str, kind: str) -> Path:
    return TRANSLATIONS / language / "LC_MESSAGES" / f"{domain}.{kind}"


def _texts(translations: GNUTranslations) -> dict[object, str]:
    # The header names the tool and the moment; only the wording counts.
    return {key: text for key, text in translations._catalog.items() if key}  # type: ignore[attr-defined]
