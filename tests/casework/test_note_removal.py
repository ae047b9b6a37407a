"""Notes taken away: by who wrote them or a supervisor, under no hold; the text is gone, the line stays."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from portal.casework import assignments, case_notes, cases, legal_holds, letters, members
from portal.domain.access import Role, StaffMember
from portal.domain.case import Interest
from portal.domain.handling import OpeningReason
from portal.domain.journal import Entry
from portal.domain.legal_hold import HoldReason
from portal.domain.letter import LetterKind
from portal.domain.note_removal import NoteStays, RemovalReason
from portal.storage import journal
from portal.storage.database import Store
from portal.vault.vault import Vault
from tests.casework.conftest import NOON, submitted
from tests.casework.test_complaints import broken_journal

NOTED, OTHER = "她住在三号楼", "同一个老板"


@dataclass
class Place:
    """Where something is noted, a complaint or a case: the same is asked of both."""

    table: str
    subject: str
    note: Callable[..., None]
    remove: Callable[..., None]
    left: Callable[[], list[str | None]]


@dataclass
class Room:
    """Two officers, a supervisor, a complaint of one officer and a case with it."""

    store: Store
    vault: Vault
    complaint_id: UUID
    case_id: int
    people: dict[str, StaffMember]

    def place(self, where: str) -> Place:
        shared = {"at": NOON, "store": self.store, "vault": self.vault}
        if where == "case":
            read = partial(case_notes.read, member=self.people["boss"], store=self.store, vault=self.vault)
            return Place(
                "case_notes", f"case:{self.case_id}",
                lambda words, who, token: case_notes.write(
                    self.case_id, words, token=token, member=self.people[who], **shared
                ),
                partial(case_notes.remove, self.case_id, at=NOON, store=self.store),
                lambda: [one.text for one in read(self.case_id)],
            )  # fmt: skip
        why = OpeningReason.CHECK_REPORT
        return Place(
            "letters", f"complaint:{self.complaint_id}",
            lambda words, who, token: letters.write(
                self.complaint_id, LetterKind.NOTE, words, token=token, by=who, **shared
            ),
            partial(letters.remove_note, self.complaint_id, at=NOON, store=self.store),
            lambda: [one.text for one in letters.read(self.complaint_id, reason=why, by="wang", **shared)],
        )  # fmt: skip

    def ids(self, place: Place) -> list[UUID]:
        query = text(f"SELECT id FROM {place.table} ORDER BY written_at, id")  # noqa: S608 - names of our own
        with self.store.read() as connection:
            return [UUID(str(one)) for one in connection.execute(query).scalars()]


@pytest.fixture
def room(store: Store, vault: Vault) -> Room:
    roles = {"wang": Role.CASE_OFFICER, "zhao": Role.CASE_OFFICER, "boss": Role.SUPERVISOR}
    people = {
        login: members.add(login=login, name=login, role=role, password="x" * 20, by="x", at=NOON, store=store)
        for login, role in roles.items()
    }
    one = submitted(store, vault, "first")
    assignments.assign([one], to=people["wang"].id, by="boss", at=NOON, store=store)
    case_id = cases.open_with(one, title="同一家笔庄", by="wang", at=NOON, store=store)
    return Room(store, vault, one, case_id, people)


def remove(room: Room, place: Place, note: UUID, who: str, reason: RemovalReason = RemovalReason.MISTAKE) -> None:
    place.remove(note, reason=reason, member=room.people[who])


def stays(room: Room, place: Place, note: UUID, who: str) -> str:
    with pytest.raises(NoteStays) as refused:
        remove(room, place, note, who)
    return refused.value.why


def deeds(room: Room, place: Place) -> list[Entry]:
    with room.store.read() as connection:
        return [one for one in journal.about(connection, place.subject) if one.verb.endswith("remove_note")]


@pytest.mark.parametrize("where", ["complaint", "case"])
def test_who_wrote_it_takes_it_away_and_its_text_is_nowhere_while_the_line_stays(room: Room, where: str) -> None:
    place = room.place(where)
    place.note(NOTED, "wang", "a")
    (note,) = room.ids(place)
    remove(room, place, note, "wang", RemovalReason.PERSONAL_DATA)
    place.note(NOTED, "wang", "a")  # the same tap once more brings nothing back
    with room.store.read() as connection:
        row = connection.execute(text(f"SELECT * FROM {place.table}")).one()  # noqa: S608 - names of our own
    assert (row.text_sealed, row.by, row.removed_by, row.removed_reason) == (None, "wang", "wang", "personal_data")
    (deed,) = deeds(room, place)
    assert (deed.actor, deed.details) == ("wang", {"removal": "personal_data", "written_by": "wang"})
    assert stays(room, place, note, "wang") == stays(room, place, uuid4(), "boss") == "gone"


@pytest.mark.parametrize("where", ["complaint", "case"])
def test_a_colleague_may_not_a_supervisor_may_and_other_notes_are_read_on(room: Room, where: str) -> None:
    place = room.place(where)
    place.note(NOTED, "wang", "a")
    (note,) = room.ids(place)
    place.note(OTHER, "wang", "b")
    other = submitted(room.store, room.vault, "other")
    assignments.assign([other], to=room.people["zhao"].id, by="boss", at=NOON, store=room.store)
    cases.put_in(other, case_id=room.case_id, by="zhao", at=NOON, store=room.store)
    assert stays(room, place, note, "zhao") == "not_yours"
    remove(room, place, note, "boss")
    assert [one for one in place.left() if one] == [OTHER]


@pytest.mark.parametrize("where", ["complaint", "case"])
def test_nothing_is_taken_away_from_the_first_word_of_a_hold_until_its_last(room: Room, where: str) -> None:
    place = room.place(where)
    place.note(NOTED, "wang", "a")
    (note,) = room.ids(place)
    store, one = room.store, room.complaint_id
    legal_holds.propose(one, reason=HoldReason.AUDIT, by="wang", at=NOON, store=store)
    (hold,) = legal_holds.of_complaint(one, store=store)
    steps = (
        partial(legal_holds.decide, one, hold.id, agreed=True, by="boss", at=NOON, store=store),
        partial(legal_holds.propose_release, one, hold.id, by="boss", at=NOON, store=store),
    )
    for step in (*steps, None):
        assert stays(room, place, note, "wang") == stays(room, place, note, "boss") == "held"
        if step:
            step()
    legal_holds.decide(one, hold.id, agreed=True, by="wang", at=NOON, store=store)
    assert place.left() == [NOTED]
    remove(room, place, note, "wang")


def test_a_letter_to_her_is_no_note(room: Room) -> None:
    place = room.place("complaint")
    letters.write(
        room.complaint_id, LetterKind.TO_REPORTER, OTHER, token="a", by="wang", at=NOON, store=room.store,
        vault=room.vault,
    )  # fmt: skip
    (letter,) = room.ids(place)
    assert stays(room, place, letter, "boss") == "gone"
    assert place.left() == [OTHER]


def test_who_is_kept_away_takes_nothing_away(room: Room) -> None:
    place = room.place("case")
    place.note(NOTED, "wang", "a")
    (note,) = room.ids(place)
    boss = room.people["boss"]
    cases.exclude(room.case_id, staff_id=boss.id, reason=Interest.KNOWS_SUSPECT, by="x", at=NOON, store=room.store)
    with pytest.raises(case_notes.NotForYou):
        remove(room, place, note, "boss")


@pytest.mark.parametrize("where", ["complaint", "case"])
def test_without_its_journal_entry_nothing_is_taken_away(room: Room, where: str) -> None:
    place = room.place(where)
    place.note(NOTED, "wang", "a")
    (note,) = room.ids(place)
    with broken_journal(room.store), pytest.raises(Exception, match="row"):
        remove(room, place, note, "wang")
    assert place.left() == [NOTED]
