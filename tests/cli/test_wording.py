"""Every word of the command line is there in both languages."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from portal.aggregation.progress import Step
from portal.cli import wording
from portal.cli.commands import COMMANDS
from portal.domain.access import Role
from portal.domain.finding import WarningCode
from portal.domain.vocabulary import Verdict
from portal.files.refusal import Reason
from portal.files.tables import FileProblem
from portal.settings import command_line_language

SOURCES = Path(wording.__file__).parent
LITERAL = re.compile(r'"((?:cli|study)\.[a-z_.]+[a-z_])"')
CODES = {
    "cli.reason": Reason,
    "cli.file": FileProblem,
    "cli.step": Step,
    "cli.warning": WarningCode,
    "cli.verdict": Verdict,
    "cli.role": Role,
    "cli.help": COMMANDS,
}


def catalogue(language: str) -> dict[str, str]:
    found = {}
    for domain in (wording.DOMAIN, wording.SHARED):
        with (wording.TRANSLATIONS / language / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
            found |= {str(one.id): str(one.string) for one in read_po(file) if one.id}
    return found


def test_both_languages_say_the_same_things_with_the_same_values() -> None:
    chinese, english = catalogue("zh_Hans"), catalogue("en")

    assert list(chinese) == list(english)
    for key in chinese:
        assert chinese[key]
        assert sorted(re.findall(r"%\(\w+\)s", chinese[key])) == sorted(re.findall(r"%\(\w+\)s", english[key])), key


def test_every_key_in_the_code_has_its_words() -> None:
    used = {key for file in SOURCES.glob("*.py") for key in LITERAL.findall(file.read_text())}
    coded = {f"{prefix}.{getattr(code, 'value', code)}" for prefix, codes in CODES.items() for code in codes}

    assert used | coded <= set(catalogue("zh_Hans")), sorted((used | coded) - set(catalogue("zh_Hans")))


def test_the_compiled_catalogues_are_current() -> None:
    for language in ("zh_Hans", "en"):
        compiled = wording.gettext.translation(wording.DOMAIN, wording.TRANSLATIONS, [language])
        compiled.add_fallback(wording.gettext.translation(wording.SHARED, wording.TRANSLATIONS, [language]))
        assert all(compiled.gettext(key) == text for key, text in catalogue(language).items())


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "zh_Hans"),
        ({"LANG": "C.UTF-8"}, "zh_Hans"),
        ({"LANG": "zh_CN.UTF-8"}, "zh_Hans"),
        ({"LANG": "zh_HK.UTF-8"}, "zh_Hant"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LC_ALL": "zh_CN", "LANG": "en_US"}, "zh_Hans"),
    ],
)
def test_the_terminal_chooses_the_language(environment: dict[str, str], language: str) -> None:
    assert command_line_language(environment) == language
