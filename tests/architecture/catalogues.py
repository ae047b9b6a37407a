"""The wording as files: one catalogue for each language and domain, the keys that code and templates ask for."""

import ast
import io
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

from tests.architecture.source_tree import ROOT

LANGUAGES = ("zh_Hans", "zh_Hant", "en")
TRANSLATIONS = ROOT / "portal" / "translations"
WEB = ROOT / "portal" / "web"
ASKING = {"_", "gettext", "lazy_gettext", "ngettext", "lazy_ngettext"}


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
    """In which file which key is asked for; keys put together at run time are not seen here."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and _name(node.func) in ASKING:
                yield from ((path.name, key) for key in _written_out(node.args[0]))
    for path in sorted(folder.rglob("*.html")):
        for call in Environment(autoescape=True).parse(path.read_text(encoding="utf-8")).find_all(nodes.Call):
            if call.args and getattr(call.node, "name", None) in ASKING:
                yield from ((path.name, key) for key in _written_in_template(call.args[0]))


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _written_out(argument: ast.expr) -> list[str]:
    if isinstance(argument, ast.IfExp):
        return _written_out(argument.body) + _written_out(argument.orelse)
    return [argument.value] if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else []


def _written_in_template(argument: nodes.Node | None) -> list[str]:
    if isinstance(argument, nodes.CondExpr):
        return _written_in_template(argument.expr1) + _written_in_template(argument.expr2)
    return [argument.value] if isinstance(argument, nodes.Const) and isinstance(argument.value, str) else []


def _key(message: object) -> str:
    return message[0] if isinstance(message, list | tuple) else str(message)


def _file(language: str, domain: str, kind: str) -> Path:
    return TRANSLATIONS / language / "LC_MESSAGES" / f"{domain}.{kind}"


def _texts(translations: GNUTranslations) -> dict[object, str]:
    # The header names the tool and the moment; only the wording counts.
    return {key: text for key, text in translations._catalog.items() if key}  # type: ignore[attr-defined]
