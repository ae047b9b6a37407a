"""Every column says how sensitive it is, in the words of the closed list."""

import sqlalchemy as sa

from portal.domain.privacy import PrivacyClass
from portal.storage.schema import metadata

KNOWN = {kind.value for kind in PrivacyClass}


def test_every_column_has_a_privacy_class() -> None:
    assert metadata.tables
    assert unclassified(metadata) == []


def test_a_column_without_or_with_an_unknown_class_is_noticed() -> None:
    sample = sa.MetaData()
    sa.Table(
        "sample",
        sample,
        sa.Column("silent", sa.Integer),
        sa.Column("invented", sa.Integer, info={"privacy": "harmless"}),
        sa.Column("known", sa.Integer, info={"privacy": PrivacyClass.PUBLIC.value}),
    )
    assert unclassified(sample) == ["sample.silent", "sample.invented"]


def unclassified(tables: sa.MetaData) -> list[str]:
    return [
        f"{table.name}.{column.name}"
        for table in tables.sorted_tables
        for column in table.columns
        if column.info.get("privacy") not in KNOWN
    ]
