"""A town for whole working days: staff, complaints of every standing, two analyses, and the files of a recipient."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from portal.casework import assignments, identity, legal_holds, members, visits
from portal.cli.studying import Answered, keep
from portal.domain.access import Role, StaffMember
from portal.domain.handling import OpeningReason
from portal.domain.legal_hold import HoldReason
from portal.domain.report import CallDraft, Card, ComplaintDraft
from portal.domain.study import StudyKind
from portal.domain.vocabulary import Precision, VendorType, Verdict
from portal.intake import complaints as intake
from portal.storage import exports, findings, hospitals
from portal.storage.database import Store
from portal.vault import keyring
from portal.vault.vault import Vault
from tests.aggregation.test_seized import RUNS
from tests.journeys.test_regulator import PASSWORD
from tests.servers.databases import Databases
from tests.servers.portal import LivePortal, serving
from tests.web.office.saved import CITY, SAID
from tests.web.office.saved_overview import DRAWN_WITH_OVERVIEW, EAST, WEST
from tests.web.office.test_studies import CANARIES

STAFF = (
    ("case_officer", "王敏", Role.CASE_OFFICER),
    ("leaving", "周洁", Role.CASE_OFFICER),
    ("analyst", "李娜", Role.ANALYST),
    ("supervisor", "李国强", Role.SUPERVISOR),
)
HOSPITALS = {"晨曦医院": EAST, "望潮医院": WEST}
# Nothing but the timing of the calls speaks as yet: the ladder is there to be climbed.
DRAWN = replace(DRAWN_WITH_OVERVIEW, knowledge=None)
PATIENCE_SECONDS = 240  # of a machine that is busy with the rest of the tests
NUMBER, WORDS, CONTACT = "13800138000", "说是医院给的名单", "微信 lixia2026"


class Town:
    """The portal that serves it, and what a test asks of its database."""

    def __init__(self, portal: LivePortal) -> None:
        self.portal, self.url, self.now = portal, portal.url, datetime.now(UTC)
        self.store = Store(portal.database_url)
        self.vault = Vault(keyring.load(portal.instance / "keys.json"))
        self.staff = {login: self._employed(login, name, role) for login, name, role in STAFF}

    def told(self, token: str, *, days_ago: int = 1, to: str | None = None, **draft: object) -> UUID:
        """A complaint of two calls from the same line, given to somebody or to nobody."""
        at = self.now - timedelta(days=days_ago)
        calls = tuple(
            CallDraft(at - timedelta(days=days), Precision.MINUTE, vendor, caller_number=NUMBER, notes=WORDS)
            for days, vendor in ((3, VendorType.INFANT_FORMULA), (1, VendorType.LANUGO_BRUSH))
        )
        card = Card(list(HOSPITALS)[days_ago % 2], due_on=date.fromordinal(at.toordinal() + 60))
        sent = intake.submit(
            ComplaintDraft(card, calls, **draft), token=token.ljust(32, "x"), store=self.store, vault=self.vault, at=at
        )
        if to:
            self.given(sent.complaint_id, to)
        return sent.complaint_id

    def given(self, complaint_id: UUID, to: str) -> None:
        """Assigned as if from another desk."""
        officer = self.staff[to].id
        assignments.assign([complaint_id], to=officer, by="supervisor", at=self.now, store=self.store)

    def receipt(self, token: str) -> str:
        """What the mother types to read her record."""
        return self.vault.receipt_code(token.ljust(32, "x"))

    def canary_called(self) -> None:
        """A look at the canaries, kept by whoever runs the server; it speaks for whom the calls follow."""
        only = {"indistinguishable_from": [], "recipient": CITY}
        answer = CANARIES | {"classes": [], "recipients": [one | only for one in CANARIES["recipients"]]}
        keep(Answered(StudyKind.CANARIES, answer), by="system", at=self.now, store=self.store)

    def _employed(self, login: str, name: str, role: Role) -> StaffMember:
        return members.add(
            login=login, name=name, role=role, password=PASSWORD, by="system", at=self.now, store=self.store
        )


@contextmanager
def town(databases: Databases, instance: Path) -> Iterator[Town]:
    """One database is enough: what the days do to either is shown page by page elsewhere."""
    with databases.fresh("sqlite") as url, serving(url, instance, patience=PATIENCE_SECONDS) as portal:
        made = Town(portal)
        _import_registers(made)
        _complain(made)
        _analyse(made)
        yield made
        made.store.close()


def _import_registers(made: Town) -> None:
    with made.store.write() as connection:
        hospitals.put(connection, HOSPITALS)
        exports.put_run(connection, replace(RUNS[0], recipient=CITY))


def _complain(made: Town) -> None:
    for number in range(1, 8):
        made.told(f"new-{number}", days_ago=number)
    made.told("late", days_ago=70)
    for number in range(1, 4):
        made.told(f"leaving-{number}", days_ago=number, to="leaving")
    hers = made.told("same-line", days_ago=2, to="case_officer", contact=CONTACT)
    identity.ask(hers, reason=OpeningReason.CONTACT_REPORTER, by="case_officer", at=made.now, store=made.store)
    legal_holds.propose(hers, reason=HoldReason.POLICE, by="case_officer", at=made.now, store=made.store)


def _analyse(made: Town) -> None:
    """The analyst saw the first one yesterday; the second one came since, and it names a recipient."""
    yesterday = made.now - timedelta(days=1)
    doubtful = tuple(replace(one, verdict=Verdict.UNDETERMINED) if one.source == CITY else one for one in SAID.sources)
    first = replace(SAID, sources=doubtful, implicated=())
    for at, said in ((yesterday, first), (made.now, SAID)):
        with made.store.write() as connection:
            number = findings.save(connection, at=at, by="analyst", findings=said.to_json(), pictures=DRAWN.to_json())
        if said is first:
            visits.look(made.staff["analyst"].id, number, said, at=yesterday, store=made.store)
