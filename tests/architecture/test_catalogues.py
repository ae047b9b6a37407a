"""Whatever is said is said in every language, and the compiled catalogues say the same."""

import re
import subprocess
import sys
from enum import Enum
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from portal.domain.daypart import DayPart
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
    TimeSource,
    VendorType,
    Verdict,
)
from tests.architecture.catalogues import (
    LANGUAGES,
    asked_for,
    catalogue,
    compiled,
    compiled_anew,
    domains,
    wording,
)
from tests.architecture.source_tree import ROOT

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
# Keys that templates put together from a code: each member has its word.
VOCABULARIES: dict[str, type[Enum]] = {
    "channel": Channel,
    "date_precision": DatePrecision,
    "day_part": DayPart,
    "filed_by": FiledBy,
    "knew": Knew,
    "number_origin": NumberOrigin,
    "other_holder": OtherHolder,
    "other_office": Office,
    "phone_owner": PhoneOwner,
    "precision": Precision,
    "stage": Stage,
    "stop_request": StopRequest,
    "time_source": TimeSource,
    "vendor": VendorType,
    "verdict": Verdict,
    "voice": CallVoice,
}

in_every_domain = pytest.mark.parametrize("domain", domains())


@in_every_domain
@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_the_languages_say_the_same_things(language: str, domain: str) -> None:
    chinese, other = (wording(catalogue(one, domain)) for one in (LANGUAGES[0], language))
    assert sorted(chinese.keys() ^ other.keys()) == []
    assert differing_placeholders(chinese, other) == []


def test_the_traditional_wording_follows_the_simplified() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "bin" / "traditional", "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@in_every_domain
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_unsaid(language: str, domain: str) -> None:
    assert unsaid(catalogue(language, domain)) == []


@in_every_domain
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_current(language: str, domain: str) -> None:
    edited = catalogue(language, domain)
    assert compiled(language, domain) == compiled_anew(edited), "run `make translations`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_that_is_asked_for_is_worded(language: str) -> None:
    known = _all_keys(language)
    assert [f"{place}: {key}" for place, key in asked_for() if key not in known] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("prefix", VOCABULARIES)
def test_every_word_of_the_field_is_worded(prefix: str, language: str) -> None:
    wanted = {f"{prefix}.{member.value}" for member in VOCABULARIES[prefix]}
    assert sorted(wanted - _all_keys(language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_is_worded_twice(language: str) -> None:
    keys = [key for domain in domains() for key in wording(catalogue(language, domain))]
    assert sorted({key for key in keys if keys.count(key) > 1}) == []


def test_an_empty_and_a_doubtful_text_are_noticed() -> None:
    sample = Catalog(locale="zh_Hans")
    sample.add("a.said", "说了")
    sample.add("a.unsaid", "")
    sample.add("a.doubtful", "大概", flags=["fuzzy"])
    assert unsaid(sample) == ["a.unsaid", "a.doubtful"]


def test_a_lost_placeholder_is_noticed() -> None:
    assert differing_placeholders({"a": "第 %(n)s 步"}, {"a": "Step %(m)s"}) == ["a"]


def test_a_key_is_found_in_code_and_in_templates(tmp_path: Path) -> None:
    (tmp_path / "view.py").write_text("title = babel.gettext('a.yes' if good else 'a.no')\n")
    (tmp_path / "page.html").write_text("<h1>{{ ui.head(_('b.heading', n=1)) }}</h1>{{ _('b.x' if y else 'b.z') }}\n")
    assert [key for _place, key in asked_for(tmp_path)] == ["a.yes", "a.no", "b.heading", "b.x", "b.z"]


def unsaid(edited: Catalog) -> list[str]:
    doubtful = {message.id for message in edited if message.fuzzy and message.id}
    return [key for key, text in wording(edited).items() if not _said(text) or key in doubtful]


def differing_placeholders(one: dict[str, object], other: dict[str, object]) -> list[str]:
    return [key for key in one.keys() & other.keys() if _placeholders(one[key]) != _placeholders(other[key])]


def _placeholders(text: object) -> set[str]:
    return set(PLACEHOLDER.findall(" ".join(text) if isinstance(text, tuple) else str(text)))


def _said(text: object) -> bool:
    return all(text) if isinstance(text, tuple) else bool(text)


def _all_keys(language: str) -> set[str]:
    return {key for domain in domains() for key in wording(catalogue(language, domain))}
