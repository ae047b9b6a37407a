"""Only what enough verified mothers reported is released, rounded, once a month, and never a private person's phone."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from portal.casework.publication import ReleasedThisMonth, release
from portal.domain.message import fingerprint_of
from portal.domain.phone import CallerClass
from portal.domain.published import PublishedKind, PublishedLine, number_digest, wording_digest
from portal.domain.report import CallDraft, Card, ComplaintDraft, Withdrawal
from portal.domain.vocabulary import Precision, VendorType
from portal.intake import complaints as intake
from portal.storage import journal, published
from portal.storage.database import Store
from portal.storage.schema import calls, complaints
from portal.vault.vault import Vault
from tests.casework.conftest import NOON

LANDLINE, MOBILE, HOTLINE = "0755-8200 2389", "13800138000", "12345"
MESSAGE = "【贝贝笔庄】免费上门剃胎毛，3月{}日前预约，退订回T"
Tell = Callable[..., None]


@pytest.fixture
def tell(store: Store, vault: Vault) -> Tell:
    """So many mothers tell of one number and one wording; more than once each, which counts once."""

    def told(
        mothers: int, number: str | None = None, message: str | None = None, *, tier: int = 1, name: str = "m"
    ) -> None:
        for mother in range(mothers):
            calls = tuple(
                CallDraft(
                    NOON - timedelta(days=day), Precision.DAY, VendorType.LANUGO_BRUSH, caller_number=number,
                    message=message and message.format(mother),
                )
                for day in (1, 2)
            )  # fmt: skip
            token = f"{name}{number}{message and message[:4]}{mother}".ljust(32, "x")
            draft = ComplaintDraft(Card(), calls)
            intake.submit(draft, token=token, store=store, vault=vault, at=NOON)
        with store.write() as connection:
            connection.execute(update(complaints).where(complaints.c.tier == 0).values(tier=tier))

    return told


def lines(store: Store) -> list[PublishedLine]:
    with store.read() as connection:
        return [line for name in "0123456789abcdef" for line in published.of_range(connection, name)]


def test_ten_mothers_make_a_line_and_nine_do_not(store: Store, vault: Vault, tell: Tell) -> None:
    tell(9, LANDLINE)
    assert release(store=store, vault=vault, at=NOON).numbers == 0
    tell(1, LANDLINE, name="tenth")
    assert release(store=store, vault=vault, at=NOON, dry_run=True).numbers == 1
    assert lines(store) == []
    release(store=store, vault=vault, at=NOON + timedelta(days=31))
    assert lines(store) == [
        PublishedLine(
            PublishedKind.NUMBER, number_digest("+8675582002389"), 10, VendorType.LANUGO_BRUSH, date(2026, 3, 1)
        )
    ]


def test_anonymous_reports_publish_nothing(store: Store, vault: Vault, tell: Tell) -> None:
    tell(30, LANDLINE, tier=0)
    assert release(store=store, vault=vault, at=NOON).numbers == 0


def test_who_withdrew_is_not_counted(store: Store, vault: Vault, tell: Tell) -> None:
    tell(10, LANDLINE)
    code = vault.receipt_code(f"m{LANDLINE}None3".ljust(32, "x"))
    intake.withdraw(vault.complaint_for(code), Withdrawal.PUBLICATION, store=store, at=NOON)
    assert release(store=store, vault=vault, at=NOON).numbers == 0


def test_a_mobile_needs_twenty_and_a_hotline_is_never_published(store: Store, vault: Vault, tell: Tell) -> None:
    tell(19, MOBILE)
    tell(25, HOTLINE)
    assert release(store=store, vault=vault, at=NOON, dry_run=True).numbers == 0
    tell(1, MOBILE, name="twentieth")
    assert release(store=store, vault=vault, at=NOON).numbers == 1


def test_counts_are_rounded_down(store: Store, vault: Vault, tell: Tell) -> None:
    tell(14, LANDLINE)
    release(store=store, vault=vault, at=NOON)
    assert [line.mothers for line in lines(store)] == [10]


def test_copies_of_one_wording_are_one_line(store: Store, vault: Vault, tell: Tell) -> None:
    tell(12, message=MESSAGE)
    assert release(store=store, vault=vault, at=NOON).wordings == 1
    assert [line.digest for line in lines(store)] == [wording_digest(fingerprint_of(MESSAGE))]


def test_one_release_a_month_with_its_journal_entry(store: Store, vault: Vault, tell: Tell) -> None:
    tell(10, LANDLINE)
    release(store=store, vault=vault, at=NOON)
    with pytest.raises(ReleasedThisMonth):
        release(store=store, vault=vault, at=NOON + timedelta(days=3))
    release(store=store, vault=vault, at=NOON + timedelta(days=31))
    with store.read() as connection:
        assert [entry.details for entry in journal.about(connection, "published")] == [
            {"numbers": 1, "wordings": 0}
        ] * 2


def test_a_release_without_lines_is_the_release_of_its_month(store: Store, vault: Vault, tell: Tell) -> None:
    tell(9, LANDLINE)
    release(store=store, vault=vault, at=NOON)
    tell(1, LANDLINE, name="tenth")
    with pytest.raises(ReleasedThisMonth):
        release(store=store, vault=vault, at=NOON + timedelta(days=1))


def test_a_line_that_falls_under_ten_is_gone_with_the_next_release(store: Store, vault: Vault, tell: Tell) -> None:
    tell(10, LANDLINE)
    release(store=store, vault=vault, at=NOON)
    code = vault.receipt_code(f"m{LANDLINE}None3".ljust(32, "x"))
    intake.withdraw(vault.complaint_for(code), Withdrawal.PUBLICATION, store=store, at=NOON)
    release(store=store, vault=vault, at=NOON + timedelta(days=31))
    assert lines(store) == []


def test_a_hotline_that_was_once_read_as_a_business_is_not_published(store: Store, vault: Vault, tell: Tell) -> None:
    tell(12, HOTLINE)
    with store.write() as connection:
        connection.execute(update(calls).values(caller_class=CallerClass.SERVICE))
    assert release(store=store, vault=vault, at=NOON).numbers == 0
