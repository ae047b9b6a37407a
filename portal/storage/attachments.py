"""Pictures and recordings: one row for each, the content apart from what is known about it."""

from uuid import UUID

from sqlalchemy import Connection, delete, insert, select

from portal.domain.attachment import Attachment, AttachmentKind
from portal.storage.diary_tables import attachments

KNOWN = [column for column in attachments.columns if column is not attachments.c.content_sealed]


def add(connection: Connection, attachment: Attachment, sealed: bytes) -> None:
    """Add one."""
    row = {column.name: getattr(attachment, column.name) for column in KNOWN}
    connection.execute(insert(attachments).values(**row, content_sealed=sealed))


def of_complaint(connection: Connection, complaint_id: UUID) -> list[Attachment]:
    """What a complaint has, oldest first, without the contents."""
    query = select(*KNOWN).where(attachments.c.complaint_id == complaint_id)
    return [_attachment(row) for row in connection.execute(query.order_by(attachments.c.added_at, attachments.c.id))]


def find(connection: Connection, complaint_id: UUID, attachment_id: UUID) -> tuple[Attachment, bytes] | None:
    """One of them, with its sealed content."""
    row = connection.execute(select(attachments).where(_same(complaint_id, attachment_id))).one_or_none()
    return (_attachment(row), row.content_sealed) if row else None


def remove(connection: Connection, complaint_id: UUID, attachment_id: UUID) -> bool:
    """Take one away; False where it is not there."""
    return connection.execute(delete(attachments).where(_same(complaint_id, attachment_id))).rowcount == 1


def _same(complaint_id: UUID, attachment_id: UUID):
    return (attachments.c.complaint_id == complaint_id) & (attachments.c.id == attachment_id)


def _attachment(row) -> Attachment:
    return Attachment(row.complaint_id, row.id, AttachmentKind(row.kind), row.byte_count, row.added_at)
