"""What others reported: whole ranges for a browser that compares by itself, and her own calls among them."""

from collections.abc import Iterable
from uuid import UUID

from portal.domain.message import fingerprint_of
from portal.domain.published import PublishedKind, PublishedLine, number_digest, wording_digest
from portal.intake.complaints import DiaryCall
from portal.storage import published
from portal.storage.database import Store


def lines_of(range_name: str, *, store: Store) -> list[PublishedLine]:
    """Every published line of a range."""
    with store.read() as connection:
        return published.of_range(connection, range_name)


def reported_by_others(calls: Iterable[DiaryCall], *, store: Store) -> dict[UUID, int]:
    """How many mothers at least reported the caller or the wording of each of her calls, where that is published."""
    digests = {opened.call.id: _digests(opened) for opened in calls}
    with store.read() as connection:
        found = {
            line.digest: line.mothers
            for kind in PublishedKind
            for line in published.with_digests(connection, kind, [one for some in digests.values() for one in some])
        }
    counted = {call_id: max((found.get(one, 0) for one in some), default=0) for call_id, some in digests.items()}
    return {call_id: mothers for call_id, mothers in counted.items() if mothers}


def _digests(opened: DiaryCall) -> list[bytes]:
    normal = opened.caller.normal if opened.caller else None
    wording = fingerprint_of(opened.message) if opened.message else ""
    return [*([number_digest(normal)] if normal else []), *([wording_digest(wording)] if wording else [])]
