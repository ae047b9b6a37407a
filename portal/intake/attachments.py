"""Pictures and recordings that she adds: made anew in a sandbox, sealed, shown to her, taken back."""

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from portal.domain.attachment import (
    MOST_FILES,
    MOST_FILES_AT_ONCE,
    Attachment,
    AttachmentKind,
    NotWanted,
    OpenAttachment,
)
from portal.domain.journal import REPORTER, Entry
from portal.domain.once import id_of
from portal.files.sandbox import FileRefused, made_anew
from portal.intake.complaints import key_to_add
from portal.storage import attachments as rows
from portal.storage import complaints as complaint_rows
from portal.storage import journal
from portal.storage.database import Store
from portal.vault.attachments import opened, sealed
from portal.vault.vault import Vault

SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


def add(
    complaint_id: UUID, contents: Sequence[bytes], *, token: str, store: Store, vault: Vault, at: datetime
) -> dict[int, NotWanted]:
    """Add files; which of them, by position, were not taken and why. The same token with the same file adds nothing."""
    refused: dict[int, NotWanted] = {}
    taken: dict[int, tuple[AttachmentKind, bytes]] = {}
    for position, content in enumerate(contents):
        try:
            if position >= MOST_FILES_AT_ONCE:
                raise FileRefused(NotWanted.TOO_MANY)
            taken[position] = made_anew(content)
        except FileRefused as error:
            refused[position] = error.reason
    return refused | _keep(complaint_id, taken, token=token, store=store, vault=vault, at=at)


def add_digests(
    complaint_id: UUID, digests: Sequence[str], *, token: str, store: Store, vault: Vault, at: datetime
) -> dict[int, NotWanted]:
    """Add the SHA-256 digests of files that stay on her phone."""
    wrong = {n: NotWanted.UNREADABLE for n, digest in enumerate(digests) if not SHA256.fullmatch(digest)}
    right = {n: (AttachmentKind.ON_PHONE, digest.encode()) for n, digest in enumerate(digests) if n not in wrong}
    return wrong | _keep(complaint_id, right, token=token, store=store, vault=vault, at=at)


def of_complaint(complaint_id: UUID, *, store: Store) -> list[Attachment]:
    """What she has added, oldest first."""
    with store.read(complaint_id) as connection:
        return rows.of_complaint(connection, complaint_id)


def read(complaint_id: UUID, attachment_id: UUID, *, store: Store, vault: Vault) -> OpenAttachment | None:
    """One of her files, opened for her; None where it is not hers, or not there."""
    with store.read(complaint_id) as connection:
        found = rows.find(connection, complaint_id, attachment_id)
        wrapped = complaint_rows.wrapped_key(connection, complaint_id)
    if found is None or wrapped is None:
        return None
    return opened(*found, vault.unwrap(complaint_id, wrapped))


def remove(complaint_id: UUID, attachment_id: UUID, *, store: Store, at: datetime) -> None:
    """Take a file back."""
    with store.write(complaint_id) as connection:
        complaint_rows.get(connection, complaint_id, lock=True)
        if rows.remove(connection, complaint_id, attachment_id):
            journal.append(connection, _entry("remove_attachment", complaint_id, at))


def _keep(
    complaint_id: UUID,
    taken: dict[int, tuple[AttachmentKind, bytes]],
    *,
    token: str,
    store: Store,
    vault: Vault,
    at: datetime,
) -> dict[int, NotWanted]:
    refused: dict[int, NotWanted] = {}
    with store.write(complaint_id) as connection:
        key = key_to_add(connection, complaint_id, vault)
        known = {attachment.id for attachment in rows.of_complaint(connection, complaint_id)}
        added = 0
        for position, (kind, content) in taken.items():
            attachment = Attachment(complaint_id, _id(complaint_id, token, content), kind, len(content), at)
            if attachment.id in known:
                continue
            if len(known) >= MOST_FILES:
                refused[position] = NotWanted.TOO_MANY
                continue
            rows.add(connection, attachment, sealed(attachment, content, key))
            known.add(attachment.id)
            added += 1
        if added:
            journal.append(connection, _entry("add_attachments", complaint_id, at, files=added))
    return refused


def _id(complaint_id: UUID, token: str, content: bytes) -> UUID:
    # The content too: the back button brings an old form with its token, and she may choose another file in it.
    return id_of(complaint_id, "attachment", token, hashlib.sha256(content).hexdigest())


def _entry(verb: str, complaint_id: UUID, at: datetime, **details: object) -> Entry:
    return Entry(at, REPORTER, f"complaint.{verb}", f"complaint:{complaint_id}", details)
