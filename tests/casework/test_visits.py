"""What is new since the visit before: a visit ends after four hours without a look."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from portal.casework import members, visits
from portal.domain.access import Role
from portal.domain.vocabulary import Verdict
from portal.storage import findings, staff
from portal.storage.database import Store
from portal.vault.vault import Vault
from tests.casework.conftest import NOON, submitted
from tests.web.office.saved import CITY, FINDINGS, PICTURES, SAID

LATER = replace(SAID, sources=tuple(replace(one, verdict=Verdict.UNDETERMINED) for one in SAID.sources))


@pytest.fixture
def reader(store: Store) -> UUID:
    members.add(
        login="a", name="a", role=Role.ANALYST, password="correct horse battery", by="system", at=NOON, store=store
    )
    with store.read() as connection:
        return staff.find_account(connection, "a").member.id


def analysed(store: Store, said: dict = FINDINGS) -> int:
    with store.write() as connection:
        return findings.save(connection, at=NOON, by="a", findings=said, pictures=PICTURES)


def look(reader: UUID, number: int, store: Store, at: datetime, said=SAID):
    return visits.look(reader, number, said, at=at, store=store)


def test_the_first_visit_has_nothing_to_compare_with(store: Store, reader: UUID) -> None:
    number = analysed(store)
    assert look(reader, number, store, NOON) is None
    assert look(reader, number, store, NOON + timedelta(hours=1)) is None


def test_the_next_visit_tells_what_came_in_between(store: Store, vault: Vault, reader: UUID) -> None:
    look(reader, analysed(store), store, NOON)
    for mother in "abc":
        submitted(store, vault, mother, at=NOON + timedelta(hours=2))
    newer = analysed(store, LATER.to_json())
    since = look(reader, newer, store, NOON + timedelta(days=1), LATER)
    assert (since.at, since.calls, since.new_analysis) == (NOON, 6, True)
    assert CITY in [one.source for one in since.changes]


def test_a_few_calls_are_not_counted_out(store: Store, vault: Vault, reader: UUID) -> None:
    number = analysed(store)
    look(reader, number, store, NOON)
    submitted(store, vault, "one", at=NOON + timedelta(hours=2))
    since = look(reader, number, store, NOON + timedelta(days=1))
    assert (since.calls, since.new_analysis, since.changes) == (None, False, ())


def test_looking_again_does_not_put_the_news_away(store: Store, reader: UUID) -> None:
    number = analysed(store)
    look(reader, number, store, NOON)
    morning = NOON + timedelta(days=1)
    for hours in (0, 3, 6):
        assert look(reader, number, store, morning + timedelta(hours=hours)).at == NOON
    assert look(reader, number, store, morning + timedelta(hours=11)).at == morning + timedelta(hours=6)
