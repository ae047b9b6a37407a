"""Who goes round the portal to the journal or the schedules is told; who goes through it is not."""

from datetime import UTC, date, datetime

from sqlalchemy import text

from benchmarks.unguarded import unguarded
from portal.casework.watching import JOURNAL_REWRITTEN, PLANS_REWRITTEN, Watch
from portal.domain.journal import Entry
from portal.intake import plans
from portal.storage import journal
from portal.storage.database import Store
from portal.vault.vault import Vault

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def deed(store: Store, verb: str = "deed") -> None:
    with store.write() as connection:
        journal.append(connection, Entry(NOON, "a", verb, "thing:1"))


def tampered(store: Store, statement: str) -> None:
    with store.write() as connection:
        unguarded(connection)
        connection.execute(text(statement))


def said(store: Store) -> list[str]:
    with store.read() as connection:
        return [link.entry.verb for link in journal.read_chain(connection) if link and link.entry.actor == "system"]


def test_a_journal_that_was_rewritten_before_the_watch_is_found_at_its_start(store: Store, vault: Vault) -> None:
    deed(store)
    deed(store)
    tampered(store, "UPDATE journal SET actor = 'b' WHERE sequence = 1")
    assert Watch(store, vault, ()).journal(NOON)
    assert said(store) == [JOURNAL_REWRITTEN]


def test_a_row_that_changes_under_the_watch_is_told_by_postgresql(store: Store, vault: Vault) -> None:
    deed(store)
    watch = Watch(store, vault, ())
    assert not watch.journal(NOON)
    deed(store)
    assert not watch.journal(NOON)
    tampered(store, "UPDATE journal SET actor = 'b' WHERE sequence = 1")
    if not store.embedded:
        with store.write() as connection:  # else the server tells its counts a second later
            connection.execute(text("SELECT pg_stat_force_next_flush()"))
    assert watch.journal(NOON) is not store.embedded


def test_a_plan_that_changes_without_an_entry_is_told(store: Store, vault: Vault) -> None:
    watch = Watch(store, vault, ())
    new = {"recipient": "甲", "start": date(2026, 1, 1), "until": date(2027, 1, 1), "store": store, "at": NOON}
    assert plans.add(day_of_month=5, **new)
    assert not watch.schedule(NOON)
    assert plans.add(day_of_month=6, **new)
    assert not watch.schedule(NOON), "an entry says so"
    tampered(store, "UPDATE export_plans SET day_of_month = 7 WHERE day_of_month = 6")
    assert watch.schedule(NOON)
    assert said(store) == [PLANS_REWRITTEN]
    assert not watch.schedule(NOON), "once"
