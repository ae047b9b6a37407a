"""People of two units, a receiver with a key of its own, and reports to deliver: what tests of deliveries share."""

import csv
import io
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pyrage
from sqlalchemy import text

from portal.casework import deliveries, members, receivers
from portal.domain.access import Role, StaffMember
from portal.domain.delivery import DEFAULT_DELAY, DeliveryStage, Purpose, Receiver, Scope
from portal.domain.journal import Entry
from portal.domain.period import Period
from portal.domain.report import CallDraft, Card, ComplaintDraft
from portal.domain.vocabulary import Knew, Precision, VendorType
from portal.intake import complaints as intake
from portal.storage import journal
from portal.storage.database import Store
from portal.vault.vault import Vault
from tests.casework.code_app import equipped, seated

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # when everything is told
ASKED = NOON + timedelta(days=1)
DECIDED = ASKED + timedelta(hours=2)
OPEN = DECIDED + DEFAULT_DELAY
DAY = Period(date(2026, 3, 2), date(2026, 3, 3))
EVERYTHING = Scope(DAY, verified_only=False)
PASSWORD = "correct horse battery staple"
LETTER = "宁检〔2026〕12 号"
OFFICE, INSPECTION = "卫健委信息中心", "市监局执法科"


@dataclass
class Scene:
    """A portal with everybody who has a hand in a delivery."""

    store: Store
    vault: Vault
    identity: pyrage.x25519.Identity = field(default_factory=pyrage.x25519.Identity.generate)

    def __post_init__(self) -> None:
        self.administrator = self.member("zhou", Role.ADMINISTRATOR)
        self.requester = self.with_factor("qian.requester", Role.EXPORT_REQUESTER, OFFICE)
        self.approver = self.with_factor("sun.approver", Role.EXPORT_APPROVER, INSPECTION)
        self.receiver = self.registered("宁川市人民检察院", Purpose.PROSECUTION)

    @property
    def key(self) -> str:
        return str(self.identity.to_public())

    def member(self, login: str, role: Role, unit: str | None = None) -> StaffMember:
        return members.add(
            login=login,
            name=login,
            role=role,
            password=PASSWORD,
            by="system",
            at=NOON,
            store=self.store,
            unit=unit or "",
        )

    def with_factor(self, login: str, role: Role, unit: str | None) -> StaffMember:
        found = self.member(login, role, unit)
        equipped(found, PASSWORD, store=self.store, vault=self.vault, at=NOON)
        seated(found, store=self.store, at=NOON)
        return found

    def registered(self, name: str, purpose: Purpose) -> Receiver:
        return receivers.register(
            name=name, purpose=purpose, public_key=self.key, by=self.administrator, at=NOON, store=self.store
        )

    def told(self, mothers: int, calls: int = 2, begin: int = 0) -> list[UUID]:
        """Reports of so many mothers; calls of theirs come at minutes of their own."""
        return [self._told(begin + number, calls) for number in range(mothers)]

    def asked(self, scope: Scope = EVERYTHING, receiver: Receiver | None = None, at: datetime = ASKED) -> UUID:
        return deliveries.ask(
            (receiver or self.receiver).id, document=LETTER, scope=scope, by=self.requester, at=at, store=self.store
        )

    def decided(
        self, delivery_id: UUID, by: StaffMember | None = None, *, granted: bool = True, at: datetime = DECIDED,
        tail: str | None = None,
    ) -> None:  # fmt: skip
        deliveries.decide(
            delivery_id, granted=granted, key_tail=self.key[-6:] if tail is None else tail, by=by or self.approver,
            at=at, delay=DEFAULT_DELAY, store=self.store,
        )  # fmt: skip

    def taken(self, delivery_id: UUID, by: StaffMember | None = None, at: datetime = OPEN) -> bytes:
        """What was fetched, sealed."""
        return deliveries.take(
            delivery_id, by=by or self.requester, at=at, store=self.store, vault=self.vault,
            note=lambda one: f"对外提供 {one.label}\n仅供{one.receiver.name}使用",
        ).content  # fmt: skip

    def delivered(self, scope: Scope = EVERYTHING, receiver: Receiver | None = None, at: datetime = ASKED) -> bytes:
        """A delivery from the request to the fetch: what the receiver opens."""
        asked = self.asked(scope, receiver, at)
        self.decided(asked, at=at + timedelta(hours=2))
        return self.opened(self.taken(asked, at=at + timedelta(hours=2) + DEFAULT_DELAY))

    def opened(self, sealed: bytes) -> bytes:
        return pyrage.decrypt(sealed, [self.identity])

    def _told(self, number: int, calls: int) -> UUID:
        drafts = tuple(
            CallDraft(
                NOON - timedelta(days=30) + timedelta(minutes=37 * (number * calls + place)),
                Precision.MINUTE,
                VendorType.INFANT_FORMULA,
                caller_number=f"139{number:04}{place:04}",
                notes="说是医院给的名单",
                knew=frozenset({Knew.NAME, Knew.DUE_DATE}),
            )
            for place in range(calls)
        )
        card = Card(registered_on=date(2025, 11, 3), due_on=date(2026, 5, 20))
        draft = ComplaintDraft(card, drafts, contact="微信 lixia2026")
        token = f"delivered-{number}".ljust(32, "x")
        return intake.submit(draft, token=token, store=self.store, vault=self.vault, at=NOON).complaint_id


def part(packed: bytes, name: str) -> bytes:
    """One file of what a receiver opened."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return archive.read(name)


def table(packed: bytes) -> list[dict[str, str]]:
    """The rows as a program reads them."""
    return list(csv.DictReader(io.StringIO(part(packed, "rows.csv").decode("utf-8-sig"))))


def written(folder: Path, content: bytes | str, name: str = "leaked.csv") -> Path:
    """A file that somebody found."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def stage_of(scene: Scene, delivery_id: UUID, at: object = OPEN) -> DeliveryStage:
    return deliveries.read(delivery_id, store=scene.store).stage(at)


def deeds(store: Store, subject: str) -> list[Entry]:
    with store.read() as connection:
        return journal.about(connection, subject)


def kept(store: Store) -> int:
    with store.read() as connection:
        return connection.execute(text("SELECT count(*) FROM delivery_rows")).scalar_one()
