"""A picture or a recording that she adds to her report."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

MOST_FILES = 20  # of one complaint
MOST_FILES_AT_ONCE = 5
MOST_BYTES = 10 * 1024**2  # of one file as she sends it
MOST_BYTES_AT_ONCE = 20 * 1024**2


class AttachmentKind(StrEnum):
    """What it is; each kind is stored in one format only."""

    PICTURE = "picture"  # WebP
    RECORDING = "recording"  # AAC in MP4
    ON_PHONE = "on_phone"  # it stays with her; only its SHA-256 is here, to show later that it was not changed


MEDIA_TYPES = {AttachmentKind.PICTURE: "image/webp", AttachmentKind.RECORDING: "audio/mp4"}


class NotWanted(StrEnum):
    """Why a file was not taken."""

    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    EMPTY = "empty"
    UNKNOWN_KIND = "unknown_kind"
    HEIC = "heic"  # an iPhone's own format, which nobody here can open safely
    UNREADABLE = "unreadable"
    TOO_LONG = "too_long"
    TOO_MANY_PIXELS = "too_many_pixels"
    BUSY = "busy"


@dataclass(frozen=True, slots=True)
class Attachment:
    """As stored, without its content."""

    complaint_id: UUID
    id: UUID
    kind: AttachmentKind
    byte_count: int
    added_at: datetime


@dataclass(frozen=True, slots=True)
class OpenAttachment:
    """The same with its content, opened."""

    attachment: Attachment
    content: bytes = field(repr=False)
