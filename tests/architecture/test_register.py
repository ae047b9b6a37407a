"""The register of processing names every column with its class, and nothing that is gone."""

import re

from portal.domain.privacy import PrivacyClass
from portal.domain.retention_term import RetentionClass, shipped
from portal.storage.schema import metadata
from tests.architecture.source_tree import ROOT

ROW = re.compile(r"^\| `(\w+)` \| (.+?) \| (.+?) \| ([A-Z]\d*) \| (.+?) \|$", re.MULTILINE)
Column = tuple[str, str, str]


def text() -> str:
    return (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8").split("## Register of processing")[1]


def registered(register: str) -> set[Column]:
    found = set()
    for table, columns, *_ in ROW.findall(register):
        for part in columns.split("; "):
            kind, named = part.split(": ")
            found |= {(table, column, kind) for column in re.findall(r"`(\w+)`", named)}
    return found


def test_every_column_stands_in_the_register_with_its_class() -> None:
    schema = {
        (table.name, column.name, column.info["privacy"])
        for table in metadata.sorted_tables
        for column in table.columns
    }
    assert sorted(schema ^ registered(text())) == []


def test_every_class_occurs() -> None:
    assert {kind for _, _, kind in registered(text())} == {kind.value for kind in PrivacyClass}


def test_a_missing_and_a_misjudged_column_are_noticed() -> None:
    row = "| `sample` | health: `due_on`; staff: `by`, `with_whom` | why | C | a year |"
    assert registered(row) == {
        ("sample", "due_on", "health"), ("sample", "by", "staff"), ("sample", "with_whom", "staff"),
    }  # fmt: skip


def test_the_terms_in_the_register_are_those_that_are_shipped() -> None:
    terms = shipped().days()
    del terms[RetentionClass.BACKUPS.value]
    (kept,) = [row[4] for row in ROW.findall(text()) if row[0] == "calls"]
    assert {str(days) for days in terms.values()} == set(re.findall(r"\d+", kept))
