"""The tables of canaries: numbers of our own that were put into exported files.

Which numbers they are stands nowhere: a database that leaks must not tell a buyer of lists whom to leave out.
"""

from sqlalchemy import Boolean as Bool
from sqlalchemy import CheckConstraint, ForeignKey, Integer, LargeBinary, Table

from portal.domain.canary import CanaryKind
from portal.domain.privacy import PrivacyClass as P
from portal.storage.columns import column, metadata, one_of
from portal.storage.types import Code, UtcInstant

canaries = Table(
    "canaries",
    metadata,
    column("id", Integer, primary_key=True, privacy=P.OPERATIONAL),
    column("number_index", LargeBinary, unique=True, privacy=P.PSEUDONYM),
    column("name_index", LargeBinary, nullable=True, privacy=P.PSEUDONYM),
    column("kind", Code(CanaryKind), privacy=P.OPERATIONAL),
    column("watched_from", UtcInstant, privacy=P.OPERATIONAL),
    one_of("kind", Code(CanaryKind)),
    CheckConstraint("kind = 'control' OR name_index IS NOT NULL", name="planted_has_name"),
)

canary_plantings = Table(
    "canary_plantings",
    metadata,
    column("canary_id", ForeignKey("canaries.id"), primary_key=True, privacy=P.OPERATIONAL),
    column("recipient_id", ForeignKey("recipients.id"), primary_key=True, privacy=P.OPERATIONAL),
    column("exported_at", UtcInstant, primary_key=True, privacy=P.OPERATIONAL),
)

canary_calls = Table(
    "canary_calls",
    metadata,
    column("canary_id", ForeignKey("canaries.id"), primary_key=True, privacy=P.OPERATIONAL),
    column("called_at", UtcInstant, primary_key=True, privacy=P.OPERATIONAL),
    column("name_used", Bool, nullable=True, privacy=P.OPERATIONAL),
)
