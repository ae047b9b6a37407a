"""What every table is made of: the names of its rules, and columns that name their privacy class."""

from typing import Any

from sqlalchemy import CheckConstraint, Column, MetaData, String

from portal.domain.privacy import PrivacyClass
from portal.storage.types import Code

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

NAME = String(120)


def column(name: str, kind: Any, *rest: Any, privacy: PrivacyClass, **options: Any) -> Column[Any]:
    """A column; not nullable unless it says so."""
    options.setdefault("nullable", False)
    return Column(name, kind, *rest, info={"privacy": privacy.value}, **options)


def one_of(column: str, codes: Code) -> CheckConstraint:
    """The rule that a column of codes holds none but these."""
    allowed = ", ".join(f"'{code}'" for code in codes.codes)
    return CheckConstraint(f"{column} IN ({allowed})", name=f"{column}_known")
