"""Pictures and recordings, opened: for her, and for an official who gave a reason."""

from portal.domain.attachment import Attachment, OpenAttachment
from portal.vault.sealing import ComplaintKey, Place


def sealed(attachment: Attachment, content: bytes, key: ComplaintKey) -> bytes:
    """The content, sealed into its row."""
    return key.seal_content(content, _place(attachment))


def opened(attachment: Attachment, stored: bytes, key: ComplaintKey) -> OpenAttachment:
    """The content of a row."""
    return OpenAttachment(attachment, key.open_content(stored, _place(attachment)))


def _place(attachment: Attachment) -> Place:
    return Place("attachments", "content_sealed", attachment.id)
