"""What has been released to everybody: caller numbers and wordings that at least a fixed number of mothers reported."""

from sqlalchemy import CheckConstraint, Date, Integer, LargeBinary, String, Table

from portal.domain.privacy import PrivacyClass as P
from portal.domain.published import PublishedKind
from portal.domain.vocabulary import VendorType
from portal.storage.columns import column as _column
from portal.storage.columns import metadata
from portal.storage.columns import one_of as _one_of
from portal.storage.types import Code, UtcInstant

# Public digests, in broad ranges: whoever looks something up fetches a whole range and compares by herself.
published_lines = Table(
    "published_lines",
    metadata,
    _column("kind", Code(PublishedKind), primary_key=True, privacy=P.PUBLIC),
    _column("digest", LargeBinary, primary_key=True, privacy=P.PUBLIC),
    _column("range", String(16), index=True, privacy=P.PUBLIC),
    _column("mothers", Integer, privacy=P.PUBLIC),
    _column("vendor_type", Code(VendorType), nullable=True, privacy=P.PUBLIC),
    _column("last_month", Date, privacy=P.PUBLIC),
    _column("published_at", UtcInstant, privacy=P.PUBLIC),
    CheckConstraint("mothers >= 10", name="enough_mothers"),
    _one_of("kind", Code(PublishedKind)),
    _one_of("vendor_type", Code(VendorType)),
)
