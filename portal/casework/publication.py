"""The monthly release of callers and wordings that enough mothers reported."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from portal.domain.journal import SYSTEM, Entry
from portal.domain.message import fingerprint_of
from portal.domain.period import local_day
from portal.domain.phone import classify
from portal.domain.published import (
    LEAST_MOTHERS,
    PublishedKind,
    PublishedLine,
    enough,
    number_digest,
    shown,
    wording_digest,
)
from portal.storage import journal, published, reported_lines
from portal.storage.database import Connection, Store
from portal.storage.reported_lines import ReportedLine
from portal.vault.sealing import Place
from portal.vault.vault import Vault

RELEASED = "published"


class ReleasedThisMonth(RuntimeError):
    """Two releases in a month, compared, could show what one mother added."""


@dataclass(frozen=True, slots=True)
class Release:
    """How many lines a release has."""

    numbers: int
    wordings: int


def release(*, store: Store, vault: Vault, at: datetime, dry_run: bool = False) -> Release:
    """Publish what may be published, in place of the last release."""
    with store.write() as connection:
        if not dry_run and _month(at) in _months_released(connection):
            raise ReleasedThisMonth(str(_month(at)))
        lines = [*_numbers(connection, vault), *_wordings(connection, vault)]
        made = Release(*(sum(line.kind is kind for line in lines) for kind in PublishedKind))
        if not dry_run:
            published.replace_all(connection, lines, at=at)
            details = {"numbers": made.numbers, "wordings": made.wordings}
            journal.append(connection, Entry(at, SYSTEM, "publication.release", RELEASED, details))
    return made


def _months_released(connection: Connection) -> set[date]:
    # From the journal, not the lines: a release that had none is a release too.
    return {_month(entry.at) for entry in journal.about(connection, RELEASED) if entry.verb == "publication.release"}


def _numbers(connection: Connection, vault: Vault) -> Iterator[PublishedLine]:
    for line in reported_lines.numbers(connection, least=LEAST_MOTHERS):
        if enough(line.kind, line.mothers):
            # Asked again of the number itself: what was stored years ago may have been read by older rules.
            caller = classify(_opened(line, "caller_sealed", vault))
            if caller.normal and enough(caller.kind, line.mothers):
                yield _published(line, PublishedKind.NUMBER, number_digest(caller.normal))


def _wordings(connection: Connection, vault: Vault) -> Iterator[PublishedLine]:
    for line in reported_lines.wordings(connection, least=LEAST_MOTHERS):
        text = fingerprint_of(_opened(line, "message_sealed", vault))
        yield _published(line, PublishedKind.WORDING, wording_digest(text))


def _published(line: ReportedLine, kind: PublishedKind, digest: bytes) -> PublishedLine:
    return PublishedLine(kind, digest, shown(line.mothers), line.vendor_type, _month(line.last_called_at))


def _opened(line: ReportedLine, column: str, vault: Vault) -> str:
    key = vault.unwrap(line.complaint_id, line.key)
    return key.open(line.sealed, Place("calls", column, line.call_id)) or ""


def _month(instant: datetime) -> date:
    return local_day(instant).replace(day=1)
