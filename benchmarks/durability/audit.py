"""What the database holds of a load: each report whole or not at all, and no acknowledged one missing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Table, select

from benchmarks.durability.sent import Sent
from portal.domain.attachment import Attachment, AttachmentKind
from portal.storage import journal as journal_rows
from portal.storage.database import Store
from portal.storage.diary_tables import attachments
from portal.storage.schema import calls, complaint_keys, complaints, journal
from portal.vault.attachments import opened
from portal.vault.sealing import ComplaintKey, Place, WrappedKey
from portal.vault.vault import Vault

AT_ONCE = 400


@dataclass
class Audit:
    """What was found."""

    lost: list[int] = field(default_factory=list)
    half: list[int] = field(default_factory=list)
    unsure_but_there: int = 0


def audit(
    store: Store, vault: Vault, *, acknowledged: Iterable[int], unsure: Iterable[int], attached: Iterable[int]
) -> Audit:
    """Look every report up by the id that its receipt opens.

    `attached` are those whose evidence was acknowledged too; `unsure` those that got no answer: they may be there or
    not, but never in part.
    """
    found = Audit()
    sure, with_file = set(acknowledged), set(attached)
    numbers = [*sure, *unsure]
    with store.read() as connection:
        for start in range(0, len(numbers), AT_ONCE):
            some = {Sent(number).complaint(vault): Sent(number) for number in numbers[start : start + AT_ONCE]}
            held = _held(connection, list(some))
            for complaint_id, sent in some.items():
                state = held.get(complaint_id)
                if state is None and sent.number in sure:
                    found.lost.append(sent.number)
                elif state is not None:
                    found.unsure_but_there += sent.number not in sure
                    if not _is_whole(state, sent, vault, with_file=sent.number in with_file):
                        found.half.append(sent.number)
    return found


def journal_holds(store: Store) -> bool:
    """Whether the journal holds to its head."""
    with store.read() as connection:
        return journal_rows.broken_at(connection) is None


@dataclass
class _Held:
    complaint: Row
    keys: list[Row] = field(default_factory=list)
    calls: list[Row] = field(default_factory=list)
    files: list[Row] = field(default_factory=list)
    deeds: list[str] = field(default_factory=list)


def _held(connection: Connection, ids: list[UUID]) -> dict[UUID, _Held]:
    rows = connection.execute(select(complaints).where(complaints.c.id.in_(ids)))
    held = {row.id: _Held(row) for row in rows}
    parts = ((complaint_keys, "keys"), (calls, "calls"), (attachments, "files"))
    for table, name in parts:
        for complaint_id, of_it in _by_complaint(connection, table, table.c.complaint_id.in_(ids)).items():
            if complaint_id in held:
                setattr(held[complaint_id], name, of_it)
            else:  # a part without its complaint: foreign keys forbid it, and so it would be half-written
                held[complaint_id] = _Held(of_it[0])
    subjects = {f"complaint:{one}": one for one in ids}
    query = select(journal.c.subject, journal.c.verb).where(journal.c.subject.in_(list(subjects)))
    for subject, verb in connection.execute(query):
        if subjects[subject] in held:
            held[subjects[subject]].deeds.append(verb)
    return held


def _by_complaint(connection: Connection, table: Table, condition: ColumnElement[bool]) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = defaultdict(list)
    for row in connection.execute(select(table).where(condition)):
        found[row.complaint_id].append(row)
    return found


def _is_whole(held: _Held, sent: Sent, vault: Vault, *, with_file: bool) -> bool:
    if len(held.keys) != 1 or held.deeds.count("complaint.submit") != 1 or len(held.calls) != sent.calls:
        return False
    if len(held.files) != held.deeds.count("complaint.add_attachments") or (with_file and not held.files):
        return False
    complaint_id = sent.complaint(vault)
    key = vault.unwrap(complaint_id, WrappedKey(held.keys[0].master_version, held.keys[0].wrapped))
    contact = key.open(held.complaint.contact_sealed, Place("complaints", "contact_sealed", complaint_id))
    notes = {key.open(one.notes_sealed, Place("calls", "notes_sealed", one.id)) for one in held.calls}
    files = [_content(one, key) for one in held.files]
    digest_kept = sent.attached is None or not files or files == [sent.attached.encode()]
    return (contact, notes) == (sent.contact, {f"note {sent.number}"}) and digest_kept


def _content(row: Row, key: ComplaintKey) -> bytes:
    kept = Attachment(row.complaint_id, row.id, AttachmentKind(row.kind), row.byte_count, row.added_at)
    content = opened(kept, row.content_sealed, key).content
    return content if len(content) == row.byte_count else b""
